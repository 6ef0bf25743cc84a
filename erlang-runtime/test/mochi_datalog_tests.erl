-module(mochi_datalog_tests).

-include("mochi_tests.hrl").

-define(equal(Expected, Expression), fun() -> ?assertEqual(Expected, Expression) end).
-define(refused(Message, Rules), fun() -> ?assertMochi(mochi_err_type, Message, mochi_datalog:solve([], Rules)) end).

v(Name) -> {var, Name}.

rows(Facts, Rules, Literal) ->
    Model = mochi_datalog:solve(Facts, Rules),
    try
        mochi_datalog:rows(Model, Literal)
    after
        mochi_datalog:free(Model)
    end.

family() ->
    [{parent, [~"ann", ~"bob"]}, {parent, [~"bob", ~"cid"]}, {parent, [~"bob", ~"dan"]}, {parent, [~"eve", ~"dan"]}].

ancestor() ->
    [
        {{ancestor, [v(x), v(y)]}, [{parent, [v(x), v(y)]}]},
        {{ancestor, [v(x), v(z)]}, [{parent, [v(x), v(y)]}, {ancestor, [v(y), v(z)]}]}
    ].

rules_test_() ->
    [
        {"left recursion and a constant",
            ?equal(
                [#{who => ~"ann"}, #{who => ~"bob"}, #{who => ~"eve"}],
                rows(family(), ancestor(), {ancestor, [v(who), ~"dan"]})
            )},
        {"nonlinear",
            ?equal(
                [#{y => 2}, #{y => 3}, #{y => 4}, #{y => 5}],
                rows(
                    [{e, [N, N + 1]} || N <- lists:seq(1, 4)],
                    [
                        {{p, [v(x), v(y)]}, [{e, [v(x), v(y)]}]},
                        {{p, [v(x), v(z)]}, [{p, [v(x), v(y)]}, {p, [v(y), v(z)]}]}
                    ],
                    {p, [1, v(y)]}
                )
            )},
        {"mutual recursion, strings as names",
            ?equal(
                [#{~"n" => 0}, #{~"n" => 2}, #{~"n" => 4}],
                rows(
                    [{~"next", [N, N + 1]} || N <- lists:seq(0, 4)],
                    [
                        {{~"even", [0]}, []},
                        {{~"odd", [v(y)]}, [{~"even", [v(x)]}, {~"next", [v(x), v(y)]}]},
                        {{~"even", [v(y)]}, [{~"odd", [v(x)]}, {~"next", [v(x), v(y)]}]}
                    ],
                    {~"even", [v(~"n")]}
                )
            )},
        {"negation in a higher stratum",
            ?equal(
                [#{x => 3}, #{x => 4}],
                rows(
                    [{node, [N]} || N <- [1, 2, 3, 4]] ++ [{edge, [1, 2]}, {edge, [3, 4]}],
                    [
                        {{reach, [1]}, []},
                        {{reach, [v(y)]}, [{reach, [v(x)]}, {edge, [v(x), v(y)]}]},
                        {{cut, [v(x)]}, [{'not', {reach, [v(x)]}}, {node, [v(x)]}]}
                    ],
                    {cut, [v(x)]}
                )
            )},
        {"negation with any value",
            ?equal(
                [#{x => 2}],
                rows(
                    [{node, [1]}, {node, [2]}, {edge, [1, 2]}],
                    [{{leaf, [v(x)]}, [{node, [v(x)]}, {'not', {edge, [v(x), '_']}}]}],
                    {leaf, [v(x)]}
                )
            )},
        {"negation of all",
            ?equal(
                [[], [#{}]],
                [
                    rows(Facts, [{{empty, []}, [{'not', {edge, ['_', '_']}}]}], {empty, []})
                 || Facts <- [[{edge, [1, 2]}], []]
                ]
            )},
        {"comparisons",
            ?equal(
                [#{x => 1, y => 3}, #{x => 2, y => 3}],
                rows(
                    [{n, [N]} || N <- [1, 2, 3]],
                    [{{p, [v(x), v(y)]}, [{'<', v(x), v(y)}, {n, [v(x)]}, {n, [v(y)]}, {'!=', v(y), 2}]}],
                    {p, [v(x), v(y)]}
                )
            )},
        {"every comparison",
            ?equal(
                [[2], [1, 3], [1], [1, 2], [3], [2, 3]],
                [
                    [
                        N
                     || #{x := N} <- rows(
                            [{n, [N]} || N <- [1, 2, 3]],
                            [{{p, [v(x)]}, [{n, [v(x)]}, {Op, v(x), 2}]}],
                            {p, [v(x)]}
                        )
                    ]
                 || Op <- ['==', '!=', '<', '<=', '>', '>=']
                ]
            )},
        {"repeated variables and constants in bodies",
            ?equal(
                [#{x => 2}],
                rows(
                    [{e, [1, 1, a]}, {e, [2, 2, b]}, {e, [1, 2, b]}],
                    [{{same, [v(x)]}, [{e, [v(x), v(x), b]}]}],
                    {same, [v(x)]}
                )
            )},
        {"a product, and a repeated variable looked up",
            ?equal(
                [#{x => 1, y => 7}],
                rows(
                    [{a, [1]}, {b, [7, 7, 1]}, {b, [7, 8, 1]}, {b, [9, 9, 2]}],
                    [{{p, [v(x), v(y)]}, [{a, [v(x)]}, {b, [v(y), v(y), v(x)]}]}],
                    {p, [v(x), v(y)]}
                )
            )},
        {"facts of a relation that has rules",
            ?equal([#{x => 1}, #{x => 2}], rows([{a, [1]}, {b, [2]}], [{{a, [v(x)]}, [{b, [v(x)]}]}], {a, [v(x)]}))},
        {"no facts at all", ?equal([], rows([], ancestor(), {ancestor, [v(x), v(y)]}))},
        {"an unknown relation", ?equal([], rows([], [], {nothing, [v(x)]}))},
        {"a repeated variable in a query",
            ?equal([#{x => 1}], rows([{e, [1, 1]}, {e, [1, 2]}], [], {e, [v(x), v(x)]}))},
        {"three values, each known one an index",
            ?equal(
                [#{z => 3}],
                rows(
                    [{t, [1, 2, 3]}, {t, [1, 5, 4]}, {k, [1, 2]}],
                    [{{r, [v(z)]}, [{k, [v(x), v(y)]}, {t, [v(x), v(y), v(z)]}]}],
                    {r, [v(z)]}
                )
            )}
    ].

refused_test_() ->
    [
        ?refused(
            ~"the variable y of the head is in no positive literal of the rule p(x, y) :- q(x)",
            [{{p, [v(x), v(y)]}, [{q, [v(x)]}]}]
        ),
        ?refused(
            ~"the variable x of the head is in no positive literal of the rule p(x)", [{{p, [v(x)]}, []}]
        ),
        ?refused(
            ~"the variable _ of the head is in no positive literal of the rule p(_) :- q(1)", [{{p, ['_']}, [{q, [1]}]}]
        ),
        ?refused(
            ~"the variable y of not r(y) is in no positive literal of the rule p(x) :- q(x), not r(y)",
            [{{p, [v(x)]}, [{q, [v(x)]}, {'not', {r, [v(y)]}}]}]
        ),
        ?refused(
            ~"the variable y of x < y is in no positive literal of the rule p(x) :- q(x), x < y",
            [{{p, [v(x)]}, [{q, [v(x)]}, {'<', v(x), v(y)}]}]
        ),
        ?refused(
            ~"the rules cannot be stratified: a depends on its own negation: a -> not b -> c -> a",
            [
                {{a, [v(x)]}, [{n, [v(x)]}, {'not', {b, [v(x)]}}]},
                {{b, [v(x)]}, [{c, [v(x)]}]},
                {{c, [v(x)]}, [{a, [v(x)]}]}
            ]
        ),
        ?refused(~"q has 1 values elsewhere: q(1, 2)", [{{p, [1]}, [{q, [1]}]}, {{q, [1, 2]}, []}]),
        ?refused(~"expected variable, string, int or atom, got 1.5 (float)", [{{p, [1.5]}, []}]),
        ?refused(~"expected rule, got 5 (int)", [5]),
        fun() ->
            ?assertMochi(
                mochi_err_type,
                ~"p(1, 2) has another number of values than elsewhere, 1",
                mochi_datalog:solve([{p, [1, 2]}], [{{p, [1]}, []}])
            )
        end
    ].

database_test_() ->
    {setup, fun start/0, fun stop/1, [
        {"facts come and go", fun() ->
            Database = mochi_datalog:new(),
            [?assert(mochi_datalog:assert(Database, Fact)) || Fact <- family()],
            ?assertNot(mochi_datalog:assert(Database, hd(family()))),
            [ok = mochi_datalog:rule(Database, Rule) || Rule <- ancestor()],
            ?assertEqual(ancestor(), mochi_datalog:rules(Database)),
            Query = {ancestor, [~"ann", v(y)]},
            ?assertEqual([#{y => ~"bob"}, #{y => ~"cid"}, #{y => ~"dan"}], mochi_datalog:query(Database, Query)),
            ?assert(mochi_datalog:retract(Database, {parent, [~"bob", ~"dan"]})),
            ?assertNot(mochi_datalog:retract(Database, {parent, [~"bob", ~"dan"]})),
            ?assertEqual([#{y => ~"bob"}, #{y => ~"cid"}], mochi_datalog:query(Database, Query)),
            ?assertEqual(
                [{parent, [~"ann", ~"bob"]}, {parent, [~"bob", ~"cid"]}, {parent, [~"eve", ~"dan"]}],
                mochi_datalog:facts(Database, parent)
            ),
            %% A fact of a relation that rules add to.
            ?assert(mochi_datalog:assert(Database, {ancestor, [~"ann", ~"zoe"]})),
            ?assertEqual([#{}], mochi_datalog:query(Database, {ancestor, [~"ann", ~"zoe"]})),
            ok = mochi_datalog:delete(Database),
            ?assertMochi(mochi_err_index, ~"the datalog database was deleted", mochi_datalog:query(Database, Query)),
            ?assertMochi(
                mochi_err_index, ~"the datalog database was deleted", mochi_datalog:assert(Database, hd(family()))
            )
        end},
        {"a rule that is refused changes nothing", fun() ->
            Database = mochi_datalog:new(),
            true = mochi_datalog:assert(Database, {n, [1]}),
            ok = mochi_datalog:rule(Database, {{a, [v(x)]}, [{n, [v(x)]}, {'not', {b, [v(x)]}}]}),
            ?assertMochi(
                mochi_err_type,
                ~"the rules cannot be stratified: a depends on its own negation: a -> not b -> a",
                mochi_datalog:rule(Database, {{b, [v(x)]}, [{a, [v(x)]}]})
            ),
            ?assertError({mochi_error, mochi_err_type, _}, mochi_datalog:rule(Database, {{n, [1, 2]}, []})),
            ?assertError({mochi_error, mochi_err_type, _}, mochi_datalog:assert(Database, {b, [1, 2]})),
            ?assertEqual(1, length(mochi_datalog:rules(Database))),
            ?assertEqual([#{x => 1}], mochi_datalog:query(Database, {a, [v(x)]})),
            ok = mochi_datalog:delete(Database)
        end},
        {"tables outlive who made them", fun() ->
            {Maker, Monitor} = spawn_monitor(fun() ->
                true = mochi_datalog:assert(mochi_datalog:new(~"kept"), {n, [1]}),
                exit(crashed)
            end),
            receive
                {'DOWN', Monitor, process, Maker, crashed} -> ok
            after 10_000 -> error(timeout)
            end,
            Database = mochi_datalog:new(~"kept"),
            ?assertEqual([{n, [1]}], mochi_datalog:facts(Database, n)),
            ok = mochi_datalog:delete(Database)
        end},
        {"tables outlive their owner, and its heir", fun() ->
            Database = mochi_datalog:new(~"heir"),
            true = mochi_datalog:assert(Database, {n, [1]}),
            ok = mochi_datalog:rule(Database, {{m, [v(x)]}, [{n, [v(x)]}]}),
            lists:foreach(
                fun(Name) ->
                    Old = whereis(Name),
                    Ref = monitor(process, Old),
                    exit(Old, kill),
                    receive
                        {'DOWN', Ref, process, Old, _} -> ok
                    after 10_000 -> error(timeout)
                    end,
                    wait_for_other(Name, Old, 500),
                    %% A call to the owner: it has come up and has seen the end of its keeper.
                    ok = mochi_datalog_ets:delete(~"nothing"),
                    ?assertEqual([#{x => 1}], mochi_datalog:query(Database, {m, [v(x)]}))
                end,
                [mochi_datalog_ets, mochi_datalog_keeper, mochi_datalog_ets]
            ),
            true = mochi_datalog:assert(Database, {n, [2]}),
            ?assertEqual([#{x => 1}, #{x => 2}], mochi_datalog:query(Database, {m, [v(x)]})),
            ok = mochi_datalog:delete(Database)
        end},
        {"who asks while the owner is started again waits", fun() ->
            Database = mochi_datalog:new(~"asked"),
            lists:foreach(
                fun(N) ->
                    exit(whereis(mochi_datalog_ets), kill),
                    %% The first fact of a relation needs the owner, who makes its table.
                    true = mochi_datalog:assert(Database, {<<"r", (integer_to_binary(N))/binary>>, [N]})
                end,
                lists:seq(1, 20)
            ),
            ?assertEqual([#{x => 7}], mochi_datalog:query(Database, {~"r7", [v(x)]})),
            ok = mochi_datalog:delete(Database)
        end},
        {"the owner outlives a keeper that ends before a table is made", fun() ->
            Database = mochi_datalog:new(~"early"),
            true = mochi_datalog:assert(Database, {n, [1]}),
            Owner = whereis(mochi_datalog_ets),
            ok = sys:suspend(Owner),
            {Pid, Ref} = spawn_monitor(fun() -> true = mochi_datalog:assert(Database, {another, [1]}) end),
            await_message(Owner),
            kill_and_await_end(whereis(mochi_datalog_keeper)),
            ok = sys:resume(Owner),
            receive
                {'DOWN', Ref, process, Pid, Reason} -> ?assertEqual(normal, Reason)
            after 10_000 -> error(timeout)
            end,
            ?assertEqual(Owner, whereis(mochi_datalog_ets)),
            %% Once it has answered this it has heard of the end of the keeper, and the table has its heir.
            ok = mochi_datalog_ets:delete(~"nothing"),
            kill_and_await_end(Owner),
            ok = mochi_datalog_ets:delete(~"nothing"),
            ?assertEqual([#{x => 1}], mochi_datalog:query(Database, {n, [v(x)]})),
            ?assertEqual([#{x => 1}], mochi_datalog:query(Database, {another, [v(x)]})),
            ok = mochi_datalog:delete(Database)
        end},
        %% Two owners in a row are killed, the second one while it gets the tables.
        {"tables outlive an owner that ends at once", fun() ->
            Database = mochi_datalog:new(~"twice"),
            true = mochi_datalog:assert(Database, {n, [1]}),
            Keeper = whereis(mochi_datalog_keeper),
            lists:foreach(
                fun(_) ->
                    ok = sys:suspend(mochi_datalog_keeper),
                    kill_and_await_end(whereis(mochi_datalog_ets)),
                    %% The next owner waits for the keeper, and dies before it answers.
                    Next = await_other(),
                    kill_and_await_end(Next),
                    ok = sys:resume(mochi_datalog_keeper),
                    ok = mochi_datalog_ets:delete(~"nothing"),
                    ?assertEqual([#{x => 1}], mochi_datalog:query(Database, {n, [v(x)]}))
                end,
                [1, 2, 3]
            ),
            ?assertEqual(Keeper, whereis(mochi_datalog_keeper)),
            ok = mochi_datalog:delete(Database)
        end}
    ]}.

kill_and_await_end(Pid) ->
    Ref = monitor(process, Pid),
    exit(Pid, kill),
    receive
        {'DOWN', Ref, process, Pid, _} -> ok
    after 10_000 -> error(timeout)
    end.

await_message(Pid) ->
    case process_info(Pid, message_queue_len) of
        {message_queue_len, 0} ->
            receive after 1 -> ok end,
            await_message(Pid);
        _ ->
            ok
    end.

await_other() ->
    case whereis(mochi_datalog_ets) of
        undefined ->
            receive after 1 -> ok end,
            await_other();
        Pid ->
            Pid
    end.

wait_for_other(Name, Old, Attempts) when Attempts > 0 ->
    case whereis(Name) of
        New when is_pid(New), New =/= Old ->
            ok;
        _ ->
            receive after 10 -> ok end,
            wait_for_other(Name, Old, Attempts - 1)
    end.

start() ->
    {ok, Started} = application:ensure_all_started(mochi),
    ok = mochi_datalog:delete(mochi_datalog:new()),
    Started.

%% Once the owner is shut down nobody waits for another one.
stop(Started) ->
    Keeper = monitor(process, whereis(mochi_datalog_keeper)),
    lists:foreach(fun application:stop/1, Started),
    Started =:= [] orelse
        receive
            {'DOWN', Keeper, process, _, _} -> ok
        after 10_000 -> error(timeout)
        end.

%% A condition that gives no value which something else needs says yes or no. To go through its facts would take as long
%% as the product of all of them: none of this would end.
conditions_without_values_test_() ->
    Numbers = [{n, [N]} || N <- lists:seq(1, 20)],
    Pairs = [{e, [A, B]} || A <- lists:seq(1, 20), B <- lists:seq(1, 20)],
    Many = lists:seq(1, 20),
    All = [#{x => N} || N <- Many],
    Steps = [{e, [v(step(N)), v(step(N + 1))]} || N <- Many],
    Of = fun(Body) -> rows(Numbers ++ Pairs, [{{r, [v(x)]}, Body}], {r, [v(x)]}) end,
    [
        {"any value", ?equal(All, Of([{e, ['_', '_']} || _ <- Many] ++ [{n, [v(x)]}]))},
        {"any value beside a known one", ?equal(All, Of([{n, [v(x)]} | [{e, [v(x), '_']} || _ <- Many]]))},
        {"variables in one place", ?equal(All, Of([{n, [v(x)]} | [{e, [v(step(N)), 3]} || N <- Many]]))},
        {"variables in two places", ?equal(All, Of([{n, [v(x)]} | Steps]))},
        {"no value fits", ?equal([], Of([{n, [v(x)]}, {e, ['_', 21]} | Steps]))},
        {"a head without variables",
            ?equal([#{}], rows(Pairs, [{{r, [1]}, Steps}, {{s, [2]}, [{r, ['_']}, {e, [2, '_']}]}], {s, [2]}))},
        {"a relation that grows",
            ?equal(
                [#{x => 1}, #{x => 2}, #{x => 3}],
                rows(
                    [{start, [1]}],
                    [
                        {{g, [v(x)]}, [{start, [v(x)]}]},
                        {{g, [2]}, [{g, [1]}, {h, ['_', '_']}]},
                        {{h, [v(x), 1]}, [{g, [v(x)]}, {g, ['_']}]},
                        {{g, [3]}, [{h, [2, v(once)]}]}
                    ],
                    {g, [v(x)]}
                )
            )}
    ].

step(N) -> <<"step ", (integer_to_binary(N))/binary>>.

%% Closures are evaluated in memory: with the value that stays on either side, in one rule or several, over facts of
%% their own, and as what later rules build on.
closures_test_() ->
    Var = fun(Name) -> {var, Name} end,
    Edges = [{edge, [N, N + 1]} || N <- lists:seq(1, 5)] ++ [{edge, [5, 2]}, {back, [3, 1]}, {back, [9, 9]}],
    Copy = {{path, [Var(x), Var(y)]}, [{edge, [Var(x), Var(y)]}]},
    Left = {{path, [Var(x), Var(z)]}, [{path, [Var(x), Var(y)]}, {edge, [Var(y), Var(z)]}]},
    Right = {{path, [Var(x), Var(z)]}, [{edge, [Var(x), Var(y)]}, {path, [Var(y), Var(z)]}]},
    Back = {{path, [Var(x), Var(z)]}, [{path, [Var(x), Var(y)]}, {back, [Var(y), Var(z)]}]},
    Turned = {{path, [Var(z), Var(x)]}, [{path, [Var(x), Var(y)]}, {edge, [Var(y), Var(z)]}]},
    Doubled = {{path, [Var(x), Var(z)]}, [{path, [Var(x), Var(y)]}, {path, [Var(y), Var(z)]}]},
    Loop = {{loop, [Var(x)]}, [{path, [Var(x), Var(x)]}]},
    Not = {'not', {path, [Var(x), Var(y)]}},
    None = {{apart, [Var(x), Var(y)]}, [{edge, [Var(x), '_']}, {edge, [Var(y), '_']}, Not]},
    [
        {Name, fun() ->
            Model = mochi_datalog:solve(Facts, Rules),
            Of = fun(Relation, Terms) -> mochi_datalog:rows(Model, {Relation, Terms}) end,
            Paths = [{X, Y} || #{x := X, y := Y} <- Of(path, [Var(x), Var(y)])],
            Expected = reached(Facts, Rules),
            ?assertEqual(Expected, Paths),
            ?assertEqual(length(Expected), mochi_datalog:count(Model, path)),
            ?assertEqual([X || {X, X} <- Expected], [X || #{x := X} <- Of(loop, [Var(x)])]),
            ?assertEqual(
                [{X, Y} || X <- lists:seq(1, 5), Y <- lists:seq(1, 5), not lists:member({X, Y}, Expected)],
                [{X, Y} || #{x := X, y := Y} <- Of(apart, [Var(x), Var(y)])]
            ),
            ok = mochi_datalog:free(Model)
        end}
     || {Name, Some} <- [
            {"left", [Copy, Left]},
            {"right", [Copy, Right]},
            {"two rules", [Copy, Left, Back]},
            {"both sides", [Copy, Left, Right]},
            {"turned", [Copy, Turned]},
            {"doubled", [Copy, Doubled]},
            {"facts alone", [Left]}
        ],
        Facts <- [Edges, Edges ++ [{path, [7, 1]}, {path, [1, 2]}]],
        Rules <- [Some ++ [Loop, None]]
    ].

%% By hand: every rule for paths over all pairs, until nothing is new.
reached(Facts, Rules) ->
    Paths = [{X, Y} || {path, [X, Y]} <- Facts],
    lists:usort(reached(lists:usort(Paths), Facts, [Rule || {{path, _}, _} = Rule <- Rules])).

reached(Paths, Facts, Rules) ->
    All = [{path, [X, Y]} || {X, Y} <- Paths] ++ [Fact || {Relation, _} = Fact <- Facts, Relation =/= path],
    New = [
        {map_get(A, Env), map_get(B, Env)}
     || {{path, [{var, A}, {var, B}]}, Body} <- Rules, Env <- solutions(Body, All, #{})
    ],
    case lists:usort(New ++ Paths) of
        Paths -> Paths;
        More -> reached(More, Facts, Rules)
    end.

solutions([], _, Env) ->
    [Env];
solutions([{Relation, [{var, A}, {var, B}]} | Rest], Facts, Env) ->
    [
        Solution
     || {Of, [X, Y]} <- Facts,
        Of =:= Relation,
        maps:get(A, Env, X) =:= X,
        maps:get(B, Env, Y) =:= Y,
        Solution <- solutions(Rest, Facts, Env#{A => X, B => Y})
    ].
