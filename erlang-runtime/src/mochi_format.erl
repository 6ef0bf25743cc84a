-module(mochi_format).
-moduledoc """
How values look as text.

There are two forms. At top level, where `print` and `str` put a value, a string stands for itself and a whole float
has no point. Inside a container strings are quoted and escaped, and a float always shows a point and never an exponent.

| value | top level | inside a container |
|---|---|---|
| `9.0` | `9` | `9.0` |
| `1.0e21` | `1e+21` | `1000000000000000000000.0` |
| `0.00001` | `1e-05` | `0.00001` |
| string | as it is | `"quoted\n"` |
| `none`, unit | `nil` | `nil` |
| `{some, V}` | `V` | `V` |
| list | `[1, 2]` | `[1, 2]` |
| map, record | `{"k": v}`, keys sorted; fields as declared | the same |
| variant | `Tag(v, w)`, `Tag` | the same |
| exception | its message | its message, quoted |

```erlang
1> mochi_format:to_string(#{~"b" => [1.0, ~"x"], ~"a" => none}).
~B({"a": nil, "b": [1.0, "x"]})
```
""".

-export([
    text/1,
    nested/1,
    to_string/1,
    quote/1,
    excerpt/1,
    described/1,
    type_name/1
]).

%% Numbers of this size and above have no digits behind the point and are exactly integers below it.
-define(EXACT_INTEGERS, 9007199254740992.0).
-define(SMALLEST_PLAIN_EXPONENT, -4).
-define(LARGEST_PLAIN_EXPONENT, 20).
-define(EXCERPT_LENGTH, 60).

-doc """
The text of a value at top level.

```erlang
1> iolist_to_binary(mochi_format:text(2.50)).
~"2.5"
2> iolist_to_binary(mochi_format:text(1.0e100)).
~"1e+100"
```
""".
-spec text(term()) -> iodata().
text(Value) when is_binary(Value) -> Value;
text(Value) when is_integer(Value) -> integer_to_binary(Value);
text(Value) when is_float(Value) -> float_text(Value);
text({some, Value}) -> text(Value);
text({mochi_exception, _, Message, _}) when is_binary(Message) -> Message;
text(Value) -> nested(Value).

-doc """
The text of a value inside a container.

```erlang
1> iolist_to_binary(mochi_format:nested(~"a \"b\"")).
~B["a \"b\""]
2> iolist_to_binary(mochi_format:nested(9.0)).
~"9.0"
```
""".
-spec nested(term()) -> iodata().
nested(Value) when is_integer(Value) -> integer_to_binary(Value);
nested(Value) when is_binary(Value) -> quote(Value);
nested(Value) when is_float(Value) -> nested_float(Value);
nested([]) -> ~"[]";
nested([First | Rest]) -> [$[, nested(First) | list_rest(Rest)];
nested(Value) when is_map(Value) -> map(sorted_pairs(Value));
nested(Value) when is_atom(Value) -> atom(Value);
nested({some, Value}) -> nested(Value);
nested({mochi_exception, _, Message, _}) when is_binary(Message) -> quote(Message);
nested(Value) when is_tuple(Value) -> tuple(Value);
nested(Value) when is_function(Value) -> function(Value);
nested(Value) -> io_lib:format("~tp", [Value]).

-doc """
The text of a value at top level, as a string: Mochi's `str`.

```erlang
1> mochi_format:to_string([1, 2.0, true]).
~"[1, 2.0, true]"
```
""".
-spec to_string(term()) -> binary().
to_string(Value) when is_binary(Value) -> Value;
to_string(Value) -> iolist_to_binary(text(Value)).

-doc """
A string in double quotes, with JSON's escapes for quotes, backslashes and control characters.

```erlang
1> iolist_to_binary(mochi_format:quote(~"tab\there")).
~B("tab\there")
```
""".
-spec quote(binary()) -> iodata().
quote(String) ->
    case is_plain(String) of
        true -> [$", String, $"];
        false -> [$", << <<(escape(Byte))/binary>> || <<Byte>> <= String >>, $"]
    end.

-doc """
The text of a value for an error message: as inside a container, shortened when it is long.

```erlang
1> mochi_format:excerpt([1, 2, 3]).
~"[1, 2, 3]"
```
""".
-spec excerpt(term()) -> binary().
excerpt(Value) ->
    Text = iolist_to_binary(nested(Value)),
    case mochi_str:len(Text) of
        Length when Length > ?EXCERPT_LENGTH ->
            <<(mochi_str:slice(Text, 0, ?EXCERPT_LENGTH - 3))/binary, "...">>;
        _ ->
            Text
    end.

-doc """
A value and its type, for an error message about one of the wrong type.

```erlang
1> mochi_format:described(~"x").
~"\"x\" (string)"
2> mochi_format:described(none).
~"nil"
```
""".
-spec described(term()) -> binary().
described(none) -> ~"nil";
described(ok) -> ~"nil";
described(Value) -> iolist_to_binary([excerpt(Value), ~" (", type_name(Value), $)]).

