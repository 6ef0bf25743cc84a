%% The same by hand.
-module(mochi_bench_server).

-behaviour(gen_server).

-export([
    init/1,
    handle_call/3,
    handle_cast/2
]).

init(Count) -> {ok, Count}.

handle_call(value, _, Count) -> {reply, Count, Count};
handle_call({add, More}, _, Count) -> {reply, Count + More, Count + More};
handle_call({last, List}, _, Count) -> {reply, lists:last(List), Count}.

handle_cast({set, Count}, _) -> {noreply, Count}.
