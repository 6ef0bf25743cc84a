using FluentAssertions;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Editing;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Metadata;
using Mochi.BeamFile.Terms;
using Mochi.BeamFile.Tests.Container;

namespace Mochi.BeamFile.Tests.Editing;

/// <summary>What differs without meaning anything is the same after normalising.</summary>
[TestClass]
public sealed class ModuleNormalizationTests
{
    private static readonly byte[] Normal = Normalize(SampleModules.Annotated());

    [TestMethod]
    public void Normalize_OfANormalForm_ChangesNothing() =>
        Normalize(BeamModuleReader.Read(Normal).Require()).Should().Equal(Normal);

    [TestMethod]
    public void Normalize_KeepsTheMd5OfWhatCompilersWrite() =>
        BeamModuleReader.Read(Normal).Chunks!.Md5.Should().Equal(
            BeamModuleReader.Read(BeamModuleWriter.Write(SampleModules.Annotated())).Chunks!.Md5);

    [TestMethod]
    public void Normalize_GivesTheOrderOfCompilers()
    {
        var file = ChunkFile.Read(BeamModuleWriter.Write(SampleModules.Annotated()));
        var reversed = file with { Chunks = [.. file.Chunks.Reverse()], IsCompressed = true };
        Normalize(reversed).Should().Equal(Normal);
        Ids(Normal).Should().Be("AtU8 Code StrT ImpT ExpT FunT LitT Meta Recs DbgB LocT Attr CInf Dbgi Docs ExCk Line Type");
    }

    [TestMethod]
    public void Normalize_DropsEntriesThatNothingUses()
    {
        var padded = SampleModules.Annotated() with
        {
            Deviations = new FileDeviations
            {
                Tables = new TableSeed
                {
                    Atoms = ["everything", "unused"],
                    Imports = [new ImportOperand("no", "body", 0)],
                    Literals = [Term.String("nothing")],
                    FileNames = ["none.hrl"],
                    Strings = [1, 2, 3],
                },
                LabelCount = 1000,
                MaximumOpcode = 182,
            },
        };
        BeamModuleWriter.Write(padded).Length.Should().BeGreaterThan(BeamModuleWriter.Write(SampleModules.Annotated()).Length);
        Normalize(padded).Should().Equal(Normal);
    }

    [TestMethod]
    public void Normalize_NumbersLabelsInTheOrderOfTheCode()
    {
        var module = SampleModules.Everything();
        var shifted = module with
        {
            Functions = [.. module.Functions.Select(Shifted)],
            Exports = [.. module.Exports.Reverse().Select(entry => entry with { Label = 50 - entry.Label })],
        };
        BeamModuleReader.Read(BeamModuleWriter.Write(shifted)).Require().Functions[0].EntryLabel.Should().Be(48);
        Normalize(shifted).Should().Equal(Normalize(module));

        static CodeFunction Shifted(CodeFunction function) => function with
        {
            EntryLabel = 50 - function.EntryLabel,
            Instructions = [.. function.Instructions.Select(instruction => instruction.Opcode switch
            {
                Opcode.Label => Instruction.Label(new LabelOperand(50 - Number(instruction))),
                Opcode.MakeFun3 => Instruction.MakeFun3(
                    new LambdaOperand("-make_fun/1-fun-0-", 2, 40, 1), Register.X(0), [Register.X(0)]),
                _ => instruction,
            })],
        };

        static int Number(Instruction instruction) => (int)((UnsignedOperand)instruction.Operands[0]).Value;
    }

    [TestMethod]
    public void Normalize_LeavesNoPathOfTheSource()
    {
        var here = Built("/home/me/project", isDeterministic: false);
        var there = Built("/tmp/other", isDeterministic: false);
        var nowhere = Built("", isDeterministic: true);
        here.Should().NotBeEquivalentTo(there);
        var normal = Normalize(here);
        normal.Should().Equal(Normalize(there)).And.Equal(Normalize(nowhere));
        var text = System.Text.Encoding.Latin1.GetString(normal) + Everything(BeamModuleReader.Read(normal).Require());
        text.Should().Contain("version").And.Contain("everything.erl").And.NotContain("project").And.NotContain("/home");
    }

