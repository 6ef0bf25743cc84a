using System.Collections.Immutable;
using Mochi.BeamFile.Compatibility;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Identity;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Editing;

/// <summary>
/// Gives a module its normal form: what differs between files without meaning anything is the same afterwards. Two builds of
/// the same source by the same compiler come out with the same bytes, wherever they were made; a normal form is its own normal
/// form. <c>docs/editing.md</c> lists what is normalised. Files that compilers made keep their MD5.
/// </summary>
public static class ModuleNormalization
{
    /// <summary>Normalises a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="options">How; <see langword="null"/> for the default.</param>
    /// <returns>The module to write, and warnings about chunks that had to be left as they are (BF036).</returns>
    /// <exception cref="DiagnosticException">
    /// The tables cannot be made anew (BF035), or the form of the release that is asked for cannot hold the module (BF017).
    /// </exception>
    public static EditedModule Normalize(BeamModule module, NormalizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        options ??= NormalizationOptions.Default;
        Rebuildable.Require(module);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var normalized = WithTerms(module, diagnostics);
        normalized = LabelRenumbering.Renumber(normalized) with
        {
            Locals = default,
            IsCompressed = false,
            Format = Form(module.Format, options.Release),
            Deviations = null,
        };
        normalized = normalized with { Exports = InOrder(normalized) };
        if (!options.KeepsTraces)
        {
            normalized = TraceRemoval.Remove(normalized);
        }

        normalized = normalized with { ExtraChunks = Chunks(normalized, options, diagnostics) };
        if (options.Release is { } release)
        {
            RequireLoads(normalized, release);
        }

        return new EditedModule(normalized, diagnostics.ToImmutable());
    }

    // The releases with long atom lengths are those with plain literals; loaders since OTP 20 read atoms in UTF-8.
    private static BeamFormat Form(BeamFormat form, OtpRelease? release)
    {
        if (release is { } known)
        {
            return BeamFormat.Of(known);
        }

        return form with
        {
            Atoms = form.Atoms == AtomTableForm.Latin1 ? AtomTableForm.ShortLengths : form.Atoms,
            PlainLiterals = form.Atoms == AtomTableForm.LongLengths,
        };
    }

    // As compilers have them: in the order of the code.
    private static ImmutableArray<FunctionEntry> InOrder(BeamModule module)
    {
        var exports = module.Exports.ToArray();
        var labels = new int[exports.Length];
        for (var index = 0; index < exports.Length; index++)
        {
            labels[index] = exports[index].Label;
        }

        Array.Sort(labels, exports);
        return ImmutableArray.Create(exports);
    }

    /// <summary>
    /// The module with its attributes, compile information and features in its model, where they were kept as chunks because
    /// nobody writes them so, and with map keys in order.
    /// </summary>
    private static BeamModule WithTerms(BeamModule module, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var normalized = module;
        foreach (var chunk in module.ExtraChunks)
        {
            if (chunk.Id is not (ChunkId.Attributes or ChunkId.CompileInfo or ChunkId.Meta))
            {
                continue;
            }

            if (Decode(chunk, diagnostics) is not { } term)
            {
                continue;
            }

            normalized = chunk.Id switch
            {
                ChunkId.Attributes => WithAttributes(module, normalized, term),
                ChunkId.CompileInfo => normalized with { CompileInfo = term },
                _ => normalized with { Meta = term },
            };
            normalized = normalized with { ExtraChunks = normalized.ExtraChunks.Remove(chunk) };
        }

        return normalized with
        {
            Attributes = normalized.Attributes is { } attributes ? TermRewriting.WithMapsInOrder(attributes) : null,
            CompileInfo = normalized.CompileInfo is { } info ? TermRewriting.WithMapsInOrder(info) : null,
            Meta = normalized.Meta is { } meta ? TermRewriting.WithMapsInOrder(meta) : null,
        };
    }

    private static Term? Decode(RawChunk chunk, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        try
        {
            return ExternalTermFormat.Decode(chunk.Data);
        }
        catch (DiagnosticException)
        {
            diagnostics.Add(Left(chunk.Id, "cannot be read"));
            return null;
        }
    }

    private static BeamModule WithAttributes(BeamModule original, BeamModule module, Term attributes)
    {
        var md5 = ModuleMd5.Compute(BeamContainer.Read(BeamModuleWriter.Write(original)));
        return attributes is ListTerm list && list.Elements[0] == BeamModuleWriter.VersionAttribute(md5)
            && !BeamModuleWriter.HasVersion(list.Elements.RemoveAt(0))
            ? module with { Attributes = ListTerm.Create(list.Elements.RemoveAt(0), list.Tail), GenerateVersion = true }
            : module with { Attributes = attributes, GenerateVersion = false };
    }

    private static ImmutableArray<RawChunk> Chunks(
        BeamModule module, NormalizationOptions options, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        var chunks = ImmutableArray.CreateBuilder<RawChunk>(module.ExtraChunks.Length);
        foreach (var chunk in module.ExtraChunks)
        {
            // Where there is AtU8, nobody looks at the other one.
            if (chunk.Id != ChunkId.LatinAtoms)
            {
                chunks.Add(MetadataNormalization.Normalize(chunk, options.KeepsTraces, diagnostics));
            }
        }

        chunks.Sort((left, right) => string.CompareOrdinal(left.Id, right.Id));
        return chunks.ToImmutable();
    }

    internal static Diagnostic Left(string chunk, string reason) => new(
        BeamFileCodes.LeftAsItIs, DiagnosticSeverity.Warning, $"chunk {chunk} {reason} and was left as it is",
        new DiagnosticPlace(null, Chunk: chunk), "drop it when files are to be compared");

    private static void RequireLoads(BeamModule module, OtpRelease release)
    {
        var chunks = new BeamChunks(BeamContainer.Read(BeamModuleWriter.Write(module)));
        var compatibility = ModuleCompatibility.Of(chunks);
        if (!compatibility.IsLoadedBy((int)release))
        {
            var reason = compatibility.LowestOtp > (int)release || compatibility.LowestOtp is null
                ? compatibility.LowestReason : compatibility.HighestReason;
            throw new DiagnosticException(new Diagnostic(
                BeamFileCodes.CannotWrite, DiagnosticSeverity.Error,
                $"OTP {(int)release} would not load the module: {reason?.Text}",
                new DiagnosticPlace(null, Chunk: reason?.Chunk), "choose a release that has what the code uses"));
        }
    }
}
