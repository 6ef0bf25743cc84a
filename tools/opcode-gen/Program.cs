using Mochi.OpcodeGen;

// opcode-gen ROOT [--check]: writes the generated files below the repository's root, or says which of them are out of
// date.
var check = args.Contains("--check");
var roots = args.Where(argument => argument != "--check").ToArray();
if (roots.Length != 1 || args.Contains("--help"))
{
    Console.Error.WriteLine("usage: opcode-gen ROOT [--check]");
    return args.Contains("--help") ? 0 : 2;
}

var table = Path.Combine(roots[0], "src", "Mochi.BeamFile", "Instructions", "opcodes.tsv");
var stale = 0;
foreach (var (path, content) in GeneratedFiles.Of(roots[0], File.ReadAllText(table)))
{
    if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == content)
    {
        continue;
    }

    if (check)
    {
        Console.Error.WriteLine($"{path} does not fit opcodes.tsv; run tools/opcode-gen");
        stale++;
        continue;
    }

    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.WriteAllText(path, content);
    Console.WriteLine($"wrote {path}");
}

return stale == 0 ? 0 : 1;
