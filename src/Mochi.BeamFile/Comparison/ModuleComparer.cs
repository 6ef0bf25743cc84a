using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Records;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Comparison;

/// <summary>Compares two modules: the code by meaning, the other chunks by what they are for.</summary>
internal sealed class ModuleComparer(BeamChunks left, BeamChunks right)
{
    private readonly SharedNumbers _numbers = new();
    private ModuleDifferences _differences;

    public ModuleComparison Compare()
    {
        var comparison = new ModuleComparison
        {
            LeftName = left.ModuleName,
            RightName = right.ModuleName,
            Differences = ModuleDifferences.None,
            IsIdentical = left.Container.IsCompressed == right.Container.IsCompressed
                && left.Container.Data.Span.SequenceEqual(right.Container.Data.Span),
            LeftFunctionCount = left.Code.Functions.Length,
            RightFunctionCount = right.Code.Functions.Length,
        };
        if (comparison.IsIdentical)
        {
            return comparison;
        }

        if (left.ModuleName != right.ModuleName)
        {
            _differences |= ModuleDifferences.Code;
        }

        var functions = CompareFunctions();
        var exports = CompareExports();
        var records = CompareRecords();
        var attributes = CompareTerms(ChunkId.Attributes, ModuleDifferences.Attributes);
        var compileInfo = CompareTerms(ChunkId.CompileInfo, ModuleDifferences.Metadata);
        var chunks = CompareChunks();
        foreach (var chunk in chunks)
        {
            _differences |= Meaning(chunk);
        }

        if (_differences == ModuleDifferences.None || !IsSameForm())
        {
            _differences |= ModuleDifferences.Numbering;
        }

        return comparison with
        {
            Differences = _differences,
            Functions = functions,
            Exports = exports,
            Records = records,
            Attributes = attributes,
            CompileInfo = compileInfo,
            Chunks = chunks,
        };
    }

    private ImmutableArray<FunctionChange> CompareFunctions()
    {
        var ours = new SymbolicModule(left, left.ModuleName, _numbers);
        var theirs = new SymbolicModule(right, left.ModuleName, _numbers);
        var comparer = new FunctionComparer(ours, theirs, _numbers);
        var pairing = FunctionPairing.Of(ours.Functions, theirs.Functions);
        var changes = ImmutableArray.CreateBuilder<FunctionChange>();
        foreach (var (one, other) in pairing)
        {
            var kind = one is null ? FunctionChangeKind.Added
                : other is null ? FunctionChangeKind.Removed
                : comparer.Compare(one, other);
            if (kind is not { } known)
            {
                continue;
            }

            _differences |= known switch
            {
                FunctionChangeKind.Lines => ModuleDifferences.Lines,
                FunctionChangeKind.Types => ModuleDifferences.Types,
                _ => ModuleDifferences.Code,
            };
            changes.Add(new FunctionChange(known, one, other, () => comparer.Difference(one, other)));
        }

        return changes.ToImmutable();
    }

