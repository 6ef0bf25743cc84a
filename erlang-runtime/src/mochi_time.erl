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

%% Arithmetic
-export([
    add/2,
    diff/2,
    truncate/2
]).

%% Calendar, in UTC
-export([
    make/6,
    parts/1,
    year/1,
    month/1,
    day/1,
    hour/1,
    minute/1,
    second/1,
    nanosecond/1,
    weekday/1,
    year_day/1
]).

%% Durations
-export([
    duration/2,
    to_unit/2,
    format_duration/1,
    parse_duration/1
]).

-export_type([
    time/0,
    duration/0,
    unit/0
]).

-doc "Nanoseconds since 1970-01-01T00:00:00Z.".
-type time() :: integer().

-doc "Nanoseconds.".
-type duration() :: integer().

-doc "A unit of time as a string: `ns`, `us`, `ms`, `s`, `m`, `h`, `d`, or its name, as `second`.".
-type unit() :: binary().

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
since(Time) -> diff(?MODULE:now(), Time).

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
            out_of_range(Time)
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

-doc """
The point in time a duration later.

```erlang
1> mochi_time:format(mochi_time:add(0, mochi_time:duration(90, ~"m"))).
~"1970-01-01T01:30:00Z"
```
""".
-spec add(time(), duration()) -> time().
add(Time, Duration) when is_integer(Time), is_integer(Duration) -> Time + Duration;
add(Time, Duration) when is_integer(Time) -> mochi_core:type_error(~"duration", Duration);
add(Time, _) -> mochi_core:type_error(~"time", Time).

-doc """
The duration from the second point in time to the first.

```erlang
1> mochi_time:diff(mochi_time:parse(~"1970-01-02"), 0) =:= mochi_time:duration(1, ~"d").
true
```
""".
-spec diff(time(), time()) -> duration().
diff(A, B) when is_integer(A), is_integer(B) -> A - B;
diff(A, B) when is_integer(A) -> mochi_core:type_error(~"time", B);
diff(A, _) -> mochi_core:type_error(~"time", A).

-doc """
The beginning of the second, minute, hour, day, month or year that a point in time is in, or of a smaller unit.

```erlang
1> mochi_time:format(mochi_time:truncate(mochi_time:parse(~"2024-05-17T12:34:56.789Z"), ~"h")).
~"2024-05-17T12:00:00Z"
2> mochi_time:format(mochi_time:truncate(mochi_time:parse(~"2024-05-17T12:34:56.789Z"), ~"month")).
~"2024-05-01T00:00:00Z"
```
""".
-spec truncate(time(), unit()) -> time().
truncate(Time, ~"year") -> make(year(Time), 1, 1, 0, 0, 0);
truncate(Time, ~"month") ->
    #{~"year" := Year, ~"month" := Month} = parts(Time),
    make(Year, Month, 1, 0, 0, 0);
truncate(Time, Unit) when is_integer(Time) ->
    Size = mochi_time_unit:nanoseconds(Unit),
    floor_div(Time, Size) * Size;
truncate(Time, _) ->
    mochi_core:type_error(~"time", Time).

-doc """
The point in time of a date and a time of day in UTC.

```erlang
1> mochi_time:format(mochi_time:make(2024, 2, 29, 23, 59, 58)).
~"2024-02-29T23:59:58Z"
2> mochi_time:make(2023, 2, 29, 0, 0, 0).
** {mochi_error, mochi_err_parse, ~"there is no time 2023-2-29 0:0:0"}
```
""".
-spec make(integer(), integer(), integer(), integer(), integer(), integer()) -> time().
make(Year, Month, Day, Hour, Minute, Second) when
    is_integer(Year), is_integer(Month), is_integer(Day), is_integer(Hour), is_integer(Minute), is_integer(Second)
->
    IsTimeOfDay = Hour >= 0 andalso Hour < 24 andalso Minute >= 0 andalso Minute < 60 andalso Second >= 0 andalso
        Second < 60,
    case IsTimeOfDay andalso Year >= 0 andalso Year =< 9999 andalso calendar:valid_date(Year, Month, Day) of
        true ->
            Days = calendar:date_to_gregorian_days(Year, Month, Day),
            (Days * 86_400 - ?UNIX_EPOCH + Hour * 3600 + Minute * 60 + Second) * ?SECOND;
        false ->
            [Y, Mo, D, H, Mi, S] = [integer_to_binary(Part) || Part <- [Year, Month, Day, Hour, Minute, Second]],
            mochi_core:raise(mochi_err_parse, [
                ~"there is no time ", Y, $-, Mo, $-, D, $\s, H, $:, Mi, $:, S
            ])
    end;
make(Year, Month, Day, Hour, Minute, Second) ->
    [Other | _] = [Part || Part <- [Year, Month, Day, Hour, Minute, Second], not is_integer(Part)],
    mochi_core:type_error(~"int as a part of a date", Other).

