using Mochi.BeamFile.Diagnostics;
using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

internal sealed partial class Binder
{
    private static readonly string[] TypeNames =
        ["int", "float", "bool", "string", "any", "unit", "list", "map", "set", "option"];

    private void DeclareTypes(IReadOnlyList<StatementSyntax> statements)
    {
        foreach (var statement in statements) DeclareTypeName(statement);
        foreach (var alias in _aliases.Values) ResolveAlias(alias);
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case RecordDeclarationSyntax syntax when _types.GetValueOrDefault(syntax.Name.Text) is RecordType record:
                    DeclareFields(record.Fields, syntax.Fields);
                    foreach (var method in syntax.Methods) DeclareMethod(record, method);
                    break;
                case UnionDeclarationSyntax syntax when _types.GetValueOrDefault(syntax.Name.Text) is UnionType union:
                    foreach (var (variant, fields) in union.Variants.Zip(syntax.Variants))
                    {
                        DeclareFields(variant.Fields, fields.Fields);
                    }

                    break;
            }
        }
    }

    private void DeclareTypeName(StatementSyntax statement)
    {
        switch (statement)
        {
            case RecordDeclarationSyntax syntax when IsNewType(syntax.Name):
                var record = new RecordType(syntax.Name.Text, _tags.Take(syntax.Name.Text));
                _types.Add(record.Name, record);
                _records.Add(record);
                break;
            case UnionDeclarationSyntax syntax when IsNewType(syntax.Name):
                var union = new UnionType(syntax.Name.Text);
                foreach (var variantSyntax in syntax.Variants)
                {
                    var name = variantSyntax.Name.Text;
                    var variant = new VariantSymbol(name, _tags.Take(name), union);
                    union.Variants.Add(variant);
                    if (!_variants.TryAdd(name, variant))
                    {
                        _diagnostics.Error(
                            LanguageCodes.DuplicateName,
                            variantSyntax.Name.Span,
                            $"there is a variant '{name}' already");
                    }
                }

                _types.Add(union.Name, union);
                _unions.Add(union);
                break;
            case AliasDeclarationSyntax syntax when IsNewType(syntax.Name):
                _aliases.Add(syntax.Name.Text, syntax);
                break;
        }
    }

    private bool IsNewType(NameSyntax name)
    {
        if (!_types.ContainsKey(name.Text) && !_aliases.ContainsKey(name.Text) && !TypeNames.Contains(name.Text))
        {
            return true;
        }

        _diagnostics.Error(LanguageCodes.DuplicateName, name.Span, $"there is a type '{name.Text}' already");
        return false;
    }

    private void DeclareFields(List<FieldSymbol> fields, IReadOnlyList<FieldSyntax> syntax)
    {
        foreach (var field in syntax)
        {
            var name = field.Name?.Text ?? "";
            if (name.Length > 0 && fields.Any(other => other.Name == name))
            {
                _diagnostics.Error(LanguageCodes.DuplicateName, field.Span, $"there is a field '{name}' already");
            }

            fields.Add(new FieldSymbol(name, ResolveType(field.Type)));
        }
    }

    private void DeclareMethod(RecordType record, FunctionSyntax method)
    {
        var symbol = new FunctionSymbol(method, record) { EmittedName = $"{record.Name}.{method.Name.Text}" };
        if (record.IndexOf(method.Name.Text) >= 0 || !record.Methods.TryAdd(method.Name.Text, symbol))
        {
            _diagnostics.Error(
                LanguageCodes.DuplicateName,
                method.Name.Span,
                $"'{record.Name}' has a member '{method.Name.Text}' already");
        }
    }

    private MochiType ResolveAlias(AliasDeclarationSyntax alias)
    {
        var name = alias.Name.Text;
        if (_types.TryGetValue(name, out var known)) return known;
        if (!_openAliases.Add(name))
        {
            _diagnostics.Error(LanguageCodes.RecursiveType, alias.Name.Span, $"the type '{name}' stands for itself");
            return MochiType.Error;
        }

        var type = ResolveType(alias.Type);
        _types.TryAdd(name, type);
        return type;
    }

    private MochiType ResolveType(TypeSyntax syntax)
    {
        switch (syntax)
        {
            case OptionalTypeSyntax optional:
                var inner = ResolveType(optional.Element);
                return inner.IsError || inner.IsAny ? inner : new OptionType(inner);
            case FunctionTypeSyntax function:
                var parameters = function.Parameters.Select(ResolveType).ToList();
                return new FunctionType(parameters, function.Result is null ? MochiType.Unit : ResolveType(function.Result));
            case RowTypeSyntax row:
                return ResolveRow(row);
            case NamedTypeSyntax named:
                return ResolveNamed(named);
            default:
                return MochiType.Error;
        }
    }

    private MochiType ResolveRow(RowTypeSyntax row)
    {
        var names = row.Fields.Select(field => field.Name!.Text).ToList();
        if (names.Distinct().Count() != names.Count)
        {
            _diagnostics.Error(LanguageCodes.DuplicateName, row.Span, "two fields of this type have one name");
            return MochiType.Error;
        }

        if (names.Count == 0) return new MapType(MochiType.String, MochiType.Any);
        var layout = _layouts.Use(names);
        var types = row.Fields.ToDictionary(field => field.Name!.Text, field => ResolveType(field.Type));
        return new RowType(layout, [.. layout.Names.Select(name => types[name])]);
    }

    private MochiType ResolveNamed(NamedTypeSyntax named)
    {
        var name = named.Name.Text;
        var arguments = named.Arguments.Select(ResolveType).ToList();
        var wanted = name switch { "list" or "set" or "option" => 1, "map" => 2, _ => 0 };
        if (arguments.Count != 0 && arguments.Count != wanted && !_unsupportedNames.Contains(name) &&
            (wanted > 0 || TypeNames.Contains(name) || _types.ContainsKey(name)))
        {
            _diagnostics.Error(
                LanguageCodes.WrongArgumentCount,
                named.Span,
                wanted == 0 ? $"'{name}' takes no type arguments" : $"'{name}' takes {wanted} type argument{(wanted == 1 ? "" : "s")}");
            return MochiType.Error;
        }

        MochiType Argument(int index) => index < arguments.Count ? arguments[index] : MochiType.Any;
        switch (name)
        {
            case "int": return MochiType.Int;
            case "float": return MochiType.Float;
            case "bool": return MochiType.Bool;
            case "string": return MochiType.String;
            case "any": return MochiType.Any;
            case "unit" or "void": return MochiType.Unit;
            case "list": return new ListType(Argument(0));
            case "set": return new SetType(Argument(0));
            case "option": return new OptionType(Argument(0));
            case "map": return new MapType(Argument(0), Argument(1));
        }

        if (_typeParameters.TryGetValue(name, out var parameter)) return parameter;
        if (_types.TryGetValue(name, out var type)) return type;
        if (_aliases.TryGetValue(name, out var alias)) return ResolveAlias(alias);
        if (_unsupportedNames.Contains(name)) return MochiType.Error;
        if (name is "stream" or "chan" or "agent" or "omap" or "time" or "duration" or "future" or "result" or "char")
        {
            Unsupported(named.Span, $"values of type '{name}'");
            return MochiType.Error;
        }

        if (_variants.TryGetValue(name, out var variant))
        {
            _diagnostics.Error(
                LanguageCodes.UnknownType,
                named.Span,
                $"'{name}' is a variant, not a type",
                $"its type is '{variant.Union.Name}'");
            return MochiType.Error;
        }

        _diagnostics.Error(
            LanguageCodes.UnknownType,
            named.Name.Span,
            $"there is no type '{name}'",
            NearestName.Hint(name, TypeNames.Concat(_types.Keys).Concat(_aliases.Keys)));
        return MochiType.Error;
    }
}
