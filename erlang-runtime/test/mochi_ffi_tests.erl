%% Calls into Erlang.
-module(mochi_ffi_tests).

-include("mochi_tests.hrl").

values_test_() ->
    [
        {mochi_core:to_string(Type), fun() ->
            ?assertEqual(Expected, mochi_ffi:call(erlang, hd, [[Value]], Type))
        end}
     || {Value, Type, Expected} <- [
            {1, int, 1},
            {1, float, 1.0},
            {~"x", string, ~"x"},
            {true, bool, true},
            {[1, 2], {list, int}, [1, 2]},
            {#{~"a" => 1}, {map, string, int}, #{~"a" => 1}},
            {{some, 1}, {option, int}, {some, 1}},
            {none, {option, int}, none},
            {{ok, 1}, result(), {ok, 1}},
            {{error, ~"no"}, result(), {error, ~"no"}},
            {#{~"x" => 1}, point(), {'FfiPoint', 1}},
            {{a, "b"}, any, {a, "b"}}
        ]
    ].

wrong_types_test_() ->
    [
        {Message, fun() ->
            ?assertMochi(
                mochi_err_ffi,
                <<"erlang:hd/1 returned the wrong type: ", Message/binary>>,
                mochi_ffi:call(erlang, hd, [[Value]], Type)
            )
        end}
     || {Value, Type, Message} <- [
            {~"1", int, ~B{expected int, got "1" (string)}},
            {1.5, int, ~"expected int, got 1.5 (float)"},
            {[1, ~"2"], {list, int}, ~B{[1]: expected int, got "2" (string)}},
            {#{~"x" => ~"y"}, point(), ~B{x: expected int, got "y" (string)}},
            {{error, 1}, result(), ~"expected string, got 1 (int)"},
            {undefined, result(), ~"expected result, got undefined (undefined)"}
        ]
    ].

result() -> {union, ~"result", [{ok, [int]}, {error, [string]}]}.

point() -> {record, 'FfiPoint', ~"FfiPoint", [{~"x", int}]}.

failures_test_() ->
    [
        {Message, fun() -> ?assertMochi(mochi_err_ffi, Message, mochi_ffi:call(Module, Function, Arguments, any)) end}
     || {Module, Function, Arguments, Message} <- [
            {lists, nowhere, [1, 2], ~"there is no function lists:nowhere/2"},
            {mochi_no_such_module, f, [], ~"there is no function mochi_no_such_module:f/0"},
            {~"there is no such module ñ", ~"f", [], ~"there is no function there is no such module ñ:f/0"},
            {~"lists", ~"there is no such function", [1], ~"there is no function lists:there is no such function/1"},
            {erlang, binary_to_integer, [~"x"],
                ~B{erlang:binary_to_integer/1 failed: erlang:binary_to_integer/1 cannot take ("x")}},
            {erlang, throw, [ball], ~"erlang:throw/1 failed: uncaught throw: ball"},
            {erlang, exit, [reason], ~"erlang:exit/1 failed: the process exited: reason"}
        ]
    ].

by_name_test() -> ?assertEqual([2, 1], mochi_ffi:call(~"lists", ~"reverse", [[1, 2]], {list, int})).

%% What a Mochi function raises is not foreign.
mochi_errors_pass_test() ->
    ?assertMochi(mochi_err_divzero, ~"division of 1 by zero", mochi_ffi:call(mochi_core, divide, [1, 0], int)).

%% The stack trace is that of the failure.
stack_test() ->
    try
        mochi_ffi:call(erlang, binary_to_integer, [~"x"], int),
        error(no_error)
    catch
        error:{mochi_error, mochi_err_ffi, _}:Stack ->
            ?assertMatch([{erlang, binary_to_integer, [~"x"], _} | _], Stack)
    end.

arguments_test_() ->
    [
        {Message, fun() -> ?assertMochi(mochi_err_type, Message, Call()) end}
     || {Message, Call} <- [
            {~"expected list of arguments, got 5 (int)", fun() -> mochi_ffi:call(lists, sum, 5, int) end},
            {~"expected name of a module or function, got 5 (int)", fun() -> mochi_ffi:call(5, ~"sum", [], int) end},
            {~"expected list of a program and its arguments, got [] (list)", fun() -> mochi_ffi:open([], #{}) end},
            {~"expected string in a command, got a (a)", fun() -> mochi_ffi:open([~"x", a], #{}) end},
            {~"expected map of options, got [] (list)", fun() -> mochi_ffi:open([~"x"], []) end},
            {~"expected directory or env as an option, got cwd (cwd)",
                fun() -> mochi_ffi:open([~"x"], #{cwd => ~"/"}) end},
            {~B{expected map of strings as env, got ["A"] (list)},
                fun() -> mochi_ffi:open([~"x"], #{env => #{~"A" => 1}}) end},
            {~"expected program, got 5 (int)", fun() -> mochi_ffi:request(5, ~"f", [], int) end},
            {~"expected program, got 5 (int)", fun() -> mochi_ffi:close(5) end}
        ]
    ].
