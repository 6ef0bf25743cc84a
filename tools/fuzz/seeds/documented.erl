-module(documented).
-moduledoc "Says what it does.".
-export([f/1]).
-doc "Adds one.".
-spec f(integer()) -> integer().
f(X) -> X + 1.
