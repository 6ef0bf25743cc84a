using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>
/// Finds the parameters that a function changes for its caller: collections and records that it assigns to, directly
/// or by passing them to such a parameter of another function.
/// </summary>
internal static class InOutParameters
{
    public static void Infer(IReadOnlyList<FunctionSymbol> functions, IReadOnlyList<BoundCall> calls)
    {
        foreach (var function in functions)
        {
            foreach (var parameter in function.Parameters)
            {
                if (parameter.IsAssigned && IsContainer(parameter.Type)) function.InOut.Add(parameter.ParameterIndex);
            }
        }

        bool changed;
        do
        {
            changed = false;
            foreach (var call in calls)
            {
                foreach (var index in call.Function.InOut)
                {
                    if (Target(call, index) is not { } target) continue;
                    target.IsAssigned = true;
                    if (target.ParameterIndex >= 0 && call.Caller.Symbol is { } caller && IsContainer(target.Type))
                    {
                        changed |= caller.InOut.Add(target.ParameterIndex);
                    }
                }
            }
        }
        while (changed);
    }

    /// <summary>The variable of the caller that an argument's new value goes back to, if there is one.</summary>
    public static LocalSymbol? Target(BoundCall call, int index) =>
        call.Arguments[index] is BoundLocal { Symbol: { IsMutable: true } symbol } &&
        (symbol.Owner == call.Caller || symbol.IsShared)
            ? symbol
            : null;

    private static bool IsContainer(MochiType type) => type.Pruned is not PrimitiveType || type.IsAny;
}
