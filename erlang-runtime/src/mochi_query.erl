-module(mochi_query).
-moduledoc """
The run-time half of queries: joins, groups, order, parts and aggregates of rows.

Rows come as a list or from a *row source*, a fun without arguments that gives `done` or some rows and where the rest
comes from: `{[Row], Rows}`. A source is pulled only as far as somebody asks, so a file of any size goes through `map`,
`filter`, `flat_map`, `skip`, `take`, the streamed side of a join, `group_reduce` and the aggregates in bounded memory.
What must hold rows says so: the indexed side of a join, `group/2`, `sort/2`, and `distinct/1`, which holds the keys.

A function given a list gives a list; given a source it gives a source. Keys are equal as Mochi values are: `1` and
`1.0` are the same key, and so are `0.0` and `-0.0`.

```erlang
1> Numbers = mochi_query:iterate(1, fun(N) -> {N, N + 1} end), is_function(Numbers).
true
2> Even = mochi_query:filter(Numbers, fun(N) -> N rem 2 =:= 0 end), is_function(Even).
true
3> mochi_query:to_list(mochi_query:take(Even, 3)).
[2, 4, 6]
```
""".

%% Row sources
-export([
    iterate/2,
    next/1,
    to_list/1,
    fold/3,
    foreach/2
]).

%% Row by row
-export([
    map/2,
    filter/2,
    flat_map/2,
    skip/2,
    take/2,
    distinct/1,
    distinct_by/2
]).

%% All rows together
-export([
    join/6,
    group/2,
    group_reduce/4,
    sort/2,
    top/3
]).

%% Aggregates
-export([
    count/1,
    sum/1,
    avg/1,
    min/1,
    max/1
]).

-export([
    execute/2
]).

-export_type([
    rows/1,
    rows/0,
    join_kind/0,
    key_of/1,
    sort_key/1
]).

-doc "Rows: a list, or a source that is pulled.".
-type rows(Row) :: [Row] | fun(() -> done | {[Row], rows(Row)}).

-doc "Rows of any kind.".
-type rows() :: rows(term()).

-doc "Which rows without a partner a join keeps: none, the left ones, the right ones or both.".
-type join_kind() :: inner | left | right | outer.

-doc "What gives the key of a row: a fun, or, when rows are records, the position of a field in them.".
-type key_of(Row) :: fun((Row) -> term()) | pos_integer().

-doc "What rows are sorted by, and in which direction; a missing value comes last in both.".
-type sort_key(Row) :: fun((Row) -> term()) | {asc | desc, fun((Row) -> term())}.

-compile({inline, [normal/1, key/2]}).

%% Strings, ints and atoms are their own keys, see mochi_order:key/1.
-define(IS_PLAIN(Value), (is_integer(Value) orelse is_binary(Value) orelse is_atom(Value))).

%% Below this many words, 64 MB, the heap of a query is left to the ordinary collections.
-define(LARGE_HEAP_WORDS, 8_388_608).

%% ---------------------------------------------------------------------------------------------------------------------
%% Row sources
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
A row source of a state and a function that gives the next row and state, or `done`.

```erlang
1> mochi_query:to_list(mochi_query:iterate(3, fun(0) -> done; (N) -> {N, N - 1} end)).
[3, 2, 1]
```
""".
-spec iterate(State, fun((State) -> done | {Row, State})) -> rows(Row).
iterate(State, Function) when is_function(Function, 1) ->
    fun() ->
        case Function(State) of
            done -> done;
            {Row, Next} -> {[Row], iterate(Next, Function)}
        end
    end;
iterate(_, Value) ->
    mochi_core:type_error(~"fun of one argument", Value).

-doc """
Pulls some rows: at least one, and where the rest comes from.

