using System.Collections.Immutable;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>The locals that are bound for certain at some place of a function; immutable.</summary>
internal sealed class BoundLocals
{
    private readonly ImmutableHashSet<Local>? _locals;

    private BoundLocals(ImmutableHashSet<Local>? locals) => _locals = locals;

    /// <summary>None.</summary>
    public static BoundLocals None { get; } = new(ImmutableHashSet<Local>.Empty);

    /// <summary>A place that is never reached, where nothing can be wrong.</summary>
    public static BoundLocals Unreachable { get; } = new(locals: null);

    /// <summary>Whether a local is bound.</summary>
    public bool Contains(Local local) => _locals is null || _locals.Contains(local);

    /// <summary>These and another one.</summary>
    public BoundLocals With(Local local) => _locals is null ? this : new BoundLocals(_locals.Add(local));

    /// <summary>These and the parameters of a function.</summary>
    public BoundLocals With(IEnumerable<Local> locals) =>
        locals.Aggregate(this, (bound, local) => bound.With(local));

    /// <summary>These without those whose scope ends.</summary>
    public BoundLocals Without(IEnumerable<Local> locals) =>
        _locals is null ? this : new BoundLocals(_locals.Except(locals));

    /// <summary>What is bound where control comes from two places.</summary>
    public BoundLocals Meet(BoundLocals other) =>
        _locals is null ? other
        : other._locals is null || ReferenceEquals(_locals, other._locals) ? this
        : new BoundLocals(_locals.Intersect(other._locals));

    /// <summary>What is left of these at the end of a scope that began with others.</summary>
    public BoundLocals Leave(BoundLocals outer) => _locals is null ? this : outer;
}
