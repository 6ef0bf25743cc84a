-module(mochi_order).
-moduledoc """
Equality and order of Mochi values.

Numbers compare by value, ints with floats: `1 == 1.0`. Strings compare byte by byte, lists element by element, maps by
their sorted keys and then by their values, records and variants by tag and then by their values. A missing value comes
after everything else. Values of different kinds are never equal; so that any list can be sorted they have an order too:
bools, numbers, strings, lists, maps, records and variants, everything else.

BEAM's own `==` and `<` agree with this order for ints, floats and strings, which is why compiled code uses them there.

```erlang
1> mochi_order:compare([1, 2], [1, 2.0]).
eq
2> mochi_order:sort([~"b", none, ~"a"]).
[~"a", ~"b", none]
```
""".

-export([
    equal/2,
    compare/2,
    sort/1,
    sort_pairs/1,
    key/1
]).

-export_type([
    ordering/0
]).

-doc "The first value is less than, equal to or greater than the second.".
-type ordering() :: lt | eq | gt.

-doc """
Whether two values are equal.

```erlang
1> mochi_order:equal(#{~"a" => 1}, #{~"a" => 1.0}).
true
2> mochi_order:equal(~"1", 1).
false
```
""".
-spec equal(term(), term()) -> boolean().
equal(A, B) when is_binary(A); is_number(A); is_atom(A) ->
    A == B;
equal(A, B) ->
    %% BEAM's == is finer in one place only: it takes the map keys 1 and 1.0 for different.
    A == B orelse compare(A, B) =:= eq.

-doc """
The order of two values.

```erlang
1> mochi_order:compare(~"apple", ~"banana").
lt
2> mochi_order:compare(none, 7).
gt
```
""".
-spec compare(term(), term()) -> ordering().
compare(A, B) when is_number(A), is_number(B) ->
    plain(A, B);
compare(A, B) when is_binary(A), is_binary(B) ->
    plain(A, B);
compare(A, B) ->
    case {rank(A), rank(B)} of
        {Rank, Rank} -> same_rank(Rank, A, B);
        {Low, High} when Low < High -> lt;
        _ -> gt
    end.

-doc """
A list in ascending order; equal values keep their order.

```erlang
1> mochi_order:sort([3, 1.5, 2]).
[1.5, 2, 3]
```
""".
-spec sort([term()]) -> [term()].
sort(List) ->
    case kind(List) of
        plain -> lists:sort(List);
        number -> lists:sort(fun(A, B) -> A =< B end, List);
        mixed -> lists:sort(fun(A, B) -> compare(A, B) =/= gt end, List)
    end.

-doc """
Pairs in ascending order of their first elements; pairs with equal first elements keep their order.

```erlang
1> mochi_order:sort_pairs([{2, ~"b"}, {1, ~"z"}, {2, ~"a"}]).
[{1, ~"z"}, {2, ~"b"}, {2, ~"a"}]
```
""".
-spec sort_pairs([{Key, Value}]) -> [{Key, Value}].
sort_pairs(Pairs) ->
    case kind([Key || {Key, _} <- Pairs]) of
        mixed -> lists:sort(fun({A, _}, {B, _}) -> compare(A, B) =/= gt end, Pairs);
        _ -> [Pair || {_, _, Pair} <- lists:keysort(1, numbered(Pairs, 0))]
    end.

-doc """
A term that stands for a value in a BEAM map: equal values have identical keys.

```erlang
1> mochi_order:key([1.0, ~"x"]) =:= mochi_order:key([1, ~"x"]).
true
```
""".
-spec key(term()) -> term().
key(Value) when is_binary(Value); is_integer(Value); is_atom(Value) -> Value;
key(Value) when is_float(Value) ->
    case trunc(Value) of
        Whole when Whole == Value -> Whole;
        _ -> Value
    end;
key([First | Rest]) -> [key(First) | key(Rest)];
key(Value) when is_map(Value) -> maps:fold(fun(K, V, Keys) -> Keys#{key(K) => key(V)} end, #{}, Value);
key(Value) when is_tuple(Value) -> list_to_tuple(key(tuple_to_list(Value)));
key(Value) -> Value.

%% lists:keysort/2 does not keep the order of tuples that are equal as a whole without being identical, like those of 1
%% and 1.0; numbered ones never are.
numbered([{Key, _} = Pair | Pairs], Number) -> [{Key, Number, Pair} | numbered(Pairs, Number + 1)];
numbered([], _) -> [].

%% Lists that are in BEAM's own order can be sorted the fast way: `plain` when equal elements are identical, so that
%% lists:sort/1, which does not keep the order of 1 and 1.0, is good enough; `number` when they are not.
kind([First | Rest]) when is_integer(First) -> integers(Rest);
kind([First | Rest]) when is_binary(First) -> strings(Rest);
kind([First | _] = List) when is_float(First) -> numbers(List);
kind([]) -> plain;
kind(_) -> mixed.

integers([Value | Rest]) when is_integer(Value) -> integers(Rest);
integers([]) -> plain;
integers(List) -> numbers(List).

numbers([Value | Rest]) when is_number(Value) -> numbers(Rest);
numbers([]) -> number;
numbers(_) -> mixed.

strings([Value | Rest]) when is_binary(Value) -> strings(Rest);
strings([]) -> plain;
strings(_) -> mixed.

rank(Value) when is_boolean(Value) -> 0;
rank(Value) when is_number(Value) -> 1;
rank(Value) when is_binary(Value) -> 2;
rank(Value) when is_list(Value) -> 3;
rank(Value) when is_map(Value) -> 4;
rank(none) -> 7;
rank(Value) when is_tuple(Value), tuple_size(Value) > 0 -> 5;
rank(Value) when is_atom(Value) -> 5;
rank(_) -> 6.

same_rank(3, A, B) -> lists(A, B);
same_rank(4, A, B) -> maps(A, B);
same_rank(5, A, B) -> tagged(A, B);
same_rank(_, A, B) -> plain(A, B).

plain(A, B) when A == B -> eq;
plain(A, B) when A < B -> lt;
plain(_, _) -> gt.

lists([], []) -> eq;
lists([], _) -> lt;
lists(_, []) -> gt;
lists([A | As], [B | Bs]) ->
    case compare(A, B) of
        eq -> lists(As, Bs);
        Order -> Order
    end;
lists(A, B) -> plain(A, B).

maps(A, B) ->
    As = sort_pairs(maps:to_list(A)),
    Bs = sort_pairs(maps:to_list(B)),
    case lists([Key || {Key, _} <- As], [Key || {Key, _} <- Bs]) of
        eq -> lists([Value || {_, Value} <- As], [Value || {_, Value} <- Bs]);
        Order -> Order
    end.

tagged(A, B) when is_tuple(A), element(1, A) =:= mochi_omap, is_tuple(B), element(1, B) =:= mochi_omap ->
    lists(mochi_omap:to_list(A), mochi_omap:to_list(B));
tagged(A, B) ->
    lists(elements(A), elements(B)).

%% Tags are compared by name: as values, `true` and the like would have the rank of a bool.
elements(Value) when is_atom(Value) -> [atom_to_binary(Value)];
elements(Value) when is_atom(element(1, Value)) -> [atom_to_binary(element(1, Value)) | tl(tuple_to_list(Value))];
elements(Value) -> tuple_to_list(Value).
