namespace Mochi.BeamFile.Comparison;

/// <summary>In what respects two modules differ.</summary>
[Flags]
public enum ModuleDifferences
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>What only tools read, as <see cref="ComparisonClass.Metadata"/> has it.</summary>
    Metadata = 1,

    /// <summary>Places in the source.</summary>
    Lines = 2,

    /// <summary>How the same code is written, as <see cref="ComparisonClass.Renumbered"/> has it.</summary>
    Numbering = 4,

    /// <summary>Types of registers, which the just-in-time compiler uses; the instructions are the same.</summary>
    Types = 8,

    /// <summary>Attributes other than the generated version.</summary>
    Attributes = 16,

    /// <summary>The module's name, functions, exports, records, and chunks that nobody knows.</summary>
    Code = 32,
}
