namespace Mochi.BeamFile.Instructions;

/// <summary>What the numbers in a place of an instruction stand for.</summary>
internal enum NumberTable
{
    /// <summary>Themselves.</summary>
    Numbers,

    /// <summary>Entries of the import table.</summary>
    Imports,

    /// <summary>Entries of the lambda table.</summary>
    Lambdas,

    /// <summary>Words on the heap.</summary>
    HeapNeeds,

    /// <summary>Entries of the line table, from 1.</summary>
    Locations,
}
