-module(mochi_core).
-moduledoc """
What compiled Mochi code calls for everything that is not one machine instruction: errors, printing, operators on values
of unknown type, access to containers and fields by value, conversions.

Errors are raised as `erlang:error({mochi_error, Code, Message})`; `m:mochi_error` lists the codes.

```erlang
1> mochi_core:index([10, 20, 30], -1).
30
2> mochi_core:add(~"a", ~"b").
~"ab"
```
""".

%% Errors
-export([
    raise/2,
    raise/3,
    panic/1,
    panic/2,
    exception/3,
    reraise/3,
    rethrow/1,
    arith_error/2,
    arith_error/3,
    type_error/2,
    match_error/1,
    missing_return/1
]).

%% Text
-export([
    print/1,
    to_string/1,
    format/1,
    input/0
]).

%% Equality and order
-export([
    equal/2,
    compare/2,
    less/2,
    less_equal/2,
    truthy/1,
    exists/1
]).

%% Arithmetic
-export([
    add/2,
    sub/2,
    mul/2,
    divide/2,
    modulo/2,
    negate/1
]).

%% Containers
-export([
    len/1,
    contains/2,
    index/2,
    index_set/3,
    slice/3,
    slice/4,
    field/2,
    field_set/3
]).

%% Conversions
-export([
    cast_int/1,
    cast_float/1,
    cast_string/1,
    cast_bool/1,
    cast_record/3,
    cast/2,
    wrap/2,
    unwrap/2
]).

-export([
    now/0
]).

-export_type([
    exception/0,
    bound/0,
    witnessed/0
]).

-doc "What `catch` binds: `code`, `message` and `stack`.".
-type exception() :: {
    mochi_exception, Code :: integer() | binary(), Message :: binary(), Stack :: [mochi_error:frame()]
}.

-doc "A bound of a slice; `nil` and `none` stand for an absent one.".
-type bound() :: integer() | nil | none.

-doc "A value together with the type that it was found to have.".
-opaque witnessed() :: {mochi_any, mochi_cast:type(), term()}.

%% ---------------------------------------------------------------------------------------------------------------------
%% Errors
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Raises a Mochi error.

```erlang
1> mochi_core:raise(mochi_err_index, ~"no key 7").
** {mochi_error, mochi_err_index, ~"no key 7"}
```
""".
-spec raise(mochi_error:code(), Message :: unicode:chardata()) -> no_return().
raise(Code, Message) when is_binary(Message) ->
    erlang:error({mochi_error, Code, Message});
raise(Code, Message) ->
    erlang:error({mochi_error, Code, message(Message)}).

-doc """
Raises a Mochi error from the place of a stack trace, such as that of a failure in another process.

```erlang
1> mochi_core:raise(mochi_err_timeout, ~"no answer", [{mochi_user_a, f, 1, []}]).
** {mochi_error, mochi_err_timeout, ~"no answer"}
```
""".
-spec raise(mochi_error:code(), Message :: unicode:chardata(), mochi_error:stacktrace()) -> no_return().
raise(Code, Message, Stack) ->
    erlang:raise(error, {mochi_error, Code, message(Message)}, Stack).

-doc """
Ends the program with a message, unless somebody catches it.

```erlang
1> mochi_core:panic(~"cannot go on").
** {mochi_error, {mochi_user, ~"panic"}, ~"cannot go on"}
```
""".
-spec panic(Message :: term()) -> no_return().
panic(Message) ->
    erlang:error({mochi_error, {mochi_user, ~"panic"}, to_string(Message)}).

-doc """
Ends the program with a code and a message, unless somebody catches it; an int code is also the exit status.

```erlang
1> mochi_core:panic(3, ~"no such account").
** {mochi_error, {mochi_user, 3}, ~"no such account"}
```
""".
-spec panic(Code :: integer() | binary(), Message :: term()) -> no_return().
panic(Code, Message) when is_integer(Code); is_binary(Code) ->
    erlang:error({mochi_error, {mochi_user, Code}, to_string(Message)});
panic(Code, _) ->
    type_error(~"int or string as the code of a panic", Code).

-doc """
Makes the value that `catch` binds.

