using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;

namespace Mochi.CatalogueGen;

/// <summary>
/// Tells the effects of functions from their code: what an instruction does, and what the functions do that it calls, makes
/// funs of or refers to, whether the call is ever reached or not. An exception counts even when it is caught.
/// </summary>
internal sealed class CodeEffects
{
    private readonly SortedDictionary<Mfa, CallEffects> _effects = new(Mfa.Order);
    private readonly List<(Mfa Caller, Mfa Callee, bool IsTail)> _calls = [];
    private readonly SortedSet<Mfa> _unknown = new(Mfa.Order);
    private readonly HashSet<(Mfa Caller, Mfa Callee)> _given = [];
    private readonly HashSet<Mfa> _catching = [];
    private readonly EffectTable _table;

    private CodeEffects(EffectTable table) => _table = table;

    /// <summary>Tells the effects of all functions of modules that call each other.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="neverReturns">Whether the specification of one of these functions says that it never returns.</param>
    /// <param name="table">What functions outside them do.</param>
    /// <param name="report">Takes a line about each function outside of which nothing is known.</param>
    public static IReadOnlyDictionary<Mfa, CallEffects> Of(
        IReadOnlyList<BeamChunks> modules, Func<Mfa, bool> neverReturns, EffectTable table, Action<string> report)
    {
        var code = new CodeEffects(table);
        foreach (var module in modules)
        {
            foreach (var function in module.Code.Functions)
            {
                var name = new Mfa(module.ModuleName, function.Name, function.Arity);
                code._effects.TryAdd(name, CodeInstructions.Effects(function));
                if (CodeInstructions.Catches(function))
                {
                    code._catching.Add(name);
                }

                code._given.UnionWith(GivenFuns.Find(function, table).Select(callee => (name, callee)));
            }
        }

        var calls = modules.SelectMany(module => ModuleCalls.Read(module).Calls).ToList();
        foreach (var call in calls)
        {
            code.Add(call);
        }

        var endless = EndlessFunctions.Find(modules, calls);
        code.Spread(function => endless.Contains(function) || neverReturns(function));
        foreach (var function in code._unknown)
        {
            report($"nothing is known of what {function} does; it has every effect until effects.tsv says which");
        }

        return code._effects;
    }

    private void Add(FunctionCall call)
    {
        if (call.Target.Mfa is { } target && call.Kind != CallKind.Fun)
        {
            if (_effects.ContainsKey(target))
            {
                _calls.Add((call.Caller, target, call.IsTail));
                return;
            }

            var known = _table.Find(target);
            if (known is null)
            {
                _unknown.Add(target);
            }

            var effects = known?.Effects ?? CallEffects.Unknown;
            if (call.Kind == CallKind.Bif)
            {
                // Whether it raises shows in its instruction, which may have a label to go to instead.
                effects &= ~CallEffects.Raises;
            }
            else if (call.Kind == CallKind.External && known is not null && !_given.Contains((call.Caller, target)))
            {
                effects &= ~CallEffects.Calls;
            }

            Include(call.Caller, effects & ~CallEffects.Never);
            return;
        }

        Include(call.Caller, call.Kind == CallKind.Fun ? CallEffects.Calls | CallEffects.Raises : CallEffects.Unknown);
    }

    private void Spread(Func<Mfa, bool> neverReturns)
    {
        // The caller of a tail call is gone and catches nothing any more.
        var passing = _calls
            .Select(call =>
                (call.Caller, call.Callee, neverReturns(call.Callee), !call.IsTail && _catching.Contains(call.Caller)))
            .ToList();
        var hasChanged = true;
        while (hasChanged)
        {
            hasChanged = false;
            foreach (var (caller, callee, neverComesBack, isCaught) in passing)
            {
                hasChanged |= Include(caller, Passed(_effects[callee], neverComesBack, isCaught));
            }
        }
    }

    /// <summary>
    /// What a call adds to the caller. What a function reads that never returns ends in no result, at most in an exception.
    /// </summary>
    private static CallEffects Passed(CallEffects effects, bool neverReturns, bool isCaught)
    {
        if (neverReturns && (effects & CallEffects.Reads) != 0)
        {
            effects = (effects & ~CallEffects.Reads) | CallEffects.ReadsForException;
        }

        return isCaught && (effects & CallEffects.ReadsForException) != 0 ? effects | CallEffects.Reads : effects;
    }

    private bool Include(Mfa function, CallEffects effects)
    {
        var known = _effects.GetValueOrDefault(function);
        _effects[function] = known | effects;
        return (known | effects) != known;
    }
}
