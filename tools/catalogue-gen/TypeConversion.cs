using System.Collections.Immutable;
using System.Numerics;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>
/// Maps type expressions of Erlang to types of the IR. The result has every value of the expression: what the IR cannot say,
/// what is nested too deeply or stands for itself, and what this does not know (which is reported) becomes any.
/// </summary>
internal sealed partial class TypeConversion(IReadOnlyDictionary<string, ModuleForms> modules, Action<string> report)
{
    // How far the parts of values are spelled out: checks look at the outermost ones.
    private const int MaximumDepth = 4;

    // Bounds for recursion and for types that are defined by ever larger ones.
    private const int MaximumNesting = 200;
    private const int MaximumSteps = 5_000;

    private readonly HashSet<string> _open = [];
    private int _nesting;
    private int _steps;

    /// <summary>Converts a type expression.</summary>
    public IrType Convert(Term type, TypeScope scope)
    {
        _steps = 0;
        return Of(type, scope, 0);
    }

    /// <summary>Whether a module of the runtime keeps to itself what a type stands for.</summary>
    public bool IsOpaque(string module, string name, int arity) =>
        modules.TryGetValue(module, out var forms) && forms.Type(name, arity) is { IsOpaque: true };

    private IrType Of(Term type, TypeScope scope, int depth)
    {
        if (depth > MaximumDepth || _nesting >= MaximumNesting || ++_steps > MaximumSteps)
        {
            return IrType.Any;
        }

        _nesting++;
        var result = OfForm(type, scope, depth);
        _nesting--;
        return result;
    }

    private IrType OfForm(Term type, TypeScope scope, int depth)
    {
        if (!Forms.IsTagged(type, out var tag, out var form) || form.Arity < 3)
        {
            return Unknown(type, scope);
        }

        switch (tag)
        {
            case "atom" when form[2] is AtomTerm atom:
                return new AtomType([atom.Name]);
            case "integer" or "char" or "op":
                return IntegerOf(type, 0) is { } value ? new IntegerType(value, value) : Unknown(type, scope);
            case "ann_type" or "paren_type" when Forms.Items(form[2]) is [.., var inner]:
                return Of(inner, scope, depth);
            case "var" when form[2] is AtomTerm name:
                return Variable(name.Name, scope, depth);
            case "type" when form.Arity == 4 && form[2] is AtomTerm name:
                return BuiltIn(name.Name, form[3], scope, depth) ?? Unknown(type, scope);
            case "user_type" when form.Arity == 4 && form[2] is AtomTerm name:
                return Defined(scope.Module, name.Name, Forms.Items(form[3]), scope, depth) ?? Unknown(type, scope);
            case "remote_type" when Forms.Items(form[2]) is [var module, var name, var arguments]
                && Forms.Name(module, "atom") is { } moduleName && Forms.Name(name, "atom") is { } typeName:
                // What OTP defines is its own business and changes between its releases.
                return !modules.ContainsKey(moduleName)
                    ? IrType.Any
                    : Defined(moduleName, typeName, Forms.Items(arguments), scope, depth) ?? Unknown(type, scope);
            default:
                return Unknown(type, scope);
        }
    }

    private AnyType Unknown(Term type, TypeScope scope)
    {
        report($"{scope.Module}: {TermPrinter.Print(type, 200)} is no type that is known; it is any");
        return new AnyType();
    }

    private IrType Variable(string name, TypeScope scope, int depth)
    {
        if (scope.Bound.TryGetValue(name, out var bound))
        {
            return bound;
        }

        if (!scope.Constraints.TryGetValue(name, out var constraint) || !_open.Add("variable " + name))
        {
            return IrType.Any;
        }

        var type = Of(constraint, scope, depth);
        _open.Remove("variable " + name);
        return type;
    }

    /// <summary>A type that a module of the runtime defines; <see langword="null"/> when it does not.</summary>
    private IrType? Defined(string module, string name, ImmutableArray<Term> arguments, TypeScope scope, int depth)
    {
        if (!modules.TryGetValue(module, out var forms) || forms.Type(name, arguments.Length) is not { } definition)
        {
            return null;
        }

        var key = $"type {module} {name} {arguments.Length}";
        if (definition.IsOpaque || !_open.Add(key))
        {
            return IrType.Any;
        }

        var bound = new Dictionary<string, IrType>();
        for (var index = 0; index < arguments.Length; index++)
        {
            // An argument may be of the type that is being expanded without standing for itself.
            _open.Remove(key);
            bound[definition.Parameters[index]] = Of(arguments[index], scope, depth + 1);
            _open.Add(key);
        }

        var type = Of(definition.Body, new TypeScope(module, bound, TypeScope.Of(module).Constraints), depth);
        _open.Remove(key);
        return type;
    }

    private IrType Record(ImmutableArray<Term> arguments, TypeScope scope, int depth)
    {
        if (arguments is not [var first, .. var changes] || Forms.Name(first, "atom") is not { } name
            || !modules.TryGetValue(scope.Module, out var forms) || forms.Record(name) is not { IsDefault: false } fields)
        {
            return IrType.Any;
        }

        var key = $"record {scope.Module} {name}";
        if (!_open.Add(key))
        {
            return IrType.Tuple;
        }

        var elements = ImmutableArray.CreateBuilder<IrType>();
        elements.Add(new AtomType([name]));
        foreach (var field in fields)
        {
            var changed = changes.Select(change => FieldType(change, field.Name)).FirstOrDefault(found => found is not null);
            var type = changed ?? field.Type;
            elements.Add(type is null ? IrType.Any : Of(type, scope, depth + 1));
        }

        _open.Remove(key);
        return new TupleType(elements.ToImmutable());
    }

    /// <summary>The type that the use of a record gives one of its fields.</summary>
    private static Term? FieldType(Term change, string field) =>
        Forms.IsType(change, "field_type", out var parts) && parts is [var name, var type]
        && Forms.Name(name, "atom") == field
            ? type : null;

    /// <summary>The value of a constant expression; <see langword="null"/> when it is none.</summary>
    private static BigInteger? IntegerOf(Term term, int depth)
    {
        if (depth > MaximumDepth || !Forms.IsTagged(term, out var tag, out var form))
        {
            return null;
        }

        if (tag is "integer" or "char")
        {
            return form.Arity == 3 && form[2] is IntegerTerm number ? number.Value : null;
        }

        if (tag != "op" || form.Arity is not (4 or 5) || form[2] is not AtomTerm operation
            || IntegerOf(form[3], depth + 1) is not { } left)
        {
            return null;
        }

        if (form.Arity == 4)
        {
            return operation.Name switch { "-" => -left, "+" => left, "bnot" => -left - 1, _ => null };
        }

        if (IntegerOf(form[4], depth + 1) is not { } right)
        {
            return null;
        }

        return operation.Name switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "div" when !right.IsZero => BigInteger.Divide(left, right),
            "rem" when !right.IsZero => BigInteger.Remainder(left, right),
            "bsl" when right >= 0 && right <= 1024 => left << (int)right,
            "bsr" when right >= 0 && right <= 1024 => left >> (int)right,
            "band" => left & right,
            "bor" => left | right,
            "bxor" => left ^ right,
            _ => null,
        };
    }
}