```erlang
1> mochi_core:exception(error, {mochi_error, mochi_err_divzero, ~"division of 1 by zero"}, []).
{mochi_exception, ~"divzero", ~"division of 1 by zero", []}
```
""".
-spec exception(mochi_error:class(), Reason :: term(), Stack :: [tuple()]) -> exception().
exception(Class, Reason, Stack) ->
    {Code, Message} = mochi_error:describe(Class, Reason, Stack),
    {mochi_exception, mochi_error:code(Code), Message, mochi_error:frames(Reason, Stack)}.

-doc """
Goes on with an exception as if it had not been caught: with its class, its reason and its stack trace.

```erlang
1> mochi_core:reraise(error, {mochi_error, mochi_err_match, ~"no arm of the match fits 3"}, []).
** {mochi_error, mochi_err_match, ~"no arm of the match fits 3"}
```
""".
-spec reraise(mochi_error:class(), Reason :: term(), Stack :: [tuple()]) -> no_return().
reraise(Class, Reason, Stack) ->
    erlang:raise(Class, Reason, Stack).

-doc """
Raises what a `catch` bound again, from the place where it was raised first.

```erlang
1> mochi_core:rethrow({mochi_exception, ~"index", ~"no key 7", []}).
** {mochi_error, mochi_err_index, ~"no key 7"}
```
""".
-spec rethrow(exception()) -> no_return().
rethrow({mochi_exception, Code, Message, Frames}) ->
    Entries = [Entry || {mochi_frame, _, _, _, Entry} <- Frames],
    erlang:raise(error, {mochi_error, mochi_error:code_atom(Code), Message}, Entries);
rethrow(Value) ->
    type_error(~"exception", Value).

-doc """
Raises the error of a unary operation that failed.

```erlang
1> mochi_core:arith_error('-', ~"a").
** {mochi_error, mochi_err_type, ~"cannot apply - to \"a\" (string)"}
```
""".
-spec arith_error(Operator :: atom(), A :: term()) -> no_return().
arith_error(Operator, A) ->
    {Code, Message} = mochi_error:arithmetic(Operator, A),
    erlang:error({mochi_error, Code, Message}).

-doc """
Raises the error of a binary operation that failed: `divzero`, `overflow` or `type`, as the operands say.

`Operator` is the operator's symbol as an atom; `'div'` and `'rem'` are taken for `'/'` and `'%'`.

```erlang
1> mochi_core:arith_error('/', 7, 0).
** {mochi_error, mochi_err_divzero, ~"division of 7 by zero"}
2> mochi_core:arith_error('*', 1.0e300, 1.0e300).
** {mochi_error, mochi_err_overflow, <<"the result of 1", _/binary>>}
```
""".
-spec arith_error(Operator :: atom(), A :: term(), B :: term()) -> no_return().
arith_error(Operator, A, B) ->
    {Code, Message} = mochi_error:arithmetic(Operator, A, B),
    erlang:error({mochi_error, Code, Message}).

-doc """
Raises the error of a value that has another type than it should have.

```erlang
1> mochi_core:type_error(~"int", ~"x").
** {mochi_error, mochi_err_type, ~"expected int, got \"x\" (string)"}
```
""".
-spec type_error(Expected :: binary(), Value :: term()) -> no_return().
type_error(Expected, Value) ->
    raise(mochi_err_type, [~"expected ", Expected, ~", got ", mochi_format:described(Value)]).

-doc """
Raises the error of a `match` without an arm for a value.

```erlang
1> mochi_core:match_error(3).
** {mochi_error, mochi_err_match, ~"no arm of the match fits 3"}
```
""".
-spec match_error(Value :: term()) -> no_return().
match_error(Value) ->
    raise(mochi_err_match, [~"no arm of the match fits ", mochi_format:excerpt(Value)]).

-doc """
Raises the error of a function that ended without the value it promised.

