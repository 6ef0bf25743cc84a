-module(bits).
-export([f/1, g/2]).
f(<<A:16/little, B/float, "x", C:3, Rest/bits>>) -> {A, B, C, Rest};
f(<<C/utf8, R/binary>>) -> {C, f(R)};
f(<<>>) -> none.
g(X, Y) -> <<X:8, "abc", Y/binary, X/utf8, (X + 1):32/float>>.
