using System.Collections.Immutable;
using System.Text;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The chunk <c>AtU8</c>: a count and the atoms, each with its length in bytes. Up to OTP 27 a length is one byte; from
/// OTP 28 on the count is negative and a length is a compact term. The chunk <c>Atom</c> of old files has Latin-1.
/// </summary>
internal static class AtomChunk
{
    public static void Write(ByteWriter writer, ReadOnlySpan<string> atoms, AtomTableForm form)
    {
        var encoding = form == AtomTableForm.Latin1 ? Encoding.Latin1 : Encoding.UTF8;
        writer.WriteInt32(form == AtomTableForm.LongLengths ? -atoms.Length : atoms.Length);
        foreach (var atom in atoms)
        {
            var length = encoding.GetByteCount(atom);
            Check(atom, length, form);
            if (form == AtomTableForm.LongLengths)
            {
                CompactTerm.Write(writer, CompactTerm.Unsigned, length);
            }
            else
            {
                writer.WriteByte(length);
            }

            encoding.GetBytes(atom, writer.Reserve(length));
        }
    }

    public static AtomTable Read(ReadOnlySpan<byte> data, string chunk, ReadLimits limits)
    {
        var reader = new ByteReader(data, chunk);
        var count = reader.ReadInt32();
        var form = chunk == ChunkId.LatinAtoms ? AtomTableForm.Latin1
            : count < 0 ? AtomTableForm.LongLengths : AtomTableForm.ShortLengths;
        var total = Math.Abs((long)count);
        if (total > reader.Remaining)
        {
            throw reader.Error(
                BeamFileCodes.BadCount, $"{total} atoms cannot fit into the {reader.Remaining} bytes that follow", 0);
        }

        if (total > limits.Atoms)
        {
            throw reader.Error(BeamFileCodes.LimitExceeded, $"there are {total} atoms, more than {limits.Atoms}", 0);
        }

        var names = ImmutableArray.CreateBuilder<string>((int)total);
        for (var index = 0; index < total; index++)
        {
            var start = reader.Position;
            var length = form == AtomTableForm.LongLengths ? ReadLength(ref reader) : reader.ReadByte();
            var bytes = reader.ReadBytes(length);
            var name = form == AtomTableForm.Latin1
                ? Encoding.Latin1.GetString(bytes)
                : Utf8Text.TryDecode(bytes)
                    ?? throw reader.Error(BeamFileCodes.BadText, $"atom {index + 1} is not valid UTF-8", start);
            names.Add(!AtomTerm.IsNameTooLong(name)
                ? name
                : throw reader.Error(
                    BeamFileCodes.BadText, $"atom {index + 1} has more than {ReadLimits.AtomCharacters} characters", start));
        }

        return new AtomTable(names.MoveToImmutable(), form, reader.Remaining);
    }

    private static int ReadLength(ref ByteReader reader)
    {
        var start = reader.Position;
        var term = CompactTermReader.Read(ref reader);
        return term.Value is >= 0 and <= int.MaxValue && !term.IsLarge
            ? (int)term.Value
            : throw reader.Error(BeamFileCodes.BadOperand, "the length of an atom is out of range", start);
    }

    /// <summary>What keeps a text from being an atom in a file of this form; <see langword="null"/> for nothing.</summary>
    public static string? Problem(string atom, AtomTableForm form) =>
        !IsUnicode(atom) ? "is not valid Unicode"
        : AtomTerm.IsNameTooLong(atom) ? "has more than 255 characters"
        : form == AtomTableForm.ShortLengths && Encoding.UTF8.GetByteCount(atom) > byte.MaxValue
            ? "has more than 255 bytes, which loaders before OTP 28 cannot read"
        : form == AtomTableForm.Latin1 && atom.Any(character => character > 255) ? "has characters outside Latin-1"
        : null;

    // Surrogates stand in pairs, a high one before a low one.
    private static bool IsUnicode(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogatePair(text, index))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Check(string atom, int length, AtomTableForm form)
    {
        var problem = length <= byte.MaxValue && form != AtomTableForm.Latin1 ? null : Problem(atom, form);
        if (problem is not null)
        {
            throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.CannotWrite, DiagnosticSeverity.Error, $"the atom '{atom}' {problem}",
                DiagnosticPlace.None,
                "use a shorter name"));
        }
    }
}
