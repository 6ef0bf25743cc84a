using Mochi.BeamAsm.Disassembly;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Verifying;

/// <summary>Tells where in a file the instructions are that something was found about.</summary>
internal sealed class FindingPlaces
{
    private readonly BeamModule _module;
    private readonly DecodedCode _code;
    private readonly int _dataOffset;
    private readonly InstructionText _instructions;
    private readonly int[] _firsts;

    /// <summary>Makes the places of a file.</summary>
    /// <param name="module">The module.</param>
    /// <param name="chunks">The file that it was read from.</param>
    public FindingPlaces(BeamModule module, BeamChunks chunks)
    {
        _module = module;
        _code = chunks.Code;
        _dataOffset = chunks.Container.Find(ChunkId.Code)!.DataOffset;
        _instructions = new InstructionText(ModuleListing.EntryNames(module));
        _firsts = new int[module.Functions.Length];
        for (var index = 1; index < _firsts.Length; index++)
        {
            _firsts[index] = _firsts[index - 1] + module.Functions[index - 1].Instructions.Length;
        }
    }

    /// <summary>The place of a finding; <see langword="null"/> when it is about the module as a whole.</summary>
    public FindingPlace? Of(VerificationFinding finding)
    {
        if (finding.FunctionIndex < 0)
        {
            return null;
        }

        var function = _module.Functions[finding.FunctionIndex];
        var first = _firsts[finding.FunctionIndex];
        var index = Math.Max(finding.InstructionIndex, 0);
        var start = OffsetOf(first);
        var offset = OffsetOf(first + index);
        return new FindingPlace(
            new Mfa(_module.Name, function.Name, function.Arity).ToString(),
            function.Name,
            function.Arity,
            finding.InstructionIndex,
            offset,
            offset - start,
            _dataOffset + offset,
            finding.InstructionIndex < 0 ? null : _instructions.Format(function.Instructions[index]),
            SourceOf(function, index));
    }

    private int OffsetOf(int instruction) => instruction < _code.Offsets.Length ? _code.Offsets[instruction] : _code.EndOffset;

    private static LocationOperand? SourceOf(CodeFunction function, int index)
    {
        for (var before = Math.Min(index, function.Instructions.Length - 1); before >= 0; before--)
        {
            if (function.Instructions[before] is
                {
                    Opcode: Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine,
                    Operands: [LocationOperand { File: not null } location, ..],
                })
            {
                return location;
            }
        }

        return null;
    }
}
