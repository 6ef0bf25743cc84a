-module(mochi_time_unit).
-moduledoc """
Units of time, and durations as text: `1h30m`, `1.5ms`, `-2d`.

`m:mochi_time` is the way in.

```erlang
1> mochi_time_unit:nanoseconds(~"ms").
1000000
```
""".

-export([
    nanoseconds/1,
    duration/2,
    to_unit/2,
    format/1,
    parse/1
]).

-define(MICROSECOND, 1_000).
-define(MILLISECOND, 1_000_000).
-define(SECOND, 1_000_000_000).
-define(MINUTE, (60 * ?SECOND)).
-define(HOUR, (3600 * ?SECOND)).
-define(DAY, (86_400 * ?SECOND)).

-doc """
The nanoseconds of a unit.

```erlang
1> mochi_time_unit:nanoseconds(~"days").
86400000000000
```
""".
-spec nanoseconds(mochi_time:unit()) -> pos_integer().
nanoseconds(Unit) when is_binary(Unit) ->
    case unit_size(Unit) of
        error -> mochi_core:raise(mochi_err_parse, [~"there is no unit of time ", mochi_format:excerpt(Unit)]);
        Size -> Size
    end;
nanoseconds(Value) ->
    mochi_core:type_error(~"unit of time", Value).

unit_size(Unit) when Unit =:= ~"ns"; Unit =:= ~"nanosecond"; Unit =:= ~"nanoseconds" -> 1;
unit_size(Unit) when Unit =:= ~"us"; Unit =:= ~"µs"; Unit =:= ~"microsecond"; Unit =:= ~"microseconds" -> ?MICROSECOND;
unit_size(Unit) when Unit =:= ~"ms"; Unit =:= ~"millisecond"; Unit =:= ~"milliseconds" -> ?MILLISECOND;
unit_size(Unit) when Unit =:= ~"s"; Unit =:= ~"second"; Unit =:= ~"seconds" -> ?SECOND;
unit_size(Unit) when Unit =:= ~"m"; Unit =:= ~"minute"; Unit =:= ~"minutes" -> ?MINUTE;
unit_size(Unit) when Unit =:= ~"h"; Unit =:= ~"hour"; Unit =:= ~"hours" -> ?HOUR;
unit_size(Unit) when Unit =:= ~"d"; Unit =:= ~"day"; Unit =:= ~"days" -> ?DAY;
unit_size(_) -> error.

-doc """
A number of units in nanoseconds; a part of one is dropped.

```erlang
1> mochi_time_unit:duration(0.5, ~"m").
30000000000
```
""".
-spec duration(number(), mochi_time:unit()) -> mochi_time:duration().
duration(Count, Unit) when is_integer(Count) -> Count * nanoseconds(Unit);
duration(Count, Unit) when is_float(Count) -> trunc(mochi_core:mul(Count, nanoseconds(Unit)));
duration(Value, _) -> mochi_core:type_error(~"number", Value).

-doc """
A duration as a number of units.

```erlang
1> mochi_time_unit:to_unit(1_500_000_000, ~"s").
1.5
```
""".
-spec to_unit(mochi_time:duration(), mochi_time:unit()) -> float().
to_unit(Duration, Unit) when is_integer(Duration) ->
    mochi_core:divide(mochi_core:cast_float(Duration), nanoseconds(Unit));
to_unit(Value, _) ->
    mochi_core:type_error(~"duration", Value).

-doc """
The text of a duration. Below a second it is in one unit, above it in days, hours, minutes and seconds.

```erlang
1> [mochi_time_unit:format(Duration) || Duration <- [999, 1_500, 61_250_000_000, 86_400_000_000_000]].
[~"999ns", ~"1.5us", ~"1m1.25s", ~"1d"]
```
""".
-spec format(mochi_time:duration()) -> binary().
format(0) ->
    ~"0s";
format(Duration) when is_integer(Duration), Duration < 0 ->
    <<$-, (format(-Duration))/binary>>;
