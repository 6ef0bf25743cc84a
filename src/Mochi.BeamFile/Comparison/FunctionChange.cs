using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Comparison;

/// <summary>A function that differs.</summary>
public sealed class FunctionChange
{
    private readonly Lazy<FunctionDifference> _difference;

    internal FunctionChange(
        FunctionChangeKind kind, CodeFunction? left, CodeFunction? right, Func<FunctionDifference> difference)
    {
        Kind = kind;
        Left = left;
        Right = right;
        _difference = new Lazy<FunctionDifference>(difference);
    }

    /// <summary>What became of it.</summary>
    public FunctionChangeKind Kind { get; }

    /// <summary>The function on the left; <see langword="null"/> when it was added.</summary>
    public CodeFunction? Left { get; }

    /// <summary>The function on the right; <see langword="null"/> when it was removed.</summary>
    public CodeFunction? Right { get; }

    /// <summary>Its name.</summary>
    public string Name => (Left ?? Right)!.Name;

    /// <summary>Its number of arguments.</summary>
    public int Arity => (Left ?? Right)!.Arity;

    /// <summary>
    /// The shortest edit script between the instructions; found when it is first asked for. Where functions are so large and so
    /// different that finding it would take long, it is not the shortest.
    /// </summary>
    public FunctionDifference Difference => _difference.Value;
}
