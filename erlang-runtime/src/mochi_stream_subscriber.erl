-module(mochi_stream_subscriber).
-moduledoc """
The process of a subscription.

Without a limit it runs the handler itself, and its mailbox is the queue. With a limit a process of its own runs the
handler for each event, so that this one can count what waits, drop it, or let publishers wait. Without a handler it
keeps the events for `mochi_stream:recv/2`.

It is `idle` while no handler runs, `busy` while one runs, and `over` after more events came than its limit allows and
that was to be an error.

```erlang
1> mochi_stream_subscriber:format_status(#{log => [~"secret"]}).
#{log => []}
```
""".

-behaviour(gen_statem).

-export([
    start/2
]).

-export([
    callback_mode/0,
    init/1,
    handle_event/4,
    terminate/3,
    format_status/1
]).

-record(data, {
    key :: mochi_registry:key(),
    place :: mochi_member:place(),
    name :: mochi_stream_history:key(),
    handler :: mochi_stream:handler() | none,
    limit :: pos_integer() | infinity,
    overflow :: drop | block | error,
    from :: now | beginning,
    owner :: reference(),
    %% The scope or the recorder that the events come from.
    source :: reference() | undefined,
    recorder :: node() | undefined,
    attempts = 0 :: non_neg_integer(),
    queue = queue:new() :: queue:queue(term()),
    size = 0 :: non_neg_integer(),
    worker :: {pid(), reference()} | undefined,
    receivers = queue:new() :: queue:queue({gen_statem:from(), reference()}),
    publishers = queue:new() :: queue:queue({gen_statem:from(), term()}),
    syncs = [] :: [gen_statem:from()],
    dropped = 0 :: non_neg_integer()
}).

-define(REJOIN, 1).
-define(ATTEMPTS, 100).

-doc """
Starts the process of a subscription that has a row in `m:mochi_registry`, for `m:mochi_member`.

```erlang
{ok, Pid} = mochi_stream_subscriber:start(Key, Above).
```
""".
-spec start(mochi_registry:key(), mochi_member:above()) -> gen_statem:start_ret().
start(Key, Above) -> gen_statem:start(?MODULE, {Key, Above}, []).

-doc false.
-spec callback_mode() -> handle_event_function.
callback_mode() -> handle_event_function.

