using System.Collections.Frozen;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Text;

/// <summary>The instructions that assembly text writes as <c>{test,Name,Fail,Arguments}</c>.</summary>
internal static class AssemblyTests
{
    private static readonly FrozenSet<Opcode> Members = OpcodeTable.All
        .Where(definition => definition.Category == OpcodeCategory.Test)
        .Select(definition => definition.Opcode)
        .Concat(
        [
            Opcode.IsTaggedTuple, Opcode.BsSkipBits2, Opcode.BsTestTail2, Opcode.BsTestUnit, Opcode.BsMatchString,
            Opcode.BsSkipUtf8, Opcode.BsSkipUtf16, Opcode.BsSkipUtf32, Opcode.IsNativeRecord, Opcode.IsRecordAccessible,
            Opcode.IsAnyNativeRecord,
        ])
        .ToFrozenSet();

    public static bool Contains(Opcode opcode) => Members.Contains(opcode);
}
