using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Tests.Ir;

/// <summary>Modules of the IR made by hand.</summary>
internal static class SampleModules
{
    /// <summary>A module in which every class of node and every type occurs, with every property set at least once.</summary>
    public static IrModule Everything() => new(
        "every thing",
        [Values(), Structures(), ControlFlow(), Calls(), Patterns(), Types()])
    {
        SourceFile = "every.mochi",
        Attributes = [new ModuleAttribute("author", [Term.Atom("me"), Term.CharList("Jo")]), new ModuleAttribute("empty", [])],
    };

    private static SourcePosition At(int line, int column) => new("every.mochi", line, column);

    private static IrFunction Values()
    {
        var x = new Local("x", IrType.Integer);
        var y = new Local("x", IrType.Any, isMutable: true);
        var odd = new Local("let", IrType.Float);
        var strange = new Local("größe `x`.1", IrType.Any);
        return new IrFunction(
            "values",
            [x, y, odd, strange],
            Node.Block(
                Node.Integer(-5) with { Position = At(1, 2) },
                Node.Integer(BigInteger.Pow(10, 40)),
                Node.Float(-0.0),
                Node.Float(1.5e300),
                Node.Atom("it's"),
                Node.Nil,
                Node.String("Grüße\n"),
                Node.Literal(Term.Bitstring([0xA0], 3)),
                Node.Literal(Term.Tuple(Term.Atom("a@1"), Term.List(Term.Integer(1000)), Term.ImproperList([Term.Nil], Term.Atom("b")))),
                Node.Literal(Term.Map((Term.Atom("k"), Term.Integer(1)), (Term.Integer(1), Term.CharList("abc")))),
                Node.Literal(Term.ExternalFun("lists", "map", 2)),
                Node.BuiltIn("+", Node.Get(x), Node.Get(y)) with { Position = At(2, 1) },
                new BuiltInExpression("div", [Node.Get(x), Node.Integer(-1)]) { OnFailure = Node.Integer(0) },
                Node.BuiltIn("-", Node.Get(odd)),
                Node.BuiltIn("-", Node.Integer(1)),
                Node.BuiltIn("not", Node.Get(strange)),
                Node.BuiltIn("self"),
                new BuiltInExpression("hd", [Node.Get(strange)]) { OnFailure = Node.Get(x), Position = new SourcePosition(null, 3, 0) },
                new AndExpression(Node.True, new OrExpression(Node.False, new NotExpression(Node.Get(strange)) { Position = At(4, 4) })),
                new NotExpression(Node.True)))
        {
            ResultType = IrType.Boolean,
            IsExported = true,
            Position = At(1, 1),
        };
    }

    private static IrFunction Structures()
    {
        var t = new Local("t", IrType.Any);
        return new IrFunction(
            "structures",
            [t],
            Node.Block(
                Node.Tuple(),
                Node.Tuple(Node.Atom("point"), Node.Get(t)),
                Node.List(),
                Node.List(Node.Get(t), Node.Nil),
                Node.Cons(Node.Get(t), Node.Get(t)),
                new ListExpression([], Node.Get(t)),
                new MapExpression(null, []),
                new MapExpression(Node.Get(t), []),
                new MapExpression(
                    Node.Get(t),
                    [new MapEntry(Node.Atom("k"), Node.Get(t)), new MapEntry(Node.Get(t), Node.Nil, MustExist: true)]),
                new BitstringExpression([]),
                new BitstringExpression(
                [
                    new BitstringSegment(BitstringSegmentKind.Integer, Node.Get(t), Node.Integer(16), 1, LittleEndian: true, Signed: true),
                    new BitstringSegment(BitstringSegmentKind.Float, Node.Get(t)),
                    new BitstringSegment(BitstringSegmentKind.Binary, Node.Get(t), Node.Get(t), 8),
                    new BitstringSegment(BitstringSegmentKind.Utf8, Node.Get(t)),
                    new BitstringSegment(BitstringSegmentKind.Utf16, Node.Get(t), LittleEndian: true),
                    new BitstringSegment(BitstringSegmentKind.Utf32, Node.Get(t)),
                ])
                {
                    OnFailure = Node.Nil,
                    Position = new SourcePosition("other.mochi", 7, 8),
                },
                new TupleElementExpression(Node.Get(t), new TupleShape(3, "point"), 2) { OnFailure = Node.Nil },
                new TupleElementExpression(Node.Get(t), new TupleShape(2, null), 0),
                new TupleUpdateExpression(
                    Node.Get(t),
                    new TupleShape(3, "_"),
                    [new TupleElementUpdate(1, Node.Integer(1)), new TupleElementUpdate(2, Node.Get(t))])
                {
                    OnFailure = Node.Unit,
                },
                new TupleUpdateExpression(Node.Get(t), new TupleShape(1, null), [])));
    }

