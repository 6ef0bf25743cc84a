%% Agents: state, errors, restarts, names, streams, upgrades and what the log tells of them.
-module(mochi_agent_SUITE).

-include_lib("stdlib/include/assert.hrl").

-import(mochi_waiting, [messages/0, wait_until/1]).

-export([
    suite/0,
    all/0,
    init_per_suite/1,
    end_per_suite/1,
    init_per_testcase/2,
    end_per_testcase/2
]).

-export([
    calls_and_tells/1,
    errors_reach_the_caller/1,
    restart_with_initial_arguments/1,
    calls_during_a_restart/1,
    time_limit/1,
    init_errors/1,
    init_fails_later/1,
    names/1,
    stop_closes/1,
    stop_hanging/1,
    stops_itself/1,
    init_fails_alone/1,
    stopped/1,
    streams/1,
    crashing_event/1,
    calls_itself/1,
    crash_loop_leaves_others_alone/1,
    pool_is_lost/1,
    pool_is_lost_while_starting/1,
    top_is_lost_with_the_pool/1,
    code_change/1,
    status_hides/1,
    telemetry/1,
    wrong_arguments/1,
    log_hides/1
]).

-define(mochi(Code, Message, Expression), ?assertError({mochi_error, Code, Message}, Expression)).

suite() -> [{timetrap, {seconds, 20}}].

all() ->
    [Function || {Function, 1} <- ?MODULE:module_info(exports), not lists:member(Function, ignored())].

ignored() -> [suite, init_per_suite, end_per_suite, module_info].

init_per_suite(Config) ->
    {ok, _} = application:ensure_all_started(mochi),
    Config.

end_per_suite(_) -> application:stop(mochi).

init_per_testcase(_, Config) -> Config.

end_per_testcase(_, _) -> lists:foreach(fun mochi_agent:stop/1, mochi_agent:all()).

