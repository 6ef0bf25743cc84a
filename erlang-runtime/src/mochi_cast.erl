-module(mochi_cast).
-moduledoc """
Checks a value of unknown type against a type and converts what has another form: an int where a float is wanted, a map
with string keys or another row where a record is wanted, a plain value where an option is wanted.

The compiler writes the type as a term:

| term | type |
|---|---|
| `any`, `int`, `float`, `bool`, `string`, `unit`, `'fun'` | as named |
| `{list, T}`, `{set, T}`, `{option, T}`, `{map, K, V}` | containers |
| `{record, Tag, Name, [{FieldName, T}]}` | a record; the name of a row is empty |
| `{union, Name, [Tag | {Tag, [T]}]}` | a sum type |
| `{tagged, [Tag]}` | a type inside itself: the one around it that has these tags |

```erlang
1> Point = {record, 'Point', ~"Point", [{~"x", float}, {~"label", {option, string}}]}.
{record, 'Point', ~"Point", [{~"x", float}, {~"label", {option, string}}]}
2> mochi_cast:cast(#{~"x" => 1}, Point).
{'Point', 1.0, none}
3> mochi_cast:cast([#{~"x" => ~"one"}], {list, Point}).
** {mochi_error, mochi_err_type, ~"[0].x: expected float, got \"one\" (string)"}
```
""".

-export([
    cast/2,
    cast_json/2
]).

-export_type([
    type/0
]).

-doc "A type as a term.".
-type type() ::
    atom()
    | {list | set | option, type()}
    | {map, type(), type()}
    | {record, Tag :: atom(), Name :: binary(), [{binary(), type()}]}
    | {union, Name :: binary(), [atom() | {atom(), [type()]}]}
    | {tagged, [atom()]}.

%% Where in the value we are, innermost first, and the types around us by their tags.
%% In JSON values the path begins with its root.
-record(place, {
    root = <<>> :: binary(),
    path = [] :: [binary() | non_neg_integer()],
    open = #{} :: #{atom() => type()}
}).

