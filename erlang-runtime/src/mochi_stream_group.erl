-module(mochi_stream_group).
-moduledoc """
The scope of the groups of streams, and how a member of them learns that it has to join again after a crash of the
scope.

A persistent term says what a publisher has to do besides sending to the members: every event asks for it. Scopes are
counted, so that what is found out about one is not noted for the next.

```erlang
1> {ok, Scope} = mochi_stream_group:join([]), demonitor(Scope).
true
```
""".

-export([
    start_link/0,
    join/1,
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
What a publisher sees besides the members: nothing to be done, or subscribers that make it wait (1), handlers of its
events (2), both (3); or that members are missing after a crash of the scope.
""".
-type look() :: 0..3 | unsettled.

%% Scopes are counted before they start. The other number says what to look for, and for the members of which scope that
%% they are there: when it is still that one after a look-up, it was so meanwhile. Both are terms that fit a word, as to
%% change one of those disturbs no process.
-define(GENERATION, mochi_stream_generation).
-define(STATE, mochi_stream_state).
-define(LOOK_BITS, 2).
-define(LOOK, 3).
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
    ok = persistent_term:put(?GENERATION, generation() + 1),
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
The members of a group on all nodes, and what else there is to do for a publisher. After a crash of the scope this waits
until the members of before have joined again, a bounded time, so that nothing is sent past them.

```erlang
1> {Members, _} = mochi_stream_group:find({mochi_stream, ~"nobody has joined"}), Members.
[]
```
""".
-spec find(Group :: term()) -> {[pid()], look()}.
find(Group) -> find(Group, none).

find(Group, Deadline) ->
    State = state(),
    Members = pg:get_members(mochi, Group),
    case is_complete(Members, State) of
        true -> {Members, State band ?LOOK};
        false -> await(Group, Members, Deadline)
    end.

await(Group, Members, none) ->
    await(Group, Members, erlang:monotonic_time(millisecond) + ?SETTLES_WITHIN);
await(Group, Members, Deadline) ->
    case whereis(mochi_sup) =/= undefined andalso erlang:monotonic_time(millisecond) < Deadline of
        true ->
            timer:sleep(1),
            find(Group, Deadline);
        false ->
            {Members, unsettled}
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
What a publisher has to do besides sending to the members. When members are missing it has to look for everything.

```erlang
1> lists:member(mochi_stream_group:look(), [0, 1, 2, 3, unsettled]).
true
```
""".
-spec look() -> look().
look() ->
    State = state(),
    case is_current(State) of
        true -> State band ?LOOK;
        false -> unsettled
    end.

state() -> persistent_term:get(?STATE, -1).

is_current(State) -> State bsr ?LOOK_BITS =:= generation().

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
is_settled() -> has_groups() andalso look() =/= unsettled.

-doc """
Notes that the members of all groups of a scope are there, and what `mochi_registry:attention/0` says;
`m:mochi_stream_watch` calls this, again when that changes. False when there is another scope by now.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:settle(mochi_stream_group:generation()).
true
2> mochi_stream_group:settle(0).
false
```
""".
-spec settle(Generation :: non_neg_integer()) -> boolean().
settle(Generation) ->
    Generation =:= generation() andalso note((Generation bsl ?LOOK_BITS) bor mochi_registry:attention()).

note(State) ->
    ok = persistent_term:put(?STATE, State),
    is_current(State).
