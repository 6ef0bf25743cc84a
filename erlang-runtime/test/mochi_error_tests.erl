-module(mochi_error_tests).

-include("mochi_tests.hrl").

%% Code atom, code as a program sees it, exit status: the table of the language.
codes() ->
    [
        {mochi_err_fetch, ~"fetch", 1},
        {mochi_err_parse, ~"parse", 2},
        {mochi_err_type, ~"type", 3},
        {mochi_err_index, ~"index", 4},
        {mochi_err_divzero, ~"divzero", 5},
        {mochi_err_overflow, ~"overflow", 6},
        {mochi_err_ffi, ~"ffi", 7},
        {mochi_err_llm, ~"llm", 8},
        {mochi_err_assert, ~"assert", 9},
        {mochi_err_match, ~"match", 10},
        {mochi_err_timeout, ~"timeout", 11},
        {mochi_err_async_crash, ~"async_crash", 12},
        {mochi_err_file, ~"file", 13},
        {{mochi_user, 42}, 42, 42},
        {{mochi_user, 255}, 255, 255},
        {{mochi_user, 0}, 0, 1},
        {{mochi_user, 256}, 256, 1},
        {{mochi_user, -1}, -1, 1},
        {{mochi_user, ~"custom"}, ~"custom", 1}
    ].

codes_test_() ->
    [
        {mochi_core:to_string(Seen), fun() ->
            ?assertEqual(Seen, mochi_error:code(Code)),
            ?assertEqual(Code, mochi_error:code_atom(Seen)),
            ?assertEqual(Status, mochi_error:status(Code))
        end}
     || {Code, Seen, Status} <- codes()
    ].

foreign_codes_test() ->
    ?assertEqual(~"named", mochi_error:code(mochi_user_named)),
    ?assertEqual(~"other", mochi_error:code(other)),
    ?assertEqual(1, mochi_error:status(mochi_user_named)).

