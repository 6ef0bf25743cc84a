using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Container;

/// <summary>A function of a module with its code.</summary>
public sealed record CodeFunction
{
    /// <summary>Makes a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arity">Its number of arguments, 0 to 255.</param>
    /// <param name="entryLabel">The label that calls go to, the one after <c>func_info</c>.</param>
    /// <param name="instructions">
    /// All its code, from the label before <c>func_info</c> on: label, line, <c>func_info</c>, entry label, body.
    /// </param>
    public CodeFunction(string name, int arity, int entryLabel, ImmutableArray<Instruction> instructions)
    {
        Name = name;
        Arity = arity;
        EntryLabel = entryLabel;
        Instructions = instructions;
    }

    /// <summary>The function's name.</summary>
    public string Name { get; init; }

    /// <summary>Its number of arguments.</summary>
    public int Arity { get; init; }

    /// <summary>The label that calls go to.</summary>
    public int EntryLabel { get; init; }

    /// <summary>All its code, from the label before <c>func_info</c> on.</summary>
    public ImmutableArray<Instruction> Instructions { get; init; }

    /// <summary>Compares name, arity, entry label and code.</summary>
    public bool Equals(CodeFunction? other) =>
        other is not null && Name == other.Name && Arity == other.Arity && EntryLabel == other.EntryLabel
        && Instructions.AsSpan().SequenceEqual(other.Instructions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.TermHash.Add(Terms.TermHash.Add(Arity, Name), EntryLabel);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}/{Arity}";
}
