using System.Collections.Immutable;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// Collects the atoms that are values at run time: as operands, and inside literals. Atoms that belong to the form of an
/// instruction, such as the types of segments, are none.
/// </summary>
internal sealed class ValueAtoms
{
    private readonly HashSet<string> _atoms = new(StringComparer.Ordinal);
    private readonly Dictionary<LiteralOperand, ImmutableArray<ExternalFunTerm>> _literals =
        new(ReferenceEqualityComparer.Instance);
    private readonly List<ExternalFunTerm> _funs = [];

    /// <summary>Notes the atoms of an instruction.</summary>
    /// <returns>The external funs in its literals; valid until the next call.</returns>
    public List<ExternalFunTerm> Note(OpcodeDefinition definition, ReadOnlySpan<Operand> operands)
    {
        _funs.Clear();
        for (var index = 0; index < operands.Length; index++)
        {
            var slot = definition.Operands[index];
            if (operands[index] is not ListOperand list)
            {
                Note(slot, operands[index]);
            }
            else if (slot.Kind == OperandSlotKind.List)
            {
                for (var item = 0; item < list.Items.Length; item++)
                {
                    Note(slot.GroupSlot(item), list.Items[item]);
                }
            }
        }

        return _funs;
    }

    /// <summary>The atoms in order, without one.</summary>
    public ImmutableArray<string> Sorted(string except)
    {
        _atoms.Remove(except);
        var atoms = new string[_atoms.Count];
        _atoms.CopyTo(atoms);
        Array.Sort(atoms, StringComparer.Ordinal);
        return [.. atoms];
    }

    private void Note(OperandSlot slot, Operand operand)
    {
        switch (operand)
        {
            // An atom in place of a size is all, which is a part of the form as well.
            case AtomOperand atom when slot.Role != "size"
                && (slot.Kind is OperandSlotKind.Source or OperandSlotKind.SegmentValue || slot.Role == "module"):
                _atoms.Add(atom.Name);
                break;
            case LiteralOperand literal:
                if (!_literals.TryGetValue(literal, out var funs))
                {
                    _literals.Add(literal, funs = Walk(literal.Term));
                }

                _funs.AddRange(funs);
                break;
        }
    }

    private ImmutableArray<ExternalFunTerm> Walk(Term literal)
    {
        var funs = ImmutableArray.CreateBuilder<ExternalFunTerm>();
        var open = new Stack<Term>();
        open.Push(literal);
        while (open.TryPop(out var term))
        {
            switch (term)
            {
                case AtomTerm atom:
                    _atoms.Add(atom.Name);
                    break;
                case ExternalFunTerm fun:
                    funs.Add(fun);
                    break;
                default:
                    for (var index = term.ChildCount - 1; index >= 0; index--)
                    {
                        open.Push(term.Child(index));
                    }

                    break;
            }
        }

        return funs.DrainToImmutable();
    }
}
