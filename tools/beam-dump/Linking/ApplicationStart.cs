using System.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;
using Mochi.CommandLine;
using Mochi.Otp.Publishing;

namespace Mochi.BeamDump.Linking;

/// <summary>What a <c>.app</c> file says about where an application starts.</summary>
/// <param name="Module">The start module; <see langword="null"/> when there is none.</param>
/// <param name="Atoms">The atoms in the arguments of the start module and in the environment.</param>
internal sealed record ApplicationStart(string? Module, IReadOnlyList<string> Atoms)
{
    /// <summary>Every <c>.app</c> file in a folder or below it, ordered by path.</summary>
    public static List<string> FilesIn(string folder)
    {
        var paths = new List<string>();
        try
        {
            Collect(folder, paths);
        }
        catch (Exception exception) when (FileFault.Is(exception))
        {
            // Whoever looks for modules in the same folder says what is wrong.
        }

        paths.Sort(string.CompareOrdinal);
        return paths;
    }

    /// <summary>Reads a file: <c>{application, Name, Properties}</c> and a full stop.</summary>
    /// <exception cref="DiagnosticException">It cannot be read, or is no such term.</exception>
    public static ApplicationStart Read(string path)
    {
        var term = TermReader.Read(Encoding.UTF8.GetString(InputFile.Read(path)), path);
        if (term is not TupleTerm { Elements: [AtomTerm { Name: "application" }, AtomTerm, ListTerm properties] })
        {
            throw new DiagnosticException(new Diagnostic(
                "MC056", DiagnosticSeverity.Error, "this is not the description of an application", new DiagnosticPlace(path),
                "it is {application, Name, Properties} and a full stop"));
        }

        string? module = null;
        var atoms = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var property in properties.Elements)
        {
            switch (property)
            {
                case TupleTerm { Elements: [AtomTerm { Name: "mod" }, TupleTerm { Elements: [AtomTerm start, var arguments] }] }:
                    module = start.Name;
                    CollectAtoms(arguments, atoms);
                    break;
                case TupleTerm { Elements: [AtomTerm { Name: "env" }, var environment] }:
                    CollectAtoms(environment, atoms);
                    break;
            }
        }

        return new ApplicationStart(module, [.. atoms]);
    }

    private static void Collect(string folder, List<string> paths)
    {
        paths.AddRange(Directory.GetFiles(folder, "*.app"));
        foreach (var inner in Directory.GetDirectories(folder))
        {
            if ((File.GetAttributes(inner) & FileAttributes.ReparsePoint) == 0)
            {
                Collect(inner, paths);
            }
        }
    }

    private static void CollectAtoms(Term root, SortedSet<string> atoms)
    {
        var open = new Stack<Term>();
        open.Push(root);
        while (open.TryPop(out var term))
        {
            switch (term)
            {
                case AtomTerm atom:
                    atoms.Add(atom.Name);
                    break;
                case TupleTerm tuple:
                    Push(open, tuple.Elements);
                    break;
                case ListTerm list:
                    Push(open, list.Elements);
                    open.Push(list.Tail);
                    break;
                case MapTerm map:
                    foreach (var pair in map.Pairs)
                    {
                        open.Push(pair.Key);
                        open.Push(pair.Value);
                    }

                    break;
            }
        }
    }

    private static void Push(Stack<Term> open, IEnumerable<Term> terms)
    {
        foreach (var term in terms)
        {
            open.Push(term);
        }
    }
}
