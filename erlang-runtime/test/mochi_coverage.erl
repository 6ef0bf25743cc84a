%% Which lines of the application ran, counted by the emulator itself: modules compiled with +line_coverage in a node
%% started with +JPcover line_counters. Every node of a run saves what it saw; report/1 adds that up.
%%
%% Counted is what runs in the nodes of the test runner. What tests do in nodes of their own is not.
-module(mochi_coverage).

-export([
    save/1,
    report/1,
    finish/3
]).

%% In MOCHI_COVERAGE, when that is set: a folder.
-spec save(Name :: atom()) -> ok.
save(Name) ->
    case os:getenv("MOCHI_COVERAGE") of
        false -> ok;
        Folder -> ok = file:write_file(filename:join(Folder, atom_to_list(Name)), term_to_binary(lines()))
    end.

%% Prints the table. The lines that nobody ran are known once the module is loaded, so all are.
-spec report([atom()]) -> no_return().
report([Folder]) ->
    ok = load(),
    {ok, Modules} = application:get_key(mochi, modules),
    lists:foreach(fun(Module) -> {module, Module} = code:ensure_loaded(Module) end, Modules),
    Files = filelib:wildcard(filename:join(Folder, "*")),
    Lines = lists:foldl(fun add/2, lines(), Files),
    Table = maps:fold(
        fun({Module, _}, Count, Rows) ->
            maps:update_with(Module, fun({Ran, All}) -> {Ran + sign(Count), All + 1} end, {sign(Count), 1}, Rows)
        end,
        #{},
        Lines
    ),
    lists:foreach(fun({Module, Row}) -> row(atom_to_list(Module), Row) end, lists:sort(maps:to_list(Table))),
    row("all", maps:fold(fun(_, {Ran, All}, {R, A}) -> {R + Ran, A + All} end, {0, 0}, Table)),
    halt(0).

%% The last line of every runner.
-spec finish(Passed :: integer(), Failed :: integer(), Skipped :: integer()) -> no_return().
finish(Passed, Failed, Skipped) ->
    io:format("~b passed, ~b failed", [Passed, Failed]),
    [io:format(", ~b skipped", [Skipped]) || Skipped > 0],
    io:format("~n"),
    halt(
        case Failed =:= 0 andalso Passed > 0 of
            true -> 0;
            false -> 1
        end
    ).

add(File, Lines) ->
    {ok, Saved} = file:read_file(File),
    maps:merge_with(fun(_, A, B) -> A + B end, Lines, binary_to_term(Saved)).

lines() ->
    ok = load(),
    {ok, Modules} = application:get_key(mochi, modules),
    #{
        {Module, Line} => Count
     || Module <- Modules, erlang:module_loaded(Module), {Line, Count} <- code:get_coverage(line, Module)
    }.

load() ->
    case application:load(mochi) of
        ok -> ok;
        {error, {already_loaded, mochi}} -> ok
    end.

row(Name, {Ran, All}) ->
    io:format("  ~-24s ~5b of ~5b lines ~6.1f %~n", [Name, Ran, All, 100 * Ran / max(All, 1)]).

sign(0) -> 0;
sign(_) -> 1.