-doc """
The parts of a point in time in UTC.

```erlang
1> maps:with([~"year", ~"weekday", ~"nanosecond"], mochi_time:parts(1)).
#{~"year" => 1970, ~"weekday" => 4, ~"nanosecond" => 1}
```
""".
-spec parts(time()) -> #{binary() => integer()}.
parts(Time) when is_integer(Time) ->
    Seconds = floor_div(Time, ?SECOND),
    case date_time(Seconds + ?UNIX_EPOCH) of
        {{Year, Month, Day} = Date, {Hour, Minute, Second}} ->
            #{
                ~"year" => Year,
                ~"month" => Month,
                ~"day" => Day,
                ~"hour" => Hour,
                ~"minute" => Minute,
                ~"second" => Second,
                ~"nanosecond" => Time - Seconds * ?SECOND,
                ~"weekday" => calendar:day_of_the_week(Date),
                ~"year_day" =>
                    calendar:date_to_gregorian_days(Date) - calendar:date_to_gregorian_days(Year, 1, 1) + 1
            };
        out_of_range ->
            out_of_range(Time)
    end;
parts(Value) ->
    mochi_core:type_error(~"time", Value).

-doc """
The year in UTC.

```erlang
1> mochi_time:year(0).
1970
```
""".
-spec year(time()) -> integer().
year(Time) -> map_get(~"year", parts(Time)).

-doc """
The month in UTC, from 1 to 12.

```erlang
1> mochi_time:month(0).
1
```
""".
-spec month(time()) -> 1..12.
month(Time) -> map_get(~"month", parts(Time)).

-doc """
The day of the month in UTC, from 1.

```erlang
1> mochi_time:day(-1).
31
```
""".
-spec day(time()) -> 1..31.
day(Time) -> map_get(~"day", parts(Time)).

-doc """
The hour of the day in UTC.

```erlang
1> mochi_time:hour(-1).
23
```
""".
-spec hour(time()) -> 0..23.
hour(Time) -> map_get(~"hour", parts(Time)).

-doc """
The minute of the hour.

```erlang
1> mochi_time:minute(-1).
59
```
""".
-spec minute(time()) -> 0..59.
minute(Time) -> map_get(~"minute", parts(Time)).

-doc """
The second of the minute.

```erlang
1> mochi_time:second(1_500_000_000).
1
```
""".
-spec second(time()) -> 0..59.
second(Time) -> map_get(~"second", parts(Time)).

-doc """
The nanosecond of the second.

```erlang
1> mochi_time:nanosecond(1_500_000_000).
500000000
```
""".
-spec nanosecond(time()) -> 0..999_999_999.
nanosecond(Time) -> map_get(~"nanosecond", parts(Time)).

-doc """
The day of the week in UTC, from 1 for Monday to 7 for Sunday.

```erlang
1> mochi_time:weekday(0).
4
```
""".
-spec weekday(time()) -> 1..7.
weekday(Time) -> map_get(~"weekday", parts(Time)).

-doc """
The day of the year in UTC, from 1.

```erlang
1> mochi_time:year_day(mochi_time:parse(~"2024-12-31")).
366
```
""".
-spec year_day(time()) -> 1..366.
year_day(Time) -> map_get(~"year_day", parts(Time)).

-doc """
A number of units as a duration.

```erlang
1> mochi_time:duration(1.5, ~"s").
1500000000
2> mochi_time:duration(1, ~"fortnight").
** {mochi_error, mochi_err_parse, ~"there is no unit of time \"fortnight\""}
```
""".
-spec duration(number(), unit()) -> duration().
duration(Count, Unit) -> mochi_time_unit:duration(Count, Unit).

-doc """
A duration as a number of units.

```erlang
1> mochi_time:to_unit(90_000_000_000, ~"minute").
1.5
```
""".
-spec to_unit(duration(), unit()) -> float().
to_unit(Duration, Unit) -> mochi_time_unit:to_unit(Duration, Unit).

-doc """
The text of a duration, in the largest units that fit.

```erlang
1> [mochi_time:format_duration(Duration) || Duration <- [0, 1_500_000, 5_400_000_000_000, -1]].
[~"0s", ~"1.5ms", ~"1h30m", ~"-1ns"]
```
""".
-spec format_duration(duration()) -> binary().
format_duration(Duration) -> mochi_time_unit:format(Duration).

-doc """
Reads a duration: numbers with units, one after the other.

```erlang
1> mochi_time:parse_duration(~"1h30m").
5400000000000
2> mochi_time:parse_duration(~"1 parsec").
** {mochi_error, mochi_err_parse, ~"cannot read \"1 parsec\" as duration"}
```
""".
-spec parse_duration(binary()) -> duration().
parse_duration(Text) -> mochi_time_unit:parse(Text).

-spec out_of_range(time()) -> no_return().
out_of_range(Time) ->
    mochi_core:raise(mochi_err_overflow, [
        ~"the time ", integer_to_binary(Time), ~" is outside the years 0 to 9999"
    ]).

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