format(Duration) when is_integer(Duration), Duration < ?SECOND ->
    {Size, Unit} =
        if
            Duration < ?MICROSECOND -> {1, ~"ns"};
            Duration < ?MILLISECOND -> {?MICROSECOND, ~"us"};
            true -> {?MILLISECOND, ~"ms"}
        end,
    iolist_to_binary(part(Duration, Size, Unit));
format(Duration) when is_integer(Duration) ->
    iolist_to_binary([
        [[integer_to_binary(Count), Unit] || {Count, Unit} <- [
            {Duration div ?DAY, ~"d"},
            {Duration rem ?DAY div ?HOUR, ~"h"},
            {Duration rem ?HOUR div ?MINUTE, ~"m"}
        ], Count > 0],
        [part(Duration rem ?MINUTE, ?SECOND, ~"s") || Duration rem ?MINUTE > 0]
    ]);
format(Value) ->
    mochi_core:type_error(~"duration", Value).

%% Exact, as the digits of the fraction are those of the remainder.
part(Duration, Size, Unit) ->
    case Duration rem Size of
        0 ->
            [integer_to_binary(Duration div Size), Unit];
        Rest ->
            Width = byte_size(integer_to_binary(Size)) - 1,
            Digits = mochi_str:pad_start(integer_to_binary(Rest), Width, ~"0"),
            [integer_to_binary(Duration div Size), $., string:trim(Digits, trailing, "0"), Unit]
    end.

-doc """
Reads a duration.

```erlang
1> [mochi_time_unit:parse(Text) || Text <- [~"1.5ms", ~"-2m 3s", ~"250us"]].
[1500000, -123000000000, 250000]
```
""".
-spec parse(binary()) -> mochi_time:duration().
parse(Text) when is_binary(Text) ->
    {Sign, Parts} =
        case mochi_str:trim(Text) of
            <<$-, Rest/binary>> -> {-1, Rest};
            <<$+, Rest/binary>> -> {1, Rest};
            Rest -> {1, Rest}
        end,
    case Parts =/= <<>> andalso sum(Parts, 0) of
        Duration when is_integer(Duration) -> Sign * Duration;
        _ -> mochi_core:raise(mochi_err_parse, [~"cannot read ", mochi_format:excerpt(Text), ~" as duration"])
    end;
parse(Value) ->
    mochi_core:type_error(~"string", Value).

sum(<<>>, Sum) ->
    Sum;
sum(<<$\s, Rest/binary>>, Sum) ->
    sum(Rest, Sum);
sum(Text, Sum) ->
    {Whole, AfterWhole} = digits(Text),
    {Fraction, AfterFraction} =
        case AfterWhole of
            <<$., More/binary>> -> digits(More);
            _ -> {<<>>, AfterWhole}
        end,
    {Unit, Rest} = letters(AfterFraction),
    case unit_size(Unit) of
        Size when is_integer(Size), (Whole =/= <<>> orelse Fraction =/= <<>>) ->
            Digits = binary_to_integer(<<$0, Whole/binary, Fraction/binary>>),
            sum(Rest, Sum + Digits * Size div power(byte_size(Fraction)));
        _ ->
            error
    end.

power(Exponent) -> binary_to_integer(<<$1, (binary:copy(~"0", Exponent))/binary>>).

digits(Text) -> split(Text, 0, fun(Byte) -> Byte >= $0 andalso Byte =< $9 end).

letters(Text) -> split(Text, 0, fun(Byte) -> Byte >= $a andalso Byte =< $z orelse Byte >= 128 end).

split(Text, Size, Belongs) ->
    case Text of
        <<Part:Size/binary, Byte, Rest/binary>> ->
            case Belongs(Byte) of
                true -> split(Text, Size + 1, Belongs);
                false -> {Part, <<Byte, Rest/binary>>}
            end;
        _ ->
            {Text, <<>>}
    end.
