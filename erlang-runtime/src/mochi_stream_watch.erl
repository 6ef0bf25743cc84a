-module(mochi_stream_watch).
-moduledoc """
Watches who is a member of streams, here and on other nodes.

It has publishers look for subscribers that make them wait from the moment on when there is one, on whatever node: until
then publishing costs no look-up more. And it knows who was a member when the scope of the groups crashes: publishers wait
until those have joined again, or about a tenth of a second when one is too busy to.

```erlang
1> mochi_stream_watch:init([]) =/= ignore.
true
```
""".

-behaviour(gen_server).

-export([
    start_link/0,
    attend/1,
    ignore/1,
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

-record(watch, {
    scope :: reference() | undefined,
    generation = 0 :: non_neg_integer(),
    is_settled = false :: boolean(),
    members = #{} :: groups(),
    %% Who has not joined the new scope yet, and how often that is still looked at.
    missing = [] :: [{Group :: term(), pid()}],
    looks = 0 :: non_neg_integer()
}).

-type groups() :: #{Group :: term() => #{pid() => true}}.

-define(AGAIN, 1).
-define(PATIENCE, 1000).
%% Looks and not a time, as those whose turn does not come do not join: where the node gets little of the processor, it
%% may take long until they are counted, but not for them alone.
-define(LOOKS, 100).

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
Has publishers look for something from now on; they do when this returns. A watch that is being started again is waited
for, as long as the application runs.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_watch:attend(listened).
ok
2> mochi_stream_watch:ignore(listened).
ok
```
""".
-spec attend(mochi_registry:attention()) -> ok.
attend(What) ->
    ok = mochi_registry:attend(What),
    changed(erlang:monotonic_time(millisecond) + ?PATIENCE).

-doc """
Has publishers look for something no longer.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), mochi_stream_watch:ignore(listened).
ok
```
""".
-spec ignore(mochi_registry:attention()) -> ok.
ignore(What) ->
    ok = mochi_registry:ignore(What),
    changed(erlang:monotonic_time(millisecond) + ?PATIENCE).

changed(Deadline) ->
    try
        gen_server:call(?MODULE, adjust, ?PATIENCE)
    catch
        exit:_ ->
            Waits = whereis(mochi_sup) =/= undefined andalso erlang:monotonic_time(millisecond) < Deadline,
            case Waits of
                true ->
                    timer:sleep(1),
                    changed(Deadline);
                false ->
                    ok
            end
    end.

-doc false.
-spec init([]) -> {ok, #watch{}}.
init([]) -> {ok, watch(#watch{})}.

-doc false.
-spec handle_call(term(), gen_server:from(), #watch{}) -> {reply, ok, #watch{}}.
handle_call(adjust, _, Watch) ->
    ok = adjust(Watch),
    {reply, ok, Watch};
handle_call(_, _, Watch) ->
    {reply, ok, Watch}.

-doc false.
-spec handle_cast(term(), #watch{}) -> {noreply, #watch{}}.
handle_cast(_, Watch) -> {noreply, Watch}.

-doc false.
-spec handle_info(term(), #watch{}) -> {noreply, #watch{}}.
handle_info({_, join, Group, Pids}, #watch{members = Members} = Watch) ->
    ok = look_at([Group], Watch),
    {noreply, Watch#watch{members = joined(Group, Pids, Members)}};
handle_info({_, leave, Group, Pids}, #watch{members = Members} = Watch) ->
    {noreply, Watch#watch{members = left(Group, Pids, Members)}};
handle_info({'DOWN', Scope, process, _, _}, #watch{scope = Scope} = Watch) ->
    {noreply, gone(Watch)};
handle_info(watch, #watch{scope = undefined} = Watch) ->
    {noreply, watch(Watch)};
handle_info(settle, #watch{scope = Scope} = Watch) when is_reference(Scope) ->
    {noreply, settle(Watch)};
handle_info(_, Watch) ->
    {noreply, Watch}.

%% Who was a member has to join the next scope.
gone(#watch{members = Members, missing = Missing} = Watch) ->
    Before = [{Group, Pid} || Group := Pids <- Members, Pid := _ <- Pids],
    Gone = Watch#watch{scope = undefined, is_settled = false, members = #{}},
    watch(Gone#watch{missing = Before ++ Missing, looks = ?LOOKS}).

%% The process that is monitored here is the one that then answers, or the monitor tells that it is gone.
watch(Watch) ->
    Generation = mochi_stream_group:generation(),
    case whereis(mochi) of
        undefined ->
            later(watch, Watch);
        Pid ->
            Scope = monitor(process, Pid),
            try pg:monitor_scope(mochi) of
                {_, Groups} ->
                    Members = #{Group => maps:from_keys(Pids, true) || Group := Pids <- Groups},
                    ok = look_at(maps:keys(Groups), Watch),
                    settle(Watch#watch{scope = Scope, generation = Generation, members = Members})
            catch
                exit:_ ->
                    demonitor(Scope, [flush]),
                    later(watch, Watch)
            end
    end.

later(What, Watch) ->
    _ = erlang:send_after(?AGAIN, self(), What),
    Watch.

settle(#watch{scope = Scope, missing = Missing, members = Members, looks = Looks} = Watch) ->
    Left = [Member || Member <- Missing, is_missing(Member, Members)],
    case Left =:= [] orelse Looks =:= 0 of
        true ->
            case mochi_stream_group:settle(Watch#watch.generation) of
                true ->
                    Watch#watch{is_settled = true, missing = []};
                false ->
                    demonitor(Scope, [flush]),
                    gone(Watch)
            end;
        false ->
            later(settle, Watch#watch{missing = Left, looks = Looks - 1})
    end.

is_missing({Group, Pid}, Members) ->
    case Members of
        #{Group := #{Pid := _}} -> false;
        #{} when node(Pid) =:= node() -> is_process_alive(Pid);
        #{} -> lists:member(node(Pid), nodes())
    end.

joined(Group, Pids, Members) ->
    Members#{Group => maps:merge(maps:get(Group, Members, #{}), maps:from_keys(Pids, true))}.

left(Group, Pids, Members) ->
    case maps:without(Pids, maps:get(Group, Members, #{})) of
        None when map_size(None) =:= 0 -> maps:remove(Group, Members);
        Left -> Members#{Group => Left}
    end.

%% A subscriber of another node that makes publishers wait.
look_at(Groups, Watch) ->
    case [Name || {mochi_stream_block, Name} <- Groups] of
        [] ->
            ok;
        [_ | _] ->
            ok = mochi_registry:attend(blocks),
            adjust(Watch)
    end.

%% Until the members are there publishers look for everything. When the scope has gone the monitor tells.
adjust(#watch{is_settled = true, generation = Generation}) ->
    _ = mochi_stream_group:settle(Generation),
    ok;
adjust(_) ->
    ok.
