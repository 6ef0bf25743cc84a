using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;
using Mochi.Language.Binding;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Lowering;

internal sealed partial class FunctionLowering
{
    private Expression Unary(BoundUnary unary)
    {
        if (unary.Operator == "!") return new NotExpression(Lower(unary.Operand));
        if (unary.Operand is BoundLiteral { Value: BigInteger integer }) return Node.Integer(-integer);
        if (unary.Operand is BoundLiteral { Value: double number }) return Node.Float(-number);
        var operand = Lower(unary.Operand);
        return unary.Type.IsNumeric
            ? BuiltIn("-", unary.Span, operand)
            : Call("mochi_core", "negate", unary.Span, operand);
    }

    private Expression Binary(BoundBinary binary)
    {
        switch (binary.Operator)
        {
            case "&&": return new AndExpression(Lower(binary.Left), Lower(binary.Right));
            case "||": return new OrExpression(Lower(binary.Left), Lower(binary.Right));
            case "==" or "!=": return Equality(binary);
            case "<" or "<=" or ">" or ">=": return Order(binary);
            case "+" when binary.Type.Is(MochiType.String): return Concatenation(binary);
            case "+" when binary.Type.Pruned is Types.ListType:
                return Call("erlang", "++", binary.Span, Lower(binary.Left), Lower(binary.Right));
        }

        var left = Lower(binary.Left);
        var right = Lower(binary.Right);
        if (binary.Type.Is(MochiType.Int)) return IntegerArithmetic(binary, left, right);
        if (binary.Type.Is(MochiType.Float) && binary.Operator != "%")
        {
            return Checked(binary.Operator, binary.Operator, binary.Span, left, right);
        }

        var name = binary.Operator switch { "+" => "add", "-" => "sub", "*" => "mul", "/" => "divide", _ => "modulo" };
        return Call("mochi_core", name, binary.Span, left, right);
    }

    private Expression IntegerArithmetic(BoundBinary binary, Expression left, Expression right)
    {
        var name = binary.Operator switch { "/" => "div", "%" => "rem", _ => binary.Operator };
        var cannotFail = name is "+" or "-" or "*" || ConstantOf(right) is IntegerTerm { Value.IsZero: false };
        return cannotFail
            ? BuiltIn(name, binary.Span, left, right)
            : Checked(name, binary.Operator, binary.Span, left, right);
    }

    /// <summary>Arithmetic in place; when it fails, the runtime raises what Mochi says for these operands.</summary>
    private Expression Checked(string name, string operation, TextSpan span, Expression left, Expression right)
    {
        var type = name is "div" or "rem" ? IrType.Integer : IrType.Float;
        var before = new List<Expression>();
        if (!IsConstant(left) || !IsConstant(right))
        {
            left = Hold(left, type, before, "left");
            right = Hold(right, type, before, "right");
        }

        return Sequence(before, new BuiltInExpression(name, [left, right])
        {
            Position = module.Position(span),
            OnFailure = Never("mochi_core", "arith_error", span, Node.Atom(operation), left, right),
        });
    }

    /// <summary>One binary out of all the parts of a chain of additions.</summary>
    private BitstringExpression Concatenation(BoundBinary binary)
    {
        var parts = new Stack<BoundExpression>();
        BoundExpression rest = binary;
        while (rest is BoundBinary { Operator: "+" } chain && chain.Type.Is(MochiType.String))
        {
            parts.Push(chain.Right);
            rest = chain.Left;
        }

        parts.Push(rest);
        var segments = parts.Select(part => new BitstringSegment(BitstringSegmentKind.Binary, Lower(part), Unit: 8));
        return new BitstringExpression([.. segments]);
    }

    private Expression Order(BoundBinary binary)
    {
        var left = Lower(binary.Left);
        var right = Lower(binary.Right);
        if (!binary.OperandType.IsAny)
        {
            return BuiltIn(binary.Operator == "<=" ? "=<" : binary.Operator, binary.Span, left, right);
        }

        var name = binary.Operator is "<" or ">" ? "less" : "less_equal";
        if (binary.Operator is "<" or "<=") return Call("mochi_core", name, binary.Span, left, right);
        var before = new List<Expression>();
        left = Hold(left, IrType.Any, before, "left");
        return Sequence(before, Call("mochi_core", name, binary.Span, right, left));
    }