    private ImmutableArray<NameChange> CompareExports()
    {
        var changes = NameChanges(Names(left.Exports), Names(right.Exports));
        _differences |= changes.IsEmpty ? ModuleDifferences.None : ModuleDifferences.Code;
        return changes;

        static Dictionary<string, object> Names(ImmutableArray<FunctionEntry> entries)
        {
            var names = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                names[SharedNumbers.FunctionName(entry.Name, entry.Arity)] = true;
            }

            return names;
        }
    }

    private ImmutableArray<NameChange> CompareRecords()
    {
        var changes = NameChanges(Definitions(left.Records), Definitions(right.Records));
        _differences |= changes.IsEmpty ? ModuleDifferences.None : ModuleDifferences.Code;
        return changes;

        static Dictionary<string, object> Definitions(ImmutableArray<RecordDefinition> records)
        {
            var definitions = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var record in records.IsDefault ? [] : records)
            {
                definitions[TermPrinter.Atom(record.Name)] = record;
            }

            return definitions;
        }
    }

    private static ImmutableArray<NameChange> NameChanges(Dictionary<string, object> ours, Dictionary<string, object> theirs)
    {
        var changes = ImmutableArray.CreateBuilder<NameChange>();
        foreach (var name in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!theirs.TryGetValue(name, out var other))
            {
                changes.Add(new NameChange(ChangeKind.Removed, name));
            }
            else if (!ours.TryGetValue(name, out var one))
            {
                changes.Add(new NameChange(ChangeKind.Added, name));
            }
            else if (!one.Equals(other))
            {
                changes.Add(new NameChange(ChangeKind.Changed, name));
            }
        }

        return changes.ToImmutable();
    }

    /// <summary>Compares lists of pairs by key; the generated version is left out.</summary>
    private ImmutableArray<ValueChange> CompareTerms(string id, ModuleDifferences meaning)
    {
        var (ours, theirs) = (Values(left, id), Values(right, id));
        var changes = ImmutableArray.CreateBuilder<ValueChange>();
        foreach (var name in ours.Keys.Union(theirs.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var change = new ValueChange(name, ours.GetValueOrDefault(name), theirs.GetValueOrDefault(name));
            if (!Equals(change.Left, change.Right))
            {
                changes.Add(change);
                _differences |= name == "vsn" ? ModuleDifferences.Metadata : meaning;
            }
        }

        return changes.ToImmutable();
    }

    private static Dictionary<string, Term> Values(BeamChunks chunks, string id)
    {
        var values = new Dictionary<string, Term>(StringComparer.Ordinal);
        if (ReadTerm(chunks, id) is not ListTerm { Elements: var pairs })
        {
            return values;
        }

        var generated = id == ChunkId.Attributes ? GeneratedVersion(chunks) : null;
        foreach (var pair in pairs)
        {
            if (pair is TupleTerm { Arity: 2 } tuple && tuple[0] is AtomTerm key && !pair.Equals(generated))
            {
                values[key.Name] = values.TryGetValue(key.Name, out var earlier) ? Join(earlier, tuple[1]) : tuple[1];
            }
        }

        return values;
    }

    // Attributes of the same name: each has a list of values.
    private static Term Join(Term earlier, Term later) =>
        earlier is ListTerm { IsProper: true } one && later is ListTerm { IsProper: true } other
            ? Term.List([.. one.Elements, .. other.Elements]) : Term.List(earlier, later);

    private static Term? ReadTerm(BeamChunks chunks, string id)
    {
        try
        {
            return chunks.Term(id);
        }
        catch (DiagnosticException)
        {
            // The bytes are compared as those of every chunk.
            return null;
        }
    }

    private ImmutableArray<ChunkChange> CompareChunks()
    {
        var changes = ImmutableArray.CreateBuilder<ChunkChange>();
        foreach (var chunk in left.Container.Chunks)
        {
            if (!ReferenceEquals(chunk, left.Container.Find(chunk.Id)))
            {
                continue;
            }

            if (right.Container.Find(chunk.Id) is not { } other)
            {
                changes.Add(new ChunkChange(ChangeKind.Removed, chunk.Id, chunk.Data.Length, 0));
            }
            else if (!chunk.Data.Span.SequenceEqual(other.Data.Span))
            {
                changes.Add(new ChunkChange(ChangeKind.Changed, chunk.Id, chunk.Data.Length, other.Data.Length));
            }
        }

        foreach (var chunk in right.Container.Chunks)
        {
            if (ReferenceEquals(chunk, right.Container.Find(chunk.Id)) && left.Container.Find(chunk.Id) is null)
            {
                changes.Add(new ChunkChange(ChangeKind.Added, chunk.Id, 0, chunk.Data.Length));
            }
        }

        return changes.ToImmutable();
    }

    /// <summary>What a chunk with other bytes says about the modules, besides what was found by decoding.</summary>
    private ModuleDifferences Meaning(ChunkChange change)
    {
        const ModuleDifferences CodeOrTypes = ModuleDifferences.Code | ModuleDifferences.Types;
        switch (change.Id)
        {
            case ChunkId.DebugInfo or ChunkId.AbstractCode or ChunkId.Documentation or ChunkId.ElixirChecker
                or ChunkId.Meta or ChunkId.DebugVariables or ChunkId.CompileInfo:
                return ModuleDifferences.Metadata;
            case ChunkId.Locals when change.Kind != ChangeKind.Changed:
                return ModuleDifferences.Metadata;
            case ChunkId.Attributes:
                return CompareAttributeLists();
            case ChunkId.Lines:
                return ModuleDifferences.Lines;
            case ChunkId.Records:
                return ModuleDifferences.None;
            case ChunkId.Code when !left.Code.IsComplete || !right.Code.IsComplete:
                return ModuleDifferences.Code;
            case ChunkId.Code when (_differences & ModuleDifferences.Lines) != 0:
                // Other places have other numbers in the code; whether labels have, too, is looked at for itself.
                return IsSameNumbering() ? ModuleDifferences.None : ModuleDifferences.Numbering;
            case ChunkId.Lambdas when IsSameLambdas():
                return ModuleDifferences.None;
            case ChunkId.Code or ChunkId.Atoms or ChunkId.LatinAtoms or ChunkId.Imports or ChunkId.Exports or ChunkId.Locals
                or ChunkId.Lambdas or ChunkId.Literals or ChunkId.Strings or ChunkId.Types:
                return (_differences & CodeOrTypes) != 0 ? ModuleDifferences.None : ModuleDifferences.Numbering;
            default:
                return ModuleDifferences.Code;
        }
    }

    // The generated version follows from everything else; that it is there on one side only does not.
    private ModuleDifferences CompareAttributeLists()
    {
        if (AttributesWithoutVersion(left) is not { } ours || AttributesWithoutVersion(right) is not { } theirs)
        {
            return ModuleDifferences.Attributes;
        }

        return ours.HasVersion == theirs.HasVersion && ours.Own.SequenceEqual(theirs.Own)
            ? ModuleDifferences.None : ModuleDifferences.Metadata;
    }

    // Attributes that cannot be decoded give null; they are not the same as none.
    private static (List<Term> Own, bool HasVersion)? AttributesWithoutVersion(BeamChunks chunks)
    {
        if (chunks.Container.Find(ChunkId.Attributes) is null)
        {
            return ([], false);
        }

        var version = GeneratedVersion(chunks);
        return ReadTerm(chunks, ChunkId.Attributes) switch
        {
            ListTerm { IsProper: true } list =>
                ([.. list.Elements.Where(item => !item.Equals(version))], list.Elements.Contains(version)),
            NilTerm => ([], false),
            _ => null,
        };
    }

    private static TupleTerm GeneratedVersion(BeamChunks chunks) => BeamModuleWriter.VersionAttribute([.. chunks.Md5]);

    /// <summary>Whether functions stand in the same order and their labels have the same numbers.</summary>
    private bool IsSameNumbering()
    {
        var (ours, theirs) = (left.Code.Functions, right.Code.Functions);
        if (ours.Length != theirs.Length || (_differences & ModuleDifferences.Code) != 0)
        {
            return (_differences & ModuleDifferences.Code) != 0;
        }

        for (var index = 0; index < ours.Length; index++)
        {
            if (ours[index].ToString() != theirs[index].ToString()
                || !Labels(ours[index]).SequenceEqual(Labels(theirs[index])))
            {
                return false;
            }
        }

        return true;

        static IEnumerable<int> Labels(CodeFunction function)
        {
            foreach (var instruction in function.Instructions)
            {
                if (SymbolicModule.DefinedLabel(instruction) is { } label)
                {
                    yield return label;
                }
            }
        }
    }

    // The old hash of funs follows from the MD5, and with it from everything.
    private bool IsSameLambdas()
    {
        var (ours, theirs) = (left.Lambdas, right.Lambdas);
        if (ours.Length != theirs.Length)
        {
            return false;
        }

        for (var index = 0; index < ours.Length; index++)
        {
            if (ours[index] with { OldUnique = 0 } != theirs[index] with { OldUnique = 0 })
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSameForm()
    {
        var (ours, theirs) = (left.Container, right.Container);
        if (ours.IsCompressed != theirs.IsCompressed || !ours.Diagnostics.SequenceEqual(theirs.Diagnostics))
        {
            return false;
        }

        // Chunks that are on both sides stand in the same order.
        var order = new List<string>();
        foreach (var chunk in ours.Chunks)
        {
            if (theirs.Find(chunk.Id) is not null)
            {
                order.Add(chunk.Id);
            }
        }

        var index = 0;
        foreach (var chunk in theirs.Chunks)
        {
            if (ours.Find(chunk.Id) is not null && (index == order.Count || order[index++] != chunk.Id))
            {
                return false;
            }
        }

        return index == order.Count;
    }
}
