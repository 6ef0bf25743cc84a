using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Container;

namespace Mochi.BeamAsm.Verification;

/// <summary>What is known of a module while its functions are followed: who calls whom with what.</summary>
internal sealed class ModuleFacts
{
    // Calls within calls that are followed at once; what is deeper waits.
    private const int MaximumDepth = 64;

    private readonly LabelTable _labels;
    private readonly CallOrder _order;

    // By place in the order.
    private readonly bool[] _isPending;
    private int _firstPending;
    private readonly HashSet<string> _records;

    // The functions of which everything is known and that are not followed; null for none.
    private readonly bool[]? _isFixed;
    private readonly Workspace _workspace;
    private int _depth;

    public ModuleFacts(BeamModule module, VerifierOptions options)
    {
        _workspace = Workspace.Take();
        Module = module;
        IsStrict = options.IsStrict;
        _labels = _workspace.Labels;
        _labels.Begin(module);
        var functions = new FunctionFacts[module.Functions.Length];
        for (var index = 0; index < functions.Length; index++)
        {
            functions[index] = new FunctionFacts(module.Functions[index], index, _labels);
        }

        Functions = functions;
        _order = new CallOrder(_labels, functions.Length);
        _isPending = new bool[functions.Length];
        _firstPending = functions.Length;
        _records = module.Records.IsDefault ? [] : [.. module.Records.Select(record => record.Name)];
    }

    /// <summary>
    /// The same module, some functions of which are followed again with what each call gives by itself. They include all callers of each of
    /// them; of other functions that holds which has been found before.
    /// </summary>
    /// <param name="general">What is known of the module.</param>
    /// <param name="calls">What calls give.</param>
    /// <param name="again">Whether to follow each function.</param>
    public ModuleFacts(ModuleFacts general, CallResults calls, bool[] again)
    {
        Calls = calls;
        Module = general.Module;
        IsStrict = general.IsStrict;
        _workspace = general._workspace;
        _labels = general._labels;
        _order = general._order;
        _records = general._records;
        Functions = new FunctionFacts[general.Functions.Length];
        _isFixed = new bool[Functions.Length];
        for (var index = 0; index < Functions.Length; index++)
        {
            var function = general.Functions[index];
            _isFixed[index] = !again[index];
            Functions[index] = _isFixed[index] ? function : new FunctionFacts(function);
            if (!_isFixed[index])
            {
                function.Verifier?.Release();
            }
        }

        _isPending = new bool[Functions.Length];
        _firstPending = Functions.Length;
    }

    /// <summary>What calls give for their own arguments; <see langword="null"/> when all calls of a function give the same.</summary>
    public CallResults? Calls { get; }

    /// <summary>Joins states.</summary>
    public StateJoin Join => _workspace.Join;

    /// <summary>States for a moment.</summary>
    public StatePool States => _workspace.States;

    /// <summary>The states that blocks begin with.</summary>
    public StateStore Kept => _workspace.Kept;

    /// <summary>Blocks for the functions that are followed.</summary>
    public BlockPool Blocks => _workspace.Blocks;

    /// <summary>Room for some types; gone when another function is followed.</summary>
    public Span<TermType> Types(int count) => _workspace.Types(count);

    /// <summary>The operands of a BIF for a moment.</summary>
    public ValueSource[] Sources => _workspace.Sources;

    /// <summary>What operands stand for.</summary>
    public OperandCache Operands => _workspace.Operands;

    /// <summary>Whether what is not proven is wrong.</summary>
    public bool IsStrict { get; }

    /// <summary>The module.</summary>
    public BeamModule Module { get; }

    /// <summary>
    /// Whether it is the one module of OTP that is written in assembly: it calls a fun with a message that is still in the queue, which keeps
    /// nothing of it.
    /// </summary>
    public bool IsHandWritten => Module.Name == "prim_eval";

    /// <summary>Its functions, in the order of the code.</summary>
    public FunctionFacts[] Functions { get; }

    /// <summary>The function that begins at a label.</summary>
    public FunctionFacts? FindFunction(int label) =>
        _labels.FunctionOf(label) is >= 0 and var index && Functions[index].Code.EntryLabel == label ? Functions[index] : null;

    /// <summary>Whether some function has this label.</summary>
    public bool HasLabel(int label) => _labels.Contains(label);

    /// <summary>Whether the module defines a native record of this name.</summary>
    public bool HasRecord(string name) => _records.Contains(name);

    /// <summary>Something outside calls a function: its parameters may be anything.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isHearsay">Whether following single calls may tell more.</param>
    public void Reach(FunctionFacts function, bool isHearsay = false)
    {
        if (!IsFollowed(function))
        {
            return;
        }

        for (var index = 0; index < function.Parameters.Length; index++)
        {
            function.AddArgument(index, TermType.Any, isHearsay);
        }

        function.IsReached = true;
        Postpone(function);
    }