%% Start, crash, the start that follows, and stop; what is told names the agent and its module, and not its state.
telemetry(_) ->
    Test = self(),
    Tell = fun([mochi, agent, Event], Measurements, Metadata, _) -> Test ! {Event, self(), Measurements, Metadata} end,
    ok = mochi_telemetry:attach(observer, [[mochi, agent, Event] || Event <- [start, stop, crash]], Tell, none),
    Agent = mochi_agent:start(mochi_user_counter, [5], #{name => ~"observed"}),
    First = mochi_agent:call(Agent, self, []),
    ?mochi(mochi_err_divzero, _, mochi_agent:call(Agent, divide, [0])),
    5 = until_answer(Agent, value),
    Second = mochi_agent:call(Agent, self, []),
    ok = mochi_agent:stop(Agent),
    ok = mochi_telemetry:detach(observer),
    Who = #{agent => ~"observed", module => mochi_user_counter},
    [Started, Crashed, Again, Stopped] = messages(),
    ?assertMatch({start, First, #{system_time := _}, Who}, Started),
    {crash, First, #{system_time := _}, #{reason := Reason} = Metadata} = Crashed,
    ?assertEqual(Who, maps:remove(reason, Metadata)),
    ?assertMatch({{mochi_error, mochi_err_divzero, _}, [_ | _]}, Reason),
    ?assertMatch({start, Second, #{system_time := _}, Who}, Again),
    ?assertMatch({stop, Second, #{system_time := _}, Who}, Stopped),
    ?assertNotEqual(First, Second).

wrong_arguments(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [5]),
    ?mochi(mochi_err_type, ~"expected module of an agent, got 5 (int)", mochi_agent:start(5, [])),
    ?mochi(mochi_err_type, <<"expected options of an agent, got ", _/binary>>, mochi_agent:start(a, [], [])),
    ?mochi(
        mochi_err_type, <<"expected string as the name of an agent, got ", _/binary>>,
        mochi_agent:start(mochi_user_counter, [5], #{name => 7})
    ),
    ?mochi(mochi_err_type, <<"expected string as the name of an agent, got ", _/binary>>, mochi_agent:find(7)),
    ?mochi(mochi_err_type, <<"expected time in milliseconds, got -1", _/binary>>, mochi_agent:stop(Agent, -1)),
    ?mochi(
        mochi_err_type, <<"expected time in milliseconds, got -1", _/binary>>, mochi_agent:call(Agent, value, [], -1)
    ),
    ?assertEqual(5, mochi_agent:call(Agent, value, [])).

calls_and_tells(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [5]),
    ?assertEqual(5, mochi_agent:call(Agent, value, [])),
    [mochi_agent:tell(Agent, add, [1]) || _ <- lists:seq(1, 100)],
    ?assertEqual(105, mochi_agent:call(Agent, value, [])),
    ?assertEqual(107, mochi_agent:call(Agent, add, [2])),
    ?assert(mochi_agent:is_running(Agent)),
    ?assertEqual(none, mochi_agent:name(Agent)).

errors_reach_the_caller(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [5]),
    ?mochi(mochi_err_divzero, ~"division of 5 by zero", mochi_agent:call(Agent, divide, [0])),
    ?mochi({mochi_user, ~"error"}, ~"error: oops", mochi_agent:call(Agent, secret, [~"s"])),
    ?mochi({mochi_user, ~"exit"}, ~"the process exited: gone", mochi_agent:call(Agent, leave, [])),
    ?mochi(mochi_err_type, _, mochi_agent:call(Agent, unknown, [])),
    ?mochi(mochi_err_type, <<"expected result and state, got ", _/binary>>, mochi_agent:call(Agent, wrong, [])),
    ?assertEqual(5, mochi_agent:call(Agent, value, [])),
    ?assertEqual({messages, []}, process_info(self(), messages)).

restart_with_initial_arguments(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [5]),
    12 = mochi_agent:call(Agent, add, [7]),
    Pid = mochi_agent:call(Agent, self, []),
    exit(Pid, kill),
    ?assertEqual(5, until_answer(Agent, value)),
    ?assertNotEqual(Pid, mochi_agent:call(Agent, self, [])),
    mochi_agent:tell(Agent, divide, [0]),
    ?assertEqual(6, until_answer(Agent, add, [1])).

%% An agent that is not there for a moment is waited for; only what it had not handled is an error.
calls_during_a_restart(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [0]),
    Killer = mochi_async:async(fun() ->
        [
            begin
                exit(until_answer(Agent, self), kill),
                timer:sleep(1)
            end
         || _ <- lists:seq(1, 10)
        ]
    end),
    Results = [answer(Agent, value) || _ <- lists:seq(1, 2000)],
    _ = mochi_async:await(Killer),
    ?assertEqual([], [Other || Other <- Results, Other =/= 0, not is_killed(Other)]),
    ?assertEqual(0, until_answer(Agent, value)).

is_killed({mochi_err_async_crash, <<"the agent ended while it was asked for value: ", _/binary>>}) -> true;
is_killed(_) -> false.

time_limit(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [0], #{name => ~"slow one"}),
    ?mochi(
        mochi_err_timeout,
        ~"agent \"slow one\" did not answer slow within 10 ms",
        mochi_agent:call(Agent, slow, [100], 10)
    ),
    ?assertEqual(0, mochi_agent:call(Agent, value, [])),
    ?assertEqual({messages, []}, process_info(self(), messages)).

init_errors(_) ->
    ?mochi(mochi_err_index, ~"no key \"start\"", mochi_agent:start(mochi_user_counter, [fail])),
    ?mochi(mochi_err_type, _, mochi_agent:start(mochi_user_counter, [])),
    ?mochi(mochi_err_ffi, _, mochi_agent:start(mochi_user_that_does_not_exist, [])),
    ?assertEqual([], mochi_agent:all()),
    ?assertEqual(0, proplists:get_value(active, supervisor:count_children(mochi_agent_pool))).

%% An agent that cannot start any more ends, without taking anything with it.
init_fails_later(_) ->
    Table = ets:new(table, [public]),
    Agent = mochi_agent:start(mochi_user_counter, [fail_when, Table]),
    Other = mochi_agent:start(mochi_user_counter, [1]),
    true = ets:insert(Table, {fail, true}),
    Pid = mochi_agent:call(Agent, self, []),
    exit(Pid, kill),
    wait_until(fun() -> length(mochi_agent:all()) =:= 1 end),
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])),
    ?assertEqual(1, mochi_agent:call(Other, value, [])).

names(_) ->
    ?assertEqual(none, mochi_agent:find(~"counter")),
    Agent = mochi_agent:start(mochi_user_counter, [1], #{name => ~"counter"}),
    ?assertEqual({some, Agent}, mochi_agent:find(~"counter")),
    ?assertEqual({some, ~"counter"}, mochi_agent:name(Agent)),
    ?mochi(
        mochi_err_type,
        ~"agent \"counter\" runs on this node already",
        mochi_agent:start(mochi_user_counter, [1], #{name => ~"counter"})
    ),
    ok = mochi_agent:stop(Agent),
    ?assertEqual(none, mochi_agent:find(~"counter")),
    Again = mochi_agent:start(mochi_user_counter, [2], #{name => ~"counter"}),
    ?assertEqual(2, mochi_agent:call(Agent, value, [])),
    ?assertEqual(2, mochi_agent:call(Again, value, [])),
    %% It survives the one who started it.
    {_, Monitor} = spawn_monitor(fun() ->
        _ = mochi_agent:start(mochi_user_counter, [3], #{name => ~"left behind"}),
        exit(crash)
    end),
    receive {'DOWN', Monitor, process, _, crash} -> ok end,
    {some, Left} = mochi_agent:find(~"left behind"),
    ?assertEqual(3, mochi_agent:call(Left, value, [])).

stop_closes(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1, [], self()]),
    [mochi_agent:tell(Agent, add, [1]) || _ <- lists:seq(1, 50)],
    ok = mochi_agent:stop(Agent),
    receive {closed, Value} -> ?assertEqual(51, Value) after 5000 -> error(not_closed) end,
    ok = mochi_agent:stop(Agent),
    ?assertNot(mochi_agent:is_running(Agent)),
    %% A crash is no orderly end.
    Crashing = mochi_agent:start(mochi_user_counter, [1, [], self()]),
    ?mochi(mochi_err_divzero, _, mochi_agent:call(Crashing, divide, [0])),
    1 = until_answer(Crashing, value),
    ?assertEqual({messages, []}, process_info(self(), messages)).

stop_hanging(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1]),
    Pid = mochi_agent:call(Agent, self, []),
    Monitor = monitor(process, Pid),
    mochi_agent:tell(Agent, slow, [60_000]),
    ?mochi(mochi_err_timeout, ~"the agent did not stop within 20 ms", mochi_agent:stop(Agent, 20)),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])),
    nothing_starts().

%% Nobody tries over and over to start again what is not wanted any more.
nothing_starts() ->
    wait_until(fun() -> proplists:get_value(active, supervisor:count_children(mochi_agent_pool)) =:= 0 end),
    ?assertEqual([], [Child || {_, Child, _, _} <- supervisor:which_children(mochi_agent_pool)]).

stops_itself(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1, [], self()]),
    ?assertEqual(ok, mochi_agent:call(Agent, stop_itself, [Agent])),
    receive {closed, 1} -> ok end,
    wait_until(fun() -> mochi_agent:all() =:= [] end),
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])).

%% Whoever started it is gone when its init fails: it leaves nothing, not even its name.
init_fails_alone(_) ->
    {Pid, Monitor} = spawn_monitor(fun() -> mochi_agent:start(mochi_user_counter, [hang], #{name => ~"alone"}) end),
    wait_until(fun() -> mochi_agent:find(~"alone") =/= none end),
    exit(Pid, kill),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    {some, Agent} = mochi_agent:find(~"alone"),
    ?mochi(mochi_err_timeout, _, mochi_agent:stop(Agent, 10)),
    ?assertEqual(none, mochi_agent:find(~"alone")),
    nothing_starts().

stopped(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1]),
    ok = mochi_agent:stop(Agent),
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])),
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:tell(Agent, value, [])).

