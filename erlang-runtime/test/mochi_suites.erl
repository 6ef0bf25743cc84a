%% Runs eunit suites, prints what failed and, as the last line, the count.
-module(mochi_suites).

-behaviour(eunit_listener).

-export([
    run/1
]).

-export([
    start/1,
    init/1,
    handle_begin/3,
    handle_end/3,
    handle_cancel/3,
    terminate/2
]).

-define(COUNTER, mochi_suites_counter).

-spec run([module()]) -> no_return().
run(Suites) ->
    persistent_term:put(?COUNTER, counters:new(2, [])),
    ok = logger:set_primary_config(level, none),
    _ = eunit:test(Suites, [no_tty, {report, {?MODULE, []}}]),
    Counter = persistent_term:get(?COUNTER),
    mochi_coverage:save(),
    mochi_coverage:finish(counters:get(Counter, 1), counters:get(Counter, 2), 0).

start(Options) -> eunit_listener:start(?MODULE, Options).

init(_Options) -> [].

handle_begin(_Kind, _Data, State) -> State.

handle_end(test, Data, State) ->
    case proplists:get_value(status, Data) of
        ok -> count(1);
        {error, Exception} -> failed(Data, Exception);
        {skipped, Reason} -> failed(Data, Reason)
    end,
    State;
handle_end(group, _Data, State) ->
    State.

handle_cancel(_Kind, Data, State) ->
    failed(Data, proplists:get_value(reason, Data)),
    State.

terminate({ok, _}, _State) -> ok;
terminate({error, Reason}, _State) -> failed([], Reason).

failed(Data, Exception) ->
    count(2),
    io:format("FAILED ~tp ~ts~n  ~tp~n", [
        proplists:get_value(source, Data), proplists:get_value(desc, Data, <<>>), Exception
    ]).

count(Index) -> counters:add(persistent_term:get(?COUNTER), Index, 1).
