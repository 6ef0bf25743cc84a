using System.Collections.Immutable;
using System.Globalization;

namespace Mochi.BeamAsm.Text;

/// <summary>Walks over tokens and reports those that stand in the wrong place.</summary>
internal sealed class MirTokenReader(ImmutableArray<MirToken> tokens, TextDiagnostics diagnostics)
{
    private int _depth;

    /// <summary>Index of the current token; may be set back.</summary>
    public int Index { get; set; }

    /// <summary>The token to be read next.</summary>
    public MirToken Current => tokens[Index];

    /// <summary>The token after it.</summary>
    public MirToken Next => tokens[Math.Min(Index + 1, tokens.Length - 1)];

    /// <summary>The token read last.</summary>
    public MirToken Previous => tokens[Math.Max(Index - 1, 0)];

    /// <summary>Whether the text is read to its end.</summary>
    public bool AtEnd => Current.Kind == MirTokenKind.End;

    /// <summary>Takes the current token.</summary>
    public MirToken Take()
    {
        var token = Current;
        Index = Math.Min(Index + 1, tokens.Length - 1);
        return token;
    }

    /// <summary>Takes a sign if it comes next.</summary>
    public bool TakeSign(string sign) => TakeIf(Current.IsSign(sign));

    /// <summary>Takes a keyword if it comes next.</summary>
    public bool TakeWord(string word) => TakeIf(Current.IsWord(word));

    /// <summary>Takes a sign, which must come next.</summary>
    public void Expect(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Fail($"'{sign}' is expected here, not {Describe(Current)}");
        }
    }

    /// <summary>Takes a keyword, which must come next.</summary>
    public void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Fail($"'{word}' is expected here, not {Describe(Current)}");
        }
    }

    /// <summary>Takes an integer without a sign within bounds.</summary>
    public int TakeInteger(string what, int minimum, int maximum)
    {
        if (Current.Kind != MirTokenKind.Integer)
        {
            throw Fail($"{what} is expected here, not {Describe(Current)}");
        }

        var token = Take();
        if (int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        diagnostics.Error("BA208", $"{what} must be {minimum} to {maximum}", token.Start, token.End);
        return minimum;
    }

    /// <summary>Takes the name of a function, module, tag or test: a plain name or a quoted atom.</summary>
    public string TakeAtomName(string what)
    {
        if (Current.Kind == MirTokenKind.Atom)
        {
            return Take().Text;
        }

        if (Current is { Kind: MirTokenKind.Name, Suffix: 0 } && MirSyntax.IsAtomName(Current.Text))
        {
            return Take().Text;
        }

        throw Fail(
            $"{what} is expected here, not {Describe(Current)}",
            Current.Kind == MirTokenKind.Name ? $"write it as '{Current.Text}' if the atom is meant" : null);
    }

    /// <summary>Whether the current token is the name of a local or loop.</summary>
    public bool IsName => Current.Kind == MirTokenKind.QuotedName
        || (Current.Kind == MirTokenKind.Name && Current.Text != "_"
            && (Current.Suffix > 0 || !MirSyntax.Keywords.Contains(Current.Text)));

    /// <summary>Whether the next token follows the current one without a blank and is an opening parenthesis.</summary>
    public bool IsCall => Next.IsSign("(") && Next.Start == Current.End;

    /// <summary>Reports the current token.</summary>
    public MirSyntaxException Fail(string message, string? hint = null, string code = "BA202")
    {
        if (Current.Kind != MirTokenKind.Bad)
        {
            diagnostics.Error(code, message, Current.Start, Current.End, hint);
        }

        return new MirSyntaxException(leavesFunction: code == "BA207");
    }

    /// <summary>Goes one level deeper; <see cref="Leave"/> goes back.</summary>
    public int Enter()
    {
        if (_depth >= MirSyntax.MaximumDepth)
        {
            throw Fail($"this is nested more than {MirSyntax.MaximumDepth} deep", code: "BA207");
        }

        return _depth++;
    }

    /// <summary>Goes back to the level that <see cref="Enter"/> gave.</summary>
    public void Leave(int level) => _depth = level;

    /// <summary>What a token is called in messages.</summary>
    public static string Describe(MirToken token) => token.Kind switch
    {
        MirTokenKind.End => "the end of the text",
        MirTokenKind.Atom => $"the atom '{token.Text}'",
        MirTokenKind.String => "a text",
        MirTokenKind.QuotedName => $"`{token.Text}`",
        _ => $"'{token.Text}'",
    };

    private bool TakeIf(bool condition)
    {
        if (condition)
        {
            Take();
        }

        return condition;
    }
}
