using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Text;

/// <summary>Makes a module of basm text, a line at a time.</summary>
internal sealed class BasmModuleReader
{
    private readonly TextDiagnostics _diagnostics;
    private readonly AssemblyPlaces _places;
    private readonly BasmScanner _scanner;
    private readonly BasmLabels _labels = new();
    private readonly BasmOperandReader _operands;
    private readonly BasmHeaderReader _header;
    private readonly List<CodeFunction> _functions = [];
    private FunctionEntry? _function;
    private ImmutableArray<Instruction>.Builder _code = ImmutableArray.CreateBuilder<Instruction>();

    public BasmModuleReader(string text, TextDiagnostics diagnostics, AssemblyPlaces places)
    {
        _diagnostics = diagnostics;
        _places = places;
        _scanner = new BasmScanner(text);
        _operands = new BasmOperandReader(_scanner, _labels);
        _header = new BasmHeaderReader(_scanner, _operands, _labels);
    }

    public BeamModule? Read()
    {
        // Names first, as code refers to what follows it.
        ReadLines(CollectLine);
        _scanner.Position = 0;
        _diagnostics.IsQuiet = false;
        ReadLines(ReadLine);
        EndFunction();
        if (!_header.HasModule)
        {
            _diagnostics.Error("BA120", "the text does not name its module", 0, 0, "the first line is: module NAME");
            return null;
        }

        return _header.ToModule([.. _functions]);
    }

    private void ReadLines(Action readLine)
    {
        while (!_scanner.IsAtEnd && !_diagnostics.IsFull)
        {
            var start = _scanner.Position;
            try
            {
                if (!_scanner.IsAtEndOfLine())
                {
                    readLine();
                    _scanner.ExpectEndOfLine();
                }

                _scanner.SkipLine();
            }
            catch (BasmSyntaxException failure)
            {
                _diagnostics.Error(failure.Code, failure.Message, failure.Start, failure.End, failure.Hint);
                _scanner.Position = Math.Max(start, Math.Min(_scanner.Position, failure.Start));
                _scanner.SkipLine();
            }
        }
    }

    /// <summary>Notes the labels and functions that a line defines; says nothing about the rest.</summary>
    private void CollectLine()
    {
        _diagnostics.IsQuiet = true;
        if (_scanner.Current == 'L')
        {
            var start = _scanner.Position++;
            var label = _scanner.ReadUInt64();
            if (!_labels.Define(label))
            {
                _diagnostics.IsQuiet = false;
                throw new BasmSyntaxException("BA124", $"label L{label} is defined twice", start, _scanner.Position);
            }
        }
        else if (_scanner.Current == 'f' && _scanner.PeekWord() == "function")
        {
            var entry = ReadFunctionLine();
            _labels.Add(entry.Name, entry.Arity, entry.Label);
        }

        SkipRest();
    }

    private void SkipRest()
    {
        // Only the beginnings of lines are looked at; nothing else may end up there.
        _scanner.SkipLine();
        if (!_scanner.IsAtEnd)
        {
            _scanner.Position--;
        }
    }

    private FunctionEntry ReadFunctionLine()
    {
        _scanner.ReadWord();
        _scanner.SkipBlanks();
        var start = _scanner.Position;
        var name = _scanner.ReadAtom();
        _scanner.Expect('/');
        var arity = _scanner.ReadInt32();
        if (arity > 255)
        {
            throw new BasmSyntaxException("BA122", $"no function takes {arity} arguments", start, _scanner.Position);
        }

        _scanner.SkipBlanks();
        _scanner.Expect('L');
        return new FunctionEntry(name, arity, _scanner.ReadInt32());
    }

    private void ReadLine()
    {
        if (_scanner.Current == 'L')
        {
            ReadLabelLine();
            return;
        }

        var start = _scanner.Position;
        if (!char.IsLetter(_scanner.Current))
        {
            throw _scanner.Fail("a line begins with a word or a label");
        }

        var word = _scanner.ReadWord();
        if (word == "function")
        {
            EndFunction();
            _scanner.Position = start;
            _function = ReadFunctionLine();
            _places.AddFunction(start, _scanner.Position);
        }
        else if (OpcodeTable.TryGet(word) is { } definition && (_function is not null || !BasmHeaderReader.Knows(word)))
        {
            ReadInstruction(definition, start);
        }
        else if (_function is not null || !_header.TryRead(word, start))
        {
            throw new BasmSyntaxException(
                "BA121",
                _function is null ? $"there is no declaration {word}" : $"there is no instruction {word}",
                start,
                start + word.Length,
                _function is null ? null
                    : BasmHeaderReader.Knows(word) ? $"{word} stands before the first function" : AssemblyInstructionReader.NearestHint(word));
        }
    }

    private void ReadLabelLine()
    {
        var start = _scanner.Position++;
        var label = _scanner.ReadUInt64();
        _scanner.Expect(':');
        Append(new Instruction(Opcode.Label, [UnsignedOperand.Of(label)]), start);
    }

    private void ReadInstruction(OpcodeDefinition definition, int start)
    {
        var count = definition.Operands.Length;
        var operands = ImmutableArray.CreateBuilder<Operand>(count);
        for (var index = 0; index < count; index++)
        {
            if (index > 0 && !_scanner.TryTake(','))
            {
                throw Missing(definition, index);
            }

            if (_scanner.IsAtEndOfLine())
            {
                throw Missing(definition, index);
            }

            operands.Add(_operands.Read(definition.Operands[index]));
        }

        Append(new Instruction(definition.Opcode, operands.MoveToImmutable()), start);
    }

    private BasmSyntaxException Missing(OpcodeDefinition definition, int index)
    {
        var roles = new List<string>();
        foreach (var slot in definition.Operands)
        {
            roles.Add(slot.Role);
        }

        return new BasmSyntaxException(
            "BA122",
            $"the {definition.Operands[index].Role} of {definition.Name} is expected here",
            _scanner.Position,
            _scanner.Position + 1,
            $"{definition.Name} takes {string.Join(", ", roles)}");
    }

    private void Append(Instruction instruction, int start)
    {
        if (_function is null)
        {
            throw new BasmSyntaxException(
                "BA120", "code stands in a function", start, _scanner.Position, "a function begins with: function NAME/ARITY LABEL");
        }

        _code.Add(instruction);
        _places.AddInstruction(start, _scanner.Position);
    }

    private void EndFunction()
    {
        if (_function is { } entry)
        {
            _functions.Add(new CodeFunction(entry.Name, entry.Arity, entry.Label, _code.ToImmutable()));
            _code = ImmutableArray.CreateBuilder<Instruction>();
        }
    }
}
