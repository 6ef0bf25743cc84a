-module(mochi_chan).
-moduledoc """
Channels: bounded queues between processes.

`send/2` waits while a channel is full, `recv/1` while it is empty; a capacity of 0 hands every value over from hand
to hand. Who waits longest is served first. A process that ends while it waits is forgotten, and so is what it wanted
to send.

After `close/1` nothing can be sent any more; what is in the channel can still be received. A channel that is closed
and empty, or whose process was killed, raises an error with the code `closed`.

A channel ends when it is closed and empty, and lives as long as the process that made it otherwise. When that one has
ended, the channel stays while others use it and ends after a minute without use.

A wait without a time limit ends when the channel is closed or ends, at the latest.

```erlang
1> Channel = mochi_chan:new(2), mochi_chan:send(Channel, 1), mochi_chan:send(Channel, 2).
ok
2> {mochi_chan:recv(Channel), mochi_chan:recv(Channel)}.
{1, 2}
3> mochi_chan:close(Channel), mochi_chan:next(Channel).
none
```
""".

-export([
    new/1,
    send/2,
    send/3,
    recv/1,
    recv/2,
    next/1,
    next/2,
    close/1,
    len/1,
    select/1,
    select/2
]).

-export_type([
    channel/1,
    choice/0,
    milliseconds/0
]).

-doc "A channel of values.".
-opaque channel(_Value) :: {mochi_channel, pid()}.

-doc "One of the things that `select/2` waits for.".
-type choice() :: {recv, channel(term())} | {send, channel(term()), Value :: term()}.

-doc "How long to wait, at most.".
-type milliseconds() :: 0..16#FFFFFFFF | infinity.

