%% The supervision tree: its order, starting it on demand, what it survives, what is lost, and what the shell says.
-module(mochi_tree_SUITE).

-include_lib("stdlib/include/assert.hrl").

-import(mochi_waiting, [wait_until/1]).

-export([
    suite/0,
    all/0,
    init_per_testcase/2,
    end_per_testcase/2
]).

-export([
    boot_order/1,
    starts_on_demand/1,
    starts_nothing_else/1,
    every_process_killed_in_turn/1,
    crash_loop_below/1,
    info/1,
    info_without_the_application/1,
    info_while_busy/1,
    start_phases/1,
    registered_names/1,
    log_filter/1
]).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    [Function || {Function, 1} <- ?MODULE:module_info(exports), Function =/= module_info].

init_per_testcase(_, Config) ->
    {ok, _} = application:ensure_all_started(mochi),
    Config.

end_per_testcase(_, _) -> application:stop(mochi).

boot_order(_) ->
    ?assertEqual(
        [
            mochi_atoms,
            mochi_pg,
            mochi_stream_watch,
            mochi_stream_sup,
            mochi_agent_sup,
            mochi_fetch_sup,
            mochi_llm_sup,
            mochi_datalog_ets,
            mochi_telemetry
        ],
        [Id || #{id := Id} <- mochi_sup:children()]
    ),
    Running = [Id || {Id, Pid, _, _} <- lists:reverse(supervisor:which_children(mochi_sup)), is_pid(Pid)],
    ?assertEqual([Id || #{id := Id} <- mochi_sup:children(), lists:member(Id, Running)], Running),
    ?assertEqual([], [mochi_pg, mochi_stream_watch, mochi_stream_sup, mochi_agent_sup] -- Running).

starts_on_demand(_) ->
    [
        begin
            ok = application:stop(mochi),
            ?assertEqual(undefined, whereis(mochi_sup)),
            Use()
        end
     || Use <- [
            fun() -> mochi_agent:stop(mochi_agent:start(mochi_user_counter, [1])) end,
            fun() -> mochi_stream:unsubscribe(mochi_stream:subscribe(mochi_stream:new(~"on demand"))) end,
            fun() -> mochi_stream:new() end
        ]
    ],
    ok = application:stop(mochi),
    %% Many at once start it once.
    Start = fun(N) -> mochi_async:async(fun() -> mochi_agent:start(mochi_user_counter, [N]) end) end,
    Agents = mochi_async:await_all([Start(N) || N <- [1, 2, 3]]),
    ?assertEqual([1, 2, 3], [mochi_agent:call(Agent, value, []) || Agent <- Agents]),
    %% Futures and channels need nothing of it.
    ok = application:stop(mochi),
    Channel = mochi_chan:new(1),
    ok = mochi_chan:send(Channel, 1),
    ?assertEqual(1, mochi_async:await(mochi_async:async(fun() -> mochi_chan:recv(Channel) end))),
    ?assertEqual(undefined, whereis(mochi_sup)).

%% In a node of its own: here other suites have started what they need.
starts_nothing_else(_) ->
    {ok, Needed} = application:get_key(mochi, applications),
    ?assertEqual([kernel, stdlib], Needed),
    Paths = ["-pa", filename:dirname(code:which(mochi_sup))],
    {ok, Peer, _} = peer:start_link(#{connection => standard_io, args => Paths}),
    {ok, [mochi]} = peer:call(Peer, application, ensure_all_started, [mochi]),
    Started = [Application || {Application, _, _} <- peer:call(Peer, application, which_applications, [])],
    ok = mochi_coverage:peer(Peer),
    ok = peer:stop(Peer),
    ?assertEqual([kernel, mochi, stdlib], lists:sort(Started)).

%% Every process of the tree is killed while agents are called and streams published to. Nothing hangs, the supervisor
%% at the top stays, and everything works afterwards; what was lost is counted.
every_process_killed_in_turn(_) ->
    Stream = mochi_stream:new(~"under fire"),
    ok = mochi_stream:record(Stream, 100_000),
    Test = self(),
    _ = mochi_stream:subscribe(Stream, fun(_) -> Test ! direct end),
    _ = mochi_stream:subscribe(Stream, fun(_) -> Test ! limited end, #{limit => 100_000}),
    _ = mochi_stream:subscribe(Stream, fun(_) -> Test ! recorded end, #{from => beginning}),
    Agents = [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 10)],
    Top = whereis(mochi_sup),
    Load = [mochi_async:async(fun() -> load(Stream, Agents, 0, 0, 0) end) || _ <- [1, 2]],
    Killed = lists:sum([kill_round() || _ <- [1, 2, 3]]),
    [Pid ! stop || {mochi_future, Keeper, _} <- Load, Pid <- element(2, process_info(Keeper, links))],
    Results = [mochi_async:await(Future, 30_000) || Future <- Load],
    {Published, Answered, Failed} = sum(Results),
    ?assertEqual(Top, whereis(mochi_sup)),
    %% All of it is there again, and works.
    ?assertEqual(lists:seq(1, 10), [until_answer(Agent, value) || Agent <- Agents]),
    wait_until(fun() -> length(mochi_registry:rows(subscription)) =:= 3 end),
    wait_until(fun() -> length(pg:get_members(mochi, mochi_stream:group(Stream))) =:= 3 end),
    ok = mochi_stream:sync(Stream, 30_000),
    Got = messages(#{direct => 0, limited => 0, recorded => 0}),
    ok = mochi_stream:publish(Stream, last),
    ok = mochi_stream:sync(Stream, 30_000),
    ?assertEqual(#{direct => 1, limited => 1, recorded => 1}, messages(#{direct => 0, limited => 0, recorded => 0})),
    ?assert(maps:get(recorded, Got) =< Published),
    ?assert(Answered > 0),
    ct:pal("killed ~b processes; published ~b, arrived ~p; calls answered ~b, failed ~b", [
        Killed, Published, Got, Answered, Failed
    ]).

load(Stream, Agents, Published, Answered, Failed) ->
    ok = mochi_stream:publish(Stream, Published),
    Agent = lists:nth(1 + Published rem length(Agents), Agents),
    Ok =
        try mochi_agent:call(Agent, value, []) of
            Value when is_integer(Value) -> 1
        catch
            error:{mochi_error, _, _} -> 0
        end,
    receive
        stop -> {Published + 1, Answered + Ok, Failed + 1 - Ok}
    after 0 -> load(Stream, Agents, Published + 1, Answered + Ok, Failed + 1 - Ok)
    end.

sum(Results) ->
    lists:foldl(fun({A, B, C}, {X, Y, Z}) -> {A + X, B + Y, C + Z} end, {0, 0, 0}, Results).

%% Who is killed is what there is when its turn comes.
kill_round() ->
    Places = places(),
    lists:foreach(
        fun(Pid) ->
            Monitor = monitor(process, Pid),
            exit(Pid, kill),
            receive {'DOWN', Monitor, process, _, _} -> ok end,
            timer:sleep(2)
        end,
        Places
    ),
    length(Places).

places() -> places(mochi_sup).

places(Supervisor) ->
    try supervisor:which_children(Supervisor) of
        Children ->
            lists:append([
                [Pid | [Below || Type =:= supervisor, Below <- places(Pid)]]
             || {Id, Pid, Type, _} <- Children, is_pid(Pid), mine(Id)
            ])
    catch
        exit:_ -> []
    end.

mine(Id) -> not lists:member(Id, [mochi_fetch_sup, mochi_llm_sup, mochi_datalog_ets]).

%% Whatever fails without pause, the rest goes on.
crash_loop_below(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1]),
    Top = whereis(mochi_sup),
    [
        begin
            ok = mochi_sup:ensure(Name),
            case whereis(Name) of
                Pid when is_pid(Pid) -> exit(Pid, kill);
                undefined -> ok
            end
        end
     || _ <- lists:seq(1, 15), Name <- [mochi_stream_watch, mochi_agent_keeper, mochi_stream_pool, mochi]
    ],
    ?assertEqual(Top, whereis(mochi_sup)),
    ?assertEqual(1, until_answer(Agent, value)).

info(_) ->
    Stream = mochi_stream:new(~"shown"),
    ok = mochi_stream:record(Stream, 10),
    _ = mochi_stream:subscribe(Stream, fun(_) -> ok end, #{limit => 5}),
    [mochi_stream:publish(Stream, N) || N <- [1, 2, 3]],
    ok = mochi_stream:sync(Stream),
    _ = mochi_agent:start(mochi_user_counter, [1], #{name => ~"shown agent"}),
    [mochi_agent:start(mochi_user_counter, [N]) || N <- lists:seq(1, 60)],
    Info = mochi_shell:info(),
    #{agents := #{count := 61, list := Agents}, subscriptions := #{count := 1, list := [Subscription]}} = Info,
    ?assertEqual(50, length(Agents)),
    ?assertMatch(#{stream := ~"shown", limit := 5, overflow := drop, kind := handler, queue := 0}, Subscription),
    ?assertMatch(
        [#{name := ~"shown", subscribers_here := 2, subscribers_elsewhere := 0, recorded := 3}],
        [S || #{name := ~"shown"} = S <- maps:get(streams, Info)]
    ),
    ?assertMatch([_], [A || #{name := ~"shown agent"} = A <- maps:get(list, maps:get(agents, mochi_shell:info(100)))]),
    ?assertMatch(#{mochi_agent_pool := 61, mochi_stream_pool := 2}, maps:get(pools, Info)),
    ?assertMatch(#{mochi_pg := Pid} when is_pid(Pid), maps:get(tree, Info)),
    [mochi_agent:stop(Agent) || Agent <- mochi_agent:all()],
    ok = mochi_stream:forget(Stream).

info_without_the_application(_) ->
    ok = application:stop(mochi),
    #{agents := #{count := 0}, tree := Tree, pools := Pools, streams := []} = mochi_shell:info(),
    ?assertEqual([not_running], lists:usort(maps:values(Tree))),
    ?assertEqual([not_running], lists:usort(maps:values(Pools))).

%% Neither a busy agent nor a supervisor that does not answer makes it wait.
info_while_busy(_) ->
    Agent = mochi_agent:start(mochi_user_counter, [1]),
    mochi_agent:tell(Agent, slow, [60_000]),
    [mochi_agent:tell(Agent, add, [1]) || _ <- lists:seq(1, 10)],
    ok = sys:suspend(mochi_agent_pool),
    #{agents := #{list := [#{queue := 10}]}, pools := #{mochi_agent_pool := not_running}} = mochi_shell:info(),
    ok = sys:resume(mochi_agent_pool),
    try
        mochi_agent:stop(Agent, 10)
    catch
        error:{mochi_error, mochi_err_timeout, _} -> ok
    end.

start_phases(_) ->
    {ok, Phases} = application:get_key(mochi, start_phases),
    ?assertEqual([{cluster, []}], Phases),
    ?assertEqual(false, is_alive()),
    ok = application:stop(mochi),
    ok = application:set_env(mochi, nodes, ['nobody@nowhere']),
    ?assertEqual(ok, application:start(mochi)),
    ok = application:unset_env(mochi, nodes).

registered_names(_) ->
    {ok, Registered} = application:get_key(mochi, registered),
    Mine = [Name || Name <- registered(), is_mine(atom_to_binary(Name))],
    ?assertEqual([], Mine -- Registered).

is_mine(<<"mochi", _/binary>>) -> true;
is_mine(_) -> false.

log_filter(_) ->
    ?assertMatch({_, _}, lists:keyfind(mochi_redact, 1, maps:get(filters, logger:get_primary_config()))),
    ok = application:stop(mochi),
    ?assertEqual(false, lists:keyfind(mochi_redact, 1, maps:get(filters, logger:get_primary_config()))).

until_answer(Agent, Intent) ->
    try
        mochi_agent:call(Agent, Intent, [])
    catch
        error:{mochi_error, _, _} -> until_answer(Agent, Intent)
    end.

messages(Counts) ->
    receive
        Kind when is_map_key(Kind, Counts) -> messages(maps:update_with(Kind, fun(N) -> N + 1 end, Counts))
    after 0 -> Counts
    end.
