-module(point).
-export([f/1, g/2]).
-record #point{x = 0, y = [a], z}.
f(X) -> #point{x = X, z = X}.
g(#point{x = X} = P, Y) -> P#point{x = X + Y}.
