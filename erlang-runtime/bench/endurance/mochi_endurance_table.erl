%% The table of the fault run.
-module(mochi_endurance_table).

-export([
    console/1,
    rows/1
]).

console(#{tree := Tree, top := Top, pace := Pace, stays := Stays}) ->
    [
        [
            io_lib:format("~-42ts ~5b kills, serves after ~ts ms, ~b operations, own: ~ts, of others: ~b~n", [
                Name, Kills, times(Times), Operations, own(Own), length(Faults)
            ])
         || #{name := Name, kills := Kills, times := Times, operations := Operations, own := Own, faults := Faults} <-
                Tree ++ [Top#{name => "mochi_sup"}]
        ],
        io_lib:format("~.1f kills a second; the top stays: ~ts~n", [Pace, Stays])
    ].

rows(#{tree := Tree} = Run) ->
    [
        "| killed | kills | serves again after (ms): median, 99 %, longest | operations meanwhile | its own to lose | "
        "lost of that, in all kills | lost by others | started again with it |\n",
        "|---|--:|--:|--:|---|---|--:|---|\n",
        [row(Row) || Row <- Tree],
        rest(Run)
    ].

rest(#{top := Top, without_pause := Loop, pace := Pace, stays := Stays}) ->
    #{kills := TopKills, times := TopTimes, operations := TopOperations, own := TopOwn} = Top,
    [
        io_lib:format("~nThe application stayed up through these kills: ~ts. There were ~.1f of them a second.~n", [
            yes(Stays), Pace
        ]),
        io_lib:format(
            "~nThe top, `mochi_sup`, was killed ~b times: an agent could be started and asked after ~ts ms (median, "
            "99 %, longest). Facts were there each time. Of ~b operations by others failed: ~ts.~n",
            [TopKills, times(TopTimes), TopOperations, own(TopOwn)]
        ),
        io_lib:format(
            "~nA child of the top that was killed without pause was started again ~b times before the top gave up "
            "(`~tp`); the next use had the application up again after ~.1f ms, empty.~n",
            [map_get(kills, Loop) - 1, map_get(reason, Loop), map_get(time, Loop) / 1000]
        )
    ];
rest(#{}) ->
    "\nThis run was ended before it had come to the top.\n".

row(#{name := Name, loses := Loses, kills := Kills, times := Times, operations := Operations} = Row) ->
    #{own := Own, faults := Faults, restarted := Restarted} = Row,
    [
        "| ", lists:join(" | ", [
            Name, integer_to_list(Kills), times(Times), integer_to_list(Operations), Loses, own(Own),
            integer_to_list(length(Faults)), restarted(Kills, Restarted)
        ]),
        " |\n"
    ].

times(Times) ->
    Sorted = list_to_tuple(lists:sort(Times)),
    Count = tuple_size(Sorted),
    lists:join(", ", [
        io_lib:format("~.2f", [element(max(1, min(Count, round(Count * Part))), Sorted) / 1000])
     || Part <- [0.5, 0.99, 1.0]
    ]).

own([]) -> "nothing";
own(Own) ->
    lists:join("; ", [text(What, Times, Sum) || {What, {Times, Sum}} <- lists:sort(Own)]).

text(events_lost, Times, Sum) -> io_lib:format("~b events in ~b kills", [Sum, Times]);
text(state_lost, Times, _) -> io_lib:format("~b states", [Times]);
text(What, Times, _) when is_atom(What) -> io_lib:format("~b times `~ts`", [Times, What]);
text(What, Times, _) -> io_lib:format("~b times `~tp`", [Times, What]).

%% What was started again with every kill, or with some.
restarted(Kills, Restarted) ->
    case lists:sort([{-Count, Name} || Name := Count <- Restarted]) of
        [] -> "";
        Counts -> lists:join(", ", [[atom_to_list(Name) | part(-Count, Kills)] || {Count, Name} <- Counts])
    end.

part(Kills, Kills) -> "";
part(Count, _) -> io_lib:format(" (~b)", [Count]).

yes(true) -> "yes";
yes(false) -> "no".
