-module(mochi_telemetry_server).
-moduledoc """
Keeps the handlers of `m:mochi_telemetry` and measures schedulers. Handlers are read from a table by whoever has an
event; this process alone writes it.

```erlang
1> mochi_telemetry_server:handlers([mochi, nobody, listens]).
[]
```
""".

-behaviour(gen_server).

-export([
    handlers/1,
    all/0,
    is_used/0,
    is_there/0,
    call/1,
    measure/1
]).

-export([
    start_link/0,
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

%% One object an event that somebody listens to: {Event, [{Id, Function, Config}]}.
-define(TABLE, mochi_telemetry_handlers).
-define(CALL_TIMEOUT_MS, 5_000).

-doc "A handler with what it is detached by and what it is given.".
-type attached() :: {mochi_telemetry:handler_id(), mochi_telemetry:handler(), Config :: term()}.

-doc """
The handlers of an event, in the order in which they were attached.

```erlang
1> mochi_telemetry_server:handlers([mochi, nobody, listens]).
[]
```
""".
-spec handlers(mochi_telemetry:event()) -> [attached()].
handlers(Event) ->
    try
        ets:lookup_element(?TABLE, Event, 2, [])
    catch
        %% The application does not run.
        error:badarg -> []
    end.

-doc """
All events that somebody listens to, with their handlers.

```erlang
1> is_list(mochi_telemetry_server:all()).
true
```
""".
-spec all() -> [{mochi_telemetry:event(), [attached()]}].
all() ->
    try
        ets:tab2list(?TABLE)
    catch
        error:badarg -> []
    end.

-doc """
Whether there is any handler.

```erlang
1> is_boolean(mochi_telemetry_server:is_used()).
true
```
""".
-spec is_used() -> boolean().
is_used() ->
    case ets:info(?TABLE, size) of
        undefined -> false;
        Size -> Size > 0
    end.

-doc """
Whether the server runs.

```erlang
1> is_boolean(mochi_telemetry_server:is_there()).
true
```
""".
-spec is_there() -> boolean().
is_there() -> whereis(?MODULE) =/= undefined.

-doc """
Has the server change the handlers, and starts it first when it does not run.

```erlang
1> mochi_telemetry_server:call({detach, ~"was never attached"}).
{error, not_found}
```
""".
-spec call({attach, mochi_telemetry:handler_id(), [mochi_telemetry:event()], mochi_telemetry:handler(), term()}
    | {detach, mochi_telemetry:handler_id()}) -> ok | {error, already_exists | not_found}.
call(Request) -> ask(Request, ?CALL_TIMEOUT_MS).

-doc """
Has the server measure the schedulers for a while.

```erlang
1> map_size(mochi_telemetry_server:measure(1)).
2
```
""".
-spec measure(Milliseconds :: pos_integer()) -> mochi_telemetry:utilisation().
measure(Milliseconds) -> ask({utilisation, Milliseconds}, Milliseconds + ?CALL_TIMEOUT_MS).

-doc """
Starts the server. The table belongs to the caller, its supervisor, so that handlers outlive the server.

```erlang
{ok, Server} = mochi_telemetry_server:start_link().
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() ->
    ok = mochi_sup:vacate(?MODULE),
    _ = ets:whereis(?TABLE) =:= undefined andalso
        ets:new(?TABLE, [named_table, public, {read_concurrency, true}]),
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc false.
-spec init([]) -> {ok, #{}}.
init([]) -> {ok, #{}}.

-doc false.
-spec handle_call(term(), gen_server:from(), map()) -> {reply, term(), map()} | {noreply, map()}.
handle_call({attach, Id, Events, Function, Config}, _, Measures) ->
    case [Event || {Event, Handlers} <- all(), lists:keymember(Id, 1, Handlers)] of
        [] ->
            Add = fun(Event) -> ets:insert(?TABLE, {Event, handlers(Event) ++ [{Id, Function, Config}]}) end,
            lists:foreach(Add, Events),
            ok = mochi_stream_watch:adjust(),
            {reply, ok, Measures};
        [_ | _] ->
            {reply, {error, already_exists}, Measures}
    end;
handle_call({detach, Id}, _, Measures) ->
    case [Object || {_, Handlers} = Object <- all(), lists:keymember(Id, 1, Handlers)] of
        [] ->
            {reply, {error, not_found}, Measures};
        Objects ->
            lists:foreach(fun({Event, Handlers}) -> replace(Event, lists:keydelete(Id, 1, Handlers)) end, Objects),
            ok = mochi_stream_watch:adjust(),
            {reply, ok, Measures}
    end;
handle_call({utilisation, Milliseconds}, From, Measures) ->
    %% The emulator counts how often it was asked to.
    _ = map_size(Measures) =:= 0 andalso erlang:system_flag(scheduler_wall_time, true),
    Timer = erlang:start_timer(Milliseconds, self(), measured),
    {noreply, Measures#{Timer => {From, scheduler_times()}}}.

-doc false.
-spec handle_cast(term(), map()) -> {noreply, map()}.
handle_cast(_, Measures) -> {noreply, Measures}.

-doc false.
-spec handle_info(term(), map()) -> {noreply, map()}.
handle_info({timeout, Timer, measured}, Measures) when is_map_key(Timer, Measures) ->
    {{From, Before}, Left} = maps:take(Timer, Measures),
    After = scheduler_times(),
    _ = map_size(Left) =:= 0 andalso erlang:system_flag(scheduler_wall_time, false),
    gen_server:reply(From, utilisation(Before, After)),
    {noreply, Left};
handle_info(_, Measures) ->
    {noreply, Measures}.

%% ---------------------------------------------------------------------------------------------------------------------

ask(Request, Timeout) -> ask(Request, Timeout, erlang:monotonic_time(millisecond) + Timeout).

%% One that was not there has not seen the request. One that ended meanwhile may have done it, or a part of it.
ask(Request, Timeout, Deadline) ->
    ok = start(),
    try
        gen_server:call(?MODULE, Request, Timeout)
    catch
        exit:{noproc, _} ->
            case erlang:monotonic_time(millisecond) < Deadline of
                true ->
                    timer:sleep(1),
                    ask(Request, Timeout, Deadline);
                false ->
                    mochi_core:raise(mochi_err_timeout, ~"the server of telemetry does not run")
            end;
        exit:{timeout, _} ->
            mochi_core:raise(mochi_err_timeout, ~"the server of telemetry did not answer");
        exit:_ ->
            mochi_core:raise(mochi_err_async_crash, ~"the server of telemetry ended while it was asked")
    end.

replace(Event, []) -> ets:delete(?TABLE, Event);
replace(Event, Handlers) -> ets:insert(?TABLE, {Event, Handlers}).

start() ->
    case is_there() of
        true ->
            ok;
        false ->
            {ok, _} = application:ensure_all_started(mochi),
            start_below_supervisor()
    end.

%% A tree that was started by an earlier version of the application has no such child.
start_below_supervisor() ->
    case is_there() of
        true ->
            ok;
        false ->
            Child = #{id => mochi_telemetry, start => {mochi_telemetry, start_link, []}},
            case supervisor:start_child(mochi_sup, Child) of
                {ok, _} -> ok;
                {error, {already_started, _}} -> ok;
                %% It is being started again.
                {error, _} -> ok
            end
    end.

%% The normal schedulers have the numbers from 1; dirty ones follow.
scheduler_times() ->
    Count = erlang:system_info(schedulers),
    lists:sort([Time || {Id, _, _} = Time <- erlang:statistics(scheduler_wall_time), Id =< Count]).

utilisation(Before, After) ->
    Times = [
        {Active1 - Active0, Total1 - Total0}
     || {{Id, Active0, Total0}, {Id, Active1, Total1}} <- lists:zip(Before, After)
    ],
    {Active, Total} = lists:unzip(Times),
    #{total => share(lists:sum(Active), lists:sum(Total)), schedulers => [share(A, T) || {A, T} <- Times]}.

share(_, 0) -> 0.0;
share(Active, Total) -> Active / Total.
