-module(mochi_datalog).
-moduledoc """
Datalog: facts, and rules from which more facts follow.

A fact is `{Relation, [Value]}` with strings, ints and atoms as values. A rule is `{Head, Body}`: the head `{Relation,
[Term]}` holds when every condition of the body does. A term is a value, `{var, Name}`, or `'_'` for any value. A
condition is `{Relation, [Term]}`, `{'not', {Relation, [Term]}}`, or a comparison `{'<', Term, Term}` with one of `==`,
`!=`, `<`, `<=`, `>`, `>=`, in the order of `m:mochi_order`. Rules may be recursive, negation must not go in a circle;
`m:mochi_datalog_program` has the rules that a program must keep.

`solve/2` derives everything at once into tables of the calling process. A database, `new/0`, holds facts and rules that
change; its tables belong to `m:mochi_datalog_ets` and outlive whoever made them. `query/2` of a database derives what
the asked relation depends on.

```erlang
1> [X, Y, Z] = [{var, Name} || Name <- [x, y, z]].
[{var, x}, {var, y}, {var, z}]
2> Path = {{path, [X, Y]}, [{edge, [X, Y]}]}, tuple_size(Path).
2
3> Further = {{path, [X, Z]}, [{path, [X, Y]}, {edge, [Y, Z]}]}, tuple_size(Further).
2
4> Model = mochi_datalog:solve([{edge, [1, 2]}, {edge, [2, 3]}], [Path, Further]), mochi_datalog:count(Model, path).
3
5> mochi_datalog:rows(Model, {path, [1, {var, to}]}).
[#{to => 2}, #{to => 3}]
6> mochi_datalog:free(Model).
ok
```
""".

%% All at once
-export([
    solve/2,
    rows/2,
    count/2,
    free/1
]).

%% Databases
-export([
    new/0,
    new/1,
    delete/1,
    assert/2,
    retract/2,
    rule/2,
    facts/2,
    rules/1,
    query/2
]).

-export_type([
    relation/0,
    value/0,
    term_of/0,
    literal/0,
    condition/0,
    rule/0,
    fact/0,
    row/0,
    model/0,
    database/0
]).

-doc "The name of a relation.".
-type relation() :: atom() | binary().

-doc "What facts are made of.".
-type value() :: binary() | integer() | atom().

-doc "A value, a variable, or `'_'`, which stands for any value.".
-type term_of() :: value() | {var, Name :: atom() | binary()}.

-doc "A relation with its terms.".
-type literal() :: {relation(), [term_of()]}.

-doc "What a body is made of.".
-type condition() :: literal() | {'not', literal()} | {Comparison :: atom(), term_of(), term_of()}.

-doc "A head and what it follows from.".
-type rule() :: {literal(), [condition()]}.

-doc "A relation with values.".
-type fact() :: {relation(), [value()]}.

-doc "The value of each variable of a query.".
-type row() :: #{atom() | binary() => value()}.

-doc "Everything that follows; of use to the process that solved it, until it is freed.".
-opaque model() :: {mochi_datalog_model, mochi_datalog_engine:engine()}.

-doc "Facts and rules that change.".
-opaque database() :: {mochi_datalog_database, mochi_datalog_ets:id()}.

%% ---------------------------------------------------------------------------------------------------------------------
%% All at once
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Derives all that follows from facts by rules.

```erlang
1> Adult = {{adult, [{var, who}]}, [{age, [{var, who}, {var, years}]}, {'>=', {var, years}, 18}]}, tuple_size(Adult).
2
2> Model = mochi_datalog:solve([{age, [~"ann", 17]}, {age, [~"bob", 18]}], [Adult]), mochi_datalog:count(Model, adult).
1
3> mochi_datalog:rows(Model, {adult, [{var, who}]}).
[#{who => ~"bob"}]
```
""".
-spec solve([fact()], [rule()]) -> model().
solve(Facts, Rules) when is_list(Facts) ->
    Strata = mochi_datalog_program:strata(Rules),
    Arities = #{Relation => length(Terms) || {{Relation, Terms}, _} <- Rules},
    Sources = sources(lists:reverse(Facts), Arities, #{}),
    {mochi_datalog_model, mochi_datalog_engine:evaluate(Sources, Strata)};
solve(Value, _) ->
    mochi_core:type_error(~"list of facts", Value).

-doc """
The facts of a model that fit a literal, as the values of its variables: each once, in ascending order.

