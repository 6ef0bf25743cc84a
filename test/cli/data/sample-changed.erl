%% What sample.erl is compared with. sample-changed.beam was made from it by
%% 'erlc +deterministic +no_docs' of OTP 27, under the name sample.erl; sample-moved.beam by 'erlc +deterministic +debug_info +no_docs'
%% from sample.erl with two empty lines in front of adder/1.
-module(sample).
-export([classify/1, scale/2, adder/1, pack/2, count/1, count/2]).
-author("another test").

classify(#{kind := circle, radius := Radius}) when is_float(Radius) -> {round, Radius};
classify({square, Side}) -> {angular, [Side, "4 sides", <<"corners">>]};
classify({triangle, _, _}) -> angular;
classify(Other) -> error({'no such Shape', Other}).

scale(Numbers, Factor) -> [Number * Factor + 0.5 || Number <- Numbers, is_float(Number)].

adder(Amount) -> fun(Value) -> Value + Amount end.

pack(Length, <<"magic", Kind:4, _:4, Rest/binary>>) -> <<Length:16/little, Kind, "packed", Rest/binary>>.

count(Text) -> count(Text, 0).

count(<<>>, Total) -> Total;
count(<<_/utf8, Rest/binary>>, Total) -> count(Rest, Total + 1).