streams(_) ->
    Stream = mochi_stream:new(~"agent stream"),
    Agent = mochi_agent:start(mochi_user_counter, [0, [Stream], self()]),
    [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 20)],
    ok = mochi_stream:sync(Stream),
    ?assertEqual([{event, {some, ~"agent stream"}, N} || N <- lists:seq(1, 20)], messages()),
    ?assertEqual(20, mochi_agent:call(Agent, value, [])),
    %% The groups are lost with their scope, and joined again.
    Scope = whereis(mochi),
    exit(Scope, kill),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    mochi_stream:publish(Stream, 21),
    ok = mochi_stream:sync(Stream),
    ?assertEqual([{event, {some, ~"agent stream"}, 21}], messages()),
    %% And once more when it stops.
    ok = mochi_agent:stop(Agent),
    ?assertMatch([{closed, 21}], messages()),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end).

crashing_event(_) ->
    Stream = mochi_stream:new(~"crashing"),
    Agent = mochi_agent:start(mochi_user_counter, [0, [Stream], self()]),
    Other = mochi_agent:start(mochi_user_counter, [0, [Stream], self()]),
    OtherPid = mochi_agent:call(Other, self, []),
    Pid = mochi_agent:call(Agent, self, []),
    Monitor = monitor(process, Pid),
    Pid ! {'$mochi_event', element(2, mochi_stream:group(Stream)), crash},
    receive {'DOWN', Monitor, process, _, {{mochi_error, mochi_err_divzero, _}, _}} -> ok end,
    %% Once it answers it is in the group again.
    0 = until_answer(Agent, value),
    mochi_stream:publish(Stream, 1),
    ok = mochi_stream:sync(Stream),
    ?assertEqual(2, length(messages())),
    ?assertEqual(OtherPid, mochi_agent:call(Other, self, [])).

