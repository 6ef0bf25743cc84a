%% What may be killed: the processes of the supervision tree, and those beside it that work for it. Each kind has what
%% is its own to lose, how to find one, and how to see that its successor serves.
-module(mochi_endurance_tree).

-export([
    kinds/0,
    kinds_in_tree/1,
    pick/2,
    serves/3,
    is_own/3,
    loses/1,
    name/1
]).

-define(NAMED, #{
    mochi_pg => mochi,
    mochi_stream_sup => mochi_stream_sup,
    mochi_stream_pool => mochi_stream_pool,
    mochi_stream_keeper => mochi_stream_keeper,
    mochi_stream_watch => mochi_stream_watch,
    mochi_agent_sup => mochi_agent_sup,
    mochi_agent_pool => mochi_agent_pool,
    mochi_agent_keeper => mochi_agent_keeper,
    mochi_fetch_sup => mochi_fetch_sup,
    mochi_llm_sup => mochi_llm_sup,
    mochi_datalog_ets => mochi_datalog_ets,
    mochi_datalog_keeper => mochi_datalog_keeper,
    mochi_telemetry => mochi_telemetry_server
}).

%% In the order of the table.
kinds() ->
    [
        mochi_pg,
        mochi_stream_sup,
        mochi_stream_pool,
        mochi_stream_keeper,
        mochi_stream_watch,
        {subscriber, handler},
        {subscriber, limited},
        {subscriber, blocking},
        {subscriber, beginning},
        recorder,
        mochi_agent_sup,
        mochi_agent_pool,
        mochi_agent_keeper,
        agent,
        mochi_fetch_sup,
        fetch_pool,
        exchange,
        mochi_llm_sup,
        llm_pool,
        provider,
        mochi_datalog_ets,
        mochi_datalog_keeper,
        mochi_telemetry,
        future,
        future_work
    ].

name({subscriber, handler}) -> "subscription with a handler";
name({subscriber, limited}) -> "subscription with a limit";
name({subscriber, blocking}) -> "subscription that blocks publishers";
name({subscriber, beginning}) -> "subscription from the beginning";
name(recorder) -> "recorder of a stream";
name(agent) -> "agent";
name(fetch_pool) -> "pool of connections";
name(exchange) -> "exchange of a request";
name(llm_pool) -> "pool of connections to a model provider";
name(provider) -> "server of a model provider";
name(future) -> "future";
name(future_work) -> "work of a future";
name(mochi_pg) -> "scope of `pg`";
name(mochi_telemetry) -> "`mochi_telemetry_server`";
name(Name) -> ["`", atom_to_list(Name), "`"].

%% The processes of the tree by kind, found by a walk from the top. One that is of no kind is an error: it would not be
%% tried. Others than those of the load come and go.
kinds_in_tree(World) -> lists:usort([Kind || {Kind, _} <- walk(mochi_sup, World)]).

walk(Supervisor, World) ->
    Children = supervisor:which_children(Supervisor),
    lists:append([
        [{kind(Supervisor, Id, Pid, World), Pid} | below(Type, Id, World)]
     || {Id, Pid, Type, _} <- Children, is_pid(Pid)
    ]).

below(supervisor, Id, World) when is_atom(Id) -> walk(Id, World);
below(_, _, _) -> [].