-doc false.
-spec init({mochi_registry:key(), mochi_member:above()}) -> gen_statem:init_result(idle | leaving, #data{} | none).
init({Key, Above}) ->
    process_flag(trap_exit, true),
    case mochi_registry:claim(Key) of
        {ok, #{name := Name, handler := Handler, limit := Limit, overflow := Overflow, from := From} = Specification} ->
            #{owner := Owner} = Specification,
            Data = #data{
                key = Key,
                place = mochi_member:place(Above),
                name = Name,
                handler = Handler,
                limit = Limit,
                overflow = Overflow,
                from = From,
                owner = monitor(process, Owner)
            },
            connected(Data);
        %% To refuse would have the supervisor try again.
        TakenOrGone when TakenOrGone =:= taken; TakenOrGone =:= gone ->
            {ok, leaving, none, {state_timeout, 0, leave}}
    end.

connected(Data) ->
    {Connected, Events} = connect(Data),
    {ok, idle, Connected, [{next_event, info, Event} || Event <- Events] ++ again(Connected)}.

-doc false.
-spec handle_event(gen_statem:event_type(), term(), atom(), #data{} | none) -> gen_statem:event_handler_result(atom()).
handle_event(state_timeout, leave, leaving, _) ->
    {stop, normal};
handle_event(info, {'$mochi_event', Name, Event}, State, #data{name = Name, from = now} = Data) ->
    take(Event, State, Data);
handle_event(info, {'$mochi_recorded', Name, Number, Event}, State, #data{key = Key, name = Name} = Data) ->
    _ = mochi_registry:mark(Key, Number + 1),
    take(Event, State, Data);
%% History was there before the limit applied.
handle_event(info, {history, Number, Event}, State, #data{key = Key, limit = Limit} = Data) ->
    _ = mochi_registry:mark(Key, Number + 1),
    case take(Event, State, Data#data{limit = infinity_for(Data)}) of
        {next_state, Next, NewData} -> {next_state, Next, NewData#data{limit = Limit}};
        {next_state, Next, NewData, Actions} -> {next_state, Next, NewData#data{limit = Limit}, Actions}
    end;
handle_event({call, From}, {publish, Event, Wait}, State, #data{} = Data) ->
    publish(From, Event, Wait, State, Data);
handle_event({call, From}, {recv, Wait}, State, #data{handler = none} = Data) ->
    recv(From, Wait, State, Data);
handle_event({call, From}, {recv, _}, _, _) ->
    Message = ~"a subscription with a handler has no events to take",
    {keep_state_and_data, {reply, From, {error, mochi_err_type, Message}}};
handle_event({call, From}, dropped, _, #data{dropped = Dropped}) ->
    {keep_state_and_data, {reply, From, Dropped}};
handle_event({call, From}, '$mochi_sync', State, #data{syncs = Syncs} = Data) ->
    settled(State, Data#data{syncs = [From | Syncs]}, []);
handle_event({timeout, {publish, From}}, expired, State, #data{publishers = Publishers} = Data) ->
    Left = queue:delete_with(fun({Publisher, _}) -> Publisher =:= From end, Publishers),
    {next_state, State, Data#data{publishers = Left}, {reply, From, timeout}};
handle_event({timeout, {recv, From}}, expired, State, #data{receivers = Receivers, name = Name} = Data) ->
    [demonitor(Monitor, [flush]) || {Receiver, Monitor} <- queue:to_list(Receivers), Receiver =:= From],
    Left = queue:delete_with(fun({Receiver, _}) -> Receiver =:= From end, Receivers),
    {next_state, State, Data#data{receivers = Left}, {reply, From, {timeout, Name}}};
handle_event({timeout, connect}, _, State, Data) ->
    reconnect(State, Data);
handle_event(info, {'DOWN', Monitor, process, _, _}, _, #data{owner = Monitor}) ->
    {stop, normal};
handle_event(info, {'DOWN', Monitor, process, _, _}, State, #data{worker = {_, Monitor}} = Data) ->
    next(State, Data#data{worker = undefined});
handle_event(info, {'DOWN', Monitor, process, _, _}, State, #data{source = Monitor} = Data) ->
    reconnect(State, Data#data{source = undefined});
handle_event(info, {'DOWN', Monitor, process, _, _} = Message, State, #data{receivers = Receivers} = Data) ->
    case [From || {From, Receiver} <- queue:to_list(Receivers), Receiver =:= Monitor] of
        [] ->
            moved(Message, Data);
        Gone ->
            Left = queue:delete_with(fun({_, Receiver}) -> Receiver =:= Monitor end, Receivers),
            {next_state, State, Data#data{receivers = Left}, [{{timeout, {recv, From}}, cancel} || From <- Gone]}
    end;
handle_event({call, From}, _, _, _) ->
    {keep_state_and_data, {reply, From, ok}};
handle_event(info, Message, _, #data{} = Data) ->
    moved(Message, Data);
handle_event(_, _, _, _) ->
    keep_state_and_data.

moved(Message, #data{key = Key, place = Place} = Data) ->
    case mochi_member:event(Message, Key, Place) of
        {ok, NewPlace} -> {keep_state, Data#data{place = NewPlace}};
        leave -> {stop, shutdown};
        other -> keep_state_and_data
    end.

-doc false.
-spec terminate(term(), atom(), #data{} | none) -> ok.
terminate(Reason, _, #data{key = Key, worker = Worker}) ->
    is_tuple(Worker) andalso exit(element(1, Worker), kill),
    _ = Reason =:= normal andalso mochi_registry:remove(Key, self()),
    ok;
terminate(_, _, _) ->
    ok.

-doc false.
-spec format_status(gen_statem:format_status()) -> gen_statem:format_status().
format_status(Status) ->
    mochi_redact:status(Status, fun(#data{name = Name, size = Size, dropped = Dropped}) ->
        #{stream => Name, waiting => Size, dropped => Dropped}
    end).

%% An event arrives

take(_, over, Data) ->
    {next_state, over, Data};
take(Event, State, #data{handler = Handler, limit = infinity, worker = undefined, size = 0, name = Name} = Data) when
    Handler =/= none
->
    handle(Handler, Event, Name),
    {next_state, State, Data};
take(Event, State, #data{size = Size, limit = Limit} = Data) ->
    case is_ready(State, Data) orelse Size < Limit of
        true -> next(State, enqueued(Event, Data));
        false -> overflow(State, Data)
    end.

%% Whether the event would not wait at all.
is_ready(State, #data{handler = none, receivers = Receivers, size = Size}) ->
    State =/= over andalso Size =:= 0 andalso not queue:is_empty(Receivers);
is_ready(State, #data{worker = Worker}) -> State =:= idle andalso Worker =:= undefined.

enqueued(Event, #data{queue = Queue, size = Size} = Data) ->
    Data#data{queue = queue:in(Event, Queue), size = Size + 1}.

%% A limit of one more than there is lets this event in.
infinity_for(#data{handler = none}) -> infinity;
infinity_for(#data{limit = infinity}) -> infinity;
infinity_for(#data{size = Size}) -> Size + 1.

overflow(_, #data{overflow = error, limit = Limit, name = Name, handler = Handler} = Data) ->
    case Handler of
        none ->
            settled(over, Data, []);
        _ ->
            logger:error("~ts", [ended_message(Name, Limit)]),
            {stop, normal}
    end;
overflow(State, #data{dropped = Dropped} = Data) ->
    {next_state, State, Data#data{dropped = Dropped + 1}}.

ended_message(Name, Limit) ->
    iolist_to_binary([
        ~"the subscription to ", shown(Name), ~" ended: more than ", integer_to_binary(Limit), ~" events were waiting"
    ]).

%% Publishers that wait

publish(From, Event, Wait, State, #data{size = Size, limit = Limit, publishers = Publishers} = Data) ->
    case is_ready(State, Data) orelse (Size < Limit andalso queue:is_empty(Publishers)) of
        true ->
            {next_state, Next, NewData, Actions} = next(State, enqueued(Event, Data)),
            {next_state, Next, NewData, [{reply, From, ok} | Actions]};
        false ->
            Waiting = Data#data{publishers = queue:in({From, Event}, Publishers)},
            {next_state, State, Waiting, {{timeout, {publish, From}}, Wait, expired}}
    end.

admitted(#data{size = Size, limit = Limit, publishers = Publishers} = Data, Actions) when Size < Limit ->
    case queue:out(Publishers) of
        {{value, {From, Event}}, Left} ->
            More = [{{timeout, {publish, From}}, cancel}, {reply, From, ok} | Actions],
            admitted(enqueued(Event, Data#data{publishers = Left}), More);
        {empty, _} ->
            {Data, Actions}
    end;
admitted(Data, Actions) ->
    {Data, Actions}.

%% What waits goes on to whoever is there for it

next(State, Data) ->
    {Next, Moved, Actions} = move(State, Data, []),
    {Admitted, More} = admitted(Moved, Actions),
    case Admitted#data.size > Moved#data.size of
        true ->
            {next_state, Final, Last, Further} = next(Next, Admitted),
            {next_state, Final, Last, More ++ Further};
        false ->
            settled(Next, Admitted, More)
    end.

move(State, #data{handler = none, receivers = Receivers, queue = Queue, size = Size} = Data, Actions) when Size > 0 ->
    case queue:out(Receivers) of
        {{value, {From, Monitor}}, Left} ->
            {{value, Event}, Rest} = queue:out(Queue),
            demonitor(Monitor, [flush]),
            Moved = Data#data{receivers = Left, queue = Rest, size = Size - 1},
            move(State, Moved, [{{timeout, {recv, From}}, cancel}, {reply, From, {event, Event}} | Actions]);
        {empty, _} ->
            {State, Data, Actions}
    end;
move(_, #data{handler = Handler, worker = undefined, queue = Queue, size = Size, name = Name} = Data, Actions) when
    Size > 0, Handler =/= none
->
    {{value, Event}, Rest} = queue:out(Queue),
    %% When this one is killed, its successor handles other events before the worker has had its turn: then it must not.
    Subscriber = self(),
    Worker = spawn_opt(fun() -> is_process_alive(Subscriber) andalso handle(Handler, Event, Name) end, [link, monitor]),
    {busy, Data#data{worker = Worker, queue = Rest, size = Size - 1}, Actions};
move(busy, #data{worker = undefined} = Data, Actions) ->
    {idle, Data, Actions};
move(State, Data, Actions) ->
    {State, Data, Actions}.

settled(State, #data{handler = Handler, syncs = Syncs, size = Size, publishers = Publishers} = Data, Actions) ->
    Handled = State =:= idle andalso Size =:= 0 andalso queue:is_empty(Publishers),
    case State =:= over orelse Handler =:= none orelse Handled of
        true -> {next_state, State, Data#data{syncs = []}, Actions ++ [{reply, From, []} || From <- Syncs]};
        false -> {next_state, State, Data, Actions}
    end.

recv(From, _, over, #data{size = 0, name = Name, limit = Limit}) ->
    {keep_state_and_data, {reply, From, {error, mochi_err_timeout, ended_message(Name, Limit)}}};
recv({Pid, _} = From, Wait, State, #data{receivers = Receivers} = Data) ->
    Waiting = Data#data{receivers = queue:in({From, monitor(process, Pid)}, Receivers)},
    {next_state, Next, NewData, Actions} = next(State, Waiting),
    %% Set before it may be cancelled.
    {next_state, Next, NewData, [{{timeout, {recv, From}}, Wait, expired} | Actions]}.

handle(Handler, Event, Name) ->
    try
        Handler(Event)
    catch
        Class:Reason:Stack ->
            {_, Message} = mochi_error:describe(Class, Reason, Stack),
            logger:error("a handler of ~ts failed: ~ts", [shown(Name), Message])
    end.

shown(Name) when is_binary(Name) -> [~"stream ", mochi_format:excerpt(Name)];
shown(_) -> ~"a stream".

%% Where events come from

reconnect(State, Data) ->
    {Connected, Events} = connect(Data),
    {next_state, State, Connected, [{next_event, info, Event} || Event <- Events] ++ again(Connected)}.

again(#data{source = undefined}) -> [{{timeout, connect}, ?REJOIN, again}];
again(_) -> [].

connect(#data{from = now} = Data) ->
    {join(Data), []};
connect(#data{name = Name, key = Key, recorder = Before, attempts = Attempts} = Data) ->
    case mochi_stream_recorder:find(Name) of
        {ok, Pid} ->
            %% Every recorder has numbers of its own.
            From =
                case Before =:= undefined orelse Before =:= node(Pid) of
                    true -> mochi_registry:marked(Key, 1);
                    false -> next
                end,
            attach(Pid, From, Data);
        none when Attempts >= ?ATTEMPTS ->
            {join(Data#data{from = now}), []};
        _ ->
            {Data#data{attempts = Attempts + 1}, []}
    end.

attach(Pid, From, Data) ->
    Monitor = monitor(process, Pid),
    case mochi_stream_recorder:attach(Pid, self(), From) of
        {ok, Events, _} ->
            History = [{history, Number, Event} || {Number, Event} <- Events],
            {Data#data{source = Monitor, recorder = node(Pid), attempts = 0}, History};
        error ->
            demonitor(Monitor, [flush]),
            {Data, []}
    end.

join(#data{name = Name, overflow = Overflow, limit = Limit} = Data) ->
    Blocks = Overflow =:= block andalso Limit =/= infinity,
    Group =
        case Blocks of
            true -> {mochi_stream_block, Name};
            false -> {mochi_stream, Name}
        end,
    case mochi_stream_group:join([Group]) of
        {ok, Scope} -> Data#data{source = Scope};
        error -> Data
    end.