-doc """
The name of a value's type, for an error message.

```erlang
1> mochi_format:type_name(~"x").
~"string"
2> mochi_format:type_name(#{}).
~"map"
```
""".
-spec type_name(term()) -> binary().
type_name(Value) when is_integer(Value) -> ~"int";
type_name(Value) when is_float(Value) -> ~"float";
type_name(Value) when is_boolean(Value) -> ~"bool";
type_name(Value) when is_binary(Value) -> ~"string";
type_name(Value) when is_list(Value) -> ~"list";
type_name(Value) when is_map(Value) -> ~"map";
type_name(Value) when is_function(Value) -> ~"fun";
type_name(none) -> ~"nil";
type_name(ok) -> ~"nil";
type_name({some, _}) -> ~"option";
type_name({ok, _}) -> ~"result";
type_name({error, _}) -> ~"result";
type_name(Value) when is_tuple(Value), tuple_size(Value) > 0 -> tuple_type_name(Value);
type_name(Value) when is_atom(Value) -> variant_name(Value, 0);
type_name(Value) when is_pid(Value) -> ~"process";
type_name(_) -> ~"foreign value".

%% Containers

list_rest([]) -> [$]];
list_rest([Value | Rest]) -> [~", ", nested(Value) | list_rest(Rest)];
list_rest(Tail) -> [~" | ", nested(Tail), $]].

sorted_pairs(Map) ->
    [{Key, map_get(Key, Map)} || Key <- mochi_order:sort(maps:keys(Map))].

map([]) -> ~"{}";
map([{Key, Value} | Rest]) -> [${, nested(Key), ~": ", nested(Value) | map_rest(Rest)].

map_rest([]) -> [$}];
map_rest([{Key, Value} | Rest]) -> [~", ", nested(Key), ~": ", nested(Value) | map_rest(Rest)].

atom(none) -> ~"nil";
atom(ok) -> ~"nil";
atom(true) -> ~"true";
atom(false) -> ~"false";
atom(Atom) -> variant_name(Atom, 0).

tuple({}) ->
    ~"()";
tuple(Tuple) when element(1, Tuple) =:= mochi_omap ->
    map(mochi_omap:to_list(Tuple));
tuple(Tuple) ->
    [Tag | Values] = tuple_to_list(Tuple),
    case mochi_types:find(Tag, length(Values)) of
        {record, _, Fields} -> record(Fields, Values);
        {variant, Name, _} -> [Name | arguments(Values)];
        undefined when is_atom(Tag), not is_boolean(Tag), Tag =/= none -> [variant_name(Tag, 0) | arguments(Values)];
        undefined -> arguments([Tag | Values])
    end.

%% A frame of an exception's stack has one value more than it has fields.
record([], _) -> ~"{}";
record([Field | Fields], [Value | Values]) ->
    [${, quote(Field), ~": ", nested(Value) | record_rest(Fields, Values)].

record_rest([], _) -> [$}];
record_rest([Field | Fields], [Value | Values]) ->
    [~", ", quote(Field), ~": ", nested(Value) | record_rest(Fields, Values)].

arguments([]) -> [];
arguments([First | Rest]) -> [$(, nested(First) | arguments_rest(Rest)].

arguments_rest([]) -> [$)];
arguments_rest([Value | Rest]) -> [~", ", nested(Value) | arguments_rest(Rest)].

tuple_type_name(Tuple) ->
    Tag = element(1, Tuple),
    case mochi_types:find(Tag, tuple_size(Tuple) - 1) of
        {record, <<>>, _} -> ~"row";
        {_, Name, _} -> Name;
        undefined when Tag =:= mochi_omap -> ~"omap";
        undefined when is_atom(Tag) -> atom_to_binary(Tag);
        undefined -> ~"tuple"
    end.

variant_name(Tag, Arity) ->
    case mochi_types:find(Tag, Arity) of
        {_, Name, _} -> Name;
        undefined -> atom_to_binary(Tag)
    end.

