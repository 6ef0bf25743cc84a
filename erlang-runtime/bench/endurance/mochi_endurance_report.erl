%% What the two programs found, as lines on the console and as tables of a page.
-module(mochi_endurance_report).

-export([
    part/1,
    soak/1,
    faults/2
]).

-define(COUNTS, [processes, atoms, tables, monitors, links, ports]).

%% Prints a part of the soak; the value is an exit status.
part(#{part := Part, failed := {Class, Reason, Stack}}) ->
    io:format("FAILED ~ts~n  ~tp~n", [Part, {Class, Reason, Stack}]),
    1;
part(#{part := Part, what := What, did := Did, milliseconds := Time, leaks := Leaks} = Result) ->
    #{before := Before, peak := Peak, 'after' := After} = Result,
    io:format("~-8ts ~ts ~ts in ~ts s; memory ~ts, at most ~ts, then ~ts MB~n", [
        Part, grouped(Did), What, seconds(Time) | [megabytes(map_get(total, Held)) || Held <- [Before, Peak, After]]
    ]),
    [io:format("FAILED ~ts: ~ts were ~b and are ~b~n", [Part, Name, Was, Is]) || {Name, Was, Is} <- Leaks],
    length(Leaks).

%% erl -run mochi_endurance_report soak PAGE RESULT...
soak([Page | Files]) ->
    Results = [Result || File <- Files, {ok, [#{did := _} = Result]} <- [file:consult(File)]],
    Text = [
        about(),
        "| part | | time, of it the processor's (s) | memory before, peak, after (MB) | processes before, peak, after | "
        "of it tables, at most (MB) | settled after (s) | leaks |\n",
        "|---|---|--:|--:|--:|--:|--:|---|\n",
        [row(Result) || Result <- Results],
        "\nBefore and after:\n\n",
        ["| part |", [[" ", atom_to_list(Name), " |"] || Name <- ?COUNTS], " binaries (MB) |\n"],
        ["|---|", ["--:|" || _ <- ?COUNTS], "--:|\n"],
        [counts(Result) || Result <- Results]
    ],
    ok = mochi_bench_page:replace(Page, "soak on OTP", Text),
    halt(0).

row(#{part := Part, what := What, did := Did, milliseconds := Time, processor := Used} = Result) ->
    #{before := Before, peak := Peak, 'after' := After, leaks := Leaks, settled_after := Settled} = Result,
    [
        "| ", atom_to_list(Part), " | ", grouped(Did), " ", What, " | ", seconds(Time), ", ", seconds(Used), " | ",
        lists:join(", ", [megabytes(map_get(total, Held)) || Held <- [Before, Peak, After]]), " | ",
        lists:join(", ", [grouped(map_get(processes, Held)) || Held <- [Before, Peak, After]]), " | ",
        megabytes(map_get(table_memory, Peak)), " | ", integer_to_list(Settled), " | ",
        case Leaks of
            [] -> "none";
            _ -> lists:join(", ", [atom_to_list(Name) || {Name, _, _} <- Leaks])
        end,
        " |\n"
    ].

counts(#{part := Part, before := Before, 'after' := After}) ->
    [
        "| ", atom_to_list(Part), " | ",
        [[grouped(map_get(Name, Before)), ", ", grouped(map_get(Name, After)), " | "] || Name <- ?COUNTS],
        megabytes(map_get(binary_memory, Before)), ", ", megabytes(map_get(binary_memory, After)), " |\n"
    ].

%% The rows of the fault run, made by mochi_endurance_faults.
faults(Page, Text) -> mochi_bench_page:replace(Page, "faults on OTP", [about(), Text]).

about() ->
    Schedulers = erlang:system_info(schedulers_online),
    io_lib:format("OTP ~ts, ~b scheduler~ts, ~ts.~n~n", [
        mochi_bench_page:release(), Schedulers, [$s || Schedulers > 1], mochi_bench_page:today()
    ]).

seconds(Milliseconds) -> io_lib:format("~.2f", [Milliseconds / 1000]).

megabytes(Bytes) -> io_lib:format("~.1f", [Bytes / 1_000_000]).

%% 1 234 567
grouped(Number) when Number < 1000 -> integer_to_list(Number);
grouped(Number) -> [grouped(Number div 1000), io_lib:format(" ~3..0b", [Number rem 1000])].
