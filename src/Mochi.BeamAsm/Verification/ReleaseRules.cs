using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Whether a release of OTP knows what is in the file. Instructions that were given up are a matter of every instruction by itself.
/// </summary>
internal static class ReleaseRules
{
    private const int Newest = (int)OtpRelease.Otp29;

    // Loaders take a file whose greatest opcode is lower for one of OTP 23 or before.
    private const Opcode LowestMaximum = Opcode.Swap;

    public static void Check(ModuleFacts facts, CodeRules code, OtpRelease? release, FindingCollector findings)
    {
        var module = facts.Module;
        if (module.Deviations?.MaximumOpcode is { } maximum)
        {
            CheckMaximum(maximum, code, release, findings);
        }

        if (module.Format.Atoms == AtomTableForm.Latin1)
        {
            findings.Add(Rules.UnknownEncoding, null, -1, "the atom table is in Latin-1", "no supported release reads it: compile the module again");
        }

        if (release is null)
        {
            return;
        }

        for (var number = 1; number <= OpcodeTable.MaximumOpcode; number++)
        {
            if (code.Opcodes[number] && OpcodeTable.TryGet((Opcode)number) is { } definition && definition.FirstOtp > (int)release)
            {
                Report(facts, definition, (int)release, findings);
            }
        }

        CheckEncodings(facts, code, (int)release, findings);
        CheckBifs(facts, code, (int)release, findings);
    }

    private static void CheckMaximum(uint maximum, CodeRules code, OtpRelease? release, FindingCollector findings)
    {
        var used = 0;
        for (var number = 1; number <= OpcodeTable.MaximumOpcode; number++)
        {
            used = code.Opcodes[number] ? number : used;
        }

        var known = MaximumOpcode(release is null ? Newest : (int)release);
        if (maximum < (uint)LowestMaximum)
        {
            findings.Add(
                Rules.UnknownEncoding, null, -1, $"the header says opcode {maximum} as the greatest", "loaders take the file for one of OTP 23 or before");
        }
        else if (maximum > (uint)known)
        {
            findings.Add(
                Rules.UnknownEncoding, null, -1, $"the header says opcode {maximum} as the greatest, and OTP {(release is null ? Newest : (int)release)} knows {known}",
                "loaders take the file for one of a later release");
        }
        else if (maximum < (uint)used)
        {
            findings.AddNote(
                Rules.BadHeaderCount, null, -1, $"the header says opcode {maximum} as the greatest, and there is opcode {used}",
                "a release that does not know it would call the module damaged");
        }
    }

    private static int MaximumOpcode(int otp)
    {
        var maximum = 0;
        for (var number = 1; number <= OpcodeTable.MaximumOpcode; number++)
        {
            maximum = OpcodeTable.TryGet((Opcode)number)!.FirstOtp <= otp ? number : maximum;
        }

        return maximum;
    }

    private static void CheckEncodings(ModuleFacts facts, CodeRules code, int otp, FindingCollector findings)
    {
        var module = facts.Module;
        if (module.Format.Atoms == AtomTableForm.LongLengths && otp < 28)
        {
            Encoding("the lengths in the atom table are of the form of OTP 28");
        }

        if (module.Format.PlainLiterals && code.HasLiterals && otp < 28)
        {
            Encoding("the literal table is not compressed, as of OTP 28");
        }

        if (!module.Records.IsDefault && otp < 29)
        {
            Encoding("the chunk Recs defines native records, which are of OTP 29");
        }

        if (code.HasLiterals && otp < 29 && HasRecord(facts))
        {
            Encoding("a literal holds a native record, which is of OTP 29");
        }

        void Encoding(string what) =>
            findings.Add(Rules.UnknownEncoding, null, -1, $"{what}; OTP {otp} does not read it", $"write the module in the form of OTP {otp}");
    }

    private static bool HasRecord(ModuleFacts facts)
    {
        foreach (var function in facts.Functions)
        {
            foreach (var instruction in function.Code.Instructions)
            {
                foreach (var operand in instruction.Operands)
                {
                    if (operand is LiteralOperand literal && HasRecord(literal.Term))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    private static bool HasRecord(Term literal)
    {
        var open = new Stack<Term>();
        open.Push(literal);
        while (open.TryPop(out var term))
        {
            switch (term)
            {
                case NativeRecordTerm:
                    return true;
                case TupleTerm tuple:
                    Push(tuple.Elements.AsSpan());
                    break;
                case ListTerm list:
                    Push(list.Elements.AsSpan());
                    open.Push(list.Tail);
                    break;
                case MapTerm map:
                    foreach (var (key, value) in map.Pairs)
                    {
                        open.Push(key);
                        open.Push(value);
                    }

                    break;
                default:
                    break;
            }
        }

        return false;

        void Push(ReadOnlySpan<Term> terms)
        {
            foreach (var term in terms)
            {
                open.Push(term);
            }
        }
    }

    // Only BIFs are called outside of calls, and a function may have become one later.
    private static void CheckBifs(ModuleFacts facts, CodeRules code, int otp, FindingCollector findings)
    {
        if (otp == Newest || !(code.Opcodes[(int)Opcode.Bif1] || code.Opcodes[(int)Opcode.Bif2] || code.Opcodes[(int)Opcode.Bif3]))
        {
            return;
        }

        foreach (var function in facts.Functions)
        {
            for (var index = 0; index < function.Code.Instructions.Length; index++)
            {
                if (function.Code.Instructions[index] is { Opcode: Opcode.Bif1 or Opcode.Bif2 or Opcode.Bif3, Operands: [_, ImportOperand bif, ..] }
                    && FirstOtp(bif) is var first && first > otp)
                {
                    findings.AddUnlessSaid(
                        Rules.ObsoleteInstruction, function, index,
                        $"{bif.Module}:{bif.Function}/{bif.Arity} is a BIF for guards from OTP {first} on, and OTP {otp} does not know it", "call_ext calls any function");
                }
            }
        }
    }

    private static int FirstOtp(ImportOperand bif) => (bif.Module, bif.Function, bif.Arity) switch
    {
        ("erlang", "min" or "max", 2) => 26,
        ("erlang", "is_record", 1) or ("erlang", "is_integer", 3) => 29,
        _ => 0,
    };

    private static void Report(ModuleFacts facts, OpcodeDefinition definition, int otp, FindingCollector findings)
    {
        foreach (var function in facts.Functions)
        {
            for (var index = 0; index < function.Code.Instructions.Length; index++)
            {
                if (function.Code.Instructions[index].Opcode == definition.Opcode)
                {
                    findings.AddUnlessSaid(
                        Rules.ObsoleteInstruction, function, index,
                        $"{definition.Name} is of OTP {definition.FirstOtp}, and OTP {otp} does not know it", null);
                }
            }
        }
    }
}
