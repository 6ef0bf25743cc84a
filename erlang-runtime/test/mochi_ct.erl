%% Runs Common Test suites and, as their hook, notes what failed and what was left out. Common Test itself is talkative
%% and prints where it likes, so what there is to say goes to the file in MOCHI_CT_REPORT.
-module(mochi_ct).

-export([
    run/1
]).

-export([
    init/2,
    pre_init_per_testcase/4,
    on_tc_fail/4,
    on_tc_skip/4
]).

-define(LOG_LINES, 60).

-spec run([module()]) -> no_return().
run(Suites) ->
    Report = os:getenv("MOCHI_CT_REPORT"),
    Logs = filename:absname("ct_logs"),
    ok = filelib:ensure_path(Logs),
    ok = file:write_file(Report, <<>>),
    Result = ct:run_test([
        {dir, filename:dirname(code:which(?MODULE))},
        {suite, Suites},
        {logdir, Logs},
        {auto_compile, false},
        {abort_if_missing_suites, true},
        {ct_hooks, [{?MODULE, Report}]}
    ]),
    mochi_coverage:save(),
    {Passed, Failed, Skipped} =
        case Result of
            %% What Common Test skips by itself, because the preparation of a suite failed, has failed.
            {Ok, Wrong, {Left, Auto}} ->
                {Ok, Wrong + Auto, Left};
            Error ->
                note(Report, "FAILED ~tp~n", [Error]),
                {0, 1, 0}
        end,
    More = [io_lib:format(", ~b skipped", [Skipped]) || Skipped > 0],
    note(Report, "~b passed, ~b failed~ts~n", [Passed, Failed, More]),
    halt(
        case Failed of
            0 -> 0;
            _ -> 1
        end
    ).

init(_Id, Report) -> {ok, {Report, #{}}}.

pre_init_per_testcase(Suite, Case, Config, {Report, Logs}) ->
    {Config, {Report, Logs#{{Suite, Case} => proplists:get_value(tc_logfile, Config)}}}.

on_tc_fail(Suite, Case, Reason, {Report, Logs} = State) ->
    Log = maps:get({Suite, name(Case)}, Logs, undefined),
    note(Report, "FAILED ~tp ~tp~n  ~tp~n~ts", [Suite, Case, Reason, log(Log)]),
    State.

on_tc_skip(Suite, Case, {tc_user_skip, Reason}, {Report, _} = State) ->
    note(Report, "skipped ~tp ~tp: ~tp~n", [Suite, Case, Reason]),
    State;
on_tc_skip(Suite, Case, {tc_auto_skip, Reason}, {Report, _} = State) ->
    note(Report, "FAILED ~tp ~tp was not run~n  ~tp~n", [Suite, Case, Reason]),
    State.

%% A case in a group comes as {Case, Group}.
name({Case, _Group}) -> Case;
name(Case) -> Case.

%% The end of a case's log, without its mark-up.
log(undefined) ->
    "";
log(File) ->
    case file:read_file(File) of
        {ok, Html} ->
            Text = lists:foldl(
                fun({Mark, Character}, Text) -> re:replace(Text, Mark, Character, [global]) end,
                Html,
                [{"<[^>]*>", ""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "\\&"}]
            ),
            Lines = [Line || Line <- re:split(Text, "\n"), string:trim(Line) =/= <<>>],
            [["  | ", Line, $\n] || Line <- lists:nthtail(max(0, length(Lines) - ?LOG_LINES), Lines)];
        {error, _} ->
            ""
    end.

note(Report, Format, Arguments) ->
    ok = file:write_file(Report, unicode:characters_to_binary(io_lib:format(Format, Arguments)), [append]).
