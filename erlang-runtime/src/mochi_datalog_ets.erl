-module(mochi_datalog_ets).
-moduledoc """
Owns the tables of Datalog databases, so that they outlive whoever made them.

One process, a child of `m:mochi_sup`, owns a table of facts for each relation and a directory of databases, rules and
tables. It makes and deletes them and keeps the directory; facts are written by whoever asserts them. A second process,
the keeper, is the heir of all tables: when the owner dies the keeper holds them and hands them to the owner that the
supervisor starts next. When the owner is shut down the keeper leaves, too; when the whole application crashes it waits
for a minute.

```erlang
1> Id = mochi_datalog_ets:create(), mochi_datalog_ets:insert(Id, n, {1}).
true
2> mochi_datalog_ets:delete(Id).
ok
```
""".

-behaviour(gen_server).

-export([
    start_link/0
]).

%% Databases
-export([
    create/0,
    create/1,
    delete/1,
    insert/3,
    remove/3,
    add_rule/2,
    rules/1,
    tables/1
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

-export_type([
    id/0
]).

-doc "What names a database in the directory.".
-type id() :: reference() | binary().

-define(KEEPER, mochi_datalog_keeper).
-define(TIMEOUT, 30_000).

%% How long the keeper waits for another owner.
-define(KEPT, 60_000).

%% The directory has {{database, Id}}, {{rules, Id}, Rules} and {{table, Id, Relation}, Arity, Table}.
-define(DIRECTORY, ?MODULE).

-doc """
Starts the owner under its module's name.

```erlang
{ok, Owner} = mochi_datalog_ets:start_link().
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() ->
    ok = mochi_sup:vacate(?MODULE),
    gen_server:start_link({local, ?MODULE}, ?MODULE, owner, []).

-doc """
Makes a database.

```erlang
1> mochi_datalog_ets:delete(mochi_datalog_ets:create()).
ok
```
""".
-spec create() -> id().
create() -> call({create, make_ref()}).

-doc """
Makes a database with a name, or finds it.

```erlang
1> mochi_datalog_ets:create(~"stock").
~"stock"
2> mochi_datalog_ets:delete(~"stock").
ok
```
""".
-spec create(Name :: binary()) -> id().
create(Name) -> call({create, Name}).

-doc """
Deletes a database; one that does not exist is fine.

```erlang
1> mochi_datalog_ets:delete(~"no such database").
ok
```
""".
-spec delete(id()) -> ok.
delete(Id) -> call({delete, Id}).

-doc """
Adds a fact; whether it is new.

```erlang
1> Id = mochi_datalog_ets:create(), mochi_datalog_ets:insert(Id, edge, {1, 2}).
true
2> mochi_datalog_ets:insert(Id, edge, {1, 2, 3}).
** {mochi_error, mochi_err_type, ~"edge(1, 2, 3) has another number of values than elsewhere, 2"}
3> mochi_datalog_ets:delete(Id).
ok
```
""".
-spec insert(id(), mochi_datalog:relation(), tuple()) -> boolean().
insert(Id, Relation, Values) ->
    Arity = tuple_size(Values),
    case relation(Id, Relation) of
        {Arity, Table} ->
            on_table(Id, fun() -> ets:insert_new(Table, {Values}) end);
        {Other, _} ->
            arity_error(Relation, Values, Other);
        none ->
            _ = call({table, Id, Relation, Arity}),
            insert(Id, Relation, Values)
    end.

-doc """
Takes a fact back; whether there was one.

```erlang
1> Id = mochi_datalog_ets:create(), mochi_datalog_ets:remove(Id, edge, {1, 2}).
false
2> mochi_datalog_ets:delete(Id).
ok
```
""".
-spec remove(id(), mochi_datalog:relation(), tuple()) -> boolean().
remove(Id, Relation, Values) ->
    Arity = tuple_size(Values),
    case relation(Id, Relation) of
        {Arity, Table} -> on_table(Id, fun() -> ets:take(Table, Values) =/= [] end);
        {Other, _} -> arity_error(Relation, Values, Other);
        none -> false
    end.

-doc """
Adds a rule, when the rules can be evaluated with it.

```erlang
1> Id = mochi_datalog_ets:create(), mochi_datalog_ets:add_rule(Id, {{a, [1]}, []}).
ok
2> mochi_datalog_ets:delete(Id).
ok
```
""".
-spec add_rule(id(), mochi_datalog:rule()) -> ok.
add_rule(Id, Rule) -> call({rule, Id, Rule}).

-doc """
The rules of a database.

```erlang
1> mochi_datalog_ets:rules(~"no such database").
** {mochi_error, mochi_err_index, ~"there is no such datalog database: \"no such database\""}
```
""".
-spec rules(id()) -> [mochi_datalog:rule()].
rules(Id) ->
    case on_table(Id, fun() -> ets:lookup(?DIRECTORY, {rules, Id}) end) of
        [{_, Rules}] -> Rules;
        [] -> missing(Id)
    end.

-doc """
The tables of a database's relations.

```erlang
1> Id = mochi_datalog_ets:create(), mochi_datalog_ets:tables(Id).
#{}
2> mochi_datalog_ets:delete(Id).
ok
```
""".
-spec tables(id()) -> #{mochi_datalog:relation() => ets:table()}.
tables(Id) ->
    Found = on_table(Id, fun() -> ets:match(?DIRECTORY, {{table, Id, '$1'}, '_', '$2'}) end),
    #{Relation => Table || [Relation, Table] <- Found}.

%% ---------------------------------------------------------------------------------------------------------------------
%% Both processes
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Starts as the owner or as the keeper.

```erlang
1> mochi_datalog_ets:init(keeper).
{ok, #{role => keeper, tables => [], owner => none}}
```
""".
-spec init(owner | keeper) -> {ok, map()}.
init(owner) ->
    Keeper = keeper(),
    ok = gen_server:call(Keeper, claim, ?TIMEOUT),
    _ =
        case ets:whereis(?DIRECTORY) of
            undefined -> ets:new(?DIRECTORY, [named_table, set, protected, {read_concurrency, true}, {heir, Keeper, []}]);
            _ -> ?DIRECTORY
        end,
    ok = delete_unknown(),
    {ok, #{role => owner, keeper => monitor(process, Keeper)}};
init(keeper) ->
    %% What belongs to an application by its group leader is killed when that crashes. The tables outlive that, too.
    true = group_leader(whereis(init), self()),
    {ok, #{role => keeper, tables => [], owner => none}}.

-doc """
Answers a call.

```erlang
1> mochi_datalog_ets:handle_call(what, {self(), make_ref()}, #{role => owner}).
{reply, {error, unknown}, #{role => owner}}
```
""".
-spec handle_call(term(), gen_server:from(), map()) -> {reply, term(), map()}.
handle_call(claim, {Owner, _}, #{role := keeper, tables := Tables} = State) ->
    %% The messages about the tables reach the owner before this reply.
    Left = [Table || Table <- Tables, not given(Table, Owner)],
    {reply, ok, State#{tables := Left, owner := monitor(process, Owner)}};
handle_call({create, Id}, _, State) ->
    _ = ets:insert_new(?DIRECTORY, {{rules, Id}, []}),
    {reply, {ok, Id}, State};
handle_call({delete, Id}, _, State) ->
    [ets:delete(Table) || [Table] <- ets:match(?DIRECTORY, {{table, Id, '_'}, '_', '$1'})],
    true = ets:match_delete(?DIRECTORY, {{table, Id, '_'}, '_', '_'}),
    true = ets:delete(?DIRECTORY, {rules, Id}),
    {reply, {ok, ok}, State};
handle_call({table, Id, Relation, Arity}, _, State) ->
    {reply, with_database(Id, fun(Rules) -> table(Id, Relation, Arity, Rules) end), State};
handle_call({rule, Id, Rule}, _, State) ->
    {reply, with_database(Id, fun(Rules) -> rule(Id, Rule, Rules) end), State};
handle_call(_, _, State) ->
    {reply, {error, unknown}, State}.

-doc """
Nobody casts; what comes is dropped.

```erlang
1> mochi_datalog_ets:handle_cast(what, #{}).
{noreply, #{}}
```
""".
-spec handle_cast(term(), map()) -> {noreply, map()}.
handle_cast(_, State) -> {noreply, State}.

-doc """
Tables that come over, and the end of the other process.

```erlang
1> mochi_datalog_ets:handle_info(what, #{}).
{noreply, #{}}
```
""".
-spec handle_info(term(), map()) -> {noreply, map()} | {stop, normal, map()}.
handle_info({'ETS-TRANSFER', Table, _, _}, #{role := keeper, tables := Tables} = State) ->
    {noreply, State#{tables := [Table | Tables]}};
handle_info({'DOWN', Owner, process, _, Reason}, #{role := keeper, owner := Owner} = State) ->
    case Reason of
        normal -> {stop, normal, State};
        shutdown -> {stop, normal, State};
        {shutdown, _} -> {stop, normal, State};
        _ ->
            _ = erlang:send_after(?KEPT, self(), expired),
            {noreply, State#{owner := none}}
    end;
handle_info(expired, #{role := keeper, owner := none} = State) ->
    {stop, normal, State};
handle_info({'DOWN', Monitor, process, _, _}, #{role := owner, keeper := Monitor} = State) ->
    Keeper = keeper(),
    ok = gen_server:call(Keeper, claim, ?TIMEOUT),
    lists:foreach(
        fun(Table) -> ets:setopts(Table, {heir, Keeper, []}) end,
        [?DIRECTORY | [Table || [Table] <- ets:match(?DIRECTORY, {{table, '_', '_'}, '_', '$1'})]]
    ),
    {noreply, State#{keeper := monitor(process, Keeper)}};
handle_info(_, State) ->
    {noreply, State}.

%% ---------------------------------------------------------------------------------------------------------------------

%% An owner that ends at this very moment does not take the tables with it.
given(Table, Owner) ->
    try
        ets:give_away(Table, Owner, [])
    catch
        error:badarg -> ets:info(Table, owner) =/= self()
    end.

%% What the owner before was making when it was killed: nobody can know of it.
delete_unknown() ->
    Known = #{Table => known || [Table] <- ets:match(?DIRECTORY, {{table, '_', '_'}, '_', '$1'})},
    lists:foreach(
        fun(Table) ->
            Mine = ets:info(Table, owner) =:= self() andalso ets:info(Table, name) =:= ?MODULE,
            Mine andalso Table =/= ?DIRECTORY andalso not is_map_key(Table, Known) andalso ets:delete(Table)
        end,
        ets:all()
    ).

%% The keeper has no supervisor: it must not end together with the owner, and lives only as long as there is one.
keeper() ->
    case gen_server:start({local, ?KEEPER}, ?MODULE, keeper, []) of
        {ok, Keeper} -> Keeper;
        {error, {already_started, Keeper}} -> Keeper
    end.

with_database(Id, Function) ->
    case ets:lookup(?DIRECTORY, {rules, Id}) of
        [{_, Rules}] ->
            try
                {ok, Function(Rules)}
            catch
                error:{mochi_error, _, _} = Error -> {error, Error}
            end;
        [] ->
            {error, missing}
    end.

table(Id, Relation, Arity, Rules) ->
    case ets:lookup(?DIRECTORY, {table, Id, Relation}) of
        [] ->
            %% A rule that says nothing but has the relation in it finds out whether the others agree.
            _ = mochi_datalog_program:strata(Rules ++ [{{Relation, lists:duplicate(Arity, 0)}, []}]),
            %% A keeper that has ended a moment ago is heard of next, and then all tables get another heir.
            Heir = [{heir, Keeper, []} || Keeper <- [whereis(?KEEPER)], is_pid(Keeper)],
            Options = [set, public, {read_concurrency, true} | Heir],
            true = ets:insert(?DIRECTORY, {{table, Id, Relation}, Arity, ets:new(?MODULE, Options)});
        [_] ->
            true
    end.

rule(Id, Rule, Rules) ->
    Relations = ets:match(?DIRECTORY, {{table, Id, '$1'}, '$2', '_'}),
    Facts = [{{Relation, lists:duplicate(Arity, 0)}, []} || [Relation, Arity] <- Relations],
    More = Rules ++ [Rule],
    _ = mochi_datalog_program:strata(Facts ++ More),
    true = ets:insert(?DIRECTORY, {{rules, Id}, More}),
    ok.

relation(Id, Relation) ->
    case on_table(Id, fun() -> ets:lookup(?DIRECTORY, {table, Id, Relation}) end) of
        [{_, Arity, Table}] -> {Arity, Table};
        [] -> none
    end.

%% A table that was deleted a moment ago is missing like any other.
on_table(Id, Function) ->
    try
        Function()
    catch
        error:badarg -> missing(Id)
    end.

call(Request) -> call(Request, erlang:monotonic_time(millisecond) + ?TIMEOUT).

%% An owner that is killed has done what it was asked or not. To ask the next one again does no harm but for a rule.
call(Request, Deadline) ->
    ok = mochi_sup:ensure(?MODULE),
    try gen_server:call(?MODULE, Request, max(1, Deadline - erlang:monotonic_time(millisecond))) of
        {ok, Result} -> Result;
        {error, missing} -> missing(element(2, Request));
        {error, {mochi_error, Code, Message}} -> mochi_core:raise(Code, Message)
    catch
        exit:{timeout, _} ->
            mochi_core:raise(mochi_err_timeout, ~"the owner of the datalog tables did not answer");
        exit:{Reason, _} when Reason =:= noproc; element(1, Request) =/= rule ->
            %% Its supervisor hears of the end in a moment.
            timer:sleep(1),
            call(Request, Deadline);
        exit:{Reason, _} ->
            mochi_core:raise(mochi_err_async_crash, [
                ~"the owner of the datalog tables ended: ", io_lib:format("~tp", [Reason])
            ])
    end.

-spec missing(id()) -> no_return().
missing(Id) when is_binary(Id) ->
    mochi_core:raise(mochi_err_index, [~"there is no such datalog database: ", mochi_format:excerpt(Id)]);
missing(_) ->
    mochi_core:raise(mochi_err_index, ~"the datalog database was deleted").

-spec arity_error(mochi_datalog:relation(), tuple(), arity()) -> no_return().
arity_error(Relation, Values, Arity) ->
    mochi_core:raise(mochi_err_type, [
        mochi_datalog_program:literal_text({Relation, tuple_to_list(Values)}),
        ~" has another number of values than elsewhere, ", integer_to_binary(Arity)
    ]).
