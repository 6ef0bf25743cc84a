-module(mochi_stream_sup).
-moduledoc """
The supervisor of streams: the pool of subscriptions and recorders, and its keeper.

```erlang
1> {ok, {_, Children}} = mochi_stream_sup:init([]), [map_get(id, Child) || Child <- Children].
[mochi_stream_pool, mochi_stream_keeper]
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    start/2,
    init/1
]).

-doc """
Starts the supervisor under its module's name.

```erlang
{ok, Supervisor} = mochi_stream_sup:start_link().
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
Starts a child of the pool, a recorder or a subscription, for `m:mochi_member`.

```erlang
{ok, Pid} = mochi_stream_sup:start({recorder, ~"prices"}, Above).
```
""".
-spec start(mochi_registry:key(), mochi_member:above()) -> gen_server:start_ret() | gen_statem:start_ret().
start({recorder, _} = Key, Above) -> mochi_stream_recorder:start(Key, Above);
start(Key, Above) -> mochi_stream_subscriber:start(Key, Above).

-doc """
The children.

```erlang
1> {ok, {Flags, _}} = mochi_stream_sup:init([]), map_get(strategy, Flags).
rest_for_one
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) -> mochi_keeper:supervised(mochi_stream_pool, ?MODULE, mochi_stream_keeper, [recorder, subscription]).
