-module(mochi_telemetry).
-moduledoc """
Events of the runtime, for whoever measures it.

| event | when |
|---|---|
| `[mochi, agent, start]`, `[mochi, agent, stop]`, `[mochi, agent, crash]` | an agent begins, ends, fails |
| `[mochi, stream, publish]`, `[mochi, stream, subscribe]` | an event is sent, somebody begins to listen |
| `[mochi, fetch, request, start]`, `[mochi, fetch, request, stop]` | around a request |
| `[mochi, query, execute, start]`, `[mochi, query, execute, stop]` | around a query |

A handler is a function of the event, its measurements, its metadata and what it was attached with. It runs in the
process that the event comes from, so it has to be quick; one that fails is detached and the failure is logged. Handlers
attached here hear every event. When the application `telemetry` runs, its handlers hear every event too, also those of
streams when it lay in the code path as `mochi` started.

An event that nobody listens to costs one look into a table.

```erlang
1> mochi_telemetry:execute([mochi, stream, publish], #{count => 1}, #{stream => ~"prices"}).
ok
```
""".

%% Events
-export([
    is_listened/1,
    is_installed/0,
    is_forwarded/0,
    execute/3,
    tell/3,
    forward/3,
    span/3,
    events/0
]).

%% Handlers
-export([
    attach/4,
    detach/1,
    list/1
]).

-export([
    scheduler_utilisation/1
]).

-export([
    start_link/0
]).

-export_type([
    event/0,
    handler/0,
    handler_id/0,
    utilisation/0
]).

-doc "The name of an event.".
-type event() :: [atom(), ...].

-doc "What a handler is attached and detached by.".
-type handler_id() :: term().

-doc "What happens at an event; the last argument is what was given to `attach/4`.".
-type handler() :: fun((event(), Measurements :: map(), Metadata :: map(), Config :: term()) -> term()).

-doc "How busy the schedulers were, from 0.0 to 1.0: all of them, and each.".
-type utilisation() :: #{total := float(), schedulers := [float()]}.

%% The process that `telemetry` has while it runs.
-define(TELEMETRY, telemetry_handler_table).
-define(LONGEST_MEASURE_MS, 60_000).

%% ---------------------------------------------------------------------------------------------------------------------
%% Events
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Whether somebody listens to an event. Worth asking before its measurements are computed.

```erlang
1> mochi_telemetry:is_listened([mochi, nobody, listens]).
false
```
""".
-spec is_listened(event()) -> boolean().
is_listened(Event) ->
    mochi_telemetry_server:handlers(Event) =/= [] orelse is_listened_there(Event).

-doc """
Tells everybody who listens that something happened.

```erlang
1> mochi_telemetry:execute([mochi, agent, start], #{system_time => 1}, #{name => ~"counter"}).
ok
```
""".
-spec execute(event(), Measurements :: map(), Metadata :: map()) -> ok.
execute(Event, Measurements, Metadata) ->
    ok = tell(Event, Measurements, Metadata),
    case is_forwarded() of
        true -> forward(Event, Measurements, Metadata);
        false -> ok
    end.

-doc """
Tells the handlers attached here alone.

```erlang
1> mochi_telemetry:tell([mochi, nobody, listens], #{}, #{}).
ok
```
""".
-spec tell(event(), Measurements :: map(), Metadata :: map()) -> ok.
tell(Event, Measurements, Metadata) ->
    case mochi_telemetry_server:handlers(Event) of
        [] -> ok;
        Handlers -> lists:foreach(fun(Handler) -> call(Handler, Event, Measurements, Metadata) end, Handlers)
    end.

-doc """
Whether the application `telemetry` could run: its module is loaded or lies in the code path.

```erlang
1> is_boolean(mochi_telemetry:is_installed()).
true
```
""".
-spec is_installed() -> boolean().
is_installed() -> erlang:module_loaded(telemetry) orelse code:where_is_file("telemetry.beam") =/= non_existing.

-doc """
Whether the application `telemetry` runs, which then hears every event too.

