-module(mochi_stream_watch).
-moduledoc """
Keeps the members of streams, here and on other nodes, in the table of `m:mochi_stream_group`.

It learns from the scope `mochi` who joins and leaves its groups. A process of this node says so itself as well, as it
joins: from then on events go to it, whatever becomes of the scope. Of those who were members when the scope crashed,
who is alive stays one; of other nodes, who has not come back in a second does not.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), is_pid(whereis(mochi_stream_watch)).
true
```
""".

-behaviour(gen_server).

-export([
    start_link/0,
    expect/2,
    adjust/0,
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

-include("mochi_stream_look.hrl").

-record(watch, {
    %% The monitor of the scope, and what its messages come with.
    scope :: reference() | undefined,
    changes :: reference() | undefined,
    members = #{} :: #{mochi_stream_group:group() => #{pid() => true}},
    %% Members that the scope does not know of, with the monitors of those.
    missing = #{} :: #{pid() => {reference(), [mochi_stream_group:group()]}},
    timer :: reference() | undefined
}).

-define(PUBLISH, [mochi, stream, publish]).
-define(AGAIN, 1).
-define(PATIENCE, 1000).
-define(REMOTE_WITHIN, 1000).

-doc """
Starts the process under its module's name.

```erlang
{ok, Pid} = mochi_stream_watch:start_link().
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() ->
    ok = mochi_sup:vacate(?MODULE),
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc """
Has events go to a process of this node, which is about to join groups; they do when this returns. `error` when the
watch does not run; one that is being started again is waited for.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_watch:expect([], self()).
ok
```
""".
-spec expect([mochi_stream_group:group()], pid()) -> ok | error.
expect([], _) -> ok;
expect(Groups, Pid) -> call({expect, Groups, Pid}, erlang:monotonic_time(millisecond) + ?PATIENCE).

-doc """
Has publishers look for handlers of their events, or no longer; they do when this returns. A watch that is being started
again finds out by itself.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_watch:adjust().
ok
```
""".
-spec adjust() -> ok.
adjust() ->
    _ = call(adjust, erlang:monotonic_time(millisecond) + ?PATIENCE),
    ok.

call(Request, Deadline) ->
    try
        gen_server:call(?MODULE, Request, ?PATIENCE)
    catch
        exit:_ ->
            case whereis(mochi_sup) =/= undefined andalso erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(1),
                    call(Request, Deadline);
                false ->
                    error
            end
    end.

-doc false.
-spec init([]) -> {ok, #watch{}}.
init([]) ->
    ok = mochi_stream_group:set_look(look(mochi_telemetry:is_installed())),
    Noted = mochi_stream_group:all(),
    %% The watch before may have been killed between the two writes that a change takes.
    ok = lists:foreach(fun({Group, Pids}) -> mochi_stream_group:set(Group, Pids) end, Noted),
    Members = #{Group => maps:from_keys(Pids, true) || {Group, Pids} <- Noted},
    {ok, watch(#watch{members = Members})}.

-doc false.
-spec handle_call(term(), gen_server:from(), #watch{}) -> {reply, ok, #watch{}}.
handle_call({expect, Groups, Pid}, _, Watch) ->
    {reply, ok, lists:foldl(fun(Group, Next) -> expected(Group, Pid, Next) end, Watch, Groups)};
handle_call(adjust, _, Watch) ->
    ok = mochi_stream_group:set_look(look(mochi_stream_group:look() band ?LOOK_TELEMETRY =/= 0)),
    {reply, ok, Watch};
handle_call(_, _, Watch) ->
    {reply, ok, Watch}.

-doc false.
-spec handle_cast(term(), #watch{}) -> {noreply, #watch{}}.
handle_cast(_, Watch) -> {noreply, Watch}.

-doc false.
-spec handle_info(term(), #watch{}) -> {noreply, #watch{}}.
handle_info({Changes, join, Group, Pids}, #watch{changes = Changes} = Watch) ->
    {noreply, joined(Group, Pids, Watch)};
handle_info({Changes, leave, Group, Pids}, #watch{changes = Changes} = Watch) ->
    {noreply, left(Group, Pids, Watch)};
handle_info({'DOWN', Scope, process, _, _}, #watch{scope = Scope} = Watch) ->
    {noreply, watch(Watch#watch{scope = undefined, changes = undefined})};
handle_info({'DOWN', Monitor, process, Pid, _}, #watch{missing = Missing} = Watch) ->
    case Missing of
        #{Pid := {Monitor, Groups}} -> {noreply, gone(Pid, Groups, Watch)};
        #{} -> {noreply, Watch}
    end;
handle_info(watch, #watch{scope = undefined} = Watch) ->
    {noreply, watch(Watch)};
handle_info({timeout, Timer, remote}, #watch{timer = Timer, missing = Missing} = Watch) ->
    Remote = [{Pid, Groups} || Pid := {_, Groups} <- Missing, node(Pid) =/= node()],
    {noreply, lists:foldl(fun({Pid, Groups}, Next) -> gone(Pid, Groups, Next) end, Watch, Remote)};
handle_info(_, Watch) ->
    {noreply, Watch}.

%% The process that is monitored here is the one that then answers, or the monitor tells that it is gone.
watch(Watch) ->
    case whereis(mochi) of
        undefined ->
            later(Watch);
        Pid ->
            Scope = monitor(process, Pid),
            try pg:monitor_scope(mochi) of
                {Changes, Groups} -> compared(Groups, Watch#watch{scope = Scope, changes = Changes})
            catch
                exit:_ ->
                    demonitor(Scope, [flush]),
                    later(Watch)
            end
    end.

later(Watch) ->
    _ = erlang:send_after(?AGAIN, self(), watch),
    Watch.

%% What a scope knows when it is first seen: who was a member before may not have joined it yet.
compared(Groups, #watch{members = Before} = Watch) ->
    Joined = maps:fold(fun joined/3, Watch, Groups),
    Absent = [
        {Group, Pid}
     || Group := Pids <- Before, Pid <- maps:keys(maps:without(maps:get(Group, Groups, []), Pids))
    ],
    Timer = erlang:start_timer(?REMOTE_WITHIN, self(), remote),
    lists:foldl(fun absent/2, Joined#watch{timer = Timer}, Absent).

absent({Group, Pid}, Watch) ->
    case is_there(Pid) of
        true -> missing(Group, Pid, Watch);
        false -> left(Group, [Pid], Watch)
    end.

is_there(Pid) when node(Pid) =:= node() -> is_process_alive(Pid);
is_there(Pid) -> lists:member(node(Pid), nodes()).

expected(Group, Pid, #watch{members = Members} = Watch) ->
    case Members of
        #{Group := #{Pid := _}} -> Watch;
        #{} -> missing(Group, Pid, added(Group, [Pid], Watch))
    end.

joined({Kind, _} = Group, Pids, #watch{members = Members} = Watch) when
    Kind =:= mochi_stream; Kind =:= mochi_stream_block
->
    Known = maps:get(Group, Members, #{}),
    found(Group, Pids, added(Group, lists:usort([Pid || Pid <- Pids, not is_map_key(Pid, Known)]), Watch));
joined(_, _, Watch) ->
    Watch.

added(_, [], Watch) ->
    Watch;
added(Group, Pids, #watch{members = Members} = Watch) ->
    ok = mochi_stream_group:set(Group, Pids ++ mochi_stream_group:members(Group)),
    Watch#watch{members = Members#{Group => maps:merge(maps:get(Group, Members, #{}), maps:from_keys(Pids, true))}}.

left(Group, Pids, #watch{members = Members} = Watch) when is_map_key(Group, Members) ->
    ok = mochi_stream_group:set(Group, mochi_stream_group:members(Group) -- Pids),
    Left =
        case maps:without(Pids, map_get(Group, Members)) of
            None when map_size(None) =:= 0 -> maps:remove(Group, Members);
            Some -> Members#{Group => Some}
        end,
    found(Group, Pids, Watch#watch{members = Left});
left(_, _, Watch) ->
    Watch.

gone(Pid, Groups, Watch) -> lists:foldl(fun(Group, Next) -> left(Group, [Pid], Next) end, Watch, Groups).

%% Of whom the scope does not know, it does not tell the end.
missing(Group, Pid, #watch{missing = Missing} = Watch) ->
    case Missing of
        #{Pid := {Monitor, Groups}} -> Watch#watch{missing = Missing#{Pid => {Monitor, [Group | Groups -- [Group]]}}};
        #{} -> Watch#watch{missing = Missing#{Pid => {monitor(process, Pid), [Group]}}}
    end.

found(_, _, #watch{missing = Missing} = Watch) when map_size(Missing) =:= 0 -> Watch;
found(Group, Pids, #watch{missing = Missing} = Watch) ->
    Watch#watch{missing = lists:foldl(fun(Pid, Left) -> found_one(Group, Pid, Left) end, Missing, Pids)}.

found_one(Group, Pid, Missing) ->
    case Missing of
        #{Pid := {Monitor, [Group]}} ->
            demonitor(Monitor, [flush]),
            maps:remove(Pid, Missing);
        #{Pid := {Monitor, Groups}} ->
            Missing#{Pid => {Monitor, lists:delete(Group, Groups)}};
        #{} ->
            Missing
    end.

look(IsInstalled) -> listened(mochi_telemetry_server:handlers(?PUBLISH)) bor installed(IsInstalled).

listened([]) -> 0;
listened([_ | _]) -> ?LOOK_HANDLERS.

installed(true) -> ?LOOK_TELEMETRY;
installed(false) -> 0.
