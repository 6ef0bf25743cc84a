%% Starts both programs in turns and takes the time until they have ended: that of the processor, which other programs
%% change less, and the real one.
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
    Rows = [{Kind, summary([{element(Index, A), element(Index, B)} || {A, B} <- Times])} || {Kind, Index} <- kinds()],
    io:format("OTP ~ts, ~b rounds, at most ~b ms of the processor~n", [
        mochi_bench_page:release(), Rounds, ?BOUND_MS
    ]),
    [
        io:format("~-10ts library ~.1f ms, bare ~.1f ms, difference ~.1f ms (~.1f to ~.1f)~n", [Kind | Summary])
     || {Kind, Summary} <- Rows
    ],
    [{_, [_, _, Difference, _, _]} | _] = Rows,
    case Report of
        none ->
            ok;
        File ->
            Format = "| ~ts | ~.1f ms | ~.1f ms | ~.1f ms | ~.1f to ~.1f ms |\n",
            mochi_bench_page:replace(File, "boot", [
                io_lib:format("OTP ~ts, ~b rounds, at most ~b ms of the processor:\n\n", [
                    mochi_bench_page:release(), Rounds, ?BOUND_MS
                ]),
                "| time | with the library | bare | difference | quartiles |\n|---|---|---|---|---|\n",
                [io_lib:format(Format, [Kind | Summary]) || {Kind, Summary} <- Rows]
            ])
    end,
    halt(
        case Difference =< ?BOUND_MS of
            true -> 0;
            false -> 1
        end
    ).

kinds() -> [{"processor", 1}, {"real", 2}].

summary(Times) ->
    Differences = lists:sort([A - B || {A, B} <- Times]),
    Median = fun(Index) -> quantile(lists:sort([element(Index, Time) || Time <- Times]), 0.5) end,
    [Median(1), Median(2) | [quantile(Differences, Part) || Part <- [0.5, 0.25, 0.75]]].

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

%% Milliseconds of the processor and real ones. The shell knows what a program that has ended took.
timed(Erl, Arguments) ->
    Script = "TIMEFORMAT='%U %S'; time \"$0\" -noshell -noinput \"$@\"",
    Start = erlang:monotonic_time(microsecond),
    Port = open_port({spawn_executable, os:find_executable("bash")}, [
        {args, ["-c", Script, Erl | Arguments]}, exit_status, stderr_to_stdout, binary
    ]),
    Times = ended(Port, <<>>),
    Real = (erlang:monotonic_time(microsecond) - Start) / 1000,
    {lists:sum([binary_to_float(Time) || Time <- string:lexemes(string:trim(Times), " ")]) * 1000, Real}.

ended(Port, Said) ->
    receive
        {Port, {data, More}} -> ended(Port, <<Said/binary, More/binary>>);
        {Port, {exit_status, Status}} ->
            case {Status, string:prefix(Said, ?OUTPUT)} of
                {0, Times} when is_binary(Times) -> Times;
                _ -> error({ended, Status, Said})
            end
    after ?PATIENCE_MS -> error({hangs, Said})
    end.

quantile(Sorted, Part) -> lists:nth(1 + round(Part * (length(Sorted) - 1)), Sorted).
