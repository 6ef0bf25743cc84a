%% What the command-line tests look into: one of everything. sample.beam was made from it by
%% 'erlc +deterministic +no_docs sample.erl' of OTP 27, without debug information.
-module(sample).
-export([classify/1, scale/2, adder/1, pack/2, count/1]).
-author("a test").

classify(#{kind := circle, radius := Radius}) when is_float(Radius) -> {round, Radius};
classify({square, Side}) -> {angular, [Side, "four sides", <<"corners">>]};
classify(Other) -> error({'no such Shape', Other}).

scale(Numbers, Factor) -> [Number * Factor + 0.5 || Number <- Numbers, is_float(Number)].

adder(Amount) -> fun(Value) -> Value + Amount end.

pack(Length, <<"magic", Kind:4, _:4, Rest/binary>>) -> <<Length:16/little, Kind, "packed", Rest/binary>>.

count(Text) -> count(Text, 0).

count(<<>>, Total) -> Total;
count(<<_/utf8, Rest/binary>>, Total) -> count(Rest, Total + 1).
