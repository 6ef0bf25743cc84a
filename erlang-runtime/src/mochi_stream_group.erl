-module(mochi_stream_group).
-moduledoc """
The members of streams, as publishers see them.

They are members of process groups of the scope `mochi`, and in a table besides, which `m:mochi_stream_watch` keeps:
with the members of a stream it has what else there is to do for a publisher, so an event takes one look. The table
outlives the scope: when that crashes, events go on to those who were members while they join the next one. It belongs
to `m:mochi_sup`.

```erlang
1> mochi_stream_group:members({mochi_stream, ~"nobody has joined"}).
[]
```
""".

%% For members and publishers
-export([
    join/1,
    send/2,
    members/1,
    look/0
]).

%% For the process that keeps the table
-export([
    all/0,
    set/2,
    set_look/1
]).

-include("mochi_stream_look.hrl").

-export_type([
    name/0,
    group/0,
    look/0
]).

-doc "What tells streams apart.".
-type name() :: binary() | reference().

-doc "Subscribers of a stream; those in the second kind of group make publishers wait.".
-type group() :: {mochi_stream, name()} | {mochi_stream_block, name()}.

-doc """
What a publisher has to do besides sending to the members, a sum: 1 let subscribers make it wait, 2 tell handlers, 4 see
whether the application `telemetry` runs.
""".
-type look() :: 0..7.

%% A row is `{Name, [Look | Members]}' or, for those who make publishers wait, `{{mochi_stream_block, Name}, Members}'.
%% What there is to do for streams without members is in a row of its own.
-define(TABLE, mochi_stream_group).
-define(NOBODY, nobody).
%% When the table is not there.
-define(UNKNOWN, (?LOOK_HANDLERS bor ?LOOK_TELEMETRY)).

-doc """
Makes the calling process a member of groups: here when this returns, and in the scope, which other nodes know. Gives a
monitor of the scope: when that goes down, the process joins again. `error` when the scope does not run right now.

```erlang
1> {ok, Scope} = mochi_stream_group:join([{mochi_stream, ~"joined"}]), is_reference(Scope).
true
2> mochi_stream_group:members({mochi_stream, ~"joined"}) =:= [self()].
true
3> demonitor(Scope), pg:leave(mochi, {mochi_stream, ~"joined"}, self()).
ok
```
""".
-spec join([group() | term()]) -> {ok, reference()} | error.
join(Groups) ->
    Expected = mochi_stream_watch:expect([Group || Group <- Groups, is_group(Group)], self()),
    case whereis(mochi) of
        Pid when is_pid(Pid), Expected =:= ok ->
            Scope = monitor(process, Pid),
            try
                ok = lists:foreach(fun(Group) -> ok = pg:join(mochi, Group, self()) end, Groups),
                {ok, Scope}
            catch
                exit:_ ->
                    demonitor(Scope, [flush]),
                    error
            end;
        _ ->
            error
    end.

is_group({mochi_stream, _}) -> true;
is_group({mochi_stream_block, _}) -> true;
is_group(_) -> false.

-doc """
Sends a message to the members of a stream on all nodes, those who make publishers wait excepted, and says what else
there is to do for a publisher.

```erlang
1> {ok, Scope} = mochi_stream_group:join([{mochi_stream, ~"sent to"}]), demonitor(Scope).
true
2> mochi_stream_group:send(~"sent to", hello) < 8.
true
3> receive hello -> pg:leave(mochi, {mochi_stream, ~"sent to"}, self()) end.
ok
```
""".
-spec send(name(), Message :: term()) -> look().
send(Name, Message) ->
    try ets:lookup_element(?TABLE, Name, 2, ?NOBODY) of
        [Look | Members] ->
            ok = to(Members, Message),
            Look;
        ?NOBODY ->
            look()
    catch
        error:badarg -> ?UNKNOWN
    end.

to(Members, Message) ->
    case node() of
        nonode@nohost -> here(Members, Message);
        Node -> there(Members, Message, Node)
    end.

here([Pid | Pids], Message) ->
    Pid ! Message,
    here(Pids, Message);
here([], _) ->
    ok.

%% A node that is gone is not connected to again by an event: the group loses its members in a moment.
there([Pid | Pids], Message, Node) when node(Pid) =:= Node ->
    Pid ! Message,
    there(Pids, Message, Node);
there([Pid | Pids], Message, Node) ->
    _ = erlang:send(Pid, Message, [noconnect]),
    there(Pids, Message, Node);
there([], _, _) ->
    ok.

-doc """
The members of a group on all nodes.

```erlang
1> mochi_stream_group:members({mochi_stream_block, ~"nobody has joined"}).
[]
```
""".
-spec members(group()) -> [pid()].
members({mochi_stream, Name}) -> tl(find(Name, [0]));
members({mochi_stream_block, _} = Group) -> find(Group, []).

-doc """
What there is to do for those who publish where there are no members.

```erlang
1> lists:member(mochi_stream_group:look(), [0, 2, 4, 6]).
true
```
""".
-spec look() -> look().
look() -> find(?NOBODY, ?UNKNOWN).

find(Key, Default) ->
    try
        ets:lookup_element(?TABLE, Key, 2, Default)
    catch
        error:badarg -> Default
    end.

-doc """
All members, for the process that keeps them.

```erlang
1> is_list(mochi_stream_group:all()).
true
```
""".
-spec all() -> [{group(), [pid()]}].
all() -> [grouped(Row) || {Key, _} = Row <- ets:tab2list(?TABLE), Key =/= ?NOBODY].

grouped({{mochi_stream_block, _} = Group, Members}) -> {Group, Members};
grouped({Name, [_ | Members]}) -> {{mochi_stream, Name}, Members}.

-doc """
Notes who the members of a group are, for the process that keeps them.

```erlang
ok = mochi_stream_group:set({mochi_stream, ~"prices"}, [Subscriber]).
```
""".
-spec set(group(), [pid()]) -> ok.
set({mochi_stream, Name}, Members) ->
    set_row(Name, Members, members({mochi_stream_block, Name}), look());
set({mochi_stream_block, Name} = Group, []) ->
    ok = set_row(Name, members({mochi_stream, Name}), [], look()),
    true = ets:delete(?TABLE, Group),
    ok;
set({mochi_stream_block, Name} = Group, Members) ->
    true = ets:insert(?TABLE, {Group, Members}),
    set_row(Name, members({mochi_stream, Name}), Members, look()).

set_row(Name, [], [], _) ->
    true = ets:delete(?TABLE, Name),
    ok;
set_row(Name, Members, [], Look) ->
    true = ets:insert(?TABLE, {Name, [Look | Members]}),
    ok;
set_row(Name, Members, [_ | _], Look) ->
    true = ets:insert(?TABLE, {Name, [Look bor ?LOOK_BLOCKS | Members]}),
    ok.

-doc """
Notes what there is to do for those who publish, to whatever stream, for the process that keeps the members.

```erlang
ok = mochi_stream_group:set_look(2).
```
""".
-spec set_look(look()) -> ok.
set_look(Look) ->
    case find(?NOBODY, unset) of
        Look ->
            ok;
        _ ->
            true = ets:insert(?TABLE, {?NOBODY, Look}),
            lists:foreach(
                fun
                    ({{mochi_stream, _} = Group, Members}) -> set(Group, Members);
                    ({{mochi_stream_block, _}, _}) -> ok
                end,
                all()
            )
    end.
