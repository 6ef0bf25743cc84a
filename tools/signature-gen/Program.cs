using Mochi.SignatureGen;

// signature-gen ROOT [--check]: writes the generated file below the repository's root, or says that it is out of date.
var check = args.Contains("--check");
var roots = args.Where(argument => argument != "--check").ToArray();
if (roots.Length != 1 || args.Contains("--help"))
{
    Console.Error.WriteLine("usage: signature-gen ROOT [--check]");
    return args.Contains("--help") ? 0 : 2;
}

var folder = Path.Combine(roots[0], "src", "Mochi.BeamAsm", "Verification", "Signatures");
var path = Path.Combine(folder, "SignatureTable.g.cs");
var content = Emitter.Table(SignatureRows.Read(File.ReadAllText(Path.Combine(folder, "signatures.tsv"))));
if (File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == content)
{
    return 0;
}

if (check)
{
    Console.Error.WriteLine($"{path} does not fit signatures.tsv; run tools/signature-gen");
    return 1;
}

File.WriteAllText(path, content);
Console.WriteLine($"wrote {path}");
return 0;
