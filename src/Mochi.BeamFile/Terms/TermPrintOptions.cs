using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Terms;

/// <summary>How terms are printed; the presets are named after the control sequences of <c>io_lib:format</c>.</summary>
/// <remarks>
/// The presets give the characters that <c>io_lib:format</c> gives, with two things to know. Maps are printed in the
/// order of their pairs, since the machine's own order is no property of the term; <see cref="OrderedMaps"/> is the
/// modifier <c>k</c>. Pids, ports and references are printed as those of the own node, <c>&lt;0.N.N></c>.
/// Columns of text beyond Latin-1 are counted in grapheme clusters, by the Unicode data of .NET; the data of the
/// releases differ from it in a few Indic conjuncts and in marks that are newer than the release.
/// </remarks>
public sealed record TermPrintOptions
{
    /// <summary><c>~w</c>: Erlang's plain syntax.</summary>
    public static TermPrintOptions W { get; } = new() { EmulatorFunNames = true };

    /// <summary><c>~tw</c>: plain syntax with characters beyond Latin-1 as they are.</summary>
    public static TermPrintOptions Tw { get; } = W with { Unicode = true };

    /// <summary><c>~0p</c>: printable lists and binaries as strings, on one line.</summary>
    public static TermPrintOptions LineP { get; } = W with { Strings = true };

    /// <summary><c>~0tp</c>: strings, characters beyond Latin-1 as they are, on one line.</summary>
    public static TermPrintOptions LineTp { get; } = LineP with { Unicode = true };

    /// <summary><c>~p</c>: as <see cref="LineP"/>, broken into lines of at most 80 columns where that can be.</summary>
    public static TermPrintOptions P { get; } = LineP with { LineLength = 80 };

    /// <summary><c>~tp</c>: as <see cref="LineTp"/>, broken into lines of at most 80 columns where that can be.</summary>
    public static TermPrintOptions Tp { get; } = LineTp with { LineLength = 80 };

    /// <summary>
    /// <c>~0tp</c> in a system started with <c>+pc unicode</c>: strings of any language, on one line; names of funs
    /// as they are. What messages and listings use, and what <see cref="TermReader"/> reads back.
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

    /// <summary>
    /// The length of a line (the field width of <c>~p</c>); 0 for everything on one line.
    /// </summary>
    public int LineLength { get; init; }

    /// <summary>
    /// The column in which the term begins, from 1 (the precision of <c>~p</c>); further lines are indented to it.
    /// </summary>
    public int Column { get; init; } = 1;

    /// <summary>
    /// The release whose library is followed. What differs: a binary that is not UTF-8 is printed as a Latin-1 string
    /// up to OTP 27 when all its bytes are printable; from OTP 28 on only when moreover no character that
    /// is not printable comes before the place where it stops being UTF-8.
    /// </summary>
    public OtpRelease Release { get; init; } = OtpRelease.Otp29;

    /// <summary>
    /// Whether the names in funs are printed as <c>erlang:fun_to_list/1</c> prints them: the bytes of their UTF-8 as
    /// Latin-1 characters, reserved words without quotes. Without it they are printed like atoms, so that
    /// they can be read back.
    /// </summary>
    public bool EmulatorFunNames { get; init; }
}
