%% Streams and agents on two and three nodes: nodes that die and return, nets that split and heal.
-module(mochi_cluster_SUITE).

-include_lib("stdlib/include/assert.hrl").

-import(mochi_waiting, [wait_until/1]).

-export([
    suite/0,
    all/0,
    init_per_suite/1,
    end_per_suite/1,
    init_per_testcase/2,
    end_per_testcase/2
]).

-export([
    every_node_in_order/1,
    history_of_another_node/1,
    scope_is_lost_here/1,
    block_across_nodes/1,
    block_without_a_name/1,
    agents_by_reference/1,
    agents_by_name/1,
    node_dies_and_returns/1,
    split_and_heal/1,
    futures_and_channels/1,
    configured_nodes/1,
    distribution_starts_later/1
]).

-define(mochi(Code, Message, Expression), ?assertError({mochi_error, Code, Message}, Expression)).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    [Function || {Function, 1} <- ?MODULE:module_info(exports), not lists:member(Function, ignored())].

ignored() -> [init_per_suite, end_per_suite, module_info].

init_per_suite(Config) ->
    _ = os:cmd(filename:join([code:root_dir(), "bin", "epmd"]) ++ " -daemon"),
    Name = list_to_atom("mochi_cluster_" ++ os:getpid()),
    {ok, _} = net_kernel:start(Name, #{name_domain => shortnames}),
    ok = application:set_env(kernel, prevent_overlapping_partitions, false),
    {ok, _} = application:ensure_all_started(mochi),
    Config.

end_per_suite(_) ->
    application:stop(mochi),
    net_kernel:stop().

init_per_testcase(_, Config) -> [{peers, [started(Suffix) || Suffix <- ["b", "c"]]} | Config].

end_per_testcase(_, Config) ->
    lists:foreach(fun mochi_agent:stop/1, mochi_agent:all()),
    [catch_stop(Peer) || {Peer, _} <- proplists:get_value(peers, Config)].

catch_stop(Peer) ->
    try
        ok = mochi_coverage:peer(Peer),
        peer:stop(Peer)
    catch
        _:_ -> ok
    end.

started(Suffix) ->
    Name = peer:random_name("mochi_" ++ Suffix),
    start(Name).

start(Name) ->
    {ok, Peer, Node} = peer:start(#{
        name => Name,
        connection => standard_io,
        args => ["-kernel", "prevent_overlapping_partitions", "false", "-pa" | code:get_path()]
    }),
    {ok, _} = peer:call(Peer, application, ensure_all_started, [mochi]),
    true = net_kernel:connect_node(Node),
    {Peer, Node}.

peers(Config) -> proplists:get_value(peers, Config).