```erlang
1> mochi_core:missing_return(~"area").
** {mochi_error, mochi_err_type, ~"area ended without returning a value"}
```
""".
-spec missing_return(Function :: binary()) -> no_return().
missing_return(Function) ->
    raise(mochi_err_type, [Function, ~" ended without returning a value"]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Text
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Prints values on one line, with a space between them.

A line of three or more values loses the white space at its ends.

```erlang
1> mochi_core:print([~"total:", 3, [1.0, ~"x"]]).
ok
```
""".
-spec print([term()]) -> ok.
print([Value]) ->
    mochi_console:write([mochi_format:text(Value), $\n]);
print([First, Second]) ->
    mochi_console:write([mochi_format:text(First), $\s, mochi_format:text(Second), $\n]);
print(Values) ->
    Line = iolist_to_binary(lists:join($\s, [mochi_format:text(Value) || Value <- Values])),
    mochi_console:write([mochi_str:trim(Line), $\n]).

-doc """
The text of a value as `print` shows it: Mochi's `str`.

```erlang
1> mochi_core:to_string(2.50).
~"2.5"
```
""".
-spec to_string(term()) -> binary().
to_string(Value) -> mochi_format:to_string(Value).

-doc """
The text of a value as a container shows it.

```erlang
1> mochi_core:format(~"x").
~"\"x\""
```
""".
-spec format(term()) -> binary().
format(Value) -> iolist_to_binary(mochi_format:nested(Value)).

-doc """
Reads one line from standard input, without its line end; at the end of the input the empty string.

```erlang
Name = mochi_core:input(),
mochi_core:print([~"hello", Name]).
```
""".
-spec input() -> binary().
input() -> mochi_console:read_line().

%% ---------------------------------------------------------------------------------------------------------------------
%% Equality and order
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Whether two values are equal: numbers by value, all else by structure.

```erlang
1> mochi_core:equal([1, 2], [1.0, 2]).
true
```
""".
-spec equal(term(), term()) -> boolean().
equal(A, B) -> mochi_order:equal(A, B).

-doc """
The order of two values.

```erlang
1> mochi_core:compare(~"a", ~"b").
lt
```
""".
-spec compare(term(), term()) -> mochi_order:ordering().
compare(A, B) -> mochi_order:compare(A, B).

-doc """
Whether the first value comes before the second.

```erlang
1> mochi_core:less([1, 2], [1, 3]).
true
```
""".
-spec less(term(), term()) -> boolean().
less(A, B) -> mochi_order:compare(A, B) =:= lt.

-doc """
Whether the first value comes before the second or is equal to it.

```erlang
1> mochi_core:less_equal(2, 2.0).
true
```
""".
-spec less_equal(term(), term()) -> boolean().
less_equal(A, B) -> mochi_order:compare(A, B) =/= gt.

-doc """
Whether a value counts as true in a condition: all but `false` and a missing value.

```erlang
1> mochi_core:truthy(none).
false
2> mochi_core:truthy(0).
true
```
""".
-spec truthy(term()) -> boolean().
truthy(false) -> false;
truthy(none) -> false;
truthy(ok) -> false;
truthy({some, Value}) -> truthy(Value);
truthy(_) -> true.

-doc """
Whether there is something: a container that is not empty, or a value that is not missing and not `false`.

```erlang
1> mochi_core:exists([]).
false
2> mochi_core:exists(#{1 => 2}).
true
```
""".
-spec exists(term()) -> boolean().
exists({some, Value}) -> exists(Value);
exists(Value) when is_list(Value) -> Value =/= [];
exists(Value) when is_map(Value) -> map_size(Value) > 0;
exists(Value) when is_binary(Value) -> Value =/= <<>>;
exists(Value) when is_tuple(Value), tuple_size(Value) > 0, element(1, Value) =:= mochi_omap ->
    mochi_omap:size(Value) > 0;
exists(Value) -> truthy(Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Arithmetic
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The sum of two numbers, or the concatenation of two strings or two lists.

```erlang
1> mochi_core:add(1, 2.5).
3.5
2> mochi_core:add([1], [2]).
[1, 2]
```
""".
-spec add(term(), term()) -> term().
add(A, B) when is_number(A), is_number(B) ->
    try
        A + B
    catch
        error:_ -> arith_error('+', A, B)
    end;
