%% Publishing against a loop over the members of a group. On both sides the subscribers are processes that only take
%% what comes; they run when the clock has stopped, because the publisher has a higher priority. That happens often: what
%% it costs to keep many messages that nobody takes would hide what publishing costs.
-module(mochi_bench_stream).

-export([
    pairs/0
]).

-define(BOUND, 1.2).
-define(MESSAGES, 1000).

pairs() ->
    lists:append([pairs(Count) || Count <- [0, 1, 3, 10, 100, 1000]]).

pairs(Count) ->
    Name = <<"prices ", (integer_to_binary(Count))/binary>>,
    Stream = mochi_stream:new(Name),
    Sinks = [sink([mochi_stream:group(Stream), Name]) || _ <- lists:seq(1, Count)],
    Settle = fun() -> lists:foreach(fun settled/1, Sinks) end,
    Pair = #{bound => bound(Count), priority => high, settle => {max(1, ?MESSAGES div max(1, Count)), Settle}},
    Row = #{~"symbol" => ~"ABC", ~"price" => 17.5, ~"volume" => 1000},
    [
        Pair#{
            name => io_lib:format("publish ~ts to ~b", [Kind, Count]),
            mochi => fun(N) -> publish(Stream, Event, N) end,
            hand => fun(N) -> publish_by_hand(Name, Event, N) end
        }
     || {Kind, Event} <- [{"an int", 5}, {"a map", Row}], Kind =:= "an int" orelse Count > 0
    ].

%% Where nobody listens a loop by hand is one look into a table. Publishing takes a second look, for handlers of its
%% event and subscribers that make it wait.
bound(0) -> none;
bound(_) -> ?BOUND.

sink(Groups) ->
    Parent = self(),
    Sink = spawn_link(fun() ->
        [ok = pg:join(mochi, Group, self()) || Group <- Groups],
        Parent ! {joined, self()},
        take()
    end),
    receive
        {joined, Sink} -> Sink
    end.

take() ->
    receive
        {settle, From} -> From ! {settled, self()};
        _ -> ok
    end,
    take().

settled(Sink) ->
    Sink ! {settle, self()},
    receive
        {settled, Sink} -> ok
    end.

publish(Stream, Event, 1) ->
    mochi_stream:publish(Stream, Event);
publish(Stream, Event, N) ->
    _ = mochi_stream:publish(Stream, Event),
    publish(Stream, Event, N - 1).

publish_by_hand(Group, Event, 1) ->
    publish_by_hand(Group, Event);
publish_by_hand(Group, Event, N) ->
    _ = publish_by_hand(Group, Event),
    publish_by_hand(Group, Event, N - 1).

publish_by_hand(Group, Event) ->
    Message = {event, Group, Event},
    lists:foreach(fun(Pid) -> Pid ! Message end, pg:get_members(mochi, Group)).
