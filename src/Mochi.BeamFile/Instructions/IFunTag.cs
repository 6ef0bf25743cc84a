namespace Mochi.BeamFile.Instructions;

/// <summary>
/// What <c>call_fun2</c> knows about the fun: the lambda itself, or an atom (<c>safe</c>, <c>unsafe</c>).
/// </summary>
public interface IFunTag
{
}
