using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Terms;

/// <content>Blanks, names, funs, and errors.</content>
public sealed partial class TermReader
{
    private static readonly (string Text, string What)[] Unreadable =
        [("#Fun<", "a local fun"), ("#Ref<", "a reference"), ("#Port<", "a port")];

    private static bool IsNameStart(char character) => TermText.IsLowerCase(character);

    private static bool IsBlank(char character) => character is <= ' ' or (>= '\u0080' and <= '\u00A0');

    private char Peek(int offset = 0) => _position + offset < _text.Length ? _text[_position + offset] : '\0';

    private bool IsFullStop() =>
        Peek() == '.' && (_position + 1 == _text.Length || IsBlank(Peek(1)) || Peek(1) == '%');

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            if (_text[_position] == '%')
            {
                var end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else if (IsBlank(_text[_position]))
            {
                _position++;
            }
            else
            {
                return;
            }
        }
    }

    private bool Take(char sign)
    {
        SkipBlanks();
        if (Peek() != sign || _position >= _text.Length)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char sign)
    {
        if (!Take(sign))
        {
            throw Fail($"'{sign}' is expected here");
        }
    }

    /// <summary>An atom without quotes, or an external fun.</summary>
    private Term ReadName()
    {
        var start = _position;
        var name = ReadPlainName();
        if (name == "fun")
        {
            SkipBlanks();
            var module = ReadAtomText();
            Expect(':');
            SkipBlanks();
            var function = ReadAtomText();
            Expect('/');
            SkipBlanks();
            return ReadNumber() is IntegerTerm { Value: var arity } && arity >= 0 && arity <= 255
                ? Term.ExternalFun(module, function, (int)arity)
                : throw Fail("an arity is 0 to 255");
        }

        if (TermText.IsReserved(name))
        {
            _position = start;
            throw Fail($"{name} is a reserved word", $"as an atom it is written '{name}'");
        }

        return MakeAtom(name);
    }

    private string ReadAtomText()
    {
        if (Peek() == '\'')
        {
            return MakeAtom(ReadQuoted('\'')).Name;
        }

        return IsNameStart(Peek()) ? Checked(ReadPlainName()) : throw Fail("an atom is expected here");
    }

    private string ReadPlainName()
    {
        var start = _position;
        while (_position < _text.Length && TermText.IsNameCharacter(_text[_position]))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private AtomTerm MakeAtom(string name) => Term.Atom(Checked(name));

    private string Checked(string name) => AtomTerm.IsNameTooLong(name)
        ? throw Fail($"an atom has at most {ReadLimits.AtomCharacters} characters")
        : name;

    private DiagnosticException Fail(string message, string? hint = null, string code = BeamFileCodes.BadTermText)
    {
        _position = Math.Min(_position, _text.Length);
        var (line, column) = (1, 1);
        for (var index = 0; index < _position; index++)
        {
            if (_text[index] == '\n')
            {
                line++;
                column = 1;
            }
            else if (!char.IsLowSurrogate(_text[index]))
            {
                column++;
            }
        }

        var place = new DiagnosticPlace(_file, line, column);
        return new DiagnosticException(new Diagnostic(code, DiagnosticSeverity.Error, message, place, hint));
    }
}
