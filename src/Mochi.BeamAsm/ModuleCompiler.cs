using Mochi.BeamAsm.CodeGen;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ir.Checking;
using Mochi.BeamAsm.Lowering;
using Mochi.BeamAsm.Passes;
using Mochi.BeamAsm.Ssa;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamAsm;

/// <summary>Compiles modules of the typed IR to BEAM bytecode.</summary>
public static class ModuleCompiler
{
    /// <summary>Compiles a module.</summary>
    /// <param name="module">The module; <c>module_info/0</c> and <c>module_info/1</c> are added.</param>
    /// <returns>Its code, ready to be written to a <c>.beam</c> file.</returns>
    /// <exception cref="DiagnosticException">
    /// The module is not consistent; <see cref="IrChecker.Check"/> tells everything that is wrong with it, the exception the
    /// first thing.
    /// </exception>
    public static BeamModule Compile(IrModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (IrChecker.Check(module) is [var problem, ..])
        {
            throw new DiagnosticException(problem);
        }

        return ModuleEmitter.Emit(ToSsa(module));
    }

    /// <summary>The SSA form that code is generated from, after every pass, as text for people.</summary>
    /// <param name="module">The module that <see cref="Compile"/> would compile.</param>
    public static string PrintSsa(IrModule module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return SsaPrinter.Print(ToSsa(module));
    }

    /// <summary>Lowers a module to SSA form and improves it.</summary>
    internal static SsaModule ToSsa(IrModule module)
    {
        SsaModule ssa = ModuleLowering.Lower(WithModuleInfo(module));
        foreach (SsaFunction function in ssa.Functions)
        {
            SsaChecker.Check(function, "lowering");
            BlockMerging.Run(function);
            RedundantParameters.Run(function);
            DeadCode.Run(function);
            while (TypeSimplification.Run(function))
            {
                DeadCode.Run(function);
                BlockMerging.Run(function);
                RedundantParameters.Run(function);
            }

            BlockMerging.Run(function);
            YieldPoints.Run(function);
            SsaChecker.Check(function, "optimisation");
        }

        return ssa;
    }

    private static IrModule WithModuleInfo(IrModule module)
    {
        var key = new Local("key", IrType.Atom);
        return module with
        {
            Functions = module.Functions.AddRange(
                new IrFunction("module_info", [], GetModuleInfo(Node.Atom(module.Name))) { IsExported = true },
                new IrFunction("module_info", [key], GetModuleInfo(Node.Atom(module.Name), Node.Get(key)))
                {
                    IsExported = true,
                }),
        };
    }

    private static Expression GetModuleInfo(params ReadOnlySpan<Expression> arguments) =>
        Node.RemoteCall("erlang", "get_module_info", arguments);
}
