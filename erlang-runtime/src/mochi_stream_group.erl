-module(mochi_stream_group).
-moduledoc """
The groups of streams, and how a member of them learns that it has to join again after a crash of the scope.

```erlang
1> {ok, Scope} = mochi_stream_group:join([]), demonitor(Scope).
true
```
""".

-export([
    join/1,
    members/1,
    members/2,
    look/0,
    is_settled/0,
    settle/0,
    adjust/0
]).

-export_type([
    look/0
]).

-doc """
What a publisher sees besides the members: nothing to be done, or subscribers that make it wait (1), handlers of its events
(2), both (3); or that members are missing after a crash of the scope.
""".
-type look() :: 0..3 | unsettled.

%% The group whose members say that those of all other groups are there, by being there, and what else there is to look
%% for, by their number: one look for everything that an event asks.
-define(SETTLED, mochi_stream_settled).
-define(SETTLES_WITHIN, 1000).

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
The members of a group on all nodes. After a crash of the scope this waits until those of before have joined again, a
bounded time, so that nothing is sent past them.

```erlang
1> mochi_stream_group:members({mochi_stream, ~"nobody has joined"}).
[]
```
""".
-spec members(Group :: term()) -> [pid()].
members(Group) -> members(Group, look()).

-doc """
The same for who has looked already.

```erlang
1> mochi_stream_group:members({mochi_stream, ~"nobody has joined"}, mochi_stream_group:look()).
[]
```
""".
-spec members(Group :: term(), look()) -> [pid()].
members(Group, Look) ->
    case pg:get_members(mochi, Group) of
        [_ | _] = Members when Look =/= unsettled ->
            Members;
        Members ->
            %% When there is nobody, the scope may have gone between the two.
            case Look =/= unsettled andalso is_settled() of
                true ->
                    Members;
                false ->
                    ok = await_settled(),
                    pg:get_members(mochi, Group)
            end
    end.

-doc """
What a publisher has to do besides sending to the members. When members are missing it has to look for everything.

```erlang
1> lists:member(mochi_stream_group:look(), [0, 1, 2, 3, unsettled]).
true
```
""".
-spec look() -> look().
look() ->
    case pg:get_local_members(mochi, ?SETTLED) of
        [_] -> 0;
        [_, _] -> 1;
        [_, _, _] -> 2;
        [_, _, _, _] -> 3;
        _ -> unsettled
    end.

await_settled() -> await_settled(erlang:monotonic_time(millisecond) + ?SETTLES_WITHIN).

await_settled(Deadline) ->
    Waits = not is_settled() andalso whereis(mochi_sup) =/= undefined andalso
        erlang:monotonic_time(millisecond) < Deadline,
    case Waits of
        true ->
            timer:sleep(1),
            await_settled(Deadline);
        false ->
            ok
    end.

-doc """
Whether the members of all groups are there.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:is_settled().
true
```
""".
-spec is_settled() -> boolean().
is_settled() -> pg:get_local_members(mochi, ?SETTLED) =/= [].

-doc """
Notes that the members of all groups are there; `m:mochi_stream_watch` calls this.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:settle().
ok
```
""".
-spec settle() -> ok.
settle() -> mark(fun(_) -> 1 + mochi_registry:attention() end).

-doc """
Makes known what `mochi_registry:attention/0` says, when the members are there; `m:mochi_stream_watch` calls this.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_group:adjust().
ok
```
""".
-spec adjust() -> ok.
adjust() ->
    mark(
        fun
            (0) -> 0;
            (_) -> 1 + mochi_registry:attention()
        end
    ).

mark(Wanted) ->
    Now = length(pg:get_local_members(mochi, ?SETTLED)),
    _ =
        case {whereis(mochi_sup), Wanted(Now) - Now} of
            {Top, More} when is_pid(Top), More > 0 -> pg:join(mochi, ?SETTLED, lists:duplicate(More, Top));
            {Top, Less} when is_pid(Top), Less < 0 -> pg:leave(mochi, ?SETTLED, lists:duplicate(-Less, Top));
            _ -> ok
        end,
    ok.
