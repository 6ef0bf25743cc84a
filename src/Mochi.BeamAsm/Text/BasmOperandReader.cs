using System.Collections.Immutable;
using System.Globalization;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>Reads operands of basm text: the opposite of <see cref="BasmOperandWriter"/>.</summary>
/// <param name="scanner">The text.</param>
/// <param name="labels">The labels and functions of the whole text.</param>
internal sealed class BasmOperandReader(BasmScanner scanner, BasmLabels labels)
{
    private const int LargestRegister = 0xFFFF;

    // The items of bs_match are of no fixed kind, and their numbers are no values.
    internal static readonly OperandSlot CommandSlot = OpcodeTable.TryGet(Opcode.TestHeap)!.Operands[1];

    /// <summary>The place of an item of a list.</summary>
    public static OperandSlot ItemSlot(OperandSlot list, int index) =>
        list.Group.IsEmpty ? CommandSlot : list.Group[index % list.Group.Length];

    /// <summary>The register of this name; <see langword="null"/> when the word names none.</summary>
    public static Operand? TryRegister(string word)
    {
        var digits = word.StartsWith("fr", StringComparison.Ordinal) ? 2 : 1;
        if (word.Length <= digits || word.Length > 8 || word[0] is not ('x' or 'y' or 'f') || (word[0] == 'f' && digits == 1)
            || (word[digits] == '0' && word.Length > digits + 1)
            || !int.TryParse(word.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index > LargestRegister)
        {
            return null;
        }

        return word[0] switch
        {
            'x' => Register.X(index),
            'y' => Register.Y(index),
            _ => new FloatRegister(index),
        };
    }

    /// <summary>An operand at a place of an instruction.</summary>
    public Operand Read(OperandSlot slot)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        if (scanner.TryTake('@'))
        {
            return ReadMarked();
        }

        var operand = ReadUsual(slot);
        if (!ReferenceEquals(slot, CommandSlot) && !AssemblyInstructionReader.Fits(operand, slot.Kind))
        {
            throw new BasmSyntaxException(
                "BA122", $"this cannot be the {slot.Role} of the instruction", start, scanner.Position, Hint(slot.Kind));
        }

        return operand;
    }

    /// <summary>A term, or the bytes of one behind <c>@etf</c>.</summary>
    public Term ReadTerm()
    {
        if (!scanner.TryTake('@'))
        {
            return scanner.ReadTerm();
        }

        var start = scanner.Position;
        var word = scanner.ReadWord();
        if (word != "etf")
        {
            throw new BasmSyntaxException("BA120", "only @etf stands for a term", start, scanner.Position);
        }

        scanner.SkipBlanks();
        start = scanner.Position;
        var digits = scanner.ReadWord();
        try
        {
            return ExternalTermFormat.Decode(Convert.FromHexString(digits));
        }
        catch (Exception failure) when (failure is DiagnosticException or FormatException)
        {
            throw new BasmSyntaxException("BA122", $"these bytes are no term: {failure.Message}", start, scanner.Position);
        }
    }

    public ImportOperand ReadImport()
    {
        var module = scanner.ReadAtom();
        scanner.Expect(':');
        var function = scanner.ReadAtom();
        scanner.Expect('/');
        return new ImportOperand(module, function, scanner.ReadInt32());
    }

    /// <summary>A lambda, behind its <c>&amp;</c>.</summary>
    public LambdaOperand ReadLambda()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var name = scanner.ReadAtom();
        scanner.Expect('/');
        var arity = scanner.ReadInt32();
        scanner.Expect('+');
        var free = scanner.ReadInt32();
        if (scanner.TryTake('@'))
        {
            scanner.Expect('L');
            return new LambdaOperand(name, arity, scanner.ReadInt32(), free);
        }