    private static IrFunction ControlFlow()
    {
        var i = new Local("i", IrType.Integer, isMutable: true);
        var each = new Local("each", IrType.Any);
        var (kind, reason, stack) = (new Local("class", IrType.Atom), new Local("reason", IrType.Any), new Local("stack", IrType.Any));
        var (outer, inner, range) = (new LoopLabel(), new LoopLabel(), new LoopLabel("range"));
        return new IrFunction(
            "control flow",
            [],
            Node.Block(
                Node.Let(i, Node.Integer(0)),
                new LoopExpression(
                    outer,
                    Node.BuiltIn("<", Node.Get(i), Node.Integer(10)),
                    Node.Block(
                        new LoopExpression(inner, null, new BreakExpression(inner), null),
                        new ContinueExpression(outer) { Position = At(5, 5) }),
                    Node.Assign(i, Node.BuiltIn("+", Node.Get(i), Node.Integer(1)))),
                new ForEachExpression(new LoopLabel(), each, Node.Nil, Node.Get(each)),
                new ForRangeExpression(range, new Local("each", IrType.Integer), Node.Integer(0), Node.Get(i), new BreakExpression(range)),
                Node.If(Node.True, Node.Block(Node.Nil), Node.If(Node.False, Node.Nil, Node.Block())),
                new TryExpression(
                    new RaiseExpression(Node.Atom("error"), Node.Nil, null),
                    kind,
                    reason,
                    stack,
                    new RaiseExpression(Node.Get(kind), Node.Get(reason), Node.Get(stack)) { Position = At(6, 6) }),
                Node.Return(Node.Get(i)) with { Position = At(9, 9) }) with
            {
                Position = At(10, 10),
            });
    }

    private static IrFunction Calls()
    {
        var (f, g, a) = (new Local("f", IrType.Any), new Local("g", IrType.Fun), new Local("a", IrType.Any));
        return new IrFunction(
            "calls",
            [a],
            Node.Block(
                Node.Call("values", Node.Get(a)),
                new CallExpression(new FunctionReference("if", 3), [Node.Nil]),
                Node.RemoteCall("lists", "reverse", Node.Get(a)),
                new RemoteCallExpression("mochi_core", "raise", []) { NeverReturns = true, KeepsFrame = true, Position = At(8, 1) },
                new DynamicCallExpression(Node.Get(a), Node.Atom("run"), [Node.Nil]),
                new FunctionValueExpression(null, new FunctionReference("calls", 1)),
                new FunctionValueExpression("lists", new FunctionReference("sort", 1)) { Position = At(1, 1) },
                new LetFunctionsExpression(
                [
                    new LocalFunction(
                        f, new LambdaExpression([new Local("n", IrType.Any)], Node.Apply(Node.Get(g), Node.Nil)) { Name = "fun" }),
                    new LocalFunction(g, new LambdaExpression([], Node.Get(a)) { Position = At(2, 2) }),
                ]),
                Node.Apply(Node.Get(f), Node.Get(a))));
    }

    private static IrFunction Patterns()
    {
        var s = new Local("s", IrType.Any);
        var (h, t, n) = (new Local("h", IrType.Any), new Local("t", IrType.List), new Local("n", IrType.Integer));
        return new IrFunction(
            "patterns",
            [s],
            new MatchExpression(
                Node.Get(s),
                [
                    new MatchClause(new LiteralPattern(Term.Integer(-1)) { Position = At(1, 1) }, null, Node.Nil),
                    new MatchClause(new LiteralPattern(Term.Atom("a")), Node.True, Node.Nil),
                    new MatchClause(new LiteralPattern(Term.Tuple(Term.Nil)), null, Node.Block(Node.Nil)),
                    new MatchClause(
                        new ConsPattern(new BindPattern(h, new WildcardPattern()) { Position = At(3, 3) }, new BindPattern(t, new LiteralPattern(Term.Nil))),
                        Node.BuiltIn("is_integer", Node.Get(h)),
                        Node.Get(t)),
                    new MatchClause(
                        new TuplePattern([new LiteralPattern(Term.Atom("point")), new TypePattern("is_integer", new BindPattern(n, new WildcardPattern()))]),
                        null,
                        Node.Get(n)),
                    new MatchClause(
                        new MapPattern([new MapPatternEntry(Node.Atom("k"), new WildcardPattern()), new MapPatternEntry(Node.Get(s), new WildcardPattern { Position = At(4, 4) })]),
                        null,
                        Node.Nil),
                ])
            {
                Otherwise = new MatchExpression(Node.Nil, []),
            });
    }

    private static IrFunction Types()
    {
        IrType[] types =
        [
            IrType.Any, IrType.Never, IrType.Integer, IrType.Float, IrType.Number, IrType.Atom, IrType.Boolean, IrType.Unit,
            IrType.Binary, IrType.List, IrType.Map, IrType.Tuple, IrType.Fun, new PidType(), new PortType(), new ReferenceType(),
            new IntegerType(0, 255), new IntegerType(null, -1), new IntegerType(1, null), new AtomType(["a b", "if"]),
            new BitstringType(1), new BitstringType(16), new ListType(new ListType(IrType.Integer)), new TupleType([]),
            new TupleType([IrType.Any, IrType.Boolean]), new MapType(IrType.Binary, IrType.Number),
            new FunType([IrType.Integer], IrType.Number), new FunType([], new FunType([], IrType.Any)),
            new FunType(default, IrType.Float), new UnionType([new FunType([], IrType.Any), IrType.Fun]),
        ];
        return new IrFunction("types", [.. types.Select((type, index) => new Local("p", type, index % 2 == 0))], Node.Nil)
        {
            ResultType = new UnionType([new ListType(IrType.Number), IrType.Unit]),
        };
    }
}
