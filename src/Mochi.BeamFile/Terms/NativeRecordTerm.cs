using System.Collections.Immutable;

namespace Mochi.BeamFile.Terms;

/// <summary>A native record of OTP 29 (ETF tag 67).</summary>
public sealed class NativeRecordTerm : Term
{
    /// <summary>Makes a native record.</summary>
    /// <param name="module">The module that defines it.</param>
    /// <param name="name">The record's name.</param>
    /// <param name="isExported">Whether its module exports it.</param>
    /// <param name="fields">Field names and values, in order.</param>
    public NativeRecordTerm(
        string module, string name, bool isExported, ImmutableArray<KeyValuePair<string, Term>> fields)
        : base(Hash(module, name, fields))
    {
        Module = module;
        Name = name;
        IsExported = isExported;
        Fields = fields;
    }

    /// <summary>The module that defines it.</summary>
    public string Module { get; }

    /// <summary>The record's name.</summary>
    public string Name { get; }

    /// <summary>Whether its module exports it.</summary>
    public bool IsExported { get; }

    /// <summary>Field names and values, in order.</summary>
    public ImmutableArray<KeyValuePair<string, Term>> Fields { get; }

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.NativeRecord;

    internal override int ChildCount => Fields.Length;

    internal override Term Child(int index) => Fields[index].Value;

    internal override bool HeadEquals(Term other)
    {
        var that = (NativeRecordTerm)other;
        if (Module != that.Module || Name != that.Name || IsExported != that.IsExported
            || Fields.Length != that.Fields.Length)
        {
            return false;
        }

        for (var index = 0; index < Fields.Length; index++)
        {
            if (Fields[index].Key != that.Fields[index].Key)
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(string module, string name, ImmutableArray<KeyValuePair<string, Term>> fields)
    {
        var hash = TermHash.Add(TermHash.Add(TermHash.Start(TermKind.NativeRecord), module), name);
        foreach (var (field, value) in fields)
        {
            hash = TermHash.Add(TermHash.Add(hash, field), value.GetHashCode());
        }

        return hash;
    }
}
