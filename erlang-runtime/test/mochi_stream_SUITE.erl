%% Streams on one node: order, history, subscribers that lag, crash or end, and scopes that are lost.
-module(mochi_stream_SUITE).

-include_lib("stdlib/include/assert.hrl").
-include("../src/mochi_stream_look.hrl").

-import(mochi_waiting, [messages/0, wait_until/1]).

-export([
    suite/0,
    all/0,
    init_per_suite/1,
    end_per_suite/1
]).

-export([
    order_per_publisher/1,
    same_name_same_stream/1,
    without_a_name/1,
    handler_crash/1,
    handler_killed/1,
    owner_ends/1,
    unsubscribe/1,
    drop/1,
    drop_with_recv/1,
    slow_does_not_stop_publishers/1,
    block/1,
    block_time_limit/1,
    block_without_a_name/1,
    error_ends/1,
    error_ends_recv/1,
    recv_time_limit/1,
    receiver_dies/1,
    history/1,
    history_under_load/1,
    history_ring/1,
    recorder_restarts/1,
    forgotten/1,
    scope_restarts/1,
    pool_is_lost/1,
    scope_is_lost_under_load/1,
    subscriber_killed_keeps_place/1,
    status_hides/1,
    telemetry/1,
    attention_of_publishers/1,
    joined_by_hand/1,
    half_noted/1,
    subscribed_while_pool_is_lost/1,
    busy_while_scope_is_lost/1,
    killed_while_scope_is_lost/1,
    without_scope/1,
    blocks_at_once/1,
    wrong_arguments/1
]).

-define(mochi(Code, Message, Expression), ?assertError({mochi_error, Code, Message}, Expression)).

suite() -> [{timetrap, {seconds, 20}}].

all() ->
    [Function || {Function, 1} <- ?MODULE:module_info(exports), not lists:member(Function, ignored())].

ignored() -> [init_per_suite, end_per_suite, module_info].

init_per_suite(Config) ->
    {ok, _} = application:ensure_all_started(mochi),
    Config.

end_per_suite(_) -> application:stop(mochi).

