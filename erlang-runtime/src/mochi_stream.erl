-module(mochi_stream).
-moduledoc """
Streams: publish and subscribe, on this node and on all connected ones.

A stream is a group of `m:pg` in the scope `mochi`. It needs no process, nobody has to create it, and two streams of
the same name are the same stream on every node. Every subscriber gets the events that are published after it
subscribed, those of one publisher in their order. Nobody is waited for unless a subscriber asked for it with
`overflow => block`.

| option of `subscribe/3` | default | meaning |
|---|---|---|
| `limit` | none | how many events may wait for the handler |
| `overflow` | `drop` | at the limit: `drop` the new event, `block` publishers, end the subscription with an `error` |
| `from` | `now` | `beginning`: first the events that are recorded, without gap and without duplicate |

A handler that raises an error loses that event; the error is logged and the next event comes. A subscription ends
with the process that made it.

```erlang
1> Prices = mochi_stream:new(~"prices"), Subscription = mochi_stream:subscribe(Prices), mochi_stream:publish(Prices, 5).
ok
2> mochi_stream:recv(Subscription, 1000).
5
3> mochi_stream:unsubscribe(Subscription).
ok
```
""".

-export([
    new/0,
    new/1,
    record/2,
    forget/1,
    publish/2,
    publish/3,
    subscribe/1,
    subscribe/2,
    subscribe/3,
    unsubscribe/1,
    recv/1,
    recv/2,
    dropped/1,
    sync/1,
    sync/2,
    name/1,
    subscribers/1
]).

-export([
    group/1
]).

-include("mochi_stream_look.hrl").

-export_type([
    stream/0,
    subscription/0,
    handler/0,
    options/0,
    milliseconds/0
]).

-doc "A stream.".
-opaque stream() :: {mochi_stream, name()}.

-doc "A subscription.".
-opaque subscription() :: {mochi_subscription, node(), reference()}.

-doc "What a subscription does with an event; what it gives is dropped.".
-type handler() :: fun((Event :: term()) -> term()).

-doc "What a stream is known by.".
-type name() :: mochi_stream_history:key().

-doc "How a subscriber wants its events.".
-type options() :: #{
    limit => pos_integer(),
    overflow => drop | block | error,
    from => now | beginning
}.

-doc "How long to wait, at most.".
-type milliseconds() :: 0..16#FFFFFFFF.

