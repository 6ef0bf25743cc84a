namespace Mochi.Language.Syntax;

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">The word or the punctuation; empty for literals.</param>
/// <param name="Value">A <see cref="System.Numerics.BigInteger"/>, <see cref="double"/> or <see cref="string"/> literal.</param>
/// <param name="FirstOnLine">True when only white space precedes it on its line.</param>
/// <param name="Depth">How many braces are open before it; a brace pair has one depth.</param>
internal sealed record Token(TokenKind Kind, TextSpan Span, string Text, object? Value, bool FirstOnLine, int Depth)
{
    public bool IsWord => Kind is TokenKind.Identifier or TokenKind.Keyword;

    public bool Is(string punctuation) => Kind == TokenKind.Punctuation && Text == punctuation;

    public bool IsNamed(string word) => IsWord && Text == word;

    /// <summary>How a diagnostic names the token.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.EndOfFile => "the end of the file",
        TokenKind.Integer or TokenKind.Float => "a number",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
