-module(mochi_list_tests).

-include("mochi_tests.hrl").

at_set_model_test() ->
    List = [10, 20, 30, 40],
    lists:foreach(
        fun(Index) ->
            Position = if Index < 0 -> Index + 4; true -> Index end,
            case Position >= 0 andalso Position < 4 of
                true ->
                    ?assertEqual(lists:nth(Position + 1, List), mochi_list:at(List, Index)),
                    ?assertEqual(lists:nth(Position + 1, List), mochi_core:index(List, Index)),
                    {Before, [_ | After]} = lists:split(Position, List),
                    ?assertEqual(Before ++ [x | After], mochi_list:set(List, Index, x)),
                    ?assertEqual(Before ++ [x | After], mochi_core:index_set(List, Index, x));
                false ->
                    Message = iolist_to_binary(
                        io_lib:format("index ~b is out of range for a list of length 4", [Index])
                    ),
                    ?assertMochi(mochi_err_index, Message, mochi_list:at(List, Index)),
                    ?assertMochi(mochi_err_index, Message, mochi_list:set(List, Index, x))
            end
        end,
        lists:seq(-6, 6)
    ).

wrong_types_test() ->
    ?assertMochi(mochi_err_type, ~"expected int as an index, got \"a\" (string)", mochi_list:at([1], ~"a")),
    ?assertMochi(mochi_err_type, ~"expected int as an index, got 0.0 (float)", mochi_list:set([1], 0.0, 1)),
    ?assertMochi(mochi_err_type, ~"expected list, got {} (map)", mochi_list:at(#{}, 0)),
    ?assertMochi(mochi_err_type, ~"expected list, got nil", mochi_list:set(none, 0, 1)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:slice(1, 0, 1)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:append(1, 0)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:concat([], 1)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:concat(1, [])),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:first(1)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:last(1)),
    ?assertMochi(mochi_err_type, ~"expected list, got 1 (int)", mochi_list:reverse(1)),
    ?assertMochi(mochi_err_type, ~"expected something to go through, got 1 (int)", mochi_list:map(1, fun(X) -> X end)),
    ?assertMochi(mochi_err_type, ~"expected number, got \"a\" (string)", mochi_list:sum([1, ~"a"])),
    ?assertMochi(mochi_err_type, ~"expected number, got true (bool)", mochi_list:avg([true])).

%% Slices with and without a step agree with picking positions one by one, as Python defines them.
slice_model_test() ->
    Bounds = [nil | lists:seq(-7, 7)],
    lists:foreach(
        fun({Length, Start, End, Step}) ->
            List = lists:seq(0, Length - 1),
            ?assertEqual(
                {Start, End, Step, picked(Length, Start, End, Step)},
                {Start, End, Step, mochi_list:slice(List, Start, End, Step)}
            ),
            Step =:= 1 andalso
                ?assertEqual(picked(Length, Start, End, 1), mochi_list:slice(List, Start, End))
        end,
        [{Length, Start, End, Step} ||
            Length <- [0, 1, 5], Start <- Bounds, End <- Bounds, Step <- [-3, -2, -1, 1, 2, 3, 9, -9]]
    ).

picked(Length, Start, End, Step) when Step > 0 ->
    pick(bound(Start, 0, 0, Length, Length), bound(End, Length, 0, Length, Length), Step);
picked(Length, Start, End, Step) ->
    pick(bound(Start, Length - 1, -1, Length - 1, Length), bound(End, -1, -1, Length - 1, Length), Step).

pick(At, End, Step) when Step > 0, At < End; Step < 0, At > End -> [At | pick(At + Step, End, Step)];
pick(_, _, _) -> [].

bound(nil, Default, _, _, _) -> Default;
bound(Bound, _, Low, High, Length) when Bound < 0 -> max(Low, min(High, Bound + Length));
bound(Bound, _, Low, High, _) -> max(Low, min(High, Bound)).

slice_errors_test() ->
    ?assertMochi(mochi_err_index, ~"the step of a slice is 0", mochi_list:slice([1], nil, nil, 0)),
    ?assertMochi(mochi_err_type, ~"expected int as a step, got \"x\" (string)", mochi_list:slice([1], nil, nil, ~"x")),
    ?assertMochi(mochi_err_type, ~"expected int as a bound, got true (bool)", mochi_list:slice([1], true, nil)),
    ?assertEqual(~"ca", mochi_core:slice(~"abc", nil, nil, -2)).

empty_test() ->
    ?assertMochi(mochi_err_index, ~"first of an empty list", mochi_list:first([])),
    ?assertMochi(mochi_err_index, ~"last of an empty list", mochi_list:last([])),
    ?assertMochi(mochi_err_index, ~"min of an empty list", mochi_list:min([])),
    ?assertMochi(mochi_err_index, ~"max of an empty list", mochi_list:max([])),
    ?assert(mochi_list:sum([]) =:= 0),
    ?assert(mochi_list:avg([]) =:= +0.0),
    ?assertEqual([], mochi_list:sort([])),
    ?assertEqual([], mochi_list:distinct([])),
    ?assertEqual([], mochi_list:zip([], [1])),
    ?assertEqual([], mochi_list:chunk([], 3)),
    ?assertEqual([], mochi_list:group([])).

zip_of_no_lists_test() ->
    ?assertMochi(mochi_err_type, ~"expected list, got 5 (int)", apply(mochi_list, zip, [5, []])),
    ?assertMochi(mochi_err_type, ~"expected list, got 5 (int)", apply(mochi_list, zip, [[1], 5])).

range_of_wrong_types_test() ->
    [
        ?assertMochi(mochi_err_type, ~"expected int, got \"x\" (string)", apply(mochi_list, range, Arguments))
     || Arguments <- [[~"x"], [~"x", 1], [0, ~"x"], [~"x", 1, 2], [0, ~"x", 1], [0, 1, ~"x"]]
    ].

range_test() ->
    ?assertEqual([], mochi_list:range(0)),
    ?assertEqual([], mochi_list:range(-3)),
    ?assertEqual([], mochi_list:range(3, 3)),
    ?assertEqual([], mochi_list:range(3, 1)),
    ?assertEqual([-1, 0], mochi_list:range(-1, 1)),
    ?assertEqual([0, 4, 8], mochi_list:range(0, 9, 4)),
    ?assertEqual([0, 4], mochi_list:range(0, 8, 4)),
    ?assertEqual([9, 5, 1], mochi_list:range(9, 0, -4)),
    ?assertEqual([8, 4], mochi_list:range(8, 0, -4)),
    ?assertEqual([], mochi_list:range(0, 5, -1)),
    ?assertEqual([], mochi_list:range(5, 0, 1)),
    ?assertMochi(mochi_err_index, ~"the step of a range is 0", mochi_list:range(0, 5, 0)).

search_test() ->
    ?assert(mochi_list:contains([1, ~"a", none], none)),
    ?assert(mochi_list:contains([1.0], 1)),
    ?assert(mochi_list:contains([[1.0]], [1])),
    ?assertNot(mochi_list:contains([~"1"], 1)),
    ?assertEqual(1, mochi_list:index_of([~"a", #{1 => 2}, #{1 => 2}], #{1 => 2.0})),
    ?assertEqual(-1, mochi_list:index_of([], 1)).

to_list_test() ->
    ?assertEqual([2, 1], mochi_list:to_list([2, 1])),
    ?assertEqual([~"ñ", ~"a"], mochi_list:to_list(~"ña")),
    ?assertEqual([1, 2, 3], mochi_list:to_list(#{3 => c, 1 => a, 2 => b})),
    ?assertEqual([1, 2, 3], mochi_list:to_list(mochi_set:from_list([3, 1, 2]))),
    ?assertEqual([3, 1], mochi_list:to_list(mochi_omap:from_list([{3, c}, {1, a}]))),
    ?assertEqual([], mochi_list:to_list(none)),
    ?assertEqual([5], mochi_list:to_list({some, 5})),
    ?assertMochi(mochi_err_type, ~"expected something to go through, got 5 (int)", mochi_list:to_list(5)).

functions_test() ->
    Double = fun(X) -> 2 * X end,
    Even = fun(X) -> X rem 2 =:= 0 end,
    ?assertEqual([2, 4], mochi_list:map([1, 2], Double)),
    ?assertEqual([~"A", ~"B"], mochi_list:map(~"ab", fun mochi_str:upper/1)),
    ?assertEqual([2], mochi_list:filter([1, 2, 3], Even)),
    ?assertEqual(-6, mochi_list:reduce([1, 2, 3], fun(Acc, X) -> Acc - X end, 0)),
    ?assertEqual([1, 1, 2, 2], mochi_list:flat_map([1, 2], fun(X) -> [X, X] end)),
    ?assert(mochi_list:any([1, 2], Even)),
    ?assertNot(mochi_list:any([], Even)),
    ?assertNot(mochi_list:all([1, 2], Even)),
    ?assert(mochi_list:all([], Even)),
    ?assertEqual([[1, 4], [2, 5]], mochi_list:zip([1, 2], [4, 5, 6])).

sort_test() ->
    ?assertEqual([~"B", ~"a", ~"ä"], mochi_list:sort([~"ä", ~"a", ~"B"])),
    ?assertEqual([[1], [1, 2], [2]], mochi_list:sort([[2], [1, 2], [1]])),
    ?assertEqual([false, true, none], mochi_list:sort([none, true, false])),
    ?assertEqual([1 bsl 80, 1.0e40], mochi_list:sort([1.0e40, 1 bsl 80])),
    ?assertEqual(
        [{r, ~"x", 1}, {r, ~"y", 1}, {r, ~"a", 2}],
        mochi_list:sort_by([{r, ~"a", 2}, {r, ~"x", 1}, {r, ~"y", 1}], fun(R) -> element(3, R) end)
    ),
    ?assertEqual([[3, a], [1, b]], mochi_list:sort_by([[1, b], [3, a]], fun([N, _]) -> -N end)).

aggregates_test() ->
    ?assert(mochi_list:sum([1, 2, 3]) =:= 6),
    ?assert(mochi_list:sum([1, 0.5]) =:= 1.5),
    ?assertEqual((1 bsl 70) + 1, mochi_list:sum([1 bsl 70, 1])),
    ?assertEqual(3, mochi_list:sum([{some, 1}, {some, 2}])),
    ?assertError({mochi_error, mochi_err_overflow, _}, mochi_list:sum([1.0e308, 1.0e308])),
    ?assert(mochi_list:avg([2, 4]) =:= 3.0),
    ?assertError({mochi_error, mochi_err_overflow, _}, mochi_list:avg([1 bsl 2000])),
    ?assert(mochi_list:min([2, 1, 1.0]) =:= 1),
    ?assert(mochi_list:max([1, 2.0, 2]) =:= 2.0),
    ?assertEqual([1, 1], mochi_list:min([[2], [1, 1], [1, 2]])),
    ?assertEqual(none, mochi_list:max([1, none, 2])),
    ?assertEqual(3, mochi_list:count(~"abc")).

sets_test() ->
    ?assertEqual([2, 1, ~"1", none], mochi_list:distinct([2, 1, 2.0, ~"1", none, none, 1])),
    ?assertEqual([[1], #{1 => 2}], mochi_list:distinct([[1], [1.0], #{1 => 2}, #{1.0 => 2.0}])),
    ?assertEqual([3, 1, 2], mochi_list:union([3, 1, 3], [2, 1])),
    ?assertEqual([3, 1, 3, 2, 1], mochi_list:union_all([3, 1, 3], [2, 1])),
    ?assertEqual([3], mochi_list:except([3, 1, 3], [2.0, 1.0])),
    ?assertEqual([1, 3], mochi_list:intersect([1, 3, 1, 4], [3.0, 1])),
    ?assertEqual([], mochi_list:intersect([], [1])).

group_chunk_test() ->
    ?assertEqual([{1, [a, c]}, {~"x", [b]}], mochi_list:group([{1, a}, {~"x", b}, {1.0, c}])),
    ?assertEqual([[1, 2, 3]], mochi_list:chunk([1, 2, 3], 5)),
    ?assertEqual([[1, 2], [3, 4]], mochi_list:chunk([1, 2, 3, 4], 2)),
    ?assertMochi(mochi_err_index, ~"the size of a chunk is 0", mochi_list:chunk([1], 0)).

%% Deep recursion over a million elements needs nothing but memory.
long_list_test_() ->
    {timeout, 60, fun() ->
        List = mochi_list:range(1_000_000),
        ?assertEqual(999_999, mochi_list:at(List, -1)),
        ?assertEqual(500_000, length(mochi_list:slice(List, nil, nil, 2))),
        ?assertEqual(1_000_000, length(mochi_list:distinct(List ++ List))),
        ?assertEqual([7], mochi_list:slice(mochi_list:set(List, 500_000, 7), 500_000, 500_001))
    end}.
