%% An agent as the compiler would make it: a counter.
-module(mochi_endurance_agent).

-behaviour(mochi_agent).

-export([
    init/1,
    handle/3
]).

init([Start]) -> Start.

handle(add, [N], Value) -> {Value + N, Value + N};
handle(value, [], Value) -> {Value, Value};
handle(self, [], Value) -> {self(), Value}.
