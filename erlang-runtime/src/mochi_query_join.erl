-module(mochi_query_join).
-moduledoc """
Hash joins: one side is indexed in a map by its keys, the other one goes past it.

`mochi_query:join/6` is the way in.

```erlang
1> Key = fun(Row) -> Row end, is_function(Key).
true
2> mochi_query_join:join(inner, [1, 2], [2, 3], Key, Key, fun(A, B) -> A + B end).
[4]
```
""".

-export([
    join/6
]).

-compile({inline, [normal/1]}).

-define(IS_PLAIN(Value), (is_integer(Value) orelse is_binary(Value) orelse is_atom(Value))).

-doc """
See `mochi_query:join/6`.

```erlang
1> Key = fun(Row) -> Row end, is_function(Key).
true
2> mochi_query_join:join(outer, [1, 2], [2, 3], Key, Key, fun(A, B) -> {A, B} end).
[{{some, 1}, none}, {{some, 2}, {some, 2}}, {none, {some, 3}}]
```
""".
-spec join(mochi_query:join_kind(), mochi_query:rows(), mochi_query:rows(), Key, Key, Combine) ->
    mochi_query:rows()
when
    Key :: fun((term()) -> term()),
    Combine :: fun((term(), term()) -> term()).
join(inner, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Right, RightKey),
    stream(Left, fun(Batch) -> inner(Batch, LeftKey, Index, Combine) end);
join(left, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Right, RightKey),
    stream(Left, fun(Batch) -> left(Batch, LeftKey, Index, Combine) end);
join(right, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Left, LeftKey),
    stream(Right, fun(Batch) -> left(Batch, RightKey, Index, fun(R, L) -> Combine(L, R) end) end);
join(outer, Left, Right, LeftKey, RightKey, Combine) ->
    Rows = mochi_query:to_list(Right),
    outer(Left, index(Rows, RightKey), #{}, Rows, LeftKey, RightKey, Combine);
join(Kind, _, _, _, _, _) ->
    mochi_core:type_error(~"inner, left, right or outer", Kind).

stream(Rows, Function) when is_list(Rows) ->
    Function(Rows);
stream(Rows, Function) ->
    fun() ->
        case mochi_query:next(Rows) of
            {Batch, Rest} -> {Function(Batch), stream(Rest, Function)};
            done -> done
        end
    end.

%% The rows of each key in their order. Rows are put in front of those that are there already, so the last ones first.
index(Rows, Key) -> index(lists:reverse(mochi_query:to_list(Rows)), Key, #{}).

index([Row | Rows], KeyOf, Index) ->
    Key = normal(KeyOf(Row)),
    case Index of
        #{Key := Members} -> index(Rows, KeyOf, Index#{Key := [Row | Members]});
        #{} -> index(Rows, KeyOf, Index#{Key => [Row]})
    end;
index([], _, Index) ->
    Index.

inner([Row | Rows], KeyOf, Index, Combine) ->
    Key = normal(KeyOf(Row)),
    case Index of
        #{Key := [Partner]} -> [Combine(Row, Partner) | inner(Rows, KeyOf, Index, Combine)];
        #{Key := Partners} -> inner_partners(Partners, Row, Rows, KeyOf, Index, Combine);
        #{} -> inner(Rows, KeyOf, Index, Combine)
    end;
inner([], _, _, _) ->
    [].

inner_partners([Partner | Partners], Row, Rows, KeyOf, Index, Combine) ->
    [Combine(Row, Partner) | inner_partners(Partners, Row, Rows, KeyOf, Index, Combine)];
inner_partners([], _, Rows, KeyOf, Index, Combine) ->
    inner(Rows, KeyOf, Index, Combine).

left([Row | Rows], KeyOf, Index, Combine) ->
    Key = normal(KeyOf(Row)),
    case Index of
        #{Key := Partners} -> left_partners(Partners, Row, Rows, KeyOf, Index, Combine);
        #{} -> [Combine(Row, none) | left(Rows, KeyOf, Index, Combine)]
    end;
left([], _, _, _) ->
    [].

left_partners([Partner | Partners], Row, Rows, KeyOf, Index, Combine) ->
    [Combine(Row, {some, Partner}) | left_partners(Partners, Row, Rows, KeyOf, Index, Combine)];
left_partners([], _, Rows, KeyOf, Index, Combine) ->
    left(Rows, KeyOf, Index, Combine).

%% Matched has the keys that some left row had.
outer(Left, Index, Matched, Right, LeftKey, RightKey, Combine) when is_list(Left) ->
    {Results, AllMatched} = outer_batch(Left, LeftKey, Index, Combine, Matched, []),
    lists:reverse(Results, unmatched(Right, AllMatched, RightKey, Combine));
outer(Left, Index, Matched, Right, LeftKey, RightKey, Combine) ->
    fun() ->
        case mochi_query:next(Left) of
            {Batch, Rest} ->
                {Results, MoreMatched} = outer_batch(Batch, LeftKey, Index, Combine, Matched, []),
                {lists:reverse(Results), outer(Rest, Index, MoreMatched, Right, LeftKey, RightKey, Combine)};
            done ->
                {unmatched(Right, Matched, RightKey, Combine), []}
        end
    end.

outer_batch([Row | Rows], KeyOf, Index, Combine, Matched, Results) ->
    Key = normal(KeyOf(Row)),
    case Index of
        #{Key := Partners} ->
            More = outer_partners(Partners, {some, Row}, Combine, Results),
            outer_batch(Rows, KeyOf, Index, Combine, Matched#{Key => []}, More);
        #{} ->
            outer_batch(Rows, KeyOf, Index, Combine, Matched, [Combine({some, Row}, none) | Results])
    end;
outer_batch([], _, _, _, Matched, Results) ->
    {Results, Matched}.

outer_partners([Partner | Partners], Row, Combine, Results) ->
    outer_partners(Partners, Row, Combine, [Combine(Row, {some, Partner}) | Results]);
outer_partners([], _, _, Results) ->
    Results.

unmatched(Right, Matched, KeyOf, Combine) ->
    [Combine(none, {some, Row}) || Row <- Right, not is_map_key(normal(KeyOf(Row)), Matched)].

normal(Key) when ?IS_PLAIN(Key) -> Key;
normal({A, B} = Key) when ?IS_PLAIN(A), ?IS_PLAIN(B) -> Key;
normal(Key) -> mochi_order:key(Key).
