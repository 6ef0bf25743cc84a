%% Which lines of the application ran, counted by the emulator itself: modules compiled with +line_coverage in nodes
%% started with +JPcover line_counters. Every node saves what it saw; report/1 adds that up.
%%
%% The runner saves at its end. Nodes that tests start are saved by the test, with peer/1, before it stops them.
%% Programs that end by themselves, as Mochi programs do, save when they call halt/2: as a parse transform this module
%% sends those calls through itself.
-module(mochi_coverage).

-export([
    save/0,
    peer/1,
    halt/2,
    report/1,
    finish/3
]).

-export([
    parse_transform/2
]).

%% In MOCHI_COVERAGE, when that is set: a folder.
-spec save() -> ok.
save() ->
    case os:getenv("MOCHI_COVERAGE") of
        false ->
            ok;
        Folder ->
            Name = os:getpid() ++ integer_to_list(erlang:unique_integer([positive])),
            ok = file:write_file(filename:join(Folder, Name), term_to_binary(lines()))
    end.

%% What ran in a node of its own, which is about to be stopped. What was saved of it before is counted again, which does
%% not matter: what counts is whether a line ran.
-spec peer(peer:server_ref()) -> ok.
peer(Peer) ->
    case os:getenv("MOCHI_COVERAGE") of
        false -> ok;
        _ -> peer:call(Peer, ?MODULE, save, [], 30_000)
    end.

-spec halt(Status :: non_neg_integer(), Options :: list()) -> no_return().
halt(Status, Options) ->
    ok = save(),
    erlang:halt(Status, Options).

%% Prints the table and, of modules with less than Minimum %, the lines that did not run. Fails when all of them
%% together have less. All modules are counted, those that no node loaded too.
-spec report([atom()]) -> no_return().
report([Folder, Minimum]) ->
    ok = load(),
    {ok, Modules} = application:get_key(mochi, modules),
    lists:foreach(fun(Module) -> {module, Module} = code:ensure_loaded(Module) end, Modules),
    Files = filelib:wildcard(filename:join(Folder, "*")),
    Lines = lists:foldl(fun add/2, lines(), Files),
    Least = list_to_integer(atom_to_list(Minimum)),
    Table = [
        {Module, [{Line, Count} || {{Of, Line}, Count} <- lists:sort(maps:to_list(Lines)), Of =:= Module]}
     || Module <- lists:sort(Modules)
    ],
    lists:foreach(fun({Module, Counts}) -> row(atom_to_list(Module), Counts, Least) end, Table),
    All = lists:append([Counts || {_, Counts} <- Table]),
    io:format("line coverage of src/: ~.1f %, ~b of ~b lines in ~b modules, ~b nodes~n", [
        percent(All), ran(All), length(All), length(Table), length(Files)
    ]),
    case percent(All) >= Least of
        true ->
            erlang:halt(0);
        false ->
            io:format("FAILED coverage: at least ~b % of the lines have to run~n", [Least]),
            erlang:halt(1)
    end.

%% The last line of every runner.
-spec finish(Passed :: integer(), Failed :: integer(), Skipped :: integer()) -> no_return().
finish(Passed, Failed, Skipped) ->
    io:format("~b passed, ~b failed", [Passed, Failed]),
    [io:format(", ~b skipped", [Skipped]) || Skipped > 0],
    io:format("~n"),
    erlang:halt(
        case Failed =:= 0 andalso Passed > 0 of
            true -> 0;
            false -> 1
        end
    ).

parse_transform({call, Line, {atom, _, halt}, [_, _] = Arguments}, Options) ->
    Halt = {remote, Line, {atom, Line, ?MODULE}, {atom, Line, halt}},
    {call, Line, Halt, parse_transform(Arguments, Options)};
parse_transform(Form, Options) when is_tuple(Form) ->
    list_to_tuple(parse_transform(tuple_to_list(Form), Options));
parse_transform([Form | Forms], Options) ->
    [parse_transform(Form, Options) | parse_transform(Forms, Options)];
parse_transform(Form, _) ->
    Form.

add(File, Lines) ->
    {ok, Saved} = file:read_file(File),
    maps:merge_with(fun(_, A, B) -> A + B end, Lines, binary_to_term(Saved)).

lines() ->
    ok = load(),
    {ok, Modules} = application:get_key(mochi, modules),
    %% The compiler may make several pieces of code of a line; it ran when one of them did.
    lists:foldl(
        fun({Key, Count}, Counts) -> maps:update_with(Key, fun(Sum) -> Sum + Count end, Count, Counts) end,
        #{},
        [
            {{Module, Line}, Count}
         || Module <- Modules, erlang:module_loaded(Module), {Line, Count} <- code:get_coverage(line, Module)
        ]
    ).

load() ->
    case application:load(mochi) of
        ok -> ok;
        {error, {already_loaded, mochi}} -> ok
    end.

row(Name, Counts, Least) ->
    io:format("  ~-24s ~5b of ~5b lines ~6.1f %~n", [Name, ran(Counts), length(Counts), percent(Counts)]),
    case percent(Counts) < Least of
        true -> io:format("    not ~ts~n", [lists:join(" ", [integer_to_list(Line) || {Line, 0} <- Counts])]);
        false -> ok
    end.

ran(Counts) -> length([ran || {_, Count} <- Counts, Count > 0]).

percent(Counts) -> 100 * ran(Counts) / max(length(Counts), 1).