%% Errors as the machine and the libraries raise them.
machine_errors_test_() ->
    [
        {Message, fun() ->
            {Class, Reason, Stack} = caught(Call),
            ?assertEqual({Code, Message}, mochi_error:describe(Class, Reason, Stack))
        end}
     || {Code, Message, Call} <- [
            {mochi_err_divzero, ~"division of 1 by zero", fun() -> 1 div hidden(0) end},
            {mochi_err_divzero, ~"remainder of 1 by zero", fun() -> 1 rem hidden(0) end},
            {mochi_err_type, ~"cannot apply + to nil and 1 (int)", fun() -> hidden(none) + 1 end},
            {mochi_err_type, ~B|cannot apply - to "a" (string)|, fun() -> -hidden(~"a") end},
            {mochi_err_match, ~"no match for 2", fun() -> 1 = hidden(2) end},
            {mochi_err_match, ~"no arm of the match fits 3", fun() ->
                case hidden(3) of
                    4 -> ok
                end
            end},
            {mochi_err_match, ~"no condition holds", fun() ->
                Hidden = hidden(false),
                if
                    Hidden -> ok
                end
            end},
            {mochi_err_index, ~"no key 5", fun() -> map_get(hidden(5), #{}) end},
            {mochi_err_type, ~"expected map, got [] (list)", fun() -> map_get(1, hidden([])) end},
            {mochi_err_type, ~"cannot call 5 (int)", fun() -> (hidden(5))() end},
            {mochi_err_type, ~"cannot call <fun/1> with (1, 2)", fun() -> (hidden(fun hidden/1))(1, 2) end},
            {mochi_err_type, ~"erlang:hd/1 cannot take ([])", fun() -> hd(hidden([])) end},
            {mochi_err_type, ~B|lists:reverse/1 cannot take ("a")|, fun() -> lists:reverse(hidden(~"a")) end},
            {mochi_err_ffi, ~"there is no function no_such:f/2", fun() -> (hidden(no_such)):f(1, 2) end},
            {mochi_err_overflow, ~"a limit of the machine was reached", fun() -> 1 bsl hidden(1 bsl 70) end},
            {mochi_err_timeout, ~"a call timed out", fun() -> exit({timeout, {gen_server, call, []}}) end},
            {{mochi_user, ~"exit"}, ~"the process exited: {boom,1}", fun() -> exit({boom, 1}) end},
            {{mochi_user, ~"throw"}, ~"uncaught throw: boom", fun() -> throw(boom) end},
            {{mochi_user, ~"error"}, ~"error: {odd,\"ñ\"}", fun() -> error({odd, "ñ"}) end}
        ]
    ].

float_overflow_test() ->
    {error, Reason, Stack} = caught(fun() -> hidden(1.0e308) * hidden(1.0e308) end),
    ?assertMatch({mochi_err_overflow, <<"the result of ", _/binary>>}, mochi_error:describe(error, Reason, Stack)),
    {error, Again, Bare} = caught(fun() -> 1.0e308 * hidden(1.0e308) end),
    ?assertMatch({mochi_err_overflow, _}, mochi_error:describe(error, Again, Bare)).

%% Reasons whose stack trace has lost what it says about the arguments.
bare_reasons_test_() ->
    [
        {Message, fun() -> ?assertEqual({Code, Message}, mochi_error:describe(error, Reason, Stack)) end}
     || {Code, Message, Reason, Stack} <- [
            {mochi_err_overflow, ~"the result of a float operation is out of range, or its divisor is zero", badarith,
                []},
            {mochi_err_type, ~"a function cannot take its arguments", badarg, []},
            {mochi_err_type, ~"m:f/2 cannot take its arguments", badarg, [{m, f, 2, []}]},
            {mochi_err_type, ~"a function cannot take its arguments", function_clause, []},
            {mochi_err_match, ~"no arm of the match fits 1", {try_clause, 1}, []},
            {mochi_err_match, ~"no arm of the match fits 1", {else_clause, 1}, []},
            {mochi_err_type, ~"expected another record than 1 (int)", {badrecord, 1}, []},
            {mochi_err_timeout, ~"a call timed out", {timeout, now}, []}
        ]
    ].

frames_test() ->
    Location = [{file, "dir/a.mochi"}, {line, 7}],
    Names = [
        {f, ~"f"},
        {'-main/1-fun-0-', ~"lambda in main"},
        {'-main/1-helper-3-', ~"helper in main"},
        {'outer$loop', ~"lambda in outer"},
        {'$mochi_types', ~"$mochi_types"}
    ],
    lists:foreach(
        fun({Atom, Name}) ->
            ?assertMatch(
                [{mochi_frame, Name, ~"dir/a.mochi", 7, {mochi_user_a, Atom, 2, Location}}],
                mochi_error:frames(badarg, [
                    {lists, map, 2, []}, {mochi_user_a, Atom, [x, y], Location}, {erlang, apply, 2, []}
                ])
            )
        end,
        Names
    ),
    %% The first entry of an undefined function's trace is that function.
    ?assertEqual([], mochi_error:frames(undef, [{mochi_user_a, g, [], []}])).

report_test() ->
    Stack = [
        {mochi_core, raise, 2, [{file, "mochi_core.erl"}, {line, 1}]},
        {mochi_user_a, '-f/1-fun-0-', 1, [{file, "ñ.mochi"}, {line, 3}]},
        {lists, map, 2, []},
        {mochi_user_b, main, 1, [{file, "b.mochi"}, {line, 9}]},
        {mochi_user_b, start, 0, []}
    ],
    ?assertEqual(
        ~"mochi: ñ.mochi:3: bad \\n luck\n  at lambda in f (ñ.mochi:3)\n  at main (b.mochi:9)\n  at start\n",
        iolist_to_binary(mochi_error:report(error, {mochi_error, mochi_err_match, ~"bad \n luck"}, Stack))
    ),
    ?assertEqual(
        ~"mochi: uncaught throw: x\n",
        iolist_to_binary(mochi_error:report(throw, x, [{lists, map, 2, []}]))
    ).

caught(Call) ->
    try Call() of
        Value -> {no_exception, Value, []}
    catch
        Class:Reason:Stack -> {Class, Reason, Stack}
    end.

%% Keeps the compiler from seeing what will fail.
hidden(Value) ->
    put(?MODULE, Value),
    get(?MODULE).