add(A, B) when is_binary(A), is_binary(B) ->
    <<A/binary, B/binary>>;
add(A, B) when is_list(A), is_list(B) ->
    A ++ B;
add(A, B) ->
    arith_error('+', A, B).

-doc """
The difference of two numbers.

```erlang
1> mochi_core:sub(1, 2.5).
-1.5
```
""".
-spec sub(term(), term()) -> number().
sub(A, B) ->
    try
        A - B
    catch
        error:_ -> arith_error('-', A, B)
    end.

-doc """
The product of two numbers.

```erlang
1> mochi_core:mul(3, 0.5).
1.5
```
""".
-spec mul(term(), term()) -> number().
mul(A, B) ->
    try
        A * B
    catch
        error:_ -> arith_error('*', A, B)
    end.

-doc """
The quotient of two numbers; that of two ints is an int, truncated toward zero.

```erlang
1> mochi_core:divide(-7, 2).
-3
2> mochi_core:divide(-7, 2.0).
-3.5
```
""".
-spec divide(term(), term()) -> number().
divide(A, B) when is_integer(A), is_integer(B), B =/= 0 ->
    A div B;
divide(A, B) ->
    try
        A / B
    catch
        error:_ -> arith_error('/', A, B)
    end.

-doc """
The remainder of a division; it has the sign of the dividend.

```erlang
1> mochi_core:modulo(-7, 3).
-1
2> mochi_core:modulo(7.5, 2).
1.5
```
""".
-spec modulo(term(), term()) -> number().
modulo(A, B) when is_integer(A), is_integer(B), B =/= 0 ->
    A rem B;
modulo(A, B) when is_number(A), is_number(B), B /= 0 ->
    try
        math:fmod(A, B)
    catch
        error:_ -> arith_error('%', A, B)
    end;
modulo(A, B) ->
    arith_error('%', A, B).

-doc """
A number with the other sign.

```erlang
1> mochi_core:negate(5).
-5
```
""".
-spec negate(term()) -> number().
negate(A) when is_number(A) -> -A;
negate(A) -> arith_error('-', A).

%% ---------------------------------------------------------------------------------------------------------------------
%% Containers
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
How many code points, elements or keys a value has.

```erlang
1> mochi_core:len(~"añb").
3
2> mochi_core:len(#{1 => 2}).
1
```
""".
-spec len(term()) -> non_neg_integer().
len(Value) when is_list(Value) -> length(Value);
len(Value) when is_binary(Value) -> mochi_str:len(Value);
len(Value) when is_map(Value) -> map_size(Value);
len({some, Value}) -> len(Value);
len(Value) when is_tuple(Value), tuple_size(Value) > 0, element(1, Value) =:= mochi_omap -> mochi_omap:size(Value);
len(Value) -> type_error(~"string, list, map or set", Value).

-doc """
Whether a value is in a container: an element of a list or set, a key of a map, a part of a string.

```erlang
1> mochi_core:contains([1, 2], 2.0).
true
2> mochi_core:contains(~"haystack", ~"st").
true
```
""".
-spec contains(Container :: term(), Value :: term()) -> boolean().
contains(Container, Value) when is_list(Container) -> mochi_list:contains(Container, Value);
contains(Container, Value) when is_map(Container) -> is_map_key(Value, Container);
contains(Container, Value) when is_binary(Container), is_binary(Value) -> mochi_str:contains(Container, Value);
contains(Container, Value) when is_binary(Container) -> type_error(~"string", Value);
contains({some, Container}, Value) -> contains(Container, Value);
contains(Container, Value) when is_tuple(Container), tuple_size(Container) > 0, element(1, Container) =:= mochi_omap ->
    mochi_omap:has(Container, Value);
contains(Container, _) ->
    type_error(~"string, list, map or set", Container).

-doc """
The element of a list or string at a position, or the value of a map's key.

