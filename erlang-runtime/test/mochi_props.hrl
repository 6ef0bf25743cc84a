%% What PropEr's own header defines, so that properties compile where PropEr is not installed.
-define(FORALL(Variable, Type, Property), proper:forall(Type, fun(Variable) -> Property end)).
-define(LET(Variable, Type, Generator), proper_types:bind(Type, fun(Variable) -> Generator end, false)).
-define(SIZED(Size, Generator), proper_types:sized(fun(Size) -> Generator end)).
-define(LAZY(Generator), proper_types:lazy(fun() -> Generator end)).

%% A property that says what was different.
-define(same(Expected, Actual),
    proper:whenfail(
        fun() -> io:format("expected ~tp~n     got ~tp~n", [Expected, Actual]) end,
        fun() -> (Expected) =:= (Actual) end
    )
).
