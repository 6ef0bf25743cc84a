using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Tools.Tests.Html;

/// <summary>What is in the page of <c>beam-dump html</c>.</summary>
[TestClass]
public class HtmlPageTests
{
    // What would end a script, a comment, an attribute or a text literal, or fill in a part of the frame.
    private static readonly string[] Hostile =
    [
        "</script><script>alert(1)</script>", "<!--<script>", "]]>", "\"'`><img src=x onerror=alert(1)>", "\u2028\u2029",
        "\0\u0001\u0002\u0003\u001f\u007f\u0085\n", "\u202e\u2066", "{{script}}", "&lt;&amp;", "C:\\new\\x{41}", "javascript:alert(1)",
    ];

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "test/cli/data/sample.beam"));

    [TestMethod]
    public void Carries_what_a_hostile_module_says_as_data_and_nothing_else()
    {
        var page = PageFile.Make(HostileModule());

        page.Status.Should().Be(0);
        page.Error.Should().BeEmpty();
        page.DataIds.Should().Equal("index", "module-0");
        page.Frame.Split("<script").Length.Should().Be(2, "there is one script besides the data");
        page.Frame.Should().NotContainAny(Hostile[0], Hostile[1], Hostile[3], "alert(1)<", "\u2028", "\0");
        page.ContentOf("<title>").Should().Be("&#39;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;");
        var module = page.Data("module-0");
        var atoms = Strings(module.GetProperty("atoms").GetProperty("rows"));
        var literals = module.GetProperty("literals").GetProperty("rows").EnumerateArray().Select(row => row[0].GetString());
        foreach (var text in Hostile)
        {
            atoms.Should().Contain(TermPrinter.Atom(text));
            literals.Should().Contain(TermPrinter.Print(Term.String(text)));
        }

        module.GetProperty("docs").GetProperty("doc").GetString().Should().Be(string.Concat(Hostile));
    }

    [TestMethod]
    public void Marks_of_pieces_cannot_come_from_a_file()
    {
        var code = PageFile.Make(HostileModule()).Data("module-0").GetProperty("code");

        var pieces = code.GetProperty("pieces").EnumerateArray().ToList();
        pieces.Select(piece => piece[0].GetString()).Should().OnlyContain(kind => " ortansljdip".Contains(kind!));
        pieces.Select(piece => piece[1].GetString()).Should().OnlyContain(text => !text!.Any(char.IsControl));
        pieces.Select(piece => piece[1].GetString()).Should().Contain("\\x{0}\\x{1}\\x{2}\\x{3}\\x{1F}\\x{7F}\\x{85}\\x{A}.erl:7");
    }

    [TestMethod]
    public void Policy_allows_the_script_and_the_style_of_the_page_and_nothing_else()
    {
        var page = PageFile.Make(Sample);

        page.Text.Should().Contain(
            $"""<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{Hash(page.ContentOf("<style>"))}'; """
            + $"""script-src '{Hash(page.ContentOf("<script>"))}'; base-uri 'none'; form-action 'none'">""");
        page.Frame.Should().NotContainAny("http://", "https://", "src=", "url(", "@import", "innerHTML", "eval(");
    }

    [TestMethod]
    public void Operands_lead_to_what_they_stand_for()
    {
        var module = PageFile.Make(Sample).Data("module-0");
        var code = module.GetProperty("code");

        var pieces = code.GetProperty("pieces").EnumerateArray().ToList();
        var labels = code.GetProperty("functions").EnumerateArray()
            .ToDictionary(function => function[2].GetInt32(), function => function[0].GetString());
        var targets = pieces.Where(piece => piece.GetArrayLength() == 3).ToLookup(
            piece => piece[0].GetString(), piece => (Text: piece[1].GetString(), Target: piece[2].GetInt32()));
        targets["j"].Should().Contain(piece => piece.Text == "'-adder/1-fun-0-'/2" && labels[piece.Target] == piece.Text);
        targets["j"].Should().Contain(piece => piece.Text == "count/2" && labels[piece.Target] == piece.Text);
        foreach (var (text, target) in targets["i"])
        {
            var import = module.GetProperty("imports").GetProperty("rows")[target];
            text.Should().Be($"{import[0]}:{import[1]}");
        }

        targets["l"].Select(piece => piece.Text).Should().Contain(["0.5", "[\"four sides\",<<\"corners\">>]"]);
        foreach (var (text, target) in targets["l"])
        {
            text.Should().Be(module.GetProperty("literals").GetProperty("rows")[target][0].GetString());
        }

        foreach (var (text, target) in targets["t"])
        {
            text.Should().Be(":" + module.GetProperty("types").GetProperty("types")[target].GetString());
        }
    }

    [TestMethod]
    public void Code_of_the_page_is_all_of_the_code()
    {
        var chunks = new BeamChunks(BeamContainer.Read(Sample));

        var code = PageFile.Make(Sample).Data("module-0").GetProperty("code");

        var lines = code.GetProperty("lines").EnumerateArray().ToList();
        var known = 0;
        var offset = code.GetProperty("head").GetInt32();
        var instructions = 0;
        foreach (var function in code.GetProperty("functions").EnumerateArray())
        {
            function[3].GetInt32().Should().Be(offset);
            var sizes = function[5].EnumerateArray().Select(line => lines[line.GetInt32() is > 0 and var number ? number - 1 : known++][0].GetInt32()).ToList();
            sizes.Sum().Should().Be(function[4].GetInt32());
            offset += sizes.Sum();
            instructions += sizes.Count;
        }

        known.Should().Be(lines.Count);
        instructions.Should().Be(chunks.Code.InstructionCount);
        (offset + code.GetProperty("end").GetInt32()).Should().Be(chunks.Container.Find(ChunkId.Code)!.Data.Length);
    }

    [TestMethod]
    public void Says_what_is_wrong_with_a_part_and_shows_the_rest()
    {
        var damaged = ChunkFile.Read(Sample).With(new RawChunk(ChunkId.Literals, new byte[] { 0, 0, 0, 9, 1, 2 })).Write();

        var page = PageFile.Make(Sample, damaged, [1, 2, 3]);

        page.Status.Should().Be(1);
        page.DataIds.Should().Equal("index", "module-0", "module-1");
        var module = page.Data("module-1");
        var reason = module.GetProperty("literals").GetProperty("error").GetString();
        reason.Should().StartWith("BF").And.Contain("chunk LitT");
        module.GetProperty("code").GetProperty("error").GetString().Should().Be(reason);
        module.GetProperty("exports").GetProperty("rows")[0][0].GetString().Should().Be("module_info/1");
        var problems = page.Data("index").GetProperty("problems").EnumerateArray().ToList();
        problems.Select(problem => problem[0].GetString()).Should().Equal("in/1/module.beam", "in/2/module.beam");
        problems[0][1].GetString().Should().Be(reason);
        problems[1][1].GetString().Should().StartWith("BF");
        page.Error.Should().Contain("in/1/module.beam: error BF").And.Contain("in/2/module.beam: error BF");
    }

    [TestMethod]
    public void Same_files_give_the_same_bytes() =>
        PageFile.Make(Sample, HostileModule()).Text.Should().Be(PageFile.Make(Sample, HostileModule()).Text);

    private static byte[] HostileModule()
    {
        var name = Hostile[0];
        var functions = ImmutableArray.CreateBuilder<CodeFunction>();
        var exports = ImmutableArray.CreateBuilder<FunctionEntry>();
        foreach (var text in Hostile)
        {
            var entry = (functions.Count * 2) + 2;
            functions.Add(new CodeFunction(
                text, 0, entry,
                [
                    Instruction.Label(new LabelOperand(entry - 1)), Instruction.Line(new LocationOperand(text + ".erl", 7)),
                    Instruction.FuncInfo(name, text, 0), Instruction.Label(new LabelOperand(entry)),
                    Instruction.Move(new LiteralOperand(Term.String(text)), new XRegister(0)),
                    Instruction.Move(new AtomOperand(text), new XRegister(1)),
                    Instruction.CallExtOnly(2, new ImportOperand(text, text, 2)),
                ]));
            exports.Add(new FunctionEntry(text, 0, entry));
        }

        var entries = Hostile.Select(text => new DocumentationEntry(
            "function", text, 0, Term.Integer(1), Term.List(Term.String(text)), DocumentationText.Of(text), Term.Map()));
        var module = new BeamModule(name, functions.ToImmutable(), exports.ToImmutable())
        {
            Attributes = Term.List(Hostile.Select(text => (Term)Term.Tuple(Term.Atom(text), Term.List(Term.CharList(text))))),
            CompileInfo = Term.List(Term.Tuple(Term.Atom("source"), Term.CharList(Hostile[3]))),
        };
        return BeamModuleWriter.Write(module.With(new ModuleDocumentation(
            Term.Integer(1), "erlang", Term.String("text/markdown"), DocumentationText.Of(string.Concat(Hostile)), Term.Map(),
            [.. entries])));
    }

    private static IEnumerable<string?> Strings(JsonElement array) => array.EnumerateArray().Select(item => item.GetString());

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
