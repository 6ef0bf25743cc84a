%% Agents against bare servers, known by their process identifiers.
-module(mochi_bench_agent).

-export([
    pairs/0
]).

-define(BOUND, 1.2).

pairs() ->
    Agent = mochi_agent:start(mochi_bench_counter, [5]),
    Named = mochi_agent:start(mochi_bench_counter, [5], #{name => ~"counter of the benchmark"}),
    {ok, Server} = gen_server:start_link(mochi_bench_server, 5, []),
    List = lists:seq(1, 100),
    [
        #{
            name => "call without arguments",
            bound => ?BOUND,
            mochi => fun(N) -> value(Agent, N) end,
            hand => fun(N) -> value_by_hand(Server, N) end
        },
        #{
            name => "call of an agent with a name",
            bound => ?BOUND,
            mochi => fun(N) -> value(Named, N) end,
            hand => fun(N) -> value_by_hand(Server, N) end
        },
        #{
            name => "call with an int",
            bound => ?BOUND,
            mochi => fun(N) -> reset(Agent), add(Agent, N, 0) end,
            hand => fun(N) -> gen_server:cast(Server, {set, 0}), add_by_hand(Server, N, 0) end
        },
        #{
            name => "call with a list of 100 ints",
            bound => ?BOUND,
            mochi => fun(N) -> last(Agent, List, N, 0) end,
            hand => fun(N) -> last_by_hand(Server, List, N, 0) end
        },
        #{
            name => "tell, and a call after each 100",
            bound => none,
            mochi => fun(N) -> tell(Agent, N) end,
            hand => fun(N) -> tell_by_hand(Server, N) end
        }
    ].

reset(Agent) -> mochi_agent:tell(Agent, set, [0]).

value(Agent, 1) ->
    mochi_agent:call(Agent, value, []);
value(Agent, N) ->
    _ = mochi_agent:call(Agent, value, []),
    value(Agent, N - 1).

value_by_hand(Server, 1) ->
    gen_server:call(Server, value);
value_by_hand(Server, N) ->
    _ = gen_server:call(Server, value),
    value_by_hand(Server, N - 1).

add(_, 0, Sum) -> Sum;
add(Agent, N, _) -> add(Agent, N - 1, mochi_agent:call(Agent, add, [N])).

add_by_hand(_, 0, Sum) -> Sum;
add_by_hand(Server, N, _) -> add_by_hand(Server, N - 1, gen_server:call(Server, {add, N})).

last(_, _, 0, Last) -> Last;
last(Agent, List, N, _) -> last(Agent, List, N - 1, mochi_agent:call(Agent, last, [List])).

last_by_hand(_, _, 0, Last) -> Last;
last_by_hand(Server, List, N, _) -> last_by_hand(Server, List, N - 1, gen_server:call(Server, {last, List})).

tell(Agent, 0) ->
    mochi_agent:tell(Agent, set, [5]),
    mochi_agent:call(Agent, value, []);
tell(Agent, N) when N rem 100 =:= 0 ->
    _ = mochi_agent:call(Agent, value, []),
    tell_on(Agent, N);
tell(Agent, N) ->
    tell_on(Agent, N).

tell_on(Agent, N) ->
    mochi_agent:tell(Agent, set, [N]),
    tell(Agent, N - 1).

tell_by_hand(Server, 0) ->
    gen_server:cast(Server, {set, 5}),
    gen_server:call(Server, value);
tell_by_hand(Server, N) when N rem 100 =:= 0 ->
    _ = gen_server:call(Server, value),
    tell_on_by_hand(Server, N);
tell_by_hand(Server, N) ->
    tell_on_by_hand(Server, N).

tell_on_by_hand(Server, N) ->
    gen_server:cast(Server, {set, N}),
    tell_by_hand(Server, N - 1).
