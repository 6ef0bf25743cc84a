-module(visible).
-export([f/2]).
f(X, Y) ->
    Z = X + Y,
    L = [Z, "text"],
    {L, Z * 2}.
