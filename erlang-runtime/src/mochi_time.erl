-module(mochi_time).
-moduledoc """
Time. A point in time is an int, the nanoseconds since 1970-01-01T00:00:00Z; a duration is an int of nanoseconds.

The environment variable `MOCHI_TIME_FIXED`, Unix milliseconds, stops the clock for tests.

```erlang
1> mochi_time:parse(~"1970-01-01T00:00:01.5Z").
1500000000
2> mochi_time:format(1500000000).
~"1970-01-01T00:00:01.5Z"
```
""".

-export([
    now/0,
    since/1,
    format/1,
    parse/1
]).

-export_type([
    time/0,
    duration/0
]).

-doc "Nanoseconds since 1970-01-01T00:00:00Z.".
-type time() :: integer().

-doc "Nanoseconds.".
-type duration() :: integer().

-define(SECOND, 1_000_000_000).
-define(MILLISECOND, 1_000_000).
-define(FRACTION_DIGITS, 9).
-define(UNIX_EPOCH, 62_167_219_200).
-define(LAST_SECOND, 315_569_519_999).
-define(IS_DIGIT(Byte), (Byte >= $0 andalso Byte =< $9)).

-doc """
The time.

```erlang
1> mochi_time:now() > mochi_time:parse(~"2024-01-01").
true
```
""".
-spec now() -> time().
now() ->
    case os:getenv("MOCHI_TIME_FIXED") of
        false -> erlang:system_time(nanosecond);
        "" -> erlang:system_time(nanosecond);
        Fixed -> mochi_str:to_int(unicode:characters_to_binary(Fixed)) * ?MILLISECOND
    end.

-doc """
The duration from a point in time until now.

```erlang
1> mochi_time:since(mochi_time:now()) >= 0.
true
```
""".
-spec since(time()) -> duration().
since(Time) -> ?MODULE:now() - Time.

-doc """
A point in time in the form of ISO 8601 in UTC, with as many digits of the second's fraction as it needs.

```erlang
1> mochi_time:format(0).
~"1970-01-01T00:00:00Z"
2> mochi_time:format(-1).
~"1969-12-31T23:59:59.999999999Z"
```
""".
-spec format(time()) -> binary().
format(Time) when is_integer(Time) ->
    Seconds = floor_div(Time, ?SECOND),
    case date_time(Seconds + ?UNIX_EPOCH) of
        {{Year, Month, Day}, {Hour, Minute, Second}} ->
            iolist_to_binary([
                digits(Year, 4), $-, digits(Month, 2), $-, digits(Day, 2),
                $T, digits(Hour, 2), $:, digits(Minute, 2), $:, digits(Second, 2),
                fraction(Time - Seconds * ?SECOND), $Z
            ]);
        out_of_range ->
            mochi_core:raise(mochi_err_overflow, [
                ~"the time ", integer_to_binary(Time), ~" is outside the years 0 to 9999"
            ])
    end;
format(Value) ->
    mochi_core:type_error(~"time", Value).

-doc """
Reads a point in time in the form of ISO 8601.

The date is `YYYY-MM-DD`. After `T` or a space the time of day may follow: `hh:mm`, seconds and their fraction may
follow that. Last comes `Z` or an offset `+hh:mm`; without one the time is in UTC.

```erlang
1> mochi_time:parse(~"1970-01-02").
86400000000000
2> mochi_time:parse(~"1970-01-01T02:00:00+02:00").
0
3> mochi_time:parse(~"1970-02-30").
** {mochi_error, mochi_err_parse, ~"cannot read \"1970-02-30\" as time"}
```
""".
-spec parse(binary()) -> time().
parse(Text) when is_binary(Text) ->
    case date(mochi_str:trim(Text)) of
        {ok, Time} -> Time;
        error -> mochi_core:raise(mochi_err_parse, [~"cannot read ", mochi_format:excerpt(Text), ~" as time"])
    end;
parse(Value) ->
    mochi_core:type_error(~"string", Value).

%% A function of its own: the JIT compiler of OTP 27.3 loses a sum whose range is tested right after the addition when
%% the bounds are this far apart.
date_time(Seconds) when Seconds >= 0, Seconds =< ?LAST_SECOND -> calendar:gregorian_seconds_to_datetime(Seconds);
date_time(_) -> out_of_range.

