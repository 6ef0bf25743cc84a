-module(mochi_datalog_plan).
-moduledoc """
Plans the evaluation of one Datalog rule.

A plan starts from the facts of one literal and goes through the others: those that give no value that something else
needs are tested, the one with the most known values is looked up next, comparisons and negations come as soon as their
variables have values. When the values of the head are known before the body is through, a fact that is there already is
not found again. What is known is a tuple that grows by the values of each literal; a plan names its positions.

`m:mochi_datalog_engine` makes funs of plans.

```erlang
1> Rule = {{p, [{var, x}, {var, z}]}, [{p, [{var, x}, {var, y}]}, {e, [{var, y}, {var, z}]}]}, tuple_size(Rule).
2
2> mochi_datalog_plan:deltas(Rule, [p]).
[{p, p, [{e, [1]}], [], [{lookup, 2, e, [1], [{known, 2}], []}, {head, [{known, 1}, {known, 3}]}]}]
```
""".

-export([
    start/1,
    deltas/2,
    entry/2
]).

-export_type([
    plan/0,
    value/0,
    step/0
]).

-doc "A constant, or what is at a position of the tuple of known values.".
-type value() :: {constant, term()} | {known, pos_integer()}.

-doc """
One step. A lookup has how many values are known before it, the relation, the positions of its index, the key, and which
of the values have to be the same afterwards.
""".
-type step() ::
    {lookup, non_neg_integer(), mochi_datalog:relation(), [pos_integer()], [value()], [{value(), value()}]}
    | {all, mochi_datalog:relation(), [{value(), value()}]}
    | {present | absent, mochi_datalog:relation(), [value()]}
    | {present | absent, mochi_datalog:relation(), [pos_integer()], [value()]}
    | {compare, atom(), value(), value()}
    | {head, [value()]}.

-doc "The head's relation, the relation to start from, the indexes needed, what must be the same at first, the steps.".
-type plan() :: {
    mochi_datalog:relation(),
    mochi_datalog:relation() | none,
    [{mochi_datalog:relation(), [pos_integer()]}],
    [{value(), value()}],
    [step()]
}.

-doc """
The plan of a rule that is evaluated once: it starts from its first literal that gives a value, if there is one.

```erlang
1> mochi_datalog_plan:start({{a, [1]}, []}).
{a, none, [], [], [{head, [{constant, 1}]}]}
2> mochi_datalog_plan:start({{a, [1]}, [{b, ['_', 2]}]}).
{a, none, [{b, [2]}], [], [{present, b, [2], [{constant, 2}]}, {head, [{constant, 1}]}]}
```
""".
-spec start(mochi_datalog:rule()) -> plan().
start(Rule) ->
    {Head, Body} = anonymous(Rule),
    case lists:splitwith(fun(Condition) -> not gives_values(Condition) end, Body) of
        {_, []} -> plan(Head, none, Body);
        {Before, [First | After]} -> plan(Head, First, Before ++ After)
    end.

-doc """
The plans of a recursive rule: one for each literal of the relations that change.

```erlang
1> Rule = {{p, [{var, x}]}, [{p, [{var, x}]}, {p, [1]}]}, length(mochi_datalog_plan:deltas(Rule, [p])).
2
```
""".
-spec deltas(mochi_datalog:rule(), [mochi_datalog:relation()]) -> [plan()].
deltas(Rule, Changing) ->
    {Head, Body} = anonymous(Rule),
    deltas(Head, [], Body, Changing).

deltas(Head, Before, [{Relation, _} = Literal | After], Changing) when Relation =/= 'not' ->
    case lists:member(Relation, Changing) of
        true ->
            [plan(Head, Literal, lists:reverse(Before, After)) | deltas(Head, [Literal | Before], After, Changing)];
        false ->
            deltas(Head, [Literal | Before], After, Changing)
    end;
deltas(Head, Before, [Condition | After], Changing) ->
    deltas(Head, [Condition | Before], After, Changing);
deltas(_, _, [], _) ->
    [].

-doc """
What an index by some positions holds of a fact: the values there as the key, then the other values.

```erlang
1> mochi_datalog_plan:entry({a, b, c}, [2]).
{b, a, c}
2> mochi_datalog_plan:entry({a, b, c}, [1, 3]).
{{a, c}, b}
```
""".
-spec entry(tuple(), [pos_integer()]) -> tuple().
entry({A, B}, [1]) -> {A, B};
entry({A, B}, [2]) -> {B, A};
entry(Values, [Position]) ->
    list_to_tuple([element(Position, Values) | others(Values, [Position])]);
entry(Values, Positions) ->
    list_to_tuple([list_to_tuple([element(Position, Values) || Position <- Positions]) | others(Values, Positions)]).

others(Values, Positions) ->
    [Value || {Position, Value} <- lists:enumerate(tuple_to_list(Values)), not lists:member(Position, Positions)].

%% ---------------------------------------------------------------------------------------------------------------------

%% A variable that is in one place only stands for any value.
anonymous({{Relation, Terms}, Body}) ->
    Places = lists:append([Terms | [terms(Condition) || Condition <- Body]]),
    Repeated = Places -- lists:usort(Places),
    Rename = fun
        ({var, _} = Term) ->
            case lists:member(Term, Repeated) of
                true -> Term;
                false -> '_'
            end;
        (Term) ->
            Term
    end,
    {{Relation, Terms}, [renamed(Condition, Rename) || Condition <- Body]}.

