using System.Collections.Frozen;
using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads what stands before the functions of basm text.</summary>
internal sealed class BasmHeaderReader(BasmScanner scanner, BasmOperandReader operands, BasmLabels labels)
{
    /// <summary>The words that begin declarations.</summary>
    internal static readonly FrozenSet<string> Words = new[]
    {
        "module", "format", "export", "local", "locals", "attributes", "no", "compile_info", "meta", "compressed", "chunk", "order",
        "max_opcode", "label_count", "function_count", "line_flags", "line_count", "code_tail", "table",
        "records", "debug",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly ImmutableArray<FunctionEntry>.Builder _exports = ImmutableArray.CreateBuilder<FunctionEntry>();
    private readonly ImmutableArray<RawChunk>.Builder _chunks = ImmutableArray.CreateBuilder<RawChunk>();
    private readonly List<string> _atoms = [];
    private readonly List<ImportOperand> _imports = [];
    private readonly List<Term> _literals = [];
    private readonly List<LambdaOperand> _lambdas = [];
    private readonly List<BeamType> _types = [];
    private readonly List<string> _files = [];
    private readonly List<LocationOperand> _places = [];
    private ImmutableArray<FunctionEntry>.Builder? _locals;
    private ImmutableArray<DebugPoint>.Builder? _debugPoints;
    private byte[] _strings = [];
    private bool _hasTables;
    private FileDeviations _deviations = new();
    private BeamModule _module = new("", [], []);

    /// <summary>Whether the module has been named.</summary>
    public bool HasModule { get; private set; }

    /// <summary>Whether a word begins a declaration.</summary>
    public static bool Knows(string word) => Words.Contains(word);

    /// <summary>The module with these functions.</summary>
    public BeamModule ToModule(ImmutableArray<CodeFunction> functions)
    {
        var deviations = !_hasTables ? _deviations : _deviations with
        {
            Tables = new TableSeed
            {
                Atoms = [.. _atoms],
                Imports = [.. _imports],
                Literals = [.. _literals],
                Lambdas = [.. _lambdas],
                Types = [.. _types],
                FileNames = [.. _files],
                Locations = [.. _places],
                Strings = [.. _strings],
            },
        };
        return _module with
        {
            Functions = functions,
            Exports = _exports.ToImmutable(),
            Locals = _locals?.ToImmutable() ?? default,
            DebugPoints = _debugPoints?.ToImmutable() ?? default,
            ExtraChunks = _chunks.ToImmutable(),
            Deviations = deviations == new FileDeviations() ? null : deviations,
        };
    }

    /// <summary>Reads a declaration behind its first word.</summary>
    /// <returns><see langword="false"/> when the word begins none.</returns>
    public bool TryRead(string word, int start)
    {
        switch (word)
        {
            case "module":
                if (HasModule)
                {
                    throw new BasmSyntaxException("BA124", "the module is named twice", start, scanner.Position);
                }

                _module = _module with { Name = scanner.ReadAtom() };
                HasModule = true;
                break;
            case "format":
                ReadFormat();
                break;
            case "export":
                _exports.Add(ReadEntry());
                break;
            case "locals":
                _locals ??= ImmutableArray.CreateBuilder<FunctionEntry>();
                break;
            case "local":
                (_locals ??= ImmutableArray.CreateBuilder<FunctionEntry>()).Add(ReadEntry());
                break;
            case "attributes":
                _module = _module with { Attributes = operands.ReadTerm() };
                break;
            case "compile_info":
                _module = _module with { CompileInfo = operands.ReadTerm() };
                break;
            case "meta":
                _module = _module with { Meta = operands.ReadTerm() };
                break;
            case "records":
                ReadForm(term => _module = _module with { Records = RecordTerms.Read(term) });
                break;
            case "debug":
                _debugPoints ??= ImmutableArray.CreateBuilder<DebugPoint>();
                if (!scanner.IsAtEndOfLine())
                {
                    ReadForm(term => _debugPoints.Add(DebugPointTerms.Read(term)));
                }

                break;
            case "no":
                ReadAbsent();
                break;
            case "compressed":
                _module = _module with { IsCompressed = true };
                if (scanner.ReadHexadecimal() is { Length: > 0 } header)
                {
                    _deviations = _deviations with { GzipHeader = [.. header] };
                }

                break;
            case "chunk":
                _chunks.Add(new RawChunk(ReadChunkId(), scanner.ReadHexadecimal()));
                break;
            case "table":
                ReadTable();
                break;
            default:
                return TryReadDeviation(word);
        }

        return true;
    }

    private void ReadForm(Action<Term> read)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        try
        {
            read(operands.ReadTerm());
        }
        catch (AssemblyFormException failure)
        {
            throw new BasmSyntaxException("BA122", failure.Message, start, scanner.Position);
        }
    }

