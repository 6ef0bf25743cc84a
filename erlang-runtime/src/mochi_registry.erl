-module(mochi_registry).
-moduledoc """
The supervised processes that a reference can stand for: agents, subscriptions, recorders of streams.

A row outlives its process, so that a reference stays valid when a supervisor starts the process again, and so that
`m:mochi_keeper` can start everything again when a supervisor itself was lost. The table belongs to `m:mochi_sup`.

```erlang
1> mochi_registry:whereis(nothing_has_this_key).
undefined
```
""".

-export([
    add/3,
    claim/1,
    count_start/2,
    whereis/1,
    await/3,
    await_for/3,
    specify/2,
    find/1,
    remove/1,
    remove/2,
    stop/2,
    rows/1,
    remember/2,
    mark/2,
    marked/2
]).

-export_type([
    key/0,
    kind/0,
    row/0
]).

-doc "What a reference holds.".
-type key() :: term().

-doc "What a row stands for; `remote` remembers where an agent of another node runs.".
-type kind() :: agent | subscription | recorder | remote.

-doc "A row: the process is missing between its end and its restart.".
-type row() :: {key(), Process :: term(), kind(), Specification :: term(), Progress :: term()}.

-define(TABLE, mochi_registry).
-define(ATTEMPTS, 200).
-define(FIRST_PAUSE, 1).
-define(LONGEST_PAUSE, 20).

-doc """
Adds a row without a process; false when the key is taken.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), Key = make_ref(), mochi_registry:add(Key, agent, none).
true
2> mochi_registry:add(Key, agent, none).
false
3> mochi_registry:remove(Key).
ok
```
""".
-spec add(key(), kind(), Specification :: term()) -> boolean().
add(Key, Kind, Specification) ->
    on_table(fun() -> ets:insert_new(?TABLE, {Key, undefined, Kind, Specification, []}) end, ?ATTEMPTS).

-doc """
Makes the caller the process of a key, unless another one is alive or the row is gone.

```erlang
1> mochi_registry:claim(nothing_has_this_key).
gone
```
""".
-spec claim(key()) -> {ok, Specification :: term()} | taken | gone.
claim(Key) ->
    case find(Key) of
        {ok, {_, Pid, _, Specification, _}} ->
            Free = Pid =:= undefined orelse Pid =:= self() orelse not is_process_alive(Pid),
            case Free andalso replace(Key, Pid) of
                true -> {ok, Specification};
                false -> taken
            end;
        error ->
            gone
    end.

%% Two may find the same dead process; only one of them replaces it. Keys hold no atoms that stand for variables.
replace(Key, Old) ->
    Match = {{Key, '$1', '$2', '$3', '$4'}, [{'=:=', '$1', {const, Old}}], [
        {{{const, Key}, {const, self()}, '$2', '$3', '$4'}}
    ]},
    ets:select_replace(?TABLE, [Match]) =:= 1.

-doc """
Notes a start and says how many there were within a time, this one included.

```erlang
1> mochi_registry:count_start(nothing_has_this_key, 1000).
1
```
""".
-spec count_start(key(), WithinMilliseconds :: pos_integer()) -> pos_integer().
count_start(Key, Within) ->
    Now = erlang:monotonic_time(millisecond),
    Before = lookup(Key, 5, []),
    Starts = [Now | lists:takewhile(fun(Start) -> Now - Start =< Within end, Before)],
    _ = update(Key, {5, Starts}),
    length(Starts).

-doc """
The process of a key; it may have ended since.

```erlang
1> mochi_registry:whereis(nothing_has_this_key).
undefined
```
""".
-spec whereis(key()) -> pid() | undefined.
whereis(Key) ->
    %% On the way of every call of an agent.
    try
        ets:lookup_element(?TABLE, Key, 2, undefined)
    catch
        error:badarg -> undefined
    end.

-doc """
The process of a key other than one that has ended; waits for its restart until a point in monotonic time.

```erlang
1> mochi_registry:await(nothing_has_this_key, undefined, erlang:monotonic_time(millisecond) + 1000).
gone
```
""".
-spec await(key(), Ended :: pid() | undefined, Deadline :: integer()) -> {ok, pid()} | gone | timeout.
await(Key, Ended, Deadline) -> await(Key, Ended, Deadline, ?FIRST_PAUSE).

await(Key, Ended, Deadline, Pause) ->
    case find(Key) of
        {ok, {_, Pid, _, _, _}} when is_pid(Pid), Pid =/= Ended ->
            {ok, Pid};
        {ok, _} ->
            case erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(Pause),
                    await(Key, Ended, Deadline, min(2 * Pause, ?LONGEST_PAUSE));
                false ->
                    timeout
            end;
        error ->
            gone
    end.

