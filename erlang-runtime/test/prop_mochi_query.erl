%% Queries against nested loops and sorted lists.
-module(prop_mochi_query).

-include("mochi_properties.hrl").

-compile([export_all, nowarn_export_all]).

%% Few keys, so that rows meet, of kinds that are equal across types.
key() ->
    proper_types:oneof([
        1, 1.0, 2, 0, 0.0, -0.0, ~"1", ~"", none, true, [1], [1.0], {1, 2.0}, {1.0, 2}, #{1 => 1}
    ]).

row() -> proper_types:tuple([key(), proper_types:integer()]).

%% Ints alone are looked up in another way.
rows() ->
    Int = proper_types:range(-3, 3),
    proper_types:oneof([proper_types:list(row()), proper_types:list(proper_types:tuple([Int, proper_types:integer()]))]).

%% The rows as a list or as a source in batches of some size.
shaped(Rows) ->
    ?LET(Size, proper_types:range(0, 4), shape(Rows, Size)).

shape(Rows, 0) -> Rows;
shape([], _) -> fun() -> done end;
shape(Rows, Size) when length(Rows) =< Size -> fun() -> {Rows, []} end;
shape(Rows, Size) -> fun() -> {lists:sublist(Rows, Size), shape(lists:nthtail(Size, Rows), Size)} end.

two_shaped() ->
    ?LET({Left, Right}, {rows(), rows()}, {Left, Right, shaped(Left), shaped(Right)}).

key({Key, _}) -> Key.

equal({A, _}, {B, _}) -> mochi_order:compare(A, B) =:= eq.

join(Kind, Left, Right) ->
    Pair = fun(A, B) -> {A, B} end,
    mochi_query:to_list(mochi_query:join(Kind, Left, Right, fun key/1, fun key/1, Pair)).

prop_inner_join() ->
    ?FORALL({L, R, Left, Right}, two_shaped(),
        ?same([{A, B} || A <- L, B <- R, equal(A, B)], join(inner, Left, Right))).

prop_left_join() ->
    ?FORALL({L, R, Left, Right}, two_shaped(),
        ?same(lists:append([[{A, B} || B <- partners(A, R)] || A <- L]), join(left, Left, Right))).

prop_right_join() ->
    ?FORALL({L, R, Left, Right}, two_shaped(),
        ?same(lists:append([[{A, B} || A <- partners(B, L)] || B <- R]), join(right, Left, Right))).

prop_outer_join() ->
    ?FORALL({L, R, Left, Right}, two_shaped(),
        ?same(
            lists:append([[{{some, A}, B} || B <- partners(A, R)] || A <- L]) ++
                [{none, {some, B}} || B <- R, not lists:any(fun(A) -> equal(A, B) end, L)],
            join(outer, Left, Right)
        )).

partners(Row, Rows) ->
    case [{some, Other} || Other <- Rows, equal(Row, Other)] of
        [] -> [none];
        Partners -> Partners
    end.

prop_group() ->
    ?FORALL({Rows, Shaped}, ?LET(Rows, rows(), {Rows, shaped(Rows)}),
        ?same(groups(Rows), mochi_query:group(Shaped, fun key/1))).

prop_group_reduce() ->
    ?FORALL({Rows, Shaped}, ?LET(Rows, rows(), {Rows, shaped(Rows)}),
        ?same(
            [{Key, lists:sum([N || {_, N} <- Group])} || {Key, Group} <- groups(Rows)],
            mochi_query:group_reduce(Shaped, fun key/1, fun(Sum, {_, N}) -> Sum + N end, 0)
        )).

groups([]) -> [];
groups([First | _] = Rows) ->
    {Group, Rest} = lists:partition(fun(Row) -> equal(First, Row) end, Rows),
    [{key(First), Group} | groups(Rest)].

prop_distinct() ->
    ?FORALL({Rows, Shaped}, ?LET(Rows, rows(), {Rows, shaped(Rows)}),
        ?same(
            [hd(Group) || {_, Group} <- groups(Rows)],
            mochi_query:to_list(mochi_query:distinct_by(Shaped, fun key/1))
        )).

%% An insertion sort of the definition: key after key, missing ones last whatever the direction.
prop_sort() ->
    ?FORALL({Rows, A, B}, {rows(), direction(), direction()},
        begin
            Keys = [{A, fun key/1}, {B, fun({_, N}) -> N end}],
            ?same(
                lists:foldl(fun(Row, Sorted) -> insert(Row, Sorted, Keys) end, [], Rows),
                mochi_query:sort(Rows, Keys)
            )
        end).

prop_top() ->
    ?FORALL({Rows, Direction, Count, Shaped},
        ?LET(Rows, rows(), {Rows, direction(), proper_types:range(0, 12), shaped(Rows)}),
        begin
            Keys = [{Direction, fun key/1}],
            ?same(lists:sublist(mochi_query:sort(Rows, Keys), Count), mochi_query:top(Shaped, Keys, Count))
        end).

direction() -> proper_types:oneof([asc, desc]).

insert(Row, [First | Rest], Keys) ->
    case before(Row, First, Keys) of
        true -> [Row, First | Rest];
        false -> [First | insert(Row, Rest, Keys)]
    end;
insert(Row, [], _) ->
    [Row].

before(_, _, []) -> false;
before(A, B, [{Direction, Key} | Keys]) ->
    case {Key(A), Key(B)} of
        {none, none} -> before(A, B, Keys);
        {none, _} -> false;
        {_, none} -> true;
        {KeyA, KeyB} ->
            case {Direction, mochi_order:compare(KeyA, KeyB)} of
                {_, eq} -> before(A, B, Keys);
                {asc, Order} -> Order =:= lt;
                {desc, Order} -> Order =:= gt
            end
    end.

prop_parts() ->
    ?FORALL({Rows, Skip, Take, Shaped},
        ?LET(Rows, rows(), {Rows, proper_types:range(0, 9), proper_types:range(0, 9), shaped(Rows)}),
        ?same(
            lists:sublist(Rows, Skip + 1, Take),
            mochi_query:to_list(mochi_query:take(mochi_query:skip(Shaped, Skip), Take))
        )).

prop_aggregates() ->
    ?FORALL({Numbers, Shaped}, ?LET(Rows, numbers(), {Rows, shaped(Rows)}),
        ?same(
            {length(Numbers), mochi_list:sum(Numbers), mochi_list:min(Numbers), mochi_list:max(Numbers)},
            {mochi_query:count(Shaped), mochi_query:sum(Shaped), mochi_query:min(Shaped), mochi_query:max(Shaped)}
        )).

numbers() -> proper_types:non_empty(proper_types:list(proper_types:integer())).
