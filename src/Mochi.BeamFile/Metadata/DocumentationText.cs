using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// The documentation of a module or of something in it: a map from languages (<c>&lt;&lt;"en"&gt;&gt;</c>) to contents,
/// <c>none</c>, or <c>hidden</c>.
/// </summary>
/// <param name="Term">The map or atom.</param>
public sealed record DocumentationText(Term Term)
{
    private static readonly BitstringTerm English = Term.String("en");

    /// <summary>There is no documentation.</summary>
    public static DocumentationText None { get; } = new(Term.Atom("none"));

    /// <summary>It is not meant to be documented.</summary>
    public static DocumentationText Hidden { get; } = new(Term.Atom("hidden"));

    /// <summary>Whether it says that it is not meant to be documented.</summary>
    public bool IsHidden => Term is AtomTerm { Name: "hidden" };

    /// <summary>
    /// The English text, or else the first; <see langword="null"/> when there is none or it is no text in UTF-8, as the
    /// contents of the format <c>application/erlang+html</c> are not.
    /// </summary>
    public string? Text => Term is MapTerm { Pairs.IsEmpty: false } map
        && (map[English] ?? map.Pairs[0].Value) is BitstringTerm { IsBinary: true } text
            ? Buffers.Utf8Text.TryDecode(text.Bytes.AsSpan()) : null;

    /// <summary>Makes documentation in English.</summary>
    public static DocumentationText Of(string text) => new(Term.Map((English, Term.String(text))));

    internal static DocumentationText? TryRead(Term term) =>
        term is MapTerm or AtomTerm { Name: "none" or "hidden" } ? new DocumentationText(term) : null;
}
