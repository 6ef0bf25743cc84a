%% Runs pairs of functions that give the same result, the library's and one by hand, and says how many times as long the
%% first one takes.
-module(mochi_bench).

-export([
    run/0,
    repeat/2
]).

-export_type([
    pair/0
]).

%% Both functions get how often to do it and give the last result. `name' says what with which sizes.
-type pair() :: #{
    name := string(),
    %% Where there is none, the ratio is told for information.
    bound := float() | none,
    mochi := fun((pos_integer()) -> term()),
    hand := fun((pos_integer()) -> term()),
    %% The heap to begin with: where results are large, the steps in which a heap grows would decide.
    heap => pos_integer(),
    priority => normal | high,
    %% Runs outside of the time, each time that it was done so often. The time of the processor is not told then, as that
    %% is known only of a scheduler that has nothing to do: it is real time.
    settle => {pos_integer(), fun(() -> term())}
}.

-define(AREAS, [agent, stream, query, json, str, datalog]).
-define(ROUNDS, "25").
%% A side runs at least this long in each round.
-define(SIDE_US, 12_000).
-define(HEAP_WORDS, 200_000).

-spec run() -> no_return().
run() ->
    {_, Monitor} = spawn_monitor(fun measure/0),
    receive
        {'DOWN', Monitor, process, _, Reason} ->
            io:format(standard_error, "ratios: ~tp~n", [Reason]),
            halt(1)
    end.

-spec measure() -> no_return().
measure() ->
    {Options, Areas} = arguments(init:get_plain_arguments(), #{}, []),
    Rounds = list_to_integer(maps:get(rounds, Options, ?ROUNDS)),
    {ok, _} = application:ensure_all_started(mochi),
    Clock = clock(),
    io:format("OTP ~ts, ~b rounds, ~ts time; the ratio is mochi / by hand~n", [
        erlang:system_info(otp_release), Rounds, element(1, Clock)
    ]),
    Match = maps:get(match, Options, ""),
    Rows = [
        measured(Area, Pair, Rounds, Clock)
     || Area <- Areas, #{name := Name} = Pair <- pairs(Area), string:find(Name, Match) =/= nomatch
    ],
    Missed = length([missed || #{verdict := missed} <- Rows]),
    case Options of
        #{report := File} -> mochi_bench_report:write(File, Rows, Rounds);
        #{} -> ok
    end,
    io:format("~b pairs, ~b above their bound~n", [length(Rows), Missed]),
    halt(min(1, Missed)).

arguments(["--rounds", Rounds | Rest], Options, Areas) -> arguments(Rest, Options#{rounds => Rounds}, Areas);
arguments(["--match", Match | Rest], Options, Areas) -> arguments(Rest, Options#{match => Match}, Areas);
arguments(["--report", File | Rest], Options, Areas) -> arguments(Rest, Options#{report => File}, Areas);
arguments([Argument | Rest], Options, Areas) ->
    case [Area || Area <- ?AREAS, atom_to_list(Area) =:= Argument] of
        [Area] ->
            arguments(Rest, Options, Areas ++ [Area]);
        [] ->
            io:format(standard_error, "ratios: what is '~ts'? run 'bench/run ratios --help'~n", [Argument]),
            halt(2)
    end;
arguments([], Options, []) ->
    {Options, ?AREAS};
arguments([], Options, Areas) ->
    {Options, Areas}.

pairs(agent) -> mochi_bench_agent:pairs();
pairs(stream) -> mochi_bench_stream:pairs();
pairs(query) -> mochi_bench_query:pairs();
pairs(json) -> mochi_bench_json:pairs();
pairs(str) -> mochi_bench_str:pairs();
pairs(datalog) -> mochi_bench_datalog:pairs().

%% Does something so many times.
-spec repeat(fun(() -> Result), pos_integer()) -> Result.
repeat(Function, 1) ->
    Function();
repeat(Function, Times) ->
    _ = Function(),
    repeat(Function, Times - 1).

measured(Area, #{name := Name, bound := Bound} = Pair, Rounds, Processor) ->
    Clock =
        case Pair of
            #{settle := _} -> {real, none};
            #{} -> Processor
        end,
    Times = times(Pair, Clock, 1),
    _ = side(mochi, Pair, Times, Clock),
    Measures = [both(Round rem 2, Pair, Times, Clock) || Round <- lists:seq(1, Rounds)],
    case lists:usort(lists:append([[A, B] || {_, _, A, B} <- Measures])) of
        [_] -> ok;
        _ -> io:format("~ts: the results differ~n", [Name]), halt(1)
    end,
    Ratios = lists:sort([Mochi / Hand || {Mochi, Hand, _, _} <- Measures]),
    Ratio = quantile(Ratios, 0.5),
    {Low, High} = {quantile(Ratios, 0.25), quantile(Ratios, 0.75)},
    Verdict =
        if
            Bound =:= none; round(100 * Ratio) =< round(100 * Bound) -> ok;
            Low =< Bound -> unclear;
            true -> missed
        end,
    Per = fun(Index) -> quantile(lists:sort([element(Index, Measure) || Measure <- Measures]), 0.5) / Times end,
    Row = #{
        area => Area, name => Name, bound => Bound, ratio => Ratio, low => Low, high => High,
        verdict => Verdict, mochi => Per(1), hand => Per(2)
    },
    io:format("~-8ts ~-46ts ~ts ~ts  ~5.2f (~.2f to ~.2f)  ~ts~n", [
        Area, Name, mochi_bench_report:time(Per(1)), mochi_bench_report:time(Per(2)), Ratio, Low, High,
        mochi_bench_report:verdict(Verdict, Bound)
    ]),
    Row.

quantile(Sorted, Part) -> lists:nth(1 + round(Part * (length(Sorted) - 1)), Sorted).

%% How often a side has to run so that the clock is exact.
times(Pair, Clock, Times) ->
    case side(hand, Pair, Times, Clock) of
        {Time, _} when Time >= ?SIDE_US -> Times;
        {Time, _} when Time >= ?SIDE_US div 20 -> ceil(Times * 1.1 * ?SIDE_US / Time);
        _ -> times(Pair, Clock, 10 * Times)
    end.

both(0, Pair, Times, Clock) ->
    {Mochi, A} = side(mochi, Pair, Times, Clock),
    {Hand, B} = side(hand, Pair, Times, Clock),
    {Mochi, Hand, A, B};
both(1, Pair, Times, Clock) ->
    {Hand, B} = side(hand, Pair, Times, Clock),
    {Mochi, A} = side(mochi, Pair, Times, Clock),
    {Mochi, Hand, A, B}.

%% In a process of its own. The result is hashed when the clock has stopped.
side(Which, Pair, Times, Clock) ->
    Function = map_get(Which, Pair),
    Parent = self(),
    Work = fun() ->
        {Time, Result} = timed(Function, Times, maps:get(settle, Pair, {Times, fun() -> ok end}), Clock, 0),
        Parent ! {self(), Time, erlang:phash2(normal(Result), 1 bsl 32)}
    end,
    {Pid, Monitor} = spawn_opt(Work, [
        link,
        monitor,
        {min_heap_size, maps:get(heap, Pair, ?HEAP_WORDS)},
        {priority, maps:get(priority, Pair, normal)}
    ]),
    Measured =
        receive
            {Pid, Time, Hash} -> {max(1, Time), Hash}
        end,
    receive
        {'DOWN', Monitor, process, Pid, _} -> ok
    end,
    Measured.

timed(Function, Times, {Most, Settle} = Batch, Clock, Before) ->
    Now = min(Times, Most),
    Start = read(Clock),
    Result = Function(Now),
    Time = Before + read(Clock) - Start,
    _ = Settle(),
    case Times - Now of
        0 -> {Time, Result};
        Left -> timed(Function, Left, Batch, Clock, Time)
    end.

normal(Function) when is_function(Function, 0) -> Function();
normal(Result) -> Result.

%% Microseconds that the only scheduler has run, or that have gone by.
clock() ->
    Schedulers = [
        filename:join(filename:dirname(Name), "schedstat")
     || Name <- filelib:wildcard("/proc/self/task/*/comm"),
        {ok, <<"erts_sched_1", _/binary>>} <- [file:read_file(Name, [raw])]
    ],
    case Schedulers of
        [File] -> {processor, File};
        _ -> {real, none}
    end.

read({processor, File}) ->
    {ok, Text} = file:read_file(File, [raw]),
    binary_to_integer(hd(binary:split(Text, ~" "))) / 1000;
read({real, none}) ->
    erlang:monotonic_time(nanosecond) / 1000.
