%% The same program by hand.
-module(mochi_bench_bare).

-export([
    start/0
]).

-spec start() -> no_return().
start() ->
    Words = binary:split(~"the quick brown fox", ~" ", [global]),
    io:put_chars([lists:join(~" ", lists:reverse(Words)), $\n]),
    io:put_chars([integer_to_list(lists:sum([1, 2, 3])), $\n]),
    halt(0).
