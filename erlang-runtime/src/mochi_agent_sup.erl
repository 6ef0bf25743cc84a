-module(mochi_agent_sup).
-moduledoc """
The supervisor of agents: the pool that holds them, and the keeper that starts them again should the pool be lost.

```erlang
1> {ok, {Flags, _}} = mochi_agent_sup:init([]), map_get(strategy, Flags).
rest_for_one
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    init/1
]).

-doc """
Starts the supervisor under its module's name.

```erlang
{ok, Supervisor} = mochi_agent_sup:start_link().
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
The pool and its keeper.

```erlang
1> {ok, {_, Children}} = mochi_agent_sup:init([]), [map_get(id, Child) || Child <- Children].
[mochi_agent_pool, mochi_agent_keeper]
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) -> mochi_keeper:supervised(mochi_agent_pool, mochi_agent_server, mochi_agent_keeper, [agent]).
