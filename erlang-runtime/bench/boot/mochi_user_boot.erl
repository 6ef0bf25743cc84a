%% What a small compiled program is: `print' with values, through the library.
-module(mochi_user_boot).

-export([
    start/0,
    main/1
]).

-spec start() -> no_return().
start() -> mochi_main:run(?MODULE).

main(_) ->
    Words = mochi_str:split(~"the quick brown fox", ~" "),
    mochi_core:print([mochi_str:join(mochi_list:reverse(Words), ~" ")]),
    mochi_core:print([mochi_list:sum([1, 2, 3])]).
