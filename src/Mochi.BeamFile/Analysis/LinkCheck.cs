using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// Puts modules together without running them: which calls go nowhere, and which modules nothing leads to. Calls whose module
/// or function is computed are not judged. A module that exports <c>'$handle_undefined_function'/2</c> has every function.
/// </summary>
public sealed class LinkCheck
{
    private readonly LinkOptions _options;
    private readonly SortedDictionary<string, LinkModule> _modules = new(StringComparer.Ordinal);
    private readonly HashSet<Mfa> _exports = [];
    private readonly HashSet<Mfa> _defined = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepting = new(StringComparer.Ordinal);
    private readonly List<LinkModule> _all = [];
    private readonly List<LinkModule> _duplicates = [];

    private LinkCheck(IEnumerable<LinkModule> modules, LinkOptions options)
    {
        _options = options;
        foreach (var module in modules)
        {
            _all.Add(module);
            if (!_modules.TryAdd(module.Calls.Module, module))
            {
                _duplicates.Add(module);
            }

            _known.Add(module.Calls.Module);
            _defined.UnionWith(module.Calls.Functions);
            foreach (var export in module.Calls.Exports)
            {
                Export(export);
            }
        }

        foreach (var export in options.Libraries)
        {
            _known.Add(export.Module);
            Export(export);
        }
    }

    /// <summary>Checks modules.</summary>
    /// <param name="modules">The modules; of several with the same name each counts for what it exports.</param>
    /// <param name="options">What else there is; <see langword="null"/> for nothing.</param>
    public static LinkResult Check(IEnumerable<LinkModule> modules, LinkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var check = new LinkCheck(modules, options ?? LinkOptions.Default);
        var reach = check._options.Roots.IsEmpty ? null : new ModuleReach(check._modules, check._options);
        return new LinkResult(
            check.Unresolved(), reach?.Possible ?? [], reach?.Unreached ?? [], [.. check._duplicates]);
    }

    private void Export(Mfa export)
    {
        _exports.Add(export);
        if (export is { Function: "$handle_undefined_function", Arity: 2 })
        {
            _accepting.Add(export.Module);
        }
    }

    private ImmutableArray<UnresolvedFunction> Unresolved()
    {
        var found = new SortedDictionary<Mfa, List<FunctionCall>>(Mfa.Order);
        foreach (var module in _all)
        {
            foreach (var call in module.Calls.Calls)
            {
                if (call.Kind is CallKind.External or CallKind.Bif or CallKind.Reference
                    && call.Target.Mfa is { } target && !IsThere(target))
                {
                    if (!found.TryGetValue(target, out var calls))
                    {
                        found.Add(target, calls = []);
                    }

                    calls.Add(call);
                }
            }
        }

        var unresolved = ImmutableArray.CreateBuilder<UnresolvedFunction>(found.Count);
        foreach (var (function, calls) in found)
        {
            calls.Sort(FunctionCallOrder.Compare);
            unresolved.Add(new UnresolvedFunction(function, Reason(function), OtherArities(function), [.. calls]));
        }

        return unresolved.MoveToImmutable();
    }

    private bool IsThere(Mfa function) => _exports.Contains(function) || _options.Machine.Contains(function)
        || _accepting.Contains(function.Module);

    private UnresolvedReason Reason(Mfa function) =>
        _defined.Contains(function) ? UnresolvedReason.NotExported
        : _known.Contains(function.Module) || _options.Machine.Preloaded.Contains(function.Module) ? UnresolvedReason.NoFunction
        : UnresolvedReason.NoModule;

    private ImmutableArray<int> OtherArities(Mfa function)
    {
        var arities = ImmutableArray.CreateBuilder<int>();
        for (var arity = 0; arity <= 255; arity++)
        {
            var other = function with { Arity = arity };
            if (_exports.Contains(other) || _options.Machine.Contains(other))
            {
                arities.Add(arity);
            }
        }

        return arities.ToImmutable();
    }
}
