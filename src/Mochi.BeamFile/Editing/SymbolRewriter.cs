using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Walks through a module and asks, for each name by what it names and for each literal, what is to stand in its place.
/// What belongs to an instruction itself (types of segments, hints, flags, commands) is left alone. The tables follow when the
/// module is written.
/// </summary>
internal abstract class SymbolRewriter(BeamModule module)
{
    private readonly Dictionary<Operand, Operand> _operands = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Operand, Operand> _recordNames = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Term, Term> _literals = [];
    private bool _isInModuleInfo;

    /// <summary>The module as it is.</summary>
    protected BeamModule Original { get; } = module;

    /// <summary>The name of a module that something is named with: the own module, or another.</summary>
    protected virtual string ModuleName(string name) => name;

    /// <summary>The name of a function of the own module or of another.</summary>
    protected virtual string FunctionName(string module, string name, int arity) => name;

    /// <summary>An atom that the code handles as a value.</summary>
    protected virtual string Value(string atom) => atom;

    /// <summary>The name of a native record or of a field of one.</summary>
    protected virtual string RecordName(string atom) => atom;

    /// <summary>An entry of the literal table; asked once for each.</summary>
    protected virtual Term Literal(Term term) => term;

    /// <summary>The attributes.</summary>
    protected virtual Term Attributes(Term term) => term;

    /// <summary>The module with everything rewritten; the same object when nothing changed.</summary>
    public BeamModule Rewrite()
    {
        var edited = Original with
        {
            Name = ModuleName(Original.Name),
            Functions = Map(Original.Functions, Function),
            Exports = Map(Original.Exports, Entry),
            Locals = Map(Original.Locals, Entry),
            Records = Map(Original.Records, Record),
            DebugPoints = Map(Original.DebugPoints, Point),
            Attributes = Original.Attributes is { } attributes ? Attributes(attributes) : null,
        };
        return IsSame(edited) ? Original : Rebuildable.WithoutTables(edited);
    }

    private bool IsSame(BeamModule edited) => edited.Name == Original.Name && edited.Functions == Original.Functions
        && edited.Exports == Original.Exports && edited.Locals == Original.Locals && edited.Records == Original.Records
        && edited.DebugPoints == Original.DebugPoints && ReferenceEquals(edited.Attributes, Original.Attributes);

    /// <summary>The very same array when nothing in it changed.</summary>
    private static ImmutableArray<T> Map<T>(ImmutableArray<T> items, Func<T, T> map)
        where T : class
    {
        if (items.IsDefault)
        {
            return items;
        }

        ImmutableArray<T>.Builder? changed = null;
        for (var index = 0; index < items.Length; index++)
        {
            var item = map(items[index]);
            if (!ReferenceEquals(item, items[index]))
            {
                changed ??= items.ToBuilder();
                changed[index] = item;
            }
        }

        return changed is null ? items : changed.MoveToImmutable();
    }

    private CodeFunction Function(CodeFunction function)
    {
        _isInModuleInfo = function is { Name: "module_info", Arity: 0 or 1 };
        var name = FunctionName(Original.Name, function.Name, function.Arity);
        var instructions = Map(function.Instructions, instruction => RewriteInstruction(function, instruction));
        return name == function.Name && instructions == function.Instructions
            ? function
            : function with { Name = name, Instructions = instructions };
    }

    private FunctionEntry Entry(FunctionEntry entry)
    {
        var name = FunctionName(Original.Name, entry.Name, entry.Arity);
        return name == entry.Name ? entry : entry with { Name = name };
    }