-doc """
As `await/3`, for a time in milliseconds: what another node asks for, whose clock differs.

```erlang
1> mochi_registry:await_for(nothing_has_this_key, undefined, 1000).
gone
```
""".
-spec await_for(key(), Ended :: pid() | undefined, Milliseconds :: non_neg_integer()) -> {ok, pid()} | gone | timeout.
await_for(Key, Ended, Milliseconds) -> await(Key, Ended, erlang:monotonic_time(millisecond) + Milliseconds).

-doc """
Replaces the specification of a key; false when there is no such row.

```erlang
1> mochi_registry:specify(nothing_has_this_key, none).
false
```
""".
-spec specify(key(), Specification :: term()) -> boolean().
specify(Key, Specification) -> update(Key, {4, Specification}).

-doc """
The row of a key.

```erlang
1> mochi_registry:find(nothing_has_this_key).
error
```
""".
-spec find(key()) -> {ok, row()} | error.
find(Key) ->
    try ets:lookup(?TABLE, Key) of
        [Row] -> {ok, Row};
        [] -> error
    catch
        error:badarg -> error
    end.

-doc """
Removes a row; none is fine.

```erlang
1> mochi_registry:remove(nothing_has_this_key).
ok
```
""".
-spec remove(key()) -> ok.
remove(Key) ->
    try ets:delete(?TABLE, Key) of
        true -> ok
    catch
        error:badarg -> ok
    end.

-doc """
Removes a row if it has this process still; says whether it did. Afterwards no other process can take its place.

```erlang
1> mochi_registry:remove(nothing_has_this_key, self()).
false
```
""".
-spec remove(key(), pid() | undefined) -> boolean().
remove(Key, Pid) ->
    try
        ets:select_delete(?TABLE, [{{Key, '$1', '_', '_', '_'}, [{'=:=', '$1', {const, Pid}}], [true]}]) =:= 1
    catch
        error:badarg -> false
    end.

-doc """
Ends the process of a key for good, also when a supervisor starts it again at this moment. One that does not end in
time is killed.

```erlang
1> mochi_registry:stop(nothing_has_this_key, 1000).
ok
```
""".
-spec stop(key(), Milliseconds :: non_neg_integer()) -> ok | timeout.
stop(Key, Milliseconds) ->
    case find(Key) of
        {ok, {_, Pid, _, _, _}} when is_pid(Pid) ->
            try proc_lib:stop(Pid, normal, Milliseconds) of
                ok ->
                    _ = remove(Key, Pid),
                    ok
            catch
                exit:timeout ->
                    _ = remove(Key, Pid),
                    exit(Pid, kill),
                    timeout;
                exit:_ ->
                    stopped(Key, Milliseconds, remove(Key, Pid))
            end;
        {ok, {_, undefined, _, _, _}} ->
            stopped(Key, Milliseconds, remove(Key, undefined));
        error ->
            ok
    end.

stopped(_, _, true) -> ok;
stopped(Key, Milliseconds, false) -> stop(Key, Milliseconds).

-doc """
The rows of a kind.

```erlang
1> mochi_registry:rows(recorder).
[]
```
""".
-spec rows(kind()) -> [row()].
rows(Kind) ->
    try
        ets:match_object(?TABLE, {'_', '_', Kind, '_', '_'})
    catch
        error:badarg -> []
    end.

-doc """
Remembers the process of an agent of another node.

```erlang
true = mochi_registry:remember({remote, Node, Key}, Pid).
```
""".
-spec remember(key(), pid()) -> boolean().
remember({remote, _, _} = Key, Pid) ->
    on_table(fun() -> ets:insert(?TABLE, {Key, Pid, remote, none, []}) end, ?ATTEMPTS).

%% The table goes when the application ends; who has something to write starts it again.
on_table(Function, Attempts) ->
    try
        Function()
    catch
        error:badarg when Attempts > 1 ->
            timer:sleep(1),
            ok = mochi_sup:ensure(mochi),
            on_table(Function, Attempts - 1);
        error:badarg ->
            mochi_core:raise(mochi_err_async_crash, ~"the application mochi ends as soon as it is started")
    end.

-doc """
Notes how far the process of a key has come, for the process that follows it.

```erlang
1> mochi_registry:mark(nothing_has_this_key, 1).
false
```
""".
-spec mark(key(), Progress :: term()) -> boolean().
mark(Key, Progress) -> update(Key, {5, Progress}).

-doc """
How far the process of a key has come, or a default when it has not noted it.

```erlang
1> mochi_registry:marked(nothing_has_this_key, 1).
1
```
""".
-spec marked(key(), Default :: term()) -> Progress :: term().
marked(Key, Default) ->
    case lookup(Key, 5, []) of
        [] -> Default;
        Progress -> Progress
    end.

lookup(Key, Position, Default) ->
    try
        ets:lookup_element(?TABLE, Key, Position, Default)
    catch
        error:badarg -> Default
    end.

update(Key, Change) ->
    try
        ets:update_element(?TABLE, Key, Change)
    catch
        error:badarg -> false
    end.
