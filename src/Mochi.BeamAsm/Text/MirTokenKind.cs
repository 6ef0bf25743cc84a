namespace Mochi.BeamAsm.Text;

/// <summary>The kinds of tokens of <c>.mir</c> text.</summary>
internal enum MirTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or a keyword, perhaps with a number after a dot.</summary>
    Name,

    /// <summary>A name between back quotes, perhaps with a number after a dot; never a keyword.</summary>
    QuotedName,

    /// <summary>An atom between single quotes.</summary>
    Atom,

    /// <summary>A text between double quotes.</summary>
    String,

    /// <summary>An integer without a sign.</summary>
    Integer,

    /// <summary>A float without a sign.</summary>
    Float,

    /// <summary>Brackets, operators and other signs.</summary>
    Sign,

    /// <summary>Something that is no token; a diagnostic was given.</summary>
    Bad,
}
