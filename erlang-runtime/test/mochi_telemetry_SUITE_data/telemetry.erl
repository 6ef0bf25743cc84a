%% Stands in for the application `telemetry`: its interface as far as mochi_telemetry uses it, and the process that it has.
-module(telemetry).

-export([
    start/2,
    stop/1,
    attach/4,
    execute/3,
    list_handlers/1,
    init/1,
    handle_call/3,
    handle_cast/2
]).

start(normal, []) -> gen_server:start_link({local, telemetry_handler_table}, ?MODULE, [], []).

stop(_) -> ok.

attach(Id, Event, Function, Config) -> gen_server:call(telemetry_handler_table, {attach, {Id, Event, Function, Config}}).

execute(Event, Measurements, Metadata) ->
    [Function(Event, Measurements, Metadata, Config) || {_, E, Function, Config} <- all(), E =:= Event],
    ok.

list_handlers(Prefix) -> [#{handler_id => Id, event_name => Event} || {Id, Event, _, _} <- all(), lists:prefix(Prefix, Event)].

all() -> gen_server:call(telemetry_handler_table, all).

init([]) -> {ok, []}.

handle_call({attach, Handler}, _, Handlers) -> {reply, ok, [Handler | Handlers]};
handle_call(all, _, Handlers) -> {reply, Handlers, Handlers}.

handle_cast(_, Handlers) -> {noreply, Handlers}.
