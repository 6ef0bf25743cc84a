using System.Runtime.CompilerServices;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What operands stand for, worked out once for most: each is looked at in every round.</summary>
internal sealed class OperandCache
{
    private const int Size = 4096;

    private readonly (Operand? Operand, ValueSource Source)[] _constants = new (Operand?, ValueSource)[Size];
    private readonly (BeamType? Entry, TermType? Type)[] _annotations = new (BeamType?, TermType?)[Size];

    /// <summary>The constant that an operand is.</summary>
    public bool TryConstant(Operand operand, out ValueSource source)
    {
        ref var entry = ref _constants[RuntimeHelpers.GetHashCode(operand) & (Size - 1)];
        if (ReferenceEquals(entry.Operand, operand))
        {
            source = entry.Source;
            return true;
        }

        Term? term = operand switch
        {
            AtomOperand atom => Term.Atom(atom.Name),
            IntegerOperand integer => Term.Integer(integer.Value),
            NilOperand => Term.Nil,
            LiteralOperand literal => literal.Term,
            _ => null,
        };
        source = term is null ? default : ValueSource.Of(new Constant(term));
        if (term is not null)
        {
            entry = (operand, source);
        }

        return term is not null;
    }

    /// <summary>What an annotation says.</summary>
    public TermType TypeOf(BeamType annotation)
    {
        ref var entry = ref _annotations[RuntimeHelpers.GetHashCode(annotation) & (Size - 1)];
        if (!ReferenceEquals(entry.Entry, annotation))
        {
            entry = (annotation, TermType.FromAnnotation(annotation));
        }

        return entry.Type!;
    }
}