%% Who listens hears of every event and subscription, with the name of the stream, in the process that published.
telemetry(_) ->
    Stream = mochi_stream:new(~"observed"),
    Test = self(),
    Tell = fun(Event, Measurements, Metadata, Config) -> Test ! {Config, self(), Event, Measurements, Metadata} end,
    ok = mochi_telemetry:attach(observer, [[mochi, stream, publish], [mochi, stream, subscribe]], Tell, told),
    Subscription = mochi_stream:subscribe(Stream),
    ok = mochi_stream:publish(Stream, 17),
    ?assertEqual(17, mochi_stream:recv(Subscription, 5000)),
    %% A subscriber that makes publishers wait does not make the event go unheard.
    Blocking = mochi_stream:subscribe(Stream, #{limit => 1, overflow => block}),
    ok = mochi_stream:publish(Stream, 18),
    ?assertEqual([18, 18], [mochi_stream:recv(S, 5000) || S <- [Subscription, Blocking]]),
    ok = mochi_stream:publish(mochi_stream:new(~"nobody subscribes"), 1),
    ok = mochi_telemetry:detach(observer),
    ok = mochi_stream:publish(Stream, 19),
    One = #{count => 1},
    Observed = #{stream => ~"observed"},
    ?assertEqual(
        [
            {told, Test, [mochi, stream, subscribe], One, Observed},
            {told, Test, [mochi, stream, publish], One, Observed},
            {told, Test, [mochi, stream, subscribe], One, Observed},
            {told, Test, [mochi, stream, publish], One, Observed},
            {told, Test, [mochi, stream, publish], One, #{stream => ~"nobody subscribes"}}
        ],
        messages()
    ),
    [ok = mochi_stream:unsubscribe(S) || S <- [Subscription, Blocking]].

%% What publishers look for is switched on and off with the handlers of their event and of no other, and with subscribers
%% that make them wait, for the stream of those alone.
attention_of_publishers(_) ->
    Look = mochi_stream_group:look(),
    ?assertEqual(0, Look band 3),
    Handler = fun(_, _, _, _) -> ok end,
    ok = mochi_telemetry:attach(other, [[mochi, stream, subscribe]], Handler, none),
    ?assertEqual(Look, mochi_stream_group:look()),
    ok = mochi_telemetry:attach(one, [[mochi, stream, publish]], Handler, none),
    ok = mochi_telemetry:attach(two, [[mochi, stream, publish]], Handler, none),
    ?assertEqual(Look + 2, mochi_stream_group:look()),
    [ok = mochi_telemetry:detach(Id) || Id <- [one, other]],
    ?assertEqual(Look + 2, mochi_stream_group:look()),
    %% Streams that have subscribers by then know, too.
    Block = #{limit => 1, overflow => block},
    Watched = mochi_stream:new(~"watched"),
    Subscriptions = [mochi_stream:subscribe(Watched, Options) || Options <- [#{}, Block, Block]],
    ?assertEqual(Look + 3, mochi_stream_group:send(~"watched", nothing)),
    ?assertEqual(Look + 2, mochi_stream_group:send(~"not watched", nothing)),
    ok = mochi_telemetry:detach(two),
    ?assertEqual(Look, mochi_stream_group:look()),
    ?assertEqual(Look + 1, mochi_stream_group:send(~"watched", nothing)),
    [One, Two, Three] = Subscriptions,
    ok = mochi_stream:unsubscribe(Three),
    wait_until(fun() -> mochi_stream:subscribers(Watched) =:= 2 end),
    ?assertEqual(Look + 1, mochi_stream_group:send(~"watched", nothing)),
    [ok = mochi_stream:unsubscribe(Subscription) || Subscription <- [One, Two]],
    wait_until(fun() -> mochi_stream:subscribers(Watched) =:= 0 end),
    ?assertEqual(Look, mochi_stream_group:send(~"watched", nothing)).

%% A process can join the group of a stream by itself, and leave it.
joined_by_hand(_) ->
    Stream = mochi_stream:new(~"by hand"),
    Group = mochi_stream:group(Stream),
    ok = pg:join(mochi, Group, self()),
    ok = pg:join(mochi, Group, self()),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 1 end),
    ok = mochi_stream:publish(Stream, 1),
    ?assertEqual([{'$mochi_event', ~"by hand", 1}], messages()),
    ok = pg:leave(mochi, Group, [self(), self()]),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end),
    ok = mochi_stream:publish(Stream, 2),
    ?assertEqual([], messages()).

%% The watch was killed when it had noted a member that makes publishers wait, but not yet that they have to look for it.
half_noted(_) ->
    true = ets:insert(mochi_stream_group, {{mochi_stream_block, ~"half noted"}, [self()]}),
    ?assertEqual(0, mochi_stream_group:send(~"half noted", nothing) band ?LOOK_BLOCKS),
    Watch = whereis(mochi_stream_watch),
    exit(Watch, kill),
    wait_until(fun() -> not lists:member(whereis(mochi_stream_watch), [Watch, undefined]) end),
    _ = sys:get_state(mochi_stream_watch),
    ?assertEqual(?LOOK_BLOCKS, mochi_stream_group:send(~"half noted", nothing) band ?LOOK_BLOCKS),
    ?assertEqual([self()], mochi_stream_group:members({mochi_stream_block, ~"half noted"})).

%% A subscription is in effect when it is there, also when the pool that was starting it is killed meanwhile.
subscribed_while_pool_is_lost(_) ->
    Stream = mochi_stream:new(~"begun"),
    Before = mochi_registry:rows(subscription),
    ok = sys:suspend(mochi_stream_watch),
    _ = mochi_async:async(fun() ->
        wait_until(fun() -> lists:any(fun is_begun/1, mochi_registry:rows(subscription) -- Before) end),
        exit(whereis(mochi_stream_pool), kill),
        timer:sleep(50),
        ok = sys:resume(mochi_stream_watch)
    end),
    Subscription = mochi_stream:subscribe(Stream),
    ok = mochi_stream:publish(Stream, 1),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    ok = mochi_stream:unsubscribe(Subscription).

is_begun({_, Process, _, _, _}) -> is_pid(Process).

%% Who has no time to join the next scope stays a member all the same, and gets each event once.
busy_while_scope_is_lost(_) ->
    Stream = mochi_stream:new(~"busy"),
    {Subscription, Subscriber} = busy_subscriber(Stream),
    [
        begin
            scope_is_followed(),
            ok = mochi_stream:publish(Stream, Event)
        end
     || Event <- [2, 3]
    ],
    ?assertEqual([], pg:get_members(mochi, mochi_stream:group(Stream))),
    ?assertEqual(1, mochi_stream:subscribers(Stream)),
    Subscriber ! go_on,
    wait_until(fun() -> pg:get_members(mochi, mochi_stream:group(Stream)) =:= [Subscriber] end),
    ok = mochi_stream:publish(Stream, 4),
    ok = mochi_stream:sync(Stream),
    ?assertEqual([{handled, Event, Subscriber} || Event <- [2, 3, 4]], messages()),
    ok = mochi_stream:unsubscribe(Subscription),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end).

%% When it ends before it has joined, it is a member no longer: the one that is started in its place is.
killed_while_scope_is_lost(_) ->
    Stream = mochi_stream:new(~"busy and killed"),
    {Subscription, Subscriber} = busy_subscriber(Stream),
    scope_is_followed(),
    exit(Subscriber, kill),
    wait_until(fun() ->
        case mochi_stream_group:members(mochi_stream:group(Stream)) of
            [Next] -> Next =/= Subscriber;
            _ -> false
        end
    end),
    ok = mochi_stream:unsubscribe(Subscription),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end).

