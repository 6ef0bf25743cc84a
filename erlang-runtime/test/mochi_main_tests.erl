%% Programs in nodes of their own, as the operating system sees them.
-module(mochi_main_tests).

-include("mochi_tests.hrl").

%% Arguments, exit status, standard output, standard error.
programs() ->
    [
        {[], 0, ~"nothing\n", ~""},
        {[~"print"], 0, ~"{\"x\": 1.0, \"y\": []}\n", ~""},
        {[~"print", ~"ñ €", ~"-x", ~"--", ~""], 0, ~"{\"x\": 1.0, \"y\": [\"ñ €\", \"-x\", \"--\", \"\"]}\n", ~""},
        {[~"index"], 4, ~"",
            <<"mochi: sample.mochi:29: index 5 is out of range for a list of length 2\n"
            "  at element_of (sample.mochi:29)\n  at main (sample.mochi:14)\n">>},
        {[~"lambda"], 4, ~"",
            <<"mochi: sample.mochi:15: index 1 is out of range for a list of length 0\n"
            "  at lambda in main (sample.mochi:15)\n  at main (sample.mochi:15)\n">>},
        {[~"panic"], 42, ~"before\n", ~"mochi: sample.mochi:16: to\\nñ\n  at main (sample.mochi:16)\n"},
        {[~"panic", ~"own"], 1, ~"", ~"mochi: sample.mochi:17: told\n  at main (sample.mochi:17)\n"},
        {[~"undef"], 7, ~"",
            ~"mochi: sample.mochi:18: there is no function mochi_user_nowhere:f/1\n  at main (sample.mochi:18)\n"},
        {[~"throw"], 1, ~"", ~"mochi: sample.mochi:19: uncaught throw: ball\n  at main (sample.mochi:19)\n"},
        {[~"exit"], 1, ~"", ~"mochi: sample.mochi:20: the process exited: reason\n  at main (sample.mochi:20)\n"},
        {[~"kill"], 1, ~"", ~"mochi: the process exited: killed\n"},
        {[~"match"], 10, ~"", ~"mochi: sample.mochi:22: no arm of the match fits 5\n  at main (sample.mochi:22)\n"},
        {[~"file"], 13, ~"",
            <<"mochi: sample.mochi:23: cannot read no such file: no such file or directory\n"
            "  at main (sample.mochi:23)\n">>},
        {[~"modules"], 0, ~"[]\n[\"stdlib\", \"kernel\"]\n", ~""}
    ].

programs_test_() ->
    {inparallel, 2, [
        {mochi_core:to_string(Arguments), {timeout, 60, fun() ->
            ?assertEqual({Status, Out, Error}, run(Arguments, []))
        end}}
     || {Arguments, Status, Out, Error} <- programs()
    ]}.

other_ways_in_test_() ->
    {inparallel, 2, [
        {"-s mochi_main start MODULE", slow(fun() ->
            Flags = "-s mochi_main start mochi_user_sample",
            ?assertEqual({0, ~"{\"x\": 1.0, \"y\": [\"a\"]}\n", ~""}, run([~"print", ~"a"], [{start, Flags}]))
        end)},
        {"-mochi_program MODULE", slow(fun() ->
            Flags = "-mochi_program mochi_user_sample -s mochi_main",
            ?assertEqual({0, ~"{\"x\": 1.0, \"y\": [\"a\"]}\n", ~""}, run([~"print", ~"a"], [{start, Flags}]))
        end)},
        {"as escript does", slow(fun() ->
            Flags = "-mochi_program mochi_user_sample -eval 'mochi_main:main([\"panic\", [241]])'",
            ?assertMatch({1, ~"", <<"mochi: sample.mochi:17: told\n", _/binary>>}, run([], [{start, Flags}]))
        end)},
        {"no program", slow(fun() ->
            ?assertEqual(
                {2, ~"", ~"mochi: no program: start erl with -mochi_program MODULE\n"},
                run([], [{start, "-s mochi_main"}])
            )
        end)},
        {"a program that is not there", slow(fun() ->
            ?assertEqual(
                {2, ~"", ~"mochi: cannot load the program mochi_user_nowhere: nofile\n"},
                run([], [{start, "-s mochi_main start mochi_user_nowhere"}])
            )
        end)}
    ]}.

