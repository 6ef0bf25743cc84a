-module(mochi_omap).
-moduledoc """
Ordered maps: gone through and printed in the order in which keys were inserted.

A key keeps its place when its value changes; deleted and inserted again it comes last. Lookup is as fast as in a map,
insertion and deletion take time logarithmic in the number of keys. Two ordered maps are equal when they have the same
keys and values in the same order.

```erlang
1> M = mochi_omap:from_list([{~"b", 1}, {~"a", 2}]), mochi_omap:keys(M).
[~"b", ~"a"]
2> mochi_omap:keys(mochi_omap:put(M, ~"b", 3)).
[~"b", ~"a"]
```
""".

-export([
    new/0,
    get/2,
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

-export_type([
    omap/0,
    omap/2
]).

%% Next is the place of the next new key, Entries has place and value of each key, Order the key of each place.
-doc "An ordered map. What is inside is the business of this module.".
-type omap(Key, Value) :: {
    mochi_omap,
    Next :: non_neg_integer(),
    Entries :: #{Key => {non_neg_integer(), Value}},
    Order :: gb_trees:tree(non_neg_integer(), Key)
}.

-doc "An ordered map of any keys and values.".
-type omap() :: omap(term(), term()).

-doc """
The empty ordered map.

```erlang
1> mochi_omap:size(mochi_omap:new()).
0
```
""".
-spec new() -> omap().
new() -> {?MODULE, 0, #{}, gb_trees:empty()}.

-doc """
The value of a key as an option.

```erlang
1> mochi_omap:get(mochi_omap:from_list([{1, ~"a"}]), 1).
{some, ~"a"}
```
""".
-spec get(omap(Key, Value), Key) -> {some, Value} | none.
get({?MODULE, _, Entries, _}, Key) ->
    case Entries of
        #{Key := {_, Value}} -> {some, Value};
        #{} -> none
    end.

-doc """
The value of a key.

```erlang
1> mochi_omap:at(mochi_omap:from_list([{1, ~"a"}]), 2).
** {mochi_error, mochi_err_index, ~"no key 2 in {1: \"a\"}"}
```
""".
-spec at(omap(Key, Value), Key) -> Value.
at({?MODULE, _, Entries, _} = Map, Key) ->
    case Entries of
        #{Key := {_, Value}} ->
            Value;
        #{} ->
            mochi_core:raise(mochi_err_index, [
                ~"no key ", mochi_format:excerpt(Key), ~" in ", mochi_format:excerpt(Map)
            ])
    end.

-doc """
The ordered map with a value at a key; a new key comes last.

```erlang
1> mochi_omap:to_list(mochi_omap:put(mochi_omap:new(), ~"a", 1)).
[{~"a", 1}]
```
""".
-spec put(omap(Key, Value), Key, Value) -> omap(Key, Value).
put({?MODULE, Next, Entries, Order}, Key, Value) ->
    case Entries of
        #{Key := {Place, _}} ->
            {?MODULE, Next, Entries#{Key := {Place, Value}}, Order};
        #{} ->
            {?MODULE, Next + 1, Entries#{Key => {Next, Value}}, gb_trees:insert(Next, Key, Order)}
    end.

-doc """
Whether a key is in the ordered map.

```erlang
1> mochi_omap:has(mochi_omap:new(), ~"a").
false
```
""".
-spec has(omap(), Key :: term()) -> boolean().
has({?MODULE, _, Entries, _}, Key) -> is_map_key(Key, Entries).

-doc """
The ordered map without a key.

```erlang
1> mochi_omap:keys(mochi_omap:delete(mochi_omap:from_list([{1, 1}, {2, 2}]), 1)).
[2]
```
""".
-spec delete(omap(Key, Value), Key) -> omap(Key, Value).
delete({?MODULE, Next, Entries, Order} = Map, Key) ->
    case maps:take(Key, Entries) of
        {{Place, _}, Rest} -> {?MODULE, Next, Rest, gb_trees:delete(Place, Order)};
        error -> Map
    end.

-doc """
The keys in the order of insertion.

```erlang
1> mochi_omap:keys(mochi_omap:from_list([{2, ~"x"}, {1, ~"y"}])).
[2, 1]
```
""".
-spec keys(omap(Key, _)) -> [Key].
keys({?MODULE, _, _, Order}) -> gb_trees:values(Order).

-doc """
The values in the order in which their keys were inserted.

```erlang
1> mochi_omap:values(mochi_omap:from_list([{2, ~"x"}, {1, ~"y"}])).
[~"x", ~"y"]
```
""".
-spec values(omap(_, Value)) -> [Value].
values(Map) -> [Value || {_, Value} <- to_list(Map)].

-doc """
Pairs `{Key, Value}` in the order of insertion.

```erlang
1> mochi_omap:to_list(mochi_omap:from_list([{2, ~"x"}, {1, ~"y"}])).
[{2, ~"x"}, {1, ~"y"}]
```
""".
-spec to_list(omap(Key, Value)) -> [{Key, Value}].
to_list({?MODULE, _, Entries, Order}) ->
    [{Key, element(2, map_get(Key, Entries))} || Key <- gb_trees:values(Order)].

-doc """
The ordered map of a list of pairs; the first pair with a key gives its place, the last one its value.

```erlang
1> mochi_omap:to_list(mochi_omap:from_list([{1, ~"a"}, {2, ~"b"}, {1, ~"c"}])).
[{1, ~"c"}, {2, ~"b"}]
```
""".
-spec from_list([{Key, Value}]) -> omap(Key, Value).
from_list(Pairs) -> lists:foldl(fun({Key, Value}, Map) -> put(Map, Key, Value) end, new(), Pairs).

-doc """
The first ordered map with the second one's pairs put into it.

```erlang
1> A = mochi_omap:from_list([{1, ~"a"}, {2, ~"b"}]), mochi_omap:size(A).
2
2> mochi_omap:to_list(mochi_omap:merge(A, mochi_omap:from_list([{3, ~"c"}, {1, ~"z"}]))).
[{1, ~"z"}, {2, ~"b"}, {3, ~"c"}]
```
""".
-spec merge(omap(Key, Value), omap(Key, Value)) -> omap(Key, Value).
merge({?MODULE, _, _, _} = A, B) -> fold(B, fun put/3, A).

-doc """
The number of keys.

```erlang
1> mochi_omap:size(mochi_omap:from_list([{1, ~"a"}])).
1
```
""".
-spec size(omap()) -> non_neg_integer().
size({?MODULE, _, Entries, _}) -> map_size(Entries).

-doc """
Takes all keys and values together, in the order of insertion.

```erlang
1> mochi_omap:fold(mochi_omap:from_list([{2, ~"b"}, {1, ~"a"}]), fun(Sum, Key, _) -> Sum * 10 + Key end, 0).
21
```
""".
-spec fold(omap(Key, Value), fun((Accumulator, Key, Value) -> Accumulator), Accumulator) -> Accumulator.
fold(Map, Function, Initial) ->
    lists:foldl(fun({Key, Value}, Accumulator) -> Function(Accumulator, Key, Value) end, Initial, to_list(Map)).
