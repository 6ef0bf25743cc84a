-module(mochi_sup).
-moduledoc """
The top of the supervision tree of the application `mochi`.

| child | restart | purpose |
|---|---|---|
| `m:mochi_atoms` | transient | registers the atoms of Mochi programs, then leaves |
| `m:pg` scope `mochi` | permanent | the process groups of the node and its neighbours |

```erlang
1> {ok, {Flags, Children}} = mochi_sup:init([]), {map_get(strategy, Flags), [map_get(id, Child) || Child <- Children]}.
{one_for_one, [mochi_atoms, mochi_pg]}
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    init/1
]).

-define(INTENSITY, 10).
-define(PERIOD_SECONDS, 10).

-doc """
Starts the supervisor under its module's name.

```erlang
{ok, Supervisor} = mochi_sup:start_link().
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
The children, in boot order.

```erlang
1> element(1, mochi_sup:init([])).
ok
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) ->
    Flags = #{strategy => one_for_one, intensity => ?INTENSITY, period => ?PERIOD_SECONDS},
    Atoms = #{id => mochi_atoms, start => {mochi_atoms, start_link, []}, restart => transient},
    Groups = #{id => mochi_pg, start => {pg, start_link, [mochi]}},
    {ok, {Flags, [Atoms, Groups]}}.
