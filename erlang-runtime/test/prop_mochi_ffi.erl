%% Values of JSON come back from Python as they went.
-module(prop_mochi_ffi).

-include("mochi_properties.hrl").

-export([
    prop_values_survive_python/0
]).

-import(proper_types, [boolean/0, float/0, integer/0, list/1, oneof/1, range/2, resize/2]).

prop_values_survive_python() ->
    ?FORALL(Value, value(), case os:find_executable("python3") of
        false -> true;
        _ -> mochi_ffi:python(~"copy.deepcopy", [Value], any) =:= Value
    end).

value() -> ?SIZED(Size, value(Size)).

value(0) ->
    oneof([none, boolean(), integer(), float(), text(), ?LET(N, integer(), N bsl 100)]);
value(Size) ->
    Smaller = ?LAZY(value(Size div 3)),
    Few = fun(Type) -> resize(Size div 3, list(Type)) end,
    oneof([value(0), Few(Smaller), ?LET(Pairs, Few({text(), Smaller}), maps:from_list(Pairs))]).

text() ->
    Character = oneof([range($\s, $~), range(16#A0, 16#D7FF), range(0, 31), range(16#10000, 16#10FFFF)]),
    ?LET(Characters, list(Character), unicode:characters_to_binary(Characters)).
