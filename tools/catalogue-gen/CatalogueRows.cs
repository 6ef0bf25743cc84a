using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Ir;
using Mochi.BeamFile.Analysis;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.CatalogueGen;

/// <summary>Makes the catalogue of what modules export.</summary>
internal sealed class CatalogueRows
{
    private readonly TypeConversion _types;
    private readonly Action<string> _report;

    private CatalogueRows(IReadOnlyDictionary<string, ModuleForms> modules, Action<string> report)
    {
        _types = new TypeConversion(modules, report);
        _report = report;
    }

    /// <summary>
    /// The exported functions in the order of the bytes of module, name and arity, without <c>module_info</c>, which every
    /// module has.
    /// </summary>
    /// <param name="modules">The modules.</param>
    /// <param name="table">What functions outside of them do.</param>
    /// <param name="report">Takes a line about what is not understood.</param>
    public static IReadOnlyList<CatalogueRow> Of(IReadOnlyList<BeamChunks> modules, EffectTable table, Action<string> report)
    {
        var forms = modules.Select(module => ModuleForms.Read(module, report)).ToDictionary(module => module.Name);
        var rows = new CatalogueRows(forms, report);
        var effects = CodeEffects.Of(
            modules, function => rows.Clauses(function, forms[function.Module]) is [var first, .. var others]
                && first.Result.Type is NeverType && others.All(clause => clause.Result.Type is NeverType), table, report);
        return
        [
            .. modules
                .SelectMany(module => module.Exports.Select(entry => new Mfa(module.ModuleName, entry.Name, entry.Arity)))
                .Where(function => function is not { Function: "module_info", Arity: 0 or 1 })
                .OrderBy(Key, Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)))
                .Select(function => rows.Row(function, forms[function.Module], effects)),
        ];
    }

    /// <summary>The row of one function.</summary>
    public static CatalogueRow Of(
        string function,
        int arity,
        ModuleForms module,
        IReadOnlyDictionary<string, ModuleForms> modules,
        Action<string> report)
    {
        var noEffects = new Dictionary<Mfa, CallEffects>();
        return new CatalogueRows(modules, report).Row(new Mfa(module.Name, function, arity), module, noEffects);
    }

    private static byte[] Key(Mfa function) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{function.Module}\t{function.Function}\t{function.Arity}\t"));

    private CatalogueRow Row(Mfa function, ModuleForms module, IReadOnlyDictionary<Mfa, CallEffects> effects)
    {
        var clauses = Clauses(function, module);
        if (clauses.Count == 0)
        {
            // The compiler of Erlang makes the one of a behaviour.
            if (function is not { Function: "behaviour_info", Arity: 1 })
            {
                _report($"{function} has no specification; what it takes and gives is any");
            }

            var parameter = new SpecifiedParameter(null, SpecifiedType.Any);
            clauses.Add(new SpecificationClause([.. Enumerable.Repeat(parameter, function.Arity)], SpecifiedType.Any));
        }

        var result = Together(clauses.Select(clause => clause.Result));
        var parameters = Enumerable.Range(0, function.Arity).Select(index => new SpecifiedParameter(
            clauses.Select(clause => clause.Parameters[index].Name).FirstOrDefault(name => name is not null),
            Together(clauses.Select(clause => clause.Parameters[index].Type))));
        var effect = effects.GetValueOrDefault(function);
        effect |= result.Type is NeverType ? CallEffects.Never : CallEffects.None;
        return new CatalogueRow(function.Module, function.Function, effect, result, [.. parameters]);
    }

    private List<SpecificationClause> Clauses(Mfa function, ModuleForms module) =>
        [.. module.Specification(function.Function, function.Arity)
            .Select(clause => Clause(clause, function)).OfType<SpecificationClause>()];

    private static SpecifiedType Together(IEnumerable<SpecifiedType> types)
    {
        var all = types.ToList();
        return all.Count == 1
            ? all[0]
            : new SpecifiedType(
                TypeUnion.Of(all.Select(type => type.Type)), all.All(type => type.Name == all[0].Name) ? all[0].Name : null);
    }

    private SpecificationClause? Clause(Term clause, Mfa function)
    {
        var constraints = new Dictionary<string, Term>();
        if (Forms.IsType(clause, "bounded_fun", out var bounded) && bounded is [var inner, var conditions])
        {
            clause = inner;
            foreach (var (name, type) in Forms.Items(conditions).Select(Constraint).OfType<(string, Term)>())
            {
                constraints.TryAdd(name, type);
            }
        }

        if (!Forms.IsType(clause, "fun", out var parts) || parts is not [var parameters, var result]
            || !Forms.IsType(parameters, "product", out var types) || types.Length != function.Arity)
        {
            _report($"the specification of {function} is in a form that is not known; what it takes and gives is any");
            return null;
        }

        var scope = TypeScope.Of(function.Module) with { Constraints = constraints };
        return new SpecificationClause([.. types.Select(type => Parameter(type, scope))], Specified(result, scope));
    }

    /// <summary>What <c>{type,_,constraint,[{atom,_,is_subtype},[{var,_,Name},Type]]}</c> says.</summary>
    private static (string Name, Term Type)? Constraint(Term constraint) =>
        Forms.IsType(constraint, "constraint", out var parts) && parts is [_, var pair]
        && Forms.Items(pair) is [var variable, var type] && Forms.Name(variable, "var") is { } name
            ? (name, type) : null;

    private SpecifiedParameter Parameter(Term type, TypeScope scope)
    {
        var name = Forms.IsTagged(type, out var tag, out var form) && tag == "ann_type"
            && Forms.Items(form[2]) is [var variable, _]
            ? Forms.Name(variable, "var") : Forms.Name(type, "var");
        return new SpecifiedParameter(name is "_" ? null : name, Specified(type, scope));
    }

    private SpecifiedType Specified(Term type, TypeScope scope) =>
        new(_types.Convert(type, scope), TypeNames.Of(type, scope, _types));

    private sealed record SpecificationClause(ImmutableArray<SpecifiedParameter> Parameters, SpecifiedType Result);
}
