%% The fault run: every process of the supervision tree is killed again and again while everything is in use. After each
%% kill this waits until the successor serves, and until everybody who was at work has done another step; what failed or
%% was lost since is either the killed process's own, or a fault of the application.
-module(mochi_endurance_faults).

-export([
    main/1,
    run/2,
    run/3
]).

-define(PATIENCE, 20_000).
-define(SHOWN, 20).

%% erl -run mochi_endurance_faults main KILLS SEED PAGE
main([Kills, Seed, Page]) ->
    #{rows := Rows, faults := Faults} = run(list_to_integer(Kills), list_to_integer(Seed), fun(Round, Rows) -> progress(Page, Round, Rows) end),
    Table = mochi_endurance_table:rows(Rows),
    io:put_chars(mochi_endurance_table:console(Rows)),
    [io:format("FAILED ~tp~n", [Fault]) || Fault <- lists:sublist(Faults, ?SHOWN)],
    length(Faults) > ?SHOWN andalso io:format("and ~b more~n", [length(Faults) - ?SHOWN]),
    Page =:= "" orelse (ok = mochi_endurance_report:faults(Page, Table)),
    halt(min(1, length(Faults))).

%% The table so far is there should somebody lose patience.
progress(Page, Round, Rows) when Round rem 100 =:= 0 ->
    io:format(standard_error, "~b kills of each~n", [Round]),
    Page =:= "" orelse Rows =:= none orelse
        mochi_endurance_report:faults(Page, mochi_endurance_table:rows(#{tree => named(Rows)}));
progress(_, _, _) ->
    ok.

%% The rows of the table, and what must not have happened.
run(Kills, Seed) -> run(Kills, Seed, fun(_, _) -> ok end).

%% The function is told the number of each round that is done, and the rows so far.
run(Kills, Seed, Progress) ->
    _ = rand:seed(exsss, Seed),
    {ok, _} = application:ensure_all_started(mochi),
    #{ports := [Fetch, Llm]} = Server = mochi_endurance_server:start_peer(2),
    Urls = #{fetch => url(Fetch, "/slow"), llm => url(Llm, "/v1")},
    put(urls, [map_get(fetch, Urls), map_get(llm, Urls)]),
    ok = mochi_endurance_load:new(),
    World = mochi_endurance_load:start(Urls),
    ok = mochi_telemetry:attach(permanent, [[bench, permanent]], fun(_, _, _, _) -> ok end, none),
    [] = mochi_endurance_load:await_steps(World, mochi_endurance_load:steps(World)),
    Beside = [exchange, future, future_work, mochi_datalog_keeper],
    [] = (mochi_endurance_tree:kinds() -- Beside) -- mochi_endurance_tree:kinds_in_tree(World),
    Top = whereis(mochi_sup),
    %% The first round loads the code of what goes wrong, and is not counted.
    First = round(0, World, #{}),
    Started = erlang:monotonic_time(millisecond),
    Rows = lists:foldl(
        fun(Round, Sofar) ->
            Next = round(Round, World, Sofar),
            _ = Progress(Round, Next),
            Next
        end,
        #{},
        lists:seq(1, Kills)
    ),
    Stays = whereis(mochi_sup) =:= Top,
    Pace = length(mochi_endurance_tree:kinds()) * Kills / max(1, erlang:monotonic_time(millisecond) - Started) * 1000,
    ok = mochi_endurance_load:stop(World),
    Tree = named(Rows),
    TopRow = top(Kills, Progress),
    Loop = without_pause(),
    ok = (map_get(stop, Server))(),
    Faults = lists:append([maps:get(faults, Row) || Row <- maps:values(First) ++ Tree ++ [TopRow]]),
    #{
        rows => #{tree => Tree, top => TopRow, without_pause => Loop, pace => Pace, stays => Stays},
        faults => [the_top_was_started_again || not Stays] ++ Faults
    }.

%% In the order of the table.
named(Rows) ->
    [
        (maps:get(Kind, Rows))#{name => mochi_endurance_tree:name(Kind), loses => mochi_endurance_tree:loses(Kind)}
     || Kind <- mochi_endurance_tree:kinds()
    ].

url(Port, Path) -> iolist_to_binary(["http://127.0.0.1:", integer_to_list(Port), Path]).

%% Each kind once, in another order every time.
round(Round, World, Rows) ->
    Kinds = [Kind || {_, Kind} <- lists:sort([{rand:uniform(), Kind} || Kind <- mochi_endurance_tree:kinds()])],
    lists:foldl(fun(Kind, Sofar) -> kill(Round, Kind, World, Sofar) end, Rows, Kinds).

kill(Round, Kind, World, Rows) ->
    pause(rand:uniform(2000)),
    Kill = {Round, Kind},
    Others = others(World),
    Steps = mochi_endurance_load:steps(World),
    Operations = mochi_endurance_load:operations(),
    {Pid, _} = Victim = mochi_endurance_tree:pick(Kind, World),
    true = mochi_endurance_load:next_kill(Kill),
    Begin = erlang:monotonic_time(microsecond),
    ok = ended(Pid),
    Served = served(Kind, Victim, World, Begin + ?PATIENCE * 1000),
    Time = erlang:monotonic_time(microsecond) - Begin,
    Hanging = mochi_endurance_load:await_steps(World, Steps),
    %% Each further kill would wait for it in vain.
    (Hanging =:= [] andalso Served =:= true) orelse
        error({hangs, Kill, Hanging, Served, mochi_endurance_load:noted(Kill)}),
    %% The walk fails when there is a process that nobody tries to kill.
    ok = recovered(World, 1000),
    {Own, Foreign} = lists:partition(
        fun(Note) -> mochi_endurance_tree:is_own(Kind, Victim, Note) end, mochi_endurance_load:noted(Kill)
    ),
    Restarted = [Name || Name := Process <- others(World), Process =/= map_get(Name, Others), Process =/= undefined],
    Faults =
        [{Kill, lost_by_others, Note} || Note <- Foreign] ++
            [{Kill, a_handler_is_lost} || mochi_telemetry:list([bench, permanent]) =:= []],
    Row = maps:get(Kind, Rows, #{kills => 0, times => [], operations => 0, own => [], faults => [], restarted => #{}}),
    #{kills := Kills, times := Times, operations := Before, own := Owns, faults := Sofar, restarted := Counts} = Row,
    Rows#{
        Kind => #{
            kills => Kills + 1,
            times => [Time | Times],
            operations => Before + mochi_endurance_load:operations() - Operations,
            own => counted(Own, Owns),
            faults => Faults ++ Sofar,
            restarted => lists:foldl(
                fun(Name, Count) -> maps:update_with(Name, fun(N) -> N + 1 end, 1, Count) end, Counts, Restarted
            )
        }
    }.

%% Finer than a millisecond.
pause(Microseconds) -> pause_until(erlang:monotonic_time(microsecond) + Microseconds).

pause_until(Time) ->
    case erlang:monotonic_time(microsecond) < Time of
        true ->
            erlang:yield(),
            pause_until(Time);
        false ->
            ok
    end.

ended(Pid) ->
    Monitor = monitor(process, Pid),
    exit(Pid, kill),
    receive {'DOWN', Monitor, process, Pid, _} -> ok end.

served(Kind, Victim, World, Deadline) ->
    Serves =
        try
            mochi_endurance_tree:serves(Kind, Victim, World)
        catch
            Class:Reason -> {Class, Reason}
        end,
    case Serves =:= true orelse erlang:monotonic_time(microsecond) > Deadline of
        true ->
            Serves;
        false ->
            erlang:yield(),
            served(Kind, Victim, World, Deadline)
    end.

%% All kinds are in the tree again: those that are started with their first use once they were used.
recovered(World, Attempts) ->
    try mochi_endurance_tree:kinds_in_tree(World) of
        _ -> ok
    catch
        exit:_ when Attempts > 0 ->
            timer:sleep(1),
            recovered(World, Attempts - 1)
    end.

%% The processes with a name and those of the load.
others(#{agents := Agents, subscriptions := Subscriptions}) ->
    Named = [
        mochi, mochi_stream_sup, mochi_stream_pool, mochi_stream_keeper, mochi_stream_watch, mochi_agent_sup,
        mochi_agent_pool, mochi_agent_keeper, mochi_fetch_sup, mochi_llm_sup, mochi_datalog_ets, mochi_datalog_keeper,
        mochi_telemetry_server
    ],
    maps:from_list(
        [{Name, whereis(Name)} || Name <- Named] ++
            [{agent, [mochi_registry:whereis(element(3, Agent)) || {_, Agent} <- Agents]}] ++
            [{Tag, mochi_registry:whereis(element(3, Subscription))} || Tag := Subscription <- Subscriptions] ++
            [{recorder, mochi_registry:whereis({recorder, ~"bench load"})}]
    ).

counted(Notes, Before) ->
    lists:foldl(fun({_, _, What, Count}, Sofar) -> add(what(What), Count, Sofar) end, Before, Notes).

what({Code, _}) when is_atom(Code) -> Code;
what(What) -> What.

add(What, Count, Sofar) ->
    case lists:keytake(What, 1, Sofar) of
        {value, {_, {Times, Sum}}, Others} -> [{What, {Times + 1, Sum + Count}} | Others];
        false -> [{What, {1, Count}} | Sofar]
    end.

%% The top ends the application, with all that it holds but the facts; the next use starts it again.
top(Kills, Progress) ->
    ok = application:stop(mochi),
    Facts = mochi_datalog:new(~"bench top"),
    _ = mochi_datalog:assert(Facts, {n, [1]}),
    Results = [
        begin
            Result = kill_top(Kill, Facts),
            _ = Progress(Kill, none),
            Result
        end
     || Kill <- lists:seq(1, Kills)
    ],
    #{
        kills => Kills,
        times => [Time || #{time := Time} <- Results],
        operations => lists:sum([Count || #{operations := Count} <- Results]),
        own => lists:foldl(fun(#{notes := Notes}, Sofar) -> counted(Notes, Sofar) end, [], Results),
        faults => lists:append([Faults || #{faults := Faults} <- Results])
    }.

kill_top(Number, Facts) ->
    World = mochi_endurance_load:start_without_state(),
    Kill = {Number, mochi_sup},
    _ = mochi_endurance_load:await_steps(World, mochi_endurance_load:steps(World)),
    Steps = mochi_endurance_load:steps(World),
    Operations = mochi_endurance_load:operations(),
    true = mochi_endurance_load:next_kill(Kill),
    Begin = erlang:monotonic_time(microsecond),
    ok = ended(whereis(mochi_sup)),
    Served = served(top, {none, none}, World, Begin + ?PATIENCE * 1000),
    Time = erlang:monotonic_time(microsecond) - Begin,
    Hanging = mochi_endurance_load:await_steps(World, Steps),
    Notes = mochi_endurance_load:noted(Kill),
    Hanging =:= [] orelse error({hangs, Kill, Hanging, Notes}),
    ok = mochi_endurance_load:stop(World),
    Kept = mochi_datalog:facts(Facts, n),
    #{
        time => Time,
        operations => mochi_endurance_load:operations() - Operations,
        notes => Notes,
        faults =>
            [{Kill, does_not_serve, Served} || Served =/= true] ++
                [{Kill, facts_lost, Kept} || Kept =/= [{n, [1]}]] ++
                [{Kill, no_mochi_error, Note} || {_, _, {no_mochi_error, _}, _} = Note <- Notes]
    }.

%% Faster than the top allows: how many of a kind are started again before it gives up, and how fast it is back.
without_pause() ->
    {ok, _} = application:ensure_all_started(mochi),
    Top = whereis(mochi_sup),
    Monitor = monitor(process, Top),
    Kills = kill_on(mochi_telemetry_server, Top, 0),
    receive {'DOWN', Monitor, process, Top, Reason} -> ok after ?PATIENCE -> Reason = still_there end,
    Begin = erlang:monotonic_time(microsecond),
    true = served(top, {none, none}, none, Begin + ?PATIENCE * 1000),
    #{kills => Kills, reason => Reason, time => erlang:monotonic_time(microsecond) - Begin}.

kill_on(Name, Top, Kills) ->
    case {is_process_alive(Top), whereis(Name)} of
        {false, _} ->
            Kills;
        {true, undefined} ->
            erlang:yield(),
            kill_on(Name, Top, Kills);
        {true, Pid} ->
            ok = ended(Pid),
            kill_on(Name, Top, Kills + 1)
    end.
