-module(mochi_sup).
-moduledoc """
The top of the supervision tree of the application `mochi`, children in boot order:

| child | restart | purpose |
|---|---|---|
| `m:mochi_atoms` | transient | registers the atoms of Mochi programs, then leaves |
| `m:pg` scope `mochi` | permanent | the process groups of the node and its neighbours |
| `m:mochi_stream_watch` | permanent | who is a member of streams |
| `m:mochi_stream_sup` | permanent | subscriptions and recorders of streams |
| `m:mochi_agent_sup` | permanent | agents |
| `mochi_fetch_sup` | permanent | pools of connections |
| `mochi_llm_sup` | permanent | providers of language models |
| `mochi_datalog_ets` | permanent | tables of facts |
| `mochi_telemetry` | permanent | handlers of events |

It owns the tables of `m:mochi_registry`, `m:mochi_stream_group` and `m:mochi_stream_history`, named as these modules,
so that they live as long as the application.

```erlang
1> [map_get(id, Child) || Child <- mochi_sup:children(), map_get(restart, Child) =:= transient].
[mochi_atoms]
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    ensure/1,
    start_child/2,
    vacate/1,
    children/0,
    init/1
]).

%% Many at once, because a failure below must not end here; what fails without pause does, and starts anew when used.
-define(INTENSITY, 100).
-define(PERIOD_SECONDS, 1).
-define(PATIENCE, 5000).
-define(PAUSE, 5).

-doc """
Starts the supervisor under its module's name.

```erlang
{ok, Supervisor} = mochi_sup:start_link().
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
Makes sure that a registered process of the tree runs: starts the application when it does not, waits a bounded time
when the process is being started again.

```erlang
1> mochi_sup:ensure(mochi_agent_pool).
ok
```
""".
-spec ensure(Name :: atom()) -> ok.
ensure(Name) ->
    case whereis(Name) of
        undefined -> ensure(Name, erlang:monotonic_time(millisecond) + ?PATIENCE);
        _ -> ok
    end.

ensure(Name, Deadline) ->
    Started = application:ensure_all_started(mochi),
    case whereis(Name) of
        undefined ->
            case erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(?PAUSE),
                    ensure(Name, Deadline);
                false ->
                    Why = io_lib:format("~0tp", [Started]),
                    mochi_core:raise(mochi_err_timeout, [
                        atom_to_binary(Name), ~" of the application mochi does not run: ", Why
                    ])
            end;
        _ ->
            ok
    end.

-doc """
Starts a child of a supervisor of the tree. The supervisor may be on its way up again, or be killed meanwhile: then this
asks the next one, for a bounded time. So what it starts must be such that to start it twice does no harm.

```erlang
1> Child = #{id => mochi_pg, start => {pg, start_link, [mochi]}}, is_map(Child).
true
2> {error, {already_started, Scope}} = mochi_sup:start_child(mochi_sup, Child), Scope =:= whereis(mochi).
true
```
""".
-spec start_child(Supervisor :: atom(), supervisor:child_spec() | [term()]) -> supervisor:startchild_ret().
start_child(Supervisor, Child) -> start_child(Supervisor, Child, erlang:monotonic_time(millisecond) + ?PATIENCE).

start_child(Supervisor, Child, Deadline) ->
    ok = ensure(Supervisor),
    try
        supervisor:start_child(Supervisor, Child)
    catch
        exit:{Reason, _} ->
            case erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(1),
                    start_child(Supervisor, Child, Deadline);
                false ->
                    {error, Reason}
            end
    end.

-doc """
Makes sure that a name is free for a process that is about to take it. When a supervisor was killed, what it
supervised still ends while the next supervisor starts the same again; what holds the name is killed.

```erlang
1> mochi_sup:vacate(mochi_nobody_has_this_name).
ok
```
""".
-spec vacate(Name :: atom()) -> ok.
vacate(Name) -> vacate(Name, erlang:monotonic_time(millisecond) + ?PATIENCE).

vacate(Name, Deadline) ->
    case whereis(Name) of
        undefined ->
            ok;
        Pid ->
            exit(Pid, kill),
            timer:sleep(1),
            case erlang:monotonic_time(millisecond) < Deadline of
                true -> vacate(Name, Deadline);
                false -> ok
            end
    end.

-doc """
The specifications of all children, in boot order.

```erlang
1> [map_get(id, Child) || Child <- lists:sublist(mochi_sup:children(), 4)].
[mochi_atoms, mochi_pg, mochi_stream_watch, mochi_stream_sup]
```
""".
-spec children() -> [supervisor:child_spec()].
children() ->
    [
        child(mochi_atoms, worker, transient),
        #{id => mochi_pg, start => {pg, start_link, [mochi]}, restart => permanent, modules => [pg]},
        child(mochi_stream_watch, worker, permanent),
        child(mochi_stream_sup, supervisor, permanent),
        child(mochi_agent_sup, supervisor, permanent),
        child(mochi_fetch_sup, supervisor, permanent),
        child(mochi_llm_sup, supervisor, permanent),
        child(mochi_datalog_ets, worker, permanent),
        child(mochi_telemetry, worker, permanent)
    ].

child(Module, Type, Restart) ->
    #{id => Module, start => {Module, start_link, []}, restart => Restart, type => Type}.

-doc """
The tables, and the children whose module is there: a program may be packaged without the parts that it does not use.

```erlang
1> element(1, mochi_sup:init([])).
ok
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) ->
    ok = create_tables(whereis(?MODULE)),
    Flags = #{strategy => one_for_one, intensity => ?INTENSITY, period => ?PERIOD_SECONDS},
    {ok, {Flags, [Child || #{start := {Module, _, _}} = Child <- children(), is_available(Module)]}}.

%% Only the supervisor itself may own them. When it changes its code they are there already.
create_tables(Supervisor) when Supervisor =:= self() ->
    lists:foreach(
        fun({Name, Options}) ->
            ets:whereis(Name) =:= undefined andalso ets:new(Name, [named_table, public | Options])
        end,
        tables()
    );
create_tables(_) ->
    ok.

tables() ->
    [
        {mochi_registry, [set, {read_concurrency, true}]},
        {mochi_stream_group, [set, {read_concurrency, true}]},
        {mochi_stream_history, [ordered_set, {write_concurrency, true}]}
    ].

is_available(Module) -> code:ensure_loaded(Module) =:= {module, Module}.
