using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>The names that a block declares, and the way to the block around it.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, LocalSymbol> _locals = [];

    public Scope? Parent { get; } = parent;

    /// <summary>A record whose fields are names in this scope: <c>self</c> in a method, the row of an update.</summary>
    public LocalSymbol? Receiver { get; init; }

    public IEnumerable<string> Names => Receiver?.Type.Pruned is RecordType record
        ? _locals.Keys.Concat(record.Fields.Select(member => member.Name))
        : _locals.Keys;

    public LocalSymbol? Find(string name) => _locals.GetValueOrDefault(name);

    public void Declare(LocalSymbol symbol) => _locals[symbol.Name] = symbol;
}
