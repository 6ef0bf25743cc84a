%% Channels: room, hand-over, order, death of those who wait, and choices between channels.
-module(mochi_chan_SUITE).

-include_lib("stdlib/include/assert.hrl").

-import(mochi_waiting, [messages/0, wait_until/1]).

-export([
    suite/0,
    all/0
]).

-export([
    blocks_when_full/1,
    hand_over/1,
    fair/1,
    many_to_many/1,
    time_limits/1,
    time_limit_races/1,
    close/1,
    sender_dies/1,
    receiver_dies/1,
    owner_ends/1,
    channel_killed/1,
    select_ready/1,
    select_waits/1,
    select_sends/1,
    select_one_only/1,
    select_meets_select/1,
    select_time_limit/1,
    select_closed/1,
    select_own_channel/1,
    select_killed/1,
    select_under_load/1,
    status_hides/1,
    wrong_arguments/1
]).

-define(mochi(Code, Message, Expression), ?assertError({mochi_error, Code, Message}, Expression)).
-define(CLOSED, {mochi_user, ~"closed"}).

suite() -> [{timetrap, {seconds, 20}}].

all() ->
    [Function || {Function, 1} <- ?MODULE:module_info(exports), Function =/= module_info].

blocks_when_full(_) ->
    Channel = mochi_chan:new(2),
    Sender = mochi_async:async(fun() -> [mochi_chan:send(Channel, N) || N <- [1, 2, 3, 4]] end),
    wait_until(fun() -> mochi_chan:len(Channel) =:= 2 end),
    ?mochi(mochi_err_timeout, _, mochi_async:await(Sender, 20)),
    ?assertEqual(2, mochi_chan:len(Channel)),
    ?assertEqual([1, 2, 3, 4], [mochi_chan:recv(Channel) || _ <- [1, 2, 3, 4]]),
    ?assertEqual([ok, ok, ok, ok], mochi_async:await(Sender)).

hand_over(_) ->
    Channel = mochi_chan:new(0),
    ?mochi(mochi_err_timeout, ~"the channel had no room within 5 ms", mochi_chan:send(Channel, 1, 5)),
    Receiver = mochi_async:async(fun() -> mochi_chan:recv(Channel) end),
    ok = mochi_chan:send(Channel, 2),
    ?assertEqual(2, mochi_async:await(Receiver)),
    ?assertEqual(0, mochi_chan:len(Channel)).

fair(_) ->
    Channel = mochi_chan:new(0),
    Senders = [waiting(fun() -> mochi_chan:send(Channel, N) end) || N <- lists:seq(1, 10)],
    ?assertEqual(lists:seq(1, 10), [mochi_chan:recv(Channel) || _ <- Senders]),
    Receivers = [waiting(fun() -> mochi_chan:recv(Channel) end) || _ <- lists:seq(1, 10)],
    [mochi_chan:send(Channel, N) || N <- lists:seq(1, 10)],
    ?assertEqual(lists:seq(1, 10), mochi_async:await_all(Receivers)).

many_to_many(_) ->
    [
        begin
            Channel = mochi_chan:new(Capacity),
            Senders = [
                mochi_async:async(fun() -> [mochi_chan:send(Channel, {S, N}) || N <- lists:seq(1, 200)] end)
             || S <- [1, 2, 3]
            ],
            Receivers = [mochi_async:async(fun() -> drain(Channel) end) || _ <- [1, 2, 3]],
            _ = mochi_async:await_all(Senders),
            ok = mochi_chan:close(Channel),
            All = lists:append(mochi_async:await_all(Receivers)),
            ?assertEqual([{S, N} || S <- [1, 2, 3], N <- lists:seq(1, 200)], lists:sort(All))
        end
     || Capacity <- [0, 1, 7]
    ].

time_limits(_) ->
    Channel = mochi_chan:new(1),
    ?mochi(mochi_err_timeout, ~"the channel had no value within 5 ms", mochi_chan:recv(Channel, 5)),
    ok = mochi_chan:send(Channel, 1, 0),
    ?mochi(mochi_err_timeout, _, mochi_chan:send(Channel, 2, 5)),
    ?assertEqual(1, mochi_chan:recv(Channel, 0)),
    %% What was given up is not in the channel.
    ?mochi(mochi_err_timeout, _, mochi_chan:recv(Channel, 0)),
    ?assertEqual([], messages()).

