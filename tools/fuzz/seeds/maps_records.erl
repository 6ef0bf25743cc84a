-module(maps_records).
-export([f/2, g/1]).
-record(r, {a = 1 :: integer(), b = [] :: list()}).
f(M, #r{a = A} = R) -> M#{k => A, r := R#r{b = [A]}};
f(#{a := A, b := B}, _) when is_atom(A), A =/= B -> {A, B}.
g(X) when is_integer(X), X > 0, X < 1000 -> case X rem 7 of 0 -> zero; 1 -> one; 2 -> two; 3 -> three; _ -> X div 2 + X band 15 end;
g(X) when is_float(X) -> X * 2.0 + 1.0 / X.
