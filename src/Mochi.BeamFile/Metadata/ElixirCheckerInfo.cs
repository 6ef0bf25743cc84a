using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// The chunk <c>ExCk</c>, in which Elixir's compiler leaves the types of a module's functions for the checking of others:
/// <c>{elixir_checker_v1, Contents}</c> up to Elixir 1.18, <c>{elixir_checker_v8, Contents}</c> in 1.20. The contents are
/// of no fixed form from one version to the next.
/// </summary>
/// <param name="Version">The number in the tag.</param>
/// <param name="Contents">A map with the key <c>exports</c> and, in newer versions, <c>mode</c>.</param>
public sealed record ElixirCheckerInfo(int Version, MapTerm Contents) : MetadataChunk
{
    private const string Tag = "elixir_checker_v";

    /// <inheritdoc/>
    public override string ChunkId => Container.ChunkId.ElixirChecker;

    /// <summary>What is known about the functions and macros; those that have another form are left out.</summary>
    public ImmutableArray<ElixirExport> Exports
    {
        get
        {
            var exports = ImmutableArray.CreateBuilder<ElixirExport>();
            if (Contents[Term.Atom("exports")] is { } list && Elements(list) is { IsDefault: false } entries)
            {
                foreach (var entry in entries)
                {
                    if (ElixirExport.TryRead(entry) is { } export)
                    {
                        exports.Add(export);
                    }
                }
            }

            return exports.DrainToImmutable();
        }
    }

    /// <summary>Decodes the chunk.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The chunk is damaged or has another form than this.</exception>
    public static ElixirCheckerInfo Read(ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        var stored = StoredTerm.Read(data, Container.ChunkId.ElixirChecker, limits);
        if (stored.Term is not TupleTerm { Arity: 2 } pair || pair[0] is not AtomTerm tag || pair[1] is not MapTerm map)
        {
            throw Unexpected(Container.ChunkId.ElixirChecker, "what the checker knows is a pair of a tag and a map");
        }

        var digits = tag.Name.AsSpan(tag.Name.StartsWith(Tag, StringComparison.Ordinal) ? Tag.Length : 0);
        return digits.Length is > 0 and < 9 && digits[0] is not '0' && !digits.ContainsAnyExceptInRange('0', '9')
            ? new ElixirCheckerInfo(int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture), map)
            {
                IsCompressed = stored.IsCompressed,
            }
            : throw UnknownVersion(Container.ChunkId.ElixirChecker, tag.Name);
    }

    private protected override Term ToTerm() => Term.Tuple(
        Term.Atom(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Tag}{Version}")), Contents);
}
