-module(plain).
-export([start/0]).
start() -> io:format("~p~n", [lists:seq(1, 10)]).
