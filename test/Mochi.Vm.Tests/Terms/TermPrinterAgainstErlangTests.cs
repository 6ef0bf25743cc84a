using System.Globalization;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Terms are printed character for character as <c>io_lib:format</c> prints them.</summary>
[TestClass]
public sealed class TermPrinterAgainstErlangTests
{
    private static readonly (string Format, TermPrintOptions Options)[] Formats =
    [
        ("~w", TermPrintOptions.W),
        ("~tw", TermPrintOptions.Tw),
        ("~p", TermPrintOptions.P),
        ("~tp", TermPrintOptions.Tp),
        ("~0p", TermPrintOptions.LineP),
        ("~0tp", TermPrintOptions.LineTp),
        ("~40.1p", TermPrintOptions.P with { LineLength = 40 }),
        ("~30.7tp", TermPrintOptions.Tp with { LineLength = 30, Column = 7 }),
        ("~5kp", TermPrintOptions.P with { LineLength = 5, OrderedMaps = true }),
        ("~100.30ktp", TermPrintOptions.Tp with { LineLength = 100, Column = 30, OrderedMaps = true }),
        ("~ktw", TermPrintOptions.Tw with { OrderedMaps = true }),
    ];

    public TestContext TestContext { get; set; } = null!;

    /// <summary>
    /// The literals of stdlib, kernel and compiler; with MOCHI_CORPUS set to the folders of the corpus, with colons between
    /// them, those of every file in the one that is named after the release, as <c>test/corpus/run</c> does.
    /// </summary>
    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void Literals_ArePrintedAsByIoLib(AssemblyDialect dialect)
    {
        var files = Environment.GetEnvironmentVariable("MOCHI_CORPUS") is { Length: > 0 } corpus
            ? OfCorpus(dialect, corpus)
            : [.. OtpModules.Of(dialect, "stdlib"), .. OtpModules.Of(dialect, "kernel"), .. OtpModules.Of(dialect, "compiler")];
        var formats = Formats[..6];
        var ours = files.SelectMany(
            file => new BeamChunks(BeamContainer.Read(File.ReadAllBytes(file))).Literals.Terms);
        using var literals = ours.GetEnumerator();
        var count = 0;
        foreach (var (term, texts) in IoLibTexts.OfLiterals(dialect, files, [.. formats.Select(item => item.Format)]))
        {
            literals.MoveNext().Should().BeTrue();
            (literals.Current == term).Should().BeTrue($"{term} is the literal that was read");
            Check(dialect, term, texts, formats, unicodeRange: false);
            count++;
        }

        literals.MoveNext().Should().BeFalse();
        TestContext.WriteLine($"{count} literals of {files.Count} files in {formats.Length} formats");
        count.Should().BeGreaterThan(13_000);
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, 1)]
    [DataRow(AssemblyDialect.Otp29, 2)]
    public void MadeTerms_ArePrintedAsByIoLib(AssemblyDialect dialect, int seed)
    {
        var terms = MadeTerms.Make(seed, 500).Concat(OddTerms.Make(seed, 700));
        foreach (var (term, texts) in IoLibTexts.OfTerms(dialect, terms, [.. Formats.Select(item => item.Format)]))
        {
            Check(dialect, term, texts, Formats, unicodeRange: false);
        }
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27, 3)]
    [DataRow(AssemblyDialect.Otp29, 4)]
    public void MadeTerms_ArePrintedAsByIoLibThatTakesAllOfUnicodeForPrintable(AssemblyDialect dialect, int seed)
    {
        var terms = MadeTerms.Make(seed, 500).Concat(OddTerms.Make(seed, 700));
        var formats = Formats.Select(item => item.Format).ToArray();
        foreach (var (term, texts) in IoLibTexts.OfTerms(dialect, terms, formats, "+pc", "unicode"))
        {
            Check(dialect, term, texts, Formats, unicodeRange: true);
        }
    }

    private static List<string> OfCorpus(AssemblyDialect dialect, string folders)
    {
        var release = ((int)dialect).ToString(CultureInfo.InvariantCulture);
        var folder = folders.Split(':').Single(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) == release);
        var once = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return [.. Directory.EnumerateFiles(folder, "*.beam", once).Order(StringComparer.Ordinal)];
    }

    private static void Check(
        AssemblyDialect dialect,
        Term term,
        string[] texts,
        (string Format, TermPrintOptions Options)[] formats,
        bool unicodeRange)
    {
        for (var index = 0; index < formats.Length; index++)
        {
            var (format, options) = formats[index];
            if (options.OrderedMaps && HasMapInKey(term))
            {
                continue;
            }

            var actual = TermPrinter.Print(
                term, options with { Release = (OtpRelease)(int)dialect, UnicodeRange = unicodeRange });
            if (actual != texts[index])
            {
                var start = Math.Max(0, actual.Zip(texts[index]).TakeWhile(pair => pair.First == pair.Second).Count() - 200);
                Window(actual, start).Should().Be(Window(texts[index], start), $"that is {format}, from index {start}");
            }
        }
    }

    /// <summary>
    /// The machine orders keys that hold maps by its own numbering of atoms, which depends on what was loaded before
    /// (seen on OTP 27 and 29), so there is nothing to compare with.
    /// </summary>
    private static bool HasMapInKey(Term term) => term switch
    {
        MapTerm map => map.Pairs.Any(pair => HasMap(pair.Key) || HasMapInKey(pair.Value)),
        TupleTerm tuple => tuple.Elements.Any(HasMapInKey),
        ListTerm list => list.Elements.Any(HasMapInKey) || HasMapInKey(list.Tail),
        _ => false,
    };

    private static bool HasMap(Term term) => term switch
    {
        MapTerm => true,
        TupleTerm tuple => tuple.Elements.Any(HasMap),
        ListTerm list => list.Elements.Any(HasMap) || HasMap(list.Tail),
        _ => false,
    };

    private static string Window(string text, int start) => text[start..Math.Min(text.Length, start + 400)];
}
