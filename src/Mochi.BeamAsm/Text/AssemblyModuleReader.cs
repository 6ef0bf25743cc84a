using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Makes a module of the terms of assembly text.</summary>
internal sealed class AssemblyModuleReader(
    ImmutableArray<(Term Term, int Start)> forms, TextDiagnostics diagnostics, AssemblyPlaces places)
{
    private readonly Dictionary<int, FunctionEntry> _owners = [];
    private readonly List<(FunctionEntry Entry, ImmutableArray<Instruction>.Builder Code)> _functions = [];
    private readonly List<int> _starts = [];
    private string? _name;
    private Term _attributes = Term.Nil;
    private ImmutableArray<RecordDefinition> _records;
    private FunctionEntry? _onLoad;
    private HashSet<(string, int)> _exports = [];

    public BeamModule? Read()
    {
        foreach (var (term, start) in forms)
        {
            Try(term, start, () => CollectOwner(term));
        }

        var instructions = new AssemblyInstructionReader(_owners);
        foreach (var (term, start) in forms)
        {
            Try(term, start, () => ReadForm(term, start, instructions));
        }

        CheckHeads();
        if (_name is null)
        {
            diagnostics.Error("BA111", "the text does not name its module", 0, 0, "the first term is {module, NAME}.");
            return null;
        }

        return new BeamModule(
            _name,
            [.. _functions.Select(function => new CodeFunction(
                function.Entry.Name, function.Entry.Arity, function.Entry.Label, function.Code.ToImmutable()))],
            [.. _functions.Select(function => function.Entry).Where(entry => _exports.Contains((entry.Name, entry.Arity)))])
        {
            Attributes = _attributes,
            Records = _records,
        };
    }

    /// <summary>A file has no other sign of where a function begins.</summary>
    private void CheckHeads()
    {
        for (var index = 0; index < _functions.Count; index++)
        {
            var (entry, code) = _functions[index];
            if (!code.Any(instruction => instruction.Opcode == Opcode.FuncInfo))
            {
                diagnostics.Error(
                    "BA111", $"function {TermPrinter.Atom(entry.Name)}/{entry.Arity} has no func_info", _starts[index], _starts[index] + 1,
                    "every function begins with a label and {func_info,{atom,MODULE},{atom,NAME},ARITY}.");
            }
        }
    }

    private void Try(Term term, int start, Action read)
    {
        try
        {
            read();
        }
        catch (AssemblyFormException failure)
        {
            diagnostics.Error(failure.Code, failure.Message, start, start + (term is AtomTerm atom ? atom.Name.Length : 1), failure.Hint);
        }
    }

    private void CollectOwner(Term term)
    {
        if (TryReadFunction(term) is { } entry && !_owners.TryAdd(entry.Label, entry))
        {
            throw new AssemblyFormException("BA111", $"two functions begin at label {entry.Label}");
        }
    }

    private static FunctionEntry? TryReadFunction(Term term)
    {
        if (term is not TupleTerm { Elements: [AtomTerm { Name: "function" }, AtomTerm name, var arity, var entry] })
        {
            return null;
        }

        return AssemblyOperandReader.ToInt32(arity) is var count && count <= 255
            ? new FunctionEntry(name.Name, count, AssemblyOperandReader.ToInt32(entry))
            : throw new AssemblyFormException("BA111", $"no function takes {TermPrinter.Print(arity)} arguments");
    }

    private void ReadForm(Term term, int start, AssemblyInstructionReader instructions)
    {
        if (TryReadFunction(term) is { } entry)
        {
            _functions.Add((entry, ImmutableArray.CreateBuilder<Instruction>()));
            _starts.Add(start);
            places.AddFunction(start, start + 1);
        }
        else if (_functions.Count == 0)
        {
            ReadHeader(term);
        }
        else if (instructions.Read(term) is { } instruction)
        {
            var (function, code) = _functions[^1];
            code.Add(instruction);
            places.AddInstruction(start, start + 1);
            if (function == _onLoad && instruction.Opcode == Opcode.Label
                && instruction.Operands[0] == UnsignedOperand.Of(function.Label))
            {
                code.Add(Instruction.OnLoad());
                places.AddInstruction(start, start + 1);
            }
        }
    }

    private void ReadHeader(Term term)
    {
        switch (term)
        {
            case TupleTerm { Elements: [AtomTerm { Name: "module" }, AtomTerm name] }:
                _name = name.Name;
                break;
            case TupleTerm { Elements: [AtomTerm { Name: "exports" }, var exports] }:
                _exports = [.. AssemblyOperandReader.Items(exports).Select(ReadExport)];
                break;
            case TupleTerm { Elements: [AtomTerm { Name: "attributes" }, var attributes] }:
                ReadAttributes(attributes);
                break;
            case TupleTerm { Elements: [AtomTerm { Name: "labels" }, IntegerTerm] }:
                break;
            case TupleTerm { Elements: [AtomTerm { Name: "records" }, var records] }:
                _records = RecordTerms.Read(records);
                break;
            case TupleTerm { Elements: [AtomTerm, _] }:
                break;
            default:
                throw new AssemblyFormException("BA111", $"{TermPrinter.Print(term, 80)} stands before the first function");
        }
    }

    private static (string Name, int Arity) ReadExport(Term term) =>
        term is TupleTerm { Elements: [AtomTerm name, var arity] }
            ? (name.Name, AssemblyOperandReader.ToInt32(arity))
            : throw new AssemblyFormException("BA111", $"{TermPrinter.Print(term, 80)} is no exported function");

    /// <summary>The attribute <c>on_load</c> is an instruction in the file.</summary>
    private void ReadAttributes(Term attributes)
    {
        var kept = new List<Term>();
        foreach (var attribute in AssemblyOperandReader.Items(attributes))
        {
            if (attribute is TupleTerm { Elements: [AtomTerm { Name: "on_load" }, ListTerm { Elements: [var function] }] })
            {
                var (name, arity) = ReadExport(function);
                _onLoad = _owners.Values.FirstOrDefault(owner => owner.Name == name && owner.Arity == arity)
                    ?? throw new AssemblyFormException("BA114", $"there is no function {name}/{arity}");
            }
            else
            {
                kept.Add(attribute);
            }
        }

        _attributes = Term.List(kept);
    }
}
