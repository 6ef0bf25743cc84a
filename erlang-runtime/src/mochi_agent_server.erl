-module(mochi_agent_server).
-moduledoc """
The process of an agent. It runs the callbacks of the agent's module, as `m:mochi_agent` says, turns what they raise
into the reason of its end, and tells the log no state and no arguments.

```erlang
1> mochi_agent_server:format_status(#{log => [~"secret"]}).
#{log => []}
```
""".

-behaviour(gen_server).

-export([
    start/2,
    upgrade/3
]).

-export([
    init/1,
    handle_continue/2,
    handle_call/3,
    handle_cast/2,
    handle_info/2,
    terminate/2,
    code_change/3,
    format_status/1
]).

-record(agent, {
    key :: mochi_registry:key(),
    place :: mochi_member:place(),
    module :: module(),
    state :: term(),
    streams = #{} :: #{term() => mochi_stream:stream()},
    scope :: reference() | undefined
}).

%% The first `init` failed, and who started the agent is about to ask.
-record(failed, {
    key :: mochi_registry:key(),
    place :: mochi_member:place(),
    code :: mochi_error:code(),
    message :: binary()
}).

-define(WINDOW, 10_000).
-define(FREE_RESTARTS, 5).
-define(FIRST_PAUSE, 10).
-define(LONGEST_PAUSE, 1000).
-define(MOST_FAILURES, 10).
-define(ASKED_WITHIN, 5000).
-define(REJOIN, 1).

-doc """
Starts the process of an agent that has a row in `m:mochi_registry`, for `m:mochi_member`.

```erlang
{ok, Pid} = mochi_agent_server:start(Key, Above).
```
""".
-spec start(mochi_registry:key(), mochi_member:above()) -> gen_server:start_ret().
start(Key, Above) -> gen_server:start(?MODULE, {Key, Above}, []).

-doc """
What `mochi_agent:upgrade/2` does once the version before the current one is gone.

```erlang
#{upgraded := 3, failed := []} = mochi_agent_server:upgrade(mochi_user_counter, none, 5000).
```
""".
-spec upgrade(module(), Extra :: term(), Timeout :: pos_integer()) ->
    #{upgraded := non_neg_integer(), failed := [{mochi_agent:agent(), term()}]}.
upgrade(Module, Extra, Timeout) ->
    Old = version(Module),
    Agents = [
        {Key, Pid}
     || {Key, Pid, _, {Of, _, _}, _} <- mochi_registry:rows(agent), Of =:= Module, is_pid(Pid), suspend(Pid, Timeout)
    ],
    try
        case code:load_file(Module) of
            {module, Module} ->
                Results = [{Key, Pid, change(Pid, Old, Extra, Timeout)} || {Key, Pid} <- Agents],
                %% What could not be taken over has a state that the new code does not know.
                _ = [exit(Pid, kill) || {_, Pid, Result} <- Results, Result =/= ok],
                #{
                    upgraded => length([ok || {_, _, ok} <- Results]),
                    failed => [{mochi_agent:reference(Key), Reason} || {Key, _, {error, Reason}} <- Results]
                };
            {error, What} ->
                mochi_core:raise(mochi_err_file, [
                    ~"cannot load ", atom_to_binary(Module), ~": ", io_lib:format("~0tp", [What])
                ])
        end
    after
        [resume(Pid, Timeout) || {_, Pid} <- Agents]
    end.

suspend(Pid, Timeout) -> attempt(fun() -> sys:suspend(Pid, Timeout) end) =:= ok.

change(Pid, Old, Extra, Timeout) ->
    attempt(fun() -> sys:change_code(Pid, ?MODULE, Old, {'$mochi_upgrade', Extra}, Timeout) end).

resume(Pid, Timeout) -> attempt(fun() -> sys:resume(Pid, Timeout) end).

attempt(Function) ->
    try
        Function()
    catch
        exit:Reason -> {error, Reason}
    end.

version(Module) ->
    try proplists:get_value(vsn, Module:module_info(attributes)) of
        [Version] -> Version;
        Version -> Version
    catch
        error:undef -> undefined
    end.

