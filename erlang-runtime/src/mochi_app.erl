-module(mochi_app).
-moduledoc """
The callback of the application `mochi`. Programs that use nothing but values, files and printing run without it.

| setting | default | meaning |
|---|---|---|
| `nodes` | `[]` | nodes to connect to at the start, when the node is distributed |

```erlang
1> {ok, _} = application:ensure_all_started(mochi), application:stop(mochi).
ok
```
""".

-behaviour(application).

-export([
    start/2,
    start_phase/3,
    stop/1
]).

-doc """
Starts the supervision tree.

```erlang
{ok, Supervisor} = mochi_app:start(normal, []).
```
""".
-spec start(application:start_type(), Arguments :: term()) -> supervisor:startlink_ret().
start(_Type, _Arguments) ->
    ok = mochi_redact:install(),
    mochi_sup:start_link().

-doc """
The phase `cluster` connects to the nodes of the setting `nodes`, without waiting for them. It has nothing to do on a
node that is not distributed.

```erlang
1> mochi_app:start_phase(cluster, normal, []).
ok
```
""".
-spec start_phase(Phase :: atom(), application:start_type(), Arguments :: term()) -> ok.
start_phase(cluster, _Type, _Arguments) ->
    Nodes = application:get_env(mochi, nodes, []),
    _ = [spawn(net_kernel, connect_node, [Node]) || is_alive(), Node <- Nodes, Node =/= node()],
    ok;
start_phase(_, _, _) ->
    ok.

-doc """
Called when the tree is down.

```erlang
1> mochi_app:stop([]).
ok
```
""".
-spec stop(State :: term()) -> ok.
stop(_State) -> mochi_redact:remove().