    [TestMethod]
    public void Normalize_KeepsTracesWhenAsked()
    {
        var module = Built("/home/me/project", isDeterministic: false);
        var normal = ModuleNormalization.Normalize(module, new NormalizationOptions { KeepsTraces = true }).Module;
        normal.CompileInfo.Should().Be(module.CompileInfo);
        Everything(normal).Should().Contain("/home/me/project");
    }

    [TestMethod]
    public void Normalize_LeavesDebugInformationThatCanBeRead()
    {
        var normal = ModuleNormalization.Normalize(Built("/home/me", isDeterministic: false)).Module;
        var info = normal.Metadata(ChunkId.DebugInfo).Should().BeOfType<ErlangDebugInfo>().Which;
        info.Forms!.ToString().Should().Be(
            "[{attribute,1,file,{\"everything.erl\",1}},{function,[{file,\"x.hrl\"},{location,3}],f,0,[]},"
            + "{attribute,1,mine,[{file,\"/kept/as/it/is\"}]}]");
        info.Options.ToString().Should().Be("[debug_info]");
    }

    [TestMethod]
    public void Normalize_PutsMapKeysInOrder()
    {
        var keys = new[] { Term.Atom("b"), Term.Atom("a") };
        Normalize(WithMap(keys)).Should().Equal(Normalize(WithMap([.. keys.Reverse()])));

        static BeamModule WithMap(Term[] keys)
        {
            var map = Term.Map((keys[0], Term.Nil), (keys[1], Term.Nil));
            var documentation = SampleModules.Documentation() with { Metadata = map };
            return (SampleModules.Everything() with { Attributes = Term.List(Term.Tuple(Term.Atom("mine"), Term.List(map))) })
                .With(documentation);
        }
    }

    [TestMethod]
    public void Normalize_ReadsAttributesThatNobodyWritesSo()
    {
        // An atom in the old Latin-1 encoding: 131, list of one, tuple of two, {author,[me]}.
        byte[] odd = [131, 108, 0, 0, 0, 1, 104, 2, 100, 0, 6, .. "author"u8, 108, 0, 0, 0, 1, 100, 0, 2, .. "me"u8, 106, 106];
        var file = ChunkFile.Read(BeamModuleWriter.Write(SampleModules.Annotated() with { GenerateVersion = false }))
            .With(new RawChunk("Attr", odd));
        BeamModuleReader.Read(file.Write()).Require().ExtraChunk("Attr").Should().NotBeNull("it is kept as it is");
        Normalize(file).Should().Equal(Normalize(SampleModules.Annotated() with { GenerateVersion = false }));
    }

    [TestMethod]
    public void Normalize_TellsWhatItCannotReadAndLeavesIt()
    {
        var module = SampleModules.Everything()
            .With(new EncryptedDebugInfo("des3_cbc", [1, 2, 3]))
            .With(new RawChunk("Docs", new byte[] { 1, 2 })).With(new RawChunk("Abcd", new byte[] { 7 }));
        var (normal, diagnostics) = ModuleNormalization.Normalize(module);
        normal.ExtraChunks.Should().BeEquivalentTo(module.ExtraChunks);
        normal.ExtraChunks.Select(chunk => chunk.Id).Should().Equal("Abcd", "Dbgi", "Docs");
        diagnostics.Select(diagnostic => (diagnostic.Code, diagnostic.Place.Chunk)).Should().Equal(
            (BeamFileCodes.LeftAsItIs, "Dbgi"), (BeamFileCodes.LeftAsItIs, "Docs"));
    }

    [TestMethod]
    public void Normalize_OfCodeThatIsNotKnown_IsRefused() =>
        EditedFiles.Refusal(() => ModuleNormalization.Normalize(
            SampleModules.Everything() with { Deviations = new FileDeviations { CodeTail = [255] } }))
            .Code.Should().Be(BeamFileCodes.CannotEdit);

