using System.Buffers.Binary;
using System.Collections.Immutable;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamFile.Analysis;

/// <summary>
/// What the bytes of a file are used for. The file's header, its chunks and what follows the last one together are
/// all of the uncompressed file, whatever it holds.
/// </summary>
public sealed class ModuleSizes
{
    private readonly BeamChunks _chunks;
    private readonly ReadLimits _limits;

    private ModuleSizes(BeamChunks chunks, ReadLimits limits, ImmutableArray<ChunkSize> sizes, int trailing)
    {
        _chunks = chunks;
        _limits = limits;
        Chunks = sizes;
        Trailing = trailing;
    }

    /// <summary>The size of the file's header, <c>FOR1</c>, a size and <c>BEAM</c>: 12.</summary>
    public const int FileHeader = 12;

    /// <summary>The size of the uncompressed file.</summary>
    public int Total => _chunks.Container.Data.Length;

    /// <summary>The chunks in the order of the file.</summary>
    public ImmutableArray<ChunkSize> Chunks { get; }

    /// <summary>How many bytes follow the last chunk; compilers leave none.</summary>
    public int Trailing { get; }

    /// <summary>Measures the chunks of a file. No chunk is looked into yet.</summary>
    /// <param name="chunks">The file.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    public static ModuleSizes Measure(BeamChunks chunks, ReadLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var data = chunks.Container.Data.Span;
        var end = (int)(BinaryPrimitives.ReadUInt32BigEndian(data[4..]) + 8);
        var sizes = ImmutableArray.CreateBuilder<ChunkSize>(chunks.Container.Chunks.Length);
        foreach (var chunk in chunks.Container.Chunks)
        {
            // The last chunk need not be padded.
            var padding = Math.Min(chunk.TotalSize - ChunkSize.Header, end - chunk.DataOffset) - chunk.Data.Length;
            sizes.Add(new ChunkSize(chunk.Id, chunk.Data.Length, padding));
        }

        return new ModuleSizes(chunks, limits ?? ReadLimits.Default, sizes.MoveToImmutable(), data.Length - end);
    }

    /// <summary>Measures the functions.</summary>
    /// <exception cref="DiagnosticException">The code is damaged.</exception>
    public CodeSizes MeasureCode()
    {
        var code = _chunks.Code;
        var head = _chunks.CodeHeader.CodeOffset;
        var functions = ImmutableArray.CreateBuilder<FunctionSize>(code.Functions.Length);
        var position = head;
        var instruction = 0;
        foreach (var function in code.Functions)
        {
            instruction += function.Instructions.Length;
            var end = instruction < code.Offsets.Length ? code.Offsets[instruction] : code.EndOffset;
            functions.Add(new FunctionSize(function.Name, function.Arity, end - position));
            position = end;
        }

        return new CodeSizes(head, functions.MoveToImmutable(), _chunks.Container.Find(ChunkId.Code)!.Data.Length - position);
    }

    /// <summary>Measures the literals.</summary>
    /// <exception cref="DiagnosticException">The literal table is damaged.</exception>
    public LiteralSizes MeasureLiterals()
    {
        if (_chunks.Container.Find(ChunkId.Literals) is not { } chunk)
        {
            return new LiteralSizes(0, [], 0, 0);
        }

        var sizes = LiteralChunk.ReadSizes(chunk.Data, _limits, out var rest);
        var terms = _chunks.Literals.Terms;
        var literals = ImmutableArray.CreateBuilder<LiteralSize>(sizes.Length);
        for (var index = 0; index < sizes.Length; index++)
        {
            literals.Add(new LiteralSize(index, terms[index], sizes[index]));
        }

        return new LiteralSizes(sizeof(uint), literals.MoveToImmutable(), rest, chunk.Data.Length);
    }
}
