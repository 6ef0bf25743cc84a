using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.CatalogueGen;

/// <summary>
/// Finds functions that never return, whether a specification says so or not: their code has no return, and their tail calls go
/// to such functions only.
/// </summary>
internal static class EndlessFunctions
{
    /// <summary>The functions of the modules that never return.</summary>
    public static IReadOnlySet<Mfa> Find(IReadOnlyList<BeamChunks> modules, IReadOnlyList<FunctionCall> calls)
    {
        var endless = new HashSet<Mfa>();
        foreach (var module in modules)
        {
            endless.UnionWith(module.Code.Functions
                .Where(function => function.Instructions.All(instruction => instruction.Opcode != Opcode.Return))
                .Select(function => new Mfa(module.ModuleName, function.Name, function.Arity)));
        }

        var tailCalls = calls.Where(call => call.IsTail).ToList();
        var hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (var call in tailCalls)
            {
                hasChanged |= MayReturn(call, endless) && endless.Remove(call.Caller);
            }
        }

        return endless;
    }

    private static bool MayReturn(FunctionCall call, HashSet<Mfa> endless) =>
        call.IsDynamic || call.Target.Mfa is not { } target || !(endless.Contains(target)
            || SignatureTable.Find(target.Module, target.Function, target.Arity) is { Result.IsNone: true });
}
