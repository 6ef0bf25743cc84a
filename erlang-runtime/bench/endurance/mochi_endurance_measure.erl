%% What a node holds, before and after, and the most of it in between.
-module(mochi_endurance_measure).

-export([
    snapshot/0,
    start_sampler/0,
    stop_sampler/1,
    await_same/3,
    leaks/2,
    tolerances/0
]).

-define(SAMPLE_EVERY, 20).

%% After a garbage collection of every process, twice: the first one may let go of what others hold.
snapshot() ->
    [begin collect(), erlang:yield() end || _ <- [1, 2]],
    now_held().

collect() -> lists:foreach(fun(Pid) -> erlang:garbage_collect(Pid) end, processes()).

now_held() ->
    maps:merge(held(), #{
        atoms => erlang:system_info(atom_count),
        tables => length(ets:all()),
        monitors => lists:sum([count(Pid, monitors) || Pid <- processes()]),
        links => lists:sum([count(Pid, links) || Pid <- processes()]),
        ports => length(erlang:ports()),
        messages => lists:sum([Length || Pid <- processes(), {_, Length} <- [process_info(Pid, message_queue_len)]])
    }).

count(Pid, Item) ->
    case process_info(Pid, Item) of
        {_, Items} -> length(Items);
        undefined -> 0
    end.

%% What is cheap enough to be sampled.
held() ->
    Memory = maps:from_list(erlang:memory()),
    #{
        total => map_get(total, Memory),
        process_memory => map_get(processes, Memory),
        table_memory => map_get(ets, Memory),
        binary_memory => map_get(binary, Memory),
        processes => erlang:system_info(process_count)
    }.

start_sampler() ->
    Owner = self(),
    spawn_opt(fun() -> sample(monitor(process, Owner), held()) end, [{priority, high}]).

sample(Owner, Most) ->
    receive
        {stop, From, Tag} -> From ! {Tag, Most};
        {'DOWN', Owner, process, _, _} -> ok
    after ?SAMPLE_EVERY -> sample(Owner, maps:merge_with(fun(_, A, B) -> max(A, B) end, Most, held()))
    end.

stop_sampler(Sampler) ->
    Tag = make_ref(),
    Monitor = monitor(process, Sampler),
    Sampler ! {stop, self(), Tag},
    Most = receive {Tag, Held} -> Held after 60_000 -> error(no_sample) end,
    receive {'DOWN', Monitor, process, _, _} -> Most end.

%% Results of futures are kept for half a minute, connections for a minute: what is to go has to be given the time.
await_same(Before, Seconds, Waited) ->
    After = snapshot(),
    case leaks(Before, After) =:= [] orelse Waited >= Seconds of
        true ->
            {After, Waited};
        false ->
            timer:sleep(1000),
            await_same(Before, Seconds, Waited + 1)
    end.

%% How much more than before is no leak. Counts are exact; memory is what allocators and tables keep to themselves.
tolerances() ->
    #{
        processes => 0,
        atoms => 0,
        tables => 0,
        monitors => 0,
        links => 0,
        ports => 0,
        messages => 0,
        binary_memory => 1_048_576,
        table_memory => 1_048_576,
        process_memory => 2_097_152,
        total => 8_388_608
    }.

leaks(Before, After) ->
    [
        {Name, map_get(Name, Before), map_get(Name, After)}
     || {Name, Tolerance} <- lists:sort(maps:to_list(tolerances())),
        map_get(Name, After) > map_get(Name, Before) + Tolerance
    ].
