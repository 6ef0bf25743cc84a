%% What suites need to see what other processes do.
-module(mochi_waiting).

-export([
    wait_until/1,
    messages/0
]).

%% Waits until a condition holds; Common Test ends what takes too long.
-spec wait_until(fun(() -> boolean())) -> ok.
wait_until(Is) ->
    case Is() of
        true ->
            ok;
        false ->
            timer:sleep(1),
            wait_until(Is)
    end.

%% The messages that are there, the oldest first; they are there no longer.
-spec messages() -> [term()].
messages() ->
    receive
        Message -> [Message | messages()]
    after 0 -> []
    end.
