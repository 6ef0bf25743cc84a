using System.Globalization;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Compatibility;

/// <summary>
/// Looks at a file in the order of the loaders and keeps the first reason for the highest of the lowest releases, and
/// the first for the lowest of the highest. Every command that shows a file may run it, so it makes no objects on the
/// way.
/// </summary>
internal sealed class CompatibilityFinder(BeamChunks chunks)
{
    // Stands for the release after the newest one that is known.
    private const int Later = ModuleCompatibility.NewestOtp + 1;

    // Loaders of OTP 27 and 29 take files whose head counts an opcode from this one on, and refuse older ones.
    private const Opcode LowestAcceptedMaximum = Opcode.Swap;

    // What is gone before the releases at hand is gone somewhere before OTP 27, as in the opcode table.
    private const int BeforeKnown = 26;

    private readonly int[] _maximumOpcodes = MaximumOpcodes();
    private int _lowest = ModuleCompatibility.OldestOtp;
    private int _highest = Later;
    private LoadReason? _lowestReason;
    private LoadReason? _highestReason;
    private AtomOperand? _function;
    private ulong _arity;
    private int _count;

    // The head of the code gives a number only; the instruction that it comes from says more, when there is one.
    private bool _isForHead;

    public ModuleCompatibility Find()
    {
        CheckAtoms();
        CheckHead(chunks.CodeHeader);
        CheckLiterals();
        if (_lowest < 29 && chunks.Container.Find(ChunkId.Records) is not null)
        {
            Raise(29, "native records", ChunkId.Records, 0);
        }

        ScanCode();
        return new ModuleCompatibility
        {
            LowestOtp = _lowest == Later ? null : _lowest,
            LowestReason = _lowestReason,
            HighestOtp = _highest == Later ? null : _highest,
            HighestReason = _highestReason,
            InstructionCount = _count,
        };
    }

    private static int[] MaximumOpcodes()
    {
        var maximums = new int[Later];
        for (var number = 1; number <= OpcodeTable.MaximumOpcode; number++)
        {
            for (var otp = OpcodeTable.TryGet((Opcode)number)!.FirstOtp; otp < Later; otp++)
            {
                maximums[otp] = number;
            }
        }

        return maximums;
    }

    private void CheckAtoms()
    {
        switch (chunks.Atoms.Form)
        {
            case AtomTableForm.LongLengths:
                Raise(28, "an atom table with long lengths", ChunkId.Atoms, 0);
                break;
            case AtomTableForm.Latin1:
                Lower(BeforeKnown, "an atom table in Latin-1", ChunkId.LatinAtoms, 0);
                break;
            default:
                break;
        }
    }

    private void CheckHead(CodeHeader head)
    {
        if (head.MaximumOpcode < (uint)LowestAcceptedMaximum)
        {
            Lower(BeforeKnown, Text(head.MaximumOpcode), ChunkId.Code, 8);
            return;
        }

        var otp = ModuleCompatibility.OldestOtp;
        while (otp < Later && head.MaximumOpcode > (uint)_maximumOpcodes[otp])
        {
            otp++;
        }

        if (otp > _lowest)
        {
            Raise(otp, Text(head.MaximumOpcode), ChunkId.Code, 8);
            _isForHead = true;
        }

        static string Text(uint opcode) =>
            string.Create(CultureInfo.InvariantCulture, $"opcode {opcode} as the greatest in the head of the code");
    }

    private void CheckLiterals()
    {
        if (chunks.Container.Find(ChunkId.Literals) is null)
        {
            return;
        }

        var literals = chunks.Literals;
        if (literals.IsPlain && _lowest < 28)
        {
            Raise(28, "a literal table that is not compressed", ChunkId.Literals, 0);
        }

        for (var index = 0; _lowest < 29 && index < literals.Terms.Length; index++)
        {
            if (HoldsRecord(literals.Terms[index]))
            {
                Raise(
                    29, string.Create(CultureInfo.InvariantCulture, $"a native record in literal {index}"),
                    ChunkId.Literals, 0);
            }
        }
    }

    private static bool HoldsRecord(Term literal)
    {
        if (literal.ChildCount == 0)
        {
            return literal is NativeRecordTerm;
        }

        var open = new Stack<Term>();
        open.Push(literal);
        while (open.TryPop(out var term))
        {
            if (term is NativeRecordTerm)
            {
                return true;
            }

            for (var index = 0; index < term.ChildCount; index++)
            {
                if (term.Child(index) is var child && (child.ChildCount > 0 || child is NativeRecordTerm))
                {
                    open.Push(child);
                }
            }
        }

        return false;
    }

    private void ScanCode()
    {
        var scanner = chunks.ScanCode();
        while (scanner.MoveNext())
        {
            _count++;
            var definition = scanner.Definition;
            if (definition.FirstOtp > _lowest || (_isForHead && definition.FirstOtp == _lowest))
            {
                Raise(definition.FirstOtp, $"instruction {definition.Name}", ChunkId.Code, scanner.Offset);
            }

            if (definition.LastOtp < _highest)
            {
                Lower(definition.LastOtp.Value, $"instruction {definition.Name}", ChunkId.Code, scanner.Offset);
            }

            switch (definition.Opcode)
            {
                case Opcode.FuncInfo:
                    _function = scanner.Operands[1] as AtomOperand;
                    _arity = scanner.Operands[2] is UnsignedOperand arity ? arity.Value : 0;
                    break;
                case Opcode.Bif1 or Opcode.Bif2 or Opcode.Bif3:
                    CheckBif(scanner.Operands[1] as ImportOperand, scanner.Offset);
                    break;
                default:
                    break;
            }
        }

        if (!scanner.IsComplete && chunks.Container.Find(ChunkId.Code)!.Data.Span[scanner.Offset] is var number
            && number != (byte)Opcode.IntCodeEnd)
        {
            Raise(
                Later, string.Create(CultureInfo.InvariantCulture, $"unknown instruction {number}"), ChunkId.Code,
                scanner.Offset);
        }
    }

    // These instructions take BIFs only: a function that became one later is refused before.
    private void CheckBif(ImportOperand? bif, int offset)
    {
        if (bif is not { Module: "erlang" })
        {
            return;
        }

        var first = bif.Function switch
        {
            "min" or "max" when bif.Arity == 2 => 26,
            "is_record" when bif.Arity == 1 => 29,
            "is_integer" when bif.Arity == 3 => 29,
            _ => 0,
        };
        if (first > _lowest)
        {
            Raise(
                first, string.Create(CultureInfo.InvariantCulture, $"BIF {bif.Function}/{bif.Arity} outside a call"),
                ChunkId.Code, offset);
        }
    }

    private void Raise(int otp, string text, string chunk, int offset)
    {
        _isForHead = false;
        _lowest = otp;
        _lowestReason = Reason(otp, text, chunk, offset);
    }

    private void Lower(int otp, string text, string chunk, int offset)
    {
        _highest = otp;
        _highestReason = Reason(otp, text, chunk, offset);
    }

    private LoadReason Reason(int otp, string text, string chunk, int offset) => new(
        otp == Later ? null : otp, text, chunk, offset,
        _function is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{TermPrinter.Atom(_function.Name)}/{_arity}"));
}
