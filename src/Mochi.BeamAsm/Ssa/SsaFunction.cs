using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>A function as a control-flow graph of basic blocks over values that are computed once.</summary>
/// <param name="name">Name.</param>
/// <param name="arity">Number of parameters.</param>
internal sealed class SsaFunction(string name, int arity)
{
    private int _nextValue;
    private int _nextBlock;
    private int _nextRegion;
    private int _nextSlot;

    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Number of parameters.</summary>
    public int Arity { get; } = arity;

    /// <summary>Whether other modules may call it.</summary>
    public bool IsExported { get; init; }

    /// <summary>Where it is defined.</summary>
    public SourcePosition Position { get; init; }

    /// <summary>Blocks; the first is the entry, which nothing jumps to and whose parameters are the function's.</summary>
    public List<BasicBlock> Blocks { get; set; } = [];

    /// <summary>The first block.</summary>
    public BasicBlock Entry => Blocks[0];

    /// <summary>Number of values made so far: an upper bound for their indices.</summary>
    public int ValueCount => _nextValue;

    /// <summary>Number of blocks made so far: an upper bound for their indices.</summary>
    public int BlockCount => _nextBlock;

    /// <summary>Makes a value.</summary>
    public SsaValue NewValue(string? name = null) => new(_nextValue++, name);

    /// <summary>Makes a block and appends it.</summary>
    public BasicBlock NewBlock(TryRegion? region)
    {
        var block = new BasicBlock(_nextBlock++, region);
        Blocks.Add(block);
        return block;
    }

    /// <summary>Makes a try region.</summary>
    public TryRegion NewRegion(TryRegion? parent) => new(_nextRegion++, parent);

    /// <summary>Makes a stack slot.</summary>
    public StackSlot NewSlot() => new(_nextSlot++);
}
