namespace Mochi.BeamFile.Terms;

/// <summary>What a part of a text is made of.</summary>
internal enum LayoutKind
{
    /// <summary>Text that is never broken.</summary>
    Leaf,

    /// <summary>A bitstring written as numbers, which may be broken after a comma.</summary>
    Bits,

    /// <summary>A list.</summary>
    List,

    /// <summary>A tuple whose first element is no atom, or its only one.</summary>
    Tuple,

    /// <summary>A tuple that begins with an atom and goes on.</summary>
    TaggedTuple,

    /// <summary>A map, of pairs.</summary>
    Map,

    /// <summary>A key and a value.</summary>
    Pair,

    /// <summary>A native record, of fields.</summary>
    Record,

    /// <summary>A field with its value.</summary>
    Field,
}