```erlang
1> mochi_core:index(#{~"a" => 1}, ~"a").
1
2> mochi_core:index(#{~"a" => 1}, ~"b").
** {mochi_error, mochi_err_index, ~"no key \"b\" in {\"a\": 1}"}
```
""".
-spec index(Container :: term(), Index :: term()) -> term().
index(Container, Index) when is_list(Container), is_integer(Index) -> mochi_list:at(Container, Index);
index(Container, Index) when is_map(Container) -> mochi_map:at(Container, Index);
index(Container, Index) when is_binary(Container), is_integer(Index) -> mochi_str:at(Container, Index);
index(Container, Index) when is_list(Container); is_binary(Container) -> type_error(~"int as an index", Index);
index({some, Container}, Index) -> index(Container, Index);
index(Container, Index) when is_tuple(Container), tuple_size(Container) > 0, element(1, Container) =:= mochi_omap ->
    mochi_omap:at(Container, Index);
index(Container, _) ->
    type_error(~"string, list or map", Container).

-doc """
A list with another element at a position, or a map with another value at a key.

```erlang
1> mochi_core:index_set([1, 2, 3], -1, 9).
[1, 2, 9]
2> mochi_core:index_set(#{}, ~"a", 1).
#{~"a" => 1}
```
""".
-spec index_set(Container :: term(), Index :: term(), Value :: term()) -> term().
index_set(Container, Index, Value) when is_list(Container), is_integer(Index) ->
    mochi_list:set(Container, Index, Value);
index_set(Container, Index, Value) when is_map(Container) ->
    Container#{Index => Value};
index_set(Container, Index, _) when is_list(Container) ->
    type_error(~"int as an index", Index);
index_set({some, Container}, Index, Value) ->
    {some, index_set(Container, Index, Value)};
index_set(Container, Index, Value)
    when is_tuple(Container), tuple_size(Container) > 0, element(1, Container) =:= mochi_omap
->
    mochi_omap:put(Container, Index, Value);
index_set(Container, _, _) ->
    type_error(~"list or map", Container).

-doc """
The part of a list or string from a start to before an end; bounds out of range are moved into it.

```erlang
1> mochi_core:slice([1, 2, 3, 4], 1, -1).
[2, 3]
2> mochi_core:slice(~"hello", nil, 2).
~"he"
```
""".
-spec slice(Container :: term(), Start :: bound(), End :: bound()) -> term().
slice(Container, Start, End) when is_list(Container) -> mochi_list:slice(Container, Start, End);
slice(Container, Start, End) when is_binary(Container) -> mochi_str:slice(Container, Start, End);
slice({some, Container}, Start, End) -> slice(Container, Start, End);
slice(Container, _, _) -> type_error(~"string or list", Container).

-doc """
Every `Step`-th element of a list or string from a start to before an end; a negative step goes backward.

```erlang
1> mochi_core:slice([1, 2, 3, 4, 5], nil, nil, 2).
[1, 3, 5]
2> mochi_core:slice(~"abc", nil, nil, -1).
~"cba"
```
""".
-spec slice(Container :: term(), Start :: bound(), End :: bound(), Step :: bound()) -> term().
slice(Container, Start, End, Step) when is_list(Container) ->
    mochi_list:slice(Container, Start, End, Step);
slice(Container, Start, End, Step) when is_binary(Container) ->
    mochi_str:join(mochi_list:slice(mochi_str:chars(Container), Start, End, Step), <<>>);
slice({some, Container}, Start, End, Step) ->
    slice(Container, Start, End, Step);
slice(Container, _, _, _) ->
    type_error(~"string or list", Container).

-doc """
A field of a record, row, exception or map, by its name.