    /// <summary>A call passes an argument.</summary>
    public void AddArgument(FunctionFacts callee, int index, TermType type, bool isHearsay)
    {
        if (IsFollowed(callee) && callee.AddArgument(index, type, isHearsay))
        {
            Postpone(callee);
        }
    }

    /// <summary>A block calls a function, and its paths depend on what that gives.</summary>
    public void AddCaller(FunctionFacts callee, FunctionFacts caller, int block)
    {
        if (!IsFollowed(callee))
        {
            return;
        }

        callee.IsReached = true;

        // Knowing what it gives before going on saves coming back.
        if (callee.Rounds == 0 && _depth < MaximumDepth)
        {
            Follow(callee);
            if (!_order.AreTogether(callee.Index, caller.Index))
            {
                FollowGroup(callee);
            }
        }
        else if (callee.Rounds == 0)
        {
            Postpone(callee);
        }

        // Not before, as the caller sees what has come of it so far.
        callee.AddDependent(caller, block);
    }

    /// <summary>A fun of a function is made, which anybody may call.</summary>
    public void AddFun(FunctionFacts target, ReadOnlySpan<TermType> captured, FunctionFacts maker, int block)
    {
        var free = target.Code.Arity - captured.Length;
        for (var index = 0; index < target.Code.Arity; index++)
        {
            AddArgument(target, index, index < free ? TermType.Any : captured[index - free], isHearsay: true);
        }

        AddCaller(target, maker, block);
    }

    /// <summary>Follows functions until nothing new comes: callers first, as callees depend on what all of them pass.</summary>
    public void FollowAll()
    {
        while (_firstPending < _isPending.Length)
        {
            var next = _firstPending++;
            if (_isPending[next])
            {
                Follow(Functions[_order.FunctionAt(next)]);
            }
        }
    }

    // Functions that call each other in turn are followed until they agree before one that calls them goes on: it need not learn of every step.
    private void FollowGroup(FunctionFacts function)
    {
        var (start, end) = _order.GroupOf(function.Index);
        for (var place = start; place < end; place++)
        {
            if (_isPending[place])
            {
                Follow(Functions[_order.FunctionAt(place)]);
                place = start - 1;
            }
        }
    }

    /// <summary>Gives back what the next module can use; nothing is to be followed any more, here or where these facts were made better.</summary>
    public void Release()
    {
        ReleaseFunctions();
        _workspace.Release();
    }

    /// <summary>Gives back what the functions hold.</summary>
    public void ReleaseFunctions()
    {
        foreach (var function in Functions)
        {
            function.Verifier?.Release();
        }
    }

    /// <summary>Every function.</summary>
    public bool[] AllFunctions()
    {
        var all = new bool[Functions.Length];
        Array.Fill(all, true);
        return all;
    }

    /// <summary>Which functions something is true of, and which call those, and which call these, and so on.</summary>
    public bool[] FindCallers(Predicate<FunctionFacts> isMeant)
    {
        var found = new bool[Functions.Length];
        var open = new Stack<int>();
        foreach (var function in Functions)
        {
            if (isMeant(function))
            {
                found[function.Index] = true;
                open.Push(function.Index);
            }
        }

        while (open.TryPop(out var next))
        {
            foreach (var dependent in Functions[next].Dependents)
            {
                var caller = dependent.Caller.Index;
                if (!found[caller])
                {
                    found[caller] = true;
                    open.Push(caller);
                }
            }
        }

        return found;
    }

    private bool IsFollowed(FunctionFacts function) => _isFixed is null || !_isFixed[function.Index];

    private void Postpone(FunctionFacts function)
    {
        var place = _order.PlaceOf(function.Index);
        _isPending[place] = true;
        _firstPending = Math.Min(_firstPending, place);
    }

    private void Follow(FunctionFacts function)
    {
        if (function.IsActive)
        {
            Postpone(function);
            return;
        }

        _isPending[_order.PlaceOf(function.Index)] = false;
        function.IsActive = true;
        function.HasNewResult = false;
        function.Rounds++;
        if (!function.IsSound)
        {
            function.AddException();
            function.AddResult(TermType.Any);
        }

        _depth++;
        (function.Verifier ??= new FunctionVerifier(this, function)).Follow();
        _depth--;
        function.IsActive = false;
        if (function.HasNewResult)
        {
            for (var index = 0; index < function.Dependents.Length; index++)
            {
                var (caller, block) = function.Dependents[index];
                caller.Verifier?.FollowAgain(block);
                Postpone(caller);
            }
        }
    }
}