```erlang
1> is_boolean(mochi_telemetry:is_forwarded()).
true
```
""".
-spec is_forwarded() -> boolean().
%% Most programs do not have it, and that its module is not there is quicker to see.
is_forwarded() -> erlang:module_loaded(telemetry) andalso whereis(?TELEMETRY) =/= undefined.

-doc """
Tells the application `telemetry` alone, which has to run.

```erlang
ok = mochi_telemetry:forward([mochi, stream, publish], #{count => 1}, #{stream => ~"prices"}).
```
""".
-spec forward(event(), Measurements :: map(), Metadata :: map()) -> ok.
%% The application may not exist, so nothing here names one of its functions outright.
forward(Event, Measurements, Metadata) ->
    _ = apply(telemetry(), execute, [Event, Measurements, Metadata]),
    ok.

-doc """
Runs a function between the events `start` and `stop` of a prefix. The function gives its value and what is to be added
to the metadata of `stop`. When it fails, `exception` takes the place of `stop`, with `kind`, `reason` and `stacktrace`,
and the failure goes on.

`start` has the measurements `monotonic_time` and `system_time`, the others `monotonic_time` and `duration`, all in
native units; `telemetry_span_context` in the metadata tells which of them belong together.

```erlang
1> mochi_telemetry:span([mochi, query, execute], #{query => ~"totals"}, fun() -> {[1, 2], #{rows => 2}} end).
[1, 2]
```
""".
-spec span(Prefix :: event(), Metadata :: map(), fun(() -> {Value, StopMetadata :: map()})) -> Value.
span(Prefix, Metadata, Function) ->
    case is_anybody_there() of
        false ->
            {Value, _} = Function(),
            Value;
        true ->
            measured(Prefix, Metadata#{telemetry_span_context => make_ref()}, Function)
    end.

measured(Prefix, Metadata, Function) ->
    Start = erlang:monotonic_time(),
    execute(Prefix ++ [start], #{monotonic_time => Start, system_time => erlang:system_time()}, Metadata),
    try Function() of
        {Value, StopMetadata} ->
            execute(Prefix ++ [stop], until_now(Start), maps:merge(Metadata, StopMetadata)),
            Value
    catch
        Class:Reason:Stack ->
            Failure = Metadata#{kind => Class, reason => Reason, stacktrace => Stack},
            execute(Prefix ++ [exception], until_now(Start), Failure),
            erlang:raise(Class, Reason, Stack)
    end.

until_now(Start) ->
    Now = erlang:monotonic_time(),
    #{monotonic_time => Now, duration => Now - Start}.

-doc """
The events of the runtime.

```erlang
1> lists:member([mochi, agent, crash], mochi_telemetry:events()).
true
```
""".
-spec events() -> [event()].
events() ->
    [
        [mochi, agent, start],
        [mochi, agent, stop],
        [mochi, agent, crash],
        [mochi, stream, publish],
        [mochi, stream, subscribe],
        [mochi, fetch, request, start],
        [mochi, fetch, request, stop],
        [mochi, fetch, request, exception],
        [mochi, query, execute, start],
        [mochi, query, execute, stop],
        [mochi, query, execute, exception]
    ].

%% ---------------------------------------------------------------------------------------------------------------------
%% Handlers
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Attaches a handler to events.

```erlang
1> Handler = fun(_Event, #{count := Count}, _Metadata, Test) -> Test ! {count, Count} end, ok.
ok
2> mochi_telemetry:attach(~"counts", [[mochi, example, counted]], Handler, self()).
ok
3> mochi_telemetry:execute([mochi, example, counted], #{count => 3}, #{}).
ok
4> receive {count, Count} -> Count end.
3
5> mochi_telemetry:attach(~"counts", [[mochi, example, counted]], Handler, self()).
{error, already_exists}
6> mochi_telemetry:detach(~"counts").
ok
```
""".
-spec attach(handler_id(), [event(), ...], handler(), Config :: term()) -> ok | {error, already_exists}.
attach(Id, Events, Function, Config) when is_list(Events), Events =/= [], is_function(Function, 4) ->
    lists:foreach(fun check_event/1, Events),
    mochi_telemetry_server:call({attach, Id, lists:usort(Events), Function, Config});
