namespace Mochi.BeamFile.Terms;

/// <summary>An external fun, <c>fun Module:Function/Arity</c>.</summary>
public sealed class ExternalFunTerm : Term
{
    /// <summary>Makes an external fun.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="arity">Its number of arguments, 0 to 255.</param>
    public ExternalFunTerm(string module, string function, int arity)
        : base(TermHash.Add(TermHash.Add(TermHash.Add(TermHash.Start(TermKind.Fun), module), function), arity))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arity);
        Module = module;
        Function = function;
        Arity = arity;
    }

    /// <summary>The module's name.</summary>
    public string Module { get; }

    /// <summary>The function's name.</summary>
    public string Function { get; }

    /// <summary>The number of arguments.</summary>
    public int Arity { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Fun;

    internal override bool HeadEquals(Term other)
    {
        var that = (ExternalFunTerm)other;
        return Arity == that.Arity && Module == that.Module && Function == that.Function;
    }
}
