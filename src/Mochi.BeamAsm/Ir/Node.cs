using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Ir;

/// <summary>Short ways to write the nodes of the IR in C#.</summary>
public static class Node
{
    /// <summary>The atom <c>ok</c>.</summary>
    public static Expression Unit { get; } = Atom("ok");

    /// <summary>The empty list.</summary>
    public static Expression Nil { get; } = Literal(Term.Nil);

    /// <summary>The atom <c>true</c>.</summary>
    public static Expression True { get; } = Atom("true");

    /// <summary>The atom <c>false</c>.</summary>
    public static Expression False { get; } = Atom("false");

    /// <summary>A constant.</summary>
    public static Expression Literal(Term value) => new LiteralExpression(value);

    /// <summary>An atom.</summary>
    public static Expression Atom(string name) => Literal(Term.Atom(name));

    /// <summary>An integer.</summary>
    public static Expression Integer(BigInteger value) => Literal(Term.Integer(value));

    /// <summary>A float.</summary>
    public static Expression Float(double value) => Literal(Term.Float(value));

    /// <summary>A UTF-8 binary.</summary>
    public static Expression String(string value) => Literal(Term.String(value));

    /// <summary>A boolean.</summary>
    public static Expression Boolean(bool value) => value ? True : False;

    /// <summary>Reads a local.</summary>
    public static Expression Get(Local local) => new LocalExpression(local);

    /// <summary>Binds a local.</summary>
    public static Expression Let(Local local, Expression value) => new LetExpression(local, value);

    /// <summary>Changes a mutable local.</summary>
    public static Expression Assign(Local local, Expression value) => new AssignExpression(local, value);

    /// <summary>Evaluates in order.</summary>
    public static Expression Block(params ReadOnlySpan<Expression> expressions) =>
        new BlockExpression([.. expressions]);

    /// <summary>Chooses by a boolean.</summary>
    public static Expression If(Expression condition, Expression then, Expression otherwise) =>
        new IfExpression(condition, then, otherwise);

    /// <summary>Applies a guard built-in function or operator that raises when it fails.</summary>
    public static Expression BuiltIn(string name, params ReadOnlySpan<Expression> arguments) =>
        new BuiltInExpression(name, [.. arguments]);

    /// <summary>Calls a function of the same module.</summary>
    public static Expression Call(string function, params ReadOnlySpan<Expression> arguments) =>
        new CallExpression(new FunctionReference(function, arguments.Length), [.. arguments]);

    /// <summary>Calls a function of another module.</summary>
    public static Expression RemoteCall(string module, string function, params ReadOnlySpan<Expression> arguments) =>
        new RemoteCallExpression(module, function, [.. arguments]);

    /// <summary>Calls a fun.</summary>
    public static Expression Apply(Expression fun, params ReadOnlySpan<Expression> arguments) =>
        new ApplyExpression(fun, [.. arguments]);

    /// <summary>Builds a tuple.</summary>
    public static Expression Tuple(params ReadOnlySpan<Expression> elements) => new TupleExpression([.. elements]);

    /// <summary>Builds a proper list.</summary>
    public static Expression List(params ReadOnlySpan<Expression> elements) =>
        new ListExpression([.. elements], Tail: null);

    /// <summary>Puts one element in front of a list.</summary>
    public static Expression Cons(Expression head, Expression tail) =>
        new ListExpression(ImmutableArray.Create(head), tail);

    /// <summary>Returns from the function.</summary>
    public static Expression Return(Expression value) => new ReturnExpression(value);
}
