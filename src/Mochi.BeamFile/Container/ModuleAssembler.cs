using System.Collections.Immutable;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Chunks;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Identity;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Container;

/// <summary>Makes the symbolic module from the chunks of a file.</summary>
internal sealed class ModuleAssembler(BeamChunks chunks, ImmutableArray<Diagnostic>.Builder diagnostics)
{
    private static readonly HashSet<string> ModelledChunks =
    [
        ChunkId.Atoms, ChunkId.Code, ChunkId.Strings, ChunkId.Imports, ChunkId.Exports, ChunkId.Locals, ChunkId.Lambdas,
        ChunkId.Literals, ChunkId.Lines, ChunkId.Types, ChunkId.Meta, ChunkId.Attributes, ChunkId.CompileInfo,
        ChunkId.Records, ChunkId.DebugVariables,
    ];

    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public BeamModule Assemble()
    {
        CheckVersions();
        var code = chunks.Code;
        diagnostics.AddRange(code.Diagnostics);
        var functions = code.Functions;
        var (attributes, generateVersion) = Attributes();
        var module = new BeamModule(chunks.ModuleName, functions, Reversed(chunks.Exports))
        {
            Locals = chunks.Container.Find(ChunkId.Locals) is null ? default : Reversed(chunks.Locals),
            Attributes = attributes,
            GenerateVersion = generateVersion,
            CompileInfo = Term(ChunkId.CompileInfo),
            Meta = Term(ChunkId.Meta),
            DebugPoints = Symbolic(ChunkId.DebugVariables, chunks => chunks.DebugPoints),
            Records = Symbolic(ChunkId.Records, chunks => chunks.Records),
            IsCompressed = chunks.Container.IsCompressed,
        };
        module = module with { ExtraChunks = ExtraChunks() };
        return DeviationFinder.Complete(module, chunks, CodeTail(code, functions));
    }

    private void CheckVersions()
    {
        if (chunks.Types is null && chunks.Container.Find(ChunkId.Types) is not null)
        {
            Keep(ChunkId.Types, "the type table has an unknown version");
        }

        if (chunks.Lines is { Version: not 0 })
        {
            Keep(ChunkId.Lines, "the line table has an unknown version");
        }
    }

    private void Keep(string id, string message)
    {
        _kept.Add(id);
        diagnostics.Add(new Diagnostic(
            BeamFileCodes.UnknownVersion, DiagnosticSeverity.Warning, $"{message}; the chunk is kept as it is",
            new DiagnosticPlace(null, Chunk: id, Offset: 0)));
    }

    private (Term? Attributes, bool GenerateVersion) Attributes()
    {
        var attributes = Term(ChunkId.Attributes);
        if (attributes is not ListTerm list)
        {
            return (attributes, false);
        }

        if (list.Elements[0] == BeamModuleWriter.VersionAttribute(ModuleMd5.Compute(chunks.Container)))
        {
            var rest = list.Elements.RemoveAt(0);
            return (ListTerm.Create(rest, list.Tail), !BeamModuleWriter.HasVersion(rest));
        }

        return (attributes, false);
    }

    /// <summary>The term of a chunk; when it cannot be read, the chunk is kept as it is.</summary>
    private Term? Term(string id)
    {
        if (chunks.Container.Find(id) is not { } chunk)
        {
            return null;
        }

        try
        {
            var term = chunks.Term(id)!;
            using var encoded = new ByteWriter(chunk.Data.Length);
            ExternalTermWriter.WriteVersioned(encoded, term, TermEncoding.Plain);
            if (encoded.Written.SequenceEqual(chunk.Data.Span))
            {
                return term;
            }

            _kept.Add(id);
            diagnostics.Add(new Diagnostic(
                BeamFileCodes.NotCanonical, DiagnosticSeverity.Warning,
                "the term is not encoded as OTP 26 and later do; the chunk is kept as it is",
                new DiagnosticPlace(
                    null, Chunk: id, Offset: encoded.Written.CommonPrefixLength(chunk.Data.Span))));
            return null;
        }
        catch (DiagnosticException exception)
        {
            _kept.Add(id);
            diagnostics.Add(exception.Diagnostic with { Severity = DiagnosticSeverity.Warning });
            return null;
        }
    }

    /// <summary>What a chunk says; when it cannot be read, the chunk is kept as it is.</summary>
    private ImmutableArray<T> Symbolic<T>(string id, Func<BeamChunks, ImmutableArray<T>> read)
    {
        if (chunks.Container.Find(id) is null)
        {
            return default;
        }

        try
        {
            return read(chunks);
        }
        catch (DiagnosticException exception) when (exception.Diagnostic.Place.Chunk == id)
        {
            _kept.Add(id);
            diagnostics.Add(exception.Diagnostic with
            {
                Severity = DiagnosticSeverity.Warning,
                Message = $"{exception.Diagnostic.Message}; the chunk is kept as it is",
            });
            return default;
        }
    }

    private ImmutableArray<RawChunk> ExtraChunks()
    {
        var extra = ImmutableArray.CreateBuilder<RawChunk>();
        foreach (var chunk in chunks.Container.Chunks)
        {
            var isAtoms = chunk.Id == ChunkId.LatinAtoms && chunks.Atoms.Form == AtomTableForm.Latin1;
            var isModelled = isAtoms || (ModelledChunks.Contains(chunk.Id) && !_kept.Contains(chunk.Id));
            if (!isModelled && ReferenceEquals(chunk, chunks.Container.Find(chunk.Id)))
            {
                extra.Add(new RawChunk(chunk.Id, chunk.Data));
            }
        }

        return extra.ToImmutable();
    }

    private ImmutableArray<byte> CodeTail(DecodedCode code, ImmutableArray<CodeFunction> functions)
    {
        if (code.InstructionCount > 0 && functions.IsEmpty)
        {
            throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.BadCode, DiagnosticSeverity.Error, "the code has no functions",
                new DiagnosticPlace(null, Chunk: ChunkId.Code, Offset: chunks.CodeHeader.CodeOffset)));
        }

        return code.IsComplete ? default : [.. chunks.Container.Find(ChunkId.Code)!.Data.Span[code.EndOffset..]];
    }

    private static ImmutableArray<FunctionEntry> Reversed(ImmutableArray<FunctionEntry> entries)
    {
        var reversed = entries.ToBuilder();
        reversed.Reverse();
        return reversed.ToImmutable();
    }
}