terms({'not', {_, Terms}}) -> Terms;
terms({_, Terms}) -> Terms;
terms({_, A, B}) -> [A, B].

renamed({Relation, Terms}, Rename) when Relation =/= 'not' -> {Relation, lists:map(Rename, Terms)};
renamed(Condition, _) -> Condition.

gives_values({'not', _}) -> false;
gives_values({_, Terms}) -> lists:any(fun(Term) -> is_tuple(Term) end, Terms);
gives_values({_, _, _}) -> false.

plan(Head, none, Body) ->
    plan(Head, none, Body, #{}, [], 0);
plan(Head, {First, Terms}, Body) ->
    {Variables, Checks} = bind(Terms, 1, #{}, []),
    plan(Head, First, Body, Variables, Checks, length(Terms)).

plan({Relation, _} = Head, First, Body, Variables, Checks, Width) ->
    {Steps, Indexes} = steps(Body, Head, Variables, Width, [], []),
    {Relation, First, Indexes, Checks, Steps}.

%% Variables says where the value of each variable is, Width how many values are known.
steps([], {_, Terms}, Variables, _, Steps, Indexes) ->
    {lists:reverse(Steps, [{head, [value(Term, Variables) || Term <- Terms]}]), lists:usort(Indexes)};
steps(Body, Head, Variables, Width, Steps, Indexes) ->
    case lists:partition(fun(Condition) -> is_test(Condition, Variables) end, Body) of
        {[], _} ->
            {Relation, Terms} = Literal = most_known(Body, Variables),
            Rest = lists:delete(Literal, Body),
            Known = [{Position, Term} || {Position, Term} <- lists:enumerate(Terms), is_known(Term, Variables)],
            Open = [Term || Term <- Terms, not is_known(Term, Variables)],
            {Extended, Checks} = bind(Open, Width + 1, Variables, []),
            {Positions, Keys} = lists:unzip(Known),
            Step =
                case Positions of
                    [] -> {all, Relation, Checks};
                    _ -> {lookup, Width, Relation, Positions, [value(Key, Variables) || Key <- Keys], Checks}
                end,
            Before = [element(1, test({'not', Head}, Variables)) || is_test(Head, Variables)] ++ Steps,
            More = [{Relation, Positions} || Positions =/= []] ++ Indexes,
            steps(Rest, Head, Extended, Width + length(Open), [Step | Before], More);
        {Tests, Rest} ->
            {TestSteps, TestIndexes} = lists:unzip([test(Test, Variables) || Test <- Tests]),
            steps(Rest, Head, Variables, Width, lists:reverse(TestSteps, Steps), lists:append([Indexes | TestIndexes]))
    end.

is_test({'not', Literal}, Variables) ->
    is_test(Literal, Variables);
is_test({_, Terms}, Variables) ->
    lists:all(fun(Term) -> Term =:= '_' orelse is_known(Term, Variables) end, Terms);
is_test({_, A, B}, Variables) ->
    is_known(A, Variables) andalso is_known(B, Variables).

test({'not', Literal}, Variables) -> test(absent, Literal, Variables);
test({_, _} = Literal, Variables) -> test(present, Literal, Variables);
test({Operator, A, B}, Variables) -> {{compare, Operator, value(A, Variables), value(B, Variables)}, []}.

test(Expected, {Relation, Terms}, Variables) ->
    case lists:member('_', Terms) of
        true ->
            Known = [{Position, value(Term, Variables)} || {Position, Term} <- lists:enumerate(Terms), Term =/= '_'],
            {Positions, Keys} = lists:unzip(Known),
            {{Expected, Relation, Positions, Keys}, [{Relation, Positions} || Positions =/= []]};
        false ->
            {{Expected, Relation, [value(Term, Variables) || Term <- Terms]}, []}
    end.

%% The first of the literals with the most known values.
most_known(Body, Variables) ->
    Counted = [
        {length([Term || Term <- Terms, is_known(Term, Variables)]), Literal}
     || {Relation, Terms} = Literal <- Body, Relation =/= 'not'
    ],
    Most = lists:max([Count || {Count, _} <- Counted]),
    element(2, lists:keyfind(Most, 1, Counted)).

bind([{var, Name} | Terms], Position, Variables, Checks) ->
    case Variables of
        #{Name := Known} -> bind(Terms, Position + 1, Variables, [{{known, Position}, Known} | Checks]);
        #{} -> bind(Terms, Position + 1, Variables#{Name => {known, Position}}, Checks)
    end;
bind(['_' | Terms], Position, Variables, Checks) ->
    bind(Terms, Position + 1, Variables, Checks);
bind([Constant | Terms], Position, Variables, Checks) ->
    bind(Terms, Position + 1, Variables, [{{known, Position}, {constant, Constant}} | Checks]);
bind([], _, Variables, Checks) ->
    {Variables, Checks}.

is_known({var, Name}, Variables) -> is_map_key(Name, Variables);
is_known(Term, _) -> Term =/= '_'.

value({var, Name}, Variables) -> map_get(Name, Variables);
value(Constant, _) -> {constant, Constant}.
