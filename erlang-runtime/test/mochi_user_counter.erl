%% An agent as the compiler would make it, for tests.
-module(mochi_user_counter).

-behaviour(mochi_agent).

-export([
    init/1,
    handle/3,
    streams/1,
    event/3,
    close/1,
    code_change/3
]).

-record(counter, {
    start :: integer(),
    value :: integer(),
    streams = [] :: [mochi_stream:stream()],
    watcher :: pid() | undefined
}).

init([fail]) -> mochi_core:raise(mochi_err_index, ~"no key \"start\"");
init([fail_when, Table]) ->
    case ets:lookup(Table, fail) of
        [{fail, true}] -> mochi_core:raise(mochi_err_index, ~"the table says so");
        _ -> #counter{start = 0, value = 0}
    end;
init([hang]) -> timer:sleep(infinity);
init([Start]) -> #counter{start = Start, value = Start};
init([Start, Streams, Watcher]) -> #counter{start = Start, value = Start, streams = Streams, watcher = Watcher}.

handle(add, [N], #counter{value = Value} = State) -> {Value + N, State#counter{value = Value + N}};
handle(value, [], #counter{value = Value} = State) -> {Value, State};
handle(divide, [N], #counter{value = Value} = State) -> {mochi_core:divide(Value, N), State};
handle(secret, [_], _) -> erlang:error(oops);
handle(clause, [Secret], _) -> lists:nth(Secret, []);
handle(leave, [], _) -> exit(gone);
handle(slow, [Milliseconds], State) ->
    timer:sleep(Milliseconds),
    {slow, State};
handle(self, [], State) -> {self(), State};
handle(call_itself, [Agent], State) -> {mochi_agent:call(Agent, value, []), State};
handle(stop_itself, [Agent], State) -> {mochi_agent:stop(Agent), State};
handle(publish, [Stream, Event], State) -> {mochi_stream:publish(Stream, Event), State};
handle(wrong, [], State) -> State.

streams(#counter{streams = Streams}) -> Streams.

event(_, crash, _) -> mochi_core:divide(1, 0);
event(Stream, Event, #counter{value = Value, watcher = Watcher} = State) ->
    Watcher ! {event, mochi_stream:name(Stream), Event},
    State#counter{value = Value + 1}.

close(#counter{watcher = undefined}) -> ok;
close(#counter{watcher = Watcher, value = Value}) -> Watcher ! {closed, Value}.

code_change(_, State, fail) -> mochi_core:divide(State#counter.value, 0);
code_change(_, #counter{value = Value} = State, {add, N}) -> State#counter{value = Value + N}.
