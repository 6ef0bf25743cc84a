using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Verification;

/// <summary>What operands stand for, worked out once for most: each is looked at in every round.</summary>
internal sealed class OperandCache
{
    private const int Size = 1024;

    private readonly (Operand? Operand, ValueSource Source)[] _constants = new (Operand?, ValueSource)[Size];
    private readonly (BeamType? Entry, TermType? Type)[] _annotations = new (BeamType?, TermType?)[Size];
    private readonly (AtomOperand? Tag, int Size, TermType? Type)[] _records = new (AtomOperand?, int, TermType?)[Size];

    // All groups of a module in one list that the next module uses again: large arrays of their own would keep what is in them too long.
    private readonly Dictionary<ListOperand, (int First, int Count)> _cases = new(ReferenceEqualityComparer.Instance);
    private readonly List<CaseGroup> _groups = [];
    private readonly (ImportOperand? Import, ImportFacts? Facts)[] _imports = new (ImportOperand?, ImportFacts?)[Size];

    /// <summary>The cases of a selection.</summary>
    public ReadOnlySpan<CaseGroup> Cases(ListOperand cases, bool isArity)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_cases, cases, out var isKnown);
        if (!isKnown)
        {
            var first = _groups.Count;
            CaseGroup.Find(cases.Items, isArity, this, _groups);
            place = (first, _groups.Count - first);
        }

        return CollectionsMarshal.AsSpan(_groups).Slice(place.First, place.Count);
    }

    /// <summary>Forgets what only one module has.</summary>
    public void Clear()
    {
        _cases.Clear();
        _groups.Clear();
    }

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

    /// <summary>What is known of an imported function.</summary>
    public ImportFacts Import(ImportOperand import)
    {
        ref var entry = ref _imports[RuntimeHelpers.GetHashCode(import) & (Size - 1)];
        if (!ReferenceEquals(entry.Import, import))
        {
            entry = (import, new ImportFacts(import));
        }

        return entry.Facts!;
    }

    /// <summary>Tuples of a size whose first element is an atom.</summary>
    public TermType TypeOfRecord(int size, AtomOperand tag)
    {
        ref var entry = ref _records[(RuntimeHelpers.GetHashCode(tag) + size) & (Size - 1)];
        if (!ReferenceEquals(entry.Tag, tag) || entry.Size != size)
        {
            entry = (tag, size, TermType.TupleOf(size).WithTupleElement(1, TermType.AtomOf(tag.Name)));
        }

        return entry.Type!;
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
