namespace Mochi.OpcodeGen;

/// <summary>One line of the table: an opcode.</summary>
internal sealed record OpcodeRow(
    int Number,
    string Name,
    int First,
    int? Last,
    string Category,
    IReadOnlyList<string> Effects,
    IReadOnlyList<OperandEntry> Operands,
    string Documentation)
{
    public bool IsObsolete => Category == "obsolete";

    public string CSharpName => Naming.Pascal(Name);
}
