%% The load of the fault run: processes that use every part of the application without pause and note what fails, what
%% was lost, and what came twice. What is noted belongs to the kill that was the last one.
-module(mochi_endurance_load).

-export([
    new/0,
    start/1,
    start_without_state/0,
    stop/1,
    steps/1,
    await_steps/2,
    next_kill/1,
    noted/1,
    last_event/1,
    operations/0,
    stream/0,
    note/4
]).

-define(NOTES, mochi_endurance_notes).
-define(STATE, mochi_endurance_state).
-define(AGENTS, 10).
-define(FACTS, 20).
-define(PATIENCE, 20_000).

%% The tables belong to the caller.
new() ->
    ?NOTES = ets:new(?NOTES, [named_table, public, duplicate_bag]),
    ?STATE = ets:new(?STATE, [named_table, public, set, {write_concurrency, true}]),
    next_kill(0),
    true = ets:insert(?STATE, {operations, 0}),
    ok.

next_kill(Kill) -> ets:insert(?STATE, {kill, Kill}).

%% What was noted since a kill: {Area, Tag, What, Count}.
noted(Kill) -> [{Area, Tag, What, Count} || {_, Area, Tag, What, Count} <- ets:take(?NOTES, Kill)].

note(Area, Tag, What, Count) ->
    ets:insert(?NOTES, {ets:lookup_element(?STATE, kill, 2), Area, Tag, What, Count}).

operations() -> ets:lookup_element(?STATE, operations, 2).

last_event(Tag) -> ets:lookup_element(?STATE, {last, Tag}, 2, 0).

stream() -> mochi_stream:new(~"bench load").

