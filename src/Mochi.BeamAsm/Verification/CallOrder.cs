namespace Mochi.BeamAsm.Verification;

/// <summary>
/// An order of the functions of a module in which callers come before what they call, as far as functions do not call each other in turn:
/// those that do are next to one another, and together are a group.
/// </summary>
internal sealed class CallOrder
{
    private readonly int[] _places;
    private readonly int[] _functions;
    private readonly int[] _groupStarts;
    private readonly int[] _groupEnds;

    /// <summary>Finds the order.</summary>
    /// <param name="labels">The labels of the module, with the calls to them.</param>
    /// <param name="count">How many functions there are.</param>
    public CallOrder(LabelTable labels, int count)
    {
        _places = new int[count];
        _functions = new int[count];
        _groupStarts = new int[count];
        _groupEnds = new int[count];
        new Search(this, labels, count).Run();
    }

    /// <summary>The place of a function.</summary>
    public int PlaceOf(int function) => _places[function];

    /// <summary>The function at a place.</summary>
    public int FunctionAt(int place) => _functions[place];

    /// <summary>The places of the functions that call each other in turn with one of them, from the first to before the last.</summary>
    public (int Start, int End) GroupOf(int function) => (_groupStarts[_places[function]], _groupEnds[_places[function]]);

    /// <summary>Whether two functions call each other in turn.</summary>
    public bool AreTogether(int one, int other) => _groupStarts[_places[one]] == _groupStarts[_places[other]];

    // Strongly connected components, by Tarjan's algorithm: they are found from the last one to the first.
    private sealed class Search(CallOrder order, LabelTable labels, int count)
    {
        private readonly int[] _numbers = new int[count];
        private readonly int[] _lowest = new int[count];
        private readonly bool[] _isOpen = new bool[count];
        private readonly Stack<int> _open = new();
        private readonly Stack<(int Function, int Call)> _path = new();
        private int _lastNumber;
        private int _firstPlace = count;

        public void Run()
        {
            for (var function = 0; function < _numbers.Length; function++)
            {
                if (_numbers[function] == 0)
                {
                    Begin(function);
                    while (_path.Count > 0)
                    {
                        Step();
                    }
                }
            }
        }

        private void Begin(int function)
        {
            _numbers[function] = _lowest[function] = ++_lastNumber;
            _isOpen[function] = true;
            _open.Push(function);
            _path.Push((function, 0));
        }

        private void Step()
        {
            var (function, call) = _path.Pop();
            var calls = labels.CallsOf(function);
            for (; call < calls.Length; call++)
            {
                var callee = labels.FunctionOf(calls[call]);
                if (callee < 0)
                {
                    continue;
                }

                if (_numbers[callee] == 0)
                {
                    // Looked at again when the callee is done.
                    _path.Push((function, call));
                    Begin(callee);
                    return;
                }

                if (_isOpen[callee])
                {
                    _lowest[function] = Math.Min(_lowest[function], _lowest[callee]);
                }
            }

            if (_lowest[function] == _numbers[function])
            {
                Close(function);
            }
        }

        private void Close(int first)
        {
            var end = _firstPlace;
            int function;
            do
            {
                function = _open.Pop();
                _isOpen[function] = false;
                order._places[function] = --_firstPlace;
                order._functions[_firstPlace] = function;
            }
            while (function != first);

            order._groupStarts.AsSpan(_firstPlace, end - _firstPlace).Fill(_firstPlace);
            order._groupEnds.AsSpan(_firstPlace, end - _firstPlace).Fill(end);
        }
    }
}