%% It handles its first event until it is told to go on.
busy_subscriber(Stream) ->
    Test = self(),
    Subscription = mochi_stream:subscribe(Stream, fun(Event) ->
        Test ! {handled, Event, self()},
        _ = Event =:= 1 andalso receive go_on -> ok end
    end),
    ok = mochi_stream:publish(Stream, 1),
    receive
        {handled, 1, Subscriber} -> {Subscription, Subscriber}
    end.

%% The scope is killed, and the next one is known where the members are kept.
scope_is_followed() ->
    Known = element(2, sys:get_state(mochi_stream_watch)),
    scope_is_killed(),
    wait_until(fun() ->
        Scope = element(2, sys:get_state(mochi_stream_watch)),
        Scope =/= Known andalso is_reference(Scope)
    end).

%% Subscribers get events, and new ones subscribe, while there is no scope at all: only what the scope is needed for
%% waits for it. One that ends meanwhile is forgotten.
without_scope(_) ->
    Stream = mochi_stream:new(~"without scope"),
    Before = mochi_stream:subscribe(Stream),
    Ending = mochi_stream:subscribe(Stream),
    ok = supervisor:terminate_child(mochi_sup, mochi_pg),
    During = mochi_stream:subscribe(Stream),
    ok = mochi_stream:unsubscribe(Ending),
    ok = mochi_stream:publish(Stream, 1),
    ?assertEqual([1, 1], [mochi_stream:recv(Subscription, 5000) || Subscription <- [Before, During]]),
    Watch = monitor(process, mochi_stream_watch),
    exit(whereis(mochi_stream_watch), kill),
    receive {'DOWN', Watch, process, _, _} -> ok end,
    ok = mochi_sup:ensure(mochi_stream_watch),
    ok = mochi_stream:publish(Stream, 2),
    {ok, _} = supervisor:restart_child(mochi_sup, mochi_pg),
    ok = mochi_stream:publish(Stream, 3),
    ?assertEqual([2, 2], [mochi_stream:recv(Subscription, 5000) || Subscription <- [Before, During]]),
    ?assertEqual([3, 3], [mochi_stream:recv(Subscription, 5000) || Subscription <- [Before, During]]),
    wait_until(fun() -> length(pg:get_members(mochi, mochi_stream:group(Stream))) =:= 2 end),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 2 end),
    [ok = mochi_stream:unsubscribe(Subscription) || Subscription <- [Before, During]],
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end).

%% The very first event after the first subscription of a node that makes publishers wait is not sent past it.
blocks_at_once(_) ->
    [
        begin
            ok = application:stop(mochi),
            {ok, _} = application:ensure_all_started(mochi),
            Stream = mochi_stream:new(),
            Subscription = mochi_stream:subscribe(Stream, #{limit => 1, overflow => block}),
            ok = mochi_stream:publish(Stream, N),
            ?assertEqual(N, mochi_stream:recv(Subscription, 1000))
        end
     || N <- lists:seq(1, 100)
    ].

order_per_publisher(_) ->
    Stream = mochi_stream:new(~"ordered"),
    Subscriptions = [mochi_stream:subscribe(Stream) || _ <- lists:seq(1, 3)],
    Publishers = [
        mochi_async:async(fun() -> [mochi_stream:publish(Stream, {P, N}) || N <- lists:seq(1, 200)] end)
     || P <- lists:seq(1, 4)
    ],
    _ = mochi_async:await_all(Publishers),
    [
        begin
            Events = [mochi_stream:recv(Subscription, 5000) || _ <- lists:seq(1, 800)],
            [?assertEqual(lists:seq(1, 200), [N || {Of, N} <- Events, Of =:= P]) || P <- lists:seq(1, 4)],
            mochi_stream:unsubscribe(Subscription)
        end
     || Subscription <- Subscriptions
    ].

same_name_same_stream(_) ->
    ?assertEqual(mochi_stream:new(~"one name"), mochi_stream:new(~"one name")),
    Subscription = mochi_stream:subscribe(mochi_stream:new(~"one name")),
    mochi_stream:publish(mochi_stream:new(~"one name"), 1),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)).

