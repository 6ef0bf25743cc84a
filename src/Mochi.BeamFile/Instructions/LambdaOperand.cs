namespace Mochi.BeamFile.Instructions;

/// <summary>A function of this module that funs are made from: an entry of the lambda table.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Arity">Its number of arguments, captured values included.</param>
/// <param name="Label">Its entry label.</param>
/// <param name="FreeCount">How many values a fun of it captures; they are its last arguments.</param>
public sealed record LambdaOperand(string Function, int Arity, int Label, int FreeCount) : Operand, IFunTag
{
    /// <inheritdoc/>
    public override string ToString() => $"{{lambda,{Function},{Arity},{Label},{FreeCount}}}";
}
