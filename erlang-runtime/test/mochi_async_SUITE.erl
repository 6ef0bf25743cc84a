%% Futures: results, crashes, time limits, and what is left behind.
-module(mochi_async_SUITE).

-include_lib("stdlib/include/assert.hrl").

-export([
    suite/0,
    all/0
]).

-export([
    several_awaits/1,
    awaits_of_others/1,
    crashes/1,
    kills/1,
    time_limit/1,
    all_in_order/1,
    any_cancels/1,
    any_after_crashes/1,
    any_time_limit/1,
    owner_crashes/1,
    owner_ends/1,
    itself/1,
    mailbox/1,
    nothing_left/1,
    crash_at_once/1,
    wrong_arguments/1
]).

-define(mochi(Code, Message, Expression), ?assertError({mochi_error, Code, Message}, Expression)).

suite() -> [{timetrap, {seconds, 20}}].

all() ->
    [
        several_awaits,
        awaits_of_others,
        crashes,
        kills,
        time_limit,
        all_in_order,
        any_cancels,
        any_after_crashes,
        any_time_limit,
        owner_crashes,
        owner_ends,
        itself,
        mailbox,
        nothing_left,
        crash_at_once,
        wrong_arguments
    ].

several_awaits(_) ->
    Future = mochi_async:async(fun() -> [1, ~"two"] end),
    [?assertEqual([1, ~"two"], mochi_async:await(Future)) || _ <- lists:seq(1, 5)],
    empty_mailbox().

awaits_of_others(_) ->
    {Go, Future} = held(fun() -> 7 end),
    Others = [mochi_async:async(fun() -> mochi_async:await(Future) + N end) || N <- [1, 2, 3]],
    Go(),
    ?assertEqual([8, 9, 10], mochi_async:await_all(Others)),
    ?assertEqual(7, mochi_async:await(Future)).

