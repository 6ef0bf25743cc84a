using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>
/// Goes through every instruction, reached or not, for what it says about the file as a whole: which labels there are, what it takes from the
/// tables, which opcodes occur.
/// </summary>
internal sealed partial class CodeRules(ModuleFacts facts, FindingCollector findings)
{
    /// <summary>The greatest label that is not out of all proportion: loaders reserve room for every number up to it.</summary>
    public const int GreatestLabel = 1 << 24;

    private readonly Dictionary<int, LambdaOperand> _lambdas = [];
    private readonly bool _hasLines = HasLines(facts.Module);
    private BeamType? _type;
    private FunctionFacts _function = null!;
    private int _index;
    private bool _isSound;

    /// <summary>Which opcodes there are.</summary>
    public bool[] Opcodes { get; } = new bool[byte.MaxValue + 1];

    /// <summary>How many instructions name a place in the source.</summary>
    public int LocationCount { get; private set; }

    /// <summary>The greatest label.</summary>
    public ulong MaximumLabel { get; private set; }

    /// <summary>Whether an instruction names a literal.</summary>
    public bool HasLiterals { get; private set; }

    /// <summary>Whether an instruction names bytes of the string table.</summary>
    public bool HasStrings { get; private set; }

    /// <summary>The lambdas, by their labels.</summary>
    public IReadOnlyDictionary<int, LambdaOperand> Lambdas => _lambdas;

    /// <summary>Checks the instructions of a function.</summary>
    /// <returns>Whether they can be followed.</returns>
    public bool Check(FunctionFacts function)
    {
        _function = function;
        _isSound = true;
        var instructions = function.Code.Instructions.AsSpan();
        for (_index = 0; _index < instructions.Length; _index++)
        {
            var instruction = instructions[_index];
            Opcodes[(int)instruction.Opcode] = true;
            foreach (var place in OperandKinds.Of(instruction.Opcode))
            {
                var operand = instruction.Operands[place.Position];
                switch (place.Kind)
                {
                    case OperandSlotKind.Source or OperandSlotKind.FloatSource or OperandSlotKind.RegisterSource or OperandSlotKind.SegmentValue:
                        CheckSource(operand);
                        break;
                    default:
                        CheckRare(operand, place.Kind);
                        break;
                }
            }
        }

        return _isSound;
    }

    private static bool HasLines(BeamModule module) =>
        module.ExtraChunk(ChunkId.Lines) is null
        && (module.Deviations is not { ChunkOrder.IsDefault: false } deviations || deviations.ChunkOrder.Contains(ChunkId.Lines));

    private void CheckSource(Operand operand)
    {
        if (operand is TypedRegister typed)
        {
            CheckType(typed.Type);
        }
        else if (operand is LiteralOperand literal)
        {
            HasLiterals = true;
            CheckLiteral(literal.Term);
        }
    }

    private void CheckType(BeamType type)
    {
        if (ReferenceEquals(type, _type))
        {
            return;
        }

        _type = type;
        if (type.Kinds != BeamTypeKinds.None && TableRules.Problem(type) is { } problem)
        {
            findings.Add(
                Rules.BadType, null, -1, $"the type {type} has {problem}", "a loader refuses such a type table");
        }
    }

    private void CheckLiteral(Term term)
    {
        if (term is PidTerm or PortTerm or ReferenceTerm or LocalFunTerm)
        {
            Later(Rules.BadLiteral, $"the literal {term} means something only in the node that made it", "compilers make no such literals");
        }
    }

    private void CheckDefinedLabel(Operand operand)
    {
        if (operand is not UnsignedOperand { Value: var label })
        {
            findings.Add(Rules.BadOperand, _function, _index, $"{OperandName.Of(operand)} is no number of a label", null);
            _isSound = false;
            return;
        }

        MaximumLabel = Math.Max(MaximumLabel, label);
        if (label is 0 or > GreatestLabel)
        {
            findings.Add(
                Rules.BadLabelNumber, _function, _index,
                label == 0 ? "label 0 stands for no label" : $"label {label} is out of all proportion",
                label == 0 ? "labels are numbered from 1" : "loaders reserve room for each number up to the greatest label");
            _isSound = false;
        }
        else if (!_function.TryFindBlock((int)label, out var block) || _function.BlockStart(block) != _index)
        {
            findings.Add(Rules.DuplicateLabel, _function, _index, $"label {label} is there twice", "give one of them a number of its own");
            _isSound = false;
        }
    }

    /// <summary>What is wrong, unless the path that leads here says something already.</summary>
    private void Later(VerificationRule rule, string message, string? hint = null) =>
        findings.AddUnlessSaid(rule, _function, _index, message, hint);
}
