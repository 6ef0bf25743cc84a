-module(mochi_stream_group).
-moduledoc """
The groups of streams, and how a member of them learns that it has to join again after a crash of the scope.

```erlang
1> {ok, Scope} = mochi_stream_group:join([]), demonitor(Scope).
true
```
""".

-export([
    join/1
]).

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