without_a_name(_) ->
    Stream = mochi_stream:new(),
    Other = mochi_stream:new(),
    ?assertNotEqual(Stream, Other),
    Subscription = mochi_stream:subscribe(Stream),
    mochi_stream:publish(Other, 1),
    mochi_stream:publish(Stream, 2),
    ?assertEqual(2, mochi_stream:recv(Subscription, 5000)).

handler_crash(_) ->
    Stream = mochi_stream:new(~"crashing handlers"),
    Test = self(),
    Handle = fun(N) -> Test ! {handled, mochi_core:divide(10, N)} end,
    _ = mochi_stream:subscribe(Stream, Handle),
    _ = mochi_stream:subscribe(Stream, Handle, #{limit => 10}),
    Others = mochi_stream:subscribe(Stream),
    [mochi_stream:publish(Stream, N) || N <- [5, 0, 2]],
    mochi_stream:sync(Stream),
    ?assertEqual([{handled, 2}, {handled, 2}, {handled, 5}, {handled, 5}], lists:sort(messages())),
    ?assertEqual([5, 0, 2], [mochi_stream:recv(Others, 5000) || _ <- [1, 2, 3]]).

handler_killed(_) ->
    Stream = mochi_stream:new(~"killed handlers"),
    Test = self(),
    _ = mochi_stream:subscribe(
        Stream,
        fun
            (die) -> exit(self(), kill);
            (N) -> Test ! {handled, N}
        end,
        #{limit => 10}
    ),
    [mochi_stream:publish(Stream, Event) || Event <- [1, die, 2]],
    mochi_stream:sync(Stream),
    ?assertEqual([{handled, 1}, {handled, 2}], messages()).

owner_ends(_) ->
    Stream = mochi_stream:new(~"owned"),
    Test = self(),
    {Owner, Monitor} = spawn_monitor(fun() ->
        _ = mochi_stream:subscribe(Stream, fun(Event) -> Test ! Event end),
        _ = mochi_stream:subscribe(Stream, fun(Event) -> Test ! Event end, #{limit => 5}),
        _ = mochi_stream:subscribe(Stream, #{limit => 5, overflow => block}),
        Test ! subscribed,
        receive leave -> ok end
    end),
    receive subscribed -> ok end,
    ?assertEqual(3, mochi_stream:subscribers(Stream)),
    Owner ! leave,
    receive {'DOWN', Monitor, process, _, normal} -> ok end,
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end),
    mochi_stream:publish(Stream, 1),
    mochi_stream:sync(Stream),
    ?assertEqual([], messages()).

unsubscribe(_) ->
    Stream = mochi_stream:new(~"left"),
    Test = self(),
    Subscription = mochi_stream:subscribe(Stream, fun(Event) -> Test ! Event end),
    mochi_stream:publish(Stream, 1),
    ok = mochi_stream:unsubscribe(Subscription),
    mochi_stream:publish(Stream, 2),
    mochi_stream:sync(Stream),
    ?assertEqual([1], messages()),
    ?mochi(mochi_err_async_crash, ~"the subscription has ended", mochi_stream:recv(Subscription)).

drop(_) ->
    Stream = mochi_stream:new(~"dropping"),
    {Subscription, Pid} = gated(Stream, #{limit => 3}),
    [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 10)],
    ?assertEqual(6, until(fun() -> mochi_stream:dropped(Subscription) end, 6)),
    open(Pid, 4),
    mochi_stream:sync(Stream),
    ?assertEqual([{handled, N} || N <- [1, 2, 3, 4]], messages()),
    mochi_stream:unsubscribe(Subscription).

drop_with_recv(_) ->
    Stream = mochi_stream:new(~"dropping"),
    Subscription = mochi_stream:subscribe(Stream, #{limit => 2}),
    [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 5)],
    ?assertEqual([1, 2], [mochi_stream:recv(Subscription, 5000) || _ <- [1, 2]]),
    ?assertEqual(3, mochi_stream:dropped(Subscription)),
    mochi_stream:publish(Stream, 6),
    ?assertEqual(6, mochi_stream:recv(Subscription, 5000)),
    mochi_stream:unsubscribe(Subscription).

%% The handlers never end; were they waited for, this would not either.
slow_does_not_stop_publishers(_) ->
    Stream = mochi_stream:new(~"stuck"),
    Stuck = [
        mochi_stream:subscribe(Stream, fun(_) -> timer:sleep(infinity) end, Options)
     || Options <- [#{}, #{limit => 1}, #{limit => 1, overflow => error}]
    ],
    [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 1000)],
    [?assertEqual(ok, exit_quietly(Subscription)) || Subscription <- tl(Stuck)].

exit_quietly(Subscription) -> mochi_stream:unsubscribe(Subscription).

block(_) ->
    Stream = mochi_stream:new(~"blocking"),
    {_, Pid} = gated(Stream, #{limit => 2, overflow => block}),
    Publisher = mochi_async:async(fun() -> [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 20)] end),
    %% One in the handler, two that wait, and the publisher with the fourth.
    ?mochi(mochi_err_timeout, _, mochi_async:await(Publisher, 50)),
    open(Pid, 20),
    ?assertEqual(20, length(mochi_async:await(Publisher, 5000))),
    mochi_stream:sync(Stream),
    ?assertEqual([{handled, N} || N <- lists:seq(1, 20)], messages()).

block_time_limit(_) ->
    Stream = mochi_stream:new(~"blocked"),
    Subscription = mochi_stream:subscribe(Stream, #{limit => 1, overflow => block}),
    ok = mochi_stream:publish(Stream, 1),
    ?mochi(
        mochi_err_timeout,
        ~"a subscriber of stream \"blocked\" had no room within 20 ms",
        mochi_stream:publish(Stream, 2, 20)
    ),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    %% What was given up is not delivered after all.
    ok = mochi_stream:publish(Stream, 3),
    ?assertEqual(3, mochi_stream:recv(Subscription, 5000)),
    ok = mochi_stream:publish(Stream, 4),
    Waiting = mochi_async:async(fun() -> mochi_stream:publish(Stream, 5) end),
    ?mochi(mochi_err_timeout, _, mochi_async:await(Waiting, 20)),
    %% A subscriber that leaves lets everybody go.
    mochi_stream:unsubscribe(Subscription),
    ?assertEqual(ok, mochi_async:await(Waiting, 5000)),
    ?assertEqual([], messages()).

block_without_a_name(_) ->
    Stream = mochi_stream:new(),
    Subscription = mochi_stream:subscribe(Stream, #{limit => 1, overflow => block}),
    ok = mochi_stream:publish(Stream, 1),
    ?mochi(mochi_err_timeout, _, mochi_stream:publish(Stream, 2, 10)),
    mochi_stream:unsubscribe(Subscription).

error_ends(_) ->
    Stream = mochi_stream:new(~"failing"),
    Subscription = mochi_stream:subscribe(
        Stream, fun(_) -> timer:sleep(infinity) end, #{limit => 2, overflow => error}
    ),
    [ok = mochi_stream:publish(Stream, N) || N <- lists:seq(1, 4)],
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 0 end),
    ?mochi(mochi_err_async_crash, _, mochi_stream:dropped(Subscription)).

error_ends_recv(_) ->
    Stream = mochi_stream:new(~"failing"),
    Subscription = mochi_stream:subscribe(Stream, #{limit => 2, overflow => error}),
    [ok = mochi_stream:publish(Stream, N) || N <- lists:seq(1, 4)],
    ?assertEqual([1, 2], [mochi_stream:recv(Subscription, 5000) || _ <- [1, 2]]),
    ?mochi(
        mochi_err_timeout,
        ~"the subscription to stream \"failing\" ended: more than 2 events were waiting",
        mochi_stream:recv(Subscription, 5000)
    ),
    mochi_stream:unsubscribe(Subscription).

recv_time_limit(_) ->
    Stream = mochi_stream:new(~"silent"),
    Subscription = mochi_stream:subscribe(Stream),
    [?mochi(mochi_err_timeout, _, mochi_stream:recv(Subscription, N rem 2)) || N <- lists:seq(1, 50)],
    mochi_stream:publish(Stream, 1),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    ?assertEqual([], messages()).

receiver_dies(_) ->
    Stream = mochi_stream:new(~"lonely"),
    Subscription = mochi_stream:subscribe(Stream),
    {Pid, Monitor} = spawn_monitor(fun() -> mochi_stream:recv(Subscription) end),
    wait_until(fun() -> process_info(Pid, status) =:= {status, waiting} end),
    exit(Pid, kill),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    %% The subscription has heard of it when it answers this.
    ?mochi(mochi_err_timeout, _, mochi_stream:recv(Subscription, 1)),
    mochi_stream:publish(Stream, 1),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)).

history(_) ->
    Stream = mochi_stream:new(~"remembered"),
    ok = mochi_stream:record(Stream, 100),
    ok = mochi_stream:record(Stream, 5),
    [mochi_stream:publish(Stream, N) || N <- [1, 2, 3]],
    Subscription = mochi_stream:subscribe(Stream, #{from => beginning}),
    Live = mochi_stream:subscribe(Stream),
    [mochi_stream:publish(Stream, N) || N <- [4, 5]],
    ?assertEqual([1, 2, 3, 4, 5], [mochi_stream:recv(Subscription, 5000) || _ <- lists:seq(1, 5)]),
    ?assertEqual([4, 5], [mochi_stream:recv(Live, 5000) || _ <- [1, 2]]),
    %% A limit is about what comes, not about what was there.
    Test = self(),
    Handler = fun(Event) -> Test ! {limited, Event} end,
    Limited = mochi_stream:subscribe(Stream, Handler, #{limit => 1, from => beginning}),
    mochi_stream:sync(Stream),
    ?assertEqual([{limited, N} || N <- [1, 2, 3, 4, 5]], messages()),
    [mochi_stream:unsubscribe(S) || S <- [Subscription, Live, Limited]],
    ok = mochi_stream:forget(Stream).

%% Subscribers come at any time while others publish: none misses an event or gets one twice.
history_under_load(_) ->
    Stream = mochi_stream:new(~"busy"),
    ok = mochi_stream:record(Stream, 10_000),
    Count = 500,
    Publishers = [
        mochi_async:async(fun() -> [mochi_stream:publish(Stream, {P, N}) || N <- lists:seq(1, Count)] end)
     || P <- [1, 2, 3]
    ],
    Subscriptions = [
        begin
            timer:sleep(1),
            mochi_stream:subscribe(Stream, #{from => beginning})
        end
     || _ <- lists:seq(1, 10)
    ],
    _ = mochi_async:await_all(Publishers),
    [
        begin
            Events = [mochi_stream:recv(Subscription, 5000) || _ <- lists:seq(1, 3 * Count)],
            [?assertEqual(lists:seq(1, Count), [N || {Of, N} <- Events, Of =:= P]) || P <- [1, 2, 3]],
            ?mochi(mochi_err_timeout, _, mochi_stream:recv(Subscription, 5)),
            mochi_stream:unsubscribe(Subscription)
        end
     || Subscription <- Subscriptions
    ],
    ok = mochi_stream:forget(Stream).

history_ring(_) ->
    Stream = mochi_stream:new(~"ring"),
    ok = mochi_stream:record(Stream, 3),
    [mochi_stream:publish(Stream, N) || N <- lists:seq(1, 10)],
    Subscription = mochi_stream:subscribe(Stream, #{from => beginning}),
    ?assertEqual([8, 9, 10], [mochi_stream:recv(Subscription, 5000) || _ <- [1, 2, 3]]),
    ok = mochi_stream:forget(Stream).

%% The history outlives its recorder, and subscribers go on where they were.
recorder_restarts(_) ->
    Stream = mochi_stream:new(~"restarted"),
    ok = mochi_stream:record(Stream, 100),
    mochi_stream:publish(Stream, 1),
    Subscription = mochi_stream:subscribe(Stream, #{from => beginning}),
    mochi_stream:publish(Stream, 2),
    ok = mochi_stream:sync(Stream),
    {ok, Recorder} = mochi_stream_recorder:find(~"restarted"),
    exit(Recorder, kill),
    wait_until(fun() ->
        case mochi_stream_recorder:find(~"restarted") of
            {ok, New} -> New =/= Recorder andalso lists:member(New, pg:get_members(mochi, mochi_stream:group(Stream)));
            _ -> false
        end
    end),
    mochi_stream:publish(Stream, 3),
    ?assertEqual([1, 2, 3], [mochi_stream:recv(Subscription, 5000) || _ <- [1, 2, 3]]),
    ?mochi(mochi_err_timeout, _, mochi_stream:recv(Subscription, 20)),
    ok = mochi_stream:forget(Stream).

forgotten(_) ->
    Stream = mochi_stream:new(~"forgotten"),
    ok = mochi_stream:record(Stream, 100),
    mochi_stream:publish(Stream, 1),
    Group = mochi_stream:group(Stream),
    [Recorder] = mochi_stream_group:members(Group),
    Subscription = mochi_stream:subscribe(Stream, #{from => beginning}),
    ok = mochi_stream:forget(Stream),
    ?assertEqual(1, mochi_stream:recv(Subscription, 5000)),
    ?mochi(mochi_err_type, _, mochi_stream:subscribe(Stream, #{from => beginning})),
    %% It goes on as a subscriber like any other, in the place of the recorder, which may be noted for a moment longer.
    wait_until(fun() ->
        case mochi_stream_group:members(Group) of
            [Subscriber] -> Subscriber =/= Recorder;
            _ -> false
        end
    end),
    mochi_stream:publish(Stream, 2),
    ?assertEqual(2, mochi_stream:recv(Subscription, 5000)).

scope_restarts(_) ->
    Stream = mochi_stream:new(~"regrouped"),
    Named = mochi_stream:new(~"regrouped and blocking"),
    Subscriptions = [mochi_stream:subscribe(Stream) || _ <- lists:seq(1, 5)],
    Blocking = mochi_stream:subscribe(Named, #{limit => 1, overflow => block}),
    scope_is_killed(),
    wait_until(fun() -> mochi_stream:subscribers(Stream) =:= 5 end),
    wait_until(fun() -> mochi_stream:subscribers(Named) =:= 1 end),
    mochi_stream:publish(Stream, 1),
    ?assertEqual([1, 1, 1, 1, 1], [mochi_stream:recv(Subscription, 5000) || Subscription <- Subscriptions]),
    mochi_stream:publish(Named, 1),
    ?mochi(mochi_err_timeout, _, mochi_stream:publish(Named, 2, 10)),
    [mochi_stream:unsubscribe(Subscription) || Subscription <- [Blocking | Subscriptions]].

%% Subscriptions and recorders outlive the supervisors above them, with what they have not handled.
pool_is_lost(_) ->
    Stream = mochi_stream:new(~"rescued"),
    ok = mochi_stream:record(Stream, 10),
    Subscription = mochi_stream:subscribe(Stream),
    Members = lists:sort(pg:get_members(mochi, mochi_stream:group(Stream))),
    Names = [mochi_stream_pool, mochi_stream_sup, mochi_stream_keeper, mochi_stream_watch, mochi_stream_sup],
    lists:foreach(
        fun(Name) ->
            ok = mochi_sup:ensure(Name),
            mochi_stream:publish(Stream, {before, Name}),
            Monitor = monitor(process, Name),
            exit(whereis(Name), kill),
            receive {'DOWN', Monitor, process, _, _} -> ok end,
            mochi_stream:publish(Stream, Name),
            ok = mochi_sup:ensure(mochi_stream_keeper),
            wait_until(fun() -> Members -- pooled() =:= [] end)
        end,
        Names
    ),
    Events = lists:append([[{before, Name}, Name] || Name <- Names]),
    ?assertEqual(Events, [mochi_stream:recv(Subscription, 5000) || _ <- Events]),
    ?assertEqual(Members, lists:sort(pg:get_members(mochi, mochi_stream:group(Stream)))),
    ok = mochi_stream:sync(Stream),
    ?assertEqual(Events, [Event || {_, Event} <- mochi_stream_history:read(~"rescued", 1)]),
    ok = mochi_stream:forget(Stream),
    ok = mochi_stream:unsubscribe(Subscription).

pooled() ->
    try
        lists:sort([Pid || {_, Pid, _, _} <- supervisor:which_children(mochi_stream_pool), is_pid(Pid)])
    catch
        exit:_ -> []
    end.

%% Nothing is published past those who were members before the scope was killed, also while handlers come and go, which
%% changes what publishers look for.
scope_is_lost_under_load(_) ->
    Stream = mochi_stream:new(~"regrouped under load"),
    Restless = spawn_link(fun attach_and_detach/0),
    Stop = atomics:new(1, []),
    Handled = counters:new(50, []),
    Subscriptions = [
        mochi_stream:subscribe(Stream, fun(_) -> counters:add(Handled, Index, 1) end)
     || Index <- lists:seq(1, 50)
    ],
    Publishers = [mochi_async:async(fun() -> publish_until(Stop, Stream, 0) end) || _ <- lists:seq(1, 10)],
    Group = mochi_stream:group(Stream),
    [
        begin
            scope_is_killed(),
            wait_until(fun() -> length(pg:get_members(mochi, Group)) =:= 50 end)
        end
     || _ <- lists:seq(1, 50)
    ],
    ok = atomics:put(Stop, 1, 1),
    Published = lists:sum([mochi_async:await(Publisher) || Publisher <- Publishers]),
    Restless ! {stop, self()},
    receive {stopped, Restless} -> ok end,
    mochi_stream:sync(Stream),
    ?assertEqual([Published], lists:usort([counters:get(Handled, Index) || Index <- lists:seq(1, 50)])),
    [ok = mochi_stream:unsubscribe(Subscription) || Subscription <- Subscriptions].

scope_is_killed() ->
    ok = mochi_sup:ensure(mochi),
    Scope = monitor(process, mochi),
    exit(whereis(mochi), kill),
    receive {'DOWN', Scope, process, _, _} -> ok end,
    ok = mochi_sup:ensure(mochi).

publish_until(Stop, Stream, Count) ->
    case atomics:get(Stop, 1) of
        0 ->
            ok = mochi_stream:publish(Stream, Count),
            timer:sleep(1),
            publish_until(Stop, Stream, Count + 1);
        1 ->
            Count
    end.

attach_and_detach() ->
    ok = mochi_telemetry:attach(restless, [[mochi, stream, publish]], fun(_, _, _, _) -> ok end, none),
    ok = mochi_telemetry:detach(restless),
    receive
        {stop, From} -> From ! {stopped, self()}
    after 0 -> attach_and_detach()
    end.

%% A subscriber from the beginning that is killed goes on where it was: nothing comes twice.
subscriber_killed_keeps_place(_) ->
    Stream = mochi_stream:new(~"placed"),
    ok = mochi_stream:record(Stream, 100),
    Test = self(),
    _ = mochi_stream:subscribe(
        Stream,
        fun(Event) ->
            Test ! {handled, Event, self()},
            ok
        end,
        #{from => beginning}
    ),
    [mochi_stream:publish(Stream, N) || N <- [1, 2]],
    mochi_stream:sync(Stream),
    [{handled, 1, Pid}, {handled, 2, Pid}] = messages(),
    exit(Pid, kill),
    wait_until(fun() -> not is_process_alive(Pid) end),
    mochi_stream:publish(Stream, 3),
    {handled, 3, New} = receive Message -> Message after 5000 -> error(nothing_handled) end,
    ?assertNotEqual(Pid, New),
    mochi_stream:sync(Stream),
    ?assertEqual([], messages()),
    ok = mochi_stream:forget(Stream).

status_hides(_) ->
    Stream = mochi_stream:new(~"discreet stream"),
    Subscription = mochi_stream:subscribe(Stream),
    mochi_stream:publish(Stream, ~"the secret"),
    {mochi_subscription, _, Key} = Subscription,
    Status = unicode:characters_to_binary(io_lib:format("~tp", [sys:get_status(mochi_registry:whereis(Key))])),
    ?assertEqual(nomatch, binary:match(Status, ~"the secret")),
    ?assertNotEqual(nomatch, binary:match(Status, ~"discreet stream")).

wrong_arguments(_) ->
    Stream = mochi_stream:new(~"strict"),
    ?mochi(mochi_err_type, ~"expected stream, got 5 (int)", mochi_stream:subscribe(5)),
    ?mochi(mochi_err_type, ~"expected stream, got 5 (int)", mochi_stream:record(5, 1)),
    ?mochi(mochi_err_type, ~"expected subscription, got 5 (int)", mochi_stream:recv(5)),
    ?mochi(
        mochi_err_type,
        ~"expected function of one parameter as a handler, got 5 (int)",
        mochi_stream:subscribe(Stream, 5)
    ),
    ?mochi(
        mochi_err_type,
        ~"expected positive int as the capacity of a history, got 0 (int)",
        mochi_stream:record(Stream, 0)
    ),
    ?mochi(
        mochi_err_type,
        ~"expected drop, block or error as the overflow of a subscription, got \"wait\" (string)",
        mochi_stream:subscribe(Stream, #{limit => 1, overflow => ~"wait"})
    ),
    Handled = mochi_stream:subscribe(Stream, fun(_) -> ok end),
    ?mochi(mochi_err_type, ~"a subscription with a handler has no events to take", mochi_stream:recv(Handled)).

%% A subscription whose handler waits for permission, event by event.
gated(Stream, Options) ->
    Test = self(),
    Gate = spawn_link(fun() -> gate(0, none) end),
    Subscription = mochi_stream:subscribe(
        Stream,
        fun(Event) ->
            Gate ! {pass, self()},
            receive passed -> ok end,
            Test ! {handled, Event}
        end,
        Options
    ),
    {Subscription, Gate}.

open(Gate, Times) -> Gate ! {open, Times}.

gate(0, Waiting) ->
    receive
        {open, Times} -> gate(Times, Waiting);
        {pass, Pid} -> gate(0, Pid)
    end;
gate(Times, none) ->
    receive {pass, Pid} -> gate(Times, Pid) end;
gate(Times, Pid) ->
    Pid ! passed,
    gate(Times - 1, none).

until(Ask, Answer) ->
    wait_until(fun() -> Ask() =:= Answer end),
    Answer.
