-module(mochi_query_tests).

-include("mochi_tests.hrl").

-define(mochi_error(Code, Message, Expression), fun() -> ?assertMochi(Code, Message, Expression) end).
-define(equal(Expected, Expression), fun() -> ?assertEqual(Expected, Expression) end).

%% Rows in batches of one or two, behind empty ones.
source(Rows) -> fun() -> {[], pairs(Rows)} end.

pairs([A, B | Rest]) -> fun() -> {[A, B], pairs(Rest)} end;
pairs([A]) -> fun() -> {[A], []} end;
pairs([]) -> fun() -> done end.

%% A source that must not be pulled further.
forbidden() -> fun() -> error(pulled) end.

left() -> [{1, ~"a"}, {2, ~"b"}, {3, ~"c"}, {2, ~"d"}].
right() -> [{2.0, x}, {4, y}, {2, z}, {1, w}].
key({Key, _}) -> Key.
pair(A, B) -> {A, B}.

join_test_() ->
    [
        {atom_to_list(Kind), fun() ->
            Join = fun(Left, Right) -> mochi_query:join(Kind, Left, Right, fun key/1, fun key/1, fun pair/2) end,
            ?assertEqual(Expected, Join(left(), right())),
            ?assertEqual(Expected, mochi_query:to_list(Join(source(left()), right()))),
            ?assertEqual(Expected, mochi_query:to_list(Join(left(), source(right())))),
            ?assertEqual(Expected, mochi_query:to_list(Join(source(left()), source(right()))))
        end}
     || {Kind, Expected} <- [
            {inner, [
                {{1, ~"a"}, {1, w}},
                {{2, ~"b"}, {2.0, x}},
                {{2, ~"b"}, {2, z}},
                {{2, ~"d"}, {2.0, x}},
                {{2, ~"d"}, {2, z}}
            ]},
            {left, [
                {{1, ~"a"}, {some, {1, w}}},
                {{2, ~"b"}, {some, {2.0, x}}},
                {{2, ~"b"}, {some, {2, z}}},
                {{3, ~"c"}, none},
                {{2, ~"d"}, {some, {2.0, x}}},
                {{2, ~"d"}, {some, {2, z}}}
            ]},
            {right, [
                {{some, {2, ~"b"}}, {2.0, x}},
                {{some, {2, ~"d"}}, {2.0, x}},
                {none, {4, y}},
                {{some, {2, ~"b"}}, {2, z}},
                {{some, {2, ~"d"}}, {2, z}},
                {{some, {1, ~"a"}}, {1, w}}
            ]},
            {outer, [
                {{some, {1, ~"a"}}, {some, {1, w}}},
                {{some, {2, ~"b"}}, {some, {2.0, x}}},
                {{some, {2, ~"b"}}, {some, {2, z}}},
                {{some, {3, ~"c"}}, none},
                {{some, {2, ~"d"}}, {some, {2.0, x}}},
                {{some, {2, ~"d"}}, {some, {2, z}}},
                {none, {some, {4, y}}}
            ]}
        ]
    ].

