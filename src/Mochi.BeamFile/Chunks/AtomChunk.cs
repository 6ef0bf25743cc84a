using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>AtU8</c>: a count and the atoms, each with its length in bytes. Up to OTP 27 a length is one byte; from
/// OTP 28 on the count is negative and a length is a compact term.
/// </summary>
internal static partial class AtomChunk
{
    /// <summary>How many characters an atom can have.</summary>
    public const int MaximumCharacters = 255;

    public static void Write(ByteWriter writer, IReadOnlyList<string> atoms, bool longAtoms)
    {
        writer.WriteInt32(longAtoms ? -atoms.Count : atoms.Count);
        foreach (var atom in atoms)
        {
            var length = Encoding.UTF8.GetByteCount(atom);
            if (longAtoms)
            {
                CompactTerm.Write(writer, CompactTerm.Unsigned, length);
            }
            else
            {
                writer.WriteByte(length);
            }

            Encoding.UTF8.GetBytes(atom, writer.Reserve(length));
        }
    }
}
