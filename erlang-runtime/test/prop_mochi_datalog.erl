%% Datalog against a naive evaluation: all rules over all combinations of facts, again and again until nothing is new.
-module(prop_mochi_datalog).

-include("mochi_properties.hrl").

-compile([export_all, nowarn_export_all]).

constant() -> proper_types:oneof([1, 2, 3, ~"a", b]).

variable() -> proper_types:oneof([{var, x}, {var, y}, {var, z}]).

argument() -> proper_types:frequency([{5, variable()}, {1, constant()}, {1, '_'}]).

%% Two relations of facts, and three that rules make, the last of which may use the negation of the others.
facts() ->
    proper_types:list(
        proper_types:oneof([
            proper_types:tuple([e, proper_types:fixed_list([constant(), constant()])]),
            proper_types:tuple([n, proper_types:fixed_list([constant()])]),
            proper_types:tuple([p, proper_types:fixed_list([constant(), constant()])])
        ])
    ).

positive() ->
    proper_types:oneof([
        proper_types:tuple([Relation, proper_types:fixed_list([argument(), argument()])])
     || Relation <- [e, p, q]
    ] ++ [proper_types:tuple([n, proper_types:fixed_list([argument()])])]).

rules() -> proper_types:list(?LET({Rule, Final}, {rule(), final()}, proper_types:oneof([Rule, Final]))).

rule() ->
    ?LET(Body, proper_types:non_empty(proper_types:list(positive())),
        ?LET({Relation, Extra}, {proper_types:oneof([p, q]), comparisons(Body)},
            ?LET(Terms, head(Body), {{Relation, Terms}, Extra ++ Body}))).

final() ->
    ?LET(Body, proper_types:non_empty(proper_types:list(positive())),
        ?LET({Extra, Relation, Negated}, {comparisons(Body), proper_types:oneof([e, p, q]), terms(Body, ['_'])},
            ?LET(Terms, head(Body), {{r, Terms}, Extra ++ [{'not', {Relation, Negated}} | Body]}))).

comparisons(Body) ->
    ?LET(
        Compared,
        proper_types:list(
            proper_types:tuple([proper_types:oneof(['==', '!=', '<', '<=', '>', '>=']), term(Body, []), term(Body, [])])
        ),
        lists:sublist(Compared, 1)
    ).

head(Body) -> terms(Body, []).

terms(Body, More) -> proper_types:fixed_list([term(Body, More), term(Body, More)]).

term(Body, More) ->
    Variables = lists:usort([Term || {_, Terms} <- Body, {var, _} = Term <- Terms]),
    proper_types:oneof(Variables ++ Variables ++ [constant() | More]).

prop_same_as_naive() ->
    ?FORALL({Facts, Rules}, {facts(), rules()},
        begin
            Model = mochi_datalog:solve(Facts, Rules),
            Expected = naive(lists:usort(Facts), Rules),
            Actual = [
                {Relation, [maps:get(Name, Row) || Name <- Names]}
             || {Relation, Names} <- [{e, [a, b]}, {n, [a]}, {p, [a, b]}, {q, [a, b]}, {r, [a, b]}],
                Row <- mochi_datalog:rows(Model, {Relation, [{var, Name} || Name <- Names]})
            ],
            ok = mochi_datalog:free(Model),
            ?same(Expected, lists:usort(Actual))
        end).

%% r is the last stratum: nothing depends on it.
naive(Facts, Rules) ->
    {Last, First} = lists:partition(fun({{Relation, _}, _}) -> Relation =:= r end, Rules),
    fixpoint(fixpoint(Facts, First), Last).

fixpoint(Facts, Rules) ->
    New = [
        {Relation, [apply_to(Term, Env) || Term <- Terms]}
     || {{Relation, Terms}, Body} <- Rules,
        Env <- solutions(Body, Facts)
    ],
    case lists:usort(New ++ Facts) of
        Facts -> Facts;
        More -> fixpoint(More, Rules)
    end.

solutions(Body, Facts) ->
    {Positive, Tests} = lists:partition(fun(C) -> tuple_size(C) =:= 2 andalso element(1, C) =/= 'not' end, Body),
    Envs = lists:foldl(
        fun({Relation, Terms}, Sofar) ->
            lists:usort([
                New || Env <- Sofar, {Known, Values} <- Facts, Known =:= Relation, New <- match(Terms, Values, Env)
            ])
        end,
        [#{}],
        Positive
    ),
    [Env || Env <- Envs, lists:all(fun(Test) -> holds(Test, Env, Facts) end, Tests)].

match([], [], Env) -> [Env];
match(['_' | Terms], [_ | Values], Env) -> match(Terms, Values, Env);
match([{var, Name} | Terms], [Value | Values], Env) ->
    case Env of
        #{Name := Value} -> match(Terms, Values, Env);
        #{Name := _} -> [];
        #{} -> match(Terms, Values, Env#{Name => Value})
    end;
match([Value | Terms], [Value | Values], Env) -> match(Terms, Values, Env);
match(_, _, _) -> [].

holds({'not', {Relation, Terms}}, Env, Facts) ->
    Bound = [case Term of '_' -> '_'; _ -> apply_to(Term, Env) end || Term <- Terms],
    not lists:any(fun({Known, Values}) -> Known =:= Relation andalso match(Bound, Values, #{}) =/= [] end, Facts);
holds({Operator, A, B}, Env, _) ->
    Order = mochi_order:compare(apply_to(A, Env), apply_to(B, Env)),
    lists:member(Order, maps:get(Operator, #{
        '==' => [eq], '!=' => [lt, gt], '<' => [lt], '<=' => [lt, eq], '>' => [gt], '>=' => [gt, eq]
    })).

apply_to({var, Name}, Env) -> map_get(Name, Env);
apply_to(Value, _) -> Value.