%% A value that was not sent in time is never received, one that was always is.
time_limit_races(_) ->
    Channel = mochi_chan:new(0),
    Receiver = mochi_async:async(fun() -> drain(Channel) end),
    Sent = [
        N
     || N <- lists:seq(1, 2000),
        try mochi_chan:send(Channel, N, N rem 2) of
            ok -> true
        catch
            error:{mochi_error, mochi_err_timeout, _} -> false
        end
    ],
    mochi_chan:close(Channel),
    ?assertEqual(Sent, mochi_async:await(Receiver)),
    ?assertEqual([], messages()).

close(_) ->
    Channel = mochi_chan:new(2),
    [mochi_chan:send(Channel, N) || N <- [1, 2]],
    Sender = waiting(fun() -> mochi_chan:send(Channel, 3) end),
    ok = mochi_chan:close(Channel),
    ok = mochi_chan:close(Channel),
    ?mochi(mochi_err_async_crash, ~"the future crashed: the channel is closed", mochi_async:await(Sender)),
    ?mochi(?CLOSED, ~"the channel is closed", mochi_chan:send(Channel, 4)),
    ?assertEqual([{some, 1}, {some, 2}, none, none], [mochi_chan:next(Channel) || _ <- [1, 2, 3, 4]]),
    ?mochi(?CLOSED, ~"the channel is closed", mochi_chan:recv(Channel)),
    {mochi_channel, Gone} = Channel,
    wait_until(fun() -> not is_process_alive(Gone) end),
    ?assertEqual({none, 0, ok}, {mochi_chan:next(Channel), mochi_chan:len(Channel), mochi_chan:close(Channel)}),
    Empty = mochi_chan:new(0),
    Receivers = [waiting(fun() -> mochi_chan:next(Empty) end) || _ <- [1, 2, 3]],
    ok = mochi_chan:close(Empty),
    ?assertEqual([none, none, none], mochi_async:await_all(Receivers)).

sender_dies(_) ->
    Channel = mochi_chan:new(0),
    Senders = [waiting(fun() -> mochi_chan:send(Channel, N) end) || N <- [1, 2, 3]],
    kill(Channel, lists:nth(2, Senders), 2, senders),
    ?assertEqual([1, 3], [mochi_chan:recv(Channel) || _ <- [1, 2]]),
    ?mochi(mochi_err_timeout, _, mochi_chan:recv(Channel, 5)).

receiver_dies(_) ->
    Channel = mochi_chan:new(0),
    Receivers = [waiting(fun() -> mochi_chan:recv(Channel) end) || _ <- [1, 2]],
    kill(Channel, hd(Receivers), 1, receivers),
    ok = mochi_chan:send(Channel, 1),
    ?assertEqual(1, mochi_async:await(lists:last(Receivers))),
    ?mochi(mochi_err_timeout, _, mochi_chan:send(Channel, 2, 5)).

%% Whoever else has the channel goes on using it.
owner_ends(_) ->
    Test = self(),
    {_, Monitor} = spawn_monitor(fun() ->
        Channel = mochi_chan:new(1),
        mochi_chan:send(Channel, 1),
        Test ! {channel, Channel}
    end),
    receive {'DOWN', Monitor, process, _, normal} -> ok end,
    Channel = receive {channel, Of} -> Of end,
    ?assertEqual(1, mochi_chan:recv(Channel)),
    ok = mochi_chan:send(Channel, 2),
    ?assertEqual(2, mochi_chan:recv(Channel)),
    %% The minute is over.
    {mochi_channel, Pid} = Channel,
    Channels = monitor(process, Pid),
    Pid ! timeout,
    receive {'DOWN', Channels, process, _, normal} -> ok end,
    ?assertEqual(none, mochi_chan:next(Channel)).

