namespace Mochi.OpcodeGen;

/// <summary>The files that the table stands for.</summary>
public static class GeneratedFiles
{
    /// <summary>Paths and contents.</summary>
    /// <param name="root">The repository's root.</param>
    /// <param name="table">The text of opcodes.tsv.</param>
    public static IReadOnlyList<(string Path, string Content)> Of(string root, string table)
    {
        var rows = TableReader.Read(table.ReplaceLineEndings("\n"));
        var folder = Path.Combine(root, "src", "Mochi.BeamFile", "Instructions");
        return
        [
            (Path.Combine(folder, "Opcode.g.cs"), Emitter.Enumeration(rows)),
            (Path.Combine(folder, "OpcodeTable.g.cs"), Emitter.Table(rows)),
            (Path.Combine(folder, "Instruction.Factories.g.cs"), Emitter.Factories(rows)),
            (Path.Combine(root, "docs", "opcodes.md"), Emitter.Documentation(rows)),
        ];
    }
}
