%% Native records, which OTP 29 has.
-module(mochi_mutant_records).
-export([calls/0, new/2, change/2, read/1, any/1, both/2]).
-record #rec{a = 1, b = [], c = none}.
-record #other{x = {}, y}.

calls() ->
    [{new, [1, 2]}, {new, [[], {}]}, {change, [element(1, new(1, 2)), [a]]}, {change, [x, y]}, {read, [element(2, new(3, 4))]}, {read, [x]},
     {any, [element(1, new(5, 6))]}, {any, [y]}, {both, [element(1, new(1, 2)), element(3, new(3, 4))]}, {both, [1, 2]}].

new(A, B) -> {#rec{a = A, b = B}, #rec{c = A}, #other{y = [A | B]}}.

change(#rec{a = A, b = B} = Record, Value) -> {Record#rec{b = Value, c = A}, B};
change(Other, _) -> Other.

read(#rec{a = A, c = C}) -> [A | C];
read(Other) -> {Other}.

any(Record) when is_record(Record, rec) -> [Record#rec.a, Record];
any(Other) -> Other.

both(#rec{a = A}, #other{y = Y} = Other) -> Other#other{x = A, y = [Y, A]};
both(A, B) -> [A, B].
