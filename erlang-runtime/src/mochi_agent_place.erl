-module(mochi_agent_place).
-moduledoc """
Where the agent that a reference stands for runs, on this node or another one.

```erlang
1> mochi_agent_place:find(node(), make_ref()).
undefined
```
""".

-export([
    resolve/2,
    find/2,
    await/4,
    stop/3,
    remote/6,
    unreachable/2,
    shown/1
]).

-define(PATIENCE, 5000).

-doc """
The process of an agent, which may have ended; raises when the node of the agent does not answer.

```erlang
1> mochi_agent_place:resolve(node(), make_ref()).
undefined
```
""".
-spec resolve(node(), mochi_registry:key()) -> pid() | undefined.
%% A reference made before the node was distributed has the name of a node that is not.
resolve(Node, Key) when Node =:= node(); Node =:= nonode@nohost -> mochi_registry:whereis(Key);
resolve(Node, Key) ->
    case mochi_registry:whereis({remote, Node, Key}) of
        undefined -> ask(Node, Key);
        Pid -> Pid
    end.

-doc """
The process of an agent; `undefined` also when its node does not answer.

```erlang
1> mochi_agent_place:find(node(), make_ref()).
undefined
```
""".
-spec find(node(), mochi_registry:key()) -> pid() | undefined.
find(Node, Key) ->
    try
        resolve(Node, Key)
    catch
        error:{mochi_error, _, _} -> undefined
    end.

-doc """
The process of an agent that takes the place of one that has ended, waited for until a point in monotonic time.

```erlang
1> mochi_agent_place:await(node(), make_ref(), undefined, erlang:monotonic_time(millisecond) + 1000).
** {mochi_error, mochi_err_async_crash, ~"the agent has ended"}
```
""".
-spec await(node(), mochi_registry:key(), Ended :: pid() | undefined, Deadline :: integer()) -> pid().
await(Node, Key, Ended, Deadline) when Node =:= node(); Node =:= nonode@nohost ->
    found(Key, mochi_registry:await(Key, Ended, Deadline));
await(Node, Key, Ended, Deadline) ->
    ok = mochi_registry:remove({remote, Node, Key}),
    Wait = max(0, Deadline - erlang:monotonic_time(millisecond)),
    Found = found(Key, remote(Node, mochi_registry, await_for, [Key, Ended, Wait], Wait + ?PATIENCE, gone)),
    true = mochi_registry:remember({remote, Node, Key}, Found),
    Found.

-doc """
Stops an agent.

```erlang
1> mochi_agent_place:stop(node(), make_ref(), 1000).
ok
```
""".
-spec stop(node(), mochi_registry:key(), Timeout :: non_neg_integer()) -> ok | timeout | no_answer.
stop(Node, Key, Timeout) when Node =:= node(); Node =:= nonode@nohost ->
    mochi_registry:stop(Key, Timeout);
stop(Node, Key, Timeout) ->
    ok = mochi_registry:remove({remote, Node, Key}),
    remote(Node, mochi_registry, stop, [Key, Timeout], Timeout + ?PATIENCE, no_answer).

-doc """
What a function gives on another node, or a default when there is no answer.

```erlang
1> mochi_agent_place:remote('nobody@nowhere', erlang, self, [], 1000, none).
none
```
""".
-spec remote(node(), module(), atom(), [term()], Timeout :: non_neg_integer(), Default :: term()) -> term().
remote(Node, Module, Function, Arguments, Timeout, Default) ->
    try
        erpc:call(Node, Module, Function, Arguments, Timeout)
    catch
        error:{erpc, _} -> Default
    end.

-doc """
Raises that the node of an agent does not answer.

```erlang
1> mochi_agent_place:unreachable(a@b, make_ref()).
** {mochi_error, mochi_err_async_crash, ~"the agent cannot be reached: no answer from its node a@b"}
```
""".
-spec unreachable(node(), mochi_registry:key()) -> no_return().
unreachable(Node, Key) ->
    mochi_core:raise(mochi_err_async_crash, [
        shown(Key), ~" cannot be reached: no answer from its node ", atom_to_binary(Node)
    ]).

-doc """
An agent as messages name it.

```erlang
1> iolist_to_binary(mochi_agent_place:shown({name, ~"counter"})).
~"agent \"counter\""
```
""".
-spec shown(mochi_registry:key()) -> iodata().
shown({name, Name}) -> [~"agent ", mochi_format:excerpt(Name)];
shown(_) -> ~"the agent".

ask(Node, Key) ->
    case remote(Node, mochi_registry, whereis, [Key], ?PATIENCE, no_answer) of
        no_answer ->
            unreachable(Node, Key);
        undefined ->
            undefined;
        Pid ->
            ok = mochi_sup:ensure(mochi_agent_pool),
            true = mochi_registry:remember({remote, Node, Key}, Pid),
            Pid
    end.

found(_, {ok, Pid}) -> Pid;
found(Key, gone) -> mochi_core:raise(mochi_err_async_crash, [shown(Key), ~" has ended"]);
found(Key, timeout) -> mochi_core:raise(mochi_err_timeout, [shown(Key), ~" was not started again in time"]).