```erlang
1> mochi_query:next([1, 2]).
{[1, 2], []}
2> mochi_query:next([]).
done
```
""".
-spec next(rows(Row)) -> done | {[Row, ...], rows(Row)}.
next([]) ->
    done;
next(Rows) when is_list(Rows) ->
    {Rows, []};
next(Rows) when is_function(Rows, 0) ->
    case Rows() of
        done -> done;
        {[], Rest} -> next(Rest);
        {[_ | _] = Batch, Rest} -> {Batch, Rest};
        Value -> mochi_core:type_error(~"rows of a row source", Value)
    end;
next(Value) ->
    mochi_core:type_error(~"list or row source", Value).

-doc """
All rows as a list.

```erlang
1> mochi_query:to_list(fun() -> {[1, 2], [3]} end).
[1, 2, 3]
```
""".
-spec to_list(rows(Row)) -> [Row].
to_list(Rows) when is_list(Rows) -> Rows;
to_list(Rows) -> lists:append(batches(next(Rows))).

batches({Batch, Rest}) -> [Batch | batches(next(Rest))];
batches(done) -> [].

-doc """
Takes all rows together, one after the other.

```erlang
1> mochi_query:fold([1, 2, 3], fun(Sum, Row) -> Sum + Row end, 0).
6
```
""".
-spec fold(rows(Row), fun((Accumulator, Row) -> Accumulator), Accumulator) -> Accumulator.
fold(Rows, Function, Accumulator) ->
    case next(Rows) of
        {Batch, Rest} -> fold(Rest, Function, fold_batch(Batch, Function, Accumulator));
        done -> Accumulator
    end.

fold_batch([Row | Rows], Function, Accumulator) -> fold_batch(Rows, Function, Function(Accumulator, Row));
fold_batch([], _, Accumulator) -> Accumulator.

-doc """
Calls a function with each row.

```erlang
1> mochi_query:foreach([1, 2], fun(Row) -> Row end).
ok
```
""".
-spec foreach(rows(Row), fun((Row) -> term())) -> ok.
foreach(Rows, Function) ->
    fold(
        Rows,
        fun(ok, Row) ->
            _ = Function(Row),
            ok
        end,
        ok
    ).

%% ---------------------------------------------------------------------------------------------------------------------
%% Row by row
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The results of a function for each row.

```erlang
1> mochi_query:map([1, 2], fun(Row) -> Row * 10 end).
[10, 20]
```
""".
-spec map(rows(A), fun((A) -> B)) -> rows(B).
map(Rows, Function) -> transform(Rows, fun(Batch) -> [Function(Row) || Row <- Batch] end).

-doc """
The rows for which a function gives true.

```erlang
1> mochi_query:filter([1, 2, 3], fun(Row) -> Row > 1 end).
[2, 3]
```
""".
-spec filter(rows(Row), fun((Row) -> term())) -> rows(Row).
filter(Rows, Function) ->
    transform(Rows, fun(Batch) -> [Row || Row <- Batch, mochi_core:truthy(Function(Row))] end).

-doc """
The rows of the lists that a function gives for each row: `from x in xs from y in f(x)`.

```erlang
1> mochi_query:flat_map([1, 2], fun(Row) -> [Row, Row * 10] end).
[1, 10, 2, 20]
```
""".
-spec flat_map(rows(A), fun((A) -> [B])) -> rows(B).
flat_map(Rows, Function) -> transform(Rows, fun(Batch) -> lists:flatmap(Function, Batch) end).

-doc """
The rows without the first `Count`.

```erlang
1> mochi_query:skip([1, 2, 3], 2).
[3]
```
""".
-spec skip(rows(Row), Count :: integer()) -> rows(Row).
skip(Rows, Count) when is_list(Rows), is_integer(Count) -> drop(Rows, Count);
skip(Rows, Count) when is_function(Rows, 0), is_integer(Count) -> fun() -> skip_source(next(Rows), Count) end;
skip(_, Count) when not is_integer(Count) -> mochi_core:type_error(~"int as a number of rows", Count);
skip(Value, _) -> mochi_core:type_error(~"list or row source", Value).

