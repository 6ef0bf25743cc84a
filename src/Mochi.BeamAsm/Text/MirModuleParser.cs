using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads the header of a module, then its functions.</summary>
internal sealed class MirModuleParser(
    MirTokenReader reader, TextDiagnostics diagnostics, string? file, bool placesFromText)
{
    private readonly ImmutableArray<IrFunction>.Builder _functions = ImmutableArray.CreateBuilder<IrFunction>();
    private readonly ImmutableArray<ModuleAttribute>.Builder _attributes = ImmutableArray.CreateBuilder<ModuleAttribute>();
    private string? _name;
    private string? _sourceFile;

    public IrModule Parse()
    {
        ParseVersion();
        while (!reader.AtEnd && !diagnostics.IsFull)
        {
            try
            {
                ParseItem();
            }
            catch (MirSyntaxException)
            {
                SkipToItem();
            }
        }

        if (_name is null)
        {
            diagnostics.Error("BA202", "the module has no name", 0, 0, "the second line is: module NAME");
        }

        return new IrModule(_name ?? "", _functions.ToImmutable())
        {
            SourceFile = _sourceFile,
            Attributes = _attributes.ToImmutable(),
        };
    }

    private void ParseVersion()
    {
        var first = reader.Current;
        if (!reader.TakeWord("mir") || reader.Current.Kind != MirTokenKind.Integer)
        {
            diagnostics.Error(
                "BA206", "the text does not begin with the version of the IR", first.Start, first.End,
                string.Create(CultureInfo.InvariantCulture, $"the first line is: mir {IrModule.Version}"));
            return;
        }

        var version = reader.Take();
        if (version.Text != IrModule.Version.ToString(CultureInfo.InvariantCulture))
        {
            diagnostics.Error(
                "BA206",
                string.Create(CultureInfo.InvariantCulture, $"version {version.Text} of the IR is not known, only {IrModule.Version}"),
                version.Start,
                version.End);
        }
    }

    private void ParseItem()
    {
        if (reader.TakeWord("module"))
        {
            _name = reader.TakeAtomName("the module's name");
        }
        else if (reader.TakeWord("source"))
        {
            _sourceFile = reader.Current.Kind == MirTokenKind.String
                ? reader.Take().Text
                : throw reader.Fail("the source file's name is expected here, between double quotes");
        }
        else if (reader.TakeWord("attribute"))
        {
            _attributes.Add(ParseAttribute());
        }
        else if (reader.Current.IsWord("export") || reader.Current.IsWord("function"))
        {
            ParseFunction();
        }
        else
        {
            throw reader.Fail(
                $"a function is expected here, not {MirTokenReader.Describe(reader.Current)}",
                "a module has lines that begin with module, source, attribute, function or export function");
        }
    }

    private ModuleAttribute ParseAttribute()
    {
        var name = reader.TakeAtomName("the attribute's name");
        var terms = new MirTermParser(reader, diagnostics);
        var values = ImmutableArray.CreateBuilder<Term>();
        reader.Expect("(");
        while (!reader.Current.IsSign(")"))
        {
            values.Add(terms.Parse());
            if (!reader.TakeSign(","))
            {
                break;
            }
        }

        reader.Expect(")");
        return new ModuleAttribute(name, values.ToImmutable());
    }

    private void ParseFunction()
    {
        var start = reader.Index;
        var scope = new MirScope(diagnostics);
        var positions = new MirPositions(reader, diagnostics, _sourceFile, file, placesFromText);
        var wasQuiet = diagnostics.IsQuiet;
        diagnostics.IsQuiet = true;
        try
        {
            new MirFunctionParser(reader, diagnostics, scope, positions).Parse();
        }
        catch (MirSyntaxException)
        {
            // Reported when it is met again.
        }

        diagnostics.IsQuiet = wasQuiet;
        scope.IsCollecting = false;
        reader.Index = start;
        reader.Leave(0);
        _functions.Add(new MirFunctionParser(reader, diagnostics, scope, positions).Parse());
    }

    private void SkipToItem()
    {
        reader.Leave(0);
        do
        {
            reader.Take();
        }
        while (!reader.AtEnd && !(reader.Current.StartsLine && IsItem(reader.Current)));
    }

    private static bool IsItem(MirToken token) =>
        token.IsWord("function") || token.IsWord("export") || token.IsWord("attribute") || token.IsWord("source")
        || token.IsWord("module");
}
