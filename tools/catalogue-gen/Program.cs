using Mochi.BeamFile.Container;
using Mochi.CatalogueGen;

// catalogue-gen ROOT [--check]: writes the catalogue of the runtime below the repository's root, or says that it is out of
// date. What it does not understand is said on stderr and stands in the catalogue as any, or with every effect.
var check = args.Contains("--check");
var roots = args.Where(argument => argument != "--check").ToArray();
if (roots.Length != 1 || args.Contains("--help"))
{
    Console.Error.WriteLine("usage: catalogue-gen ROOT [--check]");
    return args.Contains("--help") ? 0 : 2;
}

var ebin = Path.Combine(roots[0], "erlang-runtime", "ebin");
var folder = Path.Combine(roots[0], "src", "Mochi.Language", "Runtime");
var path = Path.Combine(folder, "RuntimeCatalogue.g.cs");
var modules = new List<BeamChunks>();
foreach (var file in Directory.EnumerateFiles(ebin, "*.beam").Order(StringComparer.Ordinal))
{
    var result = BeamModuleReader.Read(File.ReadAllBytes(file), new BeamReaderOptions { FileName = file });
    if (result.Module is null)
    {
        Console.Error.WriteLine($"catalogue-gen: {result.Diagnostics[^1].Message}: {file}");
        return 1;
    }

    modules.Add(result.Chunks!);
}

var table = EffectTable.Read(File.ReadAllText(Path.Combine(folder, "effects.tsv")));
var content = Emitter.Catalogue(CatalogueRows.Of(
    modules, table, message => Console.Error.WriteLine($"catalogue-gen: {message}")));
if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == content)
{
    return 0;
}

if (check)
{
    Console.Error.WriteLine($"{path} does not fit erlang-runtime/ebin and effects.tsv; run tools/catalogue-gen");
    return 1;
}

File.WriteAllText(path, content);
Console.WriteLine($"wrote {path}");
return 0;
