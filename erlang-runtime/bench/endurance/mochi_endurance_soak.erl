%% The soak: much of everything, and nothing left of it. Each part runs in a fresh node and writes what it measured to a
%% file; mochi_endurance_report makes the tables.
-module(mochi_endurance_soak).

-export([
    part/1,
    measured/2,
    quick/2,
    parts/0,
    names/0
]).

-define(SETTLES_WITHIN, 90).

parts() -> [agents, streams, futures, fetches, chain, sparse, dense, join].

names() -> lists:foreach(fun(Part) -> io:format("~ts~n", [Part]) end, parts()), halt(0).

%% erl -run mochi_endurance_soak part NAME SCALE FILE
part([Name, Scale, File]) ->
    Part = hd([Part || Part <- parts(), atom_to_list(Part) =:= Name]),
    Result =
        try
            measured(Part, scale(Scale))
        catch
            Class:Reason:Stack -> #{part => Part, failed => {Class, Reason, Stack}}
        end,
    ok = file:write_file(File, io_lib:format("~tp.~n", [Result])),
    halt(mochi_endurance_report:part(Result)).

scale(Text) ->
    try
        list_to_float(Text)
    catch
        error:badarg -> float(list_to_integer(Text))
    end.

%% Without a look at what is left, which would have to wait for what is kept for a while.
quick(Part, Scale) ->
    {ok, _} = application:ensure_all_started(mochi),
    World = prepare(Part),
    Result = in_process(fun() -> run(Part, Scale, World) end),
    case World of
        #{stop := Stop} -> ok = Stop();
        #{} -> ok
    end,
    Result.

measured(Part, Scale) ->
    {ok, _} = application:ensure_all_started(mochi),
    World = prepare(Part),
    %% Loads the code, and makes what stays, such as the pools of schedulers and the tables of names.
    _ = in_process(fun() -> run(Part, min(Scale, 0.002), World) end),
    Before = settled(mochi_endurance_measure:snapshot(), keeps(Part), 0),
    Sampler = mochi_endurance_measure:start_sampler(),
    Start = erlang:monotonic_time(),
    {Used, _} = erlang:statistics(runtime),
    {What, Did} = in_process(fun() -> run(Part, Scale, World) end),
    Time = erlang:convert_time_unit(erlang:monotonic_time() - Start, native, millisecond),
    {UsedThen, _} = erlang:statistics(runtime),
    Peak = mochi_endurance_measure:stop_sampler(Sampler),
    {After, Waited} = mochi_endurance_measure:await_same(Before, ?SETTLES_WITHIN, 0),
    #{
        part => Part,
        what => What,
        did => Did,
        milliseconds => Time,
        processor => UsedThen - Used,
        before => Before,
        peak => Peak,
        'after' => After,
        settled_after => Waited,
        leaks => mochi_endurance_measure:leaks(Before, After)
    }.

%% The state before is one that does not change any more.
settled(Held, Seconds, Seconds) ->
    Held;
settled(Held, Seconds, Unchanged) ->
    timer:sleep(1000),
    case mochi_endurance_measure:snapshot() of
        #{processes := Count} = Now when Count =:= map_get(processes, Held) -> settled(Now, Seconds, Unchanged + 1);
        Now -> settled(Now, Seconds, 0)
    end.

%% For so many seconds something may be kept that the first run has used: results of futures, connections.
keeps(futures) -> 32;
keeps(fetches) -> 62;
keeps(_) -> 1.

%% What it made on its heap goes with the process.
in_process(Function) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({result, Function()}) end),
    receive
        {'DOWN', Monitor, process, Pid, {result, Result}} -> Result;
        {'DOWN', Monitor, process, Pid, Reason} -> error(Reason)
    end.

prepare(fetches) ->
    #{ports := Ports} = Server = mochi_endurance_server:start_peer(7),
    Urls = [<<"http://127.0.0.1:", (integer_to_binary(Port))/binary, "/json">> || Port <- Ports],
    Server#{urls => list_to_tuple(Urls)};
prepare(_) ->
    #{}.

scaled(Count, Scale) -> max(1, round(Count * Scale)).

run(agents, Scale, _) ->
    Count = scaled(100_000, Scale),
    Agents = [mochi_agent:start(mochi_endurance_agent, [N]) || N <- lists:seq(1, Count)],
    lists:foreach(fun(Agent) -> ok = mochi_agent:tell(Agent, add, [1]) end, Agents),
    Sum = lists:sum([mochi_agent:call(Agent, value, []) || Agent <- Agents]),
    Sum = Count * (Count + 1) div 2 + Count,
    lists:foreach(fun(Agent) -> ok = mochi_agent:stop(Agent) end, Agents),
    {"agents started, told, called and stopped", Count};