-doc """
The value as a value of the type.

```erlang
1> mochi_cast:cast([1, 2.5], {list, float}).
[1.0, 2.5]
2> mochi_cast:cast(~"x", int).
** {mochi_error, mochi_err_type, ~"expected int, got \"x\" (string)"}
```
""".
-spec cast(term(), type()) -> term().
cast(Value, Type) -> cast(Value, Type, #place{}).

-doc """
The value of a JSON document, or another data file, as a value of the type. It is `cast/2`, and reads back what
`mochi_json:encode/1` writes: variants by their names, and keys of maps that are no strings. A message begins with the
place in the document.

```erlang
1> mochi_cast:cast_json(#{~"Leaf" => [1]}, {union, ~"Tree", [{'Leaf', [float]}]}).
{'Leaf', 1.0}
2> mochi_cast:cast_json(#{~"x" => [1, ~"two"]}, {map, string, {list, int}}).
** {mochi_error, mochi_err_type, ~"$.x[1]: expected int, got \"two\" (string)"}
```
""".
-spec cast_json(term(), type()) -> term().
cast_json(Value, Type) -> cast(Value, Type, #place{root = ~"$"}).

cast(Value, any, _) -> Value;
cast(Value, int, _) when is_integer(Value) -> Value;
cast(Value, float, _) when is_float(Value) -> Value;
cast(Value, float, _) when is_integer(Value) -> mochi_core:cast_float(Value);
cast(Value, bool, _) when is_boolean(Value) -> Value;
cast(Value, string, _) when is_binary(Value) -> Value;
cast(Value, 'fun', _) when is_function(Value) -> Value;
cast(none, {option, _}, _) -> none;
cast({some, Value}, {option, Type}, Place) -> {some, cast(Value, Type, Place)};
cast(Value, {option, Type}, Place) -> {some, cast(Value, Type, Place)};
cast({some, Value}, Type, Place) -> cast(Value, Type, Place);
cast(Value, {list, any}, _) when is_list(Value) -> Value;
cast(Value, {list, Type}, Place) when is_list(Value) -> elements(Value, Type, 0, Place);
cast(Value, {set, Type}, Place) when is_list(Value) -> mochi_set:from_list(elements(Value, Type, 0, Place));
cast(Value, {set, Type} = Set, Place) when is_map(Value) ->
    case lists:all(fun(Mark) -> Mark =:= [] end, maps:values(Value)) of
        true -> mochi_set:from_list(elements(mochi_map:keys(Value), Type, 0, Place));
        false -> wrong(Value, Set, Place)
    end;
cast(Value, {map, any, any}, _) when is_map(Value) -> Value;
cast(Value, {map, KeyType, ValueType}, Place) when is_map(Value) ->
    #{
        key(Key, KeyType, inside(Key, Place)) => cast(Element, ValueType, inside(Key, Place))
     || Key := Element <- Value
    };
cast(Value, {record, Tag, _, Fields} = Type, Place) when is_tuple(Value); is_map(Value) ->
    record(Value, Tag, Fields, Type, open([Tag], Type, Place));
cast(Value, {union, _, Variants} = Type, Place) ->
    union(Value, Variants, Type, open([variant_tag(Variant) || Variant <- Variants], Type, Place));
cast(Value, {tagged, [Tag | _]} = Type, #place{open = Open} = Place) ->
    case Open of
        #{Tag := Around} -> cast(Value, Around, Place);
        #{} -> wrong(Value, Type, Place)
    end;
cast(ok, unit, _) -> ok;
cast(Value, Type, Place) -> wrong(Value, Type, Place).

%% JSON has strings for keys only.
key(Key, int, #place{root = ~"$"} = Place) when is_binary(Key) ->
    case mochi_data_scalar:number(Key) of
        Number when is_integer(Number) -> Number;
        _ -> wrong(Key, int, Place)
    end;
key(Key, Type, Place) ->
    cast(Key, Type, Place).

elements([Value | Rest], Type, Index, Place) ->
    [cast(Value, Type, inside(Index, Place)) | elements(Rest, Type, Index + 1, Place)];
elements([], _, _, _) ->
    [].

record(Value, Tag, Fields, _, Place)
    when is_tuple(Value), tuple_size(Value) =:= length(Fields) + 1, element(1, Value) =:= Tag
->
    [_ | Values] = tuple_to_list(Value),
    list_to_tuple([Tag | fields(Fields, Values, Place)]);
record(Value, Tag, Fields, _, Place) when is_map(Value) ->
    list_to_tuple([Tag | [named_field(Field, Value, Value, Place) || Field <- Fields]]);
record(Value, Tag, Fields, Type, Place) ->
    %% Another record is not this one, but a row is whatever has its fields.
    case tuple_size(Value) > 0 andalso mochi_types:find(element(1, Value), tuple_size(Value) - 1) of
        {record, Name, Names} when Name =:= <<>>; element(3, Type) =:= <<>> ->
            Present = maps:from_list(lists:zip(Names, tl(tuple_to_list(Value)))),
            list_to_tuple([Tag | [named_field(Field, Present, Value, Place) || Field <- Fields]]);
        _ ->
            wrong(Value, Type, Place)
    end.

named_field({Name, Type}, Present, Value, Place) ->
    case Present of
        #{Name := Field} ->
            cast(Field, Type, inside(Name, Place));
        #{} when element(1, Type) =:= option ->
            none;
        #{} ->
            mochi_core:raise(mochi_err_type, [path(Place), mochi_format:excerpt(Value), ~" has no field ", Name])
    end.

fields([{Name, Type} | Fields], [Value | Values], Place) ->
    [cast(Value, Type, inside(Name, Place)) | fields(Fields, Values, Place)];
fields([], [], _) ->
    [].

union(Value, Variants, Type, Place) when is_atom(Value) ->
    case lists:member(Value, Variants) of
        true -> Value;
        false -> wrong(Value, Type, Place)
    end;
union(Value, Variants, Type, Place) when is_tuple(Value), tuple_size(Value) > 1 ->
    [Tag | Values] = tuple_to_list(Value),
    case lists:keyfind(Tag, 1, [Variant || Variant <- Variants, is_tuple(Variant)]) of
        {_, Types} when length(Types) =:= length(Values) ->
            list_to_tuple([Tag | [cast(Part, PartType, Place) || {Part, PartType} <- lists:zip(Values, Types)]]);
        _ ->
            wrong(Value, Type, Place)
    end;
union(Name, Variants, Type, #place{root = ~"$"} = Place) when is_binary(Name) ->
    case [Tag || Tag <- Variants, is_atom(Tag), json_name(Tag, 0) =:= Name] of
        [Tag | _] -> Tag;
        [] -> wrong(Name, Type, Place)
    end;
union(Value, Variants, Type, #place{root = ~"$"} = Place) when map_size(Value) =:= 1 ->
    [{Name, Payload}] = maps:to_list(Value),
    case [Variant || {Tag, Types} = Variant <- Variants, json_name(Tag, length(Types)) =:= Name] of
        [{Tag, Types} | _] -> list_to_tuple([Tag | payload(Payload, Tag, Types, inside(Name, Place))]);
        [] -> wrong(Value, Type, Place)
    end;
union(Value, _, Type, Place) ->
    wrong(Value, Type, Place).

%% What a variant has behind its name: its values, or an object of them when they have names.
payload(Values, _, Types, Place) when is_list(Values), length(Values) =:= length(Types) ->
    [
        cast(Value, Type, inside(Index, Place))
     || {Index, {Value, Type}} <- lists:enumerate(0, lists:zip(Values, Types))
    ];
payload(Value, Tag, Types, Place) when is_map(Value) ->
    case mochi_types:find(Tag, length(Types)) of
        {variant, _, Names} -> [named_field(Field, Value, Value, Place) || Field <- lists:zip(Names, Types)];
        _ -> wrong(Value, {tagged, [Tag]}, Place)
    end;
payload(Value, Tag, _, Place) ->
    wrong(Value, {tagged, [Tag]}, Place).

json_name(Tag, Arity) ->
    case mochi_types:find(Tag, Arity) of
        {variant, Name, _} -> Name;
        _ -> atom_to_binary(Tag)
    end.

variant_tag({Tag, _}) -> Tag;
variant_tag(Tag) -> Tag.

open(Tags, Type, #place{open = Open} = Place) ->
    Place#place{open = lists:foldl(fun(Tag, Types) -> Types#{Tag => Type} end, Open, Tags)}.

inside(Step, #place{path = Path} = Place) when is_binary(Step); is_integer(Step) -> Place#place{path = [Step | Path]};
inside(_, Place) -> Place.

-spec wrong(term(), type(), #place{}) -> no_return().
wrong(Value, Type, Place) ->
    mochi_core:raise(mochi_err_type, [
        path(Place), ~"expected ", type_name(Type), ~", got ", mochi_format:described(Value)
    ]).

path(#place{root = <<>>, path = []}) -> [];
path(#place{root = <<>>, path = Path}) -> [join(lists:reverse(Path)), ~": "];
path(#place{root = Root, path = Path}) -> [Root, steps(lists:reverse(Path)), ~": "].

join([First | Rest]) when is_binary(First) -> [First | steps(Rest)];
join(Path) -> steps(Path).

steps([Step | Rest]) when is_binary(Step) -> [$., Step | steps(Rest)];
steps([Step | Rest]) -> [$[, integer_to_binary(Step), $] | steps(Rest)];
steps([]) -> [].

type_name(Type) when is_atom(Type) -> atom_to_binary(Type);
type_name({map, Key, Value}) -> [~"map<", type_name(Key), ~", ", type_name(Value), $>];
type_name({record, _, <<>>, Fields}) ->
    [${, lists:join(~", ", [[Name, ~": ", type_name(Type)] || {Name, Type} <- Fields]), $}];
type_name({record, _, Name, _}) -> Name;
type_name({union, Name, _}) -> Name;
type_name({tagged, [Tag | _]}) -> atom_to_binary(Tag);
type_name({Container, Element}) -> [atom_to_binary(Container), $<, type_name(Element), $>].
