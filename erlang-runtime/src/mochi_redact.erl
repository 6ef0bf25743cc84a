-module(mochi_redact).
-moduledoc """
Keeps what programs pass around out of the log. The report of a process that crashed has the messages in its mailbox
and its process dictionary; for the processes of this application only their number stays. What a server of a program's
values says of itself, to the log and to `sys:get_status/1`, goes through `status/2`.

```erlang
1> mochi_redact:stack([{lists, nth, [~"secret", []], []}]).
[{lists, nth, 2, []}]
```
""".

-export([
    install/0,
    remove/0,
    filter/2,
    status/2,
    stack/1
]).

-define(FILTER, mochi_redact).

-doc """
Adds the filter to the node's logger.

```erlang
1> mochi_redact:install().
ok
2> mochi_redact:remove().
ok
```
""".
-spec install() -> ok.
install() ->
    _ = logger:add_primary_filter(?FILTER, {fun ?MODULE:filter/2, []}),
    ok.

-doc """
Removes the filter.

```erlang
1> mochi_redact:remove().
ok
```
""".
-spec remove() -> ok.
remove() ->
    _ = logger:remove_primary_filter(?FILTER),
    ok.

-doc """
The filter: an event of the log without what a crashed process of this application held.

```erlang
1> Event = #{level => info, msg => {string, "text"}, meta => #{}}.
#{level => info, msg => {string, "text"}, meta => #{}}
2> mochi_redact:filter(Event, []) =:= Event.
true
```
""".
-spec filter(logger:log_event(), term()) -> logger:log_event().
filter(#{msg := {report, #{label := {proc_lib, crash}, report := [Info | Linked]} = Report}} = Event, _) when
    is_list(Info)
->
    case is_mochi(proplists:get_value(initial_call, Info)) of
        true -> Event#{msg := {report, Report#{report := [hidden(Info) | Linked]}}};
        false -> Event
    end;
filter(Event, _) ->
    Event.

-doc """
The status of a `gen_server` or `gen_statem` without messages, and with what a function makes of its state; for
`format_status/1`.

```erlang
1> mochi_redact:status(#{state => {limit, 5}, message => secret}, fun({limit, Limit}) -> #{limit => Limit} end).
#{state => #{limit => 5}, message => hidden}
```
""".
-spec status(Status, fun((term()) -> term())) -> Status when
    Status :: gen_server:format_status() | gen_statem:format_status().
status(#{data := Data} = Status, Shown) -> maps:map(fun hidden/2, Status#{data := Shown(Data)});
status(#{state := State} = Status, Shown) -> maps:map(fun hidden/2, Status#{state := Shown(State)});
status(Status, _) -> maps:map(fun hidden/2, Status).

hidden(message, _) -> hidden;
hidden(queue, Events) -> [hidden || _ <- Events];
hidden(postponed, Events) -> [hidden || _ <- Events];
hidden(log, _) -> [];
hidden(_, Value) -> Value.

-doc """
A stack trace without the arguments of calls.

```erlang
1> mochi_redact:stack([{m, f, [1, 2], [{line, 3}]}, {m, g, 1, []}]).
[{m, f, 2, [{line, 3}]}, {m, g, 1, []}]
```
""".
-spec stack([tuple()]) -> [tuple()].
stack(Stack) ->
    [
        case Entry of
            {Module, Function, Arguments, Location} when is_list(Arguments) ->
                {Module, Function, length(Arguments), lists:keydelete(error_info, 1, Location)};
            _ ->
                Entry
        end
     || Entry <- Stack
    ].

is_mochi({Module, _, _}) when is_atom(Module) ->
    case atom_to_binary(Module) of
        <<"mochi_", _/binary>> -> true;
        _ -> false
    end;
is_mochi(_) ->
    false.

hidden(Info) ->
    [
        case Item of
            {messages, Messages} when is_list(Messages) -> {messages, [hidden || _ <- Messages]};
            {dictionary, _} -> {dictionary, []};
            _ -> Item
        end
     || Item <- Info
    ].
