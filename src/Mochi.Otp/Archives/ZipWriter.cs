using System.Buffers.Binary;
using System.Text;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Otp.Archives;

/// <summary>
/// Writes ZIP archives that depend on nothing but the names and contents of their files: entries in ordinal order,
/// stored uncompressed (no compressor's version shows), dated 1980-01-01 00:00:00 (the format's first moment), mode
/// 0644. Layout: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
/// </summary>
public static class ZipWriter
{
    private const uint LocalHeaderSignature = 0x0403_4B50;
    private const uint CentralHeaderSignature = 0x0201_4B50;
    private const uint EndRecordSignature = 0x0605_4B50;
    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndRecordSize = 22;

    private const ushort VersionNeeded = 10;
    private const ushort MadeByUnix = (3 << 8) | 20;
    private const ushort Utf8NameFlag = 1 << 11;
    private const ushort FirstDosDate = (1 << 5) | 1;
    private const uint RegularFile0644 = 0x81A4u << 16;

    /// <summary>Writes one archive.</summary>
    /// <param name="entries">The files, in any order.</param>
    /// <returns>The archive's bytes.</returns>
    /// <exception cref="DiagnosticException">
    /// A name cannot be used or appears twice (OT020), or there is more than the format holds without its 64-bit
    /// extension: 65 535 files, 2 GiB (OT021).
    /// </exception>
    public static byte[] Write(IReadOnlyCollection<ArchiveEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var sorted = new List<ArchiveEntry>(entries);
        sorted.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var size = Measure(sorted);

        var archive = new byte[size];
        var offsets = new int[sorted.Count];
        var checksums = new uint[sorted.Count];
        var position = 0;
        for (var index = 0; index < sorted.Count; index++)
        {
            offsets[index] = position;
            checksums[index] = Crc32.HashToUInt32(sorted[index].Content.Span);
            position += WriteLocal(archive.AsSpan(position), sorted[index], checksums[index]);
        }

        var directory = position;
        for (var index = 0; index < sorted.Count; index++)
        {
            position += WriteCentral(archive.AsSpan(position), sorted[index], checksums[index], offsets[index]);
        }

        WriteEnd(archive.AsSpan(position), sorted.Count, position - directory, directory);
        return archive;
    }

    private static int Measure(List<ArchiveEntry> sorted)
    {
        long size = EndRecordSize;
        string? previous = null;
        foreach (var entry in sorted)
        {
            CheckName(entry.Name, previous);
            previous = entry.Name;
            size += LocalHeaderSize + CentralHeaderSize + (2L * NameLength(entry)) + entry.Content.Length;
        }

        if (sorted.Count > ushort.MaxValue || size > Array.MaxLength)
        {
            throw new DiagnosticException(new Diagnostic(
                "OT021",
                DiagnosticSeverity.Error,
                $"the archive would hold {sorted.Count} files and {size} bytes, more than a ZIP archive can hold",
                DiagnosticPlace.None,
                "split the program, or package it as a directory"));
        }

        return (int)size;
    }

    private static void CheckName(string name, string? previous)
    {
        var reason = name == previous ? "appears twice"
            : Encoding.UTF8.GetByteCount(name) > ushort.MaxValue ? "is too long"
            : IsRelativePath(name) ? null
            : "is not a relative path";
        if (reason is not null)
        {
            throw new DiagnosticException(new Diagnostic(
                "OT020", DiagnosticSeverity.Error, $"the archive member name '{name}' {reason}", DiagnosticPlace.None));
        }
    }

    private static bool IsRelativePath(string name)
    {
        foreach (var part in name.Split('/'))
        {
            if (part is "" or "." or ".." || part.AsSpan().ContainsAny('\\', '\0'))
            {
                return false;
            }
        }

        return true;
    }

    private static int NameLength(ArchiveEntry entry) => Encoding.UTF8.GetByteCount(entry.Name);

    private static ushort Flags(ArchiveEntry entry) => Ascii.IsValid(entry.Name) ? (ushort)0 : Utf8NameFlag;

    private static int WriteLocal(Span<byte> target, ArchiveEntry entry, uint checksum)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, LocalHeaderSignature);
        WriteCommon(target[4..], entry, checksum);
        var name = Encoding.UTF8.GetBytes(entry.Name, target[LocalHeaderSize..]);
        entry.Content.Span.CopyTo(target[(LocalHeaderSize + name)..]);
        return LocalHeaderSize + name + entry.Content.Length;
    }

    private static int WriteCentral(Span<byte> target, ArchiveEntry entry, uint checksum, int offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, CentralHeaderSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], MadeByUnix);
        WriteCommon(target[6..], entry, checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(target[38..], RegularFile0644);
        BinaryPrimitives.WriteInt32LittleEndian(target[42..], offset);
        return CentralHeaderSize + Encoding.UTF8.GetBytes(entry.Name, target[CentralHeaderSize..]);
    }

    // The 26 bytes that both headers share, from "version needed" to "extra field length"; method, time and extra
    // field are zero: stored, midnight, none.
    private static void WriteCommon(Span<byte> target, ArchiveEntry entry, uint checksum)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, VersionNeeded);
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], Flags(entry));
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], FirstDosDate);
        BinaryPrimitives.WriteUInt32LittleEndian(target[10..], checksum);
        BinaryPrimitives.WriteInt32LittleEndian(target[14..], entry.Content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(target[18..], entry.Content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[22..], (ushort)NameLength(entry));
    }

    private static void WriteEnd(Span<byte> target, int count, int directorySize, int directoryOffset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, EndRecordSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(target[10..], (ushort)count);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], directorySize);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], directoryOffset);
    }
}
