using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>A variable, a parameter, or a nested function.</summary>
internal sealed class LocalSymbol(string name, MochiType type, TextSpan span, bool mutable, FunctionContext owner)
{
    public string Name { get; } = name;

    public MochiType Type { get; set; } = type;

    public TextSpan Span { get; } = span;

    /// <summary>Declared with <c>var</c>, or a parameter.</summary>
    public bool IsMutable { get; } = mutable;

    /// <summary>The function that it belongs to.</summary>
    public FunctionContext Owner { get; } = owner;

    /// <summary>Position among the parameters of its function, or -1.</summary>
    public int ParameterIndex { get; init; } = -1;

    /// <summary>A loop variable: it may be assigned, and is new in every turn.</summary>
    public bool IsLoopVariable { get; init; }

    /// <summary>True when it gets a new value somewhere after its declaration.</summary>
    public bool IsAssigned { get; set; }

    /// <summary>
    /// True when it lives in the process dictionary, because functions share it with the main program.
    /// </summary>
    public bool IsShared { get; set; }

    /// <summary>
    /// For a variable of the main program: false while the statement that declares it was not reached.
    /// </summary>
    public bool IsDeclared { get; set; } = true;

    /// <summary>The value of an immutable variable whose initializer is a literal.</summary>
    public BoundLiteral? Constant { get; set; }

    /// <summary>True for a nested named function.</summary>
    public bool IsFunction { get; init; }
}

/// <summary>A function of the module: declared at the top, or a method of a record.</summary>
internal sealed class FunctionSymbol(FunctionSyntax syntax, RecordType? receiver)
{
    public string Name => Syntax.Name.Text;

    public FunctionSyntax Syntax { get; } = syntax;

    /// <summary>For a method, the type of the hidden first parameter <c>self</c>.</summary>
    public RecordType? Receiver { get; } = receiver;

    /// <summary>The function's name in the module.</summary>
    public required string EmittedName { get; init; }

    public IReadOnlyList<TypeParameterType> TypeParameters { get; set; } = [];

    public List<LocalSymbol> Parameters { get; } = [];

    public MochiType Result { get; set; } = MochiType.Unit;

    public FunctionContext Context { get; set; } = null!;

    public BoundBlock? Body { get; set; }

    public BindingState State { get; set; }

    /// <summary>Parameters whose changed values go back to the caller, by index.</summary>
    public SortedSet<int> InOut { get; } = [];

    /// <summary>True when the function is used as a value, so that it is exported under its name.</summary>
    public bool IsValue { get; set; }

    public FunctionType Type => new([.. Parameters.Select(parameter => parameter.Type)], Result);
}

/// <summary>How far the body of a function has been looked at.</summary>
internal enum BindingState
{
    Waiting,
    Started,
    Done,
}

/// <summary>
/// One function body while it is bound: the main program, a function, a method, or a function in another one.
/// </summary>
internal sealed class FunctionContext(FunctionContext? parent, FunctionSymbol? symbol)
{
    /// <summary>The function around it; the main program for a function of the module.</summary>
    public FunctionContext? Parent { get; } = parent;

    /// <summary>The function of the module, when it is one.</summary>
    public FunctionSymbol? Symbol { get; } = symbol;

    public bool IsMain => Parent is null;

    /// <summary>What its return statements give; <see langword="null"/> in the main program.</summary>
    public MochiType? Result { get; set; }

    public int LoopDepth { get; set; }

    /// <summary>True when it is a function value made inside the main program.</summary>
    public bool IsClosureOfMain
    {
        get
        {
            for (var context = this; !context.IsMain; context = context.Parent!)
            {
                if (context.Symbol is not null) return false;
            }

            return true;
        }
    }
}
