namespace Mochi.BeamFile.Editing;

/// <summary>The places where a module has atoms.</summary>
[Flags]
public enum AtomUses
{
    /// <summary>No place.</summary>
    None = 0,

    /// <summary>The module's own name: at its head, in its functions, in calls and funs that name the module.</summary>
    Module = 1,

    /// <summary>The names of the module's own functions, and of lambdas.</summary>
    Functions = 2,

    /// <summary>
    /// The names of other modules and of their functions, in calls and in funs; not of BIFs that are instructions of
    /// their own, such as <c>erlang:'+'/2</c>.
    /// </summary>
    Imports = 4,

    /// <summary>Atoms that the code handles as values.</summary>
    Values = 8,

    /// <summary>Atoms within literals.</summary>
    Literals = 16,

    /// <summary>The names of native records and of their fields.</summary>
    Records = 32,

    /// <summary>Atoms within the attributes.</summary>
    Attributes = 64,

    /// <summary>Every place in the code and in its tables.</summary>
    Code = Module | Functions | Imports | Values | Literals | Records,

    /// <summary>Every place.</summary>
    All = Code | Attributes,
}