channel_killed(_) ->
    Channel = mochi_chan:new(0),
    Receiver = waiting(fun() -> mochi_chan:next(Channel) end),
    Chooser = waiting(fun() -> mochi_chan:select([{recv, Channel}, {recv, mochi_chan:new(0)}]) end),
    {mochi_channel, Pid} = Channel,
    exit(Pid, kill),
    ?assertEqual(none, mochi_async:await(Receiver)),
    ?assertEqual({1, none}, mochi_async:await(Chooser)),
    ?mochi(?CLOSED, _, mochi_chan:send(Channel, 1)),
    ?assertEqual(0, mochi_chan:len(Channel)),
    ?assertEqual(ok, mochi_chan:close(Channel)).

select_ready(_) ->
    [A, B, C] = [mochi_chan:new(1) || _ <- [1, 2, 3]],
    mochi_chan:send(B, b),
    mochi_chan:send(C, c),
    ?assertEqual({2, {some, b}}, mochi_chan:select([{recv, A}, {recv, B}, {recv, C}])),
    ?assertEqual({3, {some, c}}, mochi_chan:select([{recv, A}, {recv, B}, {recv, C}])),
    ?assertEqual([], messages()).

select_waits(_) ->
    [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
    Chooser = waiting(fun() -> mochi_chan:select([{recv, A}, {recv, B}]) end),
    ok = mochi_chan:send(B, b),
    ?assertEqual({2, {some, b}}, mochi_async:await(Chooser)),
    %% The other channel has forgotten the choice: nobody takes this.
    ?mochi(mochi_err_timeout, _, mochi_chan:send(A, a, 5)),
    ?assertEqual([], messages()).

select_sends(_) ->
    [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
    Chooser = waiting(fun() -> mochi_chan:select([{recv, A}, {send, B, value}]) end),
    ?assertEqual(value, mochi_chan:recv(B)),
    ?assertEqual({2, ok}, mochi_async:await(Chooser)).

%% Both channels are ready at once; exactly one of them is used.
select_one_only(_) ->
    [
        begin
            [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
            Chooser = waiting(fun() -> mochi_chan:select([{recv, A}, {recv, B}]) end),
            Senders = [mochi_async:async(fun() -> attempt(Channel, 50) end) || Channel <- [A, B]],
            {Index, {some, sent}} = mochi_async:await(Chooser),
            Results = mochi_async:await_all(Senders),
            ?assertEqual({Index, [ok, timeout]}, {Index, lists:sort(Results)}),
            ?assertEqual(ok, lists:nth(Index, Results))
        end
     || _ <- lists:seq(1, 20)
    ].

select_meets_select(_) ->
    [
        begin
            [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
            Left = mochi_async:async(fun() -> mochi_chan:select([{send, A, a}, {recv, B}], 5000) end),
            Right = mochi_async:async(fun() -> mochi_chan:select([{send, B, b}, {recv, A}], 5000) end),
            Result = {mochi_async:await(Left), mochi_async:await(Right)},
            ?assert(lists:member(Result, [{{1, ok}, {2, {some, a}}}, {{2, {some, b}}, {1, ok}}]))
        end
     || _ <- lists:seq(1, 200)
    ].

select_time_limit(_) ->
    [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
    ?mochi(
        mochi_err_timeout, ~"no channel was ready within 5 ms", mochi_chan:select([{recv, A}, {send, B, 1}], 5)
    ),
    ?mochi(mochi_err_timeout, _, mochi_chan:recv(B, 5)),
    ?mochi(mochi_err_timeout, _, mochi_chan:send(A, 1, 5)),
    ?assertEqual([], messages()).

select_closed(_) ->
    [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
    Chooser = waiting(fun() -> mochi_chan:select([{recv, A}, {recv, B}]) end),
    mochi_chan:close(B),
    ?assertEqual({2, none}, mochi_async:await(Chooser)),
    ?assertEqual({2, none}, mochi_chan:select([{recv, A}, {recv, B}])),
    ?mochi(?CLOSED, _, mochi_chan:select([{recv, A}, {send, B, 1}])).

%% A choice is not its own partner.
select_own_channel(_) ->
    Channel = mochi_chan:new(0),
    ?mochi(mochi_err_timeout, _, mochi_chan:select([{send, Channel, 1}, {recv, Channel}], 5)),
    Chooser = waiting(fun() -> mochi_chan:select([{send, Channel, 1}, {recv, Channel}]) end),
    ?assertEqual(1, mochi_chan:recv(Channel)),
    ?assertEqual({1, ok}, mochi_async:await(Chooser)).

select_killed(_) ->
    [A, B] = [mochi_chan:new(0) || _ <- [1, 2]],
    Chooser = waiting(fun() -> mochi_chan:select([{recv, A}, {send, B, 1}]) end),
    kill(A, Chooser, 0, receivers),
    wait_until(fun() -> length_of(B, senders) =:= 0 end),
    ?mochi(mochi_err_timeout, _, mochi_chan:send(A, 1, 5)),
    ?mochi(mochi_err_timeout, _, mochi_chan:recv(B, 5)).

%% Everything that is sent arrives once, whoever chooses what meanwhile.
select_under_load(_) ->
    Channels = [mochi_chan:new(Capacity) || Capacity <- [0, 1, 3]],
    Senders = [
        mochi_async:async(fun() ->
            [mochi_chan:select([{send, Channel, {S, N}} || Channel <- Channels]) || N <- lists:seq(1, 150)]
        end)
     || S <- [1, 2, 3]
    ],
    Receivers = [
        mochi_async:async(fun() -> choose(Channels, []) end)
     || _ <- [1, 2, 3]
    ],
    _ = mochi_async:await_all(Senders),
    lists:foreach(fun mochi_chan:close/1, Channels),
    All = lists:append(mochi_async:await_all(Receivers)),
    Left = lists:append([drain(Channel) || Channel <- Channels]),
    ?assertEqual([{S, N} || S <- [1, 2, 3], N <- lists:seq(1, 150)], lists:sort(All ++ Left)).

choose(Channels, Values) ->
    case mochi_chan:select([{recv, Channel} || Channel <- Channels]) of
        {_, {some, Value}} -> choose(Channels, [Value | Values]);
        {_, none} -> Values
    end.

status_hides(_) ->
    Channel = mochi_chan:new(1),
    mochi_chan:send(Channel, ~"the secret"),
    {mochi_channel, Pid} = Channel,
    Status = unicode:characters_to_binary(io_lib:format("~tp", [sys:get_status(Pid)])),
    ?assertEqual(nomatch, binary:match(Status, ~"the secret")).

wrong_arguments(_) ->
    Channel = mochi_chan:new(1),
    ?mochi(mochi_err_type, ~"expected channel, got 5 (int)", mochi_chan:send(5, 1)),
    ?mochi(mochi_err_type, ~"expected channel, got 5 (int)", mochi_chan:recv(5)),
    ?mochi(mochi_err_type, ~"expected time in milliseconds, got -1 (int)", mochi_chan:recv(Channel, -1)),
    ?mochi(mochi_err_type, ~"expected list of at least one choice, got [] (list)", mochi_chan:select([])),
    ?mochi(mochi_err_type, ~"expected choice between channels of this node, got 5 (int)", mochi_chan:select([5])).

attempt(Channel, Timeout) ->
    try
        mochi_chan:send(Channel, sent, Timeout)
    catch
        error:{mochi_error, mochi_err_timeout, _} -> timeout
    end.

drain(Channel) ->
    case mochi_chan:next(Channel) of
        {some, Value} -> [Value | drain(Channel)];
        none -> []
    end.

%% Work in another process that has come to where it waits.
waiting(Work) ->
    Test = self(),
    Future = mochi_async:async(fun() ->
        Test ! {worker, self()},
        Work()
    end),
    Pid = receive {worker, Worker} -> Worker end,
    wait_until(fun() -> process_info(Pid, status) =:= {status, waiting} end),
    Future.

%% Ends the process of some work, and waits until the channel has heard of it.
kill(Channel, Future, Left, Side) ->
    mochi_async:cancel(Future),
    wait_until(fun() -> length_of(Channel, Side) =:= Left end).

length_of({mochi_channel, Pid}, senders) -> queue:len(element(7, sys:get_state(Pid)));
length_of({mochi_channel, Pid}, receivers) -> queue:len(element(8, sys:get_state(Pid))).
