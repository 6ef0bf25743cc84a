using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>The built-in functions. The first form of a name whose parameters fit the arguments is taken.</summary>
internal sealed class Builtins
{
    /// <summary>Name, type, and what the call becomes. T, U, K and V are type parameters.</summary>
    private static readonly (string Name, string Type, string Target)[] Table =
    [
        ("print", "fun()", "op:print"),
        ("json", "fun(any): string", "mochi_json:encode"),
        ("to_json", "fun(any): string", "mochi_json:encode"),
        ("json_decode", "fun(string): any", "mochi_json:decode"),
        ("str", "fun(string): string", "op:identity"),
        ("str", "fun(any): string", "mochi_core:to_string"),
        ("int", "fun(int): int", "op:identity"),
        ("int", "fun(any): int", "mochi_core:cast_int"),
        ("float", "fun(float): float", "op:identity"),
        ("float", "fun(any): float", "mochi_core:cast_float"),
        ("bool", "fun(bool): bool", "op:identity"),
        ("bool", "fun(any): bool", "mochi_core:cast_bool"),
        ("some", "fun(T): option<T>", "op:some"),
        ("is_some", "fun(option<T>): bool", "op:is_some"),
        ("unwrap", "fun(option<T>): T", "mochi_option:unwrap"),
        ("unwrap_or", "fun(option<T>, T): T", "mochi_option:unwrap_or"),
        ("panic", "fun(any, any): never", "mochi_core:panic"),
        ("panic", "fun(any): never", "mochi_core:panic"),
        ("now", "fun(): int", "mochi_core:now"),
        ("input", "fun(): string", "mochi_core:input"),
        ("args", "fun(): list<string>", "op:args"),

        ("len", "fun(list<T>): int", "op:length"),
        ("len", "fun(string): int", "mochi_str:len"),
        ("len", "fun(map<K, V>): int", "op:map_size"),
        ("len", "fun(set<T>): int", "mochi_set:size"),
        ("len", "fun(any): int", "mochi_core:len"),
        ("count", "fun(list<T>): int", "op:length"),
        ("count", "fun(any): int", "mochi_core:len"),
        ("exists", "fun(list<T>): bool", "op:not_empty"),
        ("exists", "fun(any): bool", "mochi_core:exists"),
        ("append", "fun(list<T>, T): list<T>", "mochi_list:append"),
        ("push", "fun(list<T>, T): list<T>", "mochi_list:push"),
        ("concat", "fun(list<T>, list<T>): list<T>", "mochi_list:concat"),
        ("concat", "fun(string, string): string", "mochi_str:concat"),
        ("first", "fun(list<T>): T", "mochi_list:first"),
        ("last", "fun(list<T>): T", "mochi_list:last"),
        ("reverse", "fun(list<T>): list<T>", "op:reverse"),
        ("reverse", "fun(string): string", "mochi_str:reverse"),
        ("distinct", "fun(list<T>): list<T>", "mochi_list:distinct"),
        ("range", "fun(int): list<int>", "op:range1"),
        ("range", "fun(int, int): list<int>", "mochi_list:range"),
        ("range", "fun(int, int, int): list<int>", "mochi_list:range"),
        ("slice", "fun(string, int, int): string", "mochi_str:slice"),
        ("slice", "fun(list<T>, int, int): list<T>", "mochi_list:slice"),
        ("sort", "fun(list<T>): list<T>", "mochi_list:sort"),
        ("sort_by", "fun(list<T>, fun(T): U): list<T>", "mochi_list:sort_by"),
        ("map", "fun(list<T>, fun(T): U): list<U>", "mochi_list:map"),
        ("filter", "fun(list<T>, fun(T): bool): list<T>", "mochi_list:filter"),
        ("reduce", "fun(list<T>, fun(U, T): U, U): U", "mochi_list:reduce"),
        ("flat_map", "fun(list<T>, fun(T): list<U>): list<U>", "mochi_list:flat_map"),
        ("any", "fun(list<T>, fun(T): bool): bool", "mochi_list:any"),
        ("all", "fun(list<T>, fun(T): bool): bool", "mochi_list:all"),
        ("contains", "fun(string, string): bool", "mochi_str:contains"),
        ("contains", "fun(list<T>, T): bool", "mochi_list:contains"),
        ("contains", "fun(map<K, V>, K): bool", "mochi_map:has"),
        ("contains", "fun(set<T>, T): bool", "mochi_set:has"),
        ("contains", "fun(any, any): bool", "mochi_core:contains"),
        ("indexOf", "fun(string, string): int", "mochi_str:index_of"),
        ("indexOf", "fun(list<T>, T): int", "mochi_list:index_of"),
        ("sum", "fun(list<int>): int", "mochi_list:sum"),
        ("sum", "fun(list<float>): float", "op:float_sum"),
        ("sum", "fun(list<any>): any", "mochi_list:sum"),
        ("avg", "fun(list<any>): float", "mochi_list:avg"),
        ("min", "fun(list<T>): T", "mochi_list:min"),
        ("min", "fun(int, int): int", "mochi_math:min"),
        ("min", "fun(float, float): float", "mochi_math:min"),
        ("min", "fun(any, any): any", "mochi_math:min"),
        ("max", "fun(list<T>): T", "mochi_list:max"),
        ("max", "fun(int, int): int", "mochi_math:max"),
        ("max", "fun(float, float): float", "mochi_math:max"),
        ("max", "fun(any, any): any", "mochi_math:max"),

        ("keys", "fun(map<K, V>): list<K>", "mochi_map:keys"),
        ("values", "fun(map<K, V>): list<V>", "mochi_map:values"),
        ("get", "fun(map<K, V>, K): option<V>", "mochi_map:get"),
        ("has", "fun(map<K, V>, K): bool", "mochi_map:has"),
        ("has", "fun(set<T>, T): bool", "mochi_set:has"),
        ("put", "fun(map<K, V>, K, V): map<K, V>", "mochi_map:put"),
        ("delete", "fun(map<K, V>, K): map<K, V>", "mochi_map:delete"),
        ("merge", "fun(map<K, V>, map<K, V>): map<K, V>", "mochi_map:merge"),
        ("add", "fun(set<T>, T): set<T>", "mochi_set:add"),
        ("add", "fun(list<T>, T): list<T>", "mochi_list:append"),
        ("set", "fun(list<T>): set<T>", "mochi_set:from_list"),
        ("to_list", "fun(set<T>): list<T>", "mochi_set:to_list"),
        ("to_list", "fun(any): list<any>", "mochi_list:to_list"),

        ("upper", "fun(string): string", "mochi_str:upper"),
        ("lower", "fun(string): string", "mochi_str:lower"),
        ("trim", "fun(string): string", "mochi_str:trim"),
        ("split", "fun(string, string): list<string>", "mochi_str:split"),
        ("join", "fun(list<string>, string): string", "mochi_str:join"),
        ("chars", "fun(string): list<string>", "mochi_str:chars"),
        ("substring", "fun(string, int, int): string", "mochi_str:substring"),
        ("substr", "fun(string, int, int): string", "op:substr"),
        ("repeat", "fun(string, int): string", "mochi_str:repeat"),
        ("replace", "fun(string, string, string): string", "mochi_str:replace"),
        ("padStart", "fun(string, int, string): string", "mochi_str:pad_start"),
        ("padEnd", "fun(string, int, string): string", "mochi_str:pad_end"),
        ("startsWith", "fun(string, string): bool", "mochi_str:starts_with"),
        ("endsWith", "fun(string, string): bool", "mochi_str:ends_with"),
        ("parseIntStr", "fun(string): int", "mochi_str:to_int"),
        ("parseIntStr", "fun(string, int): int", "mochi_str:to_int"),
        ("sha256", "fun(string): string", "mochi_str:sha256"),

        ("abs", "fun(int): int", "mochi_math:abs"),
        ("abs", "fun(float): float", "mochi_math:abs"),
        ("ceil", "fun(float): int", "mochi_math:ceil"),
        ("floor", "fun(float): int", "mochi_math:floor"),
        ("round", "fun(float): int", "mochi_math:round"),
        ("sqrt", "fun(float): float", "mochi_math:sqrt"),
        ("pow", "fun(float, float): float", "mochi_math:pow"),
        ("sin", "fun(float): float", "mochi_math:sin"),
        ("cos", "fun(float): float", "mochi_math:cos"),
        ("tan", "fun(float): float", "mochi_math:tan"),
        ("log", "fun(float): float", "mochi_math:log"),
        ("exp", "fun(float): float", "mochi_math:exp"),
        ("pi", "fun(): float", "mochi_math:pi"),

        ("readFile", "fun(string): string", "mochi_file:read"),
        ("writeFile", "fun(string, string)", "mochi_file:write"),
        ("appendFile", "fun(string, string)", "mochi_file:append"),
        ("lines", "fun(string): list<string>", "mochi_file:lines"),
        ("fileExists", "fun(string): bool", "mochi_file:exists"),
    ];

