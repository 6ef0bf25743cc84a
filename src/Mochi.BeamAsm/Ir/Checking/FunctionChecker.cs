using System.Runtime.CompilerServices;

namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>Checks one function in the order of evaluation.</summary>
internal sealed partial class FunctionChecker(
    IrFunction function,
    IReadOnlyDictionary<FunctionReference, IrFunction> functions,
    Dictionary<Local, string> owners,
    IrProblems problems)
{
    private const int MaximumArity = 255;

    private readonly HashSet<LoopLabel> _knownLoops = [];
    private readonly StaticKinds _kinds = new(functions);
    private HashSet<LoopLabel> _openLoops = [];
    private BoundLocals _bound = BoundLocals.Start();
    private bool _isInGuard;
    private bool _isTooDeep;

    public void Check()
    {
        problems.Enter(function);
        CheckType(function.ResultType);
        CheckParameters(function.Parameters, "the function");
        Check(function.Body);
        CheckDeclared(function.ResultType, function.Body, "the function's result");
        problems.Leave();
    }

    private void Check(Expression expression)
    {
        if (_isTooDeep)
        {
            return;
        }

        var outer = problems.Position;
        problems.Position = expression.Position.IsKnown ? expression.Position : outer;
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            CheckNode(expression);
        }
        else
        {
            _isTooDeep = true;
            problems.Error("BA320", "expressions are nested too deeply");
        }

        problems.Position = outer;
    }

    private void CheckAll(IEnumerable<Expression> expressions)
    {
        foreach (var expression in expressions)
        {
            Check(expression);
        }
    }

    /// <summary>Checks what is evaluated only sometimes; what it binds is not bound afterwards.</summary>
    private void CheckOptional(Expression? expression)
    {
        if (expression is not null)
        {
            var before = _bound;
            Check(expression);
            _bound = before;
        }
    }

    private void CheckParameters(IReadOnlyCollection<Local> parameters, string what)
    {
        if (parameters.Count > MaximumArity)
        {
            problems.Error("BA306", $"{what} has {parameters.Count} parameters, more than {MaximumArity}");
        }

        foreach (var parameter in parameters)
        {
            Bind(parameter);
        }
    }

    private void Bind(Local local)
    {
        if (!owners.TryAdd(local, function.Reference.ToString()))
        {
            problems.Error("BA302", $"local '{local.Name}' is bound a second time");
        }

        CheckType(local.Type);
        _bound = _bound.With(local);
    }

    private void BindImmutable(Local local, string what)
    {
        if (local.IsMutable)
        {
            problems.Error("BA317", $"local '{local.Name}' must not be mutable: it is {what}");
        }

        Bind(local);
    }

    private void CheckUse(Local local, string use)
    {
        if (_bound.Contains(local))
        {
            return;
        }

        var owner = owners.GetValueOrDefault(local);
        problems.Error(
            "BA301",
            owner is not null && owner != function.Reference.ToString()
                ? $"local '{local.Name}' of {owner} is {use}"
                : $"local '{local.Name}' is {use} where it is not bound for certain",
            "a local is bound from its let to the end of the block around it");
    }

    private void CheckArity(FunctionReference called, int arguments)
    {
        if (called.Arity != arguments)
        {
            problems.Error("BA306", $"{called} is called with {arguments} arguments");
        }

        CheckArgumentCount(arguments);
    }

    private void CheckArgumentCount(int arguments)
    {
        if (arguments > MaximumArity)
        {
            problems.Error("BA306", $"there are {arguments} arguments, more than {MaximumArity}");
        }
    }

    private void CheckFunction(FunctionReference called)
    {
        if (!functions.ContainsKey(called) && called is not { Name: "module_info", Arity: 0 or 1 })
        {
            var other = functions.Keys.Where(known => known.Name == called.Name).Select(known => (FunctionReference?)known).FirstOrDefault();
            problems.Error("BA305", $"there is no function {called} in the module", other is null ? null : $"there is {other}");
        }
    }
}
