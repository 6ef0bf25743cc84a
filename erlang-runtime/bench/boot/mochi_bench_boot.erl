%% Starts both programs in turns and takes the time until they have ended.
-module(mochi_bench_boot).

-export([
    run/0
]).

-define(BOUND_MS, 10).
-define(ROUNDS, 61).
-define(PATIENCE_MS, 30_000).
-define(OUTPUT, ~"fox brown quick the\n6\n").

-spec run() -> no_return().
run() ->
    [Root, Ebin, Output | Options] = init:get_plain_arguments(),
    {Rounds, Report} = options(Options, ?ROUNDS, none),
    Erl = filename:join([Root, "bin", "erl"]),
    Library = fun() -> timed(Erl, ["-pa", Ebin, Output, "-s", "mochi_user_boot"]) end,
    Bare = fun() -> timed(Erl, ["-pa", Output, "-s", "mochi_bench_bare"]) end,
    %% Files are read from the disk once.
    _ = {Library(), Bare()},
    Times = [both(Round rem 2, Library, Bare) || Round <- lists:seq(1, Rounds)],
    Differences = lists:sort([A - B || {A, B} <- Times]),
    [Low, Middle, High] = [quantile(Differences, Part) || Part <- [0.25, 0.5, 0.75]],
    Median = fun(Index) -> quantile(lists:sort([element(Index, Time) || Time <- Times]), 0.5) end,
    Text = io_lib:format("library ~.1f ms, bare ~.1f ms, difference ~.1f ms (~.1f to ~.1f), at most ~b ms~n", [
        Median(1), Median(2), Middle, Low, High, ?BOUND_MS
    ]),
    io:format("OTP ~ts, ~b rounds: ~ts", [erlang:system_info(otp_release), Rounds, Text]),
    case Report of
        none ->
            ok;
        File ->
            Row = [erlang:system_info(otp_release), Rounds, Median(1), Median(2), Middle, Low, High, ?BOUND_MS],
            Table = io_lib:format(
                "| release | rounds | with the library | bare | difference | quartiles | at most |\n"
                "|---|---|---|---|---|---|---|\n"
                "| ~ts | ~b | ~.1f ms | ~.1f ms | ~.1f ms | ~.1f to ~.1f ms | ~b ms |\n",
                Row
            ),
            mochi_bench_report:replace(File, "boot", Table)
    end,
    halt(
        case Middle =< ?BOUND_MS of
            true -> 0;
            false -> 1
        end
    ).

options(["--rounds", Rounds | Rest], _, Report) -> options(Rest, list_to_integer(Rounds), Report);
options(["--report", File | Rest], Rounds, _) -> options(Rest, Rounds, File);
options([], Rounds, Report) -> {Rounds, Report};
options([Argument | _], _, _) ->
    io:format(standard_error, "boot: what is '~ts'? run 'bench/run boot --help'~n", [Argument]),
    halt(2).

both(0, Library, Bare) ->
    A = Library(),
    {A, Bare()};
both(1, Library, Bare) ->
    B = Bare(),
    {Library(), B}.

%% Milliseconds.
timed(Erl, Arguments) ->
    Start = erlang:monotonic_time(microsecond),
    Port = open_port({spawn_executable, Erl}, [{args, ["-noshell", "-noinput" | Arguments]}, exit_status, binary]),
    ok = ended(Port, <<>>),
    (erlang:monotonic_time(microsecond) - Start) / 1000.

ended(Port, Said) ->
    receive
        {Port, {data, More}} -> ended(Port, <<Said/binary, More/binary>>);
        {Port, {exit_status, 0}} when Said =:= ?OUTPUT -> ok;
        {Port, {exit_status, Status}} -> error({ended, Status, Said})
    after ?PATIENCE_MS -> error({hangs, Said})
    end.

quantile(Sorted, Part) -> lists:nth(1 + round(Part * (length(Sorted) - 1)), Sorted).