calls_itself(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [0]),
    ?mochi(mochi_err_type, ~"the agent cannot call value of itself", mochi_agent:call(Agent, call_itself, [Agent])),
    ?assertEqual(0, until_answer(Agent, value)).

crash_loop_leaves_others_alone(_) ->
    Good = [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 20)],
    Pids = [mochi_agent:call(Agent, self, []) || Agent <- Good],
    Bad = [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 20)],
    Supervisors = [whereis(Name) || Name <- [mochi_sup, mochi_agent_sup, mochi_agent_pool]],
    [mochi_agent:tell(Agent, divide, [0]) || _ <- lists:seq(1, 7), Agent <- Bad],
    ?assertEqual(lists:seq(1, 20), [until_answer(Agent, value) || Agent <- Bad]),
    ?assertEqual(Pids, [mochi_agent:call(Agent, self, []) || Agent <- Good]),
    ?assertEqual(Supervisors, [whereis(Name) || Name <- [mochi_sup, mochi_agent_sup, mochi_agent_pool]]).

%% Agents outlive the supervisors above them, with their state, and are children of the next ones.
pool_is_lost(_) ->
    Agents = [mochi_agent:start(mochi_user_counter, [0]) || _ <- lists:seq(1, 50)],
    Named = mochi_agent:start(mochi_user_counter, [0], #{name => ~"survivor"}),
    [mochi_agent:tell(Agent, add, [N]) || {N, Agent} <- lists:enumerate(Agents ++ [Named])],
    Pids = [mochi_agent:call(Agent, self, []) || Agent <- Agents ++ [Named]],
    lists:foreach(
        fun(Name) ->
            ok = mochi_sup:ensure(Name),
            Monitor = monitor(process, Name),
            exit(whereis(Name), kill),
            receive {'DOWN', Monitor, process, _, _} -> ok end,
            ?assertEqual(lists:seq(1, 51), [mochi_agent:call(Agent, value, []) || Agent <- Agents ++ [Named]]),
            ok = mochi_sup:ensure(mochi_agent_keeper),
            wait_until(fun() -> pooled() =:= lists:sort(Pids) end),
            %% A new one starts beside them.
            New = mochi_agent:start(mochi_user_counter, [7]),
            ?assertEqual(7, mochi_agent:call(New, value, [])),
            ok = mochi_agent:stop(New)
        end,
        [mochi_agent_pool, mochi_agent_sup, mochi_agent_keeper, mochi_agent_sup, mochi_agent_pool]
    ),
    ?assertEqual(Pids, [mochi_agent:call(Agent, self, []) || Agent <- Agents ++ [Named]]),
    %% As children of a pool they are started again, and end with the application.
    exit(hd(Pids), kill),
    ?assertEqual(0, until_answer(hd(Agents), value)),
    Last = [{Pid, monitor(process, Pid)} || Pid <- tl(Pids)],
    ok = application:stop(mochi),
    [receive {'DOWN', Monitor, process, Pid, shutdown} -> ok end || {Pid, Monitor} <- Last].

%% Without a pool they end with the top of the tree.
top_is_lost_with_the_pool(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1]),
    Pid = mochi_agent:call(Agent, self, []),
    Monitor = monitor(process, Pid),
    Processes = [whereis(Name) || Name <- [mochi_agent_pool, mochi_agent_sup, mochi_sup]],
    [exit(Process, kill) || Process <- Processes],
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

