-module(mochi_option).
-moduledoc """
Options: `{some, Value}` or `none`.

```erlang
1> mochi_option:unwrap_or(none, 0).
0
```
""".

-export([
    is_some/1,
    unwrap/1,
    unwrap_or/2,
    map/2,
    from_result/1
]).

-export_type([
    option/1
]).

-doc "A value that may be missing.".
-type option(Value) :: {some, Value} | none.

-doc """
Whether there is a value.

```erlang
1> mochi_option:is_some({some, 1}).
true
2> mochi_option:is_some(none).
false
```
""".
-spec is_some(option(_)) -> boolean().
is_some({some, _}) -> true;
is_some(none) -> false;
is_some(Value) -> mochi_core:type_error(~"option", Value).

-doc """
The value.

```erlang
1> mochi_option:unwrap({some, 1}).
1
2> mochi_option:unwrap(none).
** {mochi_error, mochi_err_type, ~"expected a value, got nil"}
```
""".
-spec unwrap(option(Value)) -> Value.
unwrap({some, Value}) -> Value;
unwrap(none) -> mochi_core:type_error(~"a value", none);
unwrap(Value) -> mochi_core:type_error(~"option", Value).

-doc """
The value, or a default when there is none.

```erlang
1> mochi_option:unwrap_or({some, 1}, 2).
1
```
""".
-spec unwrap_or(option(Value), Default :: Value) -> Value.
unwrap_or({some, Value}, _) -> Value;
unwrap_or(none, Default) -> Default;
unwrap_or(Value, _) -> mochi_core:type_error(~"option", Value).

-doc """
What a function makes of the value, when there is one.

```erlang
1> mochi_option:map({some, 2}, fun(X) -> X * 10 end).
{some, 20}
2> mochi_option:map(none, fun(X) -> X * 10 end).
none
```
""".
-spec map(option(A), fun((A) -> B)) -> option(B).
map({some, Value}, Function) -> {some, Function(Value)};
map(none, _) -> none;
map(Value, _) -> mochi_core:type_error(~"option", Value).

-doc """
The value of a result; its error is dropped.

```erlang
1> mochi_option:from_result({ok, 1}).
{some, 1}
2> mochi_option:from_result({error, ~"no"}).
none
```
""".
-spec from_result({ok, Value} | {error, term()}) -> option(Value).
from_result({ok, Value}) -> {some, Value};
from_result({error, _}) -> none;
from_result(Value) -> mochi_core:type_error(~"result", Value).
