%% A handler of the log that sends the text of every event to a process.
-module(mochi_log_collector).

-export([
    log/2
]).

log(Event, #{config := #{to := Pid}}) ->
    Pid ! {logged, unicode:characters_to_binary(logger_formatter:format(Event, #{single_line => true}))}.
