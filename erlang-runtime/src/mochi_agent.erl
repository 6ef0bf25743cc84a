-module(mochi_agent).
-moduledoc """
Agents: processes with a state, to which others send intents.

An agent runs under a supervisor. When it crashes it starts again with the arguments that it was started with, and the
reference to it stays valid. What it was sent before the crash and had not handled is lost; calls among it raise an
error. An agent that keeps crashing is started again with growing pauses of up to a second; one whose `init` fails ten
times in a row ends.

Generated code implements this behaviour:

| callback | | purpose |
|---|---|---|
| `init(Arguments)` | | the first state |
| `handle(Intent, Arguments, State)` | | `{Result, NewState}`; for `tell` the result is dropped |
| `streams(State)` | optional | the streams whose events `event/3` gets |
| `event(Stream, Event, State)` | optional | the state after an event |
| `close(State)` | optional | runs when the agent is stopped, also with the application |
| `code_change(OldVersion, State, Extra)` | optional | the state for a new version of the module |
| `public(State)` | optional | what status reports may show; nothing of the state without it |

An error that `handle` raises reaches the caller as it is, and the agent starts again. Reports in the log name the
agent, its module and the error, but neither its state nor the arguments of intents.

```erlang
Counter = mochi_agent:start(mochi_user_counter, [5]),
ok = mochi_agent:tell(Counter, add, [2]),
7 = mochi_agent:call(Counter, value, []).
```
""".

-export([
    start/2,
    start/3,
    call/3,
    call/4,
    tell/3,
    stop/1,
    stop/2,
    find/1,
    is_running/1,
    name/1,
    upgrade/2,
    all/0,
    reference/1
]).

-export_type([
    agent/0,
    intent/0,
    milliseconds/0,
    options/0
]).

-doc "A reference to an agent, for as long as the agent is not stopped; it may be sent to other nodes.".
-opaque agent() :: {mochi_agent, node(), mochi_registry:key()}.

-doc "What is asked of an agent.".
-type intent() :: atom().

-doc "How long to wait, at most.".
-type milliseconds() :: 0..16#FFFFFFFF.

-doc "A named agent is the only one of its name on its node, and `find/1` finds it.".
-type options() :: #{name => binary()}.

-doc "The first state, from the arguments of `start/3`.".
-callback init(Arguments :: [term()]) -> State :: term().
-doc "The result of an intent and the state after it.".
-callback handle(intent(), Arguments :: [term()], State :: term()) -> {Result :: term(), State :: term()}.
-doc "The streams whose events the agent gets.".
-callback streams(State :: term()) -> [mochi_stream:stream()].
-doc "The state after an event of a stream.".
-callback event(mochi_stream:stream(), Event :: term(), State :: term()) -> State :: term().
-doc "Runs when the agent is stopped.".
-callback close(State :: term()) -> term().
-doc "The state for a new version of the module.".
-callback code_change(OldVersion :: term(), State :: term(), Extra :: term()) -> State :: term().
-doc "What of a state status reports may show.".
-callback public(State :: term()) -> term().

-optional_callbacks([streams/1, event/3, close/1, code_change/3, public/1]).

-compile({inline, [resolve/2]}).

