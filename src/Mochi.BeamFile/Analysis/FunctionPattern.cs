using System.Buffers;
using System.Globalization;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// A pattern for functions: <c>lists:map/2</c>, <c>map/2</c>, <c>lists:*</c>, <c>handle_*</c>. A <c>*</c> stands for any text, a
/// <c>?</c> for any character; a module or an arity that is left out may be any.
/// </summary>
public sealed class FunctionPattern
{
    private static readonly SearchValues<char> ArityCharacters = SearchValues.Create("0123456789*?");

    private readonly string _text;
    private readonly string _module;
    private readonly string _function;
    private readonly string _arity;

    private FunctionPattern(string text, string module, string function, string arity)
    {
        _text = text;
        _module = module;
        _function = function;
        _arity = arity;
    }

    /// <summary>Reads a pattern; every text is one. Atoms stand without quotes.</summary>
    public static FunctionPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var module = colon < 0 ? "*" : text[..colon];
        var function = text[(colon + 1)..];
        var slash = function.LastIndexOf('/');
        var arity = slash < 0 ? "" : function[(slash + 1)..];
        return slash >= 0 && arity.Length > 0 && !arity.AsSpan().ContainsAnyExcept(ArityCharacters)
            ? new FunctionPattern(text, module, function[..slash], arity)
            : new FunctionPattern(text, module, function, "*");
    }

    /// <summary>Whether the pattern fits a function.</summary>
    public bool Matches(Mfa function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Matches(_module, function.Module) && Matches(_function, function.Function)
            && Matches(_arity, function.Arity.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    // Where a text does not fit after a star, the star takes one character more; only the last star need do so.
    private static bool Matches(string pattern, string text)
    {
        var at = 0;
        var star = -1;
        var afterStar = 0;
        for (var index = 0; index < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                afterStar = index;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == text[index]))
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                index = ++afterStar;
            }
            else
            {
                return false;
            }
        }

        while (at < pattern.Length && pattern[at] == '*')
        {
            at++;
        }

        return at == pattern.Length;
    }
}
