using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.DebugVariables;

/// <summary>A call that a line of the source makes.</summary>
public sealed record DebugCall
{
    private DebugCall(DebugCallKind kind, Term? module, Term function, int arity)
    {
        Kind = kind;
        Module = module;
        Function = function;
        Arity = arity;
    }

    /// <summary>What is called.</summary>
    public DebugCallKind Kind { get; }

    /// <summary>
    /// For remote calls the module: an atom, or the name of a variable as a binary; else <see langword="null"/>.
    /// </summary>
    public Term? Module { get; }

    /// <summary>The function: an atom, or the name of a variable as a binary.</summary>
    public Term Function { get; }

    /// <summary>The number of arguments, 0 to 255; 0 for calls of variables, which do not tell.</summary>
    public int Arity { get; }

    /// <summary>Makes a call of a function of the same module.</summary>
    /// <param name="function">An atom, or the name of a variable as a binary.</param>
    /// <param name="arity">The number of arguments, 0 to 255.</param>
    public static DebugCall Local(Term function, int arity) =>
        new(DebugCallKind.Local, null, Named(function), InRange(arity));

    /// <summary>Makes a call of a function that is named with its module.</summary>
    /// <param name="module">An atom, or the name of a variable as a binary.</param>
    /// <param name="function">An atom, or the name of a variable as a binary.</param>
    /// <param name="arity">The number of arguments, 0 to 255.</param>
    public static DebugCall Remote(Term module, Term function, int arity) =>
        new(DebugCallKind.Remote, Named(module), Named(function), InRange(arity));

    /// <summary>Makes a call of a fun.</summary>
    /// <param name="name">The name of the variable that holds the fun, a binary.</param>
    public static DebugCall Variable(BitstringTerm name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new DebugCall(DebugCallKind.Variable, null, name, 0);
    }

    private static Term Named(Term name) => name is AtomTerm or BitstringTerm
        ? name
        : throw new ArgumentException("a function is named by an atom or by a variable's name", nameof(name));

    private static int InRange(int arity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(arity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(arity, 255);
        return arity;
    }
}