-doc """
The first `Count` rows; nothing behind them is pulled.

```erlang
1> mochi_query:take([1, 2, 3], 2).
[1, 2]
```
""".
-spec take(rows(Row), Count :: integer()) -> rows(Row).
take(Rows, Count) when is_list(Rows), is_integer(Count) -> lists:sublist(Rows, erlang:max(Count, 0));
take(Rows, Count) when is_function(Rows, 0), is_integer(Count) ->
    fun
        () when Count =< 0 ->
            done;
        () ->
            case next(Rows) of
                {Batch, Rest} ->
                    case length(Batch) of
                        Length when Length < Count -> {Batch, take(Rest, Count - Length)};
                        _ -> {lists:sublist(Batch, Count), []}
                    end;
                done ->
                    done
            end
    end;
take(_, Count) when not is_integer(Count) ->
    mochi_core:type_error(~"int as a number of rows", Count);
take(Value, _) ->
    mochi_core:type_error(~"list or row source", Value).

-doc """
The rows without those that are equal to an earlier one.

```erlang
1> mochi_query:distinct([3, 1, 3, 1.0]).
[3, 1]
```
""".
-spec distinct(rows(Row)) -> rows(Row).
distinct(Rows) -> distinct_by(Rows, fun(Row) -> Row end).

