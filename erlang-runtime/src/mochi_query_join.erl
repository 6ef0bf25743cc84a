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

-compile({inline, [normal/1, key/2]}).

-export_type([
    key_of/0
]).

-doc "What gives the key of a row: a fun, or the position of a field in a record.".
-type key_of() :: fun((term()) -> term()) | pos_integer().

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
    Key :: key_of(),
    Combine :: fun((term(), term()) -> term()).
join(inner, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Right, RightKey),
    stream(Left, fun(Batch) -> inner(Batch, LeftKey, Index, Combine, []) end);
join(left, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Right, RightKey),
    stream(Left, fun(Batch) -> left(Batch, LeftKey, Index, Combine, []) end);
join(right, Left, Right, LeftKey, RightKey, Combine) ->
    Index = index(Left, LeftKey),
    stream(Right, fun(Batch) -> left(Batch, RightKey, Index, fun(R, L) -> Combine(L, R) end, []) end);
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
    Key = normal(key(KeyOf, Row)),
    case Index of
        #{Key := Members} -> index(Rows, KeyOf, Index#{Key := [Row | Members]});
        #{} -> index(Rows, KeyOf, Index#{Key => [Row]})
    end;
index([], _, Index) ->
    Index.

%% Results are gathered in reverse: the frames of a recursion that is not a tail call take more memory than a list.
inner([Row | Rows], KeyOf, Index, Combine, Results) ->
    Key = normal(key(KeyOf, Row)),
    case Index of
        #{Key := [Partner]} -> inner(Rows, KeyOf, Index, Combine, [Combine(Row, Partner) | Results]);
        #{Key := Partners} -> inner(Rows, KeyOf, Index, Combine, pairs(Partners, Row, Combine, Results));
        #{} -> inner(Rows, KeyOf, Index, Combine, Results)
    end;
inner([], _, _, _, Results) ->
    lists:reverse(Results).

pairs([Partner | Partners], Row, Combine, Results) ->
    pairs(Partners, Row, Combine, [Combine(Row, Partner) | Results]);
pairs([], _, _, Results) ->
    Results.

left([Row | Rows], KeyOf, Index, Combine, Results) ->
    Key = normal(key(KeyOf, Row)),
    case Index of
        #{Key := Partners} -> left(Rows, KeyOf, Index, Combine, optional_pairs(Partners, Row, Combine, Results));
        #{} -> left(Rows, KeyOf, Index, Combine, [Combine(Row, none) | Results])
    end;
left([], _, _, _, Results) ->
    lists:reverse(Results).

optional_pairs([Partner | Partners], Row, Combine, Results) ->
    optional_pairs(Partners, Row, Combine, [Combine(Row, {some, Partner}) | Results]);
optional_pairs([], _, _, Results) ->
    Results.

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
    Key = normal(key(KeyOf, Row)),
    case Index of
        #{Key := Partners} ->
            More = optional_pairs(Partners, {some, Row}, Combine, Results),
            outer_batch(Rows, KeyOf, Index, Combine, Matched#{Key => []}, More);
        #{} ->
            outer_batch(Rows, KeyOf, Index, Combine, Matched, [Combine({some, Row}, none) | Results])
    end;
outer_batch([], _, _, _, Matched, Results) ->
    {Results, Matched}.

unmatched(Right, Matched, KeyOf, Combine) ->
    [Combine(none, {some, Row}) || Row <- Right, not is_map_key(normal(key(KeyOf, Row)), Matched)].

key(Position, Row) when is_integer(Position) -> element(Position, Row);
key(Function, Row) -> Function(Row).

normal(Key) when ?IS_PLAIN(Key) -> Key;
normal({A, B} = Key) when ?IS_PLAIN(A), ?IS_PLAIN(B) -> Key;
normal(Key) -> mochi_order:key(Key).
