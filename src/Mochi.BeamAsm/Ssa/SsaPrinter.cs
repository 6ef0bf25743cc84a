using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ssa;

/// <summary>Prints functions in SSA form, for people.</summary>
internal sealed class SsaPrinter
{
    private readonly StringBuilder _text = new();

    private SsaPrinter()
    {
    }

    /// <summary>Prints a module.</summary>
    public static string Print(SsaModule module)
    {
        var printer = new SsaPrinter();
        printer._text.Append(CultureInfo.InvariantCulture, $"module {TermPrinter.Print(Term.Atom(module.Name))}\n");
        foreach (SsaFunction function in module.Functions)
        {
            printer.PrintFunction(function);
        }

        return printer._text.ToString();
    }

    /// <summary>Prints a function.</summary>
    public static string Print(SsaFunction function)
    {
        var printer = new SsaPrinter();
        printer.PrintFunction(function);
        return printer._text.ToString();
    }

    private void PrintFunction(SsaFunction function)
    {
        string name = TermPrinter.Print(Term.Atom(function.Name));
        string export = function.IsExported ? "export " : string.Empty;
        _text.Append(CultureInfo.InvariantCulture, $"\n{export}function {name}/{function.Arity}\n");
        foreach (BasicBlock block in function.Blocks)
        {
            string parameters = block.Parameters.Count == 0 ? string.Empty : $"({List(block.Parameters)})";
            string region = block.Region is null ? string.Empty : $" in try{block.Region.Index}";
            _text.Append(CultureInfo.InvariantCulture, $"{block}{parameters}:{region}\n");
            foreach (SsaInstruction instruction in block.Instructions)
            {
                _text.Append(CultureInfo.InvariantCulture, $"    {Text(instruction)}{Place(instruction.Position)}\n");
            }

            _text.Append(CultureInfo.InvariantCulture, $"    {Text(block.Terminator)}{Place(block.Terminator.Position)}\n");
        }
    }

    private static string Text(SsaInstruction instruction)
    {
        string operation = instruction switch
        {
            BuiltInInstruction builtIn => $"{builtIn.BuiltIn.Name}({List(builtIn.Operands)})",
            CallInstruction call => $"call {Target(call.Target)}({List(call.Operands)})",
            TupleInstruction tuple => $"tuple {{{List(tuple.Operands)}}}",
            ConsInstruction cons => $"cons [{Text(cons.Operands[0])} | {Text(cons.Operands[1])}]",
            MapInstruction map => $"map {(map.MustExist ? "exact" : "assoc")} {List(map.Operands)}",
            MakeFunInstruction fun => $"fun {Name(fun.Function)} [{List(fun.Operands)}]",
            TupleElementInstruction element => $"element {Text(element.Operands[0])}, {element.Index}",
            TupleUpdateInstruction update =>
                $"update/{update.Arity} {Text(update.Operands[0])}, "
                + string.Join(", ", update.Indices.Select((index, i) => $"{index}: {Text(update.Operands[i + 1])}")),
            HeadInstruction head => $"head {Text(head.Operands[0])}",
            TailInstruction tail => $"tail {Text(tail.Operands[0])}",
            BitstringInstruction bitstring => "bitstring " + string.Join(
                ", ",
                bitstring.Segments.Select((segment, i) =>
                    $"{segment.Kind} {Text(bitstring.Operands[2 * i])} size {Text(bitstring.Operands[(2 * i) + 1])}*{segment.Unit}")),
            MapElementInstruction element => $"lookup {List(element.Operands)}",
            CopyInstruction copy => $"copy {Text(copy.Operands[0])}",
            StoreSlotInstruction store => $"store {store.Slot}, {Text(store.Operands[0])}",
            LoadSlotInstruction load => $"load {load.Slot}",
            EndTryInstruction end => $"end try{end.Region.Index}",
            BuildStackTraceInstruction trace => $"stacktrace {Text(trace.Operands[0])}",
            YieldInstruction yield => $"yield {Text(yield.Operands[0])}",
            _ => instruction.GetType().Name,
        };
        return instruction.Result is null ? operation : $"{Text(instruction.Result)} = {operation}";
    }

    private static string Text(Terminator terminator) => terminator switch
    {
        JumpTerminator { Operands.Length: 0 } jump => $"jump {jump.Target}",
        JumpTerminator jump => $"jump {jump.Target}({List(jump.Operands)})",
        BranchTerminator branch =>
            $"branch {Test(branch.Test)}({List(branch.Operands)}) {branch.WhenTrue}, {branch.WhenFalse}",
        CheckedTerminator check => $"{Text(check.Instruction)} then {check.WhenDone}, else {check.WhenFailed}",
        SwitchTerminator choice => $"switch {Text(choice.Operands[0])} "
            + string.Join(", ", choice.Values.Select((value, i) => $"{TermPrinter.Print(value)}: {choice.Targets[i]}"))
            + $", else {choice.Otherwise}",
        ReturnTerminator result => $"return {Text(result.Operands[0])}",
        TailCallTerminator call => $"tailcall {Target(call.Target)}({List(call.Operands)})",
        FailTerminator fail => $"fail {fail.Kind} {List(fail.Operands)}".TrimEnd(),
        TryTerminator start => $"try{start.Region.Index} {start.Region.Body}, handler {start.Region.Handler}",
        _ => terminator?.GetType().Name ?? "(open)",
    };

    private static string Test(SsaTest test) => test switch
    {
        BuiltInTest builtIn => builtIn.BuiltIn.Name,
        ConsTest => "is_cons",
        TupleTest { Shape: { Tag: { } tag } shape } => $"is_tuple/{shape.Arity}:{TermPrinter.Print(Term.Atom(tag))}",
        TupleTest tuple => $"is_tuple/{tuple.Shape.Arity}",
        _ => test.GetType().Name,
    };

    private static string Target(CallTarget target) => target switch
    {
        LocalCallTarget local => Name(local.Function),
        RemoteCallTarget remote =>
            $"{TermPrinter.Print(Term.Atom(remote.Module))}:{TermPrinter.Print(Term.Atom(remote.Function))}",
        FunCallTarget => "fun",
        _ => "apply",
    };

    private static string Name(FunctionReference function) =>
        $"{TermPrinter.Print(Term.Atom(function.Name))}/{function.Arity}";

    private static string List(IEnumerable<SsaOperand> operands) => string.Join(", ", operands.Select(Text));

    private static string Text(SsaOperand operand) => operand switch
    {
        SsaConstant constant => TermPrinter.Print(constant.Value),
        SsaValue { Name: { } name } value => $"{value}.{name}",
        _ => operand.ToString()!,
    };

    private static string Place(SourcePosition position) =>
        position.IsKnown ? string.Create(CultureInfo.InvariantCulture, $"  ; {position.Line}:{position.Column}") : string.Empty;
}
