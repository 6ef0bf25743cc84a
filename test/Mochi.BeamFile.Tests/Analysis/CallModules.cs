using System.Collections.Immutable;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Tests.Analysis;

/// <summary>Makes small modules whose functions call in given ways, and reads them again.</summary>
internal static class CallModules
{
    /// <summary>What is found in a module of such functions; the labels of function n are 2n + 1 and 2n + 2.</summary>
    public static ModuleCalls Read(string module, params (string Name, int Arity, Instruction[] Body)[] functions) =>
        ModuleCalls.Read(new BeamChunks(BeamContainer.Read(BeamModuleWriter.Write(Make(module, functions)))));

    /// <summary>The calls as text: <c>caller kind target</c>.</summary>
    public static IEnumerable<string> Lines(this ModuleCalls calls) => calls.Calls.Select(call =>
        $"{call.Caller.Function} {(call.IsTail ? "tail " : "")}{call.Kind} {call.Target} {call.Count}");

    private static BeamModule Make(string module, (string Name, int Arity, Instruction[] Body)[] functions)
    {
        var code = ImmutableArray.CreateBuilder<CodeFunction>();
        var exports = ImmutableArray.CreateBuilder<FunctionEntry>();
        foreach (var (name, arity, body) in functions)
        {
            var entry = (code.Count * 2) + 2;
            code.Add(new CodeFunction(
                name, arity, entry,
                [
                    Instruction.Label(new LabelOperand(entry - 1)), Instruction.Line(LocationOperand.None),
                    Instruction.FuncInfo(module, name, arity), Instruction.Label(new LabelOperand(entry)), .. body,
                ]));
            if (!name.StartsWith('-'))
            {
                exports.Add(new FunctionEntry(name, arity, entry));
            }
        }

        return new BeamModule(module, code.ToImmutable(), exports.ToImmutable());
    }
}
