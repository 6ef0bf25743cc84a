-module(mochi_time_tests).

-include("mochi_tests.hrl").

%% Text in its normal form and the nanoseconds it stands for.
normal() ->
    [
        {~"1970-01-01T00:00:00Z", 0},
        {~"1970-01-01T00:00:00.000000001Z", 1},
        {~"1969-12-31T23:59:59.999999999Z", -1},
        {~"1970-01-01T00:00:01.5Z", 1_500_000_000},
        {~"2000-02-29T12:34:56Z", 951_827_696_000_000_000},
        {~"2026-05-23T10:20:30.123456789Z", 1_779_531_630_123_456_789},
        {~"2038-01-19T03:14:08Z", 2_147_483_648_000_000_000},
        {~"0000-01-01T00:00:00Z", -62_167_219_200_000_000_000},
        {~"9999-12-31T23:59:59.999999999Z", 253_402_300_799_999_999_999}
    ].

both_ways_test_() ->
    [
        {Text, fun() ->
            ?assertEqual(Text, mochi_time:format(Time)),
            ?assertEqual(Time, mochi_time:parse(Text))
        end}
     || {Text, Time} <- normal()
    ].

round_trip_test() ->
    _ = rand:seed(exsss, 1),
    lists:foreach(
        fun(_) ->
            Time = rand:uniform(300_000_000_000_000_000_000) - 60_000_000_000_000_000_000,
            case Time > 253_402_300_799_999_999_999 of
                true -> ok;
                false -> ?assertEqual(Time, mochi_time:parse(mochi_time:format(Time)))
            end
        end,
        lists:seq(1, 5000)
    ).

other_forms_test_() ->
    [
        {Text, fun() -> ?assertEqual(Normal, mochi_time:format(mochi_time:parse(Text))) end}
     || {Text, Normal} <- [
            {~"2024-02-29", ~"2024-02-29T00:00:00Z"},
            {~" 2024-02-29\n", ~"2024-02-29T00:00:00Z"},
            {~"2024-02-29T10:11", ~"2024-02-29T10:11:00Z"},
            {~"2024-02-29 10:11:12", ~"2024-02-29T10:11:12Z"},
            {~"2024-02-29t10:11:12z", ~"2024-02-29T10:11:12Z"},
            {~"2024-02-29T10:11:12,25Z", ~"2024-02-29T10:11:12.25Z"},
            {~"2024-02-29T10:11:12.1234567899Z", ~"2024-02-29T10:11:12.123456789Z"},
            {~"2024-02-29T00:30+01:00", ~"2024-02-28T23:30:00Z"},
            {~"2024-02-29T23:30:00-0130", ~"2024-03-01T01:00:00Z"},
            {~"2024-02-29T12:00:00+05", ~"2024-02-29T07:00:00Z"}
        ]
    ].

not_a_time_test_() ->
    [
        {Text, fun() ->
            Message = iolist_to_binary([~"cannot read ", mochi_core:format(Text), ~" as time"]),
            ?assertMochi(mochi_err_parse, Message, mochi_time:parse(Text))
        end}
     || Text <- [
            ~"", ~"today", ~"2023-02-29", ~"2024-13-01", ~"2024-00-10", ~"2024-01-00", ~"2024-1-1", ~"24-01-01",
            ~"2024-01-01T24:00", ~"2024-01-01T23:60", ~"2024-01-01T23:59:60", ~"2024-01-01T10", ~"2024-01-01T10:11:12.",
            ~"2024-01-01T10:11:12+24:00", ~"2024-01-01T10:11Q", ~"2024-01-01Z", ~"-024-01-01", ~"2024-01-01T1 :11"
        ]
    ].

errors_test() ->
    ?assertMochi(
        mochi_err_overflow,
        ~"the time 253402300800000000000 is outside the years 0 to 9999",
        mochi_time:format(253_402_300_800_000_000_000)
    ),
    ?assertError({mochi_error, mochi_err_overflow, _}, mochi_time:format(-62_167_219_200_000_000_001)),
    ?assertMochi(mochi_err_type, ~B|expected time, got "x" (string)|, mochi_time:format(~"x")),
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_time:parse(5)),
    ?assertMochi(mochi_err_type, ~B|expected time, got "x" (string)|, mochi_time:since(~"x")).

clock_test() ->
    Before = erlang:system_time(nanosecond),
    Now = mochi_time:now(),
    ?assert(Now >= Before),
    ?assert(mochi_core:now() >= Now),
    ?assert(mochi_time:since(Before) >= 0).

fixed_clock_test() ->
    true = os:putenv("MOCHI_TIME_FIXED", "1779531630123"),
    try
        ?assertEqual(~"2026-05-23T10:20:30.123Z", mochi_time:format(mochi_time:now())),
        ?assertEqual(0, mochi_time:since(mochi_core:now()))
    after
        os:unsetenv("MOCHI_TIME_FIXED")
    end.

