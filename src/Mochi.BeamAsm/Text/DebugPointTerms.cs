using System.Collections.Immutable;
using Mochi.BeamFile.DebugVariables;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// What debuggers can see at a place of the code, as a term: <c>{Frame, [{Variable, Place}], [Call]}</c>, where the frame is
/// <c>none</c>, <c>entry</c> or a size, and a call is <c>{local,F,A}</c>, <c>{remote,M,F,A}</c> or <c>{var,Name}</c>.
/// </summary>
internal static class DebugPointTerms
{
    public static Term Of(DebugPoint point)
    {
        var variables = new List<Term>();
        foreach (var variable in point.Variables)
        {
            variables.Add(Term.Tuple(variable.Name, OfPlace(variable.Location)));
        }

        var calls = new List<Term>();
        foreach (var call in point.Calls)
        {
            calls.Add(call.Kind switch
            {
                DebugCallKind.Local => Term.Tuple(Term.Atom("local"), call.Function, Term.Integer(call.Arity)),
                DebugCallKind.Remote => Term.Tuple(Term.Atom("remote"), call.Module!, call.Function, Term.Integer(call.Arity)),
                _ => Term.Tuple(Term.Atom("var"), call.Function),
            });
        }

        Term frame = point.Kind switch
        {
            DebugFrameKind.Frame => Term.Integer(point.FrameSize),
            DebugFrameKind.Entry => Term.Atom("entry"),
            _ => Term.Atom("none"),
        };
        return Term.Tuple(frame, Term.List(variables), Term.List(calls));
    }

    public static DebugPoint Read(Term term)
    {
        if (term is not TupleTerm { Elements: [var frame, var variables, var calls] })
        {
            throw Unknown(term);
        }

        var (kind, size) = frame switch
        {
            AtomTerm { Name: "none" } => (DebugFrameKind.None, 0),
            AtomTerm { Name: "entry" } => (DebugFrameKind.Entry, 0),
            _ => (DebugFrameKind.Frame, AssemblyOperandReader.ToInt32(frame)),
        };
        var known = ImmutableArray.CreateBuilder<DebugVariable>();
        foreach (var variable in AssemblyOperandReader.Items(variables))
        {
            known.Add(variable is TupleTerm { Elements: [BitstringTerm or IntegerTerm, var place] } pair
                ? new DebugVariable(pair[0], ReadPlace(place))
                : throw Unknown(variable));
        }

        var made = ImmutableArray.CreateBuilder<DebugCall>();
        foreach (var call in AssemblyOperandReader.Items(calls))
        {
            made.Add(ReadCall(call));
        }

        return new DebugPoint(kind, size, known.ToImmutable(), made.ToImmutable());
    }

    private static DebugCall ReadCall(Term term) => term switch
    {
        TupleTerm { Elements: [AtomTerm { Name: "local" }, (AtomTerm or BitstringTerm) and var function, var arity] } =>
            DebugCall.Local(function, Arity(arity)),
        TupleTerm
        {
            Elements: [AtomTerm { Name: "remote" }, (AtomTerm or BitstringTerm) and var module, (AtomTerm or BitstringTerm) and var function, var arity],
        } => DebugCall.Remote(module, function, Arity(arity)),
        TupleTerm { Elements: [AtomTerm { Name: "var" }, BitstringTerm name] } => DebugCall.Variable(name),
        _ => throw Unknown(term),
    };

    private static int Arity(Term term) =>
        AssemblyOperandReader.ToInt32(term) is var arity && arity <= 255 ? arity : throw Unknown(term);

    private static Term OfPlace(Operand place) => place switch
    {
        XRegister register => Numbered("x", register.Index),
        YRegister register => Numbered("y", register.Index),
        FloatRegister register => Numbered("fr", register.Index),
        IntegerOperand integer => Term.Integer(integer.Value),
        AtomOperand atom => Term.Atom(atom.Name),
        LiteralOperand literal => Term.Tuple(Term.Atom("literal"), literal.Term),
        _ => Term.Nil,
    };

    private static TupleTerm Numbered(string kind, int index) => Term.Tuple(Term.Atom(kind), Term.Integer(index));

    private static Operand ReadPlace(Term term) => term switch
    {
        AtomTerm atom => new AtomOperand(atom.Name),
        IntegerTerm integer => new IntegerOperand(integer.Value),
        NilTerm => NilOperand.Instance,
        TupleTerm { Elements: [AtomTerm { Name: "x" }, var index] } => Register.X(AssemblyOperandReader.ToInt32(index)),
        TupleTerm { Elements: [AtomTerm { Name: "y" }, var index] } => Register.Y(AssemblyOperandReader.ToInt32(index)),
        TupleTerm { Elements: [AtomTerm { Name: "fr" }, var index] } => new FloatRegister(AssemblyOperandReader.ToInt32(index)),
        TupleTerm { Elements: [AtomTerm { Name: "literal" }, var value] } => new LiteralOperand(value),
        _ => throw Unknown(term),
    };

    private static AssemblyFormException Unknown(Term term) =>
        new("BA113", $"{TermPrinter.Print(term, 80)} says nothing to a debugger");
}
