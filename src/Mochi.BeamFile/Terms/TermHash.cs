using System.Numerics;

namespace Mochi.BeamFile.Terms;

/// <summary>Hashes of terms, the same in every process; they are kept in the terms, so that nothing recurses.</summary>
internal static class TermHash
{
    public static int Start(TermKind kind) => unchecked((int)0x9E3779B1 * ((int)kind + 1));

    public static int Add(int hash, int value) =>
        unchecked((int)(BitOperations.RotateLeft((uint)hash, 5) ^ (uint)value) * 0x5BD1E995);

    public static int Add(int hash, long value) => Add(Add(hash, (int)value), (int)(value >> 32));

    public static int Add(int hash, string text)
    {
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 0x01000193);
        }

        return Add(hash, text.Length);
    }

    public static int Add(int hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x01000193);
        }

        return Add(hash, bytes.Length);
    }

    public static int Add(int hash, ReadOnlySpan<Term> terms)
    {
        foreach (var term in terms)
        {
            hash = Add(hash, term.GetHashCode());
        }

        return Add(hash, terms.Length);
    }
}