kind(Pool, _, Pid, World) when Pool =:= mochi_agent_pool; Pool =:= mochi_stream_pool -> member(Pid, World);
kind(mochi_fetch_sup, {{_, _, Port}, _}, _, #{urls := [Fetch, Llm]}) ->
    case [Kind || {Kind, Url} <- [{fetch_pool, Fetch}, {llm_pool, Llm}], is_port_of(Port, Url)] of
        [Kind] -> Kind
    end;
kind(mochi_llm_sup, _, _, _) -> provider;
kind(_, Id, _, _) when is_map_key(Id, ?NAMED) -> Id;
kind(Supervisor, Id, Pid, _) -> error({unknown_process, Supervisor, Id, Pid}).

is_port_of(Port, Url) -> binary:match(Url, <<":", (integer_to_binary(Port))/binary, "/">>) =/= nomatch.

member(Pid, #{subscriptions := Subscriptions} = World) ->
    case [Kind || {Kind, Key} <- keys(World), mochi_registry:whereis(Key) =:= Pid] of
        [Kind] -> Kind;
        [] when map_size(Subscriptions) > 0 -> passing
    end.

keys(#{agents := Agents, subscriptions := Subscriptions}) ->
    [{agent, element(3, Agent)} || {_, Agent} <- Agents] ++
        [{{subscriber, Tag}, element(3, Subscription)} || Tag := Subscription <- Subscriptions] ++
        [{recorder, {recorder, ~"bench load"}}].

%% A process of a kind and what tells it from others of its kind.
pick(agent, #{agents := Agents}) ->
    {Number, Agent} = lists:nth(rand:uniform(length(Agents)), Agents),
    {mochi_registry:whereis(element(3, Agent)), {Number, Agent}};
pick({subscriber, Tag}, #{subscriptions := Subscriptions}) ->
    Key = element(3, map_get(Tag, Subscriptions)),
    {mochi_registry:whereis(Key), Key};
pick(recorder, _) ->
    {mochi_registry:whereis({recorder, ~"bench load"}), mochi_endurance_load:last_event(beginning)};
pick(exchange, World) ->
    {exchange(World, 10_000), none};
pick(future, _) ->
    {mochi_future, Pid, _} = Future = mochi_async:async(fun() -> timer:sleep(60_000) end),
    {Pid, awaiting(Future)};
pick(future_work, _) ->
    {mochi_future, Pid, _} = Future = mochi_async:async(fun() -> timer:sleep(60_000) end),
    Awaiting = awaiting(Future),
    {worker(Pid), Awaiting};
pick(Kind, World) when Kind =:= fetch_pool; Kind =:= llm_pool; Kind =:= provider ->
    Supervisor =
        case Kind of
            provider -> mochi_llm_sup;
            _ -> mochi_fetch_sup
        end,
    case [Pid || {Found, Pid} <- walk(Supervisor, World), Found =:= Kind] of
        [Pid] ->
            {Pid, none};
        [] ->
            timer:sleep(1),
            pick(Kind, World)
    end;
pick(Kind, _) ->
    {whereis(map_get(Kind, ?NAMED)), none}.

%% Somebody who waits for a future that is about to be killed, and what it gets.
awaiting(Future) ->
    spawn_monitor(fun() ->
        exit(
            try
                mochi_async:await(Future, 10_000)
            catch
                error:{mochi_error, Code, _} -> Code
            end
        )
    end).

worker(Pid) ->
    case process_info(Pid, links) of
        {links, [Worker]} -> Worker;
        _ -> worker(Pid)
    end.

%% There is one most of the time, as the server takes a millisecond to answer.
exchange(_, 0) -> error(no_exchange);
exchange(World, Attempts) ->
    Pools = [Pid || {Kind, Pid} <- walk(mochi_fetch_sup, World), Kind =:= fetch_pool],
    Linked = [Links -- [whereis(mochi_fetch_sup)] || Pool <- Pools, {links, Links} <- [process_info(Pool, links)]],
    case [Pid || Pid <- lists:append(Linked), is_pid(Pid)] of
        [Pid | _] ->
            Pid;
        [] ->
            erlang:yield(),
            exchange(World, Attempts - 1)
    end.

%% Whether the successor of a killed process does its work. Raises when it does not.
serves(Kind, {Old, About}, World) ->
    Now = successor(Kind, About, World),
    Now =/= Old andalso Now =/= undefined andalso works(Kind, Now, About).

successor(agent, {_, Agent}, _) -> mochi_registry:whereis(element(3, Agent));
successor({subscriber, _}, Key, _) -> mochi_registry:whereis(Key);
successor(recorder, _, _) -> mochi_registry:whereis({recorder, ~"bench load"});
successor(Kind, _, _) when is_map_key(Kind, ?NAMED) -> whereis(map_get(Kind, ?NAMED));
successor(_, _, _) -> another.

works(mochi_pg, _, _) ->
    published();
works(Kind, _, _) when Kind =:= mochi_stream_sup; Kind =:= mochi_stream_pool; Kind =:= mochi_stream_watch ->
    Stream = mochi_stream:new(~"bench probe"),
    Subscription = mochi_stream:subscribe(Stream),
    ok = mochi_stream:publish(Stream, probe),
    probe = mochi_stream:recv(Subscription, 5000),
    ok = mochi_stream:unsubscribe(Subscription),
    true;
works(Kind, Pid, _) when Kind =:= mochi_stream_keeper; Kind =:= mochi_agent_keeper ->
    gen_server:call(Pid, ready) =:= ok;
works({subscriber, blocking}, Pid, _) ->
    lists:member(Pid, pg:get_local_members(mochi, {mochi_stream_block, ~"bench load"}));
works({subscriber, beginning}, Pid, _) ->
    %% Attached, it is one of those for whom the recorder answers.
    Recorder = mochi_registry:whereis({recorder, ~"bench load"}),
    lists:member(Pid, gen_server:call(Recorder, '$mochi_sync'));
works({subscriber, _}, Pid, _) ->
    lists:member(Pid, pg:get_local_members(mochi, {mochi_stream, ~"bench load"}));
works(recorder, Pid, Last) ->
    lists:member(Pid, pg:get_local_members(mochi, {mochi_stream, ~"bench load"})) andalso
        mochi_endurance_load:last_event(beginning) > Last;
works(Kind, _, _) when Kind =:= mochi_agent_sup; Kind =:= mochi_agent_pool; Kind =:= top ->
    Agent = mochi_agent:start(mochi_endurance_agent, [7]),
    7 = mochi_agent:call(Agent, value, []),
    mochi_agent:stop(Agent) =:= ok;
works(agent, _, {_, Agent}) ->
    is_integer(mochi_agent:call(Agent, value, []));
works(Kind, _, _) when Kind =:= mochi_fetch_sup; Kind =:= fetch_pool; Kind =:= exchange ->
    [Url, _] = get(urls),
    #{~"ok" := true} = mochi_fetch:fetch(Url),
    true;
works(Kind, _, _) when Kind =:= mochi_llm_sup; Kind =:= llm_pool; Kind =:= provider ->
    mochi_llm:generate(#{model => ~"bench", prompt => ~"probe"}) =:= ~"answered";
works(mochi_datalog_ets, _, _) ->
    is_tuple(mochi_datalog:new(~"bench"));
works(mochi_datalog_keeper, Pid, _) ->
    _ = mochi_datalog:new(~"bench"),
    ets:info(mochi_datalog_ets, heir) =:= Pid;
works(mochi_telemetry, _, _) ->
    ok = mochi_telemetry:attach(probe, [[bench, probe]], fun(_, _, _, _) -> ok end, none),
    mochi_telemetry:detach(probe) =:= ok;
works(Kind, _, {Awaiting, Monitor}) when Kind =:= future; Kind =:= future_work ->
    receive
        {'DOWN', Monitor, process, Awaiting, mochi_err_async_crash} -> ok;
        {'DOWN', Monitor, process, Awaiting, Other} -> error({awaited, Other})
    after 0 -> error(not_yet)
    end,
    mochi_async:await(mochi_async:async(fun() -> true end), 5000).

published() ->
    Stream = mochi_endurance_load:stream(),
    %% The blocking one is asked, so it must be there.
    mochi_stream:subscribers(Stream) >= 4.

%% Whether a note is about what the killed process itself was working on.
is_own(agent, {_, {Number, _}}, {agents, Number, state_lost, _}) -> true;
is_own(agent, {_, {Number, _}}, {agents, Number, What, _}) -> is_code(What, mochi_err_async_crash);
is_own({subscriber, Tag}, _, {streams, Tag, events_lost, _}) -> true;
is_own(recorder, _, {streams, beginning, events_lost, _}) -> true;
is_own(fetch_pool, _, {fetch, _, What, _}) -> is_code(What, mochi_err_fetch);
is_own(exchange, _, {fetch, _, What, _}) -> is_code(What, mochi_err_fetch);
is_own(llm_pool, _, {llm, _, What, _}) -> is_code(What, mochi_err_llm);
is_own(mochi_telemetry, _, {telemetry, _, What, _}) -> is_code(What, mochi_err_async_crash);
is_own(_, _, _) -> false.

is_code({Code, _}, Code) -> true;
is_code(_, _) -> false.

%% What is its own to lose, for the table.
loses(agent) -> "its state; the call that it was at";
loses({subscriber, _}) -> "what had arrived, until it has joined again";
loses(recorder) -> "what is published until it has joined again, for the history and those who began from it";
loses(fetch_pool) -> "requests under way that may not be repeated";
loses(llm_pool) -> "requests under way";
loses(exchange) -> "its request, when that may not be repeated";
loses(mochi_telemetry) -> "the change of handlers that it was at";
loses(provider) -> "how long its provider asked to wait";
loses(Kind) when Kind =:= future; Kind =:= future_work -> "its result";
loses(_) -> "nothing".
