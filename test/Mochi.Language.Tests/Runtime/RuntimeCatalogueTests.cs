using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Container;
using Mochi.CatalogueGen;
using Mochi.Language.Runtime;

namespace Mochi.Language.Tests.Runtime;

[TestClass]
public class RuntimeCatalogueTests
{
    [TestMethod]
    public void The_catalogue_has_what_the_files_of_the_runtime_export_and_nothing_else()
    {
        var exported = Modules().SelectMany(module => module.Exports
            .Where(entry => entry.Name != "module_info")
            .Select(entry => $"{module.ModuleName}:{entry.Name}/{entry.Arity}"));
        RuntimeCatalogue.All.Select(function => function.ToString()).Should().BeEquivalentTo(exported).And.HaveCountGreaterThan(200);
    }

    [TestMethod]
    public void What_is_read_of_the_catalogue_is_what_the_generator_found_and_it_understands_all_specifications()
    {
        var table = EffectTable.Read(File.ReadAllText(Path.Combine(Repository.Root, "src/Mochi.Language/Runtime/effects.tsv")));
        var reports = new List<string>();
        var rows = CatalogueRows.Of([.. Modules()], table, reports.Add);
        rows.Select(Text).Should().Equal(RuntimeCatalogue.All.Select(Text));
        reports.Should().NotContain(report => !report.StartsWith("nothing is known of what ", StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow("mochi_core", "raise", 2, "never <- atom or tuple(atom(mochi_user), int or binary), Message: any")]
    [DataRow("mochi_core", "slice", 3, "any <- Container: any, Start: int or atom(nil, none), End: int or atom(nil, none)")]
    [DataRow("mochi_error", "status", 1, "int(1..255) <- atom or tuple(atom(mochi_user), int or binary)")]
    [DataRow("mochi_list", "at", 2, "any <- list, int")]
    [DataRow("mochi_list", "reduce", 3, "any <- list, fun(any, any) -> any, Accumulator: any")]
    [DataRow("mochi_list", "sum", 1, "int or float <- list(int or float)")]
    [DataRow("mochi_map", "get", 2, "tuple(atom(some), any) or atom(none) <- map, Key: any")]
    [DataRow("mochi_str", "to_int", 2, "int <- binary, Base: int(2..36)")]
    public void A_function_has_the_types_of_its_specification(string module, string name, int arity, string types)
    {
        RuntimeCatalogue.TryFind(module, name, arity, out var function).Should().BeTrue();
        var parameters = function!.Parameters.Select(parameter =>
            (parameter.Name is null ? "" : parameter.Name + ": ") + MirTypePrinter.Print(parameter.Type.Type));
        $"{MirTypePrinter.Print(function.Result.Type)} <- {string.Join(", ", parameters)}".Should().Be(types);
    }

    [TestMethod]
    [DataRow("mochi_core", "truthy", 1, RuntimeEffects.None)]
    [DataRow("mochi_core", "equal", 2, RuntimeEffects.MayRaise)]
    [DataRow("mochi_core", "now", 0, RuntimeEffects.ReadsWorld | RuntimeEffects.MayRaise)]
    [DataRow("mochi_core", "missing_return", 1, RuntimeEffects.MayRaise | RuntimeEffects.NeverReturns)]
    [DataRow("mochi_list", "map", 2, RuntimeEffects.CallsFunctions | RuntimeEffects.MayRaise)]
    [DataRow("mochi_list", "sort", 1, RuntimeEffects.MayRaise)]
    [DataRow("mochi_file", "read", 1, RuntimeEffects.ReadsWorld | RuntimeEffects.MayRaise)]
    [DataRow("mochi_core", "print", 1,
        RuntimeEffects.ReadsWorld | RuntimeEffects.Writes | RuntimeEffects.SendsMessages | RuntimeEffects.CallsFunctions | RuntimeEffects.MayRaise)]
    public void A_function_has_the_effects_of_its_code(string module, string name, int arity, object effects)
    {
        RuntimeCatalogue.TryFind(module, name, arity, out var function).Should().BeTrue();
        function!.Effects.Should().Be((RuntimeEffects)effects);
    }

    [TestMethod]
    public void Only_what_does_nothing_but_give_a_result_or_raise_is_pure()
    {
        Find("mochi_core", "truthy", 1).IsPure.Should().BeTrue();
        Find("mochi_list", "at", 2).IsPure.Should().BeTrue();
        Find("mochi_list", "map", 2).IsPure.Should().BeFalse();
        Find("mochi_core", "now", 0).IsPure.Should().BeFalse();
    }

    [TestMethod]
    public void Programs_and_OTP_are_not_the_runtime()
    {
        RuntimeCatalogue.Covers("mochi_list").Should().BeTrue();
        RuntimeCatalogue.Covers("mochi_of_tomorrow").Should().BeTrue();
        RuntimeCatalogue.Covers("mochi_user_list").Should().BeFalse();
        RuntimeCatalogue.Covers("lists").Should().BeFalse();
    }

    private static RuntimeFunction Find(string module, string name, int arity) =>
        RuntimeCatalogue.TryFind(module, name, arity, out var function) ? function : throw new AssertFailedException(name);

    private static IEnumerable<BeamChunks> Modules() => Repository.Files("erlang-runtime/ebin", "*.beam")
        .Select(file => BeamModuleReader.Read(File.ReadAllBytes(file)).Chunks!);

    private static string Text(CatalogueRow row) =>
        $"{row.Module}:{row.Function}/{row.Parameters.Length} {EffectWords.Print(row.Effects)} {Text(row.Result)} " +
        string.Join("; ", row.Parameters.Select(parameter => $"{parameter.Name} {Text(parameter.Type)}"));

    private static string Text(SpecifiedType type) => $"{MirTypePrinter.Print(type.Type)} {type.Name}";

    private static string Text(RuntimeFunction function) =>
        $"{function} {EffectWords.Print((CallEffects)Bits(function.Effects))} {Text(function.Result)} " +
        string.Join("; ", function.Parameters.Select(parameter => $"{parameter.Name} {Text(parameter.Type)}"));

    private static string Text(RuntimeType type) =>
        $"{MirTypePrinter.Print(type.Type)} {(type.IsOpaque ? "opaque " : "")}{type.Name}";

    private static int Bits(RuntimeEffects effects)
    {
        (RuntimeEffects Effect, CallEffects Word)[] pairs =
        [
            (RuntimeEffects.ReadsWorld, CallEffects.Reads),
            (RuntimeEffects.Writes, CallEffects.Writes),
            (RuntimeEffects.SendsMessages, CallEffects.Sends),
            (RuntimeEffects.CallsFunctions, CallEffects.Calls),
            (RuntimeEffects.MayRaise, CallEffects.Raises),
            (RuntimeEffects.NeverReturns, CallEffects.Never),
        ];
        return pairs.Where(pair => (effects & pair.Effect) != 0).Aggregate(0, (bits, pair) => bits | (int)pair.Word);
    }
}
