%% Maps, ordered maps, sets and options.
-module(mochi_map_tests).

-include("mochi_tests.hrl").

map_test() ->
    Map = #{~"b" => 2, ~"a" => 1},
    ?assertEqual({some, 1}, mochi_map:get(Map, ~"a")),
    ?assertEqual(none, mochi_map:get(Map, ~"c")),
    ?assertEqual(1, mochi_map:get(Map, ~"a", 9)),
    ?assertEqual(9, mochi_map:get(Map, ~"c", 9)),
    ?assertEqual(2, mochi_map:at(Map, ~"b")),
    ?assertMochi(mochi_err_index, ~B(no key "c" in {"a": 1, "b": 2}), mochi_map:at(Map, ~"c")),
    ?assertMochi(mochi_err_index, ~"no key 1 in {}", mochi_map:at(#{}, 1)),
    ?assertEqual([~"a", ~"b"], mochi_map:keys(Map)),
    ?assertEqual([1, 2], mochi_map:values(Map)),
    ?assertEqual([{~"a", 1}, {~"b", 2}], mochi_map:to_list(Map)),
    ?assertEqual(Map, mochi_map:from_list(mochi_map:to_list(Map))),
    ?assertEqual(#{1 => 3}, mochi_map:from_list([{1, 2}, [1, 3]])),
    ?assertEqual(#{}, mochi_map:delete(mochi_map:delete(Map, ~"a"), ~"b")),
    ?assertEqual(Map, mochi_map:delete(Map, ~"c")),
    ?assert(mochi_map:has(Map, ~"a")),
    ?assertNot(mochi_map:has(Map, a)),
    ?assertEqual(2, mochi_map:size(Map)).

merge_into_no_ordered_map_test() ->
    ?assertError(function_clause, apply(mochi_omap, merge, [5, mochi_omap:new()])),
    ?assertError(function_clause, apply(mochi_omap, merge, [mochi_omap:new(), 5])).

big_map_order_test() ->
    Keys = [rand:uniform(1 bsl 40) || _ <- lists:seq(1, 1000)],
    Map = #{Key => Key || Key <- Keys},
    ?assertEqual(lists:usort(Keys), mochi_map:keys(Map)),
    ?assertEqual(lists:usort(Keys), mochi_map:values(Map)),
    ?assertEqual(lists:usort(Keys), mochi_map:fold(Map, fun(List, Key, Key) -> List ++ [Key] end, [])).

map_errors_test_() ->
    [
        {Name, fun() -> ?assertMochi(mochi_err_type, ~"expected map, got 5 (int)", Call()) end}
     || {Name, Call} <- [
            {"get", fun() -> mochi_map:get(5, 1) end},
            {"get with default", fun() -> mochi_map:get(5, 1, 2) end},
            {"at", fun() -> mochi_map:at(5, 1) end},
            {"put", fun() -> mochi_map:put(5, 1, 2) end},
            {"has", fun() -> mochi_map:has(5, 1) end},
            {"delete", fun() -> mochi_map:delete(5, 1) end},
            {"keys", fun() -> mochi_map:keys(5) end},
            {"values", fun() -> mochi_map:values(5) end},
            {"to_list", fun() -> mochi_map:to_list(5) end},
            {"merge", fun() -> mochi_map:merge(#{}, 5) end},
            {"merge into", fun() -> mochi_map:merge(5, #{}) end},
            {"size", fun() -> mochi_map:size(5) end}
        ]
    ] ++
        [
            {"no pair", fun() ->
                ?assertMochi(
                    mochi_err_type, ~"expected pair of key and value, got 7 (int)", mochi_map:from_list([7])
                )
            end}
        ].

%% An ordered map behaves as a list of pairs in which a key that is there is replaced in place.
omap_model_test() ->
    _ = rand:seed(exsss, 9),
    lists:foreach(
        fun(_) ->
            lists:foldl(fun omap_step/2, {mochi_omap:new(), []}, lists:seq(1, 60))
        end,
        lists:seq(1, 50)
    ).

omap_step(Value, {Map, Model}) ->
    Key = rand:uniform(12),
    {Map1, Model1} =
        case rand:uniform(3) of
            1 -> {mochi_omap:delete(Map, Key), lists:keydelete(Key, 1, Model)};
            _ -> {mochi_omap:put(Map, Key, Value), lists:keystore(Key, 1, Model, {Key, Value})}
        end,
    ?assertEqual(Model1, mochi_omap:to_list(Map1)),
    ?assertEqual([K || {K, _} <- Model1], mochi_omap:keys(Map1)),
    ?assertEqual([V || {_, V} <- Model1], mochi_omap:values(Map1)),
    ?assertEqual(length(Model1), mochi_omap:size(Map1)),
    ?assertEqual(lists:keymember(Key, 1, Model1), mochi_omap:has(Map1, Key)),
    case lists:keyfind(Key, 1, Model1) of
        {Key, Found} ->
            ?assertEqual({some, Found}, mochi_omap:get(Map1, Key)),
            ?assertEqual(Found, mochi_omap:at(Map1, Key));
        false ->
            ?assertEqual(none, mochi_omap:get(Map1, Key)),
            ?assertError({mochi_error, mochi_err_index, _}, mochi_omap:at(Map1, Key))
    end,
    {Map1, Model1}.

omap_through_core_test() ->
    Map = mochi_core:index_set(mochi_omap:from_list([{~"b", 1}]), ~"a", 2),
    ?assertEqual(2, mochi_core:len(Map)),
    ?assertEqual(2, mochi_core:index(Map, ~"a")),
    ?assert(mochi_core:contains(Map, ~"b")),
    ?assertNot(mochi_core:contains(Map, ~"c")),
    ?assert(mochi_core:exists(Map)),
    ?assertNot(mochi_core:exists(mochi_omap:new())).

set_test() ->
    Set = mochi_set:from_list([3, 1, 2, 3]),
    ?assertEqual([1, 2, 3], mochi_set:to_list(Set)),
    ?assertEqual(3, mochi_set:size(Set)),
    ?assert(mochi_set:has(Set, 3)),
    ?assertNot(mochi_set:has(Set, 4)),
    ?assert(mochi_core:contains(Set, 3)),
    ?assertEqual(3, mochi_core:len(Set)),
    ?assertEqual([0, 1, 2, 3], mochi_set:to_list(mochi_set:add(Set, 0))),
    ?assertEqual([1, 2], mochi_set:to_list(mochi_set:delete(Set, 3))),
    ?assertEqual(Set, mochi_set:add(Set, 1)),
    Other = mochi_set:from_list([4, 3]),
    ?assertEqual([1, 2, 3, 4], mochi_set:to_list(mochi_set:union(Set, Other))),
    ?assertEqual([1, 2], mochi_set:to_list(mochi_set:except(Set, Other))),
    ?assertEqual([3], mochi_set:to_list(mochi_set:intersect(Set, Other))),
    ?assertEqual(~B({"a", "b"}), mochi_set:to_string(mochi_set:from_list([~"b", ~"a"]))),
    ?assertEqual(~"{}", mochi_set:to_string(mochi_set:new())),
    ?assert(is_map(Set)),
    ?assertMochi(mochi_err_type, ~"expected list, got 5 (int)", mochi_set:from_list(5)).

option_test() ->
    ?assertMochi(mochi_err_type, ~"expected a value, got nil", mochi_option:unwrap(none)),
    ?assertMochi(mochi_err_type, ~"expected option, got 5 (int)", mochi_option:unwrap(5)),
    ?assertMochi(mochi_err_type, ~"expected option, got 5 (int)", mochi_option:unwrap_or(5, 1)),
    ?assertMochi(mochi_err_type, ~"expected option, got 5 (int)", mochi_option:is_some(5)),
    ?assertMochi(mochi_err_type, ~"expected option, got 5 (int)", mochi_option:map(5, fun(X) -> X end)),
    ?assertMochi(mochi_err_type, ~"expected result, got 5 (int)", mochi_option:from_result(5)),
    ?assertEqual({some, none}, mochi_option:map({some, 1}, fun(_) -> none end)),
    ?assertEqual(7, mochi_option:unwrap_or(none, 7)).
