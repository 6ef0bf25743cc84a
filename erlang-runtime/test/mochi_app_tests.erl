%% The application, its supervisor, the registries of types and atoms, and test blocks.
-module(mochi_app_tests).

-include("mochi_tests.hrl").

application_test() ->
    _ = application:stop(mochi),
    ?assertEqual(ok, application:start(mochi)),
    Children = supervisor:which_children(mochi_sup),
    ?assertMatch({mochi_atoms, undefined, worker, _}, lists:keyfind(mochi_atoms, 1, Children)),
    {mochi_pg, Groups, worker, _} = lists:keyfind(mochi_pg, 1, Children),
    ?assertEqual(Groups, whereis(mochi)),
    ok = pg:join(mochi, group, self()),
    ?assertEqual([self()], pg:get_members(mochi, group)),
    exit(Groups, kill),
    ?assertNotEqual(Groups, restarted(Groups, 100)),
    ?assertEqual(ok, application:stop(mochi)),
    ?assertEqual(undefined, whereis(mochi_sup)).

restarted(Old, Attempts) when Attempts > 0 ->
    case whereis(mochi) of
        New when is_pid(New), New =/= Old ->
            New;
        _ ->
            receive after 10 -> ok end,
            restarted(Old, Attempts - 1)
    end.

resource_file_test() ->
    _ = application:load(mochi),
    {ok, Modules} = application:get_key(mochi, modules),
    Folder = filename:dirname(code:which(mochi_app)),
    Files = filelib:wildcard("*.beam", Folder),
    ?assertEqual(lists:sort(Files), lists:sort([atom_to_list(Module) ++ ".beam" || Module <- Modules])),
    ?assertEqual({ok, {mochi_app, []}}, application:get_key(mochi, mod)).

types_test() ->
    ok = mochi_types:register([]),
    ?assertEqual(undefined, mochi_types:find('TypesA', 1)),
    ok = mochi_types:register([{'TypesA', record, ~"TypesA", [~"f"]}, {'TypesB', variant, ~"TypesB", []}]),
    ?assertEqual({record, ~"TypesA", [~"f"]}, mochi_types:find('TypesA', 1)),
    ?assertEqual({variant, ~"TypesB", []}, mochi_types:find('TypesB', 0)),
    ?assertEqual(undefined, mochi_types:find('TypesA', 2)),
    ?assertEqual(undefined, mochi_types:find(17, 2)),
    ok = mochi_types:register([{'TypesA', record, ~"TypesA", [~"g"]}]),
    ?assertEqual({record, ~"TypesA", [~"g"]}, mochi_types:find('TypesA', 1)),
    ?assertEqual({variant, ~"TypesB", []}, mochi_types:find('TypesB', 0)).

atoms_test() ->
    ?assertEqual(ok, mochi_atoms:register(mochi_user_sample)),
    ?assertEqual({ok, 'SampleAtom'}, mochi_atoms:find(~"SampleAtom")),
    ?assertEqual(error, mochi_atoms:find(~"there is no such atom, ñ")),
    ?assertEqual(error, mochi_atoms:find(binary:copy(~"x", 300))),
    ?assertEqual(ok, mochi_atoms:register(mochi_user_that_does_not_exist)).

%% A release loads the applications of programs; their modules are found there.
atoms_of_loaded_programs_test() ->
    Program = {application, mochi_user_sample, [{vsn, "1"}, {modules, [mochi_user_sample]}]},
    ok = application:load(Program),
    ?assertEqual(ignore, mochi_atoms:start_link()),
    ok = application:unload(mochi_user_sample).

test_blocks_test() ->
    ?assertEqual(ok, mochi_test:run(~"fine", fun() -> 5 end)),
    ?assertEqual(ok, mochi_test:expect(true, ~"x")),
    ?assertMochi(mochi_err_assert, ~"expected x == 1", mochi_test:expect(false, ~"x == 1")),
    ?assertMochi(mochi_err_type, ~"expected bool, got 5 (int)", mochi_test:expect(5, ~"x")),
    ?assertMochi(
        mochi_err_divzero,
        ~B(test "a \"b\"": division of 1 by zero),
        mochi_test:run(~"a \"b\"", fun() -> mochi_core:divide(1, 0) end)
    ).

%% No function of the application is exported without being documented and specified.
specifications_test() ->
    {ok, Modules} = application:get_key(mochi, modules),
    lists:foreach(
        fun(Module) ->
            {ok, {_, [{abstract_code, {raw_abstract_v1, Forms}}]}} =
                beam_lib:chunks(code:which(Module), [abstract_code]),
            Specified = [NameArity || {attribute, _, spec, {NameArity, _}} <- Forms],
            Exported = Module:module_info(exports) -- [{module_info, 0}, {module_info, 1}, {behaviour_info, 1}],
            ?assertEqual({Module, []}, {Module, Exported -- Specified})
        end,
        Modules
    ).