-define(MARGIN, 5000).
-define(is_time(Time), (Time =:= infinity orelse (is_integer(Time) andalso Time >= 0 andalso Time =< 16#FFFFFFFF))).

-doc """
A channel that holds so many values before who sends has to wait.

```erlang
1> mochi_chan:len(mochi_chan:new(10)).
0
2> mochi_chan:new(-1).
** {mochi_error, mochi_err_type, ~"expected capacity of a channel, got -1 (int)"}
```
""".
-spec new(Capacity :: non_neg_integer()) -> channel(term()).
new(Capacity) when is_integer(Capacity), Capacity >= 0 ->
    {ok, Pid} = mochi_chan_server:start(Capacity, self()),
    {mochi_channel, Pid};
new(Capacity) ->
    mochi_core:type_error(~"capacity of a channel", Capacity).

-doc """
Sends a value; waits while the channel is full.

```erlang
1> mochi_chan:send(mochi_chan:new(1), ~"a").
ok
```
""".
-spec send(channel(Value), Value) -> ok.
send(Channel, Value) -> send(Channel, Value, infinity).

-doc """
Sends a value; raises `mochi_err_timeout` when there is no room in time, and the value is not sent then.

```erlang
1> mochi_chan:send(mochi_chan:new(0), ~"a", 10).
** {mochi_error, mochi_err_timeout, ~"the channel had no room within 10 ms"}
```
""".
-spec send(channel(Value), Value, milliseconds()) -> ok.
send(Channel, Value, Timeout) ->
    case call(Channel, {send, Value, Timeout}, Timeout) of
        ok -> ok;
        timeout -> timed_out(~"the channel had no room", Timeout);
        closed -> closed()
    end.

-doc """
The next value; waits while there is none.

```erlang
1> Channel = mochi_chan:new(1), mochi_chan:send(Channel, ~"a"), mochi_chan:recv(Channel).
~"a"
```
""".
-spec recv(channel(Value)) -> Value.
recv(Channel) -> recv(Channel, infinity).

-doc """
The next value; raises `mochi_err_timeout` when there is none in time.

```erlang
1> mochi_chan:recv(mochi_chan:new(1), 10).
** {mochi_error, mochi_err_timeout, ~"the channel had no value within 10 ms"}
2> Channel = mochi_chan:new(1), mochi_chan:close(Channel), mochi_chan:recv(Channel, 10).
** {mochi_error, {mochi_user, ~"closed"}, ~"the channel is closed"}
```
""".
-spec recv(channel(Value), milliseconds()) -> Value.
recv(Channel, Timeout) ->
    case next(Channel, Timeout) of
        {some, Value} -> Value;
        none -> closed()
    end.

-doc """
The next value, or nothing when the channel is closed and empty: what a loop over a channel asks for.

```erlang
1> Channel = mochi_chan:new(1), mochi_chan:send(Channel, 1), mochi_chan:close(Channel), mochi_chan:next(Channel).
{some, 1}
```
""".
-spec next(channel(Value)) -> mochi_option:option(Value).
next(Channel) -> next(Channel, infinity).

-doc """
The next value, or nothing when the channel is closed and empty; raises `mochi_err_timeout` when there is none in
time.

```erlang
1> mochi_chan:next(mochi_chan:new(1), 10).
** {mochi_error, mochi_err_timeout, ~"the channel had no value within 10 ms"}
```
""".
-spec next(channel(Value), milliseconds()) -> mochi_option:option(Value).
next(Channel, Timeout) ->
    case call(Channel, {recv, Timeout}, Timeout) of
        {value, Value} -> {some, Value};
        timeout -> timed_out(~"the channel had no value", Timeout);
        closed -> none
    end.

-doc """
Closes a channel: who waits to send gets an error, who waits to receive gets what there is. Closing it again is fine.

```erlang
1> Channel = mochi_chan:new(1), mochi_chan:close(Channel), mochi_chan:close(Channel).
ok
2> mochi_chan:send(Channel, 1).
** {mochi_error, {mochi_user, ~"closed"}, ~"the channel is closed"}
```
""".
-spec close(channel(_)) -> ok.
close(Channel) ->
    case call(Channel, close, ?MARGIN) of
        closed -> ok;
        ok -> ok
    end.

-doc """
How many values are in a channel.

```erlang
1> Channel = mochi_chan:new(5), mochi_chan:send(Channel, 1), mochi_chan:len(Channel).
1
```
""".
-spec len(channel(_)) -> non_neg_integer().
len(Channel) ->
    case call(Channel, len, ?MARGIN) of
        closed -> 0;
        Length -> Length
    end.

-doc """
Does the first of several things that can be done, however long it takes.

```erlang
1> A = mochi_chan:new(1), B = mochi_chan:new(1), mochi_chan:send(B, ~"b").
ok
2> mochi_chan:select([{recv, A}, {recv, B}]).
{2, {some, ~"b"}}
```
""".
-spec select([choice()]) -> {Index :: pos_integer(), ok | mochi_option:option(term())}.
select(Choices) -> select(Choices, infinity).

-doc """
Does exactly one of several things, the first that can be done: of those that can be done at once the first in the
list. Gives its place in the list, counted from 1, with the value that was received, `none` when the channel to
receive from is closed, or `ok` for a value that was sent; to send to a closed channel is an error. Raises
`mochi_err_timeout` when nothing can be done in time. The channels must be of this node.

```erlang
1> A = mochi_chan:new(1), B = mochi_chan:new(1), mochi_chan:select([{recv, A}, {send, B, 5}], 1000).
{2, ok}
2> mochi_chan:select([{recv, A}], 10).
** {mochi_error, mochi_err_timeout, ~"no channel was ready within 10 ms"}
```
""".
-spec select([choice()], milliseconds()) -> {Index :: pos_integer(), ok | mochi_option:option(term())}.
select([_ | _] = Choices, Timeout) when ?is_time(Timeout) ->
    Checked = [checked(Choice) || Choice <- Choices],
    %% What can be done at once is done in the order of the list; only then is waited for all of them.
    case at_once(Checked, 1) of
        none -> wait(Checked, Timeout);
        Done -> Done
    end;
select([_ | _], Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
select(Choices, _) ->
    mochi_core:type_error(~"list of at least one choice", Choices).

checked({recv, {mochi_channel, Pid}}) when node(Pid) =:= node() -> {Pid, recv};
checked({send, {mochi_channel, Pid}, Value}) when node(Pid) =:= node() -> {Pid, {send, Value}};
checked(Choice) -> mochi_core:type_error(~"choice between channels of this node", Choice).

at_once([], _) ->
    none;
at_once([{Pid, Operation} | Choices], Index) ->
    Request =
        case Operation of
            recv -> {recv, 0};
            {send, Value} -> {send, Value, 0}
        end,
    case call({mochi_channel, Pid}, Request, 0) of
        timeout -> at_once(Choices, Index + 1);
        Answer -> chosen(Index, Operation, Answer)
    end.

%% All channels get the same claim; the one that takes it first answers, the others forget the request.
wait(Choices, Timeout) ->
    Claim = mochi_claim:new(),
    Requests = lists:foldl(
        fun({Index, {Pid, Operation}}, Collection) ->
            gen_server:send_request(Pid, {select, Operation, Claim}, Index, Collection)
        end,
        gen_server:reqids_new(),
        lists:enumerate(Choices)
    ),
    Answer = answer(Requests, Claim, Timeout),
    ok = lists:foreach(fun({Pid, _}) -> gen_server:cast(Pid, {forget, Claim}) end, Choices),
    case Answer of
        {Index, Result} ->
            {_, Operation} = lists:nth(Index, Choices),
            chosen(Index, Operation, Result);
        timeout ->
            timed_out(~"no channel was ready", Timeout)
    end.

answer(Requests, Claim, Timeout) ->
    case gen_server:wait_response(Requests, Timeout, true) of
        {{reply, Result}, Index, Left} ->
            abandoned(Left),
            {Index, Result};
        {{error, _}, Index, Left} ->
            %% A channel that ended counts as closed, unless another one has answered.
            case mochi_claim:take(Claim) of
                true ->
                    abandoned(Left),
                    {Index, closed};
                false ->
                    answer(Left, Claim, infinity)
            end;
        timeout ->
            case mochi_claim:take(Claim) of
                true ->
                    abandoned(Requests),
                    timeout;
                false ->
                    answer(Requests, Claim, infinity)
            end;
        no_request ->
            timeout
    end.

%% To receive with no time left drops the monitors and aliases of all requests.
abandoned(Requests) ->
    case gen_server:receive_response(Requests, 0, true) of
        {_, _, Left} -> abandoned(Left);
        _ -> ok
    end.

chosen(Index, {send, _}, ok) -> {Index, ok};
chosen(_, {send, _}, closed) -> closed();
chosen(Index, recv, {value, Value}) -> {Index, {some, Value}};
chosen(Index, recv, closed) -> {Index, none}.

%% The channel keeps the time itself, so that a value is handed over or is not. The margin is for a node that is lost.
call({mochi_channel, Pid}, Request, Timeout) when is_pid(Pid), ?is_time(Timeout) ->
    try
        gen_server:call(Pid, Request, guarded(Timeout))
    catch
        exit:{timeout, _} -> timeout;
        exit:_ -> closed
    end;
call({mochi_channel, _}, _, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
call(Channel, _, _) ->
    mochi_core:type_error(~"channel", Channel).

guarded(infinity) -> infinity;
guarded(Timeout) -> min(Timeout + ?MARGIN, 16#FFFFFFFF).

-spec timed_out(What :: binary(), Timeout :: non_neg_integer()) -> no_return().
timed_out(What, Timeout) ->
    mochi_core:raise(mochi_err_timeout, [What, ~" within ", integer_to_binary(Timeout), ~" ms"]).

-spec closed() -> no_return().
closed() -> mochi_core:raise({mochi_user, ~"closed"}, ~"the channel is closed").
