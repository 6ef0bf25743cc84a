using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Analysis;

/// <summary>Walks through the code of a module once and notes every call.</summary>
internal sealed class CallCollector(BeamChunks chunks)
{
    private readonly string _module = chunks.ModuleName;
    private readonly List<Mfa> _functions = [];
    private readonly Dictionary<int, Mfa> _labels = [];
    private readonly List<FoundCall> _found = [];
    private readonly ValueAtoms _atoms = new();
    private readonly KnownAtoms _known = new();
    private Mfa? _caller;
    private LocationOperand _source = LocationOperand.None;

    public ModuleCalls Collect()
    {
        var scanner = chunks.ScanCode();
        while (scanner.MoveNext())
        {
            var operands = scanner.Operands;
            switch (scanner.Opcode)
            {
                case Opcode.FuncInfo:
                    Enter(operands);
                    break;
                case Opcode.Label:
                    DefineLabel(operands[0]);
                    _known.Forget();
                    break;
                case Opcode.Line or Opcode.ExecutableLine or Opcode.DebugLine:
                    SetSource(operands);
                    break;
                default:
                    if (_caller is not null)
                    {
                        Note(scanner.Definition, operands);
                    }

                    _known.Follow(scanner.Definition, operands);
                    break;
            }
        }

        _functions.Sort(Mfa.Order);
        return new ModuleCalls(_module, [.. _functions], Exports(), Merge(), _atoms.Sorted(_module));
    }

    private void Enter(ReadOnlySpan<Operand> operands)
    {
        _caller = operands[1] is AtomOperand name && operands[2] is UnsignedOperand { Value: <= 255 } arity
            ? new Mfa(_module, name.Name, (int)arity.Value) : null;
        _source = LocationOperand.None;
        if (_caller is not null)
        {
            _functions.Add(_caller);
        }
    }

    // A label before func_info belongs to the function that follows, but nobody calls it.
    private void DefineLabel(Operand operand)
    {
        if (_caller is not null && operand is UnsignedOperand { Value: <= int.MaxValue } label)
        {
            _labels.TryAdd((int)label.Value, _caller);
        }
    }

    private void SetSource(ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            _source = operand as LocationOperand ?? _source;
        }
    }

    private void Note(OpcodeDefinition definition, ReadOnlySpan<Operand> operands)
    {
        var isTail = (definition.Effects & OpcodeEffects.EndsBlock) != 0;
        switch (definition.Opcode)
        {
            case Opcode.Call or Opcode.CallLast or Opcode.CallOnly:
                Local(operands[1], CallKind.Local, isTail);
                break;
            case Opcode.CallExt or Opcode.CallExtLast or Opcode.CallExtOnly:
                External(operands[1] as ImportOperand, isTail);
                break;
            case Opcode.Apply or Opcode.ApplyLast:
                var arity = Number(operands[0]);
                Add(new CallTarget(_known.Atom(arity), _known.Atom(arity + 1), arity), CallKind.Apply, isTail);
                break;
            case Opcode.CallFun:
                Add(new CallTarget(null, null, Number(operands[0])), CallKind.Fun, isTail);
                break;
            case Opcode.CallFun2 when operands[0] is LambdaOperand lambda:
                Add(new CallTarget(_module, lambda.Function, lambda.Arity), CallKind.Local, isTail);
                break;
            case Opcode.CallFun2:
                Add(new CallTarget(null, null, Number(operands[1])), CallKind.Fun, isTail);
                break;
            case Opcode.MakeFun:
                Local(operands[0], CallKind.Lambda, isTail: false);
                break;
            case Opcode.MakeFun2 or Opcode.MakeFun3 when operands[0] is LambdaOperand lambda:
                Add(new CallTarget(_module, lambda.Function, lambda.Arity), CallKind.Lambda, isTail: false);
                break;
            default:
                Bifs(operands);
                break;
        }

        foreach (var fun in _atoms.Note(definition, operands))
        {
            Add(new CallTarget(fun.Module, fun.Function, fun.Arity), CallKind.Reference, isTail: false);
        }
    }

    private void Bifs(ReadOnlySpan<Operand> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is ImportOperand import)
            {
                Add(new CallTarget(import.Module, import.Function, import.Arity), CallKind.Bif, isTail: false);
            }
        }
    }

    private void External(ImportOperand? import, bool isTail)
    {
        switch (import)
        {
            case null:
                break;
            case { Module: "erlang", Function: "apply", Arity: 3 }:
                Add(new CallTarget(_known.Atom(0), _known.Atom(1), null), CallKind.Apply, isTail);
                break;
            case { Module: "erlang", Function: "apply", Arity: 2 }:
                Add(new CallTarget(null, null, null), CallKind.Fun, isTail);
                break;
            default:
                Add(new CallTarget(import.Module, import.Function, import.Arity), CallKind.External, isTail);
                break;
        }
    }

    private void Local(Operand operand, CallKind kind, bool isTail)
    {
        if (operand is LabelOperand label)
        {
            _found.Add(new FoundCall(_caller!, null, label.Label, kind, isTail, _source));
        }
    }

    private void Add(CallTarget target, CallKind kind, bool isTail) =>
        _found.Add(new FoundCall(_caller!, target, 0, kind, isTail, _source));

    private static int Number(Operand operand) => operand is UnsignedOperand { Value: <= 255 } number ? (int)number.Value : 0;

    private ImmutableArray<Mfa> Exports()
    {
        var exports = new List<Mfa>(chunks.Exports.Length);
        foreach (var entry in chunks.Exports)
        {
            exports.Add(new Mfa(_module, entry.Name, entry.Arity));
        }

        exports.Sort(Mfa.Order);
        return [.. exports];
    }

    // Only now are all labels known.
    private ImmutableArray<FunctionCall> Merge()
    {
        var calls = new Dictionary<FunctionCall, FunctionCall>();
        foreach (var found in _found)
        {
            var target = found.Target;
            if (target is null)
            {
                if (!_labels.TryGetValue(found.Label, out var function))
                {
                    continue;
                }

                target = new CallTarget(function.Module, function.Function, function.Arity);
            }

            var key = new FunctionCall(found.Caller, target, found.Kind, found.IsTail, 0, LocationOperand.None);
            calls[key] = calls.TryGetValue(key, out var call)
                ? call with { Count = call.Count + 1 }
                : key with { Count = 1, Source = found.Source };
        }

        var merged = new List<FunctionCall>(calls.Values);
        merged.Sort(FunctionCallOrder.Compare);
        return [.. merged];
    }

    private sealed record FoundCall(
        Mfa Caller, CallTarget? Target, int Label, CallKind Kind, bool IsTail, LocationOperand Source);
}