floor_div(A, B) ->
    case A rem B of
        Remainder when Remainder < 0 -> A div B - 1;
        _ -> A div B
    end.

digits(Number, Count) -> mochi_str:pad_start(integer_to_binary(Number), Count, ~"0").

fraction(0) ->
    [];
fraction(Nanoseconds) ->
    [$., string:trim(digits(Nanoseconds, ?FRACTION_DIGITS), trailing, "0")].

date(<<Year:4/binary, $-, Month:2/binary, $-, Day:2/binary, Rest/binary>>) ->
    case {number(Year), number(Month), number(Day), time_of_day(Rest)} of
        {{ok, Y}, {ok, M}, {ok, D}, {ok, Nanoseconds}} ->
            case calendar:valid_date(Y, M, D) of
                true ->
                    Days = calendar:date_to_gregorian_days(Y, M, D),
                    {ok, (Days * 86_400 - ?UNIX_EPOCH) * ?SECOND + Nanoseconds};
                false ->
                    error
            end;
        _ ->
            error
    end;
date(_) ->
    error.

%% Nanoseconds since midnight UTC; an offset can make them negative or more than a day.
time_of_day(<<>>) ->
    {ok, 0};
time_of_day(<<Separator, Hour:2/binary, $:, Minute:2/binary, Rest/binary>>) when
    Separator =:= $T; Separator =:= $t; Separator =:= $\s
->
    case {number(Hour), number(Minute), seconds(Rest)} of
        {{ok, H}, {ok, M}, {ok, Nanoseconds, Offset}} when H < 24, M < 60 ->
            {ok, (H * 3600 + M * 60 - Offset) * ?SECOND + Nanoseconds};
        _ ->
            error
    end;
time_of_day(_) ->
    error.

seconds(<<$:, Second:2/binary, Rest/binary>>) ->
    {Fraction, Zone} = fraction_digits(Rest),
    case {number(Second), Fraction, offset(Zone)} of
        {{ok, S}, {ok, Nanoseconds}, {ok, Offset}} when S < 60 -> {ok, S * ?SECOND + Nanoseconds, Offset};
        _ -> error
    end;
seconds(Zone) ->
    case offset(Zone) of
        {ok, Offset} -> {ok, 0, Offset};
        error -> error
    end.

fraction_digits(<<Point, Rest/binary>>) when Point =:= $.; Point =:= $, ->
    case take_digits(Rest, 0) of
        {<<>>, _} ->
            {error, Rest};
        {Digits, Zone} ->
            Nanoseconds = mochi_str:pad_end(mochi_str:slice(Digits, 0, ?FRACTION_DIGITS), ?FRACTION_DIGITS, ~"0"),
            {number(Nanoseconds), Zone}
    end;
fraction_digits(Zone) ->
    {{ok, 0}, Zone}.

take_digits(Text, Size) ->
    case Text of
        <<_:Size/binary, Byte, _/binary>> when ?IS_DIGIT(Byte) -> take_digits(Text, Size + 1);
        <<Digits:Size/binary, Rest/binary>> -> {Digits, Rest}
    end.

offset(<<>>) -> {ok, 0};
offset(~"Z") -> {ok, 0};
offset(~"z") -> {ok, 0};
offset(<<Sign, Hour:2/binary, $:, Minute:2/binary>>) -> offset(Sign, number(Hour), number(Minute));
offset(<<Sign, Hour:2/binary, Minute:2/binary>>) -> offset(Sign, number(Hour), number(Minute));
offset(<<Sign, Hour:2/binary>>) -> offset(Sign, number(Hour), {ok, 0});
offset(_) -> error.

offset($+, {ok, Hour}, {ok, Minute}) when Hour < 24, Minute < 60 -> {ok, Hour * 3600 + Minute * 60};
offset($-, {ok, Hour}, {ok, Minute}) when Hour < 24, Minute < 60 -> {ok, -(Hour * 3600 + Minute * 60)};
offset(_, _, _) -> error.

number(Digits) ->
    case take_digits(Digits, 0) of
        {Digits, <<>>} -> {ok, binary_to_integer(Digits)};
        _ -> error
    end.
