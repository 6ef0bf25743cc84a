-module(mochi_stream_group).
-moduledoc """
The groups of streams and what members of them need: to join again after a crash of the scope, and the flags that tell
publishers of subscribers that make them wait.

```erlang
1> mochi_stream_group:may_block(atomics:new(1, [])).
0
```
""".

-export([
    join/1,
    members/1,
    is_settled/0,
    settle/0,
    flag/1,
    flag/2,
    may_block/1
]).

-define(BLOCKS, 1).
-define(PATIENCE, 5000).
%% The group that has a member once the members of all groups are back after a crash of the scope.
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
members(Group) ->
    Settled = is_settled(),
    case pg:get_members(mochi, Group) of
        [_ | _] = Members when Settled ->
            Members;
        Members ->
            %% When there is nobody, the scope may have gone between the two.
            case Settled andalso is_settled() of
                true ->
                    Members;
                false ->
                    ok = await_settled(),
                    pg:get_members(mochi, Group)
            end
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
settle() ->
    case whereis(mochi_sup) of
        Top when is_pid(Top) -> is_settled() orelse pg:join(mochi, ?SETTLED, Top);
        undefined -> ok
    end,
    ok.

-doc """
Notes that a stream has a subscriber that makes publishers wait, when publishers on other nodes do not learn it
otherwise.

```erlang
1> mochi_stream_group:flag(~"nobody has used this stream", undefined).
ok
```
""".
-spec flag(mochi_stream_history:key(), Flags :: term()) -> ok.
flag(Name, _) when is_binary(Name) ->
    flag(Name);
flag(Name, Flags) when node(Name) =:= node() ->
    atomics:put(Flags, ?BLOCKS, 1);
%% The flags of a stream without a name are on the node that made it, and usable there again.
flag(Name, Flags) ->
    try
        erpc:call(node(Name), atomics, put, [Flags, ?BLOCKS, 1], ?PATIENCE)
    catch
        error:_ -> ok
    end.

-doc """
Notes that a stream with a name has a subscriber that makes publishers wait.

```erlang
1> mochi_stream_group:flag(~"nobody has used this stream").
ok
```
""".
-spec flag(mochi_stream_history:key()) -> ok.
flag(Name) ->
    case mochi_registry:find({stream, Name}) of
        {ok, {_, Flags, stream, _, _}} -> atomics:put(Flags, ?BLOCKS, 1);
        error -> ok
    end.

-doc """
Whether somebody may make publishers wait, 0 or 1. Flags that came from another node cannot be read here: then
somebody may.

```erlang
1> mochi_stream_group:may_block(make_ref()).
1
```
""".
-spec may_block(Flags :: term()) -> non_neg_integer().
may_block(Flags) ->
    try
        atomics:get(Flags, ?BLOCKS)
    catch
        error:badarg -> 1
    end.
