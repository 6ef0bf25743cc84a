-module(mochi_shell).
-moduledoc """
What runs now, for a person at the shell of a running program. It asks no process but supervisors, and these only for
a second: it answers while agents are busy and while parts of the application do not run.

```erlang
1> lists:sort(maps:keys(mochi_shell:info())).
[agents, node, pools, queues, streams, subscriptions, tree]
```
""".

-export([
    info/0,
    info/1
]).

-export_type([
    info/0
]).

-doc "What `info/0` gives.".
-type info() :: #{
    node := map(),
    tree := #{atom() => pid() | not_running},
    agents := #{count := non_neg_integer(), list := [map()]},
    streams := [map()],
    subscriptions := #{count := non_neg_integer(), list := [map()]},
    pools := #{atom() => non_neg_integer() | not_running},
    queues := [map()]
}.

-define(LISTED, 50).
-define(PATIENCE, 1000).

-doc """
What runs now on this node; of agents and subscriptions the fifty with the longest queues.

```erlang
1> map_get(count, map_get(agents, mochi_shell:info())).
0
```
""".
-spec info() -> info().
info() -> info(?LISTED).

-doc """
What runs now, with another number of agents and subscriptions.

```erlang
1> map_get(list, map_get(subscriptions, mochi_shell:info(0))).
[]
```
""".
-spec info(Listed :: non_neg_integer()) -> info().
info(Listed) when is_integer(Listed), Listed >= 0 ->
    Agents = mochi_registry:rows(agent),
    Subscriptions = mochi_registry:rows(subscription),
    #{
        node => about_node(),
        tree => tree(),
        agents => listed(fun agent/1, Agents, Listed),
        streams => streams(),
        subscriptions => listed(fun subscription/1, Subscriptions, Listed),
        pools => #{
            Name => children(Name)
         || Name <- [mochi_agent_pool, mochi_stream_pool, mochi_fetch_sup, mochi_llm_sup]
        },
        queues => queues()
    };
info(Listed) ->
    mochi_core:type_error(~"number of things to list", Listed).

about_node() ->
    #{
        name => node(),
        connected => nodes(),
        otp => unicode:characters_to_binary(erlang:system_info(otp_release)),
        processes => erlang:system_info(process_count),
        memory => erlang:memory(total),
        atoms => erlang:system_info(atom_count),
        uptime_seconds => element(1, erlang:statistics(wall_clock)) div 1000
    }.

tree() ->
    #{Name => running(registered(Id, Name)) || #{id := Id} <- mochi_sup:children(), Name <- [Id], Name =/= mochi_atoms}.

registered(mochi_pg, _) -> whereis(mochi);
registered(_, Name) -> whereis(Name).

running(undefined) -> not_running;
running(Pid) -> Pid.

listed(Show, Rows, Listed) ->
    Weighed = [{queue_length(Pid), Row} || {_, Pid, _, _, _} = Row <- Rows],
    Longest = lists:sublist(lists:reverse(lists:keysort(1, Weighed)), Listed),
    #{count => length(Rows), list => [(Show(Row))#{queue => Length} || {Length, Row} <- Longest]}.

agent({Key, Pid, _, {Module, _, _}, _}) ->
    #{
        name =>
            case Key of
                {name, Name} -> Name;
                _ -> none
            end,
        module => Module,
        process => running(Pid),
        memory => item(Pid, memory)
    }.

subscription({_, Pid, _, #{name := Name, handler := Handler, limit := Limit, overflow := Overflow}, _}) ->
    #{
        stream => Name,
        kind =>
            case Handler of
                none -> recv;
                _ -> handler
            end,
        limit => Limit,
        overflow => Overflow,
        process => running(Pid),
        memory => item(Pid, memory)
    }.

streams() ->
    Members = [{Name, Pid} || {mochi_stream, Name} = Group <- groups(), Pid <- pg:get_members(mochi, Group)],
    Blocking = [
        {Name, Pid}
     || {mochi_stream_block, Name} = Group <- groups(), Pid <- pg:get_members(mochi, Group)
    ],
    Grouped = maps:groups_from_list(fun by_name/1, fun member/1, Members ++ Blocking),
    [
        #{
            name => Name,
            subscribers_here => length([Pid || Pid <- Pids, node(Pid) =:= node()]),
            subscribers_elsewhere => length([Pid || Pid <- Pids, node(Pid) =/= node()]),
            recorded => recorded(Name)
        }
     || {Name, Pids} <- lists:sort(maps:to_list(Grouped))
    ].

groups() ->
    try
        pg:which_groups(mochi)
    catch
        error:badarg -> []
    end.

recorded(Name) ->
    case mochi_registry:find({recorder, Name}) of
        {ok, _} -> mochi_stream_history:size(Name);
        error -> none
    end.

children(Name) ->
    try gen_server:call(Name, count_children, ?PATIENCE) of
        Counts -> proplists:get_value(active, Counts)
    catch
        exit:_ -> not_running
    end.

%% The longest mailboxes of the application's own processes.
queues() ->
    Named = [{Name, whereis(Name)} || Name <- names()],
    Lengths = [#{process => Name, queue => queue_length(Pid)} || {Name, Pid} <- Named, is_pid(Pid)],
    lists:reverse(lists:sort(fun(#{queue := A}, #{queue := B}) -> A =< B end, Lengths)).

names() ->
    case application:get_key(mochi, registered) of
        {ok, Names} -> Names;
        undefined -> []
    end.

queue_length(Pid) -> item(Pid, message_queue_len).

item(Pid, Item) when is_pid(Pid), node(Pid) =:= node() ->
    case process_info(Pid, Item) of
        {_, Value} -> Value;
        undefined -> 0
    end;
item(_, _) ->
    0.

by_name({Name, _}) -> Name.

member({_, Pid}) -> Pid.
