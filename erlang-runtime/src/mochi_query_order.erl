-module(mochi_query_order).
-moduledoc """
Rows in the order of several keys.

`mochi_query:sort/2` and `mochi_query:top/3` are the way in.

```erlang
1> mochi_query_order:sort([2, none, 1], [{desc, fun(Row) -> Row end}]).
[2, 1, none]
```
""".

-export([
    sort/2,
    top/3
]).

%% As many rows are gathered before they are sorted and cut; for a small count more, so that it pays.
-define(LEAST_GATHERED, 256).

-doc """
Sorts rows by keys, see `mochi_query:sort/2`.

```erlang
1> mochi_query_order:sort([{2, a}, {1, b}, {2, c}], [fun({Key, _}) -> Key end]).
[{1, b}, {2, a}, {2, c}]
```
""".
-spec sort([Row], [mochi_query:sort_key(Row)]) -> [Row].
sort(Rows, Keys) when is_list(Keys) ->
    %% Each sort keeps the order of equal rows, so the least important key goes first.
    lists:foldr(fun sort_by/2, Rows, [direction(Key) || Key <- Keys]);
sort(_, Value) ->
    mochi_core:type_error(~"list of sort keys", Value).

-doc """
The first rows in the order of keys, see `mochi_query:top/3`.

```erlang
1> mochi_query_order:top(lists:seq(1, 1000), [{desc, fun(Row) -> Row end}], 3).
[1000, 999, 998]
```
""".
-spec top(mochi_query:rows(Row), [mochi_query:sort_key(Row)], Count :: pos_integer()) -> [Row].
top(Rows, Keys, Count) ->
    Limit = max(2 * Count, ?LEAST_GATHERED),
    gather(mochi_query:next(Rows), [], 0, Limit, Keys, Count).

%% Gathered rows are in reverse; those that were kept are in front of the later ones again after each cut.
gather({Batch, Rest}, Gathered, Size, Limit, Keys, Count) ->
    {More, MoreSize} = add(Batch, Gathered, Size, Limit, Keys, Count),
    gather(mochi_query:next(Rest), More, MoreSize, Limit, Keys, Count);
gather(done, Gathered, _, _, Keys, Count) ->
    cut(Gathered, Keys, Count).

add(Rows, Gathered, Size, Limit, Keys, Count) when Size >= Limit ->
    Kept = cut(Gathered, Keys, Count),
    add(Rows, lists:reverse(Kept), Count, Limit, Keys, Count);
add([Row | Rows], Gathered, Size, Limit, Keys, Count) ->
    add(Rows, [Row | Gathered], Size + 1, Limit, Keys, Count);
add([], Gathered, Size, _, _, _) ->
    {Gathered, Size}.

cut(Gathered, Keys, Count) -> lists:sublist(sort(lists:reverse(Gathered), Keys), Count).

direction({Direction, Key}) when Direction =:= asc orelse Direction =:= desc, is_function(Key, 1) -> {Direction, Key};
direction(Key) when is_function(Key, 1) -> {asc, Key};
direction(Value) -> mochi_core:type_error(~"sort key", Value).

sort_by({Direction, KeyOf}, Rows) ->
    {Pairs, Missing} = keyed(Rows, KeyOf, [], []),
    [Row || {_, Row} <- sort_pairs(Direction, Pairs)] ++ Missing.

keyed([Row | Rows], KeyOf, Pairs, Missing) ->
    case KeyOf(Row) of
        none -> keyed(Rows, KeyOf, Pairs, [Row | Missing]);
        {some, Key} -> keyed(Rows, KeyOf, [{Key, Row} | Pairs], Missing);
        Key -> keyed(Rows, KeyOf, [{Key, Row} | Pairs], Missing)
    end;
keyed([], _, Pairs, Missing) ->
    {Pairs, lists:reverse(Missing)}.

%% The pairs come in reverse, which is how a stable sort in descending order begins: it ends in reverse, too.
sort_pairs(asc, Reversed) -> mochi_order:sort_pairs(lists:reverse(Reversed));
sort_pairs(desc, Reversed) -> lists:reverse(mochi_order:sort_pairs(Reversed)).
