%% Arguments to call functions with.
-module(mochi_mutant_terms).
-export([calls/3]).

%% Calls of exported functions, the same for the same seed.
calls([], _, _) -> [];
calls(Exports, Count, Seed) ->
    Pool = list_to_tuple(pool()),
    Each = max(6, Count div length(Exports)),
    {Calls, _} = each(Exports, Each, Pool, Seed * 7919 + 1),
    Calls.

each([], _, _, State) -> {[], State};
each([{Name, Arity} | Exports], Each, Pool, State0) ->
    Wanted = case Arity of 0 -> 1; 1 -> max(Each, tuple_size(Pool)); _ -> Each * 2 end,
    {Calls, State1} = some(Name, Arity, 1, Wanted, Pool, State0),
    {Rest, State} = each(Exports, Each, Pool, State1),
    {Calls ++ Rest, State}.

some(_, _, Number, Wanted, _, State) when Number > Wanted -> {[], State};
some(Name, 1, Number, Wanted, Pool, State) ->
    {Calls, Last} = some(Name, 1, Number + 1, Wanted, Pool, State),
    {[{Name, [element(Number rem tuple_size(Pool) + 1, Pool)]} | Calls], Last};
some(Name, Arity, Number, Wanted, Pool, State0) ->
    {Arguments, State1} = arguments(Arity, Pool, State0),
    {Calls, Last} = some(Name, Arity, Number + 1, Wanted, Pool, State1),
    {[{Name, Arguments} | Calls], Last}.

arguments(0, _, State) -> {[], State};
arguments(Arity, Pool, State0) ->
    State1 = next(State0),
    Argument = element(State1 div 65536 rem tuple_size(Pool) + 1, Pool),
    {Arguments, State} = arguments(Arity - 1, Pool, State1),
    {[Argument | Arguments], State}.

next(State) -> (State * 6364136223846793005 + 1442695040888963407) band 16#FFFFFFFFFFFFFFFF.

pool() ->
    [[], [1, 2, 3], [3, 1, 2, 2, 5], [a, b, c], [{a, 1}, {b, 2}, {c, 3}], [{b, 2}, {a, 1}], "hello world", "a=1&b=2", "f(X) -> X + 1.",
     "http://user@example.com:8080/a/b?c=d#e", "  padded  ", "[1,{a,\"b\"},<<1,2>>,#{k=>v}|T].", [[1, 2], [3], []], [[a], "bc", <<"de">>],
     ["one", "two"], [<<"x">>, <<"y">>], [1.5, 2, 1 bsl 70], [true, false], [[{a, 1}], [{b, 2}]],
     0, 1, 2, 3, 5, 8, 16, 64, 255, 1000, 65536, -1, -7, 1 bsl 59, (1 bsl 59) - 1, -(1 bsl 59), 1 bsl 64, 1 bsl 100, 1.0, 0.5, -2.5, 1.0e10,
     a, b, true, false, undefined, error, ok, nil, infinity, little, big, utf8, latin1, fd,
     {}, {a}, {a, 1}, {a, 1, 2}, {1, 2, 3}, {ok, [1]}, {2024, 2, 29}, {{2024, 2, 29}, {12, 30, 15}}, {12, 30, 15}, {[], []}, {[a], [b]},
     {0, nil}, {1, {k, v, nil, nil}}, {2, {b, 2, {a, 1, nil, nil}, nil}}, {k, v, nil, nil},
     <<>>, <<"a">>, <<"hello world">>, <<"aGVsbG8gd29ybGQ=">>, <<"{\"a\":[1,2.5,\"x\\n\",true,null],\"b\":{}}">>, <<"[1,2,3]">>, <<"12.5e3">>,
     <<"äöü€"/utf8>>, <<1, 2, 3, 4, 5, 6, 7, 8, 9, 10>>, <<0:256>>, <<255, 254, 253>>, <<5:3>>, <<1:17>>, <<"a,b,,c">>, <<"2024-02-29T12:30:15Z">>,
     #{}, #{a => 1}, #{a => 1, b => 2}, #{1 => a, "x" => y}, maps:from_list([{I, I * I} || I <- [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
                                                                                            21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40]]),
     fun() -> 1 end, fun(X) -> X end, fun(_) -> true end, fun(X) -> X > 2 end, fun(X, Y) -> X < Y end, fun(X, _) -> X end, fun(X, Y) -> [X | Y] end,
     fun(_, _) -> true end, fun(X, _, _) -> X end, fun erlang:abs/1, self(), make_ref(),
     "2024-02-29T12:30:15Z", "~p ~s ~w ~tp~n", [a, "b", {c}], ["x", $y, <<"z">>], "a,b;c", ",", "b", [$a], [{1, 2}, {3, 4}], [{a, [1]}, {b, [2]}],
     [{3, a}, {1, b}, {2, c}], [0, -1, 7], lists:seq(1, 40), lists:duplicate(9, x)].