    private bool TryReadDeviation(string word)
    {
        switch (word)
        {
            case "order":
                var order = ImmutableArray.CreateBuilder<string>();
                do
                {
                    order.Add(ReadChunkId());
                }
                while (scanner.TryTake(','));

                _deviations = _deviations with { ChunkOrder = order.ToImmutable() };
                return true;
            case "max_opcode":
                _deviations = _deviations with { MaximumOpcode = scanner.ReadUInt32() };
                return true;
            case "label_count":
                _deviations = _deviations with { LabelCount = scanner.ReadUInt32() };
                return true;
            case "function_count":
                _deviations = _deviations with { FunctionCount = scanner.ReadUInt32() };
                return true;
            case "line_flags":
                _deviations = _deviations with { LineFlags = scanner.ReadUInt32() };
                return true;
            case "line_count":
                _deviations = _deviations with { LineInstructionCount = scanner.ReadUInt32() };
                return true;
            case "code_tail":
                _deviations = _deviations with { CodeTail = [.. scanner.ReadHexadecimal()] };
                return true;
            default:
                return false;
        }
    }

    private void ReadAbsent()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        _module = scanner.ReadWord() switch
        {
            "attributes" => _module with { Attributes = null },
            "version" => _module with { GenerateVersion = false },
            "compile_info" => _module with { CompileInfo = null },
            var word => throw new BasmSyntaxException(
                "BA121", $"{word} is never left out", start, scanner.Position, "no attributes, no version or no compile_info"),
        };
    }

    private void ReadFormat()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var word = scanner.ReadWord();
        if (word is "otp25" or "otp26" or "otp27" or "otp28" or "otp29")
        {
            _module = _module with { Format = BeamFormat.Of((OtpRelease)Enum.Parse<OtpRelease>("O" + word[1..])) };
            return;
        }

        scanner.Position = start;
        var atoms = Choice("atoms") switch
        {
            "latin1" => AtomTableForm.Latin1,
            "short" => AtomTableForm.ShortLengths,
            "long" => AtomTableForm.LongLengths,
            _ => throw Unknown(start),
        };
        scanner.Expect(',');
        var literals = Choice("literals");
        scanner.Expect(',');
        Keyword("types");
        var types = (int)scanner.ReadUInt32();
        scanner.Expect(',');
        Keyword("opcode");
        var opcode = scanner.ReadInt32();
        _module = _module with { Format = new BeamFormat(atoms, literals == "plain", types, (Opcode)opcode) };
        if (literals is not ("plain" or "zlib") || types is < 1 or > 4 || opcode > 1000)
        {
            throw Unknown(start);
        }
    }

    private string Choice(string word)
    {
        Keyword(word);
        scanner.SkipBlanks();
        return scanner.ReadWord();
    }

    private void Keyword(string word)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        if (scanner.ReadWord() != word)
        {
            throw Unknown(start);
        }
    }

    private BasmSyntaxException Unknown(int start) => new(
        "BA122", "this is no format", start, scanner.Position,
        "otp25 to otp29, or: atoms short, literals zlib, types 3, opcode 179");

    private FunctionEntry ReadEntry()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var name = scanner.ReadAtom();
        scanner.Expect('/');
        var arity = scanner.ReadInt32();
        if (scanner.TryTake('L'))
        {
            return new FunctionEntry(name, arity, unchecked((int)scanner.ReadUInt32()));
        }

        var entry = labels.EntryOf(name, arity);
        return entry != 0
            ? new FunctionEntry(name, arity, entry)
            : throw new BasmSyntaxException(
                "BA123", $"there is no function {BasmLabels.Name(name, arity)}", start, scanner.Position);
    }

    private string ReadChunkId()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var id = scanner.ReadText();
        return id is [<= '\u00FF', <= '\u00FF', <= '\u00FF', <= '\u00FF']
            ? id
            : throw new BasmSyntaxException("BA122", "a chunk's name has four characters", start, scanner.Position);
    }

    private void ReadTable()
    {
        _hasTables = true;
        if (scanner.IsAtEndOfLine())
        {
            return;
        }

        var start = scanner.Position;
        switch (scanner.ReadWord())
        {
            case "atom":
                _atoms.Add(scanner.ReadAtom());
                break;
            case "import":
                _imports.Add(operands.ReadImport());
                break;
            case "literal":
                _literals.Add(operands.ReadTerm());
                break;
            case "lambda":
                scanner.Expect('&');
                _lambdas.Add(operands.ReadLambda());
                break;
            case "type":
                _types.Add(BasmTypes.Read(scanner));
                break;
            case "file":
                _files.Add(scanner.ReadText());
                break;
            case "place":
                _places.Add(operands.ReadLocation());
                break;
            case "strings":
                _strings = scanner.ReadHexadecimal();
                break;
            case var word:
                throw new BasmSyntaxException("BA121", $"there is no table {word}", start, scanner.Position);
        }
    }
}