-doc """
The rows without those whose key is equal to that of an earlier one.

```erlang
1> mochi_query:distinct_by([{1, ~"a"}, {2, ~"b"}, {1.0, ~"c"}], fun({Key, _}) -> Key end).
[{1, ~"a"}, {2, ~"b"}]
```
""".
-spec distinct_by(rows(Row), fun((Row) -> term())) -> rows(Row).
distinct_by(Rows, Key) when is_list(Rows) -> element(1, unseen(Rows, Key, #{}, []));
distinct_by(Rows, Key) when is_function(Rows, 0) -> unseen_source(Rows, Key, #{});
distinct_by(Value, _) -> mochi_core:type_error(~"list or row source", Value).

unseen_source(Rows, Key, Seen) ->
    fun() ->
        case next(Rows) of
            {Batch, Rest} ->
                {New, Extended} = unseen(Batch, Key, Seen, []),
                {New, unseen_source(Rest, Key, Extended)};
            done ->
                done
        end
    end.

unseen([Row | Rows], Key, Seen, New) ->
    Normal = normal(Key(Row)),
    case Seen of
        #{Normal := _} -> unseen(Rows, Key, Seen, New);
        #{} -> unseen(Rows, Key, Seen#{Normal => []}, [Row | New])
    end;
unseen([], _, Seen, New) ->
    {lists:reverse(New), Seen}.

%% ---------------------------------------------------------------------------------------------------------------------
%% All rows together
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Joins two row sets on equal keys.

`Combine` gets both rows. Where a side may have no row it gets an option: the right row in a left join, the left row in
a right join, both in an outer join. Inner and left joins keep the order of the left rows, and of the partners of each;
a right join keeps that of the right rows; an outer join appends the right rows without a partner.

The right rows are indexed and the left ones streamed; a right join does the opposite. A key is given by a fun, or, for
records, faster by the position of a field.

```erlang
1> Key = fun({Id, _}) -> Id end, is_function(Key).
true
2> Pair = fun({_, A}, B) -> {A, B} end, is_function(Pair).
true
3> mochi_query:join(left, [{1, a}, {2, b}], [{1.0, x}], Key, Key, Pair).
[{a, {some, {1.0, x}}}, {b, none}]
```
""".
-spec join(join_kind(), rows(Left), rows(Right), LeftKey, RightKey, Combine) -> rows(Result) when
    LeftKey :: key_of(Left),
    RightKey :: key_of(Right),
    Combine :: fun((Left | {some, Left} | none, Right | {some, Right} | none) -> Result).
join(Kind, Left, Right, LeftKey, RightKey, Combine) ->
    mochi_query_join:join(Kind, Left, Right, LeftKey, RightKey, Combine).

-doc """
The rows by their key: pairs of a key and its rows, keys in the order of their first appearance.

```erlang
1> mochi_query:group([1, 2, 3], fun(Row) -> Row rem 2 end).
[{1, [1, 3]}, {0, [2]}]
```
""".
-spec group(rows(Row), key_of(Row)) -> [{Key :: term(), [Row]}].
group(Rows, Key) ->
    {Keys, Groups} = group_batches(next(Rows), Key, {[], #{}}),
    group_results(Keys, Groups, []).

group_batches({Batch, Rest}, Key, Found) -> group_batches(next(Rest), Key, group_rows(Batch, Key, Found));
group_batches(done, _, Found) -> Found.

%% The keys of four rows are asked for at once, as each call of the fun has to keep what the loop needs.
group_rows([A, B, C, D | Rows], KeyOf, Found) ->
    {KeyA, KeyB, KeyC, KeyD} = {key(KeyOf, A), key(KeyOf, B), key(KeyOf, C), key(KeyOf, D)},
    group_rows(Rows, KeyOf, member(KeyD, D, member(KeyC, C, member(KeyB, B, member(KeyA, A, Found)))));
group_rows([Row | Rows], KeyOf, Found) ->
    group_rows(Rows, KeyOf, member(key(KeyOf, Row), Row, Found));
group_rows([], _, Found) ->
    Found.

%% A map of many keys that is updated takes memory beside the heap when the heap is full; what is made in Erlang has the
%% heap collected instead. Keys and groups come as a pair for this reason.
member(Key, Row, {Keys, Groups}) when ?IS_PLAIN(Key) ->
    case Groups of
        #{Key := Members} -> {Keys, Groups#{Key := [Row | Members]}};
        #{} -> {[Key | Keys], Groups#{Key => [Row]}}
    end;
member(Key, Row, {Keys, Groups}) ->
    Normal = mochi_order:key(Key),
    case Groups of
        #{Normal := Members} -> {Keys, Groups#{Normal := [Row | Members]}};
        #{} -> {[{?MODULE, Normal, Key} | Keys], Groups#{Normal => [Row]}}
    end.

group_results([{?MODULE, Normal, Key} | Keys], Groups, Results) ->
    group_results(Keys, Groups, [{Key, lists:reverse(map_get(Normal, Groups))} | Results]);
group_results([Key | Keys], Groups, Results) ->
    group_results(Keys, Groups, [{Key, lists:reverse(map_get(Key, Groups))} | Results]);
group_results([], _, Results) ->
    Results.

-doc """
The rows of each key taken together, without holding them: pairs of a key and what came out.

```erlang
1> mochi_query:group_reduce([1, 2, 3], fun(Row) -> Row rem 2 end, fun(Sum, Row) -> Sum + Row end, 0).
[{1, 4}, {0, 2}]
```
""".
-spec group_reduce(rows(Row), key_of(Row), fun((Accumulator, Row) -> Accumulator), Accumulator) ->
    [{Key :: term(), Accumulator}].
group_reduce(Rows, KeyOf, Function, Initial) ->
    {Keys, Groups} = reduce_groups(next(Rows), KeyOf, Function, Initial, {[], #{}}),
    reduced(Keys, Groups, []).

reduce_groups({Batch, Rest}, KeyOf, Function, Initial, Found) ->
    reduce_groups(next(Rest), KeyOf, Function, Initial, reduce_rows(Batch, KeyOf, Function, Initial, Found));
reduce_groups(done, _, _, _, Found) ->
    Found.

%% As group_rows/3.
reduce_rows([A, B, C, D | Rows], KeyOf, Function, Initial, Found) ->
    {KeyA, KeyB, KeyC, KeyD} = {key(KeyOf, A), key(KeyOf, B), key(KeyOf, C), key(KeyOf, D)},
    FoundB = reduce_row(KeyB, B, Function, Initial, reduce_row(KeyA, A, Function, Initial, Found)),
    FoundD = reduce_row(KeyD, D, Function, Initial, reduce_row(KeyC, C, Function, Initial, FoundB)),
    reduce_rows(Rows, KeyOf, Function, Initial, FoundD);
reduce_rows([Row | Rows], KeyOf, Function, Initial, Found) ->
    reduce_rows(Rows, KeyOf, Function, Initial, reduce_row(key(KeyOf, Row), Row, Function, Initial, Found));
reduce_rows([], _, _, _, Found) ->
    Found.

%% A pair as in member/3.
reduce_row(Key, Row, Function, Initial, {Keys, Groups}) when ?IS_PLAIN(Key) ->
    case Groups of
        #{Key := Accumulator} -> {Keys, Groups#{Key := Function(Accumulator, Row)}};
        #{} -> {[Key | Keys], Groups#{Key => Function(Initial, Row)}}
    end;
reduce_row(Key, Row, Function, Initial, {Keys, Groups}) ->
    Normal = mochi_order:key(Key),
    case Groups of
        #{Normal := Accumulator} -> {Keys, Groups#{Normal := Function(Accumulator, Row)}};
        #{} -> {[{?MODULE, Normal, Key} | Keys], Groups#{Normal => Function(Initial, Row)}}
    end.

reduced([{?MODULE, Normal, Key} | Keys], Groups, Results) ->
    reduced(Keys, Groups, [{Key, map_get(Normal, Groups)} | Results]);
reduced([Key | Keys], Groups, Results) ->
    reduced(Keys, Groups, [{Key, map_get(Key, Groups)} | Results]);
reduced([], _, Results) ->
    Results.

-doc """
The rows in the order of one or more keys; rows with equal keys keep their order, a missing value comes last.

```erlang
1> Rows = [{~"b", 1}, {~"a", 2}, {none, 2}, {~"c", 2}], length(Rows).
4
2> mochi_query:sort(Rows, [{desc, fun({_, N}) -> N end}, fun({Name, _}) -> Name end]).
[{~"a", 2}, {~"c", 2}, {none, 2}, {~"b", 1}]
```
""".
-spec sort(rows(Row), [sort_key(Row)]) -> [Row].
sort(Rows, Keys) -> mochi_query_order:sort(to_list(Rows), Keys).

-doc """
The first `Count` rows in the order of the keys: what `take(sort(Rows, Keys), Count)` gives, but no more than a few
times `Count` rows are ever held.

```erlang
1> mochi_query:top([5, 3, 9, 1, 7], [fun(Row) -> Row end], 2).
[1, 3]
```
""".
-spec top(rows(Row), [sort_key(Row)], Count :: integer()) -> [Row].
top(_, _, Count) when not is_integer(Count) -> mochi_core:type_error(~"int as a number of rows", Count);
top(_, _, Count) when Count =< 0 -> [];
top(Rows, Keys, Count) -> mochi_query_order:top(Rows, Keys, Count).

%% ---------------------------------------------------------------------------------------------------------------------
%% Aggregates
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The number of rows.

```erlang
1> mochi_query:count([a, b]).
2
```
""".
-spec count(rows()) -> non_neg_integer().
count(Rows) -> reduce_batches(Rows, fun(Batch, Count) -> Count + length(Batch) end, 0).

-doc """
The sum of the rows; of none 0.

```erlang
1> mochi_query:sum([1, 2.5]).
3.5
```
""".
-spec sum(rows(number())) -> number().
sum(Rows) -> reduce_batches(Rows, fun(Batch, Sum) -> mochi_list:sum([Sum | Batch]) end, 0).

-doc """
The mean of the rows; of none 0.0.

```erlang
1> mochi_query:avg([1, 2]).
1.5
```
""".
-spec avg(rows(number())) -> float().
avg(Rows) when is_list(Rows) ->
    mochi_list:avg(Rows);
avg(Rows) ->
    {Sum, Count} = reduce_batches(
        Rows, fun(Batch, {Sum, Count}) -> {mochi_list:sum([Sum | Batch]), Count + length(Batch)} end, {0, 0}
    ),
    case Count of
        0 -> 0.0;
        _ -> mochi_core:divide(mochi_core:cast_float(Sum), Count)
    end.

-doc """
The least row, the first of equal ones.

```erlang
1> mochi_query:min([2, 1, 3]).
1
```
""".
-spec min(rows(Row)) -> Row.
min(Rows) -> extreme(Rows, fun mochi_list:min/1).

-doc """
The greatest row, the first of equal ones.

```erlang
1> mochi_query:max([2, 3, 1]).
3
```
""".
-spec max(rows(Row)) -> Row.
max(Rows) -> extreme(Rows, fun mochi_list:max/1).

extreme(Rows, Best) ->
    case next(Rows) of
        {Batch, Rest} -> reduce_batches(Rest, fun(More, Sofar) -> Best([Sofar | More]) end, Best(Batch));
        done -> Best([])
    end.

%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Runs a query: tells those who listen for `[mochi, query, execute, start | stop]`, and gives memory back when
intermediate results have left a large heap behind.

```erlang
1> mochi_query:execute(~"top_sellers", fun() -> mochi_query:take([1, 2, 3], 2) end).
[1, 2]
```
""".
-spec execute(Name :: binary(), fun(() -> Result)) -> Result.
execute(Name, Query) when is_function(Query, 0) ->
    Before = heap_words(),
    Result = measured(Name, Query),
    case heap_words() of
        After when After > ?LARGE_HEAP_WORDS, After > 2 * Before -> erlang:garbage_collect();
        _ -> true
    end,
    Result;
execute(_, Value) ->
    mochi_core:type_error(~"fun without arguments", Value).

measured(Name, Query) ->
    case
        mochi_telemetry:is_listened([mochi, query, execute, start]) orelse
            mochi_telemetry:is_listened([mochi, query, execute, stop])
    of
        true ->
            Start = erlang:monotonic_time(),
            ok = mochi_telemetry:execute(
                [mochi, query, execute, start], #{system_time => erlang:system_time()}, #{name => Name}
            ),
            try Query() of
                Result ->
                    stopped(Start, #{name => Name, status => ok}),
                    Result
            catch
                Class:Reason:Stack ->
                    stopped(Start, #{name => Name, status => error}),
                    erlang:raise(Class, Reason, Stack)
            end;
        false ->
            Query()
    end.

stopped(Start, Metadata) ->
    Duration = erlang:monotonic_time() - Start,
    ok = mochi_telemetry:execute([mochi, query, execute, stop], #{duration => Duration}, Metadata).

heap_words() ->
    {total_heap_size, Words} = process_info(self(), total_heap_size),
    Words.

transform(Rows, Function) when is_list(Rows) ->
    Function(Rows);
transform(Rows, Function) when is_function(Rows, 0) ->
    fun() ->
        case next(Rows) of
            {Batch, Rest} -> {Function(Batch), transform(Rest, Function)};
            done -> done
        end
    end;
transform(Value, _) ->
    mochi_core:type_error(~"list or row source", Value).

reduce_batches(Rows, Function, Accumulator) ->
    case next(Rows) of
        {Batch, Rest} -> reduce_batches(Rest, Function, Function(Batch, Accumulator));
        done -> Accumulator
    end.

skip_source({Batch, Rest}, Count) ->
    case length(Batch) of
        Length when Length =< Count -> skip_source(next(Rest), Count - Length);
        _ -> {drop(Batch, Count), Rest}
    end;
skip_source(done, _) ->
    done.

drop([_ | Rows], Count) when Count > 0 -> drop(Rows, Count - 1);
drop(Rows, _) -> Rows.

key(Position, Row) when is_integer(Position) -> element(Position, Row);
key(Function, Row) -> Function(Row).

normal(Key) when ?IS_PLAIN(Key) -> Key;
normal({A, B} = Key) when ?IS_PLAIN(A), ?IS_PLAIN(B) -> Key;
normal(Key) -> mochi_order:key(Key).
