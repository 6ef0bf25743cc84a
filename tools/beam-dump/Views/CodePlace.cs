using System.Globalization;
using Mochi.BeamFile.Container;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Views;

/// <summary>A place in code as a person writes it: <c>lists:map/2+16</c>, <c>map/2</c>, <c>@0x1f3c</c>.</summary>
internal sealed class CodePlace
{
    private readonly string _text;
    private readonly string? _module;
    private readonly string? _function;
    private readonly int _arity;
    private readonly int _offset;

    private CodePlace(string text, string? module, string? function, int arity, int offset)
    {
        _text = text;
        _module = module;
        _function = function;
        _arity = arity;
        _offset = offset;
    }

    /// <summary>Reads a place.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static CodePlace Parse(string text)
    {
        if (text is ['@', ..])
        {
            return new CodePlace(text, null, null, 0, Offset(text, text[1..]));
        }

        var rest = text;
        var module = TakeName(ref rest);
        var function = module;
        if (rest is [':', ..])
        {
            rest = rest[1..];
            function = TakeName(ref rest);
        }
        else
        {
            module = null;
        }

        if (function is null or "" || rest is not ['/', ..])
        {
            throw Wrong(text);
        }

        var plus = rest.IndexOf('+', StringComparison.Ordinal);
        var arity = plus < 0 ? rest[1..] : rest[1..plus];
        return int.TryParse(arity, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 255
            ? new CodePlace(text, module, function, number, plus < 0 ? 0 : Offset(text, rest[(plus + 1)..]))
            : throw Wrong(text);
    }

    /// <summary>Where in the code chunk the place is, if it is in this function; -1 otherwise.</summary>
    /// <param name="function">The function.</param>
    /// <param name="module">The module's name.</param>
    /// <param name="start">Where in the chunk the function begins.</param>
    /// <param name="chunkOffset">Where in the file the chunk begins.</param>
    public int OffsetIn(CodeFunction function, string module, int start, int chunkOffset) =>
        _function is null ? _offset - chunkOffset
        : function.Name == _function && function.Arity == _arity && (_module is null || _module == module) ? start + _offset
        : -1;

    /// <inheritdoc/>
    public override string ToString() => _text;

    // A plain name, or one in quotes with \ before a quote.
    private static string? TakeName(ref string text)
    {
        if (text is not ['\'', ..])
        {
            var end = text.IndexOfAny([':', '/']);
            var name = end < 0 ? text : text[..end];
            text = end < 0 ? "" : text[end..];
            return name;
        }

        var quoted = new System.Text.StringBuilder();
        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] == '\'')
            {
                text = text[(index + 1)..];
                return quoted.ToString();
            }

            index += text[index] == '\\' && index + 1 < text.Length ? 1 : 0;
            quoted.Append(text[index]);
        }

        return null;
    }

    private static int Offset(string text, string digits)
    {
        var isHexadecimal = digits.StartsWith("0x", StringComparison.Ordinal);
        return int.TryParse(
            isHexadecimal ? digits[2..] : digits, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture, out var offset) && offset >= 0
            ? offset
            : throw Wrong(text);
    }

    private static UsageException Wrong(string text) => new(
        $"'{text}' is no place in code", "write lists:map/2+16 for an offset in a function, @0x1f3c for one in the file");
}