run(streams, Scale, _) ->
    Subscribers = 1000,
    Messages = scaled(1_000_000, Scale),
    Stream = mochi_stream:new(~"soak"),
    Handled = counters:new(1, [write_concurrency]),
    Subscriptions = [
        mochi_stream:subscribe(Stream, fun(_) -> counters:add(Handled, 1, 1) end)
     || _ <- lists:seq(1, Subscribers)
    ],
    ok = publish(Stream, 1, Messages),
    ok = mochi_stream:sync(Stream, 60_000),
    {Expected, Expected} = {Messages * Subscribers, counters:get(Handled, 1)},
    lists:foreach(fun mochi_stream:unsubscribe/1, Subscriptions),
    {"messages published to 1 000 subscribers each", Messages};
run(futures, Scale, _) ->
    Count = scaled(100_000, Scale),
    Futures = [mochi_async:async(fun() -> receive after 100 -> N end end) || N <- lists:seq(1, Count)],
    Sum = lists:sum(mochi_async:await_all(Futures)),
    Sum = Count * (Count + 1) div 2,
    {"futures started, then awaited", Count};
run(fetches, Scale, #{urls := Urls} = Server) ->
    Connections = 50,
    Before = mochi_endurance_server:accepted(Server),
    Each = max(1, scaled(10_000, Scale) div Connections),
    Fetch = fun(Worker) ->
        Url = element(1 + Worker rem tuple_size(Urls), Urls),
        [#{~"ok" := true} = mochi_fetch:fetch(Url) || _ <- lists:seq(1, Each)],
        Each
    end,
    Futures = [mochi_async:async(fun() -> Fetch(Worker) end) || Worker <- lists:seq(1, Connections)],
    Done = lists:sum(mochi_async:await_all(Futures)),
    Accepted = mochi_endurance_server:accepted(Server) - Before,
    {lists:flatten(io_lib:format("fetches by 50 callers from 7 ports over ~b connections", [Accepted])), Done};
run(chain, Scale, _) ->
    Nodes = scaled(2000, math:sqrt(Scale)),
    closure([{N, N + 1} || N <- lists:seq(1, Nodes - 1)], Nodes * (Nodes - 1) div 2);
run(sparse, Scale, _) ->
    closure(random_edges(scaled(20_000, Scale), scaled(20_000, Scale)), unknown);
run(dense, Scale, _) ->
    closure(random_edges(scaled(20_000, Scale), scaled(500, math:sqrt(Scale))), unknown);
run(join, Scale, _) ->
    Left = scaled(1_000_000, Scale),
    Right = scaled(100_000, Scale),
    Rows = mochi_query:iterate(1, fun(N) when N > Left -> done; (N) -> {{1 + N rem Right, N}, N + 1} end),
    Others = [{N, N * 2} || N <- lists:seq(1, Right)],
    First = fun({Key, _}) -> Key end,
    Joined = mochi_query:join(inner, Rows, Others, First, First, fun({_, A}, {_, B}) -> A + B end),
    Left = mochi_query:count(Joined),
    {"rows joined with a tenth as many", Left}.

publish(_, Message, Last) when Message > Last -> ok;
publish(Stream, Message, Last) ->
    ok = mochi_stream:publish(Stream, Message),
    %% Who publishes without end waits now and then, or the mailboxes fill the memory.
    Message rem 100 =:= 0 andalso mochi_stream:sync(Stream, 60_000),
    publish(Stream, Message + 1, Last).

random_edges(Count, Nodes) ->
    Draw = fun(_, Before) ->
        {From, Between} = rand:uniform_s(Nodes, Before),
        {To, After} = rand:uniform_s(Nodes, Between),
        {{From, To}, After}
    end,
    {Edges, _} = lists:mapfoldl(Draw, rand:seed_s(exsss, 2), lists:seq(1, Count)),
    lists:usort(Edges).

closure(Edges, Expected) ->
    [X, Y, Z] = [{var, Name} || Name <- [x, y, z]],
    Rules = [
        {{path, [X, Y]}, [{edge, [X, Y]}]},
        {{path, [X, Z]}, [{path, [X, Y]}, {edge, [Y, Z]}]}
    ],
    Model = mochi_datalog:solve([{edge, [A, B]} || {A, B} <- Edges], Rules),
    Count = mochi_datalog:count(Model, path),
    true = Expected =:= unknown orelse Expected =:= Count,
    ok = mochi_datalog:free(Model),
    {lists:flatten(io_lib:format("facts that follow from ~b edges", [length(Edges)])), Count}.
