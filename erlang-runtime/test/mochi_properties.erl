%% Runs the laws in prop_* modules: every exported prop_*/0 with a bounded number of cases. A law that fails shows the
%% counterexample and the seed that leads to it.
%%
%%   MOCHI_PROPERTY_CASES   cases a law (default: 100)
%%   MOCHI_PROPERTY_SEED    A,B,C as a failure printed it
-module(mochi_properties).

-export([
    run/1
]).

-define(CASES, "100").
-define(BOUND_MS, 120_000).

-spec run([module()]) -> no_return().
run(Modules) ->
    ok = logger:set_primary_config(level, none),
    Laws = [{Module, Law} || Module <- Modules, Law <- laws(Module)],
    Failed = length([failed || {Module, Law} <- Laws, not holds(Module, Law)]),
    mochi_coverage:save(),
    mochi_coverage:finish(length(Laws) - Failed, Failed, 0).

laws(Module) ->
    case [Name || {Name, 0} <- Module:module_info(exports), is_law(atom_to_list(Name))] of
        [] -> [none];
        Laws -> Laws
    end.

is_law("prop_" ++ _) -> true;
is_law(_) -> false.

holds(Module, Law) ->
    Seed = seed(),
    {Process, Monitor} = spawn_monitor(fun() -> exit({checked, check(Module, Law, Seed)}) end),
    Outcome =
        receive
            {'DOWN', Monitor, process, _, {checked, Result}} -> Result;
            {'DOWN', Monitor, process, _, Reason} -> io_lib:format("  it crashed: ~tp~n", [Reason])
        after ?BOUND_MS ->
            exit(Process, kill),
            erlang:demonitor(Monitor, [flush]),
            io_lib:format("  it took more than ~b ms~n", [?BOUND_MS])
        end,
    case Outcome of
        true ->
            true;
        Said ->
            {A, B, C} = Seed,
            io:format("FAILED ~ts:~ts, MOCHI_PROPERTY_SEED=~b,~b,~b~n~ts", [Module, Law, A, B, C, Said]),
            false
    end.

check(Module, Law, Seed) ->
    Output = ets:new(output, [ordered_set, public]),
    Print = fun(Format, Arguments) ->
        ets:insert(Output, {erlang:unique_integer([monotonic]), io_lib:format(Format, Arguments)})
    end,
    Cases = list_to_integer(os:getenv("MOCHI_PROPERTY_CASES", ?CASES)),
    %% There is no option for the seed; one that is set already is kept.
    ok = proper_arith:rand_start(Seed),
    case proper:quickcheck(Module:Law(), [{numtests, Cases}, {on_output, Print}]) of
        true -> true;
        {error, Reason} -> io_lib:format("~ts  ~tp~n", [[Text || {_, Text} <- ets:tab2list(Output)], Reason]);
        _ -> [Text || {_, Text} <- ets:tab2list(Output)]
    end.

seed() ->
    case os:getenv("MOCHI_PROPERTY_SEED") of
        false -> {erlang:phash2(make_ref()), erlang:phash2(make_ref()), erlang:phash2(erlang:monotonic_time())};
        Text -> list_to_tuple([list_to_integer(Part) || Part <- string:lexemes(Text, ", ")])
    end.
