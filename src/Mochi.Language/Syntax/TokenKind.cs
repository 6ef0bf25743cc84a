namespace Mochi.Language.Syntax;

/// <summary>What a token is. Words that are only special in one place (from, where, as ...) are identifiers.</summary>
internal enum TokenKind
{
    EndOfFile,
    Identifier,
    Keyword,
    Integer,
    Float,
    String,
    Punctuation,
}