    private Expression Equality(BoundBinary binary)
    {
        var left = Lower(binary.Left);
        var right = Lower(binary.Right);
        var negated = binary.Operator == "!=";
        var type = binary.OperandType;
        if (ConstantOf(left) is AtomTerm || ConstantOf(right) is AtomTerm) type = MochiType.Bool;
        if (type.Is(MochiType.Float)) return BuiltIn(negated ? "/=" : "==", binary.Span, left, right);
        if (!type.IsAny) return BuiltIn(negated ? "=/=" : "=:=", binary.Span, left, right);
        var equal = Call("mochi_core", "equal", binary.Span, left, right);
        return negated ? new NotExpression(equal) : equal;
    }

    private Expression Conversion(BoundConversion conversion)
    {
        var value = Lower(conversion.Operand);
        switch (conversion.Relation)
        {
            case TypeRelation.Same: return value;
            case TypeRelation.Wrap: return Tagged("some", [value]);
            case TypeRelation.IntToFloat: return ToFloat(value, conversion.Span);
            default: return Check(value, conversion.Type, conversion.Span);
        }
    }

    private Expression ToFloat(Expression value, TextSpan span)
    {
        var before = new List<Expression>();
        var held = Hold(value, IrType.Integer, before, "integer");
        return Sequence(before, new BuiltInExpression("float", [held])
        {
            Position = module.Position(span),
            OnFailure = Never("mochi_core", "arith_error", span, Node.Atom("float"), held),
        });
    }

    /// <summary>Checks a value when the program runs: in place for simple types, in the runtime for others.</summary>
    private Expression Check(Expression value, MochiType type, TextSpan span)
    {
        type = type.Pruned;
        if (type.IsAny || type is TypeVariable or TypeParameterType) return value;
        var test = type.Is(MochiType.Int) ? "is_integer"
            : type.Is(MochiType.String) ? "is_binary"
            : type.Is(MochiType.Bool) ? "is_boolean"
            : type.Is(MochiType.Float) ? "is_float"
            : type is Types.ListType { Element.IsAny: true } ? "is_list"
            : null;
        if (test is null) return Call("mochi_core", "cast", span, value, Node.Literal(TypeTerms.Of(type)));
        var before = new List<Expression>();
        var subject = Hold(value, IrType.Any, before, "value");
        var held = new Local("checked", IrTypes.Of(type));
        var clauses = new List<MatchClause>
        {
            new(new TypePattern(test, new BindPattern(held, new WildcardPattern())), Guard: null, Node.Get(held)),
        };
        if (type.Is(MochiType.Float))
        {
            var integer = new Local("integer", IrType.Integer);
            clauses.Add(new MatchClause(
                new TypePattern("is_integer", new BindPattern(integer, new WildcardPattern())),
                Guard: null,
                ToFloat(Node.Get(integer), span)));
        }

        return Sequence(before, new MatchExpression(subject, [.. clauses])
        {
            Position = module.Position(span),
            Otherwise = Never("mochi_core", "type_error", span, Node.String(type.ToString()!), subject),
        });
    }

    private Expression BuiltinCall(BoundBuiltinCall call)
    {
        var arguments = call.Arguments.Select(Lower).ToArray();
        var colon = call.Target.IndexOf(':', StringComparison.Ordinal);
        var (moduleName, name) = (call.Target[..colon], call.Target[(colon + 1)..]);
        if (moduleName != "op")
        {
            return call.Type.Is(MochiType.Never)
                ? Never(moduleName, name, call.Span, arguments)
                : Call(moduleName, name, call.Span, arguments);
        }

        switch (name)
        {
            case "print": return Call("mochi_core", "print", call.Span, List([.. arguments]));
            case "identity": return arguments[0];
            case "some": return Tagged("some", [arguments[0]]);
            case "is_some": return BuiltIn("=/=", call.Span, arguments[0], Node.Atom("none"));
            case "length": return BuiltIn("length", call.Span, arguments[0]);
            case "map_size": return BuiltIn("map_size", call.Span, arguments[0]);
            case "present": return Node.Block(arguments[0], Node.True);
            case "not_empty": return BuiltIn("=/=", call.Span, arguments[0], Node.Nil);
            case "reverse": return Call("lists", "reverse", call.Span, arguments[0]);
            case "range1": return Call("mochi_list", "range", call.Span, Node.Integer(0), arguments[0]);
            case "float_sum":
                return Call("mochi_core", "cast_float", call.Span, Call("mochi_list", "sum", call.Span, arguments[0]));
            case "substr":
                var before = new List<Expression>();
                var text = Hold(arguments[0], IrType.Binary, before, "text");
                var start = Hold(arguments[1], IrType.Integer, before, "start");
                var end = BuiltIn("+", call.Span, start, arguments[2]);
                return Sequence(before, Call("mochi_str", "substring", call.Span, text, start, end));
            default: throw new ArgumentException($"no lowering for {call.Target}", nameof(call));
        }
    }
}