```erlang
1> Model = mochi_datalog:solve([{edge, [1, 2]}, {edge, [1, 1]}], []), mochi_datalog:count(Model, edge).
2
2> mochi_datalog:rows(Model, {edge, [{var, x}, {var, x}]}).
[#{x => 1}]
3> mochi_datalog:rows(Model, {edge, [1, '_']}).
[#{}]
```
""".
-spec rows(model(), literal()) -> [row()].
rows({mochi_datalog_model, Engine}, Literal) ->
    {Relation, Terms} = mochi_datalog_program:literal(Literal),
    Names = lists:foldl(fun add_name/2, [], Terms),
    Found = [Values || Values <- mochi_datalog_engine:facts(Relation, Engine), fits(Terms, Values)],
    Rows = [[element(map_get(Name, positions(Terms)), Values) || Name <- Names] || Values <- Found],
    [maps:from_list(lists:zip(Names, Row)) || Row <- unique(mochi_order:sort(Rows))];
rows(Value, _) ->
    mochi_core:type_error(~"datalog model", Value).

-doc """
The number of facts of a relation in a model.

```erlang
1> mochi_datalog:count(mochi_datalog:solve([{edge, [1, 2]}, {edge, [1, 2]}], []), edge).
1
```
""".
-spec count(model(), relation()) -> non_neg_integer().
count({mochi_datalog_model, Engine}, Relation) -> mochi_datalog_engine:count(Relation, Engine);
count(Value, _) -> mochi_core:type_error(~"datalog model", Value).

-doc """
Gives the memory of a model back; the end of the process does so, too.

```erlang
1> mochi_datalog:free(mochi_datalog:solve([], [])).
ok
```
""".
-spec free(model()) -> ok.
free({mochi_datalog_model, Engine}) -> mochi_datalog_engine:delete(Engine);
free(Value) -> mochi_core:type_error(~"datalog model", Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Databases
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
A database without facts and rules.

```erlang
1> Database = mochi_datalog:new(), mochi_datalog:assert(Database, {likes, [~"ann", ~"tea"]}).
true
2> mochi_datalog:query(Database, {likes, [{var, who}, ~"tea"]}).
[#{who => ~"ann"}]
3> mochi_datalog:delete(Database).
ok
```
""".
-spec new() -> database().
new() -> {mochi_datalog_database, mochi_datalog_ets:create()}.

-doc """
The database with a name; it is made when there is none.

```erlang
1> Database = mochi_datalog:new(~"family"), Database =:= mochi_datalog:new(~"family").
true
2> mochi_datalog:delete(Database).
ok
```
""".
-spec new(Name :: binary()) -> database().
new(Name) when is_binary(Name) -> {mochi_datalog_database, mochi_datalog_ets:create(Name)};
new(Value) -> mochi_core:type_error(~"string", Value).

-doc """
Deletes a database with its facts and rules.

```erlang
1> mochi_datalog:delete(mochi_datalog:new()).
ok
```
""".
-spec delete(database()) -> ok.
delete({mochi_datalog_database, Id}) -> mochi_datalog_ets:delete(Id);
delete(Value) -> mochi_core:type_error(~"datalog database", Value).

-doc """
Adds a fact; whether it is new.

```erlang
1> Database = mochi_datalog:new(), [mochi_datalog:assert(Database, {n, [1]}), mochi_datalog:assert(Database, {n, [1]})].
[true, false]
2> mochi_datalog:delete(Database).
ok
```
""".
-spec assert(database(), fact()) -> boolean().
assert({mochi_datalog_database, Id}, Fact) ->
    {Relation, Values} = mochi_datalog_program:fact(Fact),
    mochi_datalog_ets:insert(Id, Relation, list_to_tuple(Values));
assert(Value, _) ->
    mochi_core:type_error(~"datalog database", Value).

-doc """
Takes a fact back; whether there was one.

```erlang
1> Database = mochi_datalog:new(), mochi_datalog:retract(Database, {n, [1]}).
false
2> mochi_datalog:delete(Database).
ok
```
""".
-spec retract(database(), fact()) -> boolean().
retract({mochi_datalog_database, Id}, Fact) ->
    {Relation, Values} = mochi_datalog_program:fact(Fact),
    mochi_datalog_ets:remove(Id, Relation, list_to_tuple(Values));
retract(Value, _) ->
    mochi_core:type_error(~"datalog database", Value).

-doc """
Adds a rule. One with which the rules could not be evaluated is refused, and the rules stay as they were.

```erlang
1> Database = mochi_datalog:new(), mochi_datalog:rules(Database).
[]
2> mochi_datalog:rule(Database, {{odd, [{var, x}]}, [{n, [{var, x}]}, {'not', {odd, [{var, x}]}}]}).
** {mochi_error, mochi_err_type, ~"the rules cannot be stratified: odd depends on its own negation: odd -> not odd"}
3> mochi_datalog:delete(Database).
ok
```
""".
-spec rule(database(), rule()) -> ok.
rule({mochi_datalog_database, Id}, Rule) ->
    _ = mochi_datalog_program:strata([Rule]),
    mochi_datalog_ets:add_rule(Id, Rule);
