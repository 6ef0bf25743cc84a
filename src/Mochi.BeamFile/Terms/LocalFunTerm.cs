using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>A fun made at run time from a lambda of a module, with the values it captured (ETF tag 112).</summary>
public sealed class LocalFunTerm : Term
{
    /// <summary>Makes a local fun.</summary>
    /// <param name="module">The module that made it.</param>
    /// <param name="arity">How many arguments a call takes.</param>
    /// <param name="index">Position in the module's lambda table.</param>
    /// <param name="unique">The module's MD5, 16 bytes.</param>
    /// <param name="oldIndex">The fun's index in old modules.</param>
    /// <param name="oldUnique">The fun's hash in old modules.</param>
    /// <param name="creator">The process that made it.</param>
    /// <param name="freeVariables">The captured values.</param>
    public LocalFunTerm(
        string module,
        int arity,
        uint index,
        ImmutableArray<byte> unique,
        long oldIndex,
        long oldUnique,
        Term creator,
        ImmutableArray<Term> freeVariables)
        : base(TermHash.Add(
            TermHash.Add(TermHash.Add(TermHash.Start(TermKind.Fun), module), (int)index), freeVariables.AsSpan()))
    {
        Module = module;
        Arity = arity;
        Index = index;
        Unique = unique;
        OldIndex = oldIndex;
        OldUnique = oldUnique;
        Creator = creator;
        FreeVariables = freeVariables;
    }

    /// <summary>The module that made it.</summary>
    public string Module { get; }

    /// <summary>How many arguments a call takes.</summary>
    public int Arity { get; }

    /// <summary>Position in the module's lambda table.</summary>
    public uint Index { get; }

    /// <summary>The module's MD5, 16 bytes.</summary>
    public ImmutableArray<byte> Unique { get; }

    /// <summary>The fun's index in old modules.</summary>
    public long OldIndex { get; }

    /// <summary>The fun's hash in old modules.</summary>
    public long OldUnique { get; }

    /// <summary>The process that made it.</summary>
    public Term Creator { get; }

    /// <summary>The captured values.</summary>
    public ImmutableArray<Term> FreeVariables { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Fun;

    internal override int ChildCount => FreeVariables.Length + 1;

    internal override Term Child(int index) => index == 0 ? Creator : FreeVariables[index - 1];

    internal override bool HeadEquals(Term other)
    {
        var that = (LocalFunTerm)other;
        return Module == that.Module && Arity == that.Arity && Index == that.Index && OldIndex == that.OldIndex
            && OldUnique == that.OldUnique && FreeVariables.Length == that.FreeVariables.Length
            && Unique.AsSpan().SequenceEqual(that.Unique.AsSpan());
    }
}
