%% A channel against a queue: whatever is done in whatever order gives what the queue says.
-module(prop_mochi_chan).

-export([
    prop_bounded_queue/0,
    prop_select/0
]).

%% Without waiting, a channel is a queue that refuses what it has no room for.
prop_bounded_queue() ->
    proper:forall(
        {proper_types:range(0, 4), proper_types:list(operation())},
        fun({Capacity, Operations}) ->
            Channel = mochi_chan:new(Capacity),
            run(Operations, Channel, Capacity, [], open)
        end
    ).

operation() ->
    proper_types:frequency([
        {6, {send, proper_types:integer()}},
        {5, recv},
        {2, len},
        {1, close}
    ]).

run([], _, _, _, _) ->
    true;
run([{send, Value} | Operations], Channel, Capacity, Queue, State) ->
    Expected =
        if
            State =:= closed -> closed;
            length(Queue) < Capacity -> ok;
            true -> timeout
        end,
    Next =
        case Expected of
            ok -> Queue ++ [Value];
            _ -> Queue
        end,
    attempt(fun() -> mochi_chan:send(Channel, Value, 0) end) =:= Expected andalso
        run(Operations, Channel, Capacity, Next, State);
run([recv | Operations], Channel, Capacity, Queue, State) ->
    {Expected, Next} =
        case {Queue, State} of
            {[First | Rest], _} -> {{some, First}, Rest};
            {[], closed} -> {none, []};
            {[], open} -> {timeout, []}
        end,
    attempt(fun() -> mochi_chan:next(Channel, 0) end) =:= Expected andalso
        run(Operations, Channel, Capacity, Next, State);
run([len | Operations], Channel, Capacity, Queue, State) ->
    mochi_chan:len(Channel) =:= length(Queue) andalso run(Operations, Channel, Capacity, Queue, State);
run([close | Operations], Channel, Capacity, Queue, _) ->
    mochi_chan:close(Channel) =:= ok andalso run(Operations, Channel, Capacity, Queue, closed).

attempt(Do) ->
    try
        Do()
    catch
        error:{mochi_error, mochi_err_timeout, _} -> timeout;
        error:{mochi_error, {mochi_user, ~"closed"}, _} -> closed
    end.

%% A choice takes from the first channel that has something, and leaves the others alone.
prop_select() ->
    proper:forall(
        proper_types:non_empty(proper_types:list(proper_types:list(proper_types:integer()))),
        fun(Contents) ->
            Channels = [filled(Values) || Values <- Contents],
            Result = attempt(fun() -> mochi_chan:select([{recv, Channel} || Channel <- Channels], 0) end),
            Left = [mochi_chan:len(Channel) || Channel <- Channels],
            case [{Index, First} || {Index, [First | _]} <- lists:enumerate(Contents)] of
                [] ->
                    Result =:= timeout andalso Left =:= [0 || _ <- Contents];
                [{Index, First} | _] ->
                    Result =:= {Index, {some, First}} andalso
                        Left =:= [length(Values) - taken(I, Index) || {I, Values} <- lists:enumerate(Contents)]
            end
        end
    ).

taken(Index, Index) -> 1;
taken(_, _) -> 0.

filled(Values) ->
    Channel = mochi_chan:new(length(Values)),
    lists:foreach(fun(Value) -> mochi_chan:send(Channel, Value, 0) end, Values),
    Channel.