```erlang
1> mochi_core:field(#{~"name" => ~"Ada"}, ~"name").
~"Ada"
2> mochi_core:field({mochi_exception, 3, ~"empty", []}, ~"code").
3
3> mochi_core:field(none, ~"name").
** {mochi_error, mochi_err_type, ~"nil has no field name"}
```
""".
-spec field(Value :: term(), Name :: binary()) -> term().
field(Value, Name) when is_map(Value) ->
    case Value of
        #{Name := Field} -> Field;
        #{} -> field_error(Value, Name)
    end;
field({some, Value}, Name) ->
    field(Value, Name);
field(Value, Name) ->
    element(field_position(Value, Name), Value).

-doc """
A record, row or map with another value in a field.

```erlang
1> mochi_core:field_set(#{~"name" => ~"Ada"}, ~"name", ~"Grace").
#{~"name" => ~"Grace"}
```
""".
-spec field_set(Value :: term(), Name :: binary(), Field :: term()) -> term().
field_set(Value, Name, Field) when is_map(Value) ->
    Value#{Name => Field};
field_set({some, Value}, Name, Field) ->
    {some, field_set(Value, Name, Field)};
field_set(Value, Name, Field) ->
    setelement(field_position(Value, Name), Value, Field).

%% ---------------------------------------------------------------------------------------------------------------------
%% Conversions
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
A value as an int: a float is truncated, a string is read, `true` is 1 and `false` is 0.

```erlang
1> mochi_core:cast_int(~"42").
42
2> mochi_core:cast_int(-2.7).
-2
```
""".
-spec cast_int(term()) -> integer().
cast_int(Value) when is_integer(Value) -> Value;
cast_int(Value) when is_float(Value) -> trunc(Value);
cast_int(Value) when is_binary(Value) -> mochi_str:to_int(Value);
cast_int(true) -> 1;
cast_int(false) -> 0;
cast_int({some, Value}) -> cast_int(Value);
cast_int(Value) -> type_error(~"int", Value).

-doc """
A value as a float: an int is converted, a string is read.

```erlang
1> mochi_core:cast_float(~"2.5").
2.5
2> mochi_core:cast_float(3).
3.0
```
""".
-spec cast_float(term()) -> float().
cast_float(Value) when is_float(Value) -> Value;
cast_float(Value) when is_integer(Value) ->
    try
        float(Value)
    catch
        error:_ -> raise(mochi_err_overflow, [mochi_format:excerpt(Value), ~" is out of the range of a float"])
    end;
cast_float(Value) when is_binary(Value) -> mochi_str:to_float(Value);
cast_float({some, Value}) -> cast_float(Value);
cast_float(Value) -> type_error(~"float", Value).

-doc """
A value as a string, as `print` shows it.

```erlang
1> mochi_core:cast_string(2.0).
~"2"
```
""".
-spec cast_string(term()) -> binary().
cast_string(Value) -> to_string(Value).

-doc """
A value as a bool: `true` and `false` as words are read, a number is true unless it is 0, a missing value is false.

```erlang
1> mochi_core:cast_bool(~"true").
true
2> mochi_core:cast_bool(~"maybe").
** {mochi_error, mochi_err_parse, ~"cannot read \"maybe\" as bool"}
```
""".
-spec cast_bool(term()) -> boolean().
cast_bool(Value) when is_boolean(Value) -> Value;
cast_bool(Value) when is_number(Value) -> Value /= 0;
cast_bool(~"true") -> true;
cast_bool(~"false") -> false;
cast_bool(Value) when is_binary(Value) ->
    raise(mochi_err_parse, [~"cannot read ", mochi_format:excerpt(Value), ~" as bool"]);
cast_bool(none) -> false;
cast_bool({some, Value}) -> cast_bool(Value);
cast_bool(Value) -> type_error(~"bool", Value).

