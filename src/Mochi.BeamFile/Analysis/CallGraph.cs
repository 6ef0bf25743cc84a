using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>The functions of some modules, and who calls whom.</summary>
/// <param name="Functions">Every function that is defined or called, in order; those whose names are computed are not.</param>
/// <param name="Calls">The calls in order of caller, target and kind.</param>
public sealed record CallGraph(ImmutableArray<CallGraphFunction> Functions, ImmutableArray<FunctionCall> Calls)
{
    /// <summary>Puts the calls of modules together. Of modules with the same name the first counts.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="selection">Which calls are wanted; <see langword="null"/> for the default.</param>
    public static CallGraph Of(IEnumerable<ModuleCalls> modules, CallGraphSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        selection ??= CallGraphSelection.Default;
        var given = new SortedDictionary<string, ModuleCalls>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            given.TryAdd(module.Module, module);
        }

        var functions = new SortedDictionary<Mfa, CallGraphFunction>(Mfa.Order);
        var calls = ImmutableArray.CreateBuilder<FunctionCall>();
        foreach (var module in given.Values)
        {
            foreach (var function in module.Functions)
            {
                if (IsWanted(function, selection))
                {
                    Add(function);
                }
            }

            foreach (var call in module.Calls)
            {
                if (IsWanted(call, selection) && !(selection.OnlyInner && call.Target.Module is { } target && !given.ContainsKey(target)))
                {
                    calls.Add(call);
                    Add(call.Caller);
                    Add(call.IsDynamic ? null : call.Target.Mfa);
                }
            }
        }

        return new CallGraph([.. functions.Values], calls.DrainToImmutable());

        void Add(Mfa? function)
        {
            if (function is not null && !functions.ContainsKey(function))
            {
                var module = given.GetValueOrDefault(function.Module);
                functions.Add(function, new CallGraphFunction(
                    function, module?.Defines(function) ?? false, module?.IsExported(function) ?? false));
            }
        }
    }

    /// <summary>The calls between different modules; those whose module is computed are left out.</summary>
    public ImmutableArray<ModuleDependency> ByModule()
    {
        var all = ImmutableArray.CreateBuilder<ModuleDependency>();
        var found = new SortedDictionary<string, ModuleDependency>(StringComparer.Ordinal);
        var from = "";
        foreach (var call in Calls)
        {
            if (call.Caller.Module != from)
            {
                all.AddRange(found.Values);
                found.Clear();
                from = call.Caller.Module;
            }

            if (call.Target.Module is { } to && to != from)
            {
                var known = found.GetValueOrDefault(to) ?? new ModuleDependency(from, to, 0, 0);
                found[to] = call.Kind == CallKind.Reference
                    ? known with { References = known.References + call.Count }
                    : known with { Calls = known.Calls + call.Count };
            }
        }

        all.AddRange(found.Values);
        return all.DrainToImmutable();
    }

    private static bool IsWanted(FunctionCall call, CallGraphSelection selection) =>
        (selection.WithBifs || call.Kind != CallKind.Bif)
        && (IsWanted(call.Caller, selection) || (call.Target.Mfa is { } target && IsWanted(target, selection)));

    private static bool IsWanted(Mfa function, CallGraphSelection selection)
    {
        foreach (var pattern in selection.Functions)
        {
            if (pattern.Matches(function))
            {
                return true;
            }
        }

        return selection.Functions.IsEmpty;
    }
}