-define(PATIENCE, 5000).
-define(MARGIN, 1000).
-define(PUBLISH, [mochi, stream, publish]).
-define(is_time(Time), is_integer(Time), Time >= 0, Time =< 16#FFFFFFFF).

-doc """
A stream of its own, which nobody else can name.

```erlang
1> mochi_stream:publish(mochi_stream:new(), 1).
ok
```
""".
-spec new() -> stream().
new() -> stream(make_ref()).

-doc """
The stream of a name.

```erlang
1> mochi_stream:new(~"prices") =:= mochi_stream:new(~"prices").
true
2> mochi_stream:new(5).
** {mochi_error, mochi_err_type, ~"expected string as the name of a stream, got 5 (int)"}
```
""".
-spec new(Name :: binary()) -> stream().
new(Name) when is_binary(Name) -> stream(Name);
new(Name) -> mochi_core:type_error(~"string as the name of a stream", Name).

-doc """
Has this node keep the last events of a stream from now on, for subscribers that begin at the beginning. A stream that
is recorded already keeps what it has, and its capacity.

```erlang
1> Stream = mochi_stream:new(~"recorded"), mochi_stream:record(Stream, 100), mochi_stream:publish(Stream, 1).
ok
2> Subscription = mochi_stream:subscribe(Stream, #{from => beginning}), mochi_stream:recv(Subscription, 1000).
1
3> mochi_stream:forget(Stream).
ok
```
""".
-spec record(stream(), Capacity :: pos_integer()) -> ok.
record({mochi_stream, Name}, Capacity) when is_integer(Capacity), Capacity > 0 ->
    ok = mochi_sup:ensure(mochi_stream_pool),
    case mochi_registry:add({recorder, Name}, recorder, #{name => Name, capacity => Capacity}) of
        true ->
            case mochi_pool:start_child(mochi_stream_pool, {recorder, Name}) of
                {ok, _} ->
                    ok;
                {error, Reason} ->
                    ok = mochi_registry:remove({recorder, Name}),
                    not_started(~"the recorder of a stream", Reason)
            end;
        false ->
            ok
    end;
record({mochi_stream, _}, Capacity) ->
    mochi_core:type_error(~"positive int as the capacity of a history", Capacity);
record(Stream, _) ->
    mochi_core:type_error(~"stream", Stream).

-doc """
Ends the recording of a stream on this node and drops what was recorded.

```erlang
1> mochi_stream:forget(mochi_stream:new(~"never recorded")).
ok
```
""".
-spec forget(stream()) -> ok.
forget({mochi_stream, Name}) -> mochi_stream_recorder:stop(Name);
forget(Stream) -> mochi_core:type_error(~"stream", Stream).

-doc """
Publishes an event; to publish to a stream without subscribers is fine. Waits for subscribers that asked for it, five
seconds at most.

```erlang
1> mochi_stream:publish(mochi_stream:new(~"quiet"), 1).
ok
2> mochi_stream:publish(5, 1).
** {mochi_error, mochi_err_type, ~"expected stream, got 5 (int)"}
```
""".
-spec publish(stream(), Event :: term()) -> ok.
publish(Stream, Event) -> publish(Stream, Event, ?PATIENCE).

-doc """
Publishes an event; raises `mochi_err_timeout` when a subscriber that blocks has no room in time. The others have got
the event then, this one has not.

```erlang
1> mochi_stream:publish(mochi_stream:new(~"quiet"), 1, 100).
ok
```
""".
-spec publish(stream(), Event :: term(), milliseconds()) -> ok.
publish({mochi_stream, Name}, Event, Timeout) when ?is_time(Timeout) ->
    case mochi_stream_group:send(Name, {'$mochi_event', Name, Event}) of
        0 -> ok;
        Look -> published(Look, Name, Event, Timeout)
    end;
publish({mochi_stream, _}, _, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
publish(Stream, _, _) ->
    mochi_core:type_error(~"stream", Stream).

-doc """
A subscription whose events are taken with `recv/1`.

```erlang
1> Subscription = mochi_stream:subscribe(mochi_stream:new(~"prices")), mochi_stream:unsubscribe(Subscription).
ok
```
""".
-spec subscribe(stream()) -> subscription().
subscribe(Stream) -> subscribe(Stream, none, #{}).

-doc """
A subscription with a handler, or with options and without one.

```erlang
1> Stream = mochi_stream:new(~"doubled"), Twice = mochi_stream:new(~"twice"), ok.
ok
2> Subscription = mochi_stream:subscribe(Stream, fun(N) -> mochi_stream:publish(Twice, 2 * N) end), ok.
ok
3> Answers = mochi_stream:subscribe(Twice), ok.
ok
4> mochi_stream:publish(Stream, 21), mochi_stream:recv(Answers, 1000).
42
5> mochi_stream:unsubscribe(Subscription), mochi_stream:unsubscribe(Answers).
ok
```
""".
-spec subscribe(stream(), handler() | options()) -> subscription().
subscribe(Stream, Options) when is_map(Options) -> subscribe(Stream, none, Options);
subscribe(Stream, Handler) -> subscribe(Stream, Handler, #{}).

-doc """
A subscription with a handler and options. It is in effect when this returns.

```erlang
1> mochi_stream:subscribe(mochi_stream:new(~"prices"), fun(_) -> ok end, #{limit => 0}).
** {mochi_error, mochi_err_type, ~"expected positive int as the limit of a subscription, got 0 (int)"}
2> mochi_stream:subscribe(mochi_stream:new(~"prices"), fun(_) -> ok end, #{from => beginning}).
** {mochi_error, mochi_err_type, ~"stream \"prices\" is not recorded: it has no beginning to subscribe from"}
```
""".
-spec subscribe(stream(), handler() | none, options()) -> subscription().
subscribe({mochi_stream, Name}, Handler, Options) when
    (Handler =:= none orelse is_function(Handler, 1)), is_map(Options)
->
    Specification = specification(Name, Handler, Options),
    ok = mochi_sup:ensure(mochi_stream_pool),
    Key = make_ref(),
    true = mochi_registry:add(Key, subscription, Specification),
    case mochi_pool:start_child(mochi_stream_pool, Key) of
        {ok, _} ->
            Event = [mochi, stream, subscribe],
            mochi_telemetry:is_listened(Event) andalso mochi_telemetry:execute(Event, #{count => 1}, #{stream => Name}),
            {mochi_subscription, node(), Key};
        {error, Reason} ->
            ok = mochi_registry:remove(Key),
            not_started(~"a subscription", Reason)
    end;
subscribe({mochi_stream, _}, Handler, Options) when is_map(Options) ->
    mochi_core:type_error(~"function of one parameter as a handler", Handler);
subscribe({mochi_stream, _}, _, Options) ->
    mochi_core:type_error(~"options of a subscription", Options);
subscribe(Stream, _, _) ->
    mochi_core:type_error(~"stream", Stream).

-doc """
Ends a subscription: no handler of it starts any more. Ending it again is fine.

```erlang
1> Subscription = mochi_stream:subscribe(mochi_stream:new()), mochi_stream:unsubscribe(Subscription).
ok
2> mochi_stream:unsubscribe(Subscription).
ok
```
""".
-spec unsubscribe(subscription()) -> ok.
unsubscribe({mochi_subscription, Node, Key}) when Node =:= node(); Node =:= nonode@nohost ->
    _ = mochi_registry:stop(Key, ?PATIENCE),
    ok;
unsubscribe({mochi_subscription, Node, Key}) ->
    try erpc:call(Node, mochi_registry, stop, [Key, ?PATIENCE], 2 * ?PATIENCE) of
        _ -> ok
    catch
        error:{erpc, _} -> ok
    end;
unsubscribe(Subscription) ->
    mochi_core:type_error(~"subscription", Subscription).

-doc """
The next event of a subscription without a handler, however long it takes. Ends with an error when the subscription
ends.

```erlang
1> Stream = mochi_stream:new(), Subscription = mochi_stream:subscribe(Stream), mochi_stream:publish(Stream, 1).
ok
2> mochi_stream:recv(Subscription).
1
```
""".
-spec recv(subscription()) -> Event :: term().
recv(Subscription) -> recv(Subscription, infinity).

-doc """
The next event of a subscription; raises `mochi_err_timeout` when there is none in time.

```erlang
1> mochi_stream:recv(mochi_stream:subscribe(mochi_stream:new(~"quiet")), 10).
** {mochi_error, mochi_err_timeout, ~"stream \"quiet\" had no event within 10 ms"}
```
""".
-spec recv(subscription(), milliseconds() | infinity) -> Event :: term().
recv({mochi_subscription, Node, Key}, Timeout) when Timeout =:= infinity; ?is_time(Timeout) ->
    Pid = at(Node, Key),
    try is_pid(Pid) andalso gen_statem:call(Pid, {recv, Timeout}, guarded(Timeout)) of
        {event, Event} ->
            Event;
        {timeout, Name} ->
            mochi_core:raise(mochi_err_timeout, [
                shown(Name), ~" had no event within ", integer_to_binary(Timeout), ~" ms"
            ]);
        {error, Code, Message} ->
            mochi_core:raise(Code, Message);
        false ->
            ended()
    catch
        exit:{timeout, _} -> mochi_core:raise(mochi_err_timeout, ~"the subscription did not answer");
        exit:_ -> ended()
    end;
recv({mochi_subscription, _, _}, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
recv(Subscription, _) ->
    mochi_core:type_error(~"subscription", Subscription).

-doc """
How many events a subscription has dropped at its limit.

```erlang
1> mochi_stream:dropped(mochi_stream:subscribe(mochi_stream:new(), #{limit => 10})).
0
```
""".
-spec dropped(subscription()) -> non_neg_integer().
dropped({mochi_subscription, Node, Key}) ->
    Pid = at(Node, Key),
    try is_pid(Pid) andalso gen_statem:call(Pid, dropped, ?PATIENCE) of
        false -> ended();
        Dropped -> Dropped
    catch
        exit:{timeout, _} -> mochi_core:raise(mochi_err_timeout, ~"the subscription did not answer");
        exit:_ -> ended()
    end;
dropped(Subscription) ->
    mochi_core:type_error(~"subscription", Subscription).

-doc """
Waits until the subscribers have handled what the caller has published, five seconds at most.

```erlang
1> mochi_stream:sync(mochi_stream:new(~"quiet")).
ok
```
""".
-spec sync(stream()) -> ok.
sync(Stream) -> sync(Stream, ?PATIENCE).

-doc """
Waits until the subscribers have handled what the caller has published; raises `mochi_err_timeout` when that takes
longer. A subscriber that dies is not waited for; one that takes its events with `recv/1` has handled them once it has
them.

```erlang
1> mochi_stream:sync(mochi_stream:new(~"quiet"), 100).
ok
```
""".
-spec sync(stream(), milliseconds()) -> ok.
sync({mochi_stream, Name}, Timeout) when ?is_time(Timeout) ->
    sync_all(members(Name) -- [self()], erlang:monotonic_time(millisecond) + Timeout, Name, Timeout);
sync({mochi_stream, _}, Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
sync(Stream, _) ->
    mochi_core:type_error(~"stream", Stream).

%% A recorder answers with the subscribers that get their events from it.
sync_all([], _, _, _) ->
    ok;
sync_all([Pid | Pids], End, Name, Timeout) ->
    Next =
        try
            gen_server:call(Pid, '$mochi_sync', max(0, End - erlang:monotonic_time(millisecond)))
        catch
            exit:{timeout, _} ->
                mochi_core:raise(mochi_err_timeout, [
                    ~"a subscriber of ", shown(Name), ~" was not done within ", integer_to_binary(Timeout), ~" ms"
                ]);
            exit:_ ->
                []
        end,
    sync_all(Next ++ Pids, End, Name, Timeout).

-doc """
The name of a stream, when it has one.

```erlang
1> {mochi_stream:name(mochi_stream:new(~"prices")), mochi_stream:name(mochi_stream:new())}.
{{some, ~"prices"}, none}
```
""".
-spec name(stream()) -> mochi_option:option(binary()).
name({mochi_stream, Name}) when is_binary(Name) -> {some, Name};
name({mochi_stream, _}) -> none;
name(Stream) -> mochi_core:type_error(~"stream", Stream).

-doc """
How many subscribers a stream has, on all connected nodes, recorders included.

```erlang
1> mochi_stream:subscribers(mochi_stream:new()).
0
```
""".
-spec subscribers(stream()) -> non_neg_integer().
subscribers({mochi_stream, Name}) -> length(members(Name));
subscribers(Stream) -> mochi_core:type_error(~"stream", Stream).

members(Name) ->
    mochi_stream_group:members({mochi_stream, Name}) ++ mochi_stream_group:members({mochi_stream_block, Name}).

-doc """
The group of a stream in the scope `mochi`; events come to its members as `{'$mochi_event', Name, Event}`, with the
name that is in the group.

```erlang
1> mochi_stream:group(mochi_stream:new(~"prices")).
{mochi_stream, ~"prices"}
```
""".
-spec group(stream()) -> {mochi_stream, name()}.
group({mochi_stream, _} = Stream) -> Stream;
group(Stream) -> mochi_core:type_error(~"stream", Stream).

%% Only a node with the scope `mochi` reaches the subscribers of others.
stream(Name) ->
    ok = mochi_sup:ensure(mochi_stream_pool),
    {mochi_stream, Name}.

published(Look, Name, Event, Timeout) ->
    _ = Look band ?LOOK_BLOCKS =/= 0 andalso publish_blocking(Name, Event, Timeout),
    _ = Look band ?LOOK_HANDLERS =/= 0 andalso mochi_telemetry:tell(?PUBLISH, #{count => 1}, #{stream => Name}),
    _ =
        Look band ?LOOK_TELEMETRY =/= 0 andalso mochi_telemetry:is_forwarded() andalso
            mochi_telemetry:forward(?PUBLISH, #{count => 1}, #{stream => Name}),
    ok.

publish_blocking(Name, Event, Timeout) ->
    End = erlang:monotonic_time(millisecond) + Timeout,
    lists:foreach(
        fun(Pid) -> offer(Pid, Name, Event, max(0, End - erlang:monotonic_time(millisecond)), Timeout) end,
        mochi_stream_group:members({mochi_stream_block, Name})
    ).

offer(Pid, Name, Event, Left, Timeout) ->
    try gen_statem:call(Pid, {publish, Event, Left}, Left + ?MARGIN) of
        ok -> ok;
        timeout -> lagging(Name, Timeout)
    catch
        exit:{timeout, _} -> lagging(Name, Timeout);
        exit:_ -> ok
    end.

-spec lagging(name(), milliseconds()) -> no_return().
lagging(Name, Timeout) ->
    mochi_core:raise(mochi_err_timeout, [
        ~"a subscriber of ", shown(Name), ~" had no room within ", integer_to_binary(Timeout), ~" ms"
    ]).

specification(Name, Handler, Options) ->
    Limit = maps:get(limit, Options, infinity),
    Overflow = maps:get(overflow, Options, drop),
    From = maps:get(from, Options, now),
    Limit =:= infinity orelse (is_integer(Limit) andalso Limit > 0) orelse
        mochi_core:type_error(~"positive int as the limit of a subscription", Limit),
    lists:member(Overflow, [drop, block, error]) orelse
        mochi_core:type_error(~"drop, block or error as the overflow of a subscription", Overflow),
    lists:member(From, [now, beginning]) orelse
        mochi_core:type_error(~"now or beginning as the start of a subscription", From),
    Blocks = Limit =/= infinity andalso Overflow =:= block,
    Blocks andalso From =:= beginning andalso
        mochi_core:raise(mochi_err_type, ~"a subscription from the beginning cannot block publishers"),
    From =:= beginning andalso mochi_stream_recorder:find(Name) =:= none andalso
        mochi_core:raise(mochi_err_type, [shown(Name), ~" is not recorded: it has no beginning to subscribe from"]),
    #{name => Name, handler => Handler, limit => Limit, overflow => Overflow, from => From, owner => self()}.

-spec not_started(What :: binary(), Reason :: term()) -> no_return().
not_started(What, Reason) ->
    {_, Message} = mochi_error:describe(exit, Reason, []),
    mochi_core:raise(mochi_err_async_crash, [What, ~" did not start: ", Message]).

-spec ended() -> no_return().
ended() -> mochi_core:raise(mochi_err_async_crash, ~"the subscription has ended").

at(Node, Key) when Node =:= node(); Node =:= nonode@nohost ->
    mochi_registry:whereis(Key);
at(Node, Key) ->
    try
        erpc:call(Node, mochi_registry, whereis, [Key], ?PATIENCE)
    catch
        error:{erpc, _} -> undefined
    end.

guarded(infinity) -> infinity;
guarded(Timeout) -> Timeout + ?MARGIN.

shown(Name) when is_binary(Name) -> [~"stream ", mochi_format:excerpt(Name)];
shown(_) -> ~"the stream".