rule(Value, _) ->
    mochi_core:type_error(~"datalog database", Value).

-doc """
The facts of a relation that were asserted, in ascending order.

```erlang
1> Database = mochi_datalog:new(), [mochi_datalog:assert(Database, {n, [N]}) || N <- [2, 1]].
[true, true]
2> mochi_datalog:facts(Database, n).
[{n, [1]}, {n, [2]}]
3> mochi_datalog:delete(Database).
ok
```
""".
-spec facts(database(), relation()) -> [fact()].
facts({mochi_datalog_database, Id}, Relation) ->
    case mochi_datalog_ets:tables(Id) of
        #{Relation := Table} ->
            Facts = [tuple_to_list(Values) || {Values} <- ets:tab2list(Table)],
            [{Relation, Values} || Values <- mochi_order:sort(Facts)];
        #{} ->
            []
    end;
facts(Value, _) ->
    mochi_core:type_error(~"datalog database", Value).

-doc """
The rules, in the order in which they were added.

```erlang
1> Database = mochi_datalog:new(), mochi_datalog:rules(Database).
[]
2> mochi_datalog:delete(Database).
ok
```
""".
-spec rules(database()) -> [rule()].
rules({mochi_datalog_database, Id}) -> mochi_datalog_ets:rules(Id);
rules(Value) -> mochi_core:type_error(~"datalog database", Value).

-doc """
The rows that fit a literal, as `rows/2`; only rules that it depends on are evaluated.

```erlang
1> Database = mochi_datalog:new(), mochi_datalog:rule(Database, {{b, [{var, x}]}, [{a, [{var, x}]}]}).
ok
2> [mochi_datalog:assert(Database, {a, [~"x"]}), mochi_datalog:query(Database, {b, [{var, x}]})].
[true, [#{x => ~"x"}]]
3> mochi_datalog:delete(Database).
ok
```
""".
-spec query(database(), literal()) -> [row()].
query({mochi_datalog_database, Id}, Literal) ->
    {Relation, _} = mochi_datalog_program:literal(Literal),
    Strata = mochi_datalog_program:strata(mochi_datalog_program:needed(Relation, mochi_datalog_ets:rules(Id))),
    Engine = mochi_datalog_engine:evaluate(mochi_datalog_ets:tables(Id), Strata),
    try
        rows({mochi_datalog_model, Engine}, Literal)
    after
        mochi_datalog_engine:delete(Engine)
    end;
query(Value, _) ->
    mochi_core:type_error(~"datalog database", Value).

%% ---------------------------------------------------------------------------------------------------------------------

sources([Fact | Facts], Arities, Sources) ->
    {Relation, Values} = mochi_datalog_program:fact(Fact),
    Arity = length(Values),
    case Arities of
        #{Relation := Arity} ->
            sources(Facts, Arities, Sources#{Relation => [list_to_tuple(Values) | maps:get(Relation, Sources, [])]});
        #{Relation := Other} ->
            mochi_core:raise(mochi_err_type, [
                mochi_datalog_program:literal_text(Fact), ~" has another number of values than elsewhere, ",
                integer_to_binary(Other)
            ]);
        #{} ->
            sources([Fact | Facts], Arities#{Relation => Arity}, Sources)
    end;
sources([], _, Sources) ->
    Sources.

add_name({var, Name}, Names) ->
    case lists:member(Name, Names) of
        true -> Names;
        false -> Names ++ [Name]
    end;
add_name(_, Names) ->
    Names.

%% Where each variable is first.
positions(Terms) ->
    maps:from_list(lists:reverse([{Name, Position} || {Position, {var, Name}} <- lists:enumerate(Terms)])).

fits(Terms, Values) ->
    length(Terms) =:= tuple_size(Values) andalso fits(Terms, tuple_to_list(Values), #{}).

fits(['_' | Terms], [_ | Values], Variables) ->
    fits(Terms, Values, Variables);
fits([{var, Name} | Terms], [Value | Values], Variables) ->
    case Variables of
        #{Name := Value} -> fits(Terms, Values, Variables);
        #{Name := _} -> false;
        #{} -> fits(Terms, Values, Variables#{Name => Value})
    end;
fits([Value | Terms], [Value | Values], Variables) ->
    fits(Terms, Values, Variables);
fits([], [], _) ->
    true;
fits(_, _, _) ->
    false.

unique([Row, Row | Rows]) -> unique([Row | Rows]);
unique([Row | Rows]) -> [Row | unique(Rows)];
unique([]) -> [].
