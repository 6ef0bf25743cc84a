using System.Numerics;

namespace Mochi.BeamAsm.CodeGen;

/// <summary>A set of register numbers, 0 to 1023.</summary>
internal sealed class RegisterSet
{
    /// <summary>The highest register number that OTP's loader and validator take, and one.</summary>
    public const int Capacity = 1024;

    private readonly ulong[] _bits = new ulong[Capacity / 64];

    /// <summary>The empty set.</summary>
    public RegisterSet()
    {
    }

    /// <summary>A copy.</summary>
    public RegisterSet(RegisterSet other) => other._bits.CopyTo(_bits, 0);

    /// <summary>All registers below a number.</summary>
    public static RegisterSet Below(int count)
    {
        var set = new RegisterSet();
        for (int i = 0; i < count; i++)
        {
            set.Add(i);
        }

        return set;
    }

    /// <summary>Whether a register is in the set.</summary>
    public bool Contains(int index) => (_bits[index >> 6] & (1UL << index)) != 0;

    /// <summary>Puts a register in.</summary>
    public void Add(int index) => _bits[index >> 6] |= 1UL << index;

    /// <summary>Takes a register out.</summary>
    public void Remove(int index) => _bits[index >> 6] &= ~(1UL << index);

    /// <summary>Takes out all registers from a number on.</summary>
    public void Truncate(int count)
    {
        for (int i = 0; i < _bits.Length; i++)
        {
            int kept = Math.Clamp(count - (i * 64), 0, 64);
            _bits[i] &= kept == 64 ? ulong.MaxValue : (1UL << kept) - 1;
        }
    }

    /// <summary>Keeps what is in the other set as well.</summary>
    /// <returns>Whether anything was taken out.</returns>
    public bool IntersectWith(RegisterSet other)
    {
        bool changed = false;
        for (int i = 0; i < _bits.Length; i++)
        {
            ulong kept = _bits[i] & other._bits[i];
            changed |= kept != _bits[i];
            _bits[i] = kept;
        }

        return changed;
    }

    /// <summary>The lowest register from a number on that is not in the set.</summary>
    public int LowestFree(int from = 0)
    {
        for (int i = from; i < Capacity; i++)
        {
            if (!Contains(i))
            {
                return i;
            }
        }

        return Capacity;
    }

    /// <summary>Number of registers up to the highest one in the set.</summary>
    public int Bound
    {
        get
        {
            for (int i = _bits.Length - 1; i >= 0; i--)
            {
                if (_bits[i] != 0)
                {
                    return (i * 64) + 64 - BitOperations.LeadingZeroCount(_bits[i]);
                }
            }

            return 0;
        }
    }
}
