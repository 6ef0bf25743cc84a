using System.Numerics;
using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private static readonly bool[] BooleanValues = [true, false];

    private BoundExpression BindMatch(MatchSyntax syntax, MochiType? expected, bool discard)
    {
        var subject = BindExpression(syntax.Target);
        var type = subject.ResolvedType;
        var arms = new List<BoundArm>();
        var results = new List<BoundExpression>();
        var sawNone = false;
        var caughtAll = false;
        foreach (var arm in syntax.Arms)
        {
            if (caughtAll)
            {
                _diagnostics.Warning(
                    LanguageCodes.UnreachableArm,
                    arm.Pattern.Span,
                    "this arm is never reached: an arm before it fits everything");
            }

            var outer = _scope;
            _scope = new Scope(outer);
            var present = sawNone && type is OptionType ? ((OptionType)type).Element : null;
            var pattern = present is null ? BindPattern(arm.Pattern, type) : BindPresent(arm.Pattern, present);
            var guard = arm.Guard is null ? null : BindCondition(arm.Guard);
            var result = BindBranch(arm.Result, expected, discard);
            _scope = outer;
            arms.Add(new BoundArm(pattern, guard, result));
            results.Add(result);
            if (guard is not null) continue;
            sawNone |= arm.Pattern is LiteralPatternSyntax { Literal.Value: null };
            caughtAll |= pattern is BoundWildcard or BoundBinding || (sawNone && pattern is BoundSomePattern { Inner: BoundWildcard or BoundBinding });
        }

        if (!caughtAll) WarnMissingArms(syntax, type, arms);
        if (discard) return new BoundMatch(syntax.Span, subject, arms, MochiType.Unit);
        var joined = results.Count == 0 ? MochiType.Never : results.Select(r => r.ResolvedType).Aggregate(TypeRelations.Join);
        return new BoundMatch(
            syntax.Span,
            subject,
            [.. arms.Select(arm => arm with { Result = Convert(arm.Result, joined) })],
            joined);
    }

    /// <summary>After an arm for none, a name or literal means the value that is there.</summary>
    private BoundPattern BindPresent(PatternSyntax syntax, MochiType element) => syntax switch
    {
        VariantPatternSyntax { Name.Text: "some" } or LiteralPatternSyntax { Literal.Value: null }
            or NamePatternSyntax { Name.Text: "_" } => BindPattern(syntax, new OptionType(element)),
        _ => new BoundSomePattern(syntax.Span, BindPattern(syntax, element)),
    };

    private void WarnMissingArms(MatchSyntax syntax, MochiType type, List<BoundArm> arms)
    {
        var patterns = arms.Where(arm => arm.Guard is null).Select(arm => arm.Pattern).ToList();
        var missing = type switch
        {
            UnionType union => union.Variants
                .Where(variant => !patterns.Any(pattern => pattern switch
                {
                    BoundAtomPattern atom => atom.Tag == variant.Tag,
                    BoundTuplePattern tuple => tuple.Tag == variant.Tag &&
                        tuple.Elements.All(element => element is BoundWildcard or BoundBinding),
                    _ => false,
                }))
                .Select(variant => variant.Name)
                .ToList(),
            _ when type.Is(MochiType.Bool) => BooleanValues
                .Where(value => !patterns.OfType<BoundLiteralPattern>().Any(pattern => value.Equals(pattern.Value)))
                .Select(value => value ? "true" : "false")
                .ToList(),
            _ => [],
        };
        if (missing.Count == 0) return;
        _diagnostics.Warning(
            LanguageCodes.MissingArm,
            syntax.Target.Span,
            $"no arm fits every {string.Join(", ", missing)}",
            "add an arm, or '_' for the rest; a value that fits no arm is an error when the program runs");
    }

    private BoundPattern BindPattern(PatternSyntax syntax, MochiType type)
    {
        type = type.Pruned;
        switch (syntax)
        {
            case LiteralPatternSyntax literal: return BindLiteralPattern(literal, type);
            case NamePatternSyntax name: return BindNamePattern(name, type);
            case VariantPatternSyntax { Name.Text: "some", Arguments.Count: 1 } some when type is OptionType || type.IsAny:
                var held = type is OptionType option ? option.Element : MochiType.Any;
                return new BoundSomePattern(syntax.Span, BindPattern(some.Arguments[0], held));
            case VariantPatternSyntax variant: return BindVariantPattern(variant, type);
            case FieldPatternSyntax fields: return BindFieldPattern(fields, type);
            case ListPatternSyntax list:
                var element = type is ListType known ? known.Element : MochiType.Any;
                if (type is not ListType && !type.IsAny && !type.IsError) PatternMismatch(syntax.Span, "a list", type);
                return new BoundListPattern(syntax.Span, [.. list.Elements.Select(item => BindPattern(item, element))]);
            default: return new BoundWildcard(syntax.Span);
        }
    }

    private void PatternMismatch(TextSpan span, string pattern, MochiType type) => _diagnostics.Error(
        LanguageCodes.TypeMismatch,
        span,
        $"this pattern fits {pattern}, but the value is {type}");

    private BoundPattern BindLiteralPattern(LiteralPatternSyntax syntax, MochiType type)
    {
        var literal = BindLiteral(syntax.Literal);
        if (type is TypeVariable variable)
        {
            variable.Bind(literal.Type);
            type = literal.Type;
        }

        if (type is OptionType option && literal.Value is not null)
        {
            return new BoundSomePattern(syntax.Span, BindLiteralPattern(syntax, option.Element));
        }

        if (!type.IsAny && TypeRelations.AreDisjoint(literal.Type, type))
        {
            PatternMismatch(syntax.Span, literal.Value is null ? "a missing value" : literal.Type.ToString()!, type);
        }

        var numeric = literal.Value is BigInteger or double && !(type.Is(MochiType.Int) && literal.Value is BigInteger);
        return new BoundLiteralPattern(syntax.Span, literal.Value, numeric);
    }

    private BoundPattern BindNamePattern(NamePatternSyntax syntax, MochiType type)
    {
        var name = syntax.Name;
        if (name.Text == "_") return new BoundWildcard(syntax.Span);
        if (_variants.TryGetValue(name.Text, out var variant))
        {
            if (type is TypeVariable variable) variable.Bind(variant.Union);
            if (!type.Pruned.Is(variant.Union) && !type.IsAny && !type.IsError)
            {
                PatternMismatch(syntax.Span, variant.Union.Name, type);
            }

            return variant.Fields.Count == 0
                ? new BoundAtomPattern(syntax.Span, variant.Tag)
                : new BoundTuplePattern(
                    syntax.Span, variant.Tag, [.. variant.Fields.Select(_ => new BoundWildcard(syntax.Span))]);
        }

        if (type is UnionType union && char.IsUpper(name.Text[0]))
        {
            _diagnostics.Error(
                LanguageCodes.UnknownName,
                syntax.Span,
                $"'{union.Name}' has no variant '{name.Text}'",
                NearestName.Hint(name.Text, union.Variants.Select(candidate => candidate.Name))
                    ?? "a name that binds the value starts with a small letter");
            return new BoundAtomPattern(syntax.Span, name.Text);
        }

        return new BoundBinding(syntax.Span, Declare(name, type, mutable: false));
    }

    private BoundPattern BindVariantPattern(VariantPatternSyntax syntax, MochiType type)
    {
        if (FindVariant(syntax.Name, type) is not { } variant)
        {
            foreach (var argument in syntax.Arguments) BindPattern(argument, MochiType.Error);
            return new BoundAtomPattern(syntax.Span, syntax.Name.Text);
        }

        if (variant.Fields.Count != syntax.Arguments.Count)
        {
            _diagnostics.Error(
                LanguageCodes.WrongArgumentCount,
                syntax.Span,
                $"'{variant.Name}' has {variant.Fields.Count} field{(variant.Fields.Count == 1 ? "" : "s")}, " +
                $"the pattern {syntax.Arguments.Count}");
        }

        var elements = syntax.Arguments
            .Select((argument, index) => BindPattern(
                argument,
                index < variant.Fields.Count ? variant.Fields[index].Type : MochiType.Error))
            .ToList();
        return variant.Fields.Count == 0
            ? new BoundAtomPattern(syntax.Span, variant.Tag)
            : new BoundTuplePattern(syntax.Span, variant.Tag, elements);
    }

    private VariantSymbol? FindVariant(NameSyntax name, MochiType type)
    {
        if (_variants.TryGetValue(name.Text, out var variant))
        {
            if (type is TypeVariable variable) variable.Bind(variant.Union);
            if (!type.Pruned.Is(variant.Union) && !type.IsAny && !type.IsError)
            {
                PatternMismatch(name.Span, variant.Union.Name, type);
            }

            return variant;
        }

        if (!_unsupportedNames.Contains(name.Text))
        {
            _diagnostics.Error(
                LanguageCodes.UnknownName,
                name.Span,
                $"there is no variant '{name.Text}'",
                NearestName.Hint(name.Text, _variants.Keys));
        }

        return null;
    }

    private BoundPattern BindFieldPattern(FieldPatternSyntax syntax, MochiType type)
    {
        IReadOnlyList<FieldSymbol>? fields = null;
        var tag = "";
        if (!_variants.ContainsKey(syntax.Name.Text) && _types.GetValueOrDefault(syntax.Name.Text) is RecordType record)
        {
            if (type is TypeVariable variable) variable.Bind(record);
            if (!type.Pruned.Is(record) && !type.IsAny && !type.IsError)
            {
                PatternMismatch(syntax.Span, record.Name, type);
            }

            (fields, tag) = (record.Fields, record.Tag);
        }
        else if (FindVariant(syntax.Name, type) is { } variant)
        {
            (fields, tag) = (variant.Fields, variant.Tag);
        }

        if (fields is null)
        {
            foreach (var field in syntax.Fields) BindPattern(field.Pattern, MochiType.Error);
            return new BoundAtomPattern(syntax.Span, syntax.Name.Text);
        }

        var elements = fields.Select(BoundPattern (_) => new BoundWildcard(syntax.Span)).ToArray();
        foreach (var field in syntax.Fields)
        {
            var index = IndexOf(fields, field.Name.Text);
            var fieldPattern = BindPattern(field.Pattern, index >= 0 ? fields[index].Type : MochiType.Error);
            if (index >= 0) elements[index] = fieldPattern;
            else UnknownField(field.Name, syntax.Name.Text, fields.Select(candidate => candidate.Name));
        }

        return fields.Count == 0
            ? new BoundAtomPattern(syntax.Span, tag)
            : new BoundTuplePattern(syntax.Span, tag, elements);
    }
}
