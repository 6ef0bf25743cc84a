-module(mochi_chan_server).
-moduledoc """
The process of a channel. Whoever has to wait is in one of two queues, with a monitor and a timer; what waits for
several channels at once has a claim, which only one of them can take.

```erlang
1> {ok, Pid} = mochi_chan_server:start(1, self()), gen_server:call(Pid, len).
0
```
""".

-behaviour(gen_server).

-export([
    start/2
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2,
    format_status/1
]).

-record(waiting, {
    from :: gen_server:from(),
    monitor :: reference(),
    timer :: reference() | undefined,
    claim :: mochi_claim:claim(),
    %% What a sender wants to send.
    value :: term()
}).

-record(channel, {
    capacity :: non_neg_integer(),
    owner :: reference() | undefined,
    closed = false :: boolean(),
    size = 0 :: non_neg_integer(),
    values = queue:new() :: queue:queue(term()),
    senders = queue:new() :: queue:queue(#waiting{}),
    receivers = queue:new() :: queue:queue(#waiting{})
}).

-define(IDLE, 60_000).

-doc """
Starts the process of a channel for a process that owns it.

```erlang
1> element(1, mochi_chan_server:start(0, self())).
ok
```
""".
-spec start(Capacity :: non_neg_integer(), Owner :: pid()) -> gen_server:start_ret().
start(Capacity, Owner) -> gen_server:start(?MODULE, {Capacity, Owner}, []).

-doc false.
-spec init({non_neg_integer(), pid()}) -> {ok, #channel{}}.
init({Capacity, Owner}) -> {ok, #channel{capacity = Capacity, owner = monitor(process, Owner)}}.

-doc false.
-spec handle_call(term(), gen_server:from(), #channel{}) -> tuple().
handle_call({send, _, _}, _, #channel{closed = true} = Channel) ->
    answered(closed, Channel);
handle_call({send, Value, Timeout}, From, Channel) ->
    send(From, Value, Timeout, undefined, Channel);
handle_call({recv, Timeout}, From, Channel) ->
    recv(From, Timeout, undefined, Channel);
handle_call({select, recv, Claim}, From, Channel) ->
    recv(From, infinity, Claim, Channel);
handle_call({select, {send, _}, Claim}, _, #channel{closed = true} = Channel) ->
    case mochi_claim:take(Claim) of
        true -> answered(closed, Channel);
        false -> settled(Channel)
    end;
handle_call({select, {send, Value}, Claim}, From, Channel) ->
    send(From, Value, infinity, Claim, Channel);
handle_call(close, _, #channel{senders = Senders, receivers = Receivers} = Channel) ->
    ok = lists:foreach(fun refuse/1, queue:to_list(Senders) ++ queue:to_list(Receivers)),
    answered(ok, Channel#channel{closed = true, senders = queue:new(), receivers = queue:new()});
handle_call(len, _, #channel{size = Size} = Channel) ->
    answered(Size, Channel);
handle_call(_, _, Channel) ->
    answered(ok, Channel).

-doc false.
-spec handle_cast(term(), #channel{}) -> tuple().
handle_cast({forget, Claim}, Channel) ->
    settled(without(fun(#waiting{claim = Other}) -> Other =:= Claim end, Channel));
handle_cast(_, Channel) ->
    settled(Channel).

-doc false.
-spec handle_info(term(), #channel{}) -> tuple().
handle_info({'DOWN', Owner, process, _, _}, #channel{owner = Owner} = Channel) ->
    settled(Channel#channel{owner = undefined});
handle_info({'DOWN', Monitor, process, _, _}, Channel) ->
    settled(without(fun(#waiting{monitor = Other}) -> Other =:= Monitor end, Channel));
handle_info({timeout, Timer, expired}, Channel) ->
    settled(
        without(
            fun
                (#waiting{timer = Other, from = From}) when Other =:= Timer ->
                    gen_server:reply(From, timeout),
                    true;
                (_) ->
                    false
            end,
            Channel
        )
    );
handle_info(timeout, #channel{owner = undefined} = Channel) ->
    {stop, normal, Channel};
handle_info(_, Channel) ->
    settled(Channel).

-doc false.
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) ->
    mochi_redact:status(Status, fun(#channel{capacity = Capacity, size = Size, closed = Closed}) ->
        #{capacity => Capacity, size => Size, closed => Closed}
    end).

%% A value goes to who waits for one, else into the channel, else its sender waits.
send(From, Value, Timeout, Claim, #channel{capacity = Capacity, size = Size, receivers = Receivers} = Channel) ->
    Room = Size < Capacity,
    case Room orelse not queue:is_empty(Receivers) of
        true -> hand_over(From, Value, Timeout, Claim, Room, Channel);
        false -> wait(From, Value, Timeout, Claim, #channel.senders, Channel)
    end.

hand_over(From, Value, Timeout, Claim, Room, Channel) ->
    case first_receiver(Claim, Channel) of
        {ok, Receiver, Left} ->
            answer(Receiver, {value, Value}),
            answered(ok, Left);
        {none, Left} when Room ->
            case mochi_claim:take(Claim) of
                true ->
                    #channel{values = Values, size = Size} = Left,
                    answered(ok, Left#channel{values = queue:in(Value, Values), size = Size + 1});
                false ->
                    settled(Left)
            end;
        {none, Left} ->
            wait(From, Value, Timeout, Claim, #channel.senders, Left);
        {taken, Left} ->
            settled(Left)
    end.

recv(From, Timeout, Claim, #channel{size = 0} = Channel) ->
    case first_sender(Claim, Channel) of
        {ok, #waiting{value = Value} = Sender, Left} ->
            answer(Sender, ok),
            answered({value, Value}, Left);
        {none, #channel{closed = true} = Left} ->
            case mochi_claim:take(Claim) of
                true -> answered(closed, Left);
                false -> settled(Left)
            end;
        {none, Left} ->
            wait(From, none, Timeout, Claim, #channel.receivers, Left);
        {taken, Left} ->
            settled(Left)
    end;
recv(_, _, Claim, #channel{values = Values, size = Size} = Channel) ->
    case mochi_claim:take(Claim) of
        true ->
            {{value, Value}, Rest} = queue:out(Values),
            answered({value, Value}, refilled(Channel#channel{values = Rest, size = Size - 1}));
        false ->
            settled(Channel)
    end.

%% A place that became free goes to the sender that waits longest.
refilled(Channel) ->
    case first_sender(undefined, Channel) of
        {ok, #waiting{value = Value} = Sender, #channel{values = Values, size = Size} = Left} ->
            answer(Sender, ok),
            Left#channel{values = queue:in(Value, Values), size = Size + 1};
        {none, Left} ->
            Left
    end.

first_receiver(Claim, Channel) -> first(Claim, #channel.receivers, Channel, []).

first_sender(Claim, Channel) -> first(Claim, #channel.senders, Channel, []).

%% The first who waits and whose claim, if any, can be taken together with the own one. One select may wait on both
%% sides of a channel: it is not its own partner.
first(Claim, Side, Channel, Passed) ->
    case queue:out(element(Side, Channel)) of
        {{value, #waiting{claim = Claim} = Own}, Left} when Claim =/= undefined ->
            first(Claim, Side, setelement(Side, Channel, Left), [Own | Passed]);
        {{value, #waiting{claim = Other} = Waiting}, Left} ->
            case mochi_claim:take_both(Claim, Other) of
                both ->
                    {ok, Waiting, setelement(Side, Channel, put_back(Passed, Left))};
                second ->
                    drop(Waiting),
                    first(Claim, Side, setelement(Side, Channel, Left), Passed);
                first ->
                    {taken, setelement(Side, Channel, put_back(Passed, element(Side, Channel)))}
            end;
        {empty, Left} ->
            {none, setelement(Side, Channel, put_back(Passed, Left))}
    end.

put_back(Passed, Queue) -> lists:foldl(fun queue:in_r/2, Queue, Passed).

wait(From, _, 0, _, _, Channel) ->
    gen_server:reply(From, timeout),
    settled(Channel);
wait({Pid, _} = From, Value, Timeout, Claim, Side, Channel) ->
    Timer =
        case Timeout of
            infinity -> undefined;
            _ -> erlang:start_timer(Timeout, self(), expired)
        end,
    Waiting = #waiting{from = From, monitor = monitor(process, Pid), timer = Timer, claim = Claim, value = Value},
    settled(setelement(Side, Channel, queue:in(Waiting, element(Side, Channel)))).

answer(#waiting{from = From} = Waiting, Answer) ->
    drop(Waiting),
    gen_server:reply(From, Answer).

refuse(#waiting{claim = Claim} = Waiting) ->
    case mochi_claim:take(Claim) of
        true -> answer(Waiting, closed);
        false -> drop(Waiting)
    end.

drop(#waiting{monitor = Monitor, timer = Timer}) ->
    demonitor(Monitor, [flush]),
    Timer =:= undefined orelse erlang:cancel_timer(Timer, [{async, true}, {info, false}]),
    ok.

without(Goes, #channel{senders = Senders, receivers = Receivers} = Channel) ->
    Stays = fun(Waiting) ->
        case Goes(Waiting) of
            true ->
                drop(Waiting),
                false;
            false ->
                true
        end
    end,
    Channel#channel{senders = queue:filter(Stays, Senders), receivers = queue:filter(Stays, Receivers)}.

%% A channel that is closed and empty ends: who asks for it then learns that it is closed. One without an owner and
%% without anybody who waits ends after a time without use.
answered(Answer, #channel{closed = true, size = 0} = Channel) -> {stop, normal, Answer, Channel};
answered(Answer, #channel{owner = undefined} = Channel) -> {reply, Answer, Channel, idle(Channel)};
answered(Answer, Channel) -> {reply, Answer, Channel}.

settled(#channel{closed = true, size = 0} = Channel) -> {stop, normal, Channel};
settled(#channel{owner = undefined} = Channel) -> {noreply, Channel, idle(Channel)};
settled(Channel) -> {noreply, Channel}.

idle(#channel{senders = Senders, receivers = Receivers}) ->
    case queue:is_empty(Senders) andalso queue:is_empty(Receivers) of
        true -> ?IDLE;
        false -> infinity
    end.