%% Keys of each kind: what is equal in Mochi meets, what is not does not.
join_keys_test_() ->
    [
        {mochi_core:format([A, B]), fun() ->
            Identity = fun(Row) -> Row end,
            Expected = [{A, B} || Equal],
            ?assertEqual(Expected, mochi_query:join(inner, [A], [B], Identity, Identity, fun pair/2)),
            ?assertEqual(Equal, mochi_order:equal(A, B))
        end}
     || {A, B, Equal} <- [
            {0.0, -0.0, true},
            {0, -0.0, true},
            {1, 1.0, true},
            {{1, 2}, {1.0, 2}, true},
            {[1, [2.0]], [1.0, [2]], true},
            {#{1 => 2.0}, #{1.0 => 2}, true},
            {~"1", 1, false},
            {none, none, true},
            {1 bsl 80, 1.0e24, false}
        ]
    ].

%% A position does what the fun that takes this element does.
key_positions_test() ->
    Join = fun(Kind, Key) -> mochi_query:join(Kind, left(), source(right()), Key, Key, fun pair/2) end,
    [
        ?assertEqual(mochi_query:to_list(Join(Kind, fun key/1)), mochi_query:to_list(Join(Kind, 1)))
     || Kind <- [inner, left, right, outer]
    ],
    ?assertEqual(mochi_query:group(right(), fun key/1), mochi_query:group(right(), 1)),
    Count = fun(Count, _) -> Count + 1 end,
    ?assertEqual([{2.0, 2}, {4, 1}, {1, 1}], mochi_query:group_reduce(right(), 1, Count, 0)).

%% Keys that are ints are looked up in another way than others, and so are few ints far from each other.
join_int_keys_test_() ->
    Large = 1 bsl 70,
    Shapes = [
        %% As many as have to do with the ways to fill slots: without gaps, and with keys that come again.
        [Key || Key <- lists:seq(0, Most)] ++ Again
     || Most <- [3, 63, 64, 255, 256, 1023, 1024], Again <- [[], [Most, 0, Most div 2, Most]]
    ] ++ [
        [],
        [1],
        [3, 1, 2],
        [2, 1, 2, 2],
        [-1, 0, 1, -1],
        [Large + 1, Large, Large + 1],
        [0, 1_000_000],
        [0, 1_000_000, 0, 1_000_000],
        [-Large, 0, Large],
        [1, 2.0, 1.0, 2],
        [1, 2, 1, 2.5, 1],
        [1, 2, 1, ~"1", 1, none],
        [~"1", 1],
        [3, 2, 1],
        [1, 3, 4],
        [4, 1, 2, 3],
        [2, 2, 3, 4],
        [~"1", 0, 1, 2],
        [2.5, -1, 0, 1],
        [Large, Large + 1, Large + 2]
    ],
    Ints = [3, 0, -1, 4, 64, 256, 512, 1023, 1024, 1025, Large, Large + 1, -Large, 1_000_000],
    Probes = [1, 2.0, 2.5] ++ Ints ++ [~"1", none, {some, 1}],
    Left = lists:enumerate(1, Probes ++ Probes),
    Key = fun({_, Value}) -> Value end,
    [
        ?equal(
            lists:append([nested(Kind, Row, Right) || Row <- Left]),
            mochi_query:to_list(mochi_query:join(Kind, In, Right, LeftKey, Key, fun pair/2))
        )
     || Shape <- Shapes,
        Right <- [lists:enumerate(1, Shape)],
        Kind <- [inner, left],
        In <- [Left, source(Left)],
        LeftKey <- [Key, 2]
    ].

nested(Kind, {_, A} = Row, Right) ->
    case {Kind, [Partner || {_, B} = Partner <- Right, mochi_order:equal(A, B)]} of
        {inner, Partners} -> [{Row, Partner} || Partner <- Partners];
        {left, []} -> [{Row, none}];
        {left, Partners} -> [{Row, {some, Partner}} || Partner <- Partners]
    end.

join_kind_test() ->
    Identity = fun(Row) -> Row end,
    ?assertError({mochi_error, mochi_err_type, _}, mochi_query:join(full, [], [], Identity, Identity, fun pair/2)).

group_test() ->
    Rows = [{1, a}, {0, b}, {1.0, c}, {[1], d}, {[1.0], e}],
    Expected = [{1, [{1, a}, {1.0, c}]}, {0, [{0, b}]}, {[1], [{[1], d}, {[1.0], e}]}],
    ?assertEqual(Expected, mochi_query:group(Rows, fun key/1)),
    ?assertEqual(Expected, mochi_query:group(source(Rows), fun key/1)),
    Counts = mochi_query:group_reduce(source(Rows), fun key/1, fun(Count, _) -> Count + 1 end, 0),
    ?assertEqual([{1, 2}, {0, 1}, {[1], 2}], Counts),
    ?assertEqual([{1.0, [1.0, 1]}], mochi_query:group([1.0, 1], fun(Row) -> Row end)).

sort_test_() ->
    Identity = fun(Row) -> Row end,
    [
        ?equal([1, 2, none], mochi_query:sort([none, 2, 1], [Identity])),
        ?equal([2, 1, none], mochi_query:sort([none, 1, 2], [{desc, Identity}])),
        ?equal([{some, 1}, 2, none], mochi_query:sort([none, 2, {some, 1}], [Identity])),
        ?equal([false, true], mochi_query:sort([true, false], [{asc, Identity}])),
        ?equal([1.0, 1, 2], mochi_query:sort([2, 1.0, 1], [Identity])),
        ?equal([2, 1.0, 1], mochi_query:sort([1.0, 2, 1], [{desc, Identity}])),
        ?equal([3, 1, 2], mochi_query:sort([3, 1, 2], [])),
        ?equal(
            [{2, ~"a"}, {1, ~"a"}, {3, ~"b"}],
            mochi_query:sort([{1, ~"a"}, {3, ~"b"}, {2, ~"a"}], [fun({_, B}) -> B end, {desc, fun key/1}])
        ),
        ?mochi_error(mochi_err_type, ~"expected sort key, got 5 (int)", mochi_query:sort([], [5]))
    ].

top_test() ->
    _ = rand:seed(exsss, 7),
    Rows = [{rand:uniform(50), N} || N <- lists:seq(1, 2000)],
    Keys = [{desc, fun key/1}],
    Sorted = mochi_query:sort(Rows, Keys),
    [
        ?assertEqual(lists:sublist(Sorted, Count), mochi_query:top(In, Keys, Count))
     || Count <- [1, 2, 10, 300, 1999, 2000, 5000],
        In <- [Rows, source(Rows)]
    ],
    ?assertEqual([], mochi_query:top(forbidden(), Keys, 0)).

streaming_test() ->
    Numbers = mochi_query:iterate(1, fun(N) -> {N, N + 1} end),
    Doubled = mochi_query:map(Numbers, fun(N) -> N * 2 end),
    Some = mochi_query:filter(Doubled, fun(N) -> N rem 3 =:= 0 end),
    Twice = mochi_query:flat_map(Some, fun(N) -> [N, N] end),
    Distinct = mochi_query:distinct(Twice),
    ?assertEqual([18, 24], mochi_query:to_list(mochi_query:take(mochi_query:skip(Distinct, 2), 2))),
    ?assertEqual([1, 2], mochi_query:to_list(mochi_query:take(fun() -> {[1, 2], forbidden()} end, 2))),
    ?assertEqual([], mochi_query:to_list(mochi_query:take(forbidden(), 0))),
    ?assertEqual([], mochi_query:to_list(mochi_query:skip(source([1, 2]), 5))),
    ?assertEqual([2, 3], mochi_query:to_list(mochi_query:skip(source([1, 2, 3]), 1))),
    ?assertEqual([1, 2], mochi_query:skip([1, 2], -1)),
    ?assertEqual([], mochi_query:take([1, 2], -1)).

%% A million rows go past a small index while the heap stays far below what they would take.
bounded_memory_test() ->
    Parent = self(),
    {Pid, Monitor} = spawn_opt(
        fun() ->
            Left = mochi_query:iterate(0, fun
                (1_000_000) -> done;
                (N) -> {{N rem 1000, N}, N + 1}
            end),
            Right = [{N, N} || N <- lists:seq(1, 10)],
            Joined = mochi_query:join(inner, Left, Right, fun key/1, fun key/1, fun({_, N}, _) -> N end),
            Parent ! {count, mochi_query:count(Joined)}
        end,
        [monitor, {max_heap_size, #{size => 1_000_000, kill => true, error_logger => false}}]
    ),
    receive
        {'DOWN', Monitor, process, Pid, Reason} -> ?assertEqual(normal, Reason)
    after 60_000 -> error(timeout)
    end,
    receive
        {count, Count} -> ?assertEqual(10_000, Count)
    after 0 -> error(no_count)
    end.

aggregates_test() ->
    [
        begin
            ?assertEqual(4, mochi_query:count(Rows)),
            ?assertEqual(10.5, mochi_query:sum(Rows)),
            ?assertEqual(2.625, mochi_query:avg(Rows)),
            ?assertEqual(1, mochi_query:min(Rows)),
            ?assertEqual(4.5, mochi_query:max(Rows))
        end
     || Rows <- [[3, 1, 4.5, 2], source([3, 1, 4.5, 2])]
    ],
    ?assertEqual({0, 0, 0.0}, {mochi_query:count([]), mochi_query:sum([]), mochi_query:avg(source([]))}),
    ?assertMochi(mochi_err_index, ~"min of an empty list", mochi_query:min(source([]))),
    ?assertMochi(mochi_err_type, ~"expected number, got \"x\" (string)", mochi_query:sum(source([1, ~"x"]))).

foreach_test() ->
    ok = mochi_query:foreach(source([1, 2, 3]), fun(Row) -> put({?MODULE, Row}, seen) end),
    ?assertEqual([seen, seen, seen], [erase({?MODULE, Row}) || Row <- [1, 2, 3]]).

wrong_arguments_test_() ->
    [
        ?mochi_error(mochi_err_type, ~"expected list or row source, got 5 (int)", mochi_query:to_list(5)),
        ?mochi_error(mochi_err_type, ~"expected list or row source, got 5 (int)", mochi_query:take(5, 1)),
        ?mochi_error(mochi_err_type, ~"expected list or row source, got 5 (int)", mochi_query:skip(5, 1)),
        ?mochi_error(mochi_err_type, ~"expected list or row source, got {} (map)", mochi_query:count(#{})),
        ?mochi_error(
            mochi_err_type, ~"expected int as a number of rows, got \"x\" (string)", mochi_query:take([], ~"x")
        ),
        ?mochi_error(mochi_err_type, ~"expected rows of a row source, got 5 (int)", mochi_query:next(fun() -> 5 end)),
        ?mochi_error(mochi_err_type, ~"expected fun without arguments, got 5 (int)", mochi_query:execute(~"q", 5))
    ].

execute_test() ->
    ?assertEqual(3, mochi_query:execute(~"q", fun() -> 3 end)),
    ?assertError(broken, mochi_query:execute(~"q", fun() -> error(broken) end)).

%% What a query leaves behind is given back at its end.
execute_collects_test_() ->
    {timeout, 60, fun() ->
        {Pid, Monitor} = spawn_monitor(fun() ->
            Length = mochi_query:execute(~"large", fun() -> length(lists:seq(1, 10_000_000)) end),
            {total_heap_size, Words} = process_info(self(), total_heap_size),
            exit({Length, Words < 1_000_000})
        end),
        receive
            {'DOWN', Monitor, process, Pid, Reason} -> ?assertEqual({10_000_000, true}, Reason)
        after 50_000 -> error(timeout)
        end
    end}.

%% Before anybody asks for rows.
no_rows_test_() ->
    Same = fun(Row) -> Row end,
    Pair = fun(A, B) -> {A, B} end,
    [
        {Name, fun() -> ?assertMochi(mochi_err_type, ~"expected list or row source, got 5 (int)", Query(5)) end}
     || {Name, Query} <- [
            {"map", fun(Rows) -> mochi_query:map(Rows, Same) end},
            {"filter", fun(Rows) -> mochi_query:filter(Rows, Same) end},
            {"flat_map", fun(Rows) -> mochi_query:flat_map(Rows, Same) end},
            {"distinct", fun mochi_query:distinct/1},
            {"distinct_by", fun(Rows) -> mochi_query:distinct_by(Rows, Same) end},
            {"skip", fun(Rows) -> mochi_query:skip(Rows, 1) end},
            {"take", fun(Rows) -> mochi_query:take(Rows, 1) end},
            {"group", fun(Rows) -> mochi_query:group(Rows, Same) end}
        ] ++
            [
                {lists:concat([Side, " of ", Kind, " join"]), fun(Rows) ->
                    [Left, Right] = [case Given of Side -> Rows; _ -> [1] end || Given <- [left, right]],
                    mochi_query:join(Kind, Left, Right, Same, Same, Pair)
                end}
             || Side <- [left, right], Kind <- [inner, left, right, outer]
            ]
    ].
