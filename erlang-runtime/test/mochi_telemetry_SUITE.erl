-module(mochi_telemetry_SUITE).

-include_lib("stdlib/include/assert.hrl").

-export([
    suite/0,
    all/0,
    init_per_testcase/2,
    end_per_testcase/2
]).

-export([
    handlers_hear_their_events/1,
    nobody_listens_without_the_application/1,
    ids_are_unique_and_detach/1,
    list_by_prefix/1,
    failing_handler_is_detached_and_logged/1,
    handlers_outlive_the_server/1,
    span_of_a_value/1,
    span_of_a_failure/1,
    span_without_listeners/1,
    telemetry_hears_too/1,
    schedulers_are_measured_only_while_asked/1,
    several_ask_at_once/1,
    wrong_arguments/1,
    queries/1,
    streams_tell_telemetry/1,
    every_event_in_the_log/1
]).

-export([
    log/2
]).

-define(EVENT, [mochi, suite, thing]).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    [
        handlers_hear_their_events,
        nobody_listens_without_the_application,
        ids_are_unique_and_detach,
        list_by_prefix,
        failing_handler_is_detached_and_logged,
        handlers_outlive_the_server,
        span_of_a_value,
        span_of_a_failure,
        span_without_listeners,
        telemetry_hears_too,
        schedulers_are_measured_only_while_asked,
        several_ask_at_once,
        wrong_arguments,
        queries,
        streams_tell_telemetry,
        every_event_in_the_log
    ].

init_per_testcase(_, Config) ->
    _ = application:stop(mochi),
    Config.

end_per_testcase(_, _) ->
    _ = logger:remove_handler(?MODULE),
    _ = application:stop(telemetry),
    _ = application:unload(telemetry),
    _ = application:stop(mochi),
    ok.

