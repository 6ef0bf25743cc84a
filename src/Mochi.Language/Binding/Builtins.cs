using Mochi.Language.Syntax;
using Mochi.Language.Types;

namespace Mochi.Language.Binding;

/// <summary>The built-in functions. The first form of a name whose parameters fit the arguments is taken.</summary>
internal sealed class Builtins
{
    /// <summary>Name, type, and what the call becomes. T, U, K and V are type parameters.</summary>
    private static readonly Form[] Table =
    [
        new("print", "fun()", "op:print"),
        new("json", "fun(any): string", "mochi_json:encode"),
        new("to_json", "fun(any): string", "mochi_json:encode"),
        new("json_decode", "fun(string): any", "mochi_json:decode"),
        new("str", "fun(string): string", "op:identity"),
        new("str", "fun(any): string", "mochi_core:to_string"),
        new("int", "fun(int): int", "op:identity"),
        new("int", "fun(any): int", "mochi_core:cast_int"),
        new("float", "fun(float): float", "op:identity"),
        new("float", "fun(any): float", "mochi_core:cast_float"),
        new("bool", "fun(bool): bool", "op:identity"),
        new("bool", "fun(any): bool", "mochi_core:cast_bool"),
        new("some", "fun(T): option<T>", "op:some"),
        new("is_some", "fun(option<T>): bool", "op:is_some"),
        new("unwrap", "fun(option<T>): T", "mochi_option:unwrap"),
        new("unwrap_or", "fun(option<T>, T): T", "mochi_option:unwrap_or"),
        new("panic", "fun(any, any): never", "mochi_core:panic"),
        new("panic", "fun(any): never", "mochi_core:panic"),
        new("now", "fun(): int", "mochi_core:now"),
        new("input", "fun(): string", "mochi_core:input"),
        new("args", "fun(): list<string>", "op:args"),

        new("len", "fun(list<T>): int", "op:length"),
        new("len", "fun(string): int", "mochi_str:len"),
        new("len", "fun(map<K, V>): int", "op:map_size"),
        new("len", "fun(set<T>): int", "mochi_set:size"),
        new("len", "fun(any): int", "mochi_core:len"),
        new("count", "fun(list<T>): int", "op:length"),
        new("count", "fun(any): int", "mochi_core:len"),
        new("exists", "fun(list<T>): bool", "op:not_empty"),
        new("exists", "fun(any): bool", "mochi_core:exists"),
        new("append", "fun(list<T>, T): list<T>", "mochi_list:append"),
        new("push", "fun(list<T>, T): list<T>", "mochi_list:push"),
        new("concat", "fun(list<T>, list<T>): list<T>", "mochi_list:concat"),
        new("concat", "fun(string, string): string", "mochi_str:concat"),
        new("first", "fun(list<T>): T", "mochi_list:first"),
        new("last", "fun(list<T>): T", "mochi_list:last"),
        new("reverse", "fun(list<T>): list<T>", "op:reverse"),
        new("reverse", "fun(string): string", "mochi_str:reverse"),
        new("distinct", "fun(list<T>): list<T>", "mochi_list:distinct"),
        new("range", "fun(int): list<int>", "op:range1"),
        new("range", "fun(int, int): list<int>", "mochi_list:range"),
        new("range", "fun(int, int, int): list<int>", "mochi_list:range"),
        new("slice", "fun(string, int, int): string", "mochi_str:slice"),
        new("slice", "fun(list<T>, int, int): list<T>", "mochi_list:slice"),
        new("sort", "fun(list<T>): list<T>", "mochi_list:sort"),
        new("sort_by", "fun(list<T>, fun(T): U): list<T>", "mochi_list:sort_by"),
        new("map", "fun(list<T>, fun(T): U): list<U>", "mochi_list:map"),
        new("filter", "fun(list<T>, fun(T): bool): list<T>", "mochi_list:filter"),
        new("reduce", "fun(list<T>, fun(U, T): U, U): U", "mochi_list:reduce"),
        new("flat_map", "fun(list<T>, fun(T): list<U>): list<U>", "mochi_list:flat_map"),
        new("any", "fun(list<T>, fun(T): bool): bool", "mochi_list:any"),
        new("all", "fun(list<T>, fun(T): bool): bool", "mochi_list:all"),
        new("contains", "fun(string, string): bool", "mochi_str:contains"),
        new("contains", "fun(list<T>, T): bool", "mochi_list:contains"),
        new("contains", "fun(map<K, V>, K): bool", "mochi_map:has"),
        new("contains", "fun(set<T>, T): bool", "mochi_set:has"),
        new("contains", "fun(any, any): bool", "mochi_core:contains"),
        new("indexOf", "fun(string, string): int", "mochi_str:index_of"),
        new("indexOf", "fun(list<T>, T): int", "mochi_list:index_of"),
        new("sum", "fun(list<int>): int", "mochi_list:sum"),
        new("sum", "fun(list<float>): float", "op:float_sum"),
        new("sum", "fun(list<any>): any", "mochi_list:sum"),
        new("avg", "fun(list<any>): float", "mochi_list:avg"),
        new("min", "fun(list<T>): T", "mochi_list:min"),
        new("min", "fun(int, int): int", "mochi_math:min"),
        new("min", "fun(float, float): float", "mochi_math:min"),
        new("min", "fun(any, any): any", "mochi_math:min"),
        new("max", "fun(list<T>): T", "mochi_list:max"),
        new("max", "fun(int, int): int", "mochi_math:max"),
        new("max", "fun(float, float): float", "mochi_math:max"),
        new("max", "fun(any, any): any", "mochi_math:max"),

        new("keys", "fun(map<K, V>): list<K>", "mochi_map:keys"),
        new("values", "fun(map<K, V>): list<V>", "mochi_map:values"),
        new("get", "fun(map<K, V>, K): option<V>", "mochi_map:get"),
        new("has", "fun(map<K, V>, K): bool", "mochi_map:has"),
        new("has", "fun(set<T>, T): bool", "mochi_set:has"),
        new("put", "fun(map<K, V>, K, V): map<K, V>", "mochi_map:put"),
        new("delete", "fun(map<K, V>, K): map<K, V>", "mochi_map:delete"),
        new("merge", "fun(map<K, V>, map<K, V>): map<K, V>", "mochi_map:merge"),
        new("add", "fun(set<T>, T): set<T>", "mochi_set:add"),
        new("add", "fun(list<T>, T): list<T>", "mochi_list:append"),
        new("set", "fun(list<T>): set<T>", "mochi_set:from_list"),
        new("to_list", "fun(set<T>): list<T>", "mochi_set:to_list"),
        new("to_list", "fun(any): list<any>", "mochi_list:to_list"),

        new("upper", "fun(string): string", "mochi_str:upper"),
        new("lower", "fun(string): string", "mochi_str:lower"),
        new("trim", "fun(string): string", "mochi_str:trim"),
        new("split", "fun(string, string): list<string>", "mochi_str:split"),
        new("join", "fun(list<string>, string): string", "mochi_str:join"),
        new("chars", "fun(string): list<string>", "mochi_str:chars"),
        new("substring", "fun(string, int, int): string", "mochi_str:substring"),
        new("substr", "fun(string, int, int): string", "op:substr"),
        new("repeat", "fun(string, int): string", "mochi_str:repeat"),
        new("replace", "fun(string, string, string): string", "mochi_str:replace"),
        new("padStart", "fun(string, int, string): string", "mochi_str:pad_start"),
        new("padEnd", "fun(string, int, string): string", "mochi_str:pad_end"),
        new("startsWith", "fun(string, string): bool", "mochi_str:starts_with"),
        new("endsWith", "fun(string, string): bool", "mochi_str:ends_with"),
        new("parseIntStr", "fun(string): int", "mochi_str:to_int"),
        new("parseIntStr", "fun(string, int): int", "mochi_str:to_int"),
        new("sha256", "fun(string): string", "mochi_str:sha256"),

        new("abs", "fun(int): int", "mochi_math:abs"),
        new("abs", "fun(float): float", "mochi_math:abs"),
        new("ceil", "fun(float): int", "mochi_math:ceil"),
        new("floor", "fun(float): int", "mochi_math:floor"),
        new("round", "fun(float): int", "mochi_math:round"),
        new("sqrt", "fun(float): float", "mochi_math:sqrt"),
        new("pow", "fun(float, float): float", "mochi_math:pow"),
        new("sin", "fun(float): float", "mochi_math:sin"),
        new("cos", "fun(float): float", "mochi_math:cos"),
        new("tan", "fun(float): float", "mochi_math:tan"),
        new("log", "fun(float): float", "mochi_math:log"),
        new("exp", "fun(float): float", "mochi_math:exp"),
        new("pi", "fun(): float", "mochi_math:pi"),

        new("readFile", "fun(string): string", "mochi_file:read"),
        new("writeFile", "fun(string, string)", "mochi_file:write"),
        new("appendFile", "fun(string, string)", "mochi_file:append"),
        new("lines", "fun(string): list<string>", "mochi_file:lines"),
        new("fileExists", "fun(string): bool", "mochi_file:exists"),
    ];

    private readonly Dictionary<string, IReadOnlyList<BuiltinOverload>> _parsed = [];

    /// <summary>Names of all built-in functions.</summary>
    public static IEnumerable<string> Names => Table.Select(entry => entry.Name).Distinct();

    /// <summary>The forms of a built-in function, or <see langword="null"/> when there is none of that name.</summary>
    public IReadOnlyList<BuiltinOverload>? Find(string name)
    {
        if (_parsed.TryGetValue(name, out var known)) return known;
        var overloads = new List<BuiltinOverload>();
        foreach (var form in Table)
        {
            if (form.Name == name) overloads.Add(Parse(form.Type, form.Target));
        }

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

    private sealed record Form(string Name, string Type, string Target);
}