        var entry = labels.EntryOf(name, arity);
        return entry != 0
            ? new LambdaOperand(name, arity, entry, free)
            : throw Unknown($"there is no function {BasmLabels.Name(name, arity)}", start);
    }

    public LocationOperand ReadLocation()
    {
        if (scanner.TryTake('-'))
        {
            return LocationOperand.None;
        }

        var file = scanner.ReadText();
        scanner.Expect(':');
        return new LocationOperand(file, scanner.ReadInt32());
    }

    private Operand ReadUsual(OperandSlot slot) => slot.Kind switch
    {
        _ when ReferenceEquals(slot, CommandSlot) => ReadValue(slot),
        OperandSlotKind.Unsigned or OperandSlotKind.DefinedLabel => UnsignedOperand.Of(scanner.ReadUInt64()),
        OperandSlotKind.HeapNeed when !scanner.IsNext('h') => new AllocationOperand(scanner.ReadInt32()),
        OperandSlotKind.Import => ReadImport(),
        OperandSlotKind.Location => ReadLocation(),
        OperandSlotKind.List or OperandSlotKind.MatchCommands => ReadList(slot),
        OperandSlotKind.Lambda or OperandSlotKind.FunTag when scanner.TryTake('&') => ReadLambda(),
        _ => ReadValue(slot),
    };

    private Operand ReadValue(OperandSlot slot)
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        var next = scanner.Current;
        if (next == 'L')
        {
            return ReadLabel();
        }

        if (next == '-' && slot.Kind is OperandSlotKind.Label or OperandSlotKind.OptionalLabel or OperandSlotKind.MatchStart)
        {
            scanner.Position++;
            return LabelOperand.None;
        }

        if (char.IsAsciiLetterLower(next))
        {
            var word = scanner.PeekWord();
            if (TryRegister(word) is { } register)
            {
                scanner.Position += word.Length;
                return register is Register plain && scanner.Current == ':' && scanner.TryTake(':')
                    ? new TypedRegister(plain, BasmTypes.Read(scanner))
                    : register;
            }

            switch (word)
            {
                case "string" when IsFollowed(word, '<'):
                    scanner.Position += word.Length;
                    return ReadString();
                case "heap" when IsFollowed(word, '('):
                    scanner.Position += word.Length;
                    return ReadHeap();
                case "fun" when slot.Kind is not OperandSlotKind.Atom && !IsFollowed(word, ','):
                    return new LiteralOperand(scanner.ReadTerm());
            }
        }

        if (slot.Kind == OperandSlotKind.Label && slot.Role == "function")
        {
            return ReadFunction();
        }

        var term = scanner.ReadTerm();
        return ReferenceEquals(slot, CommandSlot) && term is IntegerTerm number
            ? number.Value >= 0 && number.Value <= ulong.MaxValue
                ? UnsignedOperand.Of((ulong)number.Value)
                : throw new BasmSyntaxException("BA122", "this number is not from 0 to 2^64 - 1", start, scanner.Position)
            : term switch
            {
                AtomTerm atom => new AtomOperand(atom.Name),
                IntegerTerm integer => new IntegerOperand(integer.Value),
                NilTerm => NilOperand.Instance,
                _ => new LiteralOperand(term),
            };
    }

    private bool IsFollowed(string word, char sign)
    {
        var start = scanner.Position;
        scanner.Position += word.Length;
        var isNext = scanner.IsNext(sign);
        scanner.Position = start;
        return isNext;
    }

    private LabelOperand ReadLabel()
    {
        var start = scanner.Position++;
        var label = scanner.ReadInt32();
        return labels.IsDefined(label)
            ? new LabelOperand(label)
            : throw Unknown($"there is no label L{label.ToString(CultureInfo.InvariantCulture)}", start);
    }

    private LabelOperand ReadFunction()
    {
        var start = scanner.Position;
        var name = scanner.ReadAtom();
        scanner.Expect('/');
        var arity = scanner.ReadInt32();
        var entry = labels.EntryOf(name, arity);
        return entry != 0
            ? new LabelOperand(entry)
            : throw Unknown($"there is no function {BasmLabels.Name(name, arity)}", start);
    }

    private BasmSyntaxException Unknown(string message, int start) =>
        new("BA123", message, start, scanner.Position, "labels and functions are those of this text; @label N names a label that is not there");

    private StringOperand ReadString()
    {
        scanner.SkipBlanks();
        var start = scanner.Position;
        return scanner.ReadTerm() is BitstringTerm { IsBinary: true } bytes
            ? new StringOperand(bytes.Bytes)
            : throw new BasmSyntaxException("BA122", "the bytes of the string table are a binary", start, scanner.Position);
    }

    private AllocationOperand ReadHeap()
    {
        scanner.Expect('(');
        var words = scanner.ReadInt32();
        scanner.Expect(',');
        var floats = scanner.ReadInt32();
        scanner.Expect(',');
        var funs = scanner.ReadInt32();
        scanner.Expect(')');
        return new AllocationOperand(words, floats, funs);
    }

    private ListOperand ReadList(OperandSlot slot)
    {
        scanner.Expect('[');
        var items = ImmutableArray.CreateBuilder<Operand>();
        if (!scanner.TryTake(']'))
        {
            do
            {
                var isGroup = scanner.TryTake('(');
                do
                {
                    items.Add(Read(ItemSlot(slot, items.Count)));
                }
                while (isGroup && scanner.TryTakeSeparator());

                if (isGroup)
                {
                    scanner.Expect(')');
                }
            }
            while (scanner.TryTakeSeparator());

            scanner.Expect(']');
        }

        return new ListOperand(items.ToImmutable());
    }

    /// <summary>What stands behind <c>@</c>.</summary>
    private Operand ReadMarked()
    {
        if (scanner.IsNext('['))
        {
            return ReadMarkedList();
        }

        if (scanner.TryTake('&'))
        {
            return ReadLambda();
        }

        var start = scanner.Position;
        var word = scanner.ReadWord();
        switch (word)
        {
            case "u":
                return UnsignedOperand.Of(scanner.ReadUInt64());
            case "i":
                return new IntegerOperand(scanner.ReadInteger());
            case "heap":
                return ReadHeap();
            case "atom":
                return new AtomOperand(scanner.ReadAtom());
            case "nil":
                return NilOperand.Instance;
            case "term":
                return new LiteralOperand(ReadTerm());
            case "etf":
                scanner.Position = start - 1;
                return new LiteralOperand(ReadTerm());
            case "at":
                return ReadLocation();
            case "label":
                return new LabelOperand(scanner.ReadInt32());
            case "import":
                return ReadImport();
            case "string":
                return ReadString();
        }

        if (TryRegister(word) is { } register)
        {
            return register is Register plain && scanner.TryTake(':')
                ? new TypedRegister(plain, BasmTypes.Read(scanner))
                : register;
        }

        throw new BasmSyntaxException(
            "BA120", $"@{word} is no operand", start, scanner.Position,
            "behind @ stands u, i, heap, atom, nil, term, etf, at, label, import, string, a register, &lambda or a list");
    }

    private ListOperand ReadMarkedList()
    {
        scanner.Expect('[');
        var items = ImmutableArray.CreateBuilder<Operand>();
        if (!scanner.TryTake(']'))
        {
            do
            {
                scanner.Expect('@');
                items.Add(scanner.IsNext('[') ? throw scanner.Fail("lists of operands do not nest") : ReadMarked());
            }
            while (scanner.TryTake(','));

            scanner.Expect(']');
        }

        return new ListOperand(items.ToImmutable());
    }

    private static string Hint(OperandSlotKind kind) => kind switch
    {
        OperandSlotKind.Label => "a label is expected, such as L7",
        OperandSlotKind.OptionalLabel => "a label is expected, such as L7, or - for none",
        OperandSlotKind.Destination => "a register without a type is expected, such as x0 or y1",
        OperandSlotKind.StackSlot => "a y register is expected",
        OperandSlotKind.FloatRegister => "a float register is expected, such as fr0",
        OperandSlotKind.Atom => "an atom is expected",
        OperandSlotKind.String => "bytes are expected, such as string <<\"abc\">>",
        _ => $"what is expected is of the kind {kind}; behind @ anything can stand",
    };
}