handlers_hear_their_events(_) ->
    ok = attach(first, [?EVENT, [mochi, suite, other]]),
    ok = attach(second, [?EVENT]),
    ?assert(mochi_telemetry:is_listened(?EVENT)),
    ?assertNot(mochi_telemetry:is_listened([mochi, suite])),
    ok = mochi_telemetry:execute(?EVENT, #{count => 1}, #{name => ~"x"}),
    %% In the process of the event, in the order in which they were attached.
    ?assertEqual(
        [{first, ?EVENT, #{count => 1}, #{name => ~"x"}}, {second, ?EVENT, #{count => 1}, #{name => ~"x"}}], heard()
    ),
    ok = mochi_telemetry:execute([mochi, suite, other], #{}, #{}),
    ?assertEqual([{first, [mochi, suite, other], #{}, #{}}], heard()),
    ok = mochi_telemetry:execute([mochi, suite], #{}, #{}),
    ?assertEqual([], heard()).

nobody_listens_without_the_application(_) ->
    ?assertNot(mochi_telemetry:is_listened(?EVENT)),
    ?assertEqual(ok, mochi_telemetry:execute(?EVENT, #{}, #{})),
    ?assertEqual([], mochi_telemetry:list([])),
    %% An event starts nothing.
    ?assertEqual(undefined, whereis(mochi_sup)).

ids_are_unique_and_detach(_) ->
    ok = attach(one, [?EVENT]),
    ?assertEqual({error, already_exists}, attach(one, [[mochi, suite, other]])),
    ?assertEqual(ok, mochi_telemetry:detach(one)),
    ?assertEqual({error, not_found}, mochi_telemetry:detach(one)),
    ?assertNot(mochi_telemetry:is_listened(?EVENT)),
    ok = attach(one, [?EVENT, ?EVENT]),
    ok = mochi_telemetry:execute(?EVENT, #{}, #{}),
    ?assertEqual(1, length(heard())).

list_by_prefix(_) ->
    ok = attach(one, [?EVENT, [mochi, elsewhere]]),
    ok = attach(two, [?EVENT]),
    ?assertMatch(
        [#{id := one, event := ?EVENT, config := {_, one}}, #{id := two, event := ?EVENT}],
        mochi_telemetry:list([mochi, suite])
    ),
    ?assertMatch([_, _, _], mochi_telemetry:list([])),
    ?assertEqual([], mochi_telemetry:list([other])).

failing_handler_is_detached_and_logged(_) ->
    listen_to_log(),
    Fail = fun(_, _, _, _) -> mochi_core:raise(mochi_err_index, ~"no key 5") end,
    ok = mochi_telemetry:attach(bad, [?EVENT, [mochi, suite, other]], Fail, []),
    ok = attach(good, [?EVENT]),
    ?assertEqual(ok, mochi_telemetry:execute(?EVENT, #{}, #{})),
    ?assertMatch([{good, _, _, _}], heard()),
    ?assertMatch([#{id := good}], mochi_telemetry:list([])),
    ?assertMatch(#{message := _, fields := #{handler := bad, event := ?EVENT, error := ~"no key 5"}}, logged()).

handlers_outlive_the_server(_) ->
    ok = attach(one, [?EVENT]),
    Old = whereis(mochi_telemetry_server),
    Monitor = monitor(process, Old),
    exit(Old, kill),
    receive
        {'DOWN', Monitor, process, _, killed} -> ok
    end,
    ok = mochi_telemetry:execute(?EVENT, #{}, #{}),
    ?assertMatch([{one, _, _, _}], heard()),
    %% A synchronous look at the supervisor: the child is back when it answers.
    _ = supervisor:which_children(mochi_sup),
    ?assertNotEqual(Old, whereis(mochi_telemetry_server)),
    ?assertEqual(ok, mochi_telemetry:detach(one)),
    %% Who asks while it is being started again waits.
    [
        begin
            exit(whereis(mochi_telemetry_server), kill),
            ?assertEqual(ok, attach({two, N}, [?EVENT])),
            exit(whereis(mochi_telemetry_server), kill),
            ?assertEqual(ok, mochi_telemetry:detach({two, N}))
        end
     || N <- lists:seq(1, 10)
    ].

span_of_a_value(_) ->
    ok = attach(one, [?EVENT ++ [start], ?EVENT ++ [stop], ?EVENT ++ [exception]]),
    ?assertEqual(7, mochi_telemetry:span(?EVENT, #{a => 1}, fun() -> {7, #{b => 2}} end)),
    [{one, Start, StartMeasured, StartData}, {one, Stop, StopMeasured, StopData}] = heard(),
    ?assertEqual({?EVENT ++ [start], ?EVENT ++ [stop]}, {Start, Stop}),
    ?assertMatch(#{monotonic_time := _, system_time := _}, StartMeasured),
    #{duration := Duration, monotonic_time := End} = StopMeasured,
    ?assertEqual(map_get(monotonic_time, StartMeasured) + Duration, End),
    ?assert(Duration >= 0),
    #{telemetry_span_context := Context} = StartData,
    ?assertEqual(#{a => 1, telemetry_span_context => Context}, StartData),
    ?assertEqual(#{a => 1, b => 2, telemetry_span_context => Context}, StopData).

span_of_a_failure(_) ->
    ok = attach(one, [?EVENT ++ [start], ?EVENT ++ [stop], ?EVENT ++ [exception]]),
    Failing = fun() -> mochi_core:raise(mochi_err_index, ~"no key 5") end,
    ?assertError({mochi_error, mochi_err_index, ~"no key 5"}, mochi_telemetry:span(?EVENT, #{}, Failing)),
    [{one, _, _, _}, {one, Event, _, Data}] = heard(),
    ?assertEqual(?EVENT ++ [exception], Event),
    ?assertMatch(#{kind := error, reason := {mochi_error, mochi_err_index, _}, stacktrace := [_ | _]}, Data).

span_without_listeners(_) ->
    ?assertEqual(7, mochi_telemetry:span(?EVENT, #{}, fun() -> {7, #{}} end)),
    ?assertThrow(ball, mochi_telemetry:span(?EVENT, #{}, fun() -> throw(ball) end)),
    ?assertEqual(undefined, whereis(mochi_sup)).

telemetry_hears_too(Config) ->
    start_telemetry(Config),
    Self = self(),
    ok = apply(telemetry, attach, [there, ?EVENT, fun(Event, M, D, C) -> Self ! {told, {C, Event, M, D}} end, there]),
    ?assert(mochi_telemetry:is_listened(?EVENT)),
    ok = mochi_telemetry:execute(?EVENT, #{n => 1}, #{}),
    ?assertEqual([{there, ?EVENT, #{n => 1}, #{}}], heard()),
    ok = attach(here, [?EVENT]),
    ok = mochi_telemetry:execute(?EVENT, #{n => 2}, #{}),
    ?assertEqual([{here, ?EVENT, #{n => 2}, #{}}, {there, ?EVENT, #{n => 2}, #{}}], heard()),
    %% A span of which only telemetry hears.
    ok = mochi_telemetry:detach(here),
    ok = apply(telemetry, attach, [span, [mochi, s, stop], fun(E, M, D, C) -> Self ! {told, {C, E, M, D}} end, span]),
    ok = mochi_telemetry:span([mochi, s], #{}, fun() -> {ok, #{}} end),
    ?assertMatch([{span, [mochi, s, stop], #{duration := _}, _}], heard()),
    ok = application:stop(telemetry),
    ?assertNot(mochi_telemetry:is_listened(?EVENT)),
    ?assertEqual(ok, mochi_telemetry:execute(?EVENT, #{n => 3}, #{})),
    ?assertEqual([], heard()).

schedulers_are_measured_only_while_asked(_) ->
    ?assertEqual(undefined, erlang:statistics(scheduler_wall_time)),
    #{total := Total, schedulers := Each} = mochi_telemetry:scheduler_utilisation(20),
    ?assertEqual(erlang:system_info(schedulers), length(Each)),
    [?assert(Share >= 0.0 andalso Share =< 1.0) || Share <- [Total | Each]],
    ?assertEqual(undefined, erlang:statistics(scheduler_wall_time)).

several_ask_at_once(_) ->
    Self = self(),
    Ask = fun(Milliseconds) -> Self ! {asked, mochi_telemetry:scheduler_utilisation(Milliseconds)} end,
    [spawn_link(fun() -> Ask(Milliseconds) end) || Milliseconds <- [5, 30, 60]],
    [receive {asked, #{total := _}} -> ok end || _ <- [1, 2, 3]],
    _ = sys:get_state(mochi_telemetry_server),
    ?assertEqual(undefined, erlang:statistics(scheduler_wall_time)).

wrong_arguments(_) ->
    Type = fun(Call) -> ?assertError({mochi_error, mochi_err_type, _}, Call()) end,
    Handler = fun(_, _, _, _) -> ok end,
    Type(fun() -> mochi_telemetry:attach(x, [], Handler, []) end),
    Type(fun() -> mochi_telemetry:attach(x, [[]], Handler, []) end),
    Type(fun() -> mochi_telemetry:attach(x, [mochi], Handler, []) end),
    Type(fun() -> mochi_telemetry:attach(x, [[~"mochi"]], Handler, []) end),
    Type(fun() -> mochi_telemetry:attach(x, [?EVENT], fun(_) -> ok end, []) end),
    Type(fun() -> mochi_telemetry:scheduler_utilisation(60_001) end),
    gen_server:cast(mochi_telemetry_server, nonsense),
    ?assertEqual([], mochi_telemetry:list([])).

queries(_) ->
    ok = attach(one, [[mochi, query, execute, start], [mochi, query, execute, stop]]),
    ?assertEqual(3, mochi_query:execute(~"totals", fun() -> 3 end)),
    ?assertError(broken, mochi_query:execute(~"fails", fun() -> error(broken) end)),
    [Start, Stop, StartOfFailing, StopOfFailing] = heard(),
    ?assertMatch({one, [mochi, query, execute, start], #{system_time := _}, #{name := ~"totals"}}, Start),
    {one, [mochi, query, execute, stop], #{duration := Duration}, Totals} = Stop,
    ?assert(Duration >= 0),
    ?assertEqual(#{name => ~"totals", status => ok}, Totals),
    ?assertMatch({one, [mochi, query, execute, start], _, #{name := ~"fails"}}, StartOfFailing),
    ?assertMatch({one, [mochi, query, execute, stop], _, #{name := ~"fails", status := error}}, StopOfFailing).

%% Publishing asks for the application by itself.
streams_tell_telemetry(Config) ->
    Stream = mochi_stream:new(~"forwarded"),
    ok = mochi_stream:publish(Stream, 1),
    start_telemetry(Config),
    Self = self(),
    Event = [mochi, stream, publish],
    ok = apply(telemetry, attach, [there, Event, fun(E, M, D, C) -> Self ! {told, {C, E, M, D}} end, there]),
    ok = mochi_stream:publish(Stream, 2),
    ?assertEqual([{there, Event, #{count => 1}, #{stream => ~"forwarded"}}], heard()),
    ok = attach(here, [Event]),
    ok = mochi_stream:publish(Stream, 3),
    ?assertMatch([{here, Event, _, _}, {there, Event, _, _}], heard()),
    ok = application:stop(telemetry),
    ok = mochi_stream:publish(Stream, 4),
    ?assertMatch([{here, Event, _, _}], heard()).

every_event_in_the_log(_) ->
    listen_to_log(),
    ok = mochi_log:listen(notice),
    ok = mochi_log:listen(error),
    ok = mochi_telemetry:execute([mochi, agent, crash], #{count => 1}, #{name => ~"a"}),
    ?assertMatch(#{message := ~"mochi.agent.crash", fields := #{count := 1, name := ~"a"}}, logged()),
    ok = mochi_log:ignore(),
    ?assertEqual([], mochi_telemetry:list([mochi])),
    ?assertEqual(ok, mochi_log:ignore()),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_log:listen(loud)).

%% ---------------------------------------------------------------------------------------------------------------------

attach(Id, Events) ->
    Tell = fun(Event, Measurements, Metadata, {Test, Name}) -> Test ! {told, {Name, Event, Measurements, Metadata}} end,
    mochi_telemetry:attach(Id, Events, Tell, {self(), Id}).

heard() ->
    receive
        {told, Event} -> [Event | heard()]
    after 0 -> []
    end.

listen_to_log() ->
    ok = logger:add_handler(?MODULE, ?MODULE, #{config => self()}).

log(#{msg := {report, #{message := _} = Report}}, #{config := Test}) -> Test ! {logged, Report};
log(_, _) -> ok.

logged() ->
    receive
        {logged, Report} -> Report
    end.

start_telemetry(Config) ->
    {ok, telemetry, Code} = compile:file(filename:join(proplists:get_value(data_dir, Config), "telemetry"), [binary]),
    {module, telemetry} = code:load_binary(telemetry, "telemetry.beam", Code),
    ok = application:load({application, telemetry, [{vsn, "1"}, {modules, [telemetry]}, {mod, {telemetry, []}}]}),
    ok = application:start(telemetry).
