-module(mochi_test_tests).

-include("mochi_tests.hrl").

expect_test_() ->
    [
        {atom_to_binary(Operator), fun() ->
            ?assertEqual(ok, mochi_test:expect(Operator, Left, Right, ~"x")),
            {WrongLeft, WrongRight} = Wrong,
            Message = iolist_to_binary([
                ~"expected x, left: ", mochi_core:format(WrongLeft), ~", right: ", mochi_core:format(WrongRight)
            ]),
            ?assertMochi(mochi_err_assert, Message, mochi_test:expect(Operator, WrongLeft, WrongRight, ~"x"))
        end}
     || {Operator, Left, Right, Wrong} <- [
            {'==', [1, 2.0], [1.0, 2], {~"a", ~"b"}},
            {'!=', 1, 2, {1, 1.0}},
            {'<', 1, 2, {2, 2}},
            {'<=', 2, 2, {3, 2}},
            {'>', ~"b", ~"a", {~"a", ~"a"}},
            {'>=', 2, 2, {#{}, #{1 => 2}}},
            {in, 1, [1, 2], {3, [1, 2]}}
        ]
    ].

expect_shows_no_endless_values_test() ->
    try
        mochi_test:expect('==', binary:copy(~"ñ", 100_000), ~"b", ~"x")
    catch
        error:{mochi_error, mochi_err_assert, Message} ->
            ?assertMatch(<<"expected x, left: \"ñ"/utf8, _/binary>>, Message),
            ?assertEqual(2_000, mochi_str:len(Message) - string:length("expected x, left: ..., right: \"b\""))
    end.

matches_test_() ->
    [
        {<<Pattern/binary, " ", Name/binary>>, fun() -> ?assertEqual(Expected, mochi_test:matches(Name, Pattern)) end}
     || {Pattern, Name, Expected} <- [
            {~"", ~"", true}, {~"", ~"a", false}, {~"*", ~"", true}, {~"*", ~"a.b", true}, {~"?", ~"", false},
            {~"?", ~"ñ", true}, {~"a*c", ~"abbbc", true}, {~"a*c", ~"abbbcd", false}, {~"*b*b", ~"abcb", true},
            {~"a.c", ~"abc", false}, {~"[ab]", ~"a", false}, {~"a?c*", ~"abcdef", true}
        ]
    ].

%% A pattern of stars is linear, not exponential.
many_stars_test() ->
    ?assertNot(mochi_test:matches(binary:copy(~"a", 3000), <<(binary:copy(~"a*", 200))/binary, "b">>)).

blocks_test() ->
    Self = self(),
    Tests = [
        {~"good", fun() -> Self ! {process, self()} end},
        {~"left out", fun() -> exit(self(), kill) end},
        {~"goes on", fun() -> mochi_core:print([1, 2]), mochi_core:print([~"ñ"]) end},
        {~"gone", fun() -> exit(self(), kill) end},
        {~"g throw", fun() -> throw(ball) end},
        {~"g linked", fun() -> spawn_link(fun() -> exit(sick) end), timer:sleep(infinity) end},
        {~"g code", fun() -> mochi_core:panic(17, ~"told") end}
    ],
    Results = mochi_test:run_all(Tests, #{filter => ~"g*"}),
    ?assertEqual(
        [
            {~"good", passed, ~""},
            {~"left out", skipped, ~""},
            {~"goes on", passed, ~"1 2\nñ\n"},
            {~"gone", {failed, ~"exit", ~"the process exited: killed", []}, ~""},
            {~"g throw", {failed, ~"throw", ~"uncaught throw: ball", []}, ~""},
            {~"g linked", {failed, ~"exit", ~"the process exited: sick", []}, ~""},
            {~"g code", {failed, 17, ~"told", []}, ~""}
        ],
        [{Name, Outcome, Output} || #{name := Name, outcome := Outcome, output := Output} <- Results]
    ),
    [?assert(Duration >= 0) || #{duration := Duration} <- Results],
    receive
        {process, Process} -> ?assertNotEqual(Self, Process)
    end,
    ?assertEqual(9, mochi_test:status(Results)),
    ?assertEqual(0, mochi_test:status(lists:sublist(Results, 3))).

%% The process of a test that takes too long is gone.
timeout_test() ->
    Self = self(),
    Hang = fun() -> Self ! {process, self()}, mochi_core:print([~"before"]), timer:sleep(infinity) end,
    [#{outcome := Outcome, output := Output}] = mochi_test:run_all([{~"hang", Hang}], #{timeout => 100}),
    ?assertEqual({{failed, ~"timeout", ~"took more than 100 ms", []}, ~"before\n"}, {Outcome, Output}),
    receive
        {process, Process} ->
            Monitor = monitor(process, Process),
            receive
                {'DOWN', Monitor, process, _, _} -> ok
            end
    end.

results() ->
    [
        #{name => ~"good # 1", outcome => passed, duration => 1_500_000, output => ~"not shown"},
        #{name => ~"le\nft", outcome => skipped, duration => 0, output => ~""},
        #{
            name => ~"b\\<&>\"",
            outcome => {failed, ~"assert", ~"expected\nx", [~"at f (a.mochi:3)"]},
            duration => 2_000_000_000,
            output => <<"one\ntwo ", 0, 255, "\n">>
        },
        #{name => ~"code", outcome => {failed, 17, ~"told", []}, duration => 0, output => ~""}
    ].

plain_test() ->
    ?assertEqual(
        <<
            "ok      good # 1 (1.5 ms)\n"
            "skipped le\\nft\n"
            "FAILED  b\\<&>\" (2000.0 ms)\n"
            "        expected\n        x\n"
            "          at f (a.mochi:3)\n"
            "        it printed:\n        | one\n        | two ", 0, "ÿ\n"/utf8,
            "FAILED  code (0.0 ms)\n        told\n"
            "1 passed, 2 failed, 1 skipped\n"
        >>,
        report(~"plain")
    ).

tap_test() ->
    ?assertEqual(
        <<
            "TAP version 13\n1..4\n"
            "ok 1 - good \\# 1\n"
            "ok 2 - le\\\\nft # SKIP does not match the filter\n"
            "not ok 3 - b\\\\<&>\"\n  ---\n  message: \"expected\\nx\"\n  code: \"assert\"\n"
            "  stack:\n    - \"at f (a.mochi:3)\"\n  output: \"one\\ntwo \\u0000ÿ\\n\"\n  ...\n"
            "not ok 4 - code\n  ---\n  message: \"told\"\n  code: \"17\"\n  ...\n"/utf8
        >>,
        report(~"tap")
    ).

junit_test() ->
    Suite = xml(report(~"junit")),
    {testsuite, Attributes, Cases} = Suite,
    ?assertMatch(
        #{tests := "4", failures := "1", errors := "1", skipped := "1", time := "2.001500"}, maps:from_list(Attributes)
    ),
    ?assertEqual(
        [
            {"good # 1", [{'system-out', [], ["not shown"]}]},
            {"le\nft", [{skipped, [], []}]},
            {"b\\<&>\"", [
                {failure, [{message, "expected\nx"}, {type, "assert"}], ["expected\nx\nat f (a.mochi:3)"]},
                {'system-out', [], ["one\ntwo \x{FFFD}ÿ\n"]}
            ]},
            {"code", [{error, [{message, "told"}, {type, "17"}], ["told"]}]}
        ],
        [{proplists:get_value(name, Case), Parts} || {testcase, Case, Parts} <- Cases]
    ).

%% As xmerl reads it.
xml(Text) ->
    {Document, []} = xmerl_scan:string(binary_to_list(Text), [{space, preserve}]),
    strip(xmerl_lib:simplify_element(Document)).

strip({Name, Attributes, Content}) -> {Name, Attributes, joined([strip(Part) || Part <- Content, Part =/= "\n"])};
strip(Text) -> Text.

%% A character reference begins a text node of its own.
joined([A, B | Rest]) when not is_tuple(A), not is_tuple(B) -> joined([A ++ B | Rest]);
joined([A | Rest]) -> [A | joined(Rest)];
joined([]) -> [].

report(Form) -> iolist_to_binary(mochi_test_report:format(Form, results())).

%% A program with test blocks, as the operating system sees it.
program_test_() ->
    {inparallel, 2, [
        {"without a report the first failure ends the program", slow(fun() ->
            {9, Out, Error} = program("a", []),
            ?assertEqual(~"statements\nin good\nin bad\n", Out),
            ?assertMatch(<<"mochi: tested.mochi:", _/binary>>, Error),
            ?assertMatch({match, _}, re:run(Error, ~B(: test "bad & <worse>": expected n == 3, left: 2, right: 3\n)))
        end)},
        {"plain", slow(fun() ->
            {9, Out, Error} = program("b", [{"MOCHI_TEST_REPORT", "plain"}]),
            ?assertMatch([~"statements", <<"ok      good", _/binary>>, <<"FAILED  bad", _/binary>> | _], lines(Out)),
            ?assertEqual(~"1 passed, 2 failed", lists:last(lines(Out))),
            ?assertMatch({match, _}, re:run(Out, ~B(\| in bad))),
            ?assertMatch({match, _}, re:run(Out, ~B[at lambda in main \(tested.mochi:\d+\)])),
            ?assertEqual(~"mochi: 2 of 3 tests failed\n", Error)
        end)},
        {"filter", slow(fun() ->
            {0, Out, ~""} = program("c", [{"MOCHI_TEST_REPORT", "tap"}, {"MOCHI_TEST_FILTER", "g*d"}]),
            ?assertMatch(
                [~"statements", ~"TAP version 13", ~"1..3", ~"ok 1 - good", <<"ok 2 - ", _/binary>> | _], lines(Out)
            )
        end)},
        {"file", slow(fun() ->
            {9, Out, _} = program("d", [{"MOCHI_TEST_REPORT", "junit"}, {"MOCHI_TEST_OUTPUT", "d.xml"}]),
            ?assertEqual(~"statements\n", Out),
            {ok, Xml} = file:read_file("d.xml"),
            ?assertMatch({testsuite, _, [{testcase, _, _}, {testcase, _, _}, {testcase, _, _}]}, xml(Xml))
        end)},
        {"wrong timeout", slow(fun() ->
            {3, _, Error} = program("e", [{"MOCHI_TEST_REPORT", "tap"}, {"MOCHI_TEST_TIMEOUT", "-5"}]),
            ?assertMatch({match, _}, re:run(Error, ~"expected a positive number of milliseconds in MOCHI_TEST_TIMEOUT"))
        end)}
    ]}.

program(Name, Environment) ->
    Erl = filename:join([code:root_dir(), "bin", "erl"]),
    Script = lists:concat([
        lists:append([[Key, "='", Value, "' "] || {Key, Value} <- Environment]), Erl, " -noshell -pa ",
        filename:dirname(code:which(mochi_main)), " ", filename:dirname(code:which(?MODULE)),
        " -s mochi_user_tested > ", Name, ".out 2> ", Name, ".err < /dev/null; echo $?"
    ]),
    Status = list_to_integer(string:trim(os:cmd(lists:flatten(Script)))),
    [{ok, Out}, {ok, Error}] = [file:read_file(Name ++ End) || End <- [".out", ".err"]],
    {Status, Out, Error}.

lines(Text) -> binary:split(Text, ~"\n", [global, trim]).

slow(Test) -> {timeout, 60, Test}.
