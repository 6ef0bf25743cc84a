-module(mochi_fetch_report).
-moduledoc """
Keeps what `m:mochi_fetch` sends out of the reports of crashes in the library that carries it.

```erlang
1> mochi_fetch_report:hide(#{level => error, msg => {string, "anything else"}}, []).
ignore
```
""".

-export([
    install/0,
    hide/2
]).

-doc """
Installs the filter, once.

```erlang
1> mochi_fetch_report:install(), mochi_fetch_report:install().
ok
2> logger:remove_primary_filter(mochi_fetch_report).
ok
```
""".
-spec install() -> ok.
install() ->
    case logger:add_primary_filter(?MODULE, {fun ?MODULE:hide/2, []}) of
        ok -> ok;
        {error, {already_exist, _}} -> ok
    end.

-doc """
A filter of `logger`: a connection of gun that crashes, as over an answer that is not HTTP, reports its state and its
mailbox, in which there are URLs and headers. They are taken out.

```erlang
1> Report = #{label => {gen_statem, terminate}, modules => [gun], reason => oops, state => secret}, ok.
ok
2> #{msg := {report, Shown}} = mochi_fetch_report:hide(#{level => error, msg => {report, Report}}, []), Shown.
#{label => {gen_statem, terminate}, modules => [gun], reason => oops, state => hidden}
```
""".
-spec hide(logger:log_event(), term()) -> logger:log_event() | ignore.
hide(#{msg := {report, #{label := {gen_statem, terminate}, modules := [gun | _]} = Report}} = Event, _) ->
    Hidden = #{state => hidden, queue => [], postponed => [], log => []},
    Event#{msg := {report, maps:merge(Report, maps:with(maps:keys(Report), Hidden))}};
hide(#{msg := {report, #{label := {proc_lib, crash}, report := [Info, Linked]} = Report}} = Event, _) ->
    case lists:keyfind(initial_call, 1, Info) of
        {_, {gun, _, _}} ->
            Shown = [
                Entry
             || {Name, _} = Entry <- Info, not lists:member(Name, [messages, message_queue_len, dictionary])
            ],
            Event#{msg := {report, Report#{report := [Shown, Linked]}}};
        _ ->
            ignore
    end;
hide(_, _) ->
    ignore.
