%% PropEr's macros: its own header is not in its package. Generators are imported as they are needed:
%% -import(proper_types, [integer/0, list/1]).
-define(DELAY(X), fun() -> X end).
-define(FORALL(Pattern, Type, Law), proper:forall(Type, fun(Pattern) -> Law end)).
-define(IMPLIES(Condition, Law), proper:implies(Condition, ?DELAY(Law))).
-define(WHENFAIL(Action, Law), proper:whenfail(?DELAY(Action), ?DELAY(Law))).
-define(TRAPEXIT(Law), proper:trapexit(?DELAY(Law))).
-define(TIMEOUT(Milliseconds, Law), proper:timeout(Milliseconds, ?DELAY(Law))).
-define(LET(Pattern, Type, Generator), proper_types:bind(Type, fun(Pattern) -> Generator end, false)).
-define(SUCHTHAT(Pattern, Type, Condition), proper_types:add_constraint(Type, fun(Pattern) -> Condition end, true)).
-define(SIZED(Size, Generator), proper_types:sized(fun(Size) -> Generator end)).
-define(LAZY(Generator), proper_types:lazy(?DELAY(Generator))).

%% A law that says what was different.
-define(same(Expected, Actual),
    ?WHENFAIL(io:format("expected ~tp~n     got ~tp~n", [Expected, Actual]), (Expected) =:= (Actual))
).
