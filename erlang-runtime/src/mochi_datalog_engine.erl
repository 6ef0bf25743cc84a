-module(mochi_datalog_engine).
-moduledoc """
Evaluates Datalog rules from the facts up, semi-naively: each round joins only what the round before found new.

Every relation is an ETS table of its facts. A literal whose values are partly known is looked up in an index, one more
table whose key is the values at those positions; indexes are made when a rule needs them and kept up with new facts.
An index that the rules at hand do not change is taken out of its table once, when the innermost loop goes through it.
Rules become chains of funs once. All tables belong to the process that evaluates. A relation that is the closure of
another one is kept in memory, see `m:mochi_datalog_closure`.

`m:mochi_datalog` is the way in.

```erlang
1> Strata = [[{{a, [1]}, []}], [{{b, [{var, x}]}, [{a, [{var, x}]}]}]], length(Strata).
2
2> Engine = mochi_datalog_engine:evaluate(#{}, Strata), mochi_datalog_engine:facts(b, Engine).
[{1}]
3> mochi_datalog_engine:delete(Engine).
ok
```
""".

-export([
    evaluate/2,
    facts/2,
    count/2,
    delete/1
]).

-export_type([
    engine/0,
    source/0
]).

-doc "The facts of a relation: as tuples of their values, or a table of tuples `{Values}` of somebody else.".
-type source() :: [tuple()] | ets:table().

-doc "The tables of the relations: its facts, and its indexes by the positions that are known; or a closure.".
-type engine() :: #{
    mochi_datalog:relation() =>
        {Facts :: ets:table(), own | other, Indexes :: #{[pos_integer()] => ets:table()}}
        | mochi_datalog_closure:closure()
}.

