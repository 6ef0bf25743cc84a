%% How measures are shown.
-module(mochi_bench_report).

-export([
    write/3,
    time/1,
    verdict/2
]).

%% Puts the table into a Markdown file.
-spec write(file:filename(), [map()], Rounds :: pos_integer()) -> ok.
write(File, Rows, Rounds) ->
    Caption = io_lib:format("OTP ~ts, ~b rounds, measured on ~ts:\n\n", [
        mochi_bench_page:release(), Rounds, mochi_bench_page:today()
    ]),
    mochi_bench_page:replace(File, "ratios", [Caption, table(Rows)]).

table(Rows) ->
    [
        "| area | what | mochi | by hand | ratio | quartiles | bound |\n",
        "|---|---|---|---|---|---|---|\n",
        [
            io_lib:format("| ~ts | ~ts | ~ts | ~ts | ~.2f | ~.2f to ~.2f | ~ts |\n", [
                Area, Name, string:trim(time(Mochi)), string:trim(time(Hand)), Ratio, Low, High, verdict(Verdict, Bound)
            ])
         || #{
                area := Area, name := Name, mochi := Mochi, hand := Hand, ratio := Ratio, low := Low, high := High,
                bound := Bound, verdict := Verdict
            } <- Rows
        ]
    ].

%% Of microseconds.
-spec time(float()) -> string().
time(Time) when Time < 1 -> lists:flatten(io_lib:format("~6.1f ns", [Time * 1000]));
time(Time) when Time < 1000 -> lists:flatten(io_lib:format("~6.2f us", [Time]));
time(Time) -> lists:flatten(io_lib:format("~6.2f ms", [Time / 1000])).

%% A median above the bound whose lower quartile is not may be noise.
-spec verdict(ok | unclear | missed, float() | none) -> iodata().
verdict(_, none) -> "no bound";
verdict(ok, Bound) -> io_lib:format("at most ~.1f", [Bound]);
verdict(unclear, Bound) -> io_lib:format("at most ~.1f: near it", [Bound]);
verdict(missed, Bound) -> io_lib:format("at most ~.1f: above it", [Bound]).
