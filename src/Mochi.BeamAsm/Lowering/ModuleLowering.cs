using System.Collections.Immutable;
using Mochi.BeamAsm.Ir;
using Mochi.BeamAsm.Ssa;

namespace Mochi.BeamAsm.Lowering;

/// <summary>Turns a module of the typed IR into SSA form; lambdas become functions of their own.</summary>
internal sealed class ModuleLowering
{
    private readonly List<SsaFunction> _functions = [];
    private readonly Queue<LiftedFunction> _lifted = new();
    private int _lambdaCount;

    private ModuleLowering()
    {
    }

    /// <summary>Lowers a module that the IR's checker accepts.</summary>
    public static SsaModule Lower(IrModule module)
    {
        var lowering = new ModuleLowering();
        foreach (IrFunction function in module.Functions)
        {
            lowering._functions.Add(FunctionLowering.Lower(lowering, function));
        }

        while (lowering._lifted.TryDequeue(out LiftedFunction? lifted))
        {
            lowering._functions.Add(FunctionLowering.Lower(lowering, lifted));
        }

        return new SsaModule(module.Name, lowering._functions)
        {
            SourceFile = module.SourceFile,
            Attributes = module.Attributes,
        };
    }

    /// <summary>Makes a function of a lambda; its captured values become its last parameters.</summary>
    /// <param name="lambda">The lambda.</param>
    /// <param name="captured">The locals it captures.</param>
    /// <param name="group">The local functions that it can call by name.</param>
    /// <param name="enclosing">The function around it.</param>
    /// <param name="name">The lifted function's name, as <see cref="NewLambdaName"/> gave it.</param>
    public void Lift(
        LambdaExpression lambda,
        IReadOnlyList<Local> captured,
        ImmutableArray<(Local Local, FunctionReference Function)> group,
        SsaFunction enclosing,
        string name) =>
        _lifted.Enqueue(new LiftedFunction(name, lambda, captured, group, enclosing.Position));

    /// <summary>A name for a lifted function, in the form that OTP's tools know how to read.</summary>
    public string NewLambdaName(SsaFunction enclosing, string? hint)
    {
        string outer = enclosing.Name;
        if (outer.StartsWith('-') && outer.IndexOf('/', StringComparison.Ordinal) is var slash && slash > 0)
        {
            return $"{outer[..NestedNameEnd(outer)]}{hint ?? "fun"}-{_lambdaCount++}-";
        }

        return $"-{outer}/{enclosing.Arity}-{hint ?? "fun"}-{_lambdaCount++}-";
    }

    private static int NestedNameEnd(string outer) =>
        outer.IndexOf('-', outer.IndexOf('/', StringComparison.Ordinal)) + 1;
}
