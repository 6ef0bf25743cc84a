%% The agent.
-module(mochi_bench_counter).

-behaviour(mochi_agent).

-export([
    init/1,
    handle/3
]).

init([Count]) -> Count.

handle(value, [], Count) -> {Count, Count};
handle(add, [More], Count) -> {Count + More, Count + More};
handle(set, [Count], _) -> {ok, Count};
handle(last, [List], Count) -> {lists:last(List), Count}.
