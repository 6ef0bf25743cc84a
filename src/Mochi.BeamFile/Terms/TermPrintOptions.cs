namespace Mochi.BeamFile.Terms;

/// <summary>How terms are printed; the presets are named after the control sequences of <c>io:format</c>.</summary>
public sealed record TermPrintOptions
{
    /// <summary><c>~w</c>: Erlang's plain syntax.</summary>
    public static TermPrintOptions W { get; } = new();

    /// <summary><c>~tw</c>: plain syntax with characters beyond Latin-1 as they are.</summary>
    public static TermPrintOptions Tw { get; } = new() { Unicode = true };

    /// <summary><c>~0p</c>: printable lists and binaries as strings, on one line.</summary>
    public static TermPrintOptions LineP { get; } = new() { Strings = true };

    /// <summary><c>~0tp</c>: strings, characters beyond Latin-1 as they are, on one line.</summary>
    public static TermPrintOptions LineTp { get; } = new() { Strings = true, Unicode = true };

    /// <summary>
    /// <c>~0tp</c> in a system started with <c>+pc unicode</c>: strings of any language, on one line. What messages and
    /// listings use.
    /// </summary>
    public static TermPrintOptions Source { get; } = new() { Strings = true, Unicode = true, UnicodeRange = true };

    /// <summary>Whether lists and binaries of printable characters are printed as strings.</summary>
    public bool Strings { get; init; }

    /// <summary>Whether characters beyond Latin-1 are printed as they are instead of by their number.</summary>
    public bool Unicode { get; init; }

    /// <summary>Whether characters beyond Latin-1 count as printable (<c>+pc unicode</c>).</summary>
    public bool UnicodeRange { get; init; }

    /// <summary>
    /// Whether map keys are put in order (the modifier <c>k</c>) instead of printed in the order given.
    /// </summary>
    public bool OrderedMaps { get; init; }
}