-define(PATIENCE, 5000).
-define(START, 60_000).
-define(UPGRADE, 5000).
-define(GONE, 2000).
-define(is_time(Time), is_integer(Time), Time >= 0, Time =< 16#FFFFFFFF).

-doc """
Starts an agent without a name.

```erlang
Counter = mochi_agent:start(mochi_user_counter, [5]).
```
""".
-spec start(module(), Arguments :: [term()]) -> agent().
start(Module, Arguments) -> start(Module, Arguments, #{}).

-doc """
Starts an agent. An error that its `init` raises is raised here.

```erlang
1> mochi_agent:start(mochi_user_counter, 5, #{}).
** {mochi_error, mochi_err_type, ~"expected list of arguments, got 5 (int)"}
```
""".
-spec start(module(), Arguments :: [term()], options()) -> agent().
start(Module, Arguments, Options) when is_atom(Module), is_list(Arguments), is_map(Options) ->
    ok = mochi_sup:ensure(mochi_agent_pool),
    Key = key(Options),
    case mochi_registry:add(Key, agent, {Module, Arguments, new}) of
        true ->
            case mochi_pool:start_child(mochi_agent_pool, Key) of
                {ok, Pid} -> started(Key, Pid);
                {error, Reason} -> not_started(Key, Reason)
            end;
        false -> mochi_core:raise(mochi_err_type, [mochi_agent_place:shown(Key), ~" runs on this node already"])
    end;
start(Module, Arguments, _) when is_atom(Module), is_list(Arguments) ->
    mochi_core:type_error(~"options of an agent", Arguments);
start(Module, Arguments, _) when is_atom(Module) ->
    mochi_core:type_error(~"list of arguments", Arguments);
start(Module, _, _) ->
    mochi_core:type_error(~"module of an agent", Module).

-doc """
Asks an agent and waits for the answer, five seconds at most.

```erlang
7 = mochi_agent:call(Counter, value, []).
```
""".
-spec call(agent(), intent(), Arguments :: [term()]) -> term().
call(Agent, Intent, Arguments) -> call(Agent, Intent, Arguments, ?PATIENCE).

-doc """
Asks an agent and waits for the answer. Raises what the agent raised, `mochi_err_timeout` when there is no answer in
time, and `mochi_err_async_crash` when the agent was stopped or killed.

```erlang
1> mochi_agent:call(5, value, [], 100).
** {mochi_error, mochi_err_type, ~"expected agent, got 5 (int)"}
```
""".
-spec call(agent(), intent(), Arguments :: [term()], milliseconds()) -> term().
call({mochi_agent, Node, Key} = Agent, Intent, Arguments, Timeout) when ?is_time(Timeout) ->
    Pid = resolve(Node, Key),
    try gen_server:call(Pid, {Intent, Arguments}, Timeout) of
        {'$mochi_raise', Code, Message} -> crashed(Pid, Code, Message);
        Result -> Result
    catch
        exit:{Reason, {gen_server, call, _}} -> failed(Reason, Agent, Pid, Intent, Arguments, Timeout)
    end;
call({mochi_agent, _, _}, _, _, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
call(Agent, _, _, _) ->
    mochi_core:type_error(~"agent", Agent).

-doc """
Tells an agent something and does not wait. Intents of one process are handled in the order in which it sent them,
told or called. Raises when it is known that the agent was stopped.

```erlang
1> mochi_agent:tell(5, add, [2]).
** {mochi_error, mochi_err_type, ~"expected agent, got 5 (int)"}
```
""".
-spec tell(agent(), intent(), Arguments :: [term()]) -> ok.
tell({mochi_agent, Node, Key} = Agent, Intent, Arguments) ->
    case resolve(Node, Key) of
        Pid when is_pid(Pid) -> gen_server:cast(Pid, {Intent, Arguments});
        undefined -> gen_server:cast(awaited(Agent, undefined, deadline(?PATIENCE)), {Intent, Arguments})
    end;
tell(Agent, _, _) ->
    mochi_core:type_error(~"agent", Agent).

-doc """
Stops an agent: it handles what it was sent before, runs its `close` and ends. Stopping it again is fine; an agent may
stop itself, and does so after what it is doing.

```erlang
ok = mochi_agent:stop(Counter).
```
""".
-spec stop(agent()) -> ok.
stop(Agent) -> stop(Agent, ?PATIENCE).

-doc """
Stops an agent; one that has not ended in time is killed, and `mochi_err_timeout` raised.

```erlang
1> mochi_agent:stop(5, 100).
** {mochi_error, mochi_err_type, ~"expected agent, got 5 (int)"}
```
""".
-spec stop(agent(), milliseconds()) -> ok.
stop({mochi_agent, Node, Key}, Timeout) when ?is_time(Timeout) ->
    Pid = mochi_agent_place:find(Node, Key),
    case Pid =:= self() orelse mochi_agent_place:stop(Node, Key, Timeout) of
        true -> gen_server:cast(Pid, '$mochi_stop');
        ok -> ok;
        timeout -> timed_out(Key, ~" did not stop", Timeout);
        no_answer -> mochi_agent_place:unreachable(Node, Key)
    end;
stop({mochi_agent, _, _}, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
stop(Agent, _) ->
    mochi_core:type_error(~"agent", Agent).

-doc """
The agent of a name: the one on this node, or else on the first connected node, in the order of their names, that has
one.

```erlang
1> mochi_agent:find(~"nobody has this name").
none
```
""".
-spec find(Name :: binary()) -> mochi_option:option(agent()).
find(Name) when is_binary(Name) ->
    case mochi_registry:find({name, Name}) of
        {ok, _} ->
            {some, {mochi_agent, node(), {name, Name}}};
        error ->
            case lists:sort([node(Pid) || Pid <- pg:get_members(mochi, {mochi_agent, Name}), node(Pid) =/= node()]) of
                [Node | _] -> {some, {mochi_agent, Node, {name, Name}}};
                [] -> none
            end
    end;
find(Name) ->
    mochi_core:type_error(~"string as the name of an agent", Name).

-doc """
Whether an agent runs; false while it is being started again.

```erlang
1> mochi_agent:is_running(5).
** {mochi_error, mochi_err_type, ~"expected agent, got 5 (int)"}
```
""".
-spec is_running(agent()) -> boolean().
is_running({mochi_agent, Node, Key}) ->
    case mochi_agent_place:find(Node, Key) of
        undefined -> false;
        Pid when node(Pid) =:= node() -> is_process_alive(Pid);
        Pid -> mochi_agent_place:remote(node(Pid), erlang, is_process_alive, [Pid], ?PATIENCE, false)
    end;
is_running(Agent) ->
    mochi_core:type_error(~"agent", Agent).

-doc """
The name of an agent, when it has one.

```erlang
1> mochi_agent:name(5).
** {mochi_error, mochi_err_type, ~"expected agent, got 5 (int)"}
```
""".
-spec name(agent()) -> mochi_option:option(binary()).
name({mochi_agent, _, {name, Name}}) -> {some, Name};
name({mochi_agent, _, _}) -> none;
name(Agent) -> mochi_core:type_error(~"agent", Agent).

-doc """
Takes the agents of a module on this node over to the version of the module that is on disk: suspends them, loads it,
lets its `code_change` make new states of the old ones, and resumes them. Nothing is loaded when a process still runs
the version before the current one. Gives how many were taken over, and those whose `code_change` failed: they are
started again from their arguments.

```erlang
1> mochi_agent:upgrade(lists, none).
** {mochi_error, mochi_err_type, ~"expected module of agents, got \"lists\" (string)"}
```
""".
-spec upgrade(module(), Extra :: term()) -> #{upgraded := non_neg_integer(), failed := [{agent(), term()}]}.
upgrade(Module, Extra) ->
    case is_atom(Module) andalso not code:is_sticky(Module) of
        true -> ok;
        false -> mochi_core:type_error(~"module of agents", atom_or_term(Module))
    end,
    case code:soft_purge(Module) of
        true -> mochi_agent_server:upgrade(Module, Extra, ?UPGRADE);
        false ->
            Message = [~"a process still runs the old version of ", atom_to_binary(Module)],
            mochi_core:raise(mochi_err_timeout, Message)
    end.

-doc """
The agents of this node.

```erlang
1> mochi_agent:all().
[]
```
""".
-spec all() -> [agent()].
all() -> [reference(Key) || {Key, _, _, _, _} <- mochi_registry:rows(agent)].

-doc """
The reference to the agent of this node that a row of `m:mochi_registry` is about.

```erlang
1> mochi_agent:name(mochi_agent:reference({name, ~"counter"})).
{some, ~"counter"}
```
""".
-spec reference(mochi_registry:key()) -> agent().
reference(Key) -> {mochi_agent, node(), Key}.

%% Most agents are of this node.
resolve(Node, Key) when Node =:= node() -> mochi_registry:whereis(Key);
resolve(Node, Key) -> mochi_agent_place:resolve(Node, Key).

key(#{name := Name}) when is_binary(Name) -> {name, Name};
key(#{name := Name}) -> mochi_core:type_error(~"string as the name of an agent", Name);
key(_) -> make_ref().

atom_or_term(Module) when is_atom(Module) -> atom_to_binary(Module);
atom_or_term(Module) -> Module.

started(Key, Pid) ->
    try gen_server:call(Pid, '$mochi_ready', ?START) of
        ok ->
            {mochi_agent, node(), Key};
        {failed, Code, Message} ->
            ok = mochi_registry:remove(Key),
            mochi_core:raise(Code, Message)
    catch
        exit:{timeout, _} ->
            ok = mochi_registry:remove(Key),
            exit(Pid, kill),
            timed_out(Key, ~" did not start", ?START);
        exit:{Reason, _} ->
            not_started(Key, Reason)
    end.

-spec not_started(mochi_registry:key(), Reason :: term()) -> no_return().
not_started(Key, Reason) ->
    ok = mochi_registry:remove(Key),
    {_, Message} = mochi_error:describe(exit, Reason, []),
    mochi_core:raise(mochi_err_async_crash, [mochi_agent_place:shown(Key), ~" did not start: ", Message]).

%% An agent that was not there has not seen the message: it can be sent again. One that ended meanwhile may have.
failed(Reason, Agent, Pid, Intent, Arguments, Timeout) when Pid =:= undefined; Reason =:= noproc ->
    Deadline = deadline(Timeout),
    Next = awaited(Agent, Pid, Deadline),
    call_again(Agent, Next, Intent, Arguments, Timeout, Deadline);
failed(Reason, Agent, _, Intent, _, Timeout) ->
    raise(Reason, Agent, Intent, Timeout).

%% It answers just before it ends and logs that; the next call is not to reach it still.
-spec crashed(pid() | undefined, mochi_error:code(), binary()) -> no_return().
crashed(Pid, Code, Message) ->
    ok = gone(Pid, ?GONE),
    mochi_core:raise(Code, Message).

gone(Pid, Attempts) when is_pid(Pid), Attempts > 0, node(Pid) =:= node() ->
    case is_process_alive(Pid) of
        true ->
            timer:sleep(1),
            gone(Pid, Attempts - 1);
        false ->
            ok
    end;
gone(_, _) ->
    ok.

call_again(Agent, Pid, Intent, Arguments, Timeout, Deadline) ->
    try gen_server:call(Pid, {Intent, Arguments}, max(0, Deadline - erlang:monotonic_time(millisecond))) of
        {'$mochi_raise', Code, Message} -> crashed(Pid, Code, Message);
        Result -> Result
    catch
        exit:{noproc, _} ->
            call_again(Agent, awaited(Agent, Pid, Deadline), Intent, Arguments, Timeout, Deadline);
        exit:{Reason, _} ->
            raise(Reason, Agent, Intent, Timeout)
    end.

awaited({mochi_agent, Node, Key}, Ended, Deadline) -> mochi_agent_place:await(Node, Key, Ended, Deadline).

-spec raise(Reason :: term(), agent(), intent(), milliseconds()) -> no_return().
raise(timeout, {_, _, Key}, Intent, Timeout) ->
    timed_out(Key, [~" did not answer ", atom_to_binary(Intent)], Timeout);
raise(calling_self, {_, _, Key}, Intent, _) ->
    Itself = [mochi_agent_place:shown(Key), ~" cannot call ", atom_to_binary(Intent), ~" of itself"],
    mochi_core:raise(mochi_err_type, Itself);
raise({nodedown, Node}, {_, _, Key}, _, _) ->
    mochi_core:raise(mochi_err_async_crash, [
        mochi_agent_place:shown(Key), ~" cannot be reached: no connection to ", atom_to_binary(Node)
    ]);
raise(Reason, {_, _, Key}, Intent, _) ->
    Message =
        case Reason of
            {{mochi_error, _, Text}, _} when is_binary(Text) -> Text;
            _ -> element(2, mochi_error:describe(exit, Reason, []))
        end,
    mochi_core:raise(mochi_err_async_crash, [
        mochi_agent_place:shown(Key), ~" ended while it was asked for ", atom_to_binary(Intent), ~": ", Message
    ]).

-spec timed_out(mochi_registry:key(), What :: iodata(), milliseconds()) -> no_return().
timed_out(Key, What, Timeout) ->
    mochi_core:raise(mochi_err_timeout, [
        mochi_agent_place:shown(Key), What, ~" within ", integer_to_binary(Timeout), ~" ms"
    ]).

deadline(Timeout) -> erlang:monotonic_time(millisecond) + Timeout.
