%% Short versions of the fault run and of the soak (bench/run), each in a node of its own, so that they cannot rot.
-module(mochi_endurance_SUITE).

-include_lib("stdlib/include/assert.hrl").

-export([
    suite/0,
    all/0
]).

-export([
    libraries_are_there/1,
    faults/1,
    soak/1,
    soak_of_what_is_kept/1,
    leaks_are_found/1
]).

suite() -> [{timetrap, {seconds, 120}}].

all() ->
    case mochi_test_network:has_libraries() of
        true -> [faults, soak, soak_of_what_is_kept, leaks_are_found];
        false -> [libraries_are_there]
    end.

libraries_are_there(_) -> mochi_test_network:add_libraries().

%% Every process of the tree is killed twice; what others lose is a fault.
faults(_) ->
    #{rows := #{tree := Tree, top := #{kills := 2}, stays := Stays}, faults := Faults} =
        in_node(fun() -> mochi_endurance_faults:run(2, 1) end),
    ?assertEqual([], Faults),
    ?assert(Stays),
    ?assertEqual(length(mochi_endurance_tree:kinds()), length([Row || #{kills := 2} = Row <- Tree])),
    ?assert(lists:all(fun(#{operations := Count}) -> Count > 0 end, Tree)).

soak(_) ->
    [
        begin
            Result = in_node(fun() -> mochi_endurance_soak:measured(Part, 0.001) end),
            ?assertMatch({Part, #{leaks := [], did := Did}} when Did > 0, {Part, Result})
        end
     || Part <- mochi_endurance_soak:parts() -- [futures, fetches]
    ],
    ok.

soak_of_what_is_kept(_) ->
    ?assertMatch({_, 200}, in_node(fun() -> mochi_endurance_soak:quick(futures, 0.002) end)),
    ?assertMatch({_, 50}, in_node(fun() -> mochi_endurance_soak:quick(fetches, 0.004) end)).

%% A soak that found nothing whatever there is would be of no use.
leaks_are_found(_) ->
    Leaks = in_node(fun() ->
        Before = mochi_endurance_measure:snapshot(),
        _ = spawn(timer, sleep, [60_000]),
        _ = ets:new(leak, [public]),
        _ = monitor(process, whereis(init)),
        _ = list_to_atom("leak " ++ integer_to_list(erlang:unique_integer())),
        put(leak, binary:copy(~"x", 2_000_000)),
        mochi_endurance_measure:leaks(Before, mochi_endurance_measure:snapshot())
    end),
    Found = [Name || {Name, _, _} <- Leaks] -- [links, total],
    ?assertEqual([atoms, binary_memory, monitors, processes, tables], Found).

in_node(Function) ->
    Needed = [Folder || Folder <- code:get_path(), filename:basename(Folder) =:= "ebin" orelse is_tests(Folder)],
    Arguments = ["-kernel", "logger_level", "none" | lists:append([["-pa", Folder] || Folder <- Needed])],
    {ok, Peer, _} = peer:start_link(#{connection => standard_io, args => Arguments}),
    try
        peer:call(Peer, erlang, apply, [Function, []], 100_000)
    after
        peer:stop(Peer)
    end.

is_tests(Folder) -> filelib:is_file(filename:join(Folder, "mochi_endurance_SUITE.beam")).
