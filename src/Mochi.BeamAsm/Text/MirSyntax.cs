using System.Collections.Frozen;
using System.Globalization;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>What printer, lexer and parser of <c>.mir</c> text agree on.</summary>
internal static class MirSyntax
{
    /// <summary>How deep expressions, patterns, types and terms may be nested.</summary>
    public const int MaximumDepth = 1000;

    /// <summary>The infix operators that are built-in functions of two arguments.</summary>
    public static FrozenSet<string> InfixBuiltIns { get; } = Set(
        "+ - * / =:= =/= == /= < >= > =< div rem band bor bxor bsl bsr and or xor");

    /// <summary>The words that cannot be names without quotes.</summary>
    public static FrozenSet<string> Keywords { get; } = Set(
        "let var set if then else loop while step do for in from to break continue return match when try catch raise fun "
        + "letrec call remote noreturn keepframe dynamic apply with const map field update as bits "
        + "mir module source attribute export function");

    /// <summary>The kinds of segments of a bitstring, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> SegmentKinds { get; } = ["int", "float", "binary", "utf8", "utf16", "utf32"];

    /// <summary>Whether a text can stand as a name without quotes.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && IsNameStart(name[0]) && name.All(IsNamePart) && name != "_" && !Keywords.Contains(name);

    /// <summary>The text of the name of a local or a loop, of which a function may have several.</summary>
    /// <param name="name">The name.</param>
    /// <param name="suffix">Which of those with the same name is meant; 0 for the first.</param>
    /// <param name="isLoop">Whether it names a loop: the place of such a name is known, so that it may be a keyword.</param>
    public static string Name(string name, int suffix, bool isLoop) =>
        (IsPlainName(name) || (isLoop && Keywords.Contains(name)) ? name : TermPrinter.Quote(name, '`'))
        + (suffix == 0 ? "" : "." + suffix.ToString(CultureInfo.InvariantCulture));

    /// <summary>The text of an atom where only an atom can stand: a function, a module, a tag. Keywords need no quotes there.</summary>
    public static string AtomName(string name) => IsAtomName(name) ? name : TermPrinter.Quote(name, '\'');

    /// <summary>The text of the name of a built-in function.</summary>
    public static string BuiltInName(string name) => IsPlainName(name) ? name : TermPrinter.Quote(name, '\'');

    /// <summary>Whether a text can stand without quotes where only an atom can stand.</summary>
    public static bool IsAtomName(string name) =>
        IsPlainName(name) || (Keywords.Contains(name) && name is not ("noreturn" or "keepframe"));

    /// <summary>Whether a character can begin a name.</summary>
    public static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';

    /// <summary>Whether a character can continue a name.</summary>
    public static bool IsNamePart(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
