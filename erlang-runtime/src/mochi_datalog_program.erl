-module(mochi_datalog_program).
-moduledoc """
Checks a Datalog program and puts its rules into the order in which they can be evaluated.

`m:mochi_datalog` describes rules and facts. A program is refused when

* a relation has different numbers of values in two places,
* a variable of a head, of a negation or of a comparison is in no positive literal of the body (so that it would stand
  for every value there is),
* a relation depends on itself through a negation; the message names the cycle.

```erlang
1> Win = {{win, [{var, x}]}, [{move, [{var, x}, {var, y}]}, {'not', {win, [{var, y}]}}]}, tuple_size(Win).
2
2> mochi_datalog_program:strata([Win]).
** {mochi_error, mochi_err_type, ~"the rules cannot be stratified: win depends on its own negation: win -> not win"}
```
""".

-export([
    strata/1,
    needed/2,
    fact/1,
    literal/1,
    literal_text/1
]).

-define(IS_CONSTANT(Value), (is_binary(Value) orelse is_integer(Value) orelse (is_atom(Value) andalso Value =/= '_'))).
-define(IS_RELATION(Value), (is_binary(Value) orelse (is_atom(Value) andalso Value =/= 'not'))).
-define(IS_COMPARISON(Operator),
    (Operator =:= '==' orelse Operator =:= '!=' orelse Operator =:= '<' orelse Operator =:= '<=' orelse
        Operator =:= '>' orelse Operator =:= '>=')
).

