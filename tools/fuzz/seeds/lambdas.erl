-module(lambdas).
-export([f/2]).
f(X, Y) -> G = fun(Z) -> X + Z end, H = fun h/1, [G(Y), H(Y), fun(A, B) -> {A, B, X} end].
h(A) -> A * 2.
