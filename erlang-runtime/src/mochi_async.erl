-module(mochi_async).
-moduledoc """
Futures: work that another process does, and whose result somebody waits for.

A future may be awaited several times and by any process, of any node. Until it is awaited, its result is kept as long
as the process that started it runs; from then on, and when that process ended normally, for half a minute after the
last await. A process that ends abnormally takes the futures that it started and that still run with it.

Waiting without a time limit ends when the work ends or crashes, whatever happens to its process. Nothing of an await
stays in the mailbox of the one who waits, and nothing of a future that nobody awaits comes there.

```erlang
1> Future = mochi_async:async(fun() -> 6 * 7 end), mochi_async:await(Future).
42
2> mochi_async:await(mochi_async:async(fun() -> 1 div 0 end)).
** {mochi_error, mochi_err_async_crash, ~"the future crashed: division of 1 by zero"}
```
""".

-export([
    async/1,
    background/1,
    await/1,
    await/2,
    await_all/1,
    await_all/2,
    await_any/1,
    await_any/2,
    cancel/1
]).

-export_type([
    future/1,
    milliseconds/0
]).

-doc "Work in progress, or its result.".
-opaque future(_Value) :: {mochi_future, pid(), reference()}.

-doc "How long to wait, at most.".
-type milliseconds() :: 0..16#FFFFFFFF | infinity.

-define(KEEP, 30_000).
%% Where a node has as many processes as this part of what it can have, awaited results are not kept.
-define(CROWDED, 4).
-define(SELF, '$mochi_future').

