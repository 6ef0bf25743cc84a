-module(mochi_math).
-moduledoc """
Functions of numbers. They take ints and floats alike; a result that no double can hold is the error `overflow`, an
argument outside a function's domain the error `type`.

```erlang
1> mochi_math:sqrt(16).
4.0
2> mochi_math:pow(2, 100).
1267650600228229401496703205376
```
""".

-export([
    abs/1,
    ceil/1,
    floor/1,
    round/1,
    min/2,
    max/2
]).

-export([
    sqrt/1,
    pow/2,
    exp/1,
    log/1,
    sin/1,
    cos/1,
    tan/1,
    pi/0
]).

-doc """
The number without its sign.

```erlang
1> mochi_math:abs(-2.5).
2.5
```
""".
-spec abs(number()) -> number().
abs(X) when is_number(X) -> erlang:abs(X);
abs(X) -> mochi_core:arith_error(abs, X).

-doc """
The least int that is not below the number.

```erlang
1> mochi_math:ceil(1.2).
2
```
""".
-spec ceil(number()) -> integer().
ceil(X) when is_number(X) -> erlang:ceil(X);
ceil(X) -> mochi_core:arith_error(ceil, X).

-doc """
The greatest int that is not above the number.

```erlang
1> mochi_math:floor(-1.2).
-2
```
""".
-spec floor(number()) -> integer().
floor(X) when is_number(X) -> erlang:floor(X);
floor(X) -> mochi_core:arith_error(floor, X).

-doc """
The nearest int; a half is rounded away from zero.

```erlang
1> mochi_math:round(2.5).
3
2> mochi_math:round(-2.5).
-3
```
""".
-spec round(number()) -> integer().
round(X) when is_number(X) -> erlang:round(X);
round(X) -> mochi_core:arith_error(round, X).

-doc """
The lesser of two values, the first when they are equal.

```erlang
1> mochi_math:min(2, 1.5).
1.5
```
""".
-spec min(Value, Value) -> Value.
min(A, B) ->
    case mochi_order:compare(B, A) of
        lt -> B;
        _ -> A
    end.

-doc """
The greater of two values, the first when they are equal.

```erlang
1> mochi_math:max(2, 1.5).
2
```
""".
-spec max(Value, Value) -> Value.
max(A, B) ->
    case mochi_order:compare(B, A) of
        gt -> B;
        _ -> A
    end.

-doc """
The square root.

```erlang
1> mochi_math:sqrt(2.25).
1.5
2> mochi_math:sqrt(-1).
** {mochi_error, mochi_err_type, ~"sqrt is not defined for -1"}
```
""".
-spec sqrt(number()) -> float().
sqrt(X) -> function(sqrt, X).

-doc """
A number to the power of another one. An int to the power of an int that is not negative is an int, exact.

```erlang
1> mochi_math:pow(2, 10).
1024
2> mochi_math:pow(2, -1).
0.5
3> mochi_math:pow(0, -1).
** {mochi_error, mochi_err_divzero, ~"0 to the power of -1 divides by zero"}
```
""".
-spec pow(number(), number()) -> number().
pow(Base, Exponent) when is_integer(Base), is_integer(Exponent), Exponent >= 0 ->
    integer_power(Base, Exponent);
pow(Base, Exponent) when is_number(Base), is_number(Exponent), Base == 0, Exponent < 0 ->
    mochi_core:raise(mochi_err_divzero, [
        mochi_format:nested(Base), ~" to the power of ", mochi_format:nested(Exponent), ~" divides by zero"
    ]);
pow(Base, Exponent) when is_number(Base), is_number(Exponent) ->
    try
        math:pow(Base, Exponent)
    catch
        error:_ when Base < 0, Exponent /= trunc(Exponent) ->
            mochi_core:raise(mochi_err_type, [
                mochi_format:nested(Base), ~" to the power of ", mochi_format:nested(Exponent), ~" is not defined"
            ]);
        error:_ ->
            mochi_core:arith_error(pow, Base, Exponent)
    end;
pow(Base, Exponent) ->
    mochi_core:arith_error(pow, Base, Exponent).

-doc """
The exponential function.

```erlang
1> mochi_math:exp(0).
1.0
2> mochi_math:exp(1000).
** {mochi_error, mochi_err_overflow, ~"exp of 1000 is out of range"}
```
""".
-spec exp(number()) -> float().
exp(X) -> function(exp, X).

-doc """
The natural logarithm.

```erlang
1> mochi_math:log(1).
0.0
2> mochi_math:log(0).
** {mochi_error, mochi_err_type, ~"log is not defined for 0"}
```
""".
-spec log(number()) -> float().
log(X) -> function(log, X).

-doc """
The sine of an angle in radians.

```erlang
1> mochi_math:sin(0).
0.0
```
""".
-spec sin(number()) -> float().
sin(X) -> function(sin, X).

-doc """
The cosine of an angle in radians.

```erlang
1> mochi_math:cos(0).
1.0
```
""".
-spec cos(number()) -> float().
cos(X) -> function(cos, X).

-doc """
The tangent of an angle in radians.

```erlang
1> mochi_math:tan(0).
0.0
```
""".
-spec tan(number()) -> float().
tan(X) -> function(tan, X).

-doc """
The ratio of a circle's circumference to its diameter.

```erlang
1> mochi_math:pi().
3.141592653589793
```
""".
-spec pi() -> float().
pi() -> math:pi().

function(Name, X) when is_number(X) ->
    try
        apply_function(Name, X)
    catch
        error:_ when (Name =:= sqrt orelse Name =:= log), X =< 0 ->
            mochi_core:raise(mochi_err_type, [
                atom_to_binary(Name), ~" is not defined for ", mochi_format:nested(X)
            ]);
        error:_ ->
            mochi_core:arith_error(Name, X)
    end;
function(Name, X) ->
    mochi_core:arith_error(Name, X).

apply_function(sqrt, X) -> math:sqrt(X);
apply_function(exp, X) -> math:exp(X);
apply_function(log, X) -> math:log(X);
apply_function(sin, X) -> math:sin(X);
apply_function(cos, X) -> math:cos(X);
apply_function(tan, X) -> math:tan(X).

integer_power(Base, Exponent) -> integer_power(Base, Exponent, 1).

integer_power(_, 0, Power) -> Power;
integer_power(Base, 1, Power) -> Base * Power;
integer_power(Base, Exponent, Power) when Exponent band 1 =:= 1 ->
    integer_power(Base * Base, Exponent bsr 1, Base * Power);
integer_power(Base, Exponent, Power) ->
    integer_power(Base * Base, Exponent bsr 1, Power).