crashes(_) ->
    Divide = fun() -> mochi_core:divide(1, 0) end,
    Index = fun() -> mochi_core:index(#{}, ~"x") end,
    Await = fun(Work) -> mochi_async:await(mochi_async:async(Work)) end,
    ?mochi(mochi_err_async_crash, ~"the future crashed: division of 1 by zero", Await(Divide)),
    ?mochi(mochi_err_async_crash, ~"the future crashed: no key \"x\" in {}", Await(Index)),
    ?mochi(mochi_err_async_crash, ~"the future crashed: the process exited: leave", Await(fun() -> exit(leave) end)),
    ?mochi(mochi_err_async_crash, ~"the future crashed: uncaught throw: ball", Await(fun() -> throw(ball) end)),
    ?mochi(
        mochi_err_async_crash,
        ~"the future crashed: no key \"x\" in {}",
        mochi_async:await_all([mochi_async:async(fun() -> 1 end), mochi_async:async(Index)])
    ),
    empty_mailbox().

%% Whatever happens to the processes of a future, nobody waits for ever.
kills(_) ->
    Test = self(),
    Future = mochi_async:async(fun() ->
        Test ! {worker, self()},
        timer:sleep(infinity)
    end),
    Worker = receive {worker, Pid} -> Pid end,
    exit(Worker, kill),
    ?mochi(mochi_err_async_crash, ~"the future crashed: the process exited: killed", mochi_async:await(Future)),
    Lost = mochi_async:async(fun() ->
        Test ! {worker, self()},
        timer:sleep(infinity)
    end),
    Other = receive {worker, OtherPid} -> OtherPid end,
    {links, [Keeper]} = process_info(Other, links),
    Monitor = monitor(process, Other),
    exit(Keeper, kill),
    ?mochi(mochi_err_async_crash, _, mochi_async:await(Lost)),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    empty_mailbox().

time_limit(_) ->
    {Go, Future} = held(fun() -> late end),
    ?mochi(mochi_err_timeout, ~"the future had no result within 5 ms", mochi_async:await(Future, 5)),
    Go(),
    ?assertEqual(late, mochi_async:await(Future, 5000)),
    {_, Never} = held(fun() -> never end),
    ?mochi(mochi_err_timeout, ~"the futures had no results within 5 ms", mochi_async:await_all([Future, Never], 5)),
    mochi_async:cancel(Never),
    empty_mailbox().

all_in_order(_) ->
    {Go, First} = held(fun() -> first end),
    Second = mochi_async:async(fun() ->
        Go(),
        second
    end),
    ?assertEqual([first, second, first], mochi_async:await_all([First, Second, First])),
    ?assertEqual([], mochi_async:await_all([])),
    empty_mailbox().

any_cancels(_) ->
    Test = self(),
    Slow = [
        mochi_async:async(fun() ->
            Test ! {worker, self()},
            timer:sleep(infinity)
        end)
     || _ <- [1, 2, 3]
    ],
    Monitors = [receive {worker, Pid} -> monitor(process, Pid) end || _ <- Slow],
    ?assertEqual(quick, mochi_async:await_any(Slow ++ [mochi_async:async(fun() -> quick end)])),
    [receive {'DOWN', Monitor, process, _, Reason} -> ?assertEqual(killed, Reason) end || Monitor <- Monitors],
    [?mochi(mochi_err_async_crash, ~"the future was cancelled", mochi_async:await(Future)) || Future <- Slow],
    empty_mailbox().

any_after_crashes(_) ->
    {Go, Good} = held(fun() -> good end),
    Bad = mochi_async:async(fun() -> error(bad) end),
    ?mochi(mochi_err_async_crash, _, mochi_async:await(Bad)),
    Go(),
    ?assertEqual(good, mochi_async:await_any([Bad, Good])),
    ?mochi(mochi_err_async_crash, ~"the future crashed: error: bad", mochi_async:await_any([Bad])),
    empty_mailbox().

any_time_limit(_) ->
    {Go, Future} = held(fun() -> 1 end),
    ?mochi(mochi_err_timeout, ~"no future had a result within 5 ms", mochi_async:await_any([Future], 5)),
    Go(),
    ?assertEqual(1, mochi_async:await_any([Future], 5000)),
    empty_mailbox().

owner_crashes(_) ->
    Test = self(),
    {Owner, Monitor} = spawn_monitor(fun() ->
        Future = mochi_async:async(fun() ->
            Test ! {worker, self()},
            timer:sleep(infinity)
        end),
        Test ! {future, Future},
        timer:sleep(infinity)
    end),
    Future = receive {future, Of} -> Of end,
    Worker = receive {worker, Pid} -> monitor(process, Pid) end,
    exit(Owner, kill),
    receive {'DOWN', Monitor, process, _, killed} -> ok end,
    receive {'DOWN', Worker, process, _, killed} -> ok end,
    ?mochi(mochi_err_async_crash, _, mochi_async:await(Future)),
    empty_mailbox().

%% A future that hands out futures: the inner ones outlive it.
owner_ends(_) ->
    {Go, Outer} = held(fun() -> [mochi_async:async(fun() -> N end) || N <- [1, 2]] end),
    Go(),
    ?assertEqual([1, 2], mochi_async:await_all(mochi_async:await(Outer))).

itself(_) ->
    Test = self(),
    Future = mochi_async:async(fun() ->
        Own = receive {own, Of} -> Of end,
        Test ! asked,
        mochi_async:await(Own)
    end),
    {mochi_future, Keeper, _} = Future,
    Links = fun() -> element(2, process_info(Keeper, links)) -- [self()] end,
    [Worker] = wait_until(Links, fun(Linked) -> Linked =/= [] end),
    Worker ! {own, Future},
    receive asked -> ok end,
    ?mochi(mochi_err_async_crash, ~"the future crashed: a future cannot await itself", mochi_async:await(Future)).

%% Futures that nobody awaits send nothing, and time limits that pass just when the result comes leave nothing.
mailbox(_) ->
    Unawaited = [mochi_async:async(fun() -> N end) || N <- lists:seq(1, 100)],
    Races = [
        try
            mochi_async:await(mochi_async:async(fun() -> erlang:yield(), 1 end), N rem 2)
        catch
            error:{mochi_error, mochi_err_timeout, _} -> late
        end
     || N <- lists:seq(1, 500)
    ],
    ?assertEqual([], [Other || Other <- Races, Other =/= 1, Other =/= late]),
    ?assertEqual(lists:seq(1, 100), mochi_async:await_all(Unawaited)),
    empty_mailbox().

nothing_left(_) ->
    Test = self(),
    {Owner, Monitor} = spawn_monitor(fun() ->
        _ = [mochi_async:async(fun() -> Test ! {worker, self()}, timer:sleep(infinity) end) || _ <- lists:seq(1, 200)],
        receive crash -> exit(crash) end
    end),
    Workers = [receive {worker, Worker} -> Worker end || _ <- lists:seq(1, 200)],
    Owner ! crash,
    receive {'DOWN', Monitor, process, Owner, crash} -> ok end,
    %% The keepers stay for a while to tell that the work was cancelled; the work itself is gone.
    wait_until(fun() -> lists:filter(fun is_process_alive/1, Workers) end, fun(Left) -> Left =:= [] end),
    empty_mailbox().

%% An owner that crashes before its futures have begun to watch it.
crash_at_once(_) ->
    Test = self(),
    Crashing = fun() ->
        _ = [mochi_async:async(fun() -> Test ! {worker, self()}, timer:sleep(infinity) end) || _ <- lists:seq(1, 50)],
        exit(crash)
    end,
    Owners = [spawn_monitor(Crashing) || _ <- lists:seq(1, 50)],
    [receive {'DOWN', Monitor, process, Owner, crash} -> ok end || {Owner, Monitor} <- Owners],
    Workers = workers(),
    wait_until(fun() -> lists:filter(fun is_process_alive/1, Workers) end, fun(Left) -> Left =:= [] end).

%% Those that have said so until now; they are few, as most futures end before they begin.
workers() ->
    receive
        {worker, Worker} -> [Worker | workers()]
    after 100 -> []
    end.

wrong_arguments(_) ->
    ?mochi(mochi_err_type, ~"expected future, got 5 (int)", mochi_async:await(5)),
    ?mochi(mochi_err_type, ~"expected future, got 5 (int)", mochi_async:await_all([5])),
    ?mochi(mochi_err_type, ~"expected future, got 5 (int)", mochi_async:await_any([5])),
    ?mochi(mochi_err_type, ~"expected future, got 5 (int)", mochi_async:cancel(5)),
    ?mochi(mochi_err_type, ~"expected list of futures, got 5 (int)", mochi_async:await_all(5)),
    ?mochi(mochi_err_type, ~"expected function without parameters, got 5 (int)", mochi_async:async(5)),
    Future = mochi_async:async(fun() -> 1 end),
    ?mochi(mochi_err_type, ~"expected time in milliseconds, got -1 (int)", mochi_async:await(Future, -1)).

%% Work that starts when it is told to.
held(Work) ->
    Test = self(),
    Future = mochi_async:async(fun() ->
        Test ! {held, self()},
        receive go -> Work() end
    end),
    Pid = receive {held, Worker} -> Worker end,
    {fun() -> Pid ! go end, Future}.

empty_mailbox() -> ?assertEqual({messages, []}, process_info(self(), messages)).

wait_until(Ask, Is) ->
    Answer = Ask(),
    case Is(Answer) of
        true ->
            Answer;
        false ->
            timer:sleep(1),
            wait_until(Ask, Is)
    end.