-define(is_future(Future), is_tuple(Future), tuple_size(Future) =:= 3, element(1, Future) =:= mochi_future).
-define(is_time(Time), (Time =:= infinity orelse (is_integer(Time) andalso Time >= 0 andalso Time =< 16#FFFFFFFF))).

-doc """
Starts work in a process of its own.

```erlang
1> mochi_async:await(mochi_async:async(fun() -> ~"done" end)).
~"done"
```
""".
-spec async(fun(() -> Value)) -> future(Value).
async(Work) when is_function(Work, 0) ->
    Owner = self(),
    Id = make_ref(),
    {Keeper, Monitor} = spawn_monitor(fun() -> keep(Work, Owner, Id) end),
    %% Its monitor is there before this process can end, so that it always learns how.
    receive
        {?MODULE, watching, Id} ->
            demonitor(Monitor, [flush]),
            {mochi_future, Keeper, Id};
        {'DOWN', Monitor, process, _, Reason} ->
            lost(Reason)
    end;
async(Work) ->
    mochi_core:type_error(~"function without parameters", Work).

-doc """
Starts work whose result nobody wants. What it raises is logged.

```erlang
1> mochi_async:background(fun() -> 1 end).
ok
```
""".
-spec background(fun(() -> term())) -> ok.
background(Work) when is_function(Work, 0) ->
    _ = spawn(fun() ->
        try
            Work()
        catch
            Class:Reason:Stack ->
                {_, Message} = mochi_error:describe(Class, Reason, Stack),
                logger:error("background work crashed: ~ts", [Message])
        end
    end),
    ok;
background(Work) ->
    mochi_core:type_error(~"function without parameters", Work).

-doc """
The result of a future, however long it takes.

```erlang
1> Future = mochi_async:async(fun() -> 1 end), {mochi_async:await(Future), mochi_async:await(Future)}.
{1, 1}
```
""".
-spec await(future(Value)) -> Value.
await(Future) -> await(Future, infinity).

-doc """
The result of a future; raises `mochi_err_timeout` when it takes longer. The work goes on then, and may be awaited
again.

```erlang
1> mochi_async:await(mochi_async:async(fun() -> timer:sleep(5000) end), 10).
** {mochi_error, mochi_err_timeout, ~"the future had no result within 10 ms"}
```
""".
-spec await(future(Value), milliseconds()) -> Value.
await({mochi_future, Pid, Id}, Timeout) when is_pid(Pid), ?is_time(Timeout) ->
    not_itself(Id),
    Monitor = monitor(process, Pid, [{alias, reply_demonitor}]),
    Pid ! {?MODULE, await, Monitor, self()},
    receive
        {Monitor, Outcome} -> value(Outcome);
        {'DOWN', Monitor, process, _, Reason} -> lost(Reason)
    after Timeout ->
        case abandon(Pid, Monitor) of
            {ok, Outcome} -> value(Outcome);
            none -> timed_out(~"the future had no result", Timeout)
        end
    end;
await(Future, Timeout) when ?is_future(Future) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
await(Future, _) ->
    mochi_core:type_error(~"future", Future).

-doc """
The results of futures, in their order. When some crash, the error is that of the first one in the list.

```erlang
1> mochi_async:await_all([mochi_async:async(fun() -> N * N end) || N <- [1, 2, 3]]).
[1, 4, 9]
```
""".
-spec await_all([future(Value)]) -> [Value].
await_all(Futures) -> await_all(Futures, infinity).

-doc """
The results of futures; raises `mochi_err_timeout` when all together take longer.

```erlang
1> mochi_async:await_all([], 10).
[]
```
""".
-spec await_all([future(Value)], milliseconds()) -> [Value].
await_all(Futures, infinity) when is_list(Futures) ->
    [await(Future, infinity) || Future <- Futures];
await_all(Futures, Timeout) when is_list(Futures), ?is_time(Timeout) ->
    End = now_ms() + Timeout,
    [await_until(Future, End, Timeout) || Future <- Futures];
await_all(Futures, Timeout) when is_list(Futures) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
await_all(Futures, _) ->
    mochi_core:type_error(~"list of futures", Futures).

-doc """
The result of the first future that has one; the others are cancelled. A crash only counts when all crash.

```erlang
1> Slow = mochi_async:async(fun() -> timer:sleep(60_000) end), Quick = mochi_async:async(fun() -> 1 end), ok.
ok
2> mochi_async:await_any([Slow, Quick]).
1
3> mochi_async:await(Slow).
** {mochi_error, mochi_err_async_crash, ~"the future was cancelled"}
```
""".
-spec await_any([future(Value)]) -> Value.
await_any(Futures) -> await_any(Futures, infinity).

-doc """
The result of the first future that has one; raises `mochi_err_timeout` when none has one in time, and cancels
nothing.

```erlang
1> mochi_async:await_any([], 10).
** {mochi_error, mochi_err_type, ~"expected list of at least one future, got [] (list)"}
```
""".
-spec await_any([future(Value)], milliseconds()) -> Value.
await_any([_ | _] = Futures, Timeout) when ?is_time(Timeout) ->
    ok = lists:foreach(fun check/1, Futures),
    Waiting = #{request(Future) => Future || Future <- Futures},
    {Outcome, Left} = first(Waiting, deadline(Timeout), none),
    Late = [Found || {Monitor, {_, Pid, _}} <- maps:to_list(Left), {ok, Found} <- [abandon(Pid, Monitor)]],
    case [Found || {ok, _} = Found <- [Outcome | Late]] of
        [{ok, Value} | _] ->
            ok = lists:foreach(fun cancel/1, Futures),
            Value;
        [] when Outcome =:= timeout ->
            timed_out(~"no future had a result", Timeout);
        [] ->
            value(Outcome)
    end;
await_any([_ | _], Timeout) ->
    mochi_core:type_error(~"time in milliseconds", Timeout);
await_any(Futures, _) ->
    mochi_core:type_error(~"list of at least one future", Futures).

-doc """
Ends the work of a future that has no result yet; who awaits it gets `mochi_err_async_crash`.

```erlang
1> Future = mochi_async:async(fun() -> timer:sleep(60_000) end), mochi_async:cancel(Future).
ok
2> mochi_async:await(Future).
** {mochi_error, mochi_err_async_crash, ~"the future was cancelled"}
```
""".
-spec cancel(future(_)) -> ok.
cancel({mochi_future, Pid, _}) when is_pid(Pid) ->
    Pid ! {?MODULE, cancel},
    ok;
cancel(Future) ->
    mochi_core:type_error(~"future", Future).

%% The one who awaits

check({mochi_future, Pid, Id}) when is_pid(Pid) -> not_itself(Id);
check(Future) -> mochi_core:type_error(~"future", Future).

not_itself(Id) ->
    case get(?SELF) of
        Id -> mochi_core:raise(mochi_err_async_crash, ~"a future cannot await itself");
        _ -> ok
    end.

await_until(Future, End, Timeout) ->
    try
        await(Future, max(0, End - now_ms()))
    catch
        error:{mochi_error, mochi_err_timeout, _} -> timed_out(~"the futures had no results", Timeout)
    end.

request({mochi_future, Pid, _}) ->
    Monitor = monitor(process, Pid, [{alias, reply_demonitor}]),
    Pid ! {?MODULE, await, Monitor, self()},
    Monitor.

%% The first value, or when there is none the crash that came last.
first(Waiting, _, Crash) when map_size(Waiting) =:= 0 ->
    {Crash, Waiting};
first(Waiting, Deadline, _) ->
    receive
        {Monitor, {ok, _} = Outcome} when is_map_key(Monitor, Waiting) ->
            {Outcome, maps:remove(Monitor, Waiting)};
        {Monitor, Outcome} when is_map_key(Monitor, Waiting) ->
            first(maps:remove(Monitor, Waiting), Deadline, Outcome);
        {'DOWN', Monitor, process, _, Reason} when is_map_key(Monitor, Waiting) ->
            first(maps:remove(Monitor, Waiting), Deadline, gone(Reason))
    after left(Deadline) ->
        {timeout, Waiting}
    end.

deadline(infinity) -> infinity;
deadline(Timeout) -> now_ms() + Timeout.

left(infinity) -> infinity;
left(Deadline) -> max(0, Deadline - now_ms()).

%% An answer may have come just before the alias went.
abandon(Pid, Monitor) ->
    demonitor(Monitor, [flush]),
    receive
        {Monitor, Outcome} -> {ok, Outcome}
    after 0 ->
        Pid ! {?MODULE, forget, Monitor},
        none
    end.

value({ok, Value}) -> Value;
value({crash, Message}) -> mochi_core:raise(mochi_err_async_crash, Message).

-spec lost(Reason :: term()) -> no_return().
lost(Reason) ->
    {crash, Message} = gone(Reason),
    mochi_core:raise(mochi_err_async_crash, Message).

gone(noproc) ->
    {crash, ~"the result of the future is gone: it was awaited, or the process that started it ended, too long ago"};
gone(noconnection) ->
    {crash, ~"the future is lost: there is no connection to its node"};
gone(Reason) ->
    {crash, crashed(exit, Reason, [])}.

crashed(Class, Reason, Stack) ->
    {_, Message} = mochi_error:describe(Class, Reason, Stack),
    iolist_to_binary([~"the future crashed: ", Message]).

-spec timed_out(What :: binary(), Timeout :: non_neg_integer()) -> no_return().
timed_out(What, Timeout) ->
    mochi_core:raise(mochi_err_timeout, [What, ~" within ", integer_to_binary(Timeout), ~" ms"]).

now_ms() -> erlang:monotonic_time(millisecond).

%% The process of a future keeps the result; another one, whose mailbox belongs to the work, works. The link lets
%% neither stay without the other.

keep(Work, Owner, Id) ->
    process_flag(trap_exit, true),
    OwnerMonitor = monitor(process, Owner),
    Owner ! {?MODULE, watching, Id},
    start(Work, OwnerMonitor, Id).

start(Work, OwnerMonitor, Id) ->
    Keeper = self(),
    {Worker, Monitor} = spawn_opt(fun() -> work(Work, Keeper, Id) end, [link, monitor]),
    running(Worker, Monitor, OwnerMonitor, []).

work(Work, Keeper, Id) ->
    put(?SELF, Id),
    Outcome =
        try
            {ok, Work()}
        catch
            Class:Reason:Stack -> {crash, crashed(Class, Reason, Stack)}
        end,
    Keeper ! {?MODULE, Id, Outcome}.

running(Worker, Monitor, Owner, Waiting) ->
    receive
        {?MODULE, Id, Outcome} when is_reference(Id) ->
            demonitor(Monitor, [flush]),
            done(Outcome, Owner, Waiting);
        {'DOWN', Monitor, process, _, Reason} ->
            done({crash, crashed(exit, Reason, [])}, Owner, Waiting);
        {?MODULE, await, Alias, _} ->
            running(Worker, Monitor, Owner, [Alias | Waiting]);
        {?MODULE, forget, Alias} ->
            running(Worker, Monitor, Owner, lists:delete(Alias, Waiting));
        {?MODULE, cancel} ->
            stop(Worker, Monitor),
            done({crash, ~"the future was cancelled"}, Owner, Waiting);
        {'DOWN', Owner, process, _, normal} ->
            running(Worker, Monitor, none, Waiting);
        {'DOWN', Owner, process, _, _} ->
            stop(Worker, Monitor),
            done({crash, ~"the future was cancelled: the process that started it crashed"}, none, Waiting);
        _ ->
            running(Worker, Monitor, Owner, Waiting)
    end.

stop(Worker, Monitor) ->
    demonitor(Monitor, [flush]),
    exit(Worker, kill).

done(Outcome, Owner, []) ->
    kept(Outcome, Owner, infinity_while(Owner));
done(Outcome, Owner, Waiting) ->
    lists:foreach(fun(Alias) -> Alias ! {Alias, Outcome} end, Waiting),
    kept(Outcome, Owner, time_to_keep()).

infinity_while(none) -> time_to_keep();
infinity_while(_) -> infinity.

time_to_keep() ->
    case erlang:system_info(process_count) * ?CROWDED < erlang:system_info(process_limit) of
        true -> ?KEEP;
        false -> 0
    end.

kept(_, _, 0) ->
    ok;
kept(Outcome, Owner, Time) ->
    receive
        {?MODULE, await, Alias, _} ->
            Alias ! {Alias, Outcome},
            kept(Outcome, Owner, time_to_keep());
        {'DOWN', Owner, process, _, _} ->
            kept(Outcome, none, min(Time, time_to_keep()));
        _ ->
            kept(Outcome, Owner, Time)
    after Time ->
        ok
    end.
