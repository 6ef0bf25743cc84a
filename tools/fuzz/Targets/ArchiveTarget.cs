using Mochi.BeamDump;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.Fuzz;

/// <summary>Archives as <c>beam-dump</c> opens them; the limits are small, so that small bombs reach them.</summary>
public sealed class ArchiveTarget(Corpus corpus) : FuzzTarget
{
    private static readonly ReadLimits Limits = ReadLimits.Default with
    {
        ArchiveEntrySize = 1 << 17,
        ArchiveModules = 1 << 18,
        ArchiveExpandedSize = 1 << 22,
        ArchiveEntries = 32,
    };

    private readonly ArchiveMutator _mutator = new(corpus);

    public override string Name => "archive";

    public override int Share => 90;

    public override byte[] Make(FuzzRandom random) => _mutator.Make(random);

    /// <summary>The limits, each reached with buffers that double, and not what the archive could expand to.</summary>
    public override long Budget(byte[] input) => (4L << 20) + (200L * input.Length);

    public override bool Run(byte[] input)
    {
        List<InputSource>? sources;
        try
        {
            using var file = new MemoryStream(input, writable: false);
            sources = ArchiveInput.TryRead(input is [0x1F, 0x8B, ..] ? "a.tar.gz" : input is [(byte)'P', ..] or [(byte)'#', ..] ? "a.ez" : "a.tar", file, Limits);
        }
        catch (DiagnosticException exception)
        {
            DiagnosticCheck.InArchive(exception.Diagnostic);
            return false;
        }

        var size = 0L;
        foreach (var source in sources ?? [])
        {
            try
            {
                size += source.Read().Length;
            }
            catch (DiagnosticException exception)
            {
                DiagnosticCheck.InArchive(exception.Diagnostic);
            }
        }

        return size <= Limits.ArchiveModules ? sources is not null : throw new FuzzException("the modules are larger than allowed");
    }
}
