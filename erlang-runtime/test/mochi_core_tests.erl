-module(mochi_core_tests).

-include("mochi_tests.hrl").

raise_test() ->
    ?assertMochi(mochi_err_index, ~"no ñ", mochi_core:raise(mochi_err_index, ~"no ñ")),
    ?assertMochi(mochi_err_index, ~"no ñ7", mochi_core:raise(mochi_err_index, [~"no ", 16#F1, "7"])),
    ?assertMochi(mochi_err_file, <<"bytes ", 255>>, mochi_core:raise(mochi_err_file, [~"bytes ", <<255>>])),
    ?assertMochi({mochi_user, ~"panic"}, ~"[1, 2.0]", mochi_core:panic([1, 2.0])),
    ?assertMochi({mochi_user, 3}, ~"five", mochi_core:panic(3, ~"five")),
    ?assertMochi({mochi_user, ~"custom"}, ~"5", mochi_core:panic(~"custom", 5)),
    ?assertMochi(
        mochi_err_type, ~"expected int or string as the code of a panic, got [] (list)", mochi_core:panic([], ~"x")
    ),
    ?assertMochi(mochi_err_match, ~B(no arm of the match fits {"a": 1}), mochi_core:match_error(#{~"a" => 1})),
    ?assertMochi(mochi_err_type, ~"expected int, got nil", mochi_core:type_error(~"int", none)).

exception_test() ->
    Stack = [{mochi_core, raise, 2, []}, {mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}],
    Exception = mochi_core:exception(error, {mochi_error, mochi_err_index, ~"no"}, Stack),
    ?assertMatch({mochi_exception, ~"index", ~"no", [{mochi_frame, ~"f", ~"a.mochi", 3, _}]}, Exception),
    ?assertEqual(~"no", mochi_core:to_string(Exception)),
    ?assertEqual(~"index", mochi_core:field(Exception, ~"code")),
    ?assertEqual(~"no", mochi_core:field(Exception, ~"message")),
    [Frame] = mochi_core:field(Exception, ~"stack"),
    ?assertEqual(3, mochi_core:field(Frame, ~"line")),
    ?assertEqual(~B({"function": "f", "file": "a.mochi", "line": 3}), mochi_core:to_string(Frame)),
    ?assertEqual(42, mochi_core:field(mochi_core:exception(error, {mochi_error, {mochi_user, 42}, ~""}, []), ~"code")).

rethrow_test() ->
    Stack = [{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}],
    Exception = mochi_core:exception(error, {mochi_error, {mochi_user, 7}, ~"seven"}, Stack),
    try mochi_core:rethrow(Exception) of
        _ -> ?assert(false)
    catch
        error:Reason:Trace ->
            ?assertEqual({mochi_error, {mochi_user, 7}, ~"seven"}, Reason),
            ?assertMatch([{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]} | _], Trace),
            ?assertEqual(Exception, mochi_core:exception(error, Reason, Trace))
    end,
    ?assertMochi(mochi_err_type, ~"expected exception, got 5 (int)", mochi_core:rethrow(5)).

reraise_keeps_class_and_stack_test() ->
    try
        try
            throw(ball)
        catch
            Class:Reason:Stack -> mochi_core:reraise(Class, Reason, Stack)
        end
    catch
        throw:ball:Again -> ?assertMatch([{?MODULE, _, _, _} | _], Again)
    end.

print_test_() ->
    [
        {Expected, fun() -> ?assertEqual(Expected, printed(Arguments)) end}
     || {Arguments, Expected} <- [
            {[], ~"\n"},
            {[~"ñ"], ~"ñ\n"},
            {[9.0], ~"9\n"},
            {[none], ~"nil\n"},
            {[~" a "], ~" a \n"},
            {[~" a", ~"b "], ~" a b \n"},
            {[~" a", ~"b", ~"c \n"], ~"a b c\n"},
            {[~"", 1, ~""], ~"1\n"},
            {[1, 2.5, true, [~"x"]], ~"1 2.5 true [\"x\"]\n"}
        ]
    ].

arithmetic_test() ->
    ?assert(mochi_core:add(1, 2) =:= 3),
    ?assert(mochi_core:add(1, 2.0) =:= 3.0),
    ?assertEqual(~"ab", mochi_core:add(~"a", ~"b")),
    ?assertEqual([1, 2], mochi_core:add([1], [2])),
    ?assert(mochi_core:sub(1, 2) =:= -1),
    ?assert(mochi_core:mul(2, 1 bsl 80) =:= 1 bsl 81),
    ?assert(mochi_core:divide(7, 2) =:= 3),
    ?assert(mochi_core:divide(-7, 2) =:= -3),
    ?assert(mochi_core:divide(7, -2) =:= -3),
    ?assert(mochi_core:divide(7, 2.0) =:= 3.5),
    ?assert(mochi_core:modulo(7, 3) =:= 1),
    ?assert(mochi_core:modulo(-7, 3) =:= -1),
    ?assert(mochi_core:modulo(7, -3) =:= 1),
    ?assert(mochi_core:modulo(-7.5, 2) =:= -1.5),
    ?assert(mochi_core:negate(3) =:= -3),
    ?assert(mochi_core:negate(2.5) =:= -2.5).

arithmetic_errors_test_() ->
    Huge = 1 bsl 2000,
    [
        {Message, fun() -> ?assertMochi(Code, Message, Call()) end}
     || {Code, Message, Call} <- [
            {mochi_err_divzero, ~"division of 1 by zero", fun() -> mochi_core:divide(1, 0) end},
            {mochi_err_divzero, ~"division of 1.5 by zero", fun() -> mochi_core:divide(1.5, 0.0) end},
            {mochi_err_divzero, ~"division of 0 by zero", fun() -> mochi_core:divide(0, -0.0) end},
            {mochi_err_divzero, ~"remainder of 1 by zero", fun() -> mochi_core:modulo(1, 0) end},
            {mochi_err_divzero, ~"remainder of 1.5 by zero", fun() -> mochi_core:modulo(1.5, 0) end},
            {mochi_err_type, ~B|cannot apply + to 1 (int) and "a" (string)|, fun() -> mochi_core:add(1, ~"a") end},
            {mochi_err_type, ~B|cannot apply + to "a" (string) and nil|, fun() -> mochi_core:add(~"a", none) end},
            {mochi_err_type, ~"cannot apply - to [] (list) and 1 (int)", fun() -> mochi_core:sub([], 1) end},
            {mochi_err_type, ~"cannot apply * to true (bool) and 1 (int)", fun() -> mochi_core:mul(true, 1) end},
            {mochi_err_type, ~"cannot apply / to 1 (int) and {} (map)", fun() -> mochi_core:divide(1, #{}) end},
            {mochi_err_type, ~B|cannot apply % to "a" (string) and 0 (int)|, fun() -> mochi_core:modulo(~"a", 0) end},
            {mochi_err_type, ~B|cannot apply - to "a" (string)|, fun() -> mochi_core:negate(~"a") end},
            {mochi_err_divzero, ~"division of 7 by zero", fun() -> mochi_core:arith_error('div', 7, 0) end},
            {mochi_err_divzero, ~"remainder of 7 by zero", fun() -> mochi_core:arith_error('rem', 7, 0) end},
            {mochi_err_overflow, ~"the result of 1.5 * 2.5 is out of range", fun() ->
                mochi_core:arith_error('*', 1.5, 2.5)
            end},
            {mochi_err_type, ~B|cannot apply float to "x" (string)|, fun() -> mochi_core:arith_error(float, ~"x") end}
        ]
    ] ++
        [
            {What, fun() -> ?assertError({mochi_error, mochi_err_overflow, _}, Call()) end}
         || {What, Call} <- [
                {"float product", fun() -> mochi_core:mul(1.0e200, 1.0e200) end},
                {"float sum", fun() -> mochi_core:add(1.7e308, 1.7e308) end},
                {"float difference", fun() -> mochi_core:sub(-1.7e308, 1.7e308) end},
                {"float quotient", fun() -> mochi_core:divide(1.0e308, 1.0e-308) end},
                {"int as float", fun() -> mochi_core:cast_float(Huge) end},
                {"int and float", fun() -> mochi_core:add(Huge, 1.0) end},
                {"remainder", fun() -> mochi_core:modulo(Huge, 1.5) end},
                {"conversion", fun() -> mochi_core:arith_error(float, Huge) end}
            ]
        ].

truthy_test() ->
    [?assert(mochi_core:truthy(Value)) || Value <- [true, 0, ~"", [], #{}, {some, true}, {some, 0}, 'Leaf']],
    [?assertNot(mochi_core:truthy(Value)) || Value <- [false, none, ok, {some, false}, {some, none}]].

exists_test() ->
    [?assert(mochi_core:exists(Value)) || Value <- [true, 1, ~"a", [1], #{1 => 1}, {some, [1]}, {'R', 1}]],
    [?assertNot(mochi_core:exists(Value)) || Value <- [false, none, ~"", [], #{}, {some, []}]].

container_errors_test_() ->
    [
        {Message, fun() -> ?assertMochi(Code, Message, Call()) end}
     || {Code, Message, Call} <- [
            {mochi_err_type, ~"expected string, list, map or set, got 5 (int)", fun() -> mochi_core:len(5) end},
            {mochi_err_type, ~"expected string, list, map or set, got nil", fun() -> mochi_core:contains(none, 1) end},
            {mochi_err_type, ~"expected string, got 1 (int)", fun() -> mochi_core:contains(~"abc", 1) end},
            {mochi_err_type, ~"expected string, list or map, got 5 (int)", fun() -> mochi_core:index(5, 1) end},
            {mochi_err_type, ~B|expected int as an index, got "a" (string)|, fun() -> mochi_core:index([1], ~"a") end},
            {mochi_err_type, ~B|expected int as an index, got 1.0 (float)|, fun() -> mochi_core:index(~"ab", 1.0) end},
            {mochi_err_index, ~"index 2 is out of range for a string of length 2", fun() ->
                mochi_core:index(~"ab", 2)
            end},
            {mochi_err_index, ~B(no key "a" in {}), fun() -> mochi_core:index(#{}, ~"a") end},
            {mochi_err_type, ~B|expected list or map, got "ab" (string)|, fun() ->
                mochi_core:index_set(~"ab", 0, ~"x")
            end},
            {mochi_err_type, ~"expected int as an index, got nil", fun() -> mochi_core:index_set([1], none, 1) end},
            {mochi_err_type, ~"expected string or list, got {} (map)", fun() -> mochi_core:slice(#{}, 0, 1) end},
            {mochi_err_type, ~"expected string or list, got {} (map)", fun() -> mochi_core:slice(#{}, 0, 1, 2) end},
            {mochi_err_type, ~B({"a": 1} has no field b), fun() -> mochi_core:field(#{~"a" => 1}, ~"b") end},
            {mochi_err_type, ~"5 has no field b", fun() -> mochi_core:field(5, ~"b") end},
            {mochi_err_type, ~"nil has no field b", fun() -> mochi_core:field_set(none, ~"b", 1) end},
            {mochi_err_type, ~"[1] has no field b", fun() -> mochi_core:field([1], ~"b") end}
        ]
    ].

options_are_seen_through_test() ->
    ?assertEqual(2, mochi_core:len({some, [1, 2]})),
    ?assertEqual(2, mochi_core:index({some, [1, 2]}, 1)),
    ?assertEqual({some, [1, 3]}, mochi_core:index_set({some, [1, 2]}, 1, 3)),
    ?assert(mochi_core:contains({some, [1, 2]}, 1)),
    ?assertEqual([2], mochi_core:slice({some, [1, 2]}, 1, nil)),
    ?assertEqual([2, 1], mochi_core:slice({some, [1, 2]}, nil, nil, -1)),
    ?assertEqual(1, mochi_core:field({some, #{~"a" => 1}}, ~"a")),
    ?assertEqual({some, #{~"a" => 2}}, mochi_core:field_set({some, #{~"a" => 1}}, ~"a", 2)),
    ?assertEqual(5, mochi_core:cast_int({some, ~"5"})).

fields_test_() ->
    {setup,
        fun() ->
            mochi_types:register([
                {'CorePoint', record, ~"CorePoint", [~"x", ~"y"]},
                {'CoreCircle', variant, ~"CoreCircle", [~"r"]},
                {'CorePair', variant, ~"CorePair", [<<>>, <<>>]}
            ])
        end,
        fun() ->
            Point = {'CorePoint', 1, 2},
            ?assertEqual(1, mochi_core:field(Point, ~"x")),
            ?assertEqual(2, mochi_core:field(Point, ~"y")),
            ?assertEqual({'CorePoint', 1, 5}, mochi_core:field_set(Point, ~"y", 5)),
            ?assertEqual(3, mochi_core:field({'CoreCircle', 3}, ~"r")),
            ?assertMochi(mochi_err_type, ~B({"x": 1, "y": 2} has no field z), mochi_core:field(Point, ~"z")),
            ?assertMochi(mochi_err_type, ~B|CorePair(1, 2) has no field |, mochi_core:field({'CorePair', 1, 2}, ~"")),
            Map = #{~"x" => 3, ~"y" => 4},
            ?assertEqual({'CorePoint', 3, 4}, mochi_core:cast_record(Map, 'CorePoint', [~"x", ~"y"])),
            ?assertEqual(Point, mochi_core:cast_record(Point, 'CorePoint', [~"x", ~"y"])),
            ?assertEqual({'Other', 2}, mochi_core:cast_record(Point, 'Other', [~"y"])),
            ?assertMochi(
                mochi_err_type, ~"expected CorePoint, got [] (list)", mochi_core:cast_record([], 'CorePoint', [~"x"])
            )
        end}.

casts_test() ->
    ?assertEqual(3, mochi_core:cast_int(3.99)),
    ?assertEqual(-3, mochi_core:cast_int(-3.99)),
    ?assertEqual(1, mochi_core:cast_int(true)),
    ?assertEqual(0, mochi_core:cast_int(false)),
    ?assertMochi(mochi_err_parse, ~B(cannot read "1.5" as int), mochi_core:cast_int(~"1.5")),
    ?assertMochi(mochi_err_type, ~"expected int, got nil", mochi_core:cast_int(none)),
    ?assertMochi(mochi_err_type, ~"expected float, got [] (list)", mochi_core:cast_float([])),
    ?assert(mochi_core:cast_float(1) =:= 1.0),
    ?assertEqual(~"[1]", mochi_core:cast_string([1])),
    ?assert(mochi_core:cast_bool(0.5)),
    ?assertNot(mochi_core:cast_bool(0)),
    ?assertNot(mochi_core:cast_bool(none)),
    ?assertMochi(mochi_err_type, ~"expected bool, got [] (list)", mochi_core:cast_bool([])).

%% What a process prints when no standard output is open: it goes to its group leader.
printed(Arguments) ->
    Leader = group_leader(),
    Test = self(),
    Reader = spawn_link(fun() -> collect(Test, []) end),
    group_leader(Reader, self()),
    try
        ok = mochi_core:print(Arguments)
    after
        group_leader(Leader, self())
    end,
    Reader ! {stop, self()},
    receive
        {printed, Text} -> Text
    end.

collect(Test, Text) ->
    receive
        {io_request, From, Reply, {put_chars, unicode, Chars}} ->
            From ! {io_reply, Reply, ok},
            collect(Test, [Text, Chars]);
        {stop, Test} ->
            Test ! {printed, unicode:characters_to_binary(Text)}
    end.

%% A witness of the wanted type spares the check; any other is checked again.
witness_test() ->
    Witnessed = mochi_core:wrap([1, 2], {list, int}),
    ?assertEqual([1, 2], mochi_core:unwrap(Witnessed, {list, int})),
    ?assertEqual([1.0, 2.0], mochi_core:unwrap(Witnessed, {list, float})),
    ?assertMochi(mochi_err_type, ~"[0]: expected string, got 1 (int)", mochi_core:unwrap(Witnessed, {list, string})),
    ?assertEqual({some, 5}, mochi_core:unwrap(5, {option, int})),
    ?assertMochi(mochi_err_type, ~"expected int, got nil", mochi_core:wrap(none, int)).

%% The trace is the given one.
raise_from_elsewhere_test() ->
    Trace = [{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}],
    try
        mochi_core:raise(mochi_err_timeout, ["no ", ~"answer"], Trace)
    catch
        error:Reason:Stack ->
            ?assertEqual({mochi_error, mochi_err_timeout, ~"no answer"}, Reason),
            ?assertEqual(Trace, Stack)
    end.