%% An agent that is starting when the pool is killed is found by the next pool.
pool_is_lost_while_starting(_) ->
    Killer = mochi_async:async(fun() -> [kill(mochi_agent_pool) || _ <- lists:seq(1, 20)] end),
    Agents = [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 500)],
    _ = mochi_async:await(Killer),
    ?assertEqual(lists:seq(1, 500), [mochi_agent:call(Agent, value, []) || Agent <- Agents]),
    Pids = [mochi_agent:call(Agent, self, []) || Agent <- Agents],
    wait_until(fun() -> pooled() =:= lists:sort(Pids) end).

kill(Name) ->
    case whereis(Name) of
        undefined ->
            erlang:yield(),
            kill(Name);
        Pid ->
            Monitor = monitor(process, Pid),
            exit(Pid, kill),
            receive {'DOWN', Monitor, process, Pid, _} -> ok end
    end.

pooled() ->
    try
        lists:sort([Pid || {_, Pid, _, _} <- supervisor:which_children(mochi_agent_pool), is_pid(Pid)])
    catch
        exit:_ -> []
    end.

code_change(_) ->
    Agents = [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 10)],
    Pids = [mochi_agent:call(Agent, self, []) || Agent <- Agents],
    ?assertEqual(#{upgraded => 10, failed => []}, mochi_agent:upgrade(mochi_user_counter, {add, 100})),
    ?assertEqual([100 + N || N <- lists:seq(1, 10)], [mochi_agent:call(Agent, value, []) || Agent <- Agents]),
    ?assertEqual(Pids, [mochi_agent:call(Agent, self, []) || Agent <- Agents]),
    #{upgraded := 0, failed := Failed} = mochi_agent:upgrade(mochi_user_counter, fail),
    ?assertEqual(10, length(Failed)),
    ?assertEqual(lists:seq(1, 10), [until_answer(Agent, value) || Agent <- Agents]).

status_hides(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [~"the secret"], #{name => ~"discreet"}),
    Pid = mochi_agent:call(Agent, self, []),
    Status = unicode:characters_to_binary(io_lib:format("~tp", [sys:get_status(Pid)])),
    ?assertEqual(nomatch, binary:match(Status, ~"the secret")),
    ?assertNotEqual(nomatch, binary:match(Status, ~"discreet")).

log_hides(_) ->
    Test = self(),
    ok = logger:add_handler(log_hides, mochi_log_collector, #{config => #{to => Test}}),
    try
        Agent = mochi_agent:start(mochi_user_counter, [~"secret-argument"]),
        %% What waits in the mailbox when it crashes, what it crashes with, and what it was asked.
        mochi_agent:tell(Agent, slow, [50]),
        mochi_agent:tell(Agent, clause, [~"secret-intent"]),
        mochi_agent:tell(Agent, add, [~"secret-waiting"]),
        ?assertEqual(~"secret-argument", until_answer(Agent, value)),
        Texts = logged(fun(Text) -> binary:match(Text, ~"mochi_agent_server:init") =/= nomatch end, []),
        ?assertEqual([], [Text || Text <- Texts, binary:match(Text, ~"secret-") =/= nomatch])
    after
        logger:remove_handler(log_hides)
    end.

logged(IsLast, Texts) ->
    receive
        {logged, Text} ->
            case IsLast(Text) of
                true -> [Text | Texts];
                false -> logged(IsLast, [Text | Texts])
            end
    after 5000 -> error({not_logged, Texts})
    end.

answer(Agent, Intent) ->
    try
        mochi_agent:call(Agent, Intent, [])
    catch
        error:{mochi_error, Code, Message} -> {Code, Message}
    end.

until_answer(Agent, Intent) -> until_answer(Agent, Intent, []).

%% A call that was in the mailbox of a process that was killed is an error; the next one is not.
until_answer(Agent, Intent, Arguments) ->
    try
        mochi_agent:call(Agent, Intent, Arguments)
    catch
        error:{mochi_error, _, _} -> until_answer(Agent, Intent, Arguments)
    end.
