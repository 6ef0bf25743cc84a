-module(mochi_datalog_closure).
-moduledoc """
Evaluates the most common recursion, the closure of a relation, in memory.

A relation of two values whose recursive rules extend its own facts by one other relation, as
`path(x, z) :- path(x, y), edge(y, z)`, is looked up by nothing but whether a fact is there already. For that a map of
maps, from the value that stays in each step to the other values, takes a third of what a table of facts takes.

`m:mochi_datalog_engine` decides with `plans/2`, and evaluates everything else.

```erlang
1> Edges = #{1 => [2], 2 => [3]}, Step = {1, fun({_, Y}) -> maps:get(Y, Edges, []) end}, tuple_size(Step).
2
2> mochi_datalog_closure:evaluate([{1, 2}, {2, 3}], first, [Step]).
{first, #{1 => #{2 => [], 3 => []}, 2 => #{3 => []}}}
```
""".

-export([
    plans/2,
    evaluate/3,
    reach/3,
    facts/1,
    count/1
]).

-export_type([
    closure/0,
    side/0,
    step/0
]).

-doc "Which value of a fact stays in each step.".
-type side() :: first | second.

-doc "The facts: by the value that stays, the others.".
-type closure() :: {side(), #{term() => #{term() => []}}}.

-doc "Where the value that stays is in a known fact, and what gives the other values of facts that follow from it.".
-type step() :: {pos_integer(), fun((Known :: tuple()) -> [term()])}.

-doc """
The side, when plans are all of this kind for a relation: it grows from its own facts, by one lookup in another
relation, and the same value stays.

```erlang
1> Plan = {p, p, [], [], [{lookup, 2, e, [1], [{known, 2}], []}, {head, [{known, 1}, {known, 3}]}]}, tuple_size(Plan).
5
2> mochi_datalog_closure:plans(p, [Plan]).
{first, [{1, {lookup, 2, e, [1], [{known, 2}], []}, 2}]}
3> mochi_datalog_closure:plans(e, [Plan]).
none
```
""".
-spec plans(mochi_datalog:relation(), [mochi_datalog_plan:plan()]) ->
    {side(), [{Stays :: pos_integer(), mochi_datalog_plan:step(), Entry :: pos_integer()}]} | none.
plans(Relation, Plans) ->
    Sides = [side(Relation, Plan) || Plan <- Plans],
    case lists:usort([Side || {Side, _} <- Sides]) of
        [Side] when Side =/= none -> {Side, [Plan || {_, Plan} <- Sides]};
        _ -> none
    end.

side(Of, {Of, Of, _, [], [{lookup, 2, Other, _, _, []} = Lookup, {head, [{known, A}, {known, B}]}]}) when
    Other =/= Of
->
    if
        A =< 2, B > 2 -> {first, {A, Lookup, B - 1}};
        B =< 2, A > 2 -> {second, {B, Lookup, A - 1}};
        true -> {none, []}
    end;
side(_, _) ->
    {none, []}.

-doc """
The closure of facts under steps.

```erlang
1> mochi_datalog_closure:evaluate([{1, 2}], second, []).
{second, #{2 => #{1 => []}}}
```
""".
-spec evaluate([{term(), term()}], side(), [step()]) -> closure().
evaluate(Facts, Side, Steps) ->
    Start = lists:foldl(
        fun(Fact, Known) ->
            {Shared, Value} = split(Side, Fact),
            Known#{Shared => (maps:get(Shared, Known, #{}))#{Value => []}}
        end,
        #{},
        Facts
    ),
    {Side, rounds(Facts, Side, Steps, Start)}.

-doc """
The closure of facts under one other relation, which says what follows each value: the facts that share a value are
followed to their end before the next ones, so nothing is looked up twice for one of them.

```erlang
1> mochi_datalog_closure:reach([{1, 2}, {2, 3}], first, #{1 => [2], 2 => [3]}).
{first, #{1 => #{2 => [], 3 => []}, 2 => #{3 => []}}}
```
""".
-spec reach([{term(), term()}], side(), #{term() => [term()]}) -> closure().
reach(Facts, Side, Next) ->
    Values = fun(Fact) -> element(2, split(Side, Fact)) end,
    Shared = maps:groups_from_list(fun(Fact) -> element(1, split(Side, Fact)) end, Values, Facts),
    {Side, #{Value => reached(Others, Next, maps:from_keys(Others, [])) || Value := Others <- Shared}}.

%% Known are all values so far, those that wait have not been followed yet.
reached([Value | Waiting], Next, Known) ->
    case Next of
        #{Value := Values} -> reached(Values, Waiting, Next, Known);
        #{} -> reached(Waiting, Next, Known)
    end;
reached([], _, Known) ->
    Known.

reached([Value | Values], Waiting, Next, Known) when is_map_key(Value, Known) ->
    reached(Values, Waiting, Next, Known);
reached([Value | Values], Waiting, Next, Known) ->
    reached(Values, [Value | Waiting], Next, Known#{Value => []});
reached([], Waiting, Next, Known) ->
    reached(Waiting, Next, Known).

split(first, {Shared, Value}) -> {Shared, Value};
split(second, {Value, Shared}) -> {Shared, Value}.

rounds([], _, _, Known) ->
    Known;
rounds(Facts, Side, Steps, Known) ->
    {New, Grown} = lists:foldl(
        fun({Stays, Follow}, {New, Grown}) ->
            %% Facts with the same value there come together: its map is looked up once for all of them.
            [First | _] = Sorted = lists:keysort(Stays, Facts),
            Shared = element(Stays, First),
            Values = maps:get(Shared, Grown, #{}),
            follow(Sorted, Stays, Follow, Side, Shared, map_size(Values), Values, Grown, New)
        end,
        {[], Known},
        Steps
    ),
    rounds(New, Side, Steps, Grown).

%% Size is what the map of the shared value had at first.
follow([Fact | Rest], Stays, Follow, Side, Shared, Size, Values, Known, New) ->
    case Follow(Fact) of
        [] ->
            follow(Rest, Stays, Follow, Side, Shared, Size, Values, Known, New);
        Found ->
            case element(Stays, Fact) of
                Shared ->
                    add(Found, Rest, Stays, Follow, Side, Shared, Size, Values, Known, New);
                Next ->
                    Kept = keep(Shared, Size, Values, Known),
                    case Kept of
                        #{Next := There} ->
                            add(Found, Rest, Stays, Follow, Side, Next, map_size(There), There, Kept, New);
                        #{} ->
                            add(Found, Rest, Stays, Follow, Side, Next, 0, #{}, Kept, New)
                    end
            end
    end;
follow([], _, _, _, Shared, Size, Values, Known, New) ->
    {New, keep(Shared, Size, Values, Known)}.

keep(_, Size, Values, Known) when map_size(Values) =:= Size -> Known;
keep(Shared, _, Values, Known) -> Known#{Shared => Values}.

add([Value | More], Rest, Stays, Follow, Side, Shared, Size, Values, Known, New) ->
    case Values of
        #{Value := _} ->
            add(More, Rest, Stays, Follow, Side, Shared, Size, Values, Known, New);
        #{} when Side =:= first ->
            add(More, Rest, Stays, Follow, Side, Shared, Size, Values#{Value => []}, Known, [{Shared, Value} | New]);
        #{} ->
            add(More, Rest, Stays, Follow, Side, Shared, Size, Values#{Value => []}, Known, [{Value, Shared} | New])
    end;
add([], Rest, Stays, Follow, Side, Shared, Size, Values, Known, New) ->
    follow(Rest, Stays, Follow, Side, Shared, Size, Values, Known, New).

-doc """
The facts of a closure, in no order.

```erlang
1> mochi_datalog_closure:facts({second, #{2 => #{1 => []}}}).
[{1, 2}]
```
""".
-spec facts(closure()) -> [{term(), term()}].
facts({first, Known}) -> [{Shared, Value} || Shared := Values <- Known, Value := _ <- Values];
facts({second, Known}) -> [{Value, Shared} || Shared := Values <- Known, Value := _ <- Values].

-doc """
The number of facts of a closure.

```erlang
1> mochi_datalog_closure:count({first, #{1 => #{2 => [], 3 => []}}}).
2
```
""".
-spec count(closure()) -> non_neg_integer().
count({_, Known}) -> maps:fold(fun(_, Values, Sum) -> Sum + map_size(Values) end, 0, Known).
