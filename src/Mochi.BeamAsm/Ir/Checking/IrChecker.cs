using System.Collections.Immutable;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>
/// Checks that a module of the typed IR is one that can be compiled. The compiler itself takes a consistent module for
/// granted.
/// </summary>
/// <remarks>
/// What is checked: BA301 locals are read and changed only where they are bound; BA302 a local is bound in one place;
/// BA303 only mutable locals are changed; BA304 <c>break</c> and <c>continue</c> name a loop around them in the same
/// function; BA305 called functions of the module exist; BA306 numbers of arguments; BA307 built-in functions and type
/// tests exist; BA308 shapes of tuples and indices; BA309 functions have names of their own; BA310 keys of map patterns;
/// BA311 guards change nothing; BA312 a value can have the type that is declared for it; BA313 types are well formed;
/// BA314 constants; BA315 segments of bitstrings; BA316 names and attributes; BA317 locals that must not be mutable;
/// BA318 a label names one loop; BA319 classes of exceptions; BA320 depth.
/// What is not checked: whether a value always has its declared type, and whether functions of other modules exist.
/// </remarks>
public static class IrChecker
{
    /// <summary>Checks a module.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Everything that is wrong, function by function; empty when the module can be compiled.</returns>
    public static ImmutableArray<Diagnostic> Check(IrModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var problems = new IrProblems(module.SourceFile);
        CheckNames(module, problems);
        var functions = CollectFunctions(module, problems);
        var owners = new Dictionary<Local, string>();
        foreach (var function in module.Functions)
        {
            new FunctionChecker(function, functions, owners, problems).Check();
        }

        return problems.ToImmutable();
    }

    private static void CheckNames(IrModule module, IrProblems problems)
    {
        problems.CheckAtom(module.Name, "the module's name");
        if (module.Name.Length == 0)
        {
            problems.Error("BA316", "the module's name is empty");
        }

        foreach (var attribute in module.Attributes)
        {
            problems.CheckAtom(attribute.Name, "the attribute's name");
            if (attribute.Name == "vsn")
            {
                problems.Error("BA316", "the attribute vsn is made by the compiler");
            }

            foreach (var value in attribute.Values)
            {
                problems.CheckLiteral(value, $"the attribute {attribute.Name}");
            }
        }
    }

    private static Dictionary<FunctionReference, IrFunction> CollectFunctions(IrModule module, IrProblems problems)
    {
        var functions = new Dictionary<FunctionReference, IrFunction>();
        foreach (var function in module.Functions)
        {
            problems.Enter(function);
            if (!functions.TryAdd(function.Reference, function))
            {
                problems.Error("BA309", $"there are two functions {function.Reference}");
            }
            else if (function is { Name: "module_info", Parameters.Length: 0 or 1 })
            {
                problems.Error("BA309", $"{function.Reference} is made by the compiler");
            }

            problems.CheckAtom(function.Name, "the function's name");
        }

        problems.Leave();
        return functions;
    }
}
