-module(mochi_stream_group).
-moduledoc """
The scope of the groups of streams, and how a member of them learns that it has to join again after a crash of the
scope.

A persistent term says what a publisher has to do besides sending to the members: every event asks for it. It never has
the same value twice, so a publisher that finds the value of its last event knows that nothing has changed meanwhile.

```erlang
1> {ok, Scope} = mochi_stream_group:join([]), demonitor(Scope).
true
```
""".

-export([
    start_link/0,
    join/1,
    send/2,
    find/1,
    members/1,
    look/0,
    generation/0,
    is_settled/0,
    settle/1
]).

-export_type([
    look/0
]).

-doc """
What a publisher has to look for besides the members, a sum: 1 subscribers that make it wait, 2 handlers of its events,
4 whether the application `telemetry` runs.
""".
-type look() :: 0..7.

%% Scopes are counted before they start. The state says what to look for, and for the members of which scope that they
%% are there: when it is still that one after a look-up, it was so meanwhile. Every state but the unsettled one has a
%% number of its own. All are terms that fit a word, as to change such a persistent term disturbs no process.
-define(GENERATION, mochi_stream_generation).
-define(STATE, mochi_stream_state).
-define(UNSETTLED, -1).
-define(LOOK_BITS, 3).
-define(EVERYTHING, 7).
-define(TELEMETRY, 4).
-define(GENERATION_BITS, 20).
-define(SETTLES_WITHIN, 1000).

-doc """
Starts the scope. Publishers know that members are missing before there can be any.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), whereis(mochi) =/= undefined.
true
```
""".
-spec start_link() -> {ok, pid()} | {error, term()}.
start_link() ->
    ok = persistent_term:put(?GENERATION, (generation() + 1) band (1 bsl ?GENERATION_BITS - 1)),
    ok = persistent_term:put(?STATE, ?UNSETTLED),
    pg:start_link(mochi).

-doc """
Makes the calling process a member of groups and gives a monitor of the scope: when that goes down, membership is lost
and the process joins again. `error` when the scope does not run right now.

```erlang
1> {ok, Scope} = mochi_stream_group:join([{mochi_stream, ~"joined"}]), is_reference(Scope).
true
2> pg:get_local_members(mochi, {mochi_stream, ~"joined"}) =:= [self()].
true
3> demonitor(Scope), pg:leave(mochi, {mochi_stream, ~"joined"}, self()).
ok
```
""".
-spec join([Group :: term()]) -> {ok, reference()} | error.
join(Groups) ->
    case whereis(mochi) of
        undefined ->
            error;
        Pid ->
            Scope = monitor(process, Pid),
            try
                ok = lists:foreach(fun(Group) -> ok = pg:join(mochi, Group, self()) end, Groups),
                {ok, Scope}
            catch
                exit:_ ->
                    demonitor(Scope, [flush]),
                    error
            end
    end.

-doc """
Sends a message to the members of a group on all nodes and says what else there is to do for a publisher. After a crash
of the scope this waits as `find/1` does.

```erlang
1> Group = {mochi_stream, ~"sent to"}, {ok, Scope} = mochi_stream_group:join([Group]), demonitor(Scope).
true
2> mochi_stream_group:send(Group, hello) < 8.
true
3> receive hello -> pg:leave(mochi, Group, self()) end.
ok
```
""".
-spec send(Group :: term(), Message :: term()) -> look().
%% The state is read after the look-up: when it is the one of the last event that this process has sent, it was that in
%% between, too.
send(Group, Message) ->
    Members = pg:get_members(mochi, Group),
    State = state(),
    case get(?STATE) of
        State when Members =/= [] ->
            ok = to(Members, Message),
            State band ?EVERYTHING;
        State ->
            case has_groups() andalso state() =:= State of
                true -> State band ?EVERYTHING;
                false -> send_found(Group, Message)
            end;
        _ ->
            send_found(Group, Message)
    end.

send_found(Group, Message) ->
    {Members, State} = found(Group, none),
    _ = State =/= ?UNSETTLED andalso put(?STATE, State),
    ok = to(Members, Message),
    State band ?EVERYTHING.