    [TestMethod]
    public void Normalize_ToTheFormOfARelease_WritesItsTables()
    {
        var options = new NormalizationOptions { Release = OtpRelease.Otp29 };
        var file = BeamModuleWriter.Write(ModuleNormalization.Normalize(SampleModules.Everything(), options).Module);
        var chunks = BeamModuleReader.Read(file).Chunks!;
        chunks.Atoms.Form.Should().Be(AtomTableForm.LongLengths);
        chunks.Literals.IsPlain.Should().BeTrue();
    }

    [TestMethod]
    public void Normalize_ToAFormThatTheReleaseCannotLoad_IsRefused()
    {
        var module = EditedFiles.WithBody(Instruction.DebugLine("entry", LocationOperand.None, 1, 1));
        EditedFiles.Refusal(() => ModuleNormalization.Normalize(
            module, new NormalizationOptions { Release = OtpRelease.Otp27 })).Should().Match<Diagnostic>(
                diagnostic => diagnostic.Code == BeamFileCodes.CannotWrite && diagnostic.Message.Contains("OTP 27"));
    }

    [TestMethod]
    public void Normalize_OfAnOldAtomTable_GivesOneInUtf8()
    {
        var module = SampleModules.Everything();
        var old = module with { Format = module.Format with { Atoms = AtomTableForm.Latin1 } };
        Ids(BeamModuleWriter.Write(old)).Should().StartWith("Atom Code");
        Normalize(old).Should().Equal(Normalize(module));
    }

    private static BeamModule Built(string folder, bool isDeterministic)
    {
        var prefix = isDeterministic ? "" : folder + "/";
        var info = isDeterministic
            ? "[{version,\"9\"}]"
            : $"[{{version,\"9\"}},{{options,[{{outdir,\"{folder}\"}}]}},{{source,\"{prefix}everything.erl\"}}]";
        var options = isDeterministic ? "[deterministic,debug_info]" : $"[debug_info,{{i,\"{folder}\"}}]";
        var forms = $"[{{attribute,1,file,{{\"{prefix}everything.erl\",1}}}},"
            + $"{{function,[{{file,\"{prefix}x.hrl\"}},{{location,3}}],f,0,[]}},"
            + "{attribute,1,mine,[{file,\"/kept/as/it/is\"}]}]";
        var module = EditedFiles.WithBody(
            Instruction.Line(new LocationOperand(prefix + "sample.erl", 3)),
            Instruction.Line(new LocationOperand(prefix + "x.hrl", 4)));
        return (module with { CompileInfo = TermReader.Read(info) })
            .With(new ErlangDebugInfo(TermReader.Read(forms), TermReader.Read(options)) { IsCompressed = true })
            .With(SampleModules.Documentation() with
            {
                Annotation = TermReader.Read($"[{{file,\"{prefix}everything.erl\"}},{{location,1}}]"),
                Metadata = TermReader.Read(isDeterministic ? "#{}" : $"#{{source_path => \"{prefix}everything.erl\"}}"),
            });
    }

    private static string Everything(BeamModule module) => string.Join(
        ' ', module.ExtraChunks.Select(chunk => ExternalTermFormat.Decode(chunk.Data).ToString())) + module.CompileInfo
        + string.Join(' ', module.Functions.SelectMany(function => function.Instructions));

    private static byte[] Normalize(ChunkFile file) => Normalize(BeamModuleReader.Read(file.Write()).Require());

    private static byte[] Normalize(BeamModule module)
    {
        var (normal, diagnostics) = ModuleNormalization.Normalize(module);
        diagnostics.Should().BeEmpty();
        return BeamModuleWriter.Write(normal);
    }

    private static string Ids(byte[] file) => string.Join(' ', ChunkFile.Read(file).Chunks.Select(chunk => chunk.Id));
}