-doc false.
-spec init({mochi_registry:key(), mochi_member:above()}) -> {ok, #agent{}, {continue, term()}}.
init({Key, Above}) ->
    process_flag(trap_exit, true),
    Place = mochi_member:place(Above),
    case mochi_registry:claim(Key) of
        {ok, {Module, Arguments, Phase}} ->
            Starts = mochi_registry:count_start(Key, ?WINDOW),
            {ok, #agent{key = Key, place = Place, module = Module}, {continue, {Arguments, Phase, Starts}}};
        %% To refuse would have the supervisor try again.
        TakenOrGone when TakenOrGone =:= taken; TakenOrGone =:= gone ->
            {ok, #agent{key = Key, place = Place, module = none}, {continue, leave}}
    end.

-doc false.
-spec handle_continue(term(), #agent{}) -> {noreply, tuple()} | {noreply, tuple(), timeout()} | {stop, term(), tuple()}.
handle_continue(leave, Agent) ->
    {stop, normal, Agent};
handle_continue({Arguments, Phase, Starts}, #agent{key = Key, module = Module} = Agent) ->
    Starts > ?FREE_RESTARTS andalso timer:sleep(pause(Starts - ?FREE_RESTARTS)),
    try initial(Agent, Arguments) of
        Started ->
            Phase =:= started orelse mochi_registry:specify(Key, {Module, Arguments, started}),
            telemetry(start, #{}, Started),
            {noreply, Started}
    catch
        Class:Reason:Stack ->
            Described = mochi_error:describe(Class, Reason, Stack),
            not_started(Described, {Reason, Stack}, Arguments, Phase, Agent)
    end.

pause(Excess) -> min(?LONGEST_PAUSE, ?FIRST_PAUSE bsl min(Excess, 10)).

initial(#agent{module = Module} = Agent, Arguments) ->
    State = Module:init(Arguments),
    Streams =
        case erlang:function_exported(Module, streams, 1) of
            true -> #{name(Stream) => Stream || Stream <- Module:streams(State)};
            false -> #{}
        end,
    join(Agent#agent{state = State, streams = Streams}).

not_started({Code, Message}, _, _, new, #agent{key = Key, place = Place}) ->
    {noreply, #failed{key = Key, place = Place, code = Code, message = Message}, ?ASKED_WITHIN};
not_started({Code, _}, {Reason, Stack}, Arguments, Phase, #agent{key = Key, module = Module} = Agent) ->
    case failures(Phase) of
        ?MOST_FAILURES ->
            {{_, _, Message}, _} = reason(Reason, Code, Stack),
            logger:error("~ts ends: its init failed ~b times in a row, at last with: ~ts", [
                shown(Agent), ?MOST_FAILURES, Message
            ]),
            {stop, normal, Agent};
        Failures ->
            mochi_registry:specify(Key, {Module, Arguments, {failing, Failures}}),
            {stop, reason(Reason, Code, Stack), Agent#agent{module = none}}
    end.

failures({failing, Failures}) -> Failures + 1;
failures(started) -> 1.

-doc false.
-spec handle_call(term(), gen_server:from(), tuple()) -> {reply, term(), tuple()} | {stop, term(), tuple()} | tuple().
handle_call({Intent, Arguments}, _From, #agent{module = Module, state = State} = Agent) ->
    try Module:handle(Intent, Arguments, State) of
        {Result, NewState} -> {reply, Result, Agent#agent{state = NewState}};
        Other -> answer_and_crash(error, bad_result(Other), [], Agent)
    catch
        Class:Reason:Stack -> answer_and_crash(Class, Reason, Stack, Agent)
    end;
handle_call('$mochi_sync', _From, Agent) ->
    {reply, [], Agent};
handle_call('$mochi_ready', _From, #agent{} = Agent) ->
    {reply, ok, Agent};
handle_call(_, _From, #failed{code = Code, message = Message} = Failed) ->
    {stop, {shutdown, failed}, {failed, Code, Message}, Failed};
handle_call(_, _From, Agent) ->
    {reply, ok, Agent}.

-doc false.
-spec handle_cast(term(), tuple()) -> {noreply, tuple()} | {stop, term(), tuple()}.
handle_cast({Intent, Arguments}, #agent{module = Module, state = State} = Agent) ->
    try Module:handle(Intent, Arguments, State) of
        {_, NewState} -> {noreply, Agent#agent{state = NewState}};
        Other -> crash(error, bad_result(Other), [], Agent)
    catch
        Class:Reason:Stack -> crash(Class, Reason, Stack, Agent)
    end;
%% An agent that stops itself does so when it is done with what it does.
handle_cast('$mochi_stop', Agent) ->
    {stop, normal, Agent};
handle_cast(_, Agent) ->
    {noreply, Agent}.

-doc false.
-spec handle_info(term(), tuple()) -> {noreply, tuple()} | {stop, term(), tuple()}.
handle_info({'$mochi_event', Name, Event}, #agent{module = Module, state = State, streams = Streams} = Agent) when
    is_map_key(Name, Streams)
->
    try
        {noreply, Agent#agent{state = Module:event(map_get(Name, Streams), Event, State)}}
    catch
        Class:Reason:Stack -> crash(Class, Reason, Stack, Agent)
    end;
handle_info({'DOWN', Scope, process, _, _}, #agent{scope = Scope} = Agent) ->
    {noreply, join(Agent#agent{scope = undefined})};
handle_info('$mochi_join', #agent{scope = undefined} = Agent) ->
    {noreply, join(Agent)};
handle_info(timeout, #failed{} = Failed) ->
    {stop, {shutdown, failed}, Failed};
handle_info(Message, #agent{key = Key, place = Place} = Agent) ->
    case mochi_member:event(Message, Key, Place) of
        {ok, NewPlace} -> {noreply, Agent#agent{place = NewPlace}};
        leave -> {stop, shutdown, Agent};
        other -> foreign(Message, Agent)
    end;
handle_info(Message, #failed{key = Key, place = Place} = Failed) ->
    case mochi_member:event(Message, Key, Place) of
        {ok, NewPlace} -> {noreply, Failed#failed{place = NewPlace}, ?ASKED_WITHIN};
        leave -> {stop, shutdown, Failed};
        other -> foreign(Message, Failed)
    end.

%% A process that foreign code linked to the agent. Exits are trapped for the sake of `close`.
foreign({'EXIT', _, Reason}, Agent) when Reason =/= normal -> {stop, Reason, Agent};
foreign(_, #failed{} = Failed) -> {noreply, Failed, ?ASKED_WITHIN};
foreign(_, Agent) -> {noreply, Agent}.

-doc false.
-spec terminate(term(), tuple()) -> ok.
terminate(Reason, #agent{key = Key, module = Module, state = State} = Agent) when Module =/= none ->
    case is_orderly(Reason) of
        true ->
            close(Module, State, Agent),
            telemetry(stop, #{}, Agent);
        false ->
            telemetry(crash, #{reason => Reason}, Agent)
    end,
    _ = Reason =:= normal andalso mochi_registry:remove(Key, self()),
    ok;
terminate(_, #failed{key = Key}) ->
    _ = mochi_registry:remove(Key, self()),
    ok;
terminate(_, _) ->
    ok.

is_orderly(normal) -> true;
is_orderly(shutdown) -> true;
is_orderly({shutdown, _}) -> true;
is_orderly(_) -> false.

close(Module, State, Agent) ->
    try
        erlang:function_exported(Module, close, 1) andalso Module:close(State)
    catch
        Class:Reason:Stack ->
            {Code, _} = mochi_error:describe(Class, Reason, Stack),
            {{_, _, Message}, _} = reason(Reason, Code, Stack),
            logger:error("close of ~ts failed: ~ts", [shown(Agent), Message])
    end.

-doc false.
-spec code_change(term(), tuple(), term()) -> {ok, tuple()} | {error, term()}.
code_change(Old, #agent{module = Module, state = State} = Agent, {'$mochi_upgrade', Extra}) ->
    try erlang:function_exported(Module, code_change, 3) andalso Module:code_change(Old, State, Extra) of
        false -> {ok, Agent};
        NewState -> {ok, Agent#agent{state = NewState}}
    catch
        Class:Reason:Stack ->
            {Code, Message} = mochi_error:describe(Class, Reason, Stack),
            {error, {mochi_error, Code, Message}}
    end;
code_change(_, Agent, _) ->
    {ok, Agent}.

-doc false.
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) ->
    Shown = mochi_redact:status(Status, fun(#agent{key = Key, module = Module, state = State}) ->
        #{agent => key(Key), module => Module, state => public(Module, State)}
    end),
    case Status of
        #{message := Message} -> Shown#{message := message(Message)};
        #{} -> Shown
    end.

key({name, Name}) -> Name;
key(Key) -> Key.

public(Module, State) ->
    try erlang:function_exported(Module, public, 1) of
        true -> Module:public(State);
        false -> hidden
    catch
        _:_ -> hidden
    end.

message({'$gen_call', From, Message}) -> {'$gen_call', From, message(Message)};
message({'$gen_cast', Message}) -> {'$gen_cast', message(Message)};
message({Intent, Arguments}) when is_atom(Intent), is_list(Arguments) -> {Intent, hidden};
message({'$mochi_event', Name, _}) -> {'$mochi_event', Name, hidden};
message(Message) when is_atom(Message) -> Message;
message(_) -> hidden.

%% Who asked gets the whole message. The reason of the end goes into the log: an error of the machine or of foreign code
%% would carry the values that it was about, which may be secret; a Mochi error says what its author wanted it to say.
answer_and_crash(Class, Reason, Stack, Agent) ->
    {Code, Message} = mochi_error:describe(Class, Reason, Stack),
    {stop, reason(Reason, Code, Stack), {'$mochi_raise', Code, Message}, Agent}.

crash(Class, Reason, Stack, Agent) ->
    {Code, _} = mochi_error:describe(Class, Reason, Stack),
    {stop, reason(Reason, Code, Stack), Agent}.

reason({mochi_error, _, _} = Error, _, Stack) -> {Error, mochi_redact:stack(Stack)};
reason(Reason, Code, Stack) -> {{mochi_error, Code, failed(Reason, Stack)}, mochi_redact:stack(Stack)}.

failed(Reason, [Entry | _]) ->
    [{Module, Function, Arity, _}] = mochi_redact:stack([Entry]),
    iolist_to_binary([
        kind(Reason), ~" in ", atom_to_binary(Module), $:, atom_to_binary(Function), $/, integer_to_binary(Arity)
    ]);
failed(Reason, []) ->
    kind(Reason).

kind(Reason) when is_atom(Reason) -> atom_to_binary(Reason);
kind(Reason) when is_tuple(Reason), is_atom(element(1, Reason)) -> atom_to_binary(element(1, Reason));
kind(_) -> ~"an error".

bad_result(Result) ->
    Message = [~"expected result and state, got ", mochi_format:described(Result)],
    {mochi_error, mochi_err_type, iolist_to_binary(Message)}.

join(#agent{key = Key, streams = Streams} = Agent) ->
    case name_group(Key) ++ [mochi_stream:group(Stream) || Stream <- maps:values(Streams)] of
        [] ->
            Agent;
        Groups ->
            case mochi_stream_group:join(Groups) of
                {ok, Scope} ->
                    Agent#agent{scope = Scope};
                error ->
                    _ = erlang:send_after(?REJOIN, self(), '$mochi_join'),
                    Agent
            end
    end.

%% What the events of a stream come with.
name(Stream) ->
    {_, Name} = mochi_stream:group(Stream),
    Name.

%% Other nodes find a named agent by its group.
name_group({name, Name}) -> [{mochi_agent, Name}];
name_group(_) -> [].

telemetry(What, More, #agent{key = Key, module = Module}) ->
    Event = [mochi, agent, What],
    mochi_telemetry:is_listened(Event) andalso
        mochi_telemetry:execute(
            Event, #{system_time => erlang:system_time()}, More#{agent => key(Key), module => Module}
        ),
    ok.

shown(#agent{key = {name, Name}}) -> [~"agent ", mochi_format:excerpt(Name)];
shown(#agent{module = Module}) -> [~"an agent of ", atom_to_binary(Module)].
