using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.AssemblyCorpus;

/// <summary>The comparisons on one OTP release.</summary>
/// <param name="release">27 or 29.</param>
/// <param name="folder">Where the files of this run are.</param>
/// <param name="isListing">Whether each difference is printed.</param>
/// <param name="only">The comparison to make; <see langword="null"/> for all.</param>
internal sealed class CorpusRun(int release, string folder, bool isListing, string? only)
{
    private readonly AssemblyDialect _dialect = release == 27 ? AssemblyDialect.Otp27 : AssemblyDialect.Otp29;
    private readonly BeamFormat _format = release == 27 ? BeamFormat.Otp27 : BeamFormat.Otp29;
    private readonly Compiler _compiler = new(release, folder);

    /// <summary>Makes the comparisons and prints a line for each.</summary>
    /// <returns>How many modules differ.</returns>
    public int Run(IReadOnlyList<string> applications)
    {
        var listings = Path.Combine(folder, "listings");
        Directory.CreateDirectory(listings);
        if (only is not ("installed" or "basm"))
        {
            _compiler.Run("listings", [listings, .. applications]);
        }

        return (only is null or "listings" ? CompareListings(listings) : 0)
            + (only is null or "optimised" ? CountOptimised(listings) : 0)
            + (only is null or "own" ? ComparePrinted("own", Files(listings, "*.beam")) : 0)
            + (only is null or "basm" ? CompareBasm(InstalledFiles()) : 0)
            + (only is null or "installed" ? ComparePrinted("installed", InstalledFiles()) : 0);
    }

    private int CompareListings(string listings)
    {
        var report = new ChunkReport(release, "listings", isListing);
        foreach (var file in Files(listings, "*.beam"))
        {
            var read = AssemblyReader.Read(File.ReadAllText(Path.ChangeExtension(file, ".S")));
            if (read.Module is null)
            {
                report.Refused(file, read.Diagnostics[0].Message);
            }
            else
            {
                report.Compare(file, File.ReadAllBytes(file), BeamModuleWriter.Write(read.Module with { Format = _format }));
            }
        }

        return report.Print();
    }

    /// <summary>How many listings another round of OTP's optimisations leaves alone; nothing that we could do otherwise.</summary>
    private int CountOptimised(string listings)
    {
        var report = new ChunkReport(release, "optimised", isListing);
        _compiler.Run("optimise", [listings]);
        foreach (var file in Files(listings, "*.beam"))
        {
            report.Compare(file, File.ReadAllBytes(file), File.ReadAllBytes(Path.ChangeExtension(file, ".optimised")));
        }

        report.Print();
        return 0;
    }

    private int ComparePrinted(string name, IReadOnlyList<string> files)
    {
        var report = new ChunkReport(release, name, isListing);
        var printed = Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var old in printed.EnumerateFiles())
        {
            old.Delete();
        }

        var paths = new List<(string File, string Path)>();
        foreach (var file in files)
        {
            try
            {
                var module = BeamModuleReader.Read(File.ReadAllBytes(file)).Module
                    ?? throw new InvalidDataException($"{file} is damaged");
                var path = Path.Combine(printed.FullName, $"{paths.Count:D4}-{Path.GetFileNameWithoutExtension(file)}");
                File.WriteAllText(path + ".S", AssemblyWriter.Write(module, _dialect));
                paths.Add((file, path));
            }
            catch (DiagnosticException refusal)
            {
                report.Refused(file, refusal.Diagnostic.Message);
            }
        }

        _compiler.Run("assemble", [printed.FullName]);
        foreach (var (file, path) in paths)
        {
            if (File.Exists(path + ".beam"))
            {
                report.Compare(file, File.ReadAllBytes(file), File.ReadAllBytes(path + ".beam"));
            }
            else
            {
                report.Refused(file, File.Exists(path + ".error") ? File.ReadAllText(path + ".error") : "no result");
            }
        }

        return report.Print();
    }

    private int CompareBasm(IReadOnlyList<string> files)
    {
        var report = new ChunkReport(release, "basm", isListing);
        long characters = 0;
        var reading = new System.Diagnostics.Stopwatch();
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var module = BeamModuleReader.Read(bytes).Module ?? throw new InvalidDataException($"{file} is damaged");
            var text = BasmWriter.Write(module);
            characters += text.Length;
            reading.Start();
            var read = BasmReader.Read(text);
            var written = read.Module is { } again ? BeamModuleWriter.Write(again) : null;
            reading.Stop();
            if (written is null)
            {
                report.Refused(file, $"{read.Diagnostics[0].Place.Line}: {read.Diagnostics[0].Message}");
            }
            else
            {
                report.CompareFile(file, bytes, written);
            }
        }

        Console.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"OTP {release} basm       {characters / 1e6:F1} million characters assembled in {reading.Elapsed.TotalSeconds:F1} s"));
        return report.Print();
    }

    private List<string> InstalledFiles()
    {
        var files = new List<string>();
        foreach (var application in Directory.GetDirectories(Path.Combine(_compiler.Root, "lib")).Order(StringComparer.Ordinal))
        {
            files.AddRange(Files(Path.Combine(application, "ebin"), "*.beam"));
        }

        return files;
    }

    private static List<string> Files(string directory, string pattern) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal)]
        : [];
}