-doc """
A map or another row as the record `Tag` with the given fields, in their order. Fields that the record does not have are
left out.

```erlang
1> mochi_core:cast_record(#{~"y" => 2, ~"x" => 1}, 'Point', [~"x", ~"y"]).
{'Point', 1, 2}
2> mochi_core:cast_record(#{~"x" => 1}, 'Point', [~"x", ~"y"]).
** {mochi_error, mochi_err_type, ~"{\"x\": 1} has no field y"}
```
""".
-spec cast_record(Value :: term(), Tag :: atom(), Fields :: [binary()]) -> tuple().
cast_record(Value, Tag, Fields)
    when is_tuple(Value), tuple_size(Value) =:= length(Fields) + 1, element(1, Value) =:= Tag
->
    Value;
cast_record({some, Value}, Tag, Fields) ->
    cast_record(Value, Tag, Fields);
cast_record(Value, Tag, Fields) when is_map(Value); is_tuple(Value) ->
    list_to_tuple([Tag | [field(Value, Field) || Field <- Fields]]);
cast_record(Value, Tag, _) ->
    type_error(atom_to_binary(Tag), Value).

-doc """
A value as a value of a type; see `m:mochi_cast`.

```erlang
1> mochi_core:cast([1, 2], {list, float}).
[1.0, 2.0]
```
""".
-spec cast(Value :: term(), mochi_cast:type()) -> term().
cast(Value, Type) -> mochi_cast:cast(Value, Type).

-doc """
A value of unknown type with a witness: its type, once checked. Where that type is wanted it is not checked again.

```erlang
1> mochi_core:unwrap(mochi_core:wrap([1, 2], {list, int}), {list, int}).
[1, 2]
2> mochi_core:wrap(~"x", int).
** {mochi_error, mochi_err_type, ~"expected int, got \"x\" (string)"}
```
""".
-spec wrap(Value :: term(), mochi_cast:type()) -> witnessed().
wrap(Value, Type) -> {mochi_any, Type, mochi_cast:cast(Value, Type)}.

-doc """
The value behind a witness, as a value of a type. A value without a witness is checked.

```erlang
1> mochi_core:unwrap(mochi_core:wrap(1, int), float).
1.0
2> mochi_core:unwrap(1, string).
** {mochi_error, mochi_err_type, ~"expected string, got 1 (int)"}
```
""".
-spec unwrap(witnessed() | term(), mochi_cast:type()) -> term().
unwrap({mochi_any, Type, Value}, Type) -> Value;
unwrap({mochi_any, _, Value}, Type) -> mochi_cast:cast(Value, Type);
unwrap(Value, Type) -> mochi_cast:cast(Value, Type).

-doc """
The time in nanoseconds since 1970-01-01T00:00:00Z; see `mochi_time:now/0`.

```erlang
1> is_integer(mochi_core:now()).
true
```
""".
-spec now() -> integer().
now() -> mochi_time:now().

%% ---------------------------------------------------------------------------------------------------------------------

message(Message) ->
    case unicode:characters_to_binary(Message) of
        Text when is_binary(Text) -> Text;
        _ -> iolist_to_binary(Message)
    end.

field_position(Value, Name) when is_tuple(Value), tuple_size(Value) > 0 ->
    case mochi_types:find(element(1, Value), tuple_size(Value) - 1) of
        {_, _, Fields} when Name =/= <<>> -> field_position(Fields, Name, 2, Value);
        _ -> field_error(Value, Name)
    end;
field_position(Value, Name) ->
    field_error(Value, Name).

field_position([Name | _], Name, Position, _) -> Position;
field_position([_ | Fields], Name, Position, Value) -> field_position(Fields, Name, Position + 1, Value);
field_position([], Name, _, Value) -> field_error(Value, Name).

-spec field_error(term(), binary()) -> no_return().
field_error(Value, Name) ->
    raise(mochi_err_type, [mochi_format:excerpt(Value), ~" has no field ", Name]).
