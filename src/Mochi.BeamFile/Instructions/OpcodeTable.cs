namespace Mochi.BeamFile.Instructions;

/// <summary>Finds what is known about an opcode.</summary>
public static partial class OpcodeTable
{
    private static readonly OpcodeDefinition[] Definitions = MakeDefinitions();

    /// <summary>The greatest opcode that the table knows.</summary>
    public static int MaximumOpcode => Definitions.Length;

    /// <summary>Every opcode, in the order of their numbers.</summary>
    public static IReadOnlyList<OpcodeDefinition> All => Definitions;

    /// <summary>The definition of an opcode; <see langword="null"/> when there is none of this number.</summary>
    public static OpcodeDefinition? TryGet(Opcode opcode)
    {
        var index = (int)opcode - 1;
        return (uint)index < (uint)Definitions.Length ? Definitions[index] : null;
    }

    /// <summary>
    /// The definition of the opcode that OTP calls by this name; <see langword="null"/> when there is none.
    /// </summary>
    public static OpcodeDefinition? TryGet(string name) => Names.Definitions.GetValueOrDefault(name);

    // Who only reads code never needs the names.
    private static class Names
    {
        public static readonly Dictionary<string, OpcodeDefinition> Definitions = All.ToDictionary(
            definition => definition.Name, StringComparer.Ordinal);
    }
}