function(Fun) ->
    {arity, Arity} = erlang:fun_info(Fun, arity),
    [~"<fun/", integer_to_binary(Arity), $>].

%% Strings

is_plain(<<Byte, Rest/binary>>) when Byte >= $\s, Byte =/= $", Byte =/= $\\, Byte =/= 127 -> is_plain(Rest);
is_plain(Rest) -> Rest =:= <<>>.

escape($") -> ~B(\");
escape($\\) -> ~B(\\);
escape($\n) -> ~B(\n);
escape($\t) -> ~B(\t);
escape($\r) -> ~B(\r);
escape(Byte) when Byte < $\s; Byte =:= 127 -> <<"\\u00", (hexadecimal(Byte bsr 4)), (hexadecimal(Byte band 15))>>;
escape(Byte) -> <<Byte>>.

hexadecimal(Digit) when Digit < 10 -> $0 + Digit;
hexadecimal(Digit) -> $a + Digit - 10.

%% Floats

float_text(Float) when abs(Float) < ?EXACT_INTEGERS, trunc(Float) == Float, Float /= 0 ->
    integer_to_binary(trunc(Float));
float_text(Float) ->
    {Sign, Digits, Exponent} = shortest(Float),
    if
        Exponent < ?SMALLEST_PLAIN_EXPONENT; Exponent > ?LARGEST_PLAIN_EXPONENT ->
            [Sign, scientific(Digits, Exponent)];
        true ->
            {Whole, Fraction} = positional(Digits, Exponent),
            case Fraction of
                <<>> -> [Sign, Whole];
                _ -> [Sign, Whole, $., Fraction]
            end
    end.

nested_float(Float) ->
    Short = float_to_binary(Float, [short]),
    case binary:match(Short, ~"e") of
        nomatch ->
            Short;
        _ ->
            {Sign, Digits, Exponent} = shortest(Float),
            case positional(Digits, Exponent) of
                {Whole, <<>>} -> [Sign, Whole, ~".0"];
                {Whole, Fraction} -> [Sign, Whole, $., Fraction]
            end
    end.

%% The fewest decimal digits that read back as the same double, without zeros at either end, and the power of ten of
%% the first of them.
shortest(Float) ->
    {Sign, Text} =
        case float_to_binary(Float, [short]) of
            <<$-, Magnitude/binary>> -> {~"-", Magnitude};
            Magnitude -> {<<>>, Magnitude}
        end,
    {Mantissa, Scale} =
        case binary:split(Text, ~"e") of
            [Plain] -> {Plain, 0};
            [Significand, Power] -> {Significand, binary_to_integer(Power)}
        end,
    [Whole, Fraction] = binary:split(Mantissa, ~"."),
    {Digits, Dropped} = without_leading_zeros(<<Whole/binary, Fraction/binary>>, 0),
    case without_trailing_zeros(Digits, byte_size(Digits)) of
        <<>> -> {Sign, ~"0", 0};
        Significant -> {Sign, Significant, Scale + byte_size(Whole) - 1 - Dropped}
    end.

without_leading_zeros(<<$0, Rest/binary>>, Dropped) -> without_leading_zeros(Rest, Dropped + 1);
without_leading_zeros(Digits, Dropped) -> {Digits, Dropped}.

without_trailing_zeros(Digits, Size) when Size > 0 ->
    case binary:at(Digits, Size - 1) of
        $0 -> without_trailing_zeros(Digits, Size - 1);
        _ -> binary:part(Digits, 0, Size)
    end;
without_trailing_zeros(_, 0) ->
    <<>>.

positional(Digits, Exponent) when Exponent < 0 ->
    {~"0", <<(zeros(-Exponent - 1))/binary, Digits/binary>>};
positional(Digits, Exponent) when byte_size(Digits) =< Exponent + 1 ->
    {<<Digits/binary, (zeros(Exponent + 1 - byte_size(Digits)))/binary>>, <<>>};
positional(Digits, Exponent) ->
    split_binary(Digits, Exponent + 1).

scientific(<<First, Rest/binary>>, Exponent) ->
    Significand =
        case Rest of
            <<>> -> [First];
            _ -> [First, $., Rest]
        end,
    [Significand, exponent_sign(Exponent), two_digits(abs(Exponent))].

exponent_sign(Exponent) when Exponent < 0 -> ~"e-";
exponent_sign(_) -> ~"e+".

two_digits(Number) when Number < 10 -> [$0, $0 + Number];
two_digits(Number) -> integer_to_binary(Number).

zeros(Count) -> binary:copy(~"0", Count).