%% Makes what the load works on, and the workers; the value has what may be killed, too.
start(#{fetch := Fetch, llm := Llm}) ->
    Stream = stream(),
    ok = mochi_stream:record(Stream, 1000),
    Subscriptions = #{
        Tag => mochi_stream:subscribe(Stream, handler(Tag), Options)
     || {Tag, Options} <- [
            {handler, #{}},
            {limited, #{limit => 10_000}},
            {blocking, #{limit => 100, overflow => block}},
            {beginning, #{from => beginning}}
        ]
    },
    Named = mochi_agent:start(mochi_endurance_agent, [0], #{name => ~"bench named"}),
    Agents = [Named | [mochi_agent:start(mochi_endurance_agent, [0]) || _ <- lists:seq(2, 2 * ?AGENTS)]],
    Numbered = lists:enumerate(Agents),
    ok = mochi_llm:model(~"bench", #{provider => ~"openai", name => ~"m", base_url => Llm}),
    Facts = mochi_datalog:new(~"bench"),
    ok = mochi_datalog:rule(Facts, {{m, [{var, x}]}, [{n, [{var, x}]}]}),
    {First, Second} = lists:split(?AGENTS, Numbered),
    Workers = workers([
        {agents, fun agents/1, {First, #{}}},
        {agents, fun agents/1, {Second, #{}}},
        {streams, fun publish/1, {Stream, 1}},
        {fetch, fun fetch/1, {~"GET", Fetch}},
        {fetch, fun fetch/1, {~"POST", Fetch}},
        {llm, fun generate/1, none},
        {datalog, fun facts/1, {Facts, 1}},
        {telemetry, fun telemetry/1, 1}
        | stateless()
    ]),
    #{workers => Workers, agents => Numbered, subscriptions => Subscriptions, urls => [Fetch, Llm]}.

%% The workers that need nothing of what the application holds.
start_without_state() -> #{workers => workers(stateless())}.

stateless() ->
    [
        {churn, fun churn/1, mochi_stream:new(~"bench churn")},
        {futures, fun futures/1, 1}
    ].

workers(All) ->
    true = ets:match_delete(?STATE, {{steps, '_'}, '_'}),
    [
        {Area, Number, spawn_link(fun() -> work(Number, Step, State) end)}
     || {Number, {Area, Step, State}} <- lists:enumerate(All)
    ].

stop(#{workers := Workers}) ->
    [
        begin
            Monitor = monitor(process, Pid),
            Pid ! stop,
            receive {'DOWN', Monitor, process, Pid, _} -> ok end
        end
     || {_, _, Pid} <- Workers
    ],
    ok.

work(Number, Step, State) ->
    Next = Step(State),
    _ = ets:update_counter(?STATE, {steps, Number}, 1, {{steps, Number}, 0}),
    receive
        stop -> ok
    after 1 -> work(Number, Step, Next)
    end.

%% How many steps each worker has done.
steps(#{workers := Workers}) ->
    [{Worker, ets:lookup_element(?STATE, {steps, Number}, 2, 0)} || {_, Number, _} = Worker <- Workers].

%% Until every worker has done a step that it began after these; the value are those that hang.
await_steps(World, Steps) ->
    Deadline = erlang:monotonic_time(millisecond) + ?PATIENCE,
    await_steps(World, [{Worker, Count + 2} || {Worker, Count} <- Steps], Deadline).

await_steps(World, Wanted, Deadline) ->
    Done = maps:from_list(steps(World)),
    case [{Worker, Count} || {Worker, Count} <- Wanted, map_get(Worker, Done) < Count] of
        [] ->
            [];
        Left ->
            case erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(1),
                    await_steps(World, Left, Deadline);
                false ->
                    [{Area, process_info(Pid, current_stacktrace)} || {{Area, _, Pid}, _} <- Left]
            end
    end.

%% An operation: its value, or `failed` with a note of the code.
attempt(Area, Tag, Function) ->
    _ = ets:update_counter(?STATE, operations, 1),
    try
        Function()
    catch
        error:{mochi_error, Code, Message} ->
            note(Area, Tag, {Code, Message}, 1),
            failed;
        Class:Reason:Stack ->
            note(Area, Tag, {no_mochi_error, {Class, Reason, Stack}}, 1),
            failed
    end.

expect(_, _, _, Value, Value) -> ok;
expect(_, _, _, failed, _) -> ok;
expect(Area, Tag, What, _, _) -> note(Area, Tag, What, 1).

%% Each agent counts how often it was told to add: whoever asks knows what it must say.
agents({Agents, Known}) ->
    Now = maps:from_list([
        {Number, attempt(agents, Number, fun() -> mochi_agent:call(Agent, add, [1]) end)}
     || {Number, Agent} <- Agents
    ]),
    [
        note(agents, Number, state_lost, 1)
     || Number := Value <- Now,
        is_integer(Value),
        Before <- [maps:get(Number, Known, failed)],
        is_integer(Before),
        Value =/= Before + 1
    ],
    Found = attempt(agents, name, fun() -> mochi_agent:find(~"bench named") =/= none end),
    expect(agents, name, name_lost, Found, true),
    {Agents, Now}.

publish({Stream, Number}) ->
    Events = lists:seq(Number, Number + 9),
    [attempt(streams, publish, fun() -> mochi_stream:publish(Stream, Event) end) || Event <- Events],
    _ = attempt(streams, sync, fun() -> mochi_stream:sync(Stream, 10_000) end),
    {Stream, Number + length(Events)}.

%% Events are numbers without a gap.
handler(Tag) ->
    fun(Event) ->
        Last = last_event(Tag),
        true = ets:insert(?STATE, {{last, Tag}, max(Event, Last)}),
        if
            Event =:= Last + 1; Last =:= 0 -> ok;
            Event > Last -> note(streams, Tag, events_lost, Event - Last - 1);
            true -> note(streams, Tag, event_twice, 1)
        end
    end.

churn(Stream) ->
    Agent = attempt(churn, start, fun() -> mochi_agent:start(mochi_endurance_agent, [1]) end),
    Agent =:= failed orelse
        begin
            Value = attempt(churn, call, fun() -> mochi_agent:call(Agent, value, []) end),
            expect(churn, call, wrong_answer, Value, 1),
            attempt(churn, stop, fun() -> mochi_agent:stop(Agent) end)
        end,
    Subscription = attempt(churn, subscribe, fun() -> mochi_stream:subscribe(Stream) end),
    Subscription =:= failed orelse
        begin
            Event = make_ref(),
            _ = attempt(churn, publish, fun() -> mochi_stream:publish(Stream, Event) end),
            Got = attempt(churn, recv, fun() -> mochi_stream:recv(Subscription, 5000) end),
            expect(churn, recv, wrong_answer, Got, Event),
            attempt(churn, unsubscribe, fun() -> mochi_stream:unsubscribe(Subscription) end)
        end,
    Stream.

futures(Number) ->
    Values = attempt(futures, await, fun() ->
        mochi_async:await_all([mochi_async:async(fun() -> N end) || N <- [Number, Number + 1]], 10_000)
    end),
    expect(futures, await, wrong_answer, Values, [Number, Number + 1]),
    Number + 2.

fetch({Method, Url} = Request) ->
    Value = attempt(fetch, Method, fun() -> mochi_fetch:fetch(Url, #{method => Method}) end),
    expect(fetch, Method, wrong_answer, Value, #{~"ok" => true}),
    Request.

generate(none) ->
    Text = attempt(llm, generate, fun() -> mochi_llm:generate(#{model => ~"bench", prompt => ~"hello"}) end),
    expect(llm, generate, wrong_answer, Text, ~"answered"),
    none.

facts({Facts, Number}) ->
    Asserted = attempt(datalog, assert, fun() -> mochi_datalog:assert(Facts, {n, [Number]}) end),
    expect(datalog, assert, wrong_answer, Asserted, true),
    Retracted = attempt(datalog, retract, fun() -> mochi_datalog:retract(Facts, {n, [Number - ?FACTS]}) end),
    expect(datalog, retract, wrong_answer, Retracted, Number > ?FACTS),
    Count = attempt(datalog, query, fun() -> length(mochi_datalog:query(Facts, {m, [{var, x}]})) end),
    expect(datalog, query, facts_lost, Count, min(Number, ?FACTS)),
    Made = attempt(datalog, new, fun() ->
        Database = mochi_datalog:new(),
        true = mochi_datalog:assert(Database, {a, [1]}),
        mochi_datalog:delete(Database)
    end),
    expect(datalog, new, wrong_answer, Made, ok),
    {Facts, Number + 1}.

telemetry(Number) ->
    Id = {bench, Number},
    Worker = self(),
    Heard = attempt(telemetry, attach, fun() ->
        ok = mochi_telemetry:attach(Id, [[bench, load]], fun(_, _, _, _) -> Worker ! {heard, Number} end, none),
        ok = mochi_telemetry:execute([bench, load], #{}, #{}),
        receive {heard, Number} -> heard after 0 -> deaf end
    end),
    expect(telemetry, attach, wrong_answer, Heard, heard),
    _ = attempt(telemetry, detach, fun() -> mochi_telemetry:detach(Id) end),
    Number + 1.
