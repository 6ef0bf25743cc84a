using System.Collections.Immutable;

namespace Mochi.BeamFile.Analysis;

/// <summary>Follows calls, and then atoms, from the roots to all modules that they lead to.</summary>
internal sealed class ModuleReach
{
    private readonly SortedDictionary<string, LinkModule> _modules;
    private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PossibleModule> _possible = new(StringComparer.Ordinal);
    private readonly Queue<LinkModule> _open = new();

    public ModuleReach(SortedDictionary<string, LinkModule> modules, LinkOptions options)
    {
        _modules = modules;
        foreach (var root in options.Roots)
        {
            Reach(root);
        }

        // The machine starts with these, whatever the program does.
        foreach (var module in options.Machine.Preloaded)
        {
            Reach(module);
        }

        while (_open.TryDequeue(out var module))
        {
            foreach (var call in module.Calls.Calls)
            {
                if (call.Target.Module is { } target)
                {
                    Reach(target);
                }
            }
        }

        FollowAtoms(options);
        var unreached = ImmutableArray.CreateBuilder<LinkModule>();
        foreach (var (name, module) in modules)
        {
            if (!_reached.Contains(name) && !_possible.ContainsKey(name))
            {
                unreached.Add(module);
            }
        }

        Unreached = unreached.ToImmutable();
    }

    public ImmutableArray<PossibleModule> Possible => [.. _possible.Values];

    public ImmutableArray<LinkModule> Unreached { get; }

    private void Reach(string name)
    {
        if (_modules.TryGetValue(name, out var module) && _reached.Add(name))
        {
            _open.Enqueue(module);
        }
    }

    private void FollowAtoms(LinkOptions options)
    {
        foreach (var (name, module) in _modules)
        {
            if (_reached.Contains(name))
            {
                _open.Enqueue(module);
            }
        }

        foreach (var root in options.PossibleRoots)
        {
            Suppose(root, null);
        }

        while (_open.TryDequeue(out var module))
        {
            foreach (var call in module.Calls.Calls)
            {
                if (call.Target.Module is { } target)
                {
                    Suppose(target, module.Calls.Module);
                }
            }

            foreach (var atom in module.Calls.Atoms)
            {
                Suppose(atom, module.Calls.Module);
            }
        }
    }

    private void Suppose(string name, string? from)
    {
        if (_modules.TryGetValue(name, out var module) && !_reached.Contains(name)
            && _possible.TryAdd(name, new PossibleModule(module, from)))
        {
            _open.Enqueue(module);
        }
    }
}
