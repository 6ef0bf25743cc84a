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
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_time:parse(5)).

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
