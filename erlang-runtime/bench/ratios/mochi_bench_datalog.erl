%% The closure of a graph against a semi-naive loop by hand over maps.
-module(mochi_bench_datalog).

-export([
    pairs/0
]).

-define(BOUND, 1.0).
-define(HEAP_WORDS, 8_000_000).

pairs() ->
    _ = rand:seed(exsss, 2),
    Edge = fun(Nodes) -> {edge, [rand:uniform(Nodes), rand:uniform(Nodes)]} end,
    [
        #{
            name => Name,
            bound => ?BOUND,
            heap => ?HEAP_WORDS,
            mochi => fun(N) -> mochi_bench:repeat(fun() -> closure(Edges) end, N) end,
            hand => fun(N) -> mochi_bench:repeat(fun() -> closure_by_hand(Edges) end, N) end
        }
     || {Name, Edges} <- [
            {"closure of a chain of 100", [{edge, [N, N + 1]} || N <- lists:seq(1, 99)]},
            {"closure of a chain of 500", [{edge, [N, N + 1]} || N <- lists:seq(1, 499)]},
            {"closure of 2 000 edges of 2 000 nodes", lists:usort([Edge(2_000) || _ <- lists:seq(1, 2_000)])},
            {"closure of 4 000 edges of 200 nodes", lists:usort([Edge(200) || _ <- lists:seq(1, 4_000)])}
        ]
    ].

%% To get rid of the result is not measured: tables go with the process when the clock has stopped, and the heap is so
%% large that the map by hand is not collected before either.
closure(Edges) ->
    Model = mochi_datalog:solve(Edges, [
        {{path, [{var, x}, {var, y}]}, [{edge, [{var, x}, {var, y}]}]},
        {{path, [{var, x}, {var, z}]}, [{path, [{var, x}, {var, y}]}, {edge, [{var, y}, {var, z}]}]}
    ]),
    fun() -> mochi_datalog:count(Model, path) end.

closure_by_hand(Edges) ->
    Next = lists:foldl(fun({edge, [X, Y]}, Map) -> Map#{X => [Y | maps:get(X, Map, [])]} end, #{}, Edges),
    First = [{X, Y} || {edge, [X, Y]} <- Edges],
    All = rounds(First, Next, maps:from_list([{Pair, []} || Pair <- First])),
    fun() -> map_size(All) end.

rounds([], _, All) ->
    All;
rounds(Delta, Next, All) ->
    {New, Larger} = lists:foldl(
        fun({X, Y}, Found) -> extend(maps:get(Y, Next, []), X, Found) end, {[], All}, Delta
    ),
    rounds(New, Next, Larger).

extend([Z | Rest], X, {New, All}) ->
    case All of
        #{{X, Z} := _} -> extend(Rest, X, {New, All});
        #{} -> extend(Rest, X, {[{X, Z} | New], All#{{X, Z} => []}})
    end;
extend([], _, Found) ->
    Found.
