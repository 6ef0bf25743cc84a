-module(mochi_map).
-moduledoc """
Maps: BEAM maps, gone through and printed in ascending order of their keys, never in hash order.

```erlang
1> mochi_map:keys(#{~"b" => 1, ~"a" => 2}).
[~"a", ~"b"]
```
""".

-export([
    get/2,
    get/3,
    at/2,
    put/3,
    has/2,
    delete/2,
    keys/1,
    values/1,
    to_list/1,
    from_list/1,
    merge/2,
    size/1,
    fold/3
]).

-doc """
The value of a key as an option.

```erlang
1> mochi_map:get(#{~"a" => 1}, ~"a").
{some, 1}
2> mochi_map:get(#{~"a" => 1}, ~"b").
none
```
""".
-spec get(#{Key => Value}, Key) -> {some, Value} | none.
get(Map, Key) ->
    case Map of
        #{Key := Value} -> {some, Value};
        #{} -> none;
        _ -> map_error(Map)
    end.

-doc """
The value of a key, or a default when the key is missing.

```erlang
1> mochi_map:get(#{~"a" => 1}, ~"b", 0).
0
```
""".
-spec get(#{Key => Value}, Key, Default :: Value) -> Value.
get(Map, Key, Default) ->
    case Map of
        #{Key := Value} -> Value;
        #{} -> Default;
        _ -> map_error(Map)
    end.

-doc """
The value of a key.

```erlang
1> mochi_map:at(#{~"a" => 1}, ~"a").
1
2> mochi_map:at(#{~"a" => 1}, ~"b").
** {mochi_error, mochi_err_index, ~"no key \"b\" in {\"a\": 1}"}
```
""".
-spec at(#{Key => Value}, Key) -> Value.
at(Map, Key) ->
    case Map of
        #{Key := Value} ->
            Value;
        #{} ->
            mochi_core:raise(mochi_err_index, [
                ~"no key ", mochi_format:excerpt(Key), ~" in ", mochi_format:excerpt(Map)
            ]);
        _ ->
            map_error(Map)
    end.

-doc """
The map with a value at a key.

```erlang
1> mochi_map:put(#{~"a" => 1}, ~"a", 2).
#{~"a" => 2}
```
""".
-spec put(#{Key => Value}, Key, Value) -> #{Key => Value}.
put(Map, Key, Value) when is_map(Map) -> Map#{Key => Value};
put(Map, _, _) -> map_error(Map).

-doc """
Whether a key is in the map.

```erlang
1> mochi_map:has(#{~"a" => 1}, ~"a").
true
```
""".
-spec has(map(), Key :: term()) -> boolean().
has(Map, Key) when is_map(Map) -> is_map_key(Key, Map);
has(Map, _) -> map_error(Map).

-doc """
The map without a key.

```erlang
1> mochi_map:delete(#{~"a" => 1, ~"b" => 2}, ~"a").
#{~"b" => 2}
```
""".
-spec delete(#{Key => Value}, Key) -> #{Key => Value}.
delete(Map, Key) when is_map(Map) -> maps:remove(Key, Map);
delete(Map, _) -> map_error(Map).

-doc """
The keys in ascending order.

```erlang
1> mochi_map:keys(#{10 => ~"x", 9 => ~"y"}).
[9, 10]
```
""".
-spec keys(#{Key => _}) -> [Key].
keys(Map) when is_map(Map) -> mochi_order:sort(maps:keys(Map));
keys(Map) -> map_error(Map).

-doc """
The values in ascending order of their keys.

```erlang
1> mochi_map:values(#{10 => ~"x", 9 => ~"y"}).
[~"y", ~"x"]
```
""".
-spec values(#{_ => Value}) -> [Value].
values(Map) -> [map_get(Key, Map) || Key <- keys(Map)].

-doc """
Pairs `{Key, Value}` in ascending order of the keys.

```erlang
1> mochi_map:to_list(#{~"b" => 1, ~"a" => 2}).
[{~"a", 2}, {~"b", 1}]
```
""".
-spec to_list(#{Key => Value}) -> [{Key, Value}].
to_list(Map) -> [{Key, map_get(Key, Map)} || Key <- keys(Map)].

-doc """
The map of a list of pairs, each a tuple or a list of two; the last pair with a key counts.

```erlang
1> mochi_map:from_list([{~"a", 1}, [~"b", 2]]).
#{~"a" => 1, ~"b" => 2}
```
""".
-spec from_list([{Key, Value} | [Key | Value]]) -> #{Key => Value}.
from_list(Pairs) when is_list(Pairs) -> maps:from_list([pair(Pair) || Pair <- Pairs]);
from_list(Value) -> mochi_core:type_error(~"list", Value).

-doc """
The keys of two maps, with the second one's values where both have a key.

```erlang
1> mochi_map:merge(#{~"a" => 1, ~"b" => 1}, #{~"b" => 2}).
#{~"a" => 1, ~"b" => 2}
```
""".
-spec merge(#{Key => Value}, #{Key => Value}) -> #{Key => Value}.
merge(A, B) when is_map(A), is_map(B) -> maps:merge(A, B);
merge(A, B) when is_map(A) -> map_error(B);
merge(A, _) -> map_error(A).

-doc """
The number of keys.

```erlang
1> mochi_map:size(#{~"a" => 1}).
1
```
""".
-spec size(map()) -> non_neg_integer().
size(Map) when is_map(Map) -> map_size(Map);
size(Map) -> map_error(Map).

-doc """
Takes all keys and values together, in ascending order of the keys.

```erlang
1> mochi_map:fold(#{2 => ~"b", 1 => ~"a"}, fun(Text, _, Value) -> <<Text/binary, Value/binary>> end, ~"").
~"ab"
```
""".
-spec fold(#{Key => Value}, fun((Accumulator, Key, Value) -> Accumulator), Accumulator) -> Accumulator.
fold(Map, Function, Initial) ->
    lists:foldl(fun({Key, Value}, Accumulator) -> Function(Accumulator, Key, Value) end, Initial, to_list(Map)).

-spec map_error(term()) -> no_return().
map_error(Value) -> mochi_core:type_error(~"map", Value).

pair({Key, Value}) -> {Key, Value};
pair([Key, Value]) -> {Key, Value};
pair(Value) -> mochi_core:type_error(~"pair of key and value", Value).