    private Instruction RewriteInstruction(CodeFunction function, Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Label or Opcode.Line or Opcode.Return or Opcode.BsMatch:
                return instruction;
            case Opcode.FuncInfo when instruction.Operands is [AtomOperand module, AtomOperand name, var arity]:
                var newModule = ModuleName(module.Name);
                var newName = FunctionName(Original.Name, name.Name, function.Arity);
                return newModule == module.Name && newName == name.Name
                    ? instruction
                    : new Instruction(
                        Opcode.FuncInfo, [new AtomOperand(newModule), new AtomOperand(newName), arity]);
            default:
                var slots = OpcodeTable.TryGet(instruction.Opcode)!.Operands;
                var index = 0;
                var operands = Map(instruction.Operands, operand => RewriteOperand(operand, slots[index++]));
                if (operands == instruction.Operands)
                {
                    return instruction;
                }

                var edited = new Instruction(instruction.Opcode, operands);
                EditedNames.RequireDistinctCases(function, instruction, edited);
                return edited;
        }
    }

    private Operand RewriteOperand(Operand operand, OperandSlot slot)
    {
        switch (operand)
        {
            case AtomOperand { Name: "all" or "undefined" } when slot.Role == "size":
                return operand;
            case AtomOperand atom when slot.Kind == OperandSlotKind.RecordName && atom.Name == "_":
                return operand;
            case AtomOperand atom when _isInModuleInfo && atom.Name == Original.Name:
                // module_info/0,1 pass the module's name to a BIF.
                return ModuleName(atom.Name) == atom.Name ? atom : new AtomOperand(ModuleName(atom.Name));
            case AtomOperand when slot.Kind is OperandSlotKind.Source or OperandSlotKind.SegmentValue
                || (slot.Kind == OperandSlotKind.Atom && slot.Role == "tag"):
                return Memoized(operand);
            case AtomOperand atom when slot.Kind == OperandSlotKind.Atom && slot.Role == "module":
                var module = ModuleName(atom.Name);
                return module == atom.Name ? atom : new AtomOperand(module);
            case AtomOperand atom when slot.Kind == OperandSlotKind.RecordName || slot.Role is "name" or "field":
                var name = RecordName(atom.Name);
                return name == atom.Name ? atom : new AtomOperand(name);
            case LiteralOperand when slot.Kind is OperandSlotKind.Source or OperandSlotKind.SegmentValue
                or OperandSlotKind.FloatSource:
                return Memoized(operand);
            case LiteralOperand literal when slot.Kind == OperandSlotKind.RecordName:
                return RecordReference(literal);
            case ImportOperand import when slot.Role != "bif":
                return Import(import);
            case LambdaOperand lambda:
                var function = FunctionName(Original.Name, lambda.Function, lambda.Arity);
                return function == lambda.Function ? lambda : lambda with { Function = function };
            case TypedRegister or ListOperand:
                return slot.Kind == OperandSlotKind.MatchCommands ? operand : Compound(operand, slot);
            default:
                return operand;
        }
    }

    /// <summary>A register with a type; the types are facts about values.</summary>
    protected virtual TypedRegister Typed(TypedRegister register) => register;

    private Operand Compound(Operand operand, OperandSlot slot)
    {
        if (operand is TypedRegister typed)
        {
            return Typed(typed);
        }

        var list = (ListOperand)operand;
        var index = 0;
        var items = Map(list.Items, item => RewriteOperand(item, slot.GroupSlot(index++)));
        return items == list.Items ? list : new ListOperand(items);
    }

    private ImportOperand Import(ImportOperand import)
    {
        var module = ModuleName(import.Module);
        var function = FunctionName(import.Module, import.Function, import.Arity);
        return module == import.Module && function == import.Function
            ? import
            : new ImportOperand(module, function, import.Arity);
    }

    // Reading gives the same operand for the same entry of a table, and writing is fastest when it stays so.
    private Operand Memoized(Operand operand)
    {
        if (!_operands.TryGetValue(operand, out var rewritten))
        {
            rewritten = Constant(operand);
            _operands.Add(operand, rewritten);
        }

        return rewritten;
    }

    private Operand Constant(Operand operand)
    {
        if (operand is AtomOperand atom)
        {
            var name = Value(atom.Name);
            return name == atom.Name ? atom : new AtomOperand(name);
        }

        var old = ((LiteralOperand)operand).Term;
        var term = LiteralOnce(old);
        return ReferenceEquals(term, old) ? operand : (Operand)Operand.Constant(term);
    }

    private Term LiteralOnce(Term term)
    {
        if (!_literals.TryGetValue(term, out var rewritten))
        {
            rewritten = Literal(term);
            rewritten = rewritten == term ? term : rewritten;
            _literals.Add(term, rewritten);
        }

        return rewritten;
    }

    // {Module,Name} for a record of another module.
    private Operand RecordReference(LiteralOperand literal)
    {
        if (_recordNames.TryGetValue(literal, out var known))
        {
            return known;
        }

        var rewritten = literal;
        if (literal.Term is TupleTerm { Arity: 2 } pair && pair[0] is AtomTerm module && pair[1] is AtomTerm name)
        {
            var newModule = ModuleName(module.Name);
            var newName = RecordName(name.Name);
            rewritten = newModule == module.Name && newName == name.Name
                ? literal : new LiteralOperand(Term.Tuple(Term.Atom(newModule), Term.Atom(newName)));
        }

        _recordNames.Add(literal, rewritten);
        return rewritten;
    }

    private RecordDefinition Record(RecordDefinition record)
    {
        var name = RecordName(record.Name);
        var fields = Map(record.Fields, field =>
        {
            var fieldName = RecordName(field.Name);
            var value = field.Default is { } term ? ConstantTerm(term) : null;
            return fieldName == field.Name && ReferenceEquals(value, field.Default)
                ? field : new RecordField(fieldName, value);
        });
        return name == record.Name && fields == record.Fields
            ? record : record with { Name = name, Fields = fields };
    }

    private Term ConstantTerm(Term term)
    {
        switch (term)
        {
            case AtomTerm atom:
                var name = Value(atom.Name);
                return name == atom.Name ? atom : Term.Atom(name);
            case NilTerm or IntegerTerm:
                return term;
            default:
                return LiteralOnce(term);
        }
    }

    private DebugPoint Point(DebugPoint point)
    {
        var variables = Map(point.Variables, variable =>
        {
            var location = variable.Location is AtomOperand or LiteralOperand
                ? Memoized(variable.Location) : variable.Location;
            return ReferenceEquals(location, variable.Location) ? variable : variable with { Location = location };
        });
        var calls = Map(point.Calls, Call);
        return variables == point.Variables && calls == point.Calls
            ? point : point with { Variables = variables, Calls = calls };
    }

    private DebugCall Call(DebugCall call)
    {
        var module = call.Module is AtomTerm named ? named.Name : null;
        if (call.Kind == DebugCallKind.Variable || call.Function is not AtomTerm function)
        {
            return module is null || ModuleName(module) == module
                ? call
                : DebugCall.Remote(Term.Atom(ModuleName(module)), call.Function, call.Arity);
        }

        if (call.Kind == DebugCallKind.Local)
        {
            var local = FunctionName(Original.Name, function.Name, call.Arity);
            return local == function.Name ? call : DebugCall.Local(Term.Atom(local), call.Arity);
        }

        var newModule = module is null ? null : ModuleName(module);
        var newName = module is null ? function.Name : FunctionName(module, function.Name, call.Arity);
        return newModule == module && newName == function.Name
            ? call
            : DebugCall.Remote(
                newModule is null ? call.Module! : Term.Atom(newModule), Term.Atom(newName), call.Arity);
    }
}