-doc """
Checks rules and gives them in groups: those of a group depend on one another and on earlier groups only.

```erlang
1> [First, _] = mochi_datalog_program:strata([{{b, [{var, x}]}, [{a, [{var, x}]}]}, {{a, [1]}, []}]), First.
[{{a, [1]}, []}]
```
""".
-spec strata([mochi_datalog:rule()]) -> [[mochi_datalog:rule()]].
strata(Rules) when is_list(Rules) ->
    lists:foreach(fun check/1, Rules),
    _ = lists:foldl(fun check_arities/2, #{}, Rules),
    Graph = digraph:new(),
    try
        Condensed = dependencies(Graph, Rules),
        try
            [
                Group
             || Relations <- digraph_utils:topsort(Condensed),
                Group <- [[Rule || {{Head, _}, _} = Rule <- Rules, lists:member(Head, Relations)]],
                Group =/= []
            ]
        after
            digraph:delete(Condensed)
        end
    after
        digraph:delete(Graph)
    end;
strata(Value) ->
    mochi_core:type_error(~"list of rules", Value).

-doc """
The rules that a relation depends on.

```erlang
1> Rules = [{{b, [{var, x}]}, [{a, [{var, x}]}]}, {{c, [1]}, []}], length(mochi_datalog_program:needed(b, Rules)).
1
```
""".
-spec needed(mochi_datalog:relation(), [mochi_datalog:rule()]) -> [mochi_datalog:rule()].
needed(Relation, Rules) ->
    Needed = needed([Relation], Rules, #{}),
    [Rule || {{Head, _}, _} = Rule <- Rules, is_map_key(Head, Needed)].

needed([Relation | Rest], Rules, Needed) when is_map_key(Relation, Needed) -> needed(Rest, Rules, Needed);
needed([Relation | Rest], Rules, Needed) ->
    Below = [Used || {{Head, _}, Body} <- Rules, Head =:= Relation, {_, Used} <- uses(Body)],
    needed(Below ++ Rest, Rules, Needed#{Relation => []});
needed([], _, Needed) ->
    Needed.

-doc """
A fact, or the error that it is none.

```erlang
1> mochi_datalog_program:fact({parent, [~"ann", ~"bob"]}).
{parent, [~"ann", ~"bob"]}
2> mochi_datalog_program:fact({parent, [~"ann", 1.5]}).
** {mochi_error, mochi_err_type, ~"expected string, int or atom in a fact of parent, got 1.5 (float)"}
```
""".
-spec fact(mochi_datalog:fact()) -> mochi_datalog:fact().
fact({Relation, Values} = Fact) when ?IS_RELATION(Relation), is_list(Values) ->
    lists:foreach(
        fun
            (Value) when ?IS_CONSTANT(Value) -> ok;
            (Value) -> mochi_core:type_error(<<"string, int or atom in a fact of ", (name(Relation))/binary>>, Value)
        end,
        Values
    ),
    Fact;
fact(Value) ->
    mochi_core:type_error(~"fact", Value).

-doc """
A relation with terms, or the error that it is none.

```erlang
1> mochi_datalog_program:literal({parent, [{var, x}, '_']}).
{parent, [{var, x}, '_']}
```
""".
-spec literal(mochi_datalog:literal()) -> mochi_datalog:literal().
literal({Relation, Terms} = Literal) when ?IS_RELATION(Relation), is_list(Terms) ->
    lists:foreach(fun check_term/1, Terms),
    Literal;
literal(Value) ->
    mochi_core:type_error(~"relation with its terms", Value).

-doc """
The text of a literal, for messages.

```erlang
1> mochi_datalog_program:literal_text({parent, [{var, x}, ~"bob", '_']}).
~"parent(x, \"bob\", _)"
```
""".
-spec literal_text(mochi_datalog:literal() | mochi_datalog:condition()) -> binary().
literal_text({'not', Literal}) -> <<"not ", (literal_text(Literal))/binary>>;
literal_text({Operator, A, B}) -> iolist_to_binary([term_text(A), $\s, atom_to_binary(Operator), $\s, term_text(B)]);
literal_text({Relation, Terms}) ->
    iolist_to_binary([name(Relation), $(, lists:join(~", ", [term_text(Term) || Term <- Terms]), $)]).

term_text({var, Name}) -> name(Name);
term_text('_') -> ~"_";
term_text(Value) -> mochi_format:nested(Value).

name(Name) when is_atom(Name) -> atom_to_binary(Name);
name(Name) when is_binary(Name) -> Name;
name(Name) -> mochi_format:excerpt(Name).

%% ---------------------------------------------------------------------------------------------------------------------
%% Safety
%% ---------------------------------------------------------------------------------------------------------------------

check({Head, Body} = Rule) when is_tuple(Head), is_list(Body) ->
    {_, Terms} = literal(Head),
    lists:foreach(fun check_condition/1, Body),
    Bound = lists:usort([Name || {Relation, Args} <- Body, Relation =/= 'not', {var, Name} <- Args]),
    lists:member('_', Terms) andalso unsafe(Rule, ~"_", ~"the head"),
    check_bound(Terms, Bound, ~"the head", Rule),
    lists:foreach(
        fun
            ({'not', {_, Args}} = Condition) -> check_bound(Args, Bound, literal_text(Condition), Rule);
            ({_, A, B} = Condition) -> check_bound([A, B], Bound, literal_text(Condition), Rule);
            (_) -> ok
        end,
        Body
    );
check(Value) ->
    mochi_core:type_error(~"rule", Value).

check_condition({'not', Literal}) ->
    literal(Literal);
check_condition({Operator, A, B}) when ?IS_COMPARISON(Operator) ->
    check_term(A),
    check_term(B),
    (A =:= '_' orelse B =:= '_') andalso mochi_core:type_error(~"variable or value in a comparison", ~"_");
check_condition(Literal) ->
    literal(Literal).

check_term({var, Name}) when is_binary(Name); is_atom(Name) -> ok;
check_term('_') -> ok;
check_term(Value) when ?IS_CONSTANT(Value) -> ok;
check_term(Value) -> mochi_core:type_error(~"variable, string, int or atom", Value).

check_bound(Terms, Bound, Where, Rule) ->
    case [Name || {var, Name} <- Terms, not lists:member(Name, Bound)] of
        [] -> ok;
        [Name | _] -> unsafe(Rule, name(Name), Where)
    end.

-spec unsafe(mochi_datalog:rule(), binary(), binary()) -> no_return().
unsafe({Head, Body}, Name, Where) ->
    mochi_core:raise(mochi_err_type, [
        ~"the variable ", Name, ~" of ", Where, ~" is in no positive literal of the rule ", literal_text(Head),
        [[~" :- ", lists:join(~", ", [literal_text(Condition) || Condition <- Body])] || Body =/= []]
    ]).

check_arities({Head, Body}, Arities) ->
    Negative = [Literal || {'not', Literal} <- Body],
    Positive = [Literal || {Relation, _} = Literal <- Body, Relation =/= 'not'],
    lists:foldl(fun check_arity/2, Arities, [Head | Negative ++ Positive]).

check_arity({Relation, Terms} = Literal, Arities) ->
    Arity = length(Terms),
    case Arities of
        #{Relation := Arity} -> Arities;
        #{Relation := Other} ->
            mochi_core:raise(mochi_err_type, [
                name(Relation), ~" has ", integer_to_binary(Other), ~" values elsewhere: ", literal_text(Literal)
            ]);
        #{} -> Arities#{Relation => Arity}
    end.

%% ---------------------------------------------------------------------------------------------------------------------
%% Strata
%% ---------------------------------------------------------------------------------------------------------------------

%% The graph of what is used by what, with cycles drawn together to one vertex.
dependencies(Graph, Rules) ->
    Edges = [{Head, Sign, Used} || {{Head, _}, Body} <- Rules, {Sign, Used} <- uses(Body)],
    lists:foreach(fun({{Head, _}, _}) -> digraph:add_vertex(Graph, Head) end, Rules),
    lists:foreach(
        fun({Head, Sign, Used}) ->
            digraph:add_vertex(Graph, Used),
            digraph:add_edge(Graph, Used, Head, Sign)
        end,
        Edges
    ),
    lists:foreach(
        fun
            ({Head, negative, Used}) -> check_cycle(Graph, Head, Used, Edges);
            (_) -> ok
        end,
        Edges
    ),
    digraph_utils:condensation(Graph).

check_cycle(_, Relation, Relation, _) ->
    cycle(Relation, [~"not ", name(Relation)]);
check_cycle(Graph, Head, Used, Edges) ->
    case digraph:get_short_path(Graph, Head, Used) of
        false ->
            ok;
        Path ->
            %% From the negated relation back to the head; the path goes from what is used to what uses it.
            [_ | Back] = lists:reverse(Path),
            cycle(Head, [~"not ", name(Used) | steps(Used, Back, Edges)])
    end.

steps(From, [To | Rest], Edges) ->
    Sign =
        case lists:member({From, positive, To}, Edges) of
            true -> [];
            false -> ~"not "
        end,
    [~" -> ", Sign, name(To) | steps(To, Rest, Edges)];
steps(_, [], _) ->
    [].

-spec cycle(mochi_datalog:relation(), unicode:chardata()) -> no_return().
cycle(Relation, Steps) ->
    mochi_core:raise(mochi_err_type, [
        ~"the rules cannot be stratified: ", name(Relation), ~" depends on its own negation: ", name(Relation), ~" -> ",
        Steps
    ]).

uses(Body) ->
    [
        case Condition of
            {'not', {Relation, _}} -> {negative, Relation};
            {Relation, _} -> {positive, Relation}
        end
     || Condition <- Body, tuple_size(Condition) =:= 2
    ].
