-module(mochi_order_tests).

-include("mochi_tests.hrl").

%% Values in ascending order; those in one list are equal to one another.
ascending() ->
    [
        [false],
        [true],
        [-1.0e300],
        [-5],
        [-0.0, 0, 0.0],
        [1, 1.0],
        [1.5],
        [9007199254740992, 9007199254740992.0],
        [9007199254740993],
        [1 bsl 100],
        [~""],
        [~"A"],
        [~"a"],
        [~"aa"],
        [~"b"],
        [~"ä"],
        [[]],
        [[1], [1.0]],
        [[1, 2], [1.0, 2.0]],
        [[1, none]],
        [[2]],
        [[[]]],
        [#{}],
        [#{1 => 1}, #{1.0 => 1}, #{1 => 1.0}],
        [#{1 => 2}],
        [#{1 => 1, 2 => 0}],
        [#{2 => 0}],
        [#{~"a" => [1]}, #{~"a" => [1.0]}],
        ['A'],
        [{'A', 1}, {'A', 1.0}],
        [{'A', 2}],
        [{'A', none}],
        [{'B', 0}],
        [{some, 1}],
        [{some, {some, 1}}],
        [none]
    ].

total_order_test() ->
    Ranked = lists:enumerate(ascending()),
    lists:foreach(
        fun({{RankA, A}, {RankB, B}}) ->
            Expected =
                if
                    RankA < RankB -> lt;
                    RankA > RankB -> gt;
                    true -> eq
                end,
            ?assertEqual({A, Expected, B}, {A, mochi_order:compare(A, B), B}),
            ?assertEqual({A, B, Expected =:= eq}, {A, B, mochi_order:equal(A, B)}),
            ?assertEqual({A, B, Expected =:= eq}, {A, B, mochi_order:key(A) =:= mochi_order:key(B)}),
            ?assertEqual(Expected =:= lt, mochi_core:less(A, B)),
            ?assertEqual(Expected =/= gt, mochi_core:less_equal(A, B))
        end,
        [{{RankA, A}, {RankB, B}} || {RankA, As} <- Ranked, {RankB, Bs} <- Ranked, A <- As, B <- Bs]
    ).

never_equal_test_() ->
    [
        {iolist_to_binary(io_lib:format("~p ~p", [A, B])), fun() -> ?assertNot(mochi_order:equal(A, B)) end}
     || {A, B} <- [
            {1, ~"1"}, {1, true}, {none, false}, {none, ok}, {[], none}, {#{}, []}, {{some, 1}, 1},
            {{some, none}, none}, {{'A', 1}, {'A', 1, 2}}, {'A', {'A'}}, {~"a", [~"a"]}, {[1, 2], [1]}
        ]
    ].

omap_order_test() ->
    A = mochi_omap:from_list([{1, ~"x"}, {2, ~"y"}]),
    Same = mochi_omap:put(mochi_omap:delete(mochi_omap:from_list([{3, 0}, {1, ~"x"}, {2, ~"y"}]), 3), 1, ~"x"),
    Other = mochi_omap:from_list([{2, ~"y"}, {1, ~"x"}]),
    ?assert(mochi_order:equal(A, Same)),
    ?assertNot(mochi_order:equal(A, Other)),
    ?assertEqual(lt, mochi_order:compare(A, Other)).

sort_random_test() ->
    _ = rand:seed(exsss, 3),
    All = lists:append(ascending()),
    lists:foreach(
        fun(_) ->
            List = [lists:nth(rand:uniform(length(All)), All) || _ <- lists:seq(1, rand:uniform(30))],
            Sorted = mochi_order:sort(List),
            ?assertEqual(counts(List), counts(Sorted)),
            ?assert(ordered(Sorted))
        end,
        lists:seq(1, 500)
    ).

counts(List) ->
    lists:foldl(fun(Value, Counts) -> maps:update_with(Value, fun(N) -> N + 1 end, 1, Counts) end, #{}, List).

ordered([A, B | Rest]) -> mochi_order:compare(A, B) =/= gt andalso ordered([B | Rest]);
ordered(_) -> true.

%% Ints and floats of the same value keep their order, on the fast path too.
sort_is_stable_test() ->
    _ = rand:seed(exsss, 5),
    lists:foreach(
        fun(_) ->
            List = [random_number() || _ <- lists:seq(1, rand:uniform(40))],
            Tagged = lists:sort(fun({A, _}, {B, _}) -> A =< B end, [{N, I} || {I, N} <- lists:enumerate(List)]),
            ?assert([N || {N, _} <- Tagged] =:= mochi_order:sort(List)),
            Pairs = [{N, I} || {I, N} <- lists:enumerate(List)],
            ?assert(Tagged =:= mochi_order:sort_pairs(Pairs))
        end,
        lists:seq(1, 2000)
    ).

random_number() ->
    lists:nth(rand:uniform(9), [0, 0.0, -0.0, 1, 1.0, 2, 2.0, 3, -1.0]).

sort_pairs_mixed_test() ->
    ?assertEqual(
        [{1, b}, {~"x", a}, {~"x", d}, {none, c}],
        mochi_order:sort_pairs([{~"x", a}, {1, b}, {none, c}, {~"x", d}])
    ).

%% Values that are equal without being identical stay where they were, too.
stable_pairs_test() ->
    Shape = fun(List) -> [{Key, [is_float(Part) || Part <- parts(Value)]} || {Key, Value} <- List] end,
    ?assertEqual(
        [{-6, [false]}, {-5, [false, true]}, {-5, [true, false]}, {0, [false]}],
        Shape(mochi_order:sort_pairs(mixed()))
    ).

parts(Value) when is_tuple(Value) -> tuple_to_list(Value);
parts(Value) -> [Value].

%% Made at run time: the compiler may take one of two such literals for the other.
mixed() ->
    [One, Two] = [list_to_integer(Text) || Text <- ["1", "2"]],
    [{-5, {One, float(Two)}}, {-5, {float(One), Two}}, {-6, 0}, {0, 1}].