locale_test_() ->
    [
        {Locale, slow(fun() ->
            ?assertEqual({0, ~"{\"x\": 1.0, \"y\": [\"ñ\"]}\n", ~""}, run([~"print", ~"ñ"], [{locale, Locale}])),
            ?assertEqual(
                {0, ~"[\"ñ€\"]\n[\" last line \"]\n", ~""},
                run([~"input"], [{locale, Locale}, {input, ~"ñ€\r\n last line "}])
            )
        end)}
     || Locale <- ["C", "C.UTF-8"]
    ].

output_test_() ->
    [
        {"all of a long output arrives, in order", slow(fun() ->
            Expected = iolist_to_binary([[~"line ", integer_to_binary(N), $\n] || N <- lists:seq(1, 50_000)]),
            ?assertEqual({0, Expected, ~""}, run([~"lines", ~"50000"], [])),
            ?assertEqual({0, ~"", ~""}, run([~"lines", ~"50000"], [{redirect, "> long.out"}])),
            ?assertEqual({ok, Expected}, file:read_file("long.out"))
        end)},
        {"processes write whole lines", slow(fun() ->
            {0, Out, ~""} = run([~"processes"], []),
            Lines = mochi_str:split(Out, ~"\n"),
            ?assertEqual(4001, length(Lines)),
            ?assertEqual(1001, length(lists:usort(Lines)))
        end)},
        {"the report follows what was printed", slow(fun() ->
            {42, Out, ~""} = run([~"panic"], [{redirect, "2>&1"}]),
            ?assertMatch(<<"before\nmochi: ", _/binary>>, Out)
        end)},
        {"a reader that leaves ends the program quietly", slow(fun() ->
            ?assertEqual({0, ~"line 1\nline 2\n", ~""}, run([~"forever"], [{redirect, "| head -n 2"}])),
            ?assertEqual({141, ~"", ~""}, run([~"forever"], [{redirect, "> >(exit 0)"}]))
        end)},
        {"a full disk is an error", slow(fun() ->
            ?assertEqual(
                {13, ~"", ~"mochi: cannot write to standard output: no space left on device\n"},
                run([~"lines", ~"1"], [{redirect, "> /dev/full"}])
            )
        end)},
        {"no standard error", slow(fun() ->
            ?assertEqual({42, ~"before\n", ~""}, run([~"panic"], [{redirect, "2>&-"}]))
        end)},
        {"a deep stack is shown from its innermost frame on", slow(fun() ->
            {4, ~"", Report} = run([~"deep"], []),
            [First | Frames] = mochi_file_lines(Report),
            ?assertEqual(~"mochi: sample.mochi:56: deep", First),
            ?assert(length(Frames) > 20)
        end)},
        {"input ends at once when there is none", slow(fun() ->
            ?assertEqual({0, ~"", ~""}, run([~"input"], []))
        end)}
    ].

slow(Test) -> {timeout, 60, Test}.

mochi_file_lines(Text) -> binary:split(Text, ~"\n", [global, trim]).

%% Runs the sample program in a node of its own.
run(Arguments, Options) ->
    Id = integer_to_list(erlang:unique_integer([positive])),
    [Input, Error, Out] = ["run." ++ Id ++ Suffix || Suffix <- [".in", ".err", ".out"]],
    ok = file:write_file(Input, proplists:get_value(input, Options, ~"")),
    Erl = filename:join([code:root_dir(), "bin", "erl"]),
    Paths = ["-pa", filename:dirname(code:which(mochi_main)), filename:dirname(code:which(?MODULE))],
    Start = proplists:get_value(start, Options, "-s mochi_user_sample"),
    Script = lists:flatten([
        "exec 2> ", Error, " > ", Out, "; \"$0\" -noshell ", lists:join($\s, [quoted(Path) || Path <- Paths]), " ",
        Start, " -extra \"$@\" < ", Input, " ", proplists:get_value(redirect, Options, "")
    ]),
    Port = open_port({spawn_executable, os:find_executable("bash")}, [
        {args, ["-c", Script, Erl | Arguments]},
        {env, [{"LC_ALL", proplists:get_value(locale, Options, "C.UTF-8")}]},
        exit_status
    ]),
    Status =
        receive
            {Port, {exit_status, Exit}} -> Exit
        end,
    {ok, OutText} = file:read_file(Out),
    {ok, ErrorText} = file:read_file(Error),
    {Status, OutText, ErrorText}.

quoted(Path) -> [$', Path, $'].
