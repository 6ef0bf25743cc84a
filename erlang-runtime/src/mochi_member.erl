-module(mochi_member).
-moduledoc """
The members of a pool outlive it. A supervisor that is killed takes its children with it, and so all that they know; an
agent, a subscription or a recorder stays instead, works on, and becomes a child of the pool that comes next.

To that end a member is started without a link and linked by the pool afterwards, so that the end of the pool is a
message to it. It ends with its pool only when the pool was told to end by a supervisor that lives.

```erlang
1> mochi_member:event(unrelated, nothing_has_this_key, mochi_member:place({self(), self()})).
other
```
""".

-export([
    start_link/3,
    place/1,
    event/3
]).

-export_type([
    above/0,
    place/0
]).

-define(FORMER, 3).

-doc "The pool of a member, and the supervisor of the pool.".
-type above() :: {Pool :: pid(), Supervisor :: pid()}.

-record(place, {
    pool :: pid() | lost,
    supervisor :: pid(),
    %% The last pools before this one: their end may be heard of late, and twice.
    former = [] :: [pid()],
    %% Watches the top of the tree while there is no pool.
    top :: reference() | undefined
}).

-doc "Where a member is in the tree, or that it waits for another pool.".
-opaque place() :: #place{}.

-doc """
Starts the process of a key for the pool that calls this, or takes it over from the pool before, which it may still be
starting for. When the pool has it already, or nobody wants it any more, the value is a process that ends at once: to
refuse would have the pool try again.

```erlang
{ok, Pid} = mochi_member:start_link(mochi_agent_server, Supervisor, Key).
```
""".
-spec start_link(module(), Supervisor :: pid(), mochi_registry:key()) ->
    {ok, pid()} | {ok, pid(), taken_over} | {error, term()}.
start_link(Module, Supervisor, Key) ->
    case mochi_registry:find(Key) of
        {ok, {_, undefined, _, _, _}} -> started(Module, Supervisor, Key);
        {ok, {_, Pid, _, _, _}} -> taken_over(process_info(Pid, links), Pid, Module, Supervisor, Key);
        error -> nobody()
    end.

taken_over(undefined, _, Module, Supervisor, Key) ->
    started(Module, Supervisor, Key);
taken_over({links, Links}, Pid, _, Supervisor, _) ->
    case lists:member(self(), Links) of
        true ->
            nobody();
        false ->
            %% Should it end just now, the supervisor hears of that as of the end of any child.
            true = link(Pid),
            Pid ! {'$mochi_adopted', {self(), Supervisor}},
            {ok, Pid, taken_over}
    end.

nobody() -> {ok, spawn_link(fun() -> ok end)}.

started(Module, Supervisor, Key) ->
    case Module:start(Key, {self(), Supervisor}) of
        {ok, Pid} ->
            true = link(Pid),
            {ok, Pid};
        {error, _} = Error ->
            Error
    end.

-doc """
The place of a member that was started just now.

```erlang
1> mochi_member:event({'EXIT', self(), killed}, no_key, mochi_member:place({self(), self()})).
leave
```
""".
-spec place(above()) -> place().
place({Pool, Supervisor}) -> #place{pool = Pool, supervisor = Supervisor}.

-doc """
What a message means for a member of a key: its new place, `leave` when it is to end now, `other` when the message is
about something else.

```erlang
1> mochi_member:event({'$mochi_adopted', {self(), self()}}, no_key, mochi_member:place({self(), self()})) =/= leave.
true
```
""".
-spec event(Message :: term(), mochi_registry:key(), place()) -> {ok, place()} | leave | other.
event({'EXIT', Pool, Reason}, Key, #place{pool = Pool, supervisor = Supervisor} = Place) ->
    case is_ordered(Reason) andalso is_process_alive(Supervisor) of
        true -> leave;
        false -> orphaned(Key, Place)
    end;
event({'EXIT', Pool, _}, _, #place{former = Former} = Place) ->
    case lists:member(Pool, Former) of
        true -> {ok, Place};
        false -> other
    end;
event({'$mochi_adopted', {Pool, Supervisor}}, _, #place{top = Top} = Place) ->
    is_reference(Top) andalso demonitor(Top, [flush]),
    {ok, #place{pool = Pool, supervisor = Supervisor, former = former(Place)}};
event({'DOWN', Top, process, _, _}, _, #place{top = Top}) ->
    leave;
event(_, _, _) ->
    other.

former(#place{pool = lost, former = Former}) -> Former;
former(#place{pool = Pool, former = Former}) -> lists:sublist([Pool | Former], ?FORMER).

is_ordered(normal) -> true;
is_ordered(shutdown) -> true;
is_ordered({shutdown, _}) -> true;
is_ordered(_) -> false.

%% With the application the table of the registry goes, and there is nothing to wait for.
orphaned(Key, Place) ->
    Top = monitor(process, mochi_sup),
    case mochi_registry:whereis(Key) =:= self() of
        true ->
            {ok, Place#place{pool = lost, former = former(Place), top = Top}};
        false ->
            true = demonitor(Top, [flush]),
            leave
    end.
