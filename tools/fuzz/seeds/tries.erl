-module(tries).
-export([f/1, g/0]).
f(X) -> try X() of {ok, V} -> V catch throw:T -> T; error:E:S -> {E, S} after done() end.
g() -> receive {a, X} -> X; b -> g() after 100 -> catch exit(late) end.
done() -> erase().
