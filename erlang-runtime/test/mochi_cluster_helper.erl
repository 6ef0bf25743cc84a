%% What tests have another node do.
-module(mochi_cluster_helper).

-export([
    collect/2,
    collected/1,
    start_named/2,
    publish/2,
    tell_to_crash/1
]).

%% A process that subscribes and keeps what it gets.
collect(Stream, Options) ->
    Caller = self(),
    Pid = spawn(fun() ->
        Own = self(),
        _ = mochi_stream:subscribe(Stream, fun(Event) -> Own ! {event, Event} end, Options),
        Caller ! {subscribed, Own},
        collecting([])
    end),
    receive
        {subscribed, Pid} -> Pid
    after 10_000 -> error(not_subscribed)
    end.

collected(Pid) ->
    Reference = monitor(process, Pid, [{alias, reply_demonitor}]),
    Pid ! {collected, Reference},
    receive
        {Reference, Events} -> Events;
        {'DOWN', Reference, process, _, Reason} -> {down, Reason}
    after 10_000 -> error(no_answer)
    end.

collecting(Events) ->
    receive
        {event, Event} ->
            collecting([Event | Events]);
        {collected, Alias} ->
            Alias ! {Alias, lists:reverse(Events)},
            collecting(Events)
    end.

start_named(Name, Start) -> mochi_agent:start(mochi_user_counter, [Start], #{name => Name}).

publish(Stream, Events) -> lists:foreach(fun(Event) -> mochi_stream:publish(Stream, Event) end, Events).

tell_to_crash(Agent) -> mochi_agent:tell(Agent, divide, [0]).
