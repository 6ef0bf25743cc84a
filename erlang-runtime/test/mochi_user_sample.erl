%% Stands in for a compiled program: the tests of mochi_main run it in nodes of its own.
-module(mochi_user_sample).

-export([
    main/1,
    start/0,
    '$mochi_types'/0,
    '$mochi_atoms'/0
]).

-file("sample.mochi", 1).

start() -> mochi_main:run(mochi_user_sample).

'$mochi_types'() -> [{'SamplePoint', record, <<"SamplePoint">>, [<<"x">>, <<"y">>]}].

'$mochi_atoms'() -> ['SampleAtom', 'SamplePoint'].

main([<<"print">> | Arguments]) -> mochi_core:print([{'SamplePoint', 1.0, Arguments}]);
main([<<"lines">>, Count]) -> lines(1, binary_to_integer(Count));
main([<<"forever">>]) -> forever(1);
main([<<"processes">>]) -> several();
main([<<"input">>]) -> echo(mochi_core:input());
main([<<"index">>]) -> mochi_core:print([element_of([1, 2])]);
main([<<"lambda">>]) -> mochi_core:print([mochi_list:map([1], fun(X) -> [mochi_list:at([], X)] end)]);
main([<<"panic">>]) -> mochi_core:print([<<"before">>]), mochi_core:panic(42, <<"to\nñ"/utf8>>), ok;
main([<<"panic">>, Code]) -> mochi_core:panic(Code, <<"told">>), ok;
main([<<"undef">>]) -> mochi_user_nowhere:f(1), ok;
main([<<"throw">>]) -> throw(ball), ok;
main([<<"exit">>]) -> exit(reason), ok;
main([<<"kill">>]) -> exit(self(), kill), ok;
main([<<"match">>]) -> mochi_core:match_error(5), ok;
main([<<"file">>]) -> mochi_file:read(<<"no such file">>), ok;
main([<<"modules">>]) -> modules();
main([<<"deep">>]) -> deep(100), ok;
main([]) -> mochi_core:print([<<"nothing">>]).

element_of(List) ->
    Element = mochi_list:at(List, 5),
    [Element].

lines(Line, Count) when Line =< Count ->
    mochi_core:print([<<"line">>, Line]),
    lines(Line + 1, Count);
lines(_, _) ->
    ok.

forever(Line) ->
    mochi_core:print([<<"line">>, Line]),
    forever(Line + 1).

several() ->
    Monitors = [element(2, spawn_monitor(fun() -> lines(1, 1000) end)) || _ <- lists:seq(1, 4)],
    lists:foreach(fun(Monitor) -> receive {'DOWN', Monitor, process, _, normal} -> ok end end, Monitors).

echo(<<>>) ->
    ok;
echo(Line) ->
    mochi_core:print([[Line]]),
    echo(mochi_core:input()).

deep(0) -> mochi_core:raise(mochi_err_index, <<"deep">>);
deep(N) -> [deeper(N - 1)].

%% Equal frames in a row are one entry of a stack trace, so two functions take turns.
deeper(N) -> [deep(N)].

modules() ->
    Loaded = [Module || {Module, _} <- code:all_loaded()],
    Heavy = [crypto, ssl, inets, httpc, json, calendar, string, unicode_util, re, mochi_json],
    mochi_core:print([[atom_to_binary(Module) || Module <- Heavy, lists:member(Module, Loaded)]]),
    mochi_core:print([[atom_to_binary(Name) || {Name, _, _} <- application:which_applications()]]).
