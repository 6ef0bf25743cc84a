-module(mochi_keeper).
-moduledoc """
Gives a pool what the one before it had. A supervisor that is started again has no children; its keeper, started after
it, finds in `m:mochi_registry` which ones there were: those that live are taken over, others started again. It does so
in its own time: its supervisor does not wait.

```erlang
1> {ok, _, Next} = mochi_keeper:init({mochi_agent_pool, [agent]}), Next.
{continue, revive}
```
""".

-behaviour(gen_server).

-export([
    start_link/3,
    supervised/4
]).

-export([
    init/1,
    handle_continue/2,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

%% More ends of a pool or its keeper than these are a fault that starting again does not mend.
-define(INTENSITY, 100).
-define(PERIOD_SECONDS, 1).

-doc """
Starts a keeper under a name, for the kinds of processes that a pool holds.

```erlang
{ok, Keeper} = mochi_keeper:start_link(mochi_agent_keeper, mochi_agent_pool, [agent]).
```
""".
-spec start_link(Name :: atom(), Pool :: atom(), [mochi_registry:kind()]) -> gen_server:start_ret().
start_link(Name, Pool, Kinds) ->
    ok = mochi_sup:vacate(Name),
    gen_server:start_link({local, Name}, ?MODULE, {Pool, Kinds}, []).

-doc """
What a supervisor has whose children are a pool, with what starts its processes, and the keeper of the pool. Without
either of them the other one is of no use.

```erlang
1> {ok, {_, Children}} = mochi_keeper:supervised(my_pool, my_server, my_keeper, [agent]), length(Children).
2
```
""".
-spec supervised(Pool :: atom(), Starter :: module(), Keeper :: atom(), [mochi_registry:kind()]) ->
    {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
supervised(Pool, Starter, Keeper, Kinds) ->
    {ok,
        {#{strategy => rest_for_one, intensity => ?INTENSITY, period => ?PERIOD_SECONDS}, [
            #{id => Pool, start => {mochi_pool, start_link, [Pool, Starter]}, type => supervisor},
            #{id => Keeper, start => {?MODULE, start_link, [Keeper, Pool, Kinds]}}
        ]}}.

-record(keeper, {
    pool :: atom(),
    kinds :: [mochi_registry:kind()],
    %% Processes that were taken over: one that was about to end with the pool before is no failure to the next one.
    taken_over = #{} :: #{reference() => mochi_registry:key()}
}).

-doc false.
-spec init({atom(), [mochi_registry:kind()]}) -> {ok, #keeper{}, {continue, revive}}.
init({Pool, Kinds}) -> {ok, #keeper{pool = Pool, kinds = Kinds}, {continue, revive}}.

-doc false.
-spec handle_continue(revive, #keeper{}) -> {noreply, #keeper{}}.
handle_continue(revive, #keeper{pool = Pool, kinds = Kinds} = Keeper) ->
    Children = #{Pid => true || {_, Pid, _, _} <- supervisor:which_children(Pool), is_pid(Pid)},
    Orphans = [
        {Key, Pid}
     || Kind <- Kinds, {Key, Pid, _, _, _} <- mochi_registry:rows(Kind), not is_map_key(Pid, Children)
    ],
    TakenOver = [{monitor(process, Pid), Key} || {Key, Pid} <- Orphans, is_pid(Pid)],
    lists:foreach(fun({Key, _}) -> start(Pool, Key) end, Orphans),
    {noreply, Keeper#keeper{taken_over = maps:from_list(TakenOver)}}.

-doc false.
-spec handle_call(term(), gen_server:from(), #keeper{}) -> {reply, ok, #keeper{}}.
handle_call(_, _, Keeper) -> {reply, ok, Keeper}.

-doc false.
-spec handle_cast(term(), #keeper{}) -> {noreply, #keeper{}}.
handle_cast(_, Keeper) -> {noreply, Keeper}.

-doc false.
-spec handle_info(term(), #keeper{}) -> {noreply, #keeper{}}.
handle_info({'DOWN', Monitor, process, _, _}, #keeper{pool = Pool, taken_over = TakenOver} = Keeper) ->
    case maps:take(Monitor, TakenOver) of
        {Key, Left} ->
            _ = mochi_registry:find(Key) =/= error andalso start(Pool, Key),
            {noreply, Keeper#keeper{taken_over = Left}};
        error ->
            {noreply, Keeper}
    end;
handle_info(_, Keeper) ->
    {noreply, Keeper}.

%% What the pool itself has started meanwhile stays as it is.
start(Pool, Key) -> supervisor:start_child(Pool, [Key]).
