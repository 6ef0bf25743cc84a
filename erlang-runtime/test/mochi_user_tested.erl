%% Stands in for a compiled program with test blocks.
-module(mochi_user_tested).

-export([
    start/0,
    main/1
]).

-file("tested.mochi", 1).

start() -> mochi_main:run(?MODULE).

main([]) ->
    mochi_core:print([<<"statements">>]),
    mochi_test:run(<<"good">>, fun() -> mochi_core:print([<<"in good">>]) end),
    mochi_test:run(<<"bad & <worse>">>, fun() ->
        mochi_core:print([<<"in bad">>]),
        [mochi_test:expect('==', 2, 3, <<"n == 3">>)]
    end),
    mochi_test:run(<<"last">>, fun() -> mochi_list:at([], 1) end).
