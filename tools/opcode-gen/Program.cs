using Mochi.OpcodeGen;

// opcode-gen ROOT [--check]: writes the generated files below the repository's root, or says which of them are out of date.
var check = args.Contains("--check");
var roots = args.Where(argument => argument != "--check").ToArray();
if (roots.Length != 1 || args.Contains("--help"))
{
    Console.Error.WriteLine("usage: opcode-gen ROOT [--check]");
    return args.Contains("--help") ? 0 : 2;
}

var folder = Path.Combine(roots[0], "src", "Mochi.BeamFile", "Instructions");
var rows = TableReader.Read(File.ReadAllText(Path.Combine(folder, "opcodes.tsv")).ReplaceLineEndings("\n"));
(string Path, string Content)[] files =
[
    (Path.Combine(folder, "Opcode.g.cs"), Emitter.Enumeration(rows)),
    (Path.Combine(folder, "OpcodeTable.g.cs"), Emitter.Table(rows)),
    (Path.Combine(folder, "Instruction.Factories.g.cs"), Emitter.Factories(rows)),
    (Path.Combine(roots[0], "docs", "opcodes.md"), Emitter.Documentation(rows)),
];

var stale = 0;
foreach (var (path, content) in files)
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
