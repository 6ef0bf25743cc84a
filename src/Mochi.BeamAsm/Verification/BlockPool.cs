using System.Numerics;

namespace Mochi.BeamAsm.Verification;

/// <summary>Room for the blocks of functions, made once.</summary>
internal sealed class BlockPool
{
    // Larger ones are left to the garbage collector.
    private const int MaximumBits = 14;

    private readonly Stack<Block[]>[] _free = new Stack<Block[]>[MaximumBits + 1];

    public BlockPool()
    {
        for (var bits = 0; bits <= MaximumBits; bits++)
        {
            _free[bits] = new Stack<Block[]>();
        }
    }

    /// <summary>Room for so many blocks or more, of which nothing is known; to be given back.</summary>
    public Block[] Rent(int count)
    {
        var bits = BitsOf(count);
        return bits <= MaximumBits && _free[bits].TryPop(out var blocks) ? blocks : new Block[1 << bits];
    }

    /// <summary>Gives room back of which so much has been in use.</summary>
    public void Return(Block[] blocks, int count)
    {
        // Even when they are left: large arrays count as old, and what old objects hold is taken for alive until the old are collected.
        Array.Clear(blocks, 0, count);
        var bits = BitsOf(count);
        if (bits <= MaximumBits)
        {
            _free[bits].Push(blocks);
        }
    }

    private static int BitsOf(int count) => BitOperations.Log2(((uint)Math.Max(count, 1) - 1) | 1) + 1;
}
