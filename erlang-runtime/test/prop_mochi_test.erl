%% Patterns against the regular expressions that say the same.
-module(prop_mochi_test).

-include("mochi_properties.hrl").

-export([
    prop_patterns_are_regular_expressions/0
]).

-import(proper_types, [elements/1, list/1]).

prop_patterns_are_regular_expressions() ->
    ?FORALL({Name, Pattern}, {list(elements("ab.ñ")), list(elements("ab.ñ*?"))}, begin
        Expression = [$^, [part(Character) || Character <- Pattern], $$],
        Expected = re:run(Name, Expression, [unicode, dotall, {capture, none}]) =:= match,
        mochi_test:matches(unicode:characters_to_binary(Name), unicode:characters_to_binary(Pattern)) =:= Expected
    end).

part($*) -> ".*";
part($?) -> ".";
part($.) -> "\\.";
part(Character) -> [Character].
