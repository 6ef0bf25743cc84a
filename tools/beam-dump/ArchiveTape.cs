using System.Text;

namespace Mochi.BeamDump;

/// <summary>
/// Reads a tar archive (ustar, with the long names of GNU and of POSIX): <see cref="MoveNext"/> goes to the next file, and
/// what can be read then is its data. No size in the archive is trusted.
/// </summary>
/// <param name="source">The archive, expanded.</param>
/// <param name="most">How many bytes may be read of it in all.</param>
internal sealed class ArchiveTape(Stream source, long most) : Stream
{
    private const int BlockSize = 512;
    private const int LongestName = 1 << 16;
    private readonly byte[] _header = new byte[BlockSize];
    private long _total;
    private long _left;
    private int _padding;

    /// <summary>The name of the file.</summary>
    public string Name { get; private set; } = "";

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the archive expands to more than is allowed; reading it has ended with that.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Goes to the next file; <see langword="false"/> at the end.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or larger than allowed.</exception>
    /// <exception cref="EndOfStreamException">It ends in the middle of something.</exception>
    public bool MoveNext()
    {
        string? longName = null;
        while (true)
        {
            Skip(_left + _padding);
            (_left, _padding) = (0, 0);
            if (!TryReadHeader())
            {
                return false;
            }

            var size = Number(_header.AsSpan(124, 12));
            var kind = (char)_header[156];
            if (kind is < '1' or > '6')
            {
                _left = size;
                _padding = (int)(-size & (BlockSize - 1));
            }

            switch (kind)
            {
                case '\0' or '0' or '7':
                    Name = longName ?? HeaderName();
                    return true;
                case 'L':
                    longName = Text(Whole());
                    break;
                case 'x':
                    longName = PathOf(Whole()) ?? longName;
                    break;
                case 'S':
                    throw new InvalidDataException();
                case 'K' or 'g':
                    break;
                default:
                    longName = null;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, _left);
        if (wanted == 0)
        {
            return 0;
        }

        var count = Take(buffer[..wanted]);
        _left -= count;
        return count > 0 ? count : throw new EndOfStreamException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Take(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        _total += count;
        IsTooLarge = _total > most;
        return IsTooLarge ? throw new InvalidDataException() : count;
    }

    /// <summary>Reads the next header; <see langword="false"/> at the block of zeros that stands for the end.</summary>
    private bool TryReadHeader()
    {
        var filled = 0;
        for (int count; filled < BlockSize && (count = Take(_header.AsSpan(filled))) > 0;)
        {
            filled += count;
        }

        if (filled == BlockSize && !_header.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        var sum = 8 * ' ';
        for (var index = 0; index < filled; index++)
        {
            sum += index is >= 148 and < 156 ? 0 : _header[index];
        }

        return filled < BlockSize ? throw new EndOfStreamException()
            : Number(_header.AsSpan(148, 8)) == sum ? true
            : throw new InvalidDataException();
    }

    private void Skip(long count)
    {
        var buffer = new byte[(int)Math.Min(count, 1 << 13)];
        while (count > 0)
        {
            var read = Take(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length)));
            count -= read > 0 ? read : throw new EndOfStreamException();
        }
    }

    /// <summary>An octal number between spaces and zeros, or one in base 256 behind a set bit.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        var value = 0L;
        if (field[0] >= 0x80)
        {
            foreach (var digit in field[^8..])
            {
                value = (value << 8) | digit;
            }

            return field[0] == 0x80 && value is >= 0 and < 1L << 48 ? value : throw new InvalidDataException();
        }

        foreach (var digit in field.Trim(" \0"u8))
        {
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value * 8) + digit - '0' : throw new InvalidDataException();
        }

        return value;
    }

    private string HeaderName()
    {
        var name = Text(_header.AsSpan(0, 100));
        return _header.AsSpan(257, 6).SequenceEqual("ustar\0"u8) && _header[345] != 0
            ? $"{Text(_header.AsSpan(345, 155))}/{name}" : name;
    }

    /// <summary>All data of the entry, which must be short: the header of another.</summary>
    private byte[] Whole()
    {
        if (_left > LongestName)
        {
            throw new InvalidDataException();
        }

        var content = new byte[_left];
        this.ReadExactly(content);
        return content;
    }

    /// <summary>The path in an extended header: lines of a length, a key, an equals sign, and a value.</summary>
    private static string? PathOf(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            var blank = records.IndexOf((byte)' ');
            if (blank is < 1 or > 5 || !System.Buffers.Text.Utf8Parser.TryParse(records[..blank], out int length, out var used)
                || used != blank || length <= blank + 1 || length > records.Length)
            {
                throw new InvalidDataException();
            }

            var record = records[(blank + 1)..(length - 1)];
            if (record.StartsWith("path="u8))
            {
                return Text(record[5..]);
            }

            records = records[length..];
        }

        return null;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