%% The new facts of a round; and, of those that share one value, the other values that came up since that value did.
%% Most facts come up many times, one after the other when the facts they follow from are in order: this keeps those
%% from being looked up in a table each time. The first ones of a value are not noted: often they are the only ones.
-type found() :: {New :: [tuple()], Shared :: term(), Recent :: #{term() => []}}.

%% A step of a rule: extends what is known by matching and hands it on.
-type step() :: fun((Known :: tuple(), found()) -> found()).

-doc """
Evaluates groups of rules in their order.

```erlang
1> Engine = mochi_datalog_engine:evaluate(#{a => [{1}, {2}]}, []), mochi_datalog_engine:count(a, Engine).
2
```
""".
-spec evaluate(#{mochi_datalog:relation() => source()}, [[mochi_datalog:rule()]]) -> engine().
evaluate(Sources, Strata) ->
    Heads = #{Head => [] || Rules <- Strata, {{Head, _}, _} <- Rules},
    Loaded = maps:map(
        fun
            (_, Facts) when is_list(Facts) -> own(Facts);
            (Relation, Table) when is_map_key(Relation, Heads) -> own([Values || {Values} <- ets:tab2list(Table)]);
            (_, Table) -> {Table, other, #{}}
        end,
        Sources
    ),
    Empty = #{Relation => own([]) || Rules <- Strata, Relation <- relations(Rules), not is_map_key(Relation, Loaded)},
    lists:foldl(fun stratum/2, maps:merge(Empty, Loaded), Strata).

-doc """
The facts of a relation, in no order.

```erlang
1> mochi_datalog_engine:facts(a, mochi_datalog_engine:evaluate(#{a => [{1}]}, [])).
[{1}]
```
""".
-spec facts(mochi_datalog:relation(), engine()) -> [tuple()].
facts(Relation, Engine) ->
    case Engine of
        #{Relation := {Table, _, _}} -> [Values || {Values} <- ets:tab2list(Table)];
        #{Relation := Closure} -> mochi_datalog_closure:facts(Closure);
        #{} -> []
    end.

-doc """
The number of facts of a relation.

```erlang
1> mochi_datalog_engine:count(b, mochi_datalog_engine:evaluate(#{a => [{1}]}, [])).
0
```
""".
-spec count(mochi_datalog:relation(), engine()) -> non_neg_integer().
count(Relation, Engine) ->
    case Engine of
        #{Relation := {Table, _, _}} -> ets:info(Table, size);
        #{Relation := Closure} -> mochi_datalog_closure:count(Closure);
        #{} -> 0
    end.

-doc """
Deletes the tables.

```erlang
1> mochi_datalog_engine:delete(mochi_datalog_engine:evaluate(#{a => [{1}]}, [])).
ok
```
""".
-spec delete(engine()) -> ok.
delete(Engine) ->
    maps:foreach(fun(_, Relation) -> delete_relation(Relation) end, Engine).

delete_relation({Table, Owner, Indexes}) ->
    Owner =:= own andalso ets:delete(Table),
    lists:foreach(fun ets:delete/1, maps:values(Indexes));
delete_relation({_, _}) ->
    ok.

own(Facts) ->
    Table = ets:new(?MODULE, [set, private]),
    true = ets:insert(Table, [{Values} || Values <- Facts]),
    {Table, own, #{}}.

relations(Rules) ->
    lists:append([
        [Head | [Relation || {'not', {Relation, _}} <- Body] ++ [Relation || {Relation, _} <- Body, Relation =/= 'not']]
     || {{Head, _}, Body} <- Rules
    ]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Rounds
%% ---------------------------------------------------------------------------------------------------------------------

stratum(Rules, Before) ->
    Engine = tabled(relations(Rules), Before),
    Heads = lists:usort([Head || {{Head, _}, _} <- Rules]),
    {Recursive, Once} = lists:partition(
        fun({_, Body}) -> lists:any(fun({Relation, _}) -> lists:member(Relation, Heads); (_) -> false end, Body) end,
        Rules
    ),
    Starts = [mochi_datalog_plan:start(Rule) || Rule <- Once],
    Deltas = [Plan || Rule <- Recursive, Plan <- mochi_datalog_plan:deltas(Rule, Heads)],
    Closures = [{Head, Plans} || [Head] <- [Heads], {_, _} = Plans <- [mochi_datalog_closure:plans(Head, Deltas)]],
    Indexing = Starts ++ [Plan || Closures =:= [], Plan <- Deltas],
    Indexes = [Index || {_, _, Indexes, _, _} <- Indexing, Index <- Indexes],
    Indexed = lists:foldl(fun add_index/2, Engine, Indexes),
    First = #{Head => facts(Head, Indexed) || Recursive =/= [], Head <- Heads},
    Found = run([
        {Head, scan(Relation, Indexed), compile(Plan, Indexed, Heads)}
     || {Head, Relation, _, _, _} = Plan <- Starts
    ]),
    _ = add_to_indexes(Found, Indexed),
    case Closures of
        [{Head, {Side, Plans}}] ->
            close(maps:get(Head, merge(First, Found), []), Head, Side, Plans, Indexed);
        [] ->
            Steps = [
                {Head, Relation, shared_position(Plan), compile(Plan, Indexed, Heads)}
             || {Head, Relation, _, _, _} = Plan <- Deltas
            ],
            rounds(merge(First, Found), Steps, Indexed)
    end.

%% What rules refer to is in tables, closures of groups of rules before these too.
tabled(Relations, Engine) ->
    maps:map(
        fun
            (Relation, {_, _} = Closure) ->
                case lists:member(Relation, Relations) of
                    true -> own(mochi_datalog_closure:facts(Closure));
                    false -> Closure
                end;
            (_, Tables) ->
                Tables
        end,
        Engine
    ).

close(Facts, Head, Side, Plans, Engine) ->
    Closure =
        case {Side, Plans} of
            {first, [{1, {lookup, _, _, _, [{known, 2}], _}, _} = Plan]} ->
                mochi_datalog_closure:reach(Facts, Side, others(Plan, Engine));
            {second, [{2, {lookup, _, _, _, [{known, 1}], _}, _} = Plan]} ->
                mochi_datalog_closure:reach(Facts, Side, others(Plan, Engine));
            _ ->
                Steps = [
                    {Stays, look_up(Keys, others(Plan, Engine))}
                 || {Stays, {lookup, _, _, _, Keys, _}, _} = Plan <- Plans
                ],
                mochi_datalog_closure:evaluate(Facts, Side, Steps)
        end,
    #{Head := Tables} = Engine,
    _ = delete_relation(Tables),
    Engine#{Head := Closure}.

%% What the other relation of a closure has for each key.
others({_, {lookup, _, Relation, Positions, _, _}, Entry}, Engine) ->
    grouped([mochi_datalog_plan:entry(Values, Positions) || Values <- facts(Relation, Engine)], Entry).

rounds(_, [], Engine) ->
    Engine;
rounds(New, Plans, Engine) ->
    Work = [
        {Head, in_order(Facts, Position), Step}
     || {Head, Relation, Position, Step} <- Plans,
        #{Relation := Facts} <- [New]
    ],
    case run(Work) of
        Found when map_size(Found) =:= 0 ->
            Engine;
        Found ->
            _ = add_to_indexes(Found, Engine),
            rounds(Found, Plans, Engine)
    end.

run(Work) ->
    lists:foldl(
        fun({Head, Facts, Step}, Found) ->
            case run(Facts, Step, {maps:get(Head, Found, []), none, #{}}) of
                {[], _, _} -> Found;
                {New, _, _} -> Found#{Head => New}
            end
        end,
        #{},
        Work
    ).

run([Values | Rest], Step, Found) -> run(Rest, Step, Step(Values, Found));
run([], _, Found) -> Found.

%% Facts that lead to facts with the same value there come together.
in_order([Values | _] = Facts, Position) when is_integer(Position), Position =< tuple_size(Values) ->
    lists:keysort(Position, Facts);
in_order(Facts, _) ->
    Facts.

shared_position({_, _, _, _, Steps}) ->
    case lists:reverse(Steps) of
        [{head, [{known, A}, {known, B}]}, {lookup, Width, _, _, _, []} | _] when A =< Width, B > Width -> A;
        [{head, [{known, A}, {known, B}]}, {lookup, Width, _, _, _, []} | _] when B =< Width, A > Width -> B;
        _ -> none
    end.

%% A rule without a positive literal starts from nothing, once.
scan(none, _) -> [{}];
scan(Relation, Engine) -> facts(Relation, Engine).

merge(A, B) -> maps:merge_with(fun(_, X, Y) -> Y ++ X end, A, B).

%% ---------------------------------------------------------------------------------------------------------------------
%% Indexes
%% ---------------------------------------------------------------------------------------------------------------------

add_index({Relation, Positions}, Engine) ->
    #{Relation := {Table, Owner, Indexes}} = Engine,
    case Indexes of
        #{Positions := _} ->
            Engine;
        #{} ->
            %% Facts differ, so their entries do: no index has to look for the same one.
            Index = ets:new(?MODULE, [duplicate_bag, private]),
            Entries = [mochi_datalog_plan:entry(Values, Positions) || Values <- facts(Relation, Engine)],
            true = ets:insert(Index, Entries),
            Engine#{Relation := {Table, Owner, Indexes#{Positions => Index}}}
    end.

add_to_indexes(Found, Engine) ->
    [
        ets:insert(Index, [mochi_datalog_plan:entry(Values, Positions) || Values <- Facts])
     || Relation := Facts <- Found,
        #{Relation := {_, _, Indexes}} <- [Engine],
        Positions := Index <- Indexes
    ].

%% ---------------------------------------------------------------------------------------------------------------------
%% Rules as funs
%% ---------------------------------------------------------------------------------------------------------------------

-spec compile(mochi_datalog_plan:plan(), engine(), Changing :: [mochi_datalog:relation()]) -> step().
compile({Head, _, _, Checks, Steps}, Engine, Changing) ->
    #{Head := {Table, _, _}} = Engine,
    checks(Checks, chain(Steps, Table, Engine, Changing)).

chain([{head, Values}], Table, _, _) ->
    Build = builder(Values),
    fun(Known, Found) -> add(Build(Known), Table, Found) end;
chain([{lookup, Width, Relation, Positions, Keys, []}, {head, [{known, A}, {known, B}]}], Table, Engine, Changing) when
    A =< Width, B > Width
->
    %% The innermost loop: what is looked up goes straight into new facts that have their first value in common.
    Look = look(Keys, index(Relation, Positions, Engine), B - Width + 1, Relation, Changing),
    fun(Known, {New, Shared, Recent}) ->
        Values = Look(Known),
        case element(A, Known) of
            Shared -> add_second(Values, Shared, Table, New, Recent);
            Other -> {add_seconds(Values, Other, Table, New), Other, #{}}
        end
    end;
chain([{lookup, Width, Relation, Positions, Keys, []}, {head, [{known, A}, {known, B}]}], Table, Engine, Changing) when
    B =< Width, A > Width
->
    Look = look(Keys, index(Relation, Positions, Engine), A - Width + 1, Relation, Changing),
    fun(Known, {New, Shared, Recent}) ->
        Values = Look(Known),
        case element(B, Known) of
            Shared -> add_first(Values, Shared, Table, New, Recent);
            Other -> {add_firsts(Values, Other, Table, New), Other, #{}}
        end
    end;
chain([{lookup, _, Relation, Positions, Keys, Checks} | Steps], Table, Engine, Changing) ->
    Index = index(Relation, Positions, Engine),
    Key = key_builder(Keys),
    Next = checks(Checks, chain(Steps, Table, Engine, Changing)),
    fun(Known, Found) -> extend(ets:lookup(Index, Key(Known)), Known, Next, Found) end;
chain([{all, Relation, Checks} | Steps], Table, Engine, Changing) ->
    #{Relation := {Facts, _, _}} = Engine,
    Next = checks(Checks, chain(Steps, Table, Engine, Changing)),
    fun(Known, Found) -> extend(ets:tab2list(Facts), Known, Next, Found) end;
chain([{compare, Operator, A, B} | Steps], Table, Engine, Changing) ->
    Next = chain(Steps, Table, Engine, Changing),
    fun(Known, Found) ->
        case compare(Operator, value(A, Known), value(B, Known)) of
            true -> Next(Known, Found);
            false -> Found
        end
    end;
chain([Test | Steps], Table, Engine, Changing) ->
    Next = chain(Steps, Table, Engine, Changing),
    Exists = exists(Test, Engine),
    Expected = element(1, Test) =:= present,
    fun(Known, Found) ->
        case Exists(Known) of
            Expected -> Next(Known, Found);
            _ -> Found
        end
    end.


%% The values at a position of an index's entries. An index that stays as it is while rules are evaluated is taken out
%% of its table once: going through a table copies what it finds, every time.
look(Keys, Index, Position, Relation, Changing) ->
    case lists:member(Relation, Changing) of
        true ->
            Key = key_builder(Keys),
            fun(Known) -> ets:lookup_element(Index, Key(Known), Position, []) end;
        false ->
            look_up(Keys, grouped(ets:tab2list(Index), Position))
    end.

grouped(Entries, Position) ->
    maps:groups_from_list(fun(Entry) -> element(1, Entry) end, fun(Entry) -> element(Position, Entry) end, Entries).

look_up([{known, Position}], Values) ->
    fun(Known) ->
        Key = element(Position, Known),
        case Values of
            #{Key := Found} -> Found;
            #{} -> []
        end
    end;
look_up(Keys, Values) ->
    Key = key_builder(Keys),
    fun(Known) -> maps:get(Key(Known), Values, []) end.

exists({_, Relation, Values}, Engine) ->
    #{Relation := {Facts, _, _}} = Engine,
    Build = builder(Values),
    fun(Known) -> ets:member(Facts, Build(Known)) end;
exists({_, Relation, [], _}, Engine) ->
    #{Relation := {Facts, _, _}} = Engine,
    fun(_) -> ets:info(Facts, size) > 0 end;
exists({_, Relation, Positions, Keys}, Engine) ->
    Index = index(Relation, Positions, Engine),
    Key = key_builder(Keys),
    fun(Known) -> ets:member(Index, Key(Known)) end.

index(Relation, Positions, Engine) ->
    #{Relation := {_, _, #{Positions := Index}}} = Engine,
    Index.

checks([], Next) ->
    Next;
checks(Checks, Next) ->
    fun(Known, Found) ->
        case lists:all(fun({A, B}) -> value(A, Known) =:= value(B, Known) end, Checks) of
            true -> Next(Known, Found);
            false -> Found
        end
    end.

extend([Object | Objects], Known, Next, Found) ->
    Wider = list_to_tuple(tuple_to_list(Known) ++ appended(Object)),
    extend(Objects, Known, Next, Next(Wider, Found));
extend([], _, _, Found) ->
    Found.

appended({Values}) -> tuple_to_list(Values);
appended(Object) -> tl(tuple_to_list(Object)).

add_seconds([Second | Rest], First, Table, New) ->
    Values = {First, Second},
    case ets:insert_new(Table, {Values}) of
        true -> add_seconds(Rest, First, Table, [Values | New]);
        false -> add_seconds(Rest, First, Table, New)
    end;
add_seconds([], _, _, New) ->
    New.

add_firsts([First | Rest], Second, Table, New) ->
    Values = {First, Second},
    case ets:insert_new(Table, {Values}) of
        true -> add_firsts(Rest, Second, Table, [Values | New]);
        false -> add_firsts(Rest, Second, Table, New)
    end;
add_firsts([], _, _, New) ->
    New.

add_second([Second | Rest], First, Table, New, Recent) ->
    case Recent of
        #{Second := _} ->
            add_second(Rest, First, Table, New, Recent);
        #{} ->
            Values = {First, Second},
            case ets:insert_new(Table, {Values}) of
                true -> add_second(Rest, First, Table, [Values | New], Recent#{Second => []});
                false -> add_second(Rest, First, Table, New, Recent#{Second => []})
            end
    end;
add_second([], First, _, New, Recent) ->
    {New, First, Recent}.

add_first([First | Rest], Second, Table, New, Recent) ->
    case Recent of
        #{First := _} ->
            add_first(Rest, Second, Table, New, Recent);
        #{} ->
            Values = {First, Second},
            case ets:insert_new(Table, {Values}) of
                true -> add_first(Rest, Second, Table, [Values | New], Recent#{First => []});
                false -> add_first(Rest, Second, Table, New, Recent#{First => []})
            end
    end;
add_first([], Second, _, New, Recent) ->
    {New, Second, Recent}.

add(Values, Table, {New, Shared, Recent} = Found) ->
    case ets:insert_new(Table, {Values}) of
        true -> {[Values | New], Shared, Recent};
        false -> Found
    end.

key_builder([Value]) -> fun(Known) -> value(Value, Known) end;
key_builder(Values) -> builder(Values).

-spec builder([mochi_datalog_plan:value()]) -> fun((tuple()) -> tuple()).
builder(Values) -> fun(Known) -> list_to_tuple([value(Value, Known) || Value <- Values]) end.

value({known, Position}, Known) -> element(Position, Known);
value({constant, Value}, _) -> Value.

compare('==', A, B) -> A =:= B;
compare('!=', A, B) -> A =/= B;
compare('<', A, B) -> mochi_order:compare(A, B) =:= lt;
compare('<=', A, B) -> mochi_order:compare(A, B) =/= gt;
compare('>', A, B) -> mochi_order:compare(A, B) =:= gt;
compare('>=', A, B) -> mochi_order:compare(A, B) =/= lt.