every_node_in_order(Config) ->
    [{B, NodeB}, {C, NodeC}] = peers(Config),
    true = peer:call(B, net_kernel, connect_node, [NodeC]),
    Stream = mochi_stream:new(~"everywhere"),
    Collectors = [{B, on(B, collect, [Stream, #{}])}, {C, on(C, collect, [Stream, #{}])}],
    Own = mochi_stream:subscribe(Stream),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 3 end),
    wait_until(fun() -> peer:call(B, mochi_stream, subscribers, [mochi_stream:new(~"everywhere")]) =:= 3 end),
    [mochi_stream:publish(Stream, {a, N}) || N <- lists:seq(1, 100)],
    on(B, publish, [Stream, [{b, N} || N <- lists:seq(1, 100)]]),
    Lists =
        [[mochi_stream:recv(Own, 5000) || _ <- lists:seq(1, 200)]] ++
            [events(Peer, Pid, 200) || {Peer, Pid} <- Collectors],
    [
        ?assertEqual(lists:seq(1, 100), [N || {Of, N} <- Events, Of =:= Publisher])
     || Events <- Lists, Publisher <- [a, b]
    ],
    ?assertEqual(200 * 3, lists:sum([length(Events) || Events <- Lists])),
    ok = mochi_stream:sync(Stream),
    ?assertEqual(lists:sort([node(), NodeB, NodeC]), lists:sort([node() | nodes()])).

history_of_another_node(Config) ->
    [{B, _} | _] = peers(Config),
    Stream = mochi_stream:new(~"kept elsewhere"),
    ok = mochi_stream:record(Stream, 50),
    [mochi_stream:publish(Stream, N) || N <- [1, 2, 3]],
    ok = mochi_stream:sync(Stream),
    wait_until(fun() -> peer:call(B, mochi_stream_recorder, find, [~"kept elsewhere"]) =/= none end),
    Collector = on(B, collect, [Stream, #{from => beginning}]),
    [mochi_stream:publish(Stream, N) || N <- [4, 5]],
    ?assertEqual([1, 2, 3, 4, 5], events(B, Collector, 5)),
    ok = mochi_stream:forget(Stream).

%% While there is no scope here, a member of another node stays one, and is none any more when it has left meanwhile.
scope_is_lost_here(Config) ->
    [{B, _} | _] = peers(Config),
    Stream = mochi_stream:new(~"scope lost here"),
    Group = mochi_stream:group(Stream),
    Collector = on(B, collect, [Stream, #{}]),
    Member = peer:call(B, erlang, spawn, [timer, sleep, [infinity]]),
    ok = peer:call(B, pg, join, [mochi, Group, Member]),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 2 end),
    ok = supervisor:terminate_child(mochi_sup, mochi_pg),
    ok = peer:call(B, pg, leave, [mochi, Group, Member]),
    ok = mochi_stream:publish(Stream, 1),
    {ok, _} = supervisor:restart_child(mochi_sup, mochi_pg),
    ok = mochi_stream:publish(Stream, 2),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    ok = mochi_stream:publish(Stream, 3),
    ?assertEqual([1, 2, 3], events(B, Collector, 3)).

block_across_nodes(Config) ->
    [{B, _} | _] = peers(Config),
    Stream = mochi_stream:new(~"held up"),
    Subscription = peer_subscription(B, ~"held up"),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    ok = mochi_stream:publish(Stream, 1, 5000),
    ?mochi(mochi_err_timeout, _, mochi_stream:publish(Stream, 2, 100)),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    ok = mochi_stream:publish(Stream, 3, 5000),
    ?assertEqual(3, mochi_stream:recv(Subscription, 5000)).

%% A pull subscription whose owner is a process of another node.
peer_subscription(Peer, Name) ->
    Test = self(),
    peer:call(Peer, erlang, apply, [
        fun() ->
            _ = spawn(fun() ->
                Test ! {subscription, mochi_stream:subscribe(mochi_stream:new(Name), #{limit => 1, overflow => block})},
                receive after infinity -> ok end
            end),
            ok
        end,
        []
    ]),
    receive {subscription, Subscription} -> Subscription after 10_000 -> error(no_subscription) end.

%% The reference crosses to the other node, and publishers here learn that they have to wait.
block_without_a_name(Config) ->
    [{B, _} | _] = peers(Config),
    Stream = mochi_stream:new(),
    Collector = on(B, collect, [Stream, #{limit => 1, overflow => block}]),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    [ok = mochi_stream:publish(Stream, N) || N <- lists:seq(1, 50)],
    ?assertEqual(lists:seq(1, 50), events(B, Collector, 50)),
    %% And it publishes from there.
    Own = mochi_stream:subscribe(Stream),
    wait_until(fun() -> peer:call(B, mochi_stream, subscribers, [Stream]) =:= 2 end),
    on(B, publish, [Stream, [51]]),
    ?assertEqual(51, mochi_stream:recv(Own, 5000)).

agents_by_reference(Config) ->
    [{B, _} | _] = peers(Config),
    Agent = peer:call(B, mochi_agent, start, [mochi_user_counter, [5]]),
    ?assertEqual(5, mochi_agent:call(Agent, value, [])),
    ok = mochi_agent:tell(Agent, add, [2]),
    ?assertEqual(7, mochi_agent:call(Agent, value, [])),
    ?mochi(mochi_err_divzero, ~"division of 7 by zero", mochi_agent:call(Agent, divide, [0])),
    ?assertEqual(5, until_answer(Agent, value)),
    %% A restart is not seen from here.
    Pid = mochi_agent:call(Agent, self, []),
    exit(Pid, kill),
    ?assertEqual(5, until_answer(Agent, value)),
    ?assertNotEqual(Pid, mochi_agent:call(Agent, self, [])),
    ?assert(mochi_agent:is_running(Agent)),
    %% And a reference made here works there.
    Own = mochi_agent:start(mochi_user_counter, [1]),
    ?assertEqual(1, peer:call(B, mochi_agent, call, [Own, value, []])),
    ok = mochi_agent:stop(Agent),
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])).

agents_by_name(Config) ->
    [{B, NodeB}, {C, _}] = peers(Config),
    true = peer:call(C, net_kernel, connect_node, [NodeB]),
    Agent = on(B, start_named, [~"accounts", 10]),
    [
        begin
            wait_until(fun() -> peer:call(Peer, mochi_agent, find, [~"accounts"]) =:= {some, Agent} end),
            ?assertEqual(10, peer:call(Peer, mochi_agent, call, [Agent, value, []]))
        end
     || Peer <- [B, C]
    ],
    wait_until(fun() -> mochi_agent:find(~"accounts") =:= {some, Agent} end),
    %% One of the own node comes first.
    Own = mochi_agent:start(mochi_user_counter, [1], #{name => ~"accounts"}),
    ?assertEqual({some, Own}, mochi_agent:find(~"accounts")).

node_dies_and_returns(Config) ->
    [{B, NodeB} | _] = peers(Config),
    Stream = mochi_stream:new(~"mortal"),
    Agent = on(B, start_named, [~"phoenix", 3]),
    _ = on(B, collect, [Stream, #{}]),
    ?assertEqual(3, mochi_agent:call(Agent, value, [])),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    Asked = mochi_async:async(fun() -> mochi_agent:call(Agent, slow, [60_000], 50_000) end),
    ?mochi(mochi_err_timeout, _, mochi_async:await(Asked, 100)),
    ok = mochi_coverage:peer(B),
    ok = peer:stop(B),
    %% Who waits for it does not wait for ever.
    ?mochi(mochi_err_async_crash, _, mochi_async:await(Asked)),
    ?mochi(mochi_err_async_crash, _, mochi_agent:call(Agent, value, [])),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end),
    ok = mochi_stream:publish(Stream, 1),
    wait_until(fun() -> mochi_agent:find(~"phoenix") =:= none end),
    {Again, NodeB} = start(list_to_atom(hd(string:split(atom_to_list(NodeB), "@")))),
    _ = on(Again, start_named, [~"phoenix", 4]),
    ?assertEqual(4, until_answer(Agent, value)),
    wait_until(fun() -> mochi_agent:find(~"phoenix") =:= {some, Agent} end),
    Collector = on(Again, collect, [Stream, #{}]),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    ok = mochi_stream:publish(Stream, 2),
    ?assertEqual([2], events(Again, Collector, 1)),
    catch_stop(Again).

split_and_heal(Config) ->
    [{B, NodeB} | _] = peers(Config),
    Stream = mochi_stream:new(~"divided"),
    Here = mochi_stream:subscribe(Stream),
    There = on(B, collect, [Stream, #{}]),
    Agent = on(B, start_named, [~"divided agent", 1]),
    ?assertEqual(1, mochi_agent:call(Agent, value, [])),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 2 end),
    wait_until(fun() -> peer:call(B, mochi_stream, subscribers, [mochi_stream:new(~"divided")]) =:= 2 end),
    ok = mochi_stream:publish(Stream, before),
    ?assertEqual([before], events(B, There, 1)),
    [ok = set(Where, dist_auto_connect, never) || Where <- [here, B]],
    true = erlang:disconnect_node(NodeB),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    wait_until(fun() -> peer:call(B, mochi_stream, subscribers, [mochi_stream:new(~"divided")]) =:= 1 end),
    %% Both sides go on by themselves.
    ok = mochi_stream:publish(Stream, here),
    on(B, publish, [mochi_stream:new(~"divided"), [there]]),
    ?mochi(mochi_err_async_crash, _, mochi_agent:call(Agent, value, [], 2000)),
    ?assertEqual(1, peer:call(B, mochi_agent, call, [Agent, value, []])),
    ?assertEqual([before, there], events(B, There, 2)),
    [ok = set(Where, dist_auto_connect, once) || Where <- [here, B]],
    true = net_kernel:connect_node(NodeB),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 2 end),
    wait_until(fun() -> peer:call(B, mochi_stream, subscribers, [mochi_stream:new(~"divided")]) =:= 2 end),
    ok = mochi_stream:publish(Stream, healed),
    on(B, publish, [mochi_stream:new(~"divided"), [healed_there]]),
    ?assertEqual([before, there, healed, healed_there], lists:sort(fun by_time/2, events(B, There, 4))),
    ?assertEqual(1, until_answer(Agent, value)),
    Events = [mochi_stream:recv(Here, 5000) || _ <- lists:seq(1, 4)],
    ?assertEqual([before, healed, healed_there, here], lists:sort(Events)),
    ?mochi(mochi_err_timeout, _, mochi_stream:recv(Here, 20)).

by_time(A, B) -> place(A) =< place(B).

place(before) -> 1;
place(there) -> 2;
place(healed) -> 3;
place(healed_there) -> 4.

set(here, Key, Value) -> application:set_env(kernel, Key, Value);
set(Peer, Key, Value) -> peer:call(Peer, application, set_env, [kernel, Key, Value]).

futures_and_channels(Config) ->
    [{B, NodeB} | _] = peers(Config),
    Channel = mochi_chan:new(1),
    Future = mochi_async:async(fun() -> mochi_chan:recv(Channel) end),
    ok = peer:call(B, mochi_chan, send, [Channel, ~"from there"]),
    ?assertEqual(~"from there", peer:call(B, mochi_async, await, [Future])),
    ?mochi(mochi_err_type, _, peer_select(B, Channel)),
    Remote = peer:call(B, erlang, apply, [fun() -> mochi_async:async(fun() -> timer:sleep(infinity) end) end, []]),
    ?mochi(mochi_err_timeout, _, mochi_async:await(Remote, 20)),
    Waiting = mochi_async:async(fun() -> mochi_async:await(Remote) end),
    true = erlang:disconnect_node(NodeB),
    ?mochi(mochi_err_async_crash, _, mochi_async:await(Waiting)).

peer_select(B, Channel) ->
    case peer:call(B, erlang, apply, [fun() -> attempted(Channel) end, []]) of
        {raised, Reason} -> error(Reason);
        Value -> Value
    end.

attempted(Channel) ->
    try
        mochi_chan:select([{recv, Channel}], 10)
    catch
        error:Reason -> {raised, Reason}
    end.

configured_nodes(Config) ->
    [{B, NodeB}, {C, NodeC}] = peers(Config),
    _ = peer:call(B, erlang, disconnect_node, [NodeC]),
    ok = peer:call(B, application, stop, [mochi]),
    ok = peer:call(B, application, set_env, [mochi, nodes, [NodeC, NodeB]]),
    ok = peer:call(B, application, start, [mochi]),
    wait_until(fun() -> lists:member(NodeB, peer:call(C, erlang, nodes, [])) end).

%% What was made on a node that had no name yet: agents are found by name, streams, channels and futures go on, and a
%% reference to an agent is good on that node alone.
distribution_starts_later(_) ->
    {ok, Peer, _} = peer:start(#{connection => standard_io, args => ["-pa" | code:get_path()]}),
    ok = peer:call(Peer, erlang, apply, [fun make_early/0, []]),
    Name = list_to_atom(peer:random_name("mochi_late")),
    {ok, _} = peer:call(Peer, net_kernel, start, [Name, #{name_domain => shortnames}]),
    true = net_kernel:connect_node(peer:call(Peer, erlang, node, [])),
    {ok, {Agent, Named, Stream, Channel, Future}} = peer:call(Peer, application, get_env, [mochi, early]),
    [?assertEqual(5, peer:call(Peer, mochi_agent, call, [Early, value, []])) || Early <- [Agent, Named]],
    ?mochi(mochi_err_async_crash, ~"the agent has ended", mochi_agent:call(Agent, value, [])),
    ?mochi(mochi_err_async_crash, ~"agent \"early\" has ended", mochi_agent:call(Named, value, [])),
    wait_until(fun() -> mochi_agent:find(~"early") =/= none end),
    {some, Found} = mochi_agent:find(~"early"),
    ?assertNotEqual(Named, Found),
    ?assertEqual(5, mochi_agent:call(Found, value, [])),
    Subscription = mochi_stream:subscribe(Stream),
    wait_until(fun() -> peer:call(Peer, mochi_stream, subscribers, [Stream]) =:= 1 end),
    on(Peer, publish, [Stream, [1]]),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    ok = mochi_chan:send(Channel, 7),
    ?assertEqual(7, peer:call(Peer, mochi_chan, recv, [Channel])),
    ?assertEqual(8, mochi_async:await(Future, 5000)),
    catch_stop(Peer).

make_early() ->
    Agent = mochi_agent:start(mochi_user_counter, [5]),
    Named = mochi_agent:start(mochi_user_counter, [5], #{name => ~"early"}),
    Caller = self(),
    Owner = spawn(fun() ->
        Caller ! {self(), mochi_chan:new(1), mochi_async:async(fun() -> 8 end)},
        receive after infinity -> ok end
    end),
    receive
        {Owner, Channel, Future} ->
            application:set_env(mochi, early, {Agent, Named, mochi_stream:new(), Channel, Future})
    after 10_000 -> error(no_channel)
    end.

on(Peer, Function, Arguments) -> peer:call(Peer, mochi_cluster_helper, Function, Arguments, 20_000).

events(Peer, Collector, Count) ->
    wait_until(fun() -> length(on(Peer, collected, [Collector])) >= Count end),
    on(Peer, collected, [Collector]).

until_answer(Agent, Intent) ->
    try
        mochi_agent:call(Agent, Intent, [])
    catch
        error:{mochi_error, _, _} ->
            timer:sleep(1),
            until_answer(Agent, Intent)
    end.