    private readonly Dictionary<string, IReadOnlyList<BuiltinOverload>> _parsed = [];

    /// <summary>Names of all built-in functions.</summary>
    public static IEnumerable<string> Names => Table.Select(entry => entry.Name).Distinct();

    /// <summary>The forms of a built-in function, or <see langword="null"/> when there is none of that name.</summary>
    public IReadOnlyList<BuiltinOverload>? Find(string name)
    {
        if (_parsed.TryGetValue(name, out var known)) return known;
        var overloads = Table.Where(entry => entry.Name == name).Select(entry => Parse(entry.Type, entry.Target)).ToList();
        if (overloads.Count == 0) return null;
        _parsed.Add(name, overloads);
        return overloads;
    }

    private static BuiltinOverload Parse(string text, string target)
    {
        var parameters = new Dictionary<string, TypeParameterType>();
        var type = (FunctionTypeSyntax)Parser.ParseType(text);
        var types = type.Parameters.Select(part => Resolve(part, parameters)).ToList();
        var result = type.Result is null ? MochiType.Unit : Resolve(type.Result, parameters);
        return new BuiltinOverload([.. parameters.Values], types, result, target);
    }

    private static MochiType Resolve(TypeSyntax syntax, Dictionary<string, TypeParameterType> parameters)
    {
        if (syntax is FunctionTypeSyntax function)
        {
            return new FunctionType(
                [.. function.Parameters.Select(part => Resolve(part, parameters))],
                Resolve(function.Result!, parameters));
        }

        var named = (NamedTypeSyntax)syntax;
        MochiType Argument(int index) => Resolve(named.Arguments[index], parameters);
        switch (named.Name.Text)
        {
            case "int": return MochiType.Int;
            case "float": return MochiType.Float;
            case "bool": return MochiType.Bool;
            case "string": return MochiType.String;
            case "any": return MochiType.Any;
            case "never": return MochiType.Never;
            case "list": return new ListType(Argument(0));
            case "set": return new SetType(Argument(0));
            case "option": return new OptionType(Argument(0));
            case "map": return new MapType(Argument(0), Argument(1));
            default:
                if (!parameters.TryGetValue(named.Name.Text, out var parameter))
                {
                    parameters.Add(named.Name.Text, parameter = new TypeParameterType(named.Name.Text));
                }

                return parameter;
        }
    }
}
