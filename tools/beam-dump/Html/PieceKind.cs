namespace Mochi.BeamDump.Html;

/// <summary>What a piece of an instruction's text is; the letters stand in the page's data.</summary>
internal enum PieceKind
{
    /// <summary>Nothing in particular: commas, arrows.</summary>
    Plain = ' ',

    /// <summary>The operation.</summary>
    Operation = 'o',

    /// <summary>A register.</summary>
    Register = 'r',

    /// <summary>The type of a register; it leads to the entry of the type table.</summary>
    Type = 't',

    /// <summary>An atom.</summary>
    Atom = 'a',

    /// <summary>A number.</summary>
    Number = 'n',

    /// <summary>Bytes of the string table.</summary>
    String = 's',

    /// <summary>A literal; it leads to the entry of the table.</summary>
    Literal = 'l',

    /// <summary>A label, or the function that begins there.</summary>
    Label = 'j',

    /// <summary>The place where a label is.</summary>
    Definition = 'd',

    /// <summary>A function of another module; it leads to the entry of the import table.</summary>
    Import = 'i',

    /// <summary>A place in the source.</summary>
    Place = 'p',
}
