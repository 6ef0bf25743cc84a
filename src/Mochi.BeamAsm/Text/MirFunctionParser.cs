using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads one function.</summary>
internal sealed partial class MirFunctionParser
{
    private readonly MirTokenReader _reader;
    private readonly MirScope _scope;
    private readonly MirPositions _positions;
    private readonly MirTypeParser _types;
    private readonly MirTermParser _terms;

    public MirFunctionParser(MirTokenReader reader, TextDiagnostics diagnostics, MirScope scope, MirPositions positions)
    {
        _reader = reader;
        _scope = scope;
        _positions = positions;
        _types = new MirTypeParser(reader);
        _terms = new MirTermParser(reader, diagnostics);
    }

    public IrFunction Parse()
    {
        var start = _reader.Current;
        var isExported = _reader.TakeWord("export");
        _reader.ExpectWord("function");
        var position = _positions.Parse(start);
        var name = _reader.TakeAtomName("the function's name");
        var parameters = ParseParameters();
        var result = _reader.TakeSign("->") ? _types.Parse() : IrType.Any;
        _reader.Expect("=");
        return new IrFunction(name, parameters, ParseExpression())
        {
            IsExported = isExported,
            ResultType = result,
            Position = position,
        };
    }

    private ImmutableArray<Local> ParseParameters()
    {
        _reader.Expect("(");
        var parameters = ParseItems(")", ParseLocal);
        _reader.Expect(")");
        return parameters;
    }

    /// <summary>A local that is bound here, perhaps mutable.</summary>
    private Local ParseLocal()
    {
        var isMutable = _reader.TakeWord("var");
        return ParseDeclaration(isMutable);
    }

    private Local ParseDeclaration(bool isMutable)
    {
        var name = TakeName("the name of a local");
        var type = _reader.TakeSign(":") ? _types.Parse() : IrType.Any;
        return _scope.Declare(name, type, isMutable);
    }

    private MirToken TakeName(string what) =>
        _reader.IsName
            ? _reader.Take()
            : throw _reader.Fail(
                $"{what} is expected here, not {MirTokenReader.Describe(_reader.Current)}",
                _reader.Current.Kind == MirTokenKind.Name ? $"write it as `{_reader.Current.Text}` if the name is meant" : null);

    private MirToken TakeLoopName() =>
        _reader.Current.Kind == MirTokenKind.Name && _reader.Current.Text != "_" ? _reader.Take() : TakeName("the name of a loop");

    /// <summary>Items with commas between them, up to a sign or <c>else</c>, which are not taken.</summary>
    private ImmutableArray<T> ParseItems<T>(string end, Func<T> parse)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        while (!_reader.Current.IsSign(end) && !_reader.Current.IsWord("else"))
        {
            items.Add(parse());
            if (!_reader.TakeSign(","))
            {
                break;
            }
        }

        return items.ToImmutable();
    }
}