arithmetic_test_() ->
    Time = mochi_time:parse(~"2024-02-29T12:34:56.789Z"),
    [
        {mochi_core:format(Text), fun() -> ?assertEqual(Text, mochi_time:format(Value)) end}
     || {Text, Value} <- [
            {~"2024-03-01T12:34:56.789Z", mochi_time:add(Time, mochi_time:duration(1, ~"day"))},
            {~"2024-02-29T12:34:56Z", mochi_time:truncate(Time, ~"s")},
            {~"2024-02-29T12:34:00Z", mochi_time:truncate(Time, ~"minute")},
            {~"2024-02-29T12:00:00Z", mochi_time:truncate(Time, ~"h")},
            {~"2024-02-29T00:00:00Z", mochi_time:truncate(Time, ~"d")},
            {~"2024-02-01T00:00:00Z", mochi_time:truncate(Time, ~"month")},
            {~"2024-01-01T00:00:00Z", mochi_time:truncate(Time, ~"year")},
            {~"1969-12-31T00:00:00Z", mochi_time:truncate(-1, ~"d")},
            {~"1969-12-31T23:59:59Z", mochi_time:truncate(-1, ~"s")}
        ]
    ].

parts_test() ->
    Time = mochi_time:parse(~"2024-02-29T12:34:56.000000789Z"),
    ?assertEqual(
        [2024, 2, 29, 12, 34, 56, 789, 4, 60],
        [
            mochi_time:Part(Time)
         || Part <- [year, month, day, hour, minute, second, nanosecond, weekday, year_day]
        ]
    ),
    ?assertEqual([1969, 12, 31, 365], [mochi_time:Part(-1) || Part <- [year, month, day, year_day]]),
    ?assertError({mochi_error, mochi_err_overflow, _}, mochi_time:parts(1 bsl 80)),
    ?assertMochi(mochi_err_type, ~"expected time, got \"x\" (string)", mochi_time:parts(~"x")).

make_test_() ->
    [
        fun() -> ?assertError({mochi_error, mochi_err_parse, _}, erlang:apply(mochi_time, make, Parts)) end
     || Parts <- [
            [2023, 2, 29, 0, 0, 0], [2024, 13, 1, 0, 0, 0], [2024, 1, 1, 24, 0, 0], [2024, 1, 1, 0, 60, 0],
            [2024, 1, 1, 0, 0, 60], [10000, 1, 1, 0, 0, 0], [-1, 1, 1, 0, 0, 0], [2024, 1, 0, 0, 0, 0]
        ]
    ].

durations_test_() ->
    [
        {mochi_core:format(Text), fun() ->
            ?assertEqual(Text, mochi_time:format_duration(Duration)),
            ?assertEqual(Duration, mochi_time:parse_duration(Text))
        end}
     || {Text, Duration} <- [
            {~"0s", 0},
            {~"1ns", 1},
            {~"1.001us", 1001},
            {~"999.999999ms", 999_999_999},
            {~"1s", 1_000_000_000},
            {~"1m0.000000001s", 60_000_000_001},
            {~"1d2h3m4.5s", 93_784_500_000_000},
            {~"-2m", -120_000_000_000},
            {~"400d", 34_560_000_000_000_000}
        ]
    ] ++
        [
            fun() -> ?assertError({mochi_error, mochi_err_parse, _}, mochi_time:parse_duration(Text)) end
         || Text <- [~"", ~"-", ~"1", ~"s", ~"1.s.", ~"1m-2s", ~"1 5s x", ~"."]
        ].

wrong_arguments_test_() ->
    [
        fun() -> ?assertMochi(mochi_err_type, Message, Function()) end
     || {Message, Function} <- [
            {~"expected duration, got \"x\" (string)", fun() -> mochi_time:add(0, ~"x") end},
            {~"expected time, got \"x\" (string)", fun() -> mochi_time:add(~"x", 0) end},
            {~"expected time, got \"x\" (string)", fun() -> mochi_time:diff(0, ~"x") end},
            {~"expected time, got 1.5 (float)", fun() -> mochi_time:truncate(1.5, ~"s") end},
            {~"expected unit of time, got 5 (int)", fun() -> mochi_time:duration(1, 5) end},
            {~"expected number, got \"1\" (string)", fun() -> mochi_time:duration(~"1", ~"s") end}
        ]
    ].

durations_as_text_test_() ->
    [
        {Text, fun() -> ?assertEqual(Expected, mochi_time:parse_duration(Text)) end}
     || {Text, Expected} <- [
            {~"+1.5s", 1_500_000_000},
            {~".5ms", 500_000},
            {~" 1d 2h ", 93_600_000_000_000},
            {~"-1us", -1_000}
        ]
    ] ++
        [
            {Text, fun() -> ?assertError({mochi_error, mochi_err_parse, _}, mochi_time:parse_duration(Text)) end}
         || Text <- [~"", ~"-", ~"5", ~"s", ~".s", ~"1.5", ~"1h30", ~"1x", ~"1 h"]
        ] ++
        [
            fun() -> ?assertError({mochi_error, mochi_err_type, _}, Wrong()) end
         || Wrong <- [
                fun() -> mochi_time:parse_duration(5) end,
                fun() -> mochi_time:format_duration(~"1s") end,
                fun() -> mochi_time:to_unit(~"1s", ~"s") end,
                fun() -> mochi_time:duration(~"1", ~"s") end
            ]
        ].