attach(_, Events, Function, _) when is_list(Events), Events =/= [] ->
    mochi_core:type_error(~"fun with four parameters as a handler", Function);
attach(_, Events, _, _) ->
    mochi_core:type_error(~"list of events", Events).

-doc """
Detaches a handler from all its events.

```erlang
1> mochi_telemetry:detach(~"was never attached").
{error, not_found}
```
""".
-spec detach(handler_id()) -> ok | {error, not_found}.
detach(Id) -> mochi_telemetry_server:call({detach, Id}).

-doc """
The handlers that are attached to events with a prefix.

```erlang
1> ok = mochi_telemetry:attach(noop, [[mochi, example, listed]], fun(_, _, _, _) -> ok end, []).
ok
2> [{Id, Event} || #{id := Id, event := Event} <- mochi_telemetry:list([mochi, example])].
[{noop, [mochi, example, listed]}]
3> mochi_telemetry:detach(noop).
ok
```
""".
-spec list(Prefix :: [atom()]) ->
    [#{id := handler_id(), event := event(), function := handler(), config := term()}].
list(Prefix) ->
    [
        #{id => Id, event => Event, function => Function, config => Config}
     || {Event, Handlers} <- lists:sort(mochi_telemetry_server:all()),
        lists:prefix(Prefix, Event),
        {Id, Function, Config} <- Handlers
    ].

%% ---------------------------------------------------------------------------------------------------------------------
%% Schedulers
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
How busy the schedulers are in the time that follows. The emulator measures that only while somebody asks.

```erlang
1> #{total := Total, schedulers := Each} = mochi_telemetry:scheduler_utilisation(10), is_float(Total).
true
2> length(Each) =:= erlang:system_info(schedulers).
true
3> mochi_telemetry:scheduler_utilisation(0).
** {mochi_error, mochi_err_type, ~"expected 1 to 60000 milliseconds to measure, got 0 (int)"}
```
""".
-spec scheduler_utilisation(Milliseconds :: 1..60_000) -> utilisation().
scheduler_utilisation(Milliseconds)
    when is_integer(Milliseconds), Milliseconds >= 1, Milliseconds =< ?LONGEST_MEASURE_MS
->
    mochi_telemetry_server:measure(Milliseconds);
scheduler_utilisation(Milliseconds) ->
    mochi_core:type_error(~"1 to 60000 milliseconds to measure", Milliseconds).

-doc """
Starts the server that keeps the handlers, as a child of `m:mochi_sup`.

```erlang
{ok, Server} = mochi_telemetry:start_link().
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() -> mochi_telemetry_server:start_link().

%% ---------------------------------------------------------------------------------------------------------------------

call({Id, Function, Config}, Event, Measurements, Metadata) ->
    try
        Function(Event, Measurements, Metadata, Config)
    catch
        Class:Reason:Stack ->
            ok = detach_failed(Id),
            mochi_log:exception(error, ~"a telemetry handler failed and was detached", Class, Reason, Stack, #{
                handler => Id, event => Event
            })
    end.

%% Whoever has the event must not fail because of a handler, nor because the server just ends: then the handler fails at
%% the next event, too, and is detached there.
detach_failed(Id) ->
    try
        _ = mochi_telemetry_server:is_there() andalso detach(Id),
        ok
    catch
        error:{mochi_error, _, _} -> ok
    end.

is_anybody_there() ->
    mochi_telemetry_server:is_used() orelse is_forwarded().

is_listened_there(Event) ->
    is_forwarded() andalso apply(telemetry(), list_handlers, [Event]) =/= [].

-spec telemetry() -> module().
telemetry() -> telemetry.

check_event([_ | _] = Event) ->
    case lists:all(fun is_atom/1, Event) of
        true -> ok;
        false -> mochi_core:type_error(~"list of atoms as an event", Event)
    end;
check_event(Event) ->
    mochi_core:type_error(~"list of atoms as an event", Event).