to(Members, Message) ->
    case node() of
        nonode@nohost -> here(Members, Message);
        Node -> there(Members, Message, Node)
    end.

here([Pid | Pids], Message) ->
    Pid ! Message,
    here(Pids, Message);
here([], _) ->
    ok.

%% A node that is gone is not connected to again by an event: the group loses its members in a moment.
there([Pid | Pids], Message, Node) when node(Pid) =:= Node ->
    Pid ! Message,
    there(Pids, Message, Node);
there([Pid | Pids], Message, Node) ->
    _ = erlang:send(Pid, Message, [noconnect]),
    there(Pids, Message, Node);
there([], _, _) ->
    ok.

-doc """
The members of a group on all nodes, and what else there is to do for a publisher. After a crash of the scope this waits
until the members of before have joined again, a bounded time, so that nothing is sent past them; then there is
everything to look for.

```erlang
1> {Members, _} = mochi_stream_group:find({mochi_stream, ~"nobody has joined"}), Members.
[]
```
""".
-spec find(Group :: term()) -> {[pid()], look()}.
find(Group) ->
    {Members, State} = found(Group, none),
    {Members, State band ?EVERYTHING}.

found(Group, Deadline) ->
    State = state(),
    Members = pg:get_members(mochi, Group),
    case is_complete(Members, State) of
        true -> {Members, State};
        false -> await(Group, Members, Deadline)
    end.

await(Group, Members, none) ->
    await(Group, Members, erlang:monotonic_time(millisecond) + ?SETTLES_WITHIN);
await(Group, Members, Deadline) ->
    case whereis(mochi_sup) =/= undefined andalso erlang:monotonic_time(millisecond) < Deadline of
        true ->
            timer:sleep(1),
            found(Group, Deadline);
        false ->
            {Members, ?UNSETTLED}
    end.

is_complete([_ | _], State) -> is_current(State);
is_complete([], State) -> has_groups() andalso is_current(State).

-doc """
The members of a group alone, as `find/1` finds them.

```erlang
1> mochi_stream_group:members({mochi_stream, ~"nobody has joined"}).
[]
```
""".
-spec members(Group :: term()) -> [pid()].
members(Group) ->
    {Members, _} = find(Group),
    Members.

-doc """
What a publisher has to look for besides the members: everything when members are missing.

```erlang
1> lists:member(mochi_stream_group:look(), lists:seq(0, 7)).
true
```
""".
-spec look() -> look().
look() ->
    State = state(),
    case is_current(State) of
        true -> State band ?EVERYTHING;
        false -> ?EVERYTHING
    end.

state() -> persistent_term:get(?STATE, ?UNSETTLED).

is_current(?UNSETTLED) -> false;
is_current(State) -> (State bsr ?LOOK_BITS) band (1 bsl ?GENERATION_BITS - 1) =:= generation().

%% They are in a table with the name of the scope, which is gone before the process is.
has_groups() -> ets:whereis(mochi) =/= undefined.

-doc """
Which scope it is, by number.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:generation() > 0.
true
```
""".
-spec generation() -> non_neg_integer().
generation() -> persistent_term:get(?GENERATION, 0).

-doc """
Whether the members of all groups are there.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:is_settled().
true
```
""".
-spec is_settled() -> boolean().
is_settled() -> has_groups() andalso is_current(state()).

-doc """
Notes that the members of all groups of a scope are there, and what `mochi_registry:attention/0` says;
`m:mochi_stream_watch` calls this, again when that changes. False when there is another scope by now.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:settle(mochi_stream_group:generation()).
true
2> mochi_stream_group:settle(-1).
false
```
""".
-spec settle(Generation :: integer()) -> boolean().
settle(Generation) ->
    Generation =:= generation() andalso note(Generation, mochi_registry:attention() bor telemetry()).

note(Generation, Look) ->
    Number = erlang:unique_integer([monotonic, positive]),
    State = (Number bsl ?GENERATION_BITS bor Generation) bsl ?LOOK_BITS bor Look,
    ok = persistent_term:put(?STATE, State),
    is_current(State).

telemetry() ->
    case mochi_telemetry:is_installed() of
        true -> ?TELEMETRY;
        false -> 0
    end.
