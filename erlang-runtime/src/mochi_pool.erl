-module(mochi_pool).
-moduledoc """
A supervisor of any number of processes of one kind, each known to `m:mochi_registry` by its key. A child that ends
abnormally starts again, however often: how fast one may fail again and again is the child's own affair, so that it
never takes the others with it. Its children outlive it, see `m:mochi_member`.

```erlang
1> {ok, {Flags, [_]}} = mochi_pool:init({mochi_agent_server, self()}), map_get(strategy, Flags).
simple_one_for_one
```
""".

-behaviour(supervisor).

-export([
    start_link/2,
    start_child/2,
    init/1
]).

-define(INTENSITY, 1_000_000).
-define(PERIOD_SECONDS, 1).
-define(SHUTDOWN, 5000).
-define(PATIENCE, 1000).

-doc """
Starts a pool under a name. Its children are started by `Module:start(Key, Above)`, without a link.

```erlang
{ok, Pool} = mochi_pool:start_link(mochi_agent_pool, mochi_agent_server).
```
""".
-spec start_link(Name :: atom(), module()) -> supervisor:startlink_ret().
start_link(Name, Module) ->
    ok = mochi_sup:vacate(Name),
    supervisor:start_link({local, Name}, ?MODULE, {Module, self()}).

-doc """
Starts the process of a key. The pool may be on its way up again; then this waits a bounded time. A process that the
pool was starting when it was killed is found by the next one.

```erlang
{ok, Pid} = mochi_pool:start_child(mochi_agent_pool, Key).
```
""".
-spec start_child(Name :: atom(), mochi_registry:key()) -> {ok, pid()} | {error, term()}.
start_child(Name, Key) ->
    case mochi_sup:start_child(Name, [Key]) of
        {ok, Started} -> {ok, running(Started, mochi_registry:whereis(Key))};
        {ok, Started, taken_over} -> {ok, serving(Started)};
        {error, Reason} -> {error, Reason}
    end.

%% The keeper may have been faster.
running(Started, undefined) -> Started;
running(Started, Started) -> Started;
running(_, Running) -> serving(Running).

%% What a pool before has begun to start may not serve yet: it answers when it does.
serving(Pid) ->
    try sys:log(Pid, get, ?PATIENCE) of
        _ -> Pid
    catch
        exit:_ -> Pid
    end.

-doc """
The one kind of child.

```erlang
1> element(1, mochi_pool:init({mochi_agent_server, self()})).
ok
```
""".
-spec init({module(), Supervisor :: pid()}) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init({Module, Supervisor}) ->
    Flags = #{strategy => simple_one_for_one, intensity => ?INTENSITY, period => ?PERIOD_SECONDS},
    Child = #{
        id => Module,
        start => {mochi_member, start_link, [Module, Supervisor]},
        restart => transient,
        shutdown => ?SHUTDOWN,
        modules => dynamic
    },
    {ok, {Flags, [Child]}}.
