-module(mochi_math_tests).

-include("mochi_tests.hrl").

rounding_test_() ->
    [
        {mochi_core:to_string(X), fun() ->
            ?assert(mochi_math:floor(X) =:= Floor),
            ?assert(mochi_math:round(X) =:= Round),
            ?assert(mochi_math:ceil(X) =:= Ceil)
        end}
     || {X, Floor, Round, Ceil} <- [
            {0, 0, 0, 0}, {7, 7, 7, 7}, {1.2, 1, 1, 2}, {1.5, 1, 2, 2}, {-1.2, -2, -1, -1}, {-1.5, -2, -2, -1},
            {2.5, 2, 3, 3}, {1.0e20, 100000000000000000000, 100000000000000000000, 100000000000000000000}
        ]
    ].

abs_min_max_test() ->
    ?assert(mochi_math:abs(-3) =:= 3),
    ?assert(mochi_math:abs(-3.5) =:= 3.5),
    ?assert(mochi_math:abs(-(1 bsl 90)) =:= 1 bsl 90),
    ?assert(mochi_math:min(1, 1.0) =:= 1),
    ?assert(mochi_math:max(1, 1.0) =:= 1),
    ?assert(mochi_math:min(~"b", ~"a") =:= ~"a"),
    ?assert(mochi_math:max(1, none) =:= none).

pow_test() ->
    ?assert(mochi_math:pow(0, 0) =:= 1),
    ?assert(mochi_math:pow(-2, 3) =:= -8),
    ?assert(mochi_math:pow(10, 30) =:= 1000000000000000000000000000000),
    ?assert(mochi_math:pow(2.0, 3) =:= 8.0),
    ?assert(mochi_math:pow(4, 0.5) =:= 2.0),
    lists:foreach(
        fun({Base, Exponent}) ->
            Product = lists:foldl(fun(_, P) -> P * Base end, 1, lists:seq(1, Exponent)),
            ?assertEqual(Product, mochi_math:pow(Base, Exponent))
        end,
        [{Base, Exponent} || Base <- [-3, -1, 0, 1, 2, 7], Exponent <- lists:seq(0, 40)]
    ).

functions_test() ->
    ?assert(abs(mochi_math:sin(mochi_math:pi() / 6) - 0.5) < 1.0e-12),
    ?assert(abs(mochi_math:cos(mochi_math:pi() / 3) - 0.5) < 1.0e-12),
    ?assert(abs(mochi_math:tan(mochi_math:pi() / 4) - 1.0) < 1.0e-12),
    ?assert(abs(mochi_math:log(mochi_math:exp(2)) - 2.0) < 1.0e-12),
    ?assertEqual(3.0, mochi_math:sqrt(9)).

errors_test_() ->
    [
        {Message, fun() -> ?assertMochi(Code, Message, Call()) end}
     || {Code, Message, Call} <- [
            {mochi_err_type, ~"sqrt is not defined for -2.5", fun() -> mochi_math:sqrt(-2.5) end},
            {mochi_err_type, ~"log is not defined for -1", fun() -> mochi_math:log(-1) end},
            {mochi_err_overflow, ~"exp of 710 is out of range", fun() -> mochi_math:exp(710) end},
            {mochi_err_overflow, ~"the result of 10.0 pow 400 is out of range", fun() -> mochi_math:pow(10.0, 400) end},
            {mochi_err_type, ~"-8 to the power of 0.5 is not defined", fun() -> mochi_math:pow(-8, 0.5) end},
            {mochi_err_divzero, ~"0.0 to the power of -1 divides by zero", fun() -> mochi_math:pow(0.0, -1) end},
            {mochi_err_type, ~B|cannot apply sqrt to "4" (string)|, fun() -> mochi_math:sqrt(~"4") end},
            {mochi_err_type, ~"cannot apply abs to nil", fun() -> mochi_math:abs(none) end},
            {mochi_err_type, ~"cannot apply floor to [] (list)", fun() -> mochi_math:floor([]) end},
            {mochi_err_type, ~"cannot apply ceil to [] (list)", fun() -> mochi_math:ceil([]) end},
            {mochi_err_type, ~"cannot apply round to [] (list)", fun() -> mochi_math:round([]) end},
            {mochi_err_type, ~"cannot apply pow to [] (list) and 1 (int)", fun() -> mochi_math:pow([], 1) end}
        ]
    ] ++ [{"huge int", fun() -> ?assertError({mochi_error, mochi_err_overflow, _}, mochi_math:sqrt(1 bsl 4000)) end}].
