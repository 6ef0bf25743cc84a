using System.Runtime.InteropServices;
using Mochi.BeamFile.Buffers;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Types;

namespace Mochi.BeamFile.Chunks;

/// <summary>
/// The tables of a module while its code is written: each entry gets its number when it is first used.
/// </summary>
internal sealed class SymbolTables : IDisposable
{
    private readonly Dictionary<string, int> _atoms = new(StringComparer.Ordinal);
    private readonly Dictionary<ImportOperand, int> _imports = [];
    private readonly Dictionary<Term, int> _literals = [];
    private readonly Dictionary<LambdaOperand, int> _lambdas = [];
    private readonly Dictionary<BeamType, int> _types = [];
    private readonly Dictionary<string, int> _fileNames = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> _locations = [];
    private readonly int[] _ownLines = new int[MaximumKept];
    private readonly ByteWriter _strings = new();
    private string? _lastFile;
    private int _lastFileNumber;

    // Tables that grew further than this are left to the garbage collector.
    private const int MaximumKept = 1 << 13;

    [ThreadStatic]
    private static SymbolTables? _free;

    private SymbolTables()
    {
    }

    /// <summary>How operands were written while the numbers in these tables were given.</summary>
    public RecentForms RecentForms { get; } = new();

    /// <summary>Tables with what every module has in them; disposing of them keeps their room for the next module.</summary>
    public static SymbolTables Rent(string module)
    {
        var tables = _free ?? new SymbolTables();
        _free = null;
        tables.Atom(module);
        tables.FileName(module + ".erl");
        tables.Type(BeamType.Any);
        return tables;
    }

    public List<string> Atoms { get; } = [];

    /// <summary>The functions of other modules, and the numbers of their atoms.</summary>
    public List<(ImportOperand Import, int Module, int Function)> Imports { get; } = [];

    public List<Term> Literals { get; } = [];

    public List<LambdaOperand> Lambdas { get; } = [];

    public List<BeamType> Types { get; } = [];

    /// <summary>The names of source files; the first is implied by the module's name.</summary>
    public List<string> FileNames { get; } = [];

    public List<(int File, int Line)> Locations { get; } = [];

    public ReadOnlySpan<byte> Strings => _strings.Written;

    public void Add(TableSeed seed)
    {
        foreach (var atom in seed.Atoms)
        {
            Atom(atom);
        }

        foreach (var import in seed.Imports)
        {
            Import(import);
        }

        foreach (var literal in seed.Literals)
        {
            Literal(literal);
        }

        foreach (var lambda in seed.Lambdas)
        {
            Lambda(lambda);
        }

        foreach (var type in seed.Types)
        {
            Type(type);
        }

        foreach (var name in seed.FileNames)
        {
            FileName(name);
        }

        foreach (var location in seed.Locations)
        {
            Location(location);
        }

        _strings.Write(seed.Strings.AsSpan());
    }

    /// <summary>The number of an atom, from 1.</summary>
    public int Atom(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_atoms, name, out var isKnown);
        if (!isKnown)
        {
            Atoms.Add(name);
            number = Atoms.Count;
        }

        return number;
    }

    public int Import(ImportOperand import)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_imports, import, out var isKnown);
        if (!isKnown)
        {
            index = Imports.Count;
            Imports.Add((import, Atom(import.Module), Atom(import.Function)));
        }

        return index;
    }

    public int Literal(Term term) => GetOrAdd(_literals, Literals, term);

    public int Lambda(LambdaOperand lambda) => GetOrAdd(_lambdas, Lambdas, lambda);

    public int Type(BeamType type) => GetOrAdd(_types, Types, type);

    public int FileName(string name) => GetOrAdd(_fileNames, FileNames, name);

    /// <summary>The number of a place, from 1; 0 when no place is known.</summary>
    public int Location(LocationOperand location)
    {
        if (location.File is null)
        {
            return 0;
        }

        if (!ReferenceEquals(location.File, _lastFile))
        {
            _lastFileNumber = FileName(location.File);
            _lastFile = location.File;
        }

        ref var number = ref LocationNumber(_lastFileNumber, location.Line);
        if (number == 0)
        {
            Locations.Add((_lastFileNumber, location.Line));
            number = Locations.Count;
        }

        return number;
    }

    // Most lines are of the module's own file and not far down.
    private ref int LocationNumber(int file, int line)
    {
        if (file == 0 && (uint)line < MaximumKept)
        {
            return ref _ownLines[line];
        }

        return ref CollectionsMarshal.GetValueRefOrAddDefault(_locations, ((long)file << 32) | (uint)line, out _);
    }

    /// <summary>
    /// The offset of bytes in the string table: the first place where they occur, or a new one at the end.
    /// </summary>
    public int String(ReadOnlySpan<byte> bytes)
    {
        var offset = _strings.Written.IndexOf(bytes);
        if (offset < 0)
        {
            offset = _strings.Length;
            _strings.Write(bytes);
        }

        return offset;
    }

    public void Dispose()
    {
        if (Math.Max(Atoms.Count, Math.Max(Literals.Count, Locations.Count)) > MaximumKept)
        {
            _strings.Dispose();
            return;
        }

        _atoms.Clear();
        _imports.Clear();
        _literals.Clear();
        _lambdas.Clear();
        _types.Clear();
        _fileNames.Clear();
        _locations.Clear();
        Array.Clear(_ownLines);
        _strings.Clear();
        Atoms.Clear();
        Imports.Clear();
        Literals.Clear();
        Lambdas.Clear();
        Types.Clear();
        FileNames.Clear();
        Locations.Clear();
        RecentForms.Clear();
        _lastFile = null;
        _free = this;
    }

    private static int GetOrAdd<T>(Dictionary<T, int> numbers, List<T> entries, T entry)
        where T : notnull
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, entry, out var isKnown);
        if (!isKnown)
        {
            number = entries.Count;
            entries.Add(entry);
        }

        return number;
    }
}
