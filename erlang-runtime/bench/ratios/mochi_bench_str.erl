%% Strings against the modules string, binary and unicode: whatever of them gives the same result for these strings the
%% quickest way, for many short strings and for a long one, of ASCII and beyond it.
-module(mochi_bench_str).

-export([
    pairs/0
]).

-define(BOUND, 1.0).
-define(HEAP_WORDS, 1_000_000).

pairs() ->
    Short = [<<"user ", (integer_to_binary(N))/binary, ", Town">> || N <- lists:seq(1, 200)],
    ShortBeyond = [<<"Größe "/utf8, (integer_to_binary(N))/binary, ", Ärmel"/utf8>> || N <- lists:seq(1, 200)],
    Long = [binary:copy(~"the quick Brown Fox jumps over the lazy dog, ", 2_200)],
    LongBeyond = [binary:copy(~"Zwölf Boxkämpfer jagen Viktor über den Sylter Deich, ", 1_800)],
    Kinds = [
        {"short", Short}, {"short, beyond ASCII", ShortBeyond}, {"100 KB", Long}, {"100 KB, beyond ASCII", LongBeyond}
    ],
    [pair(Name, Kind, Strings, Mochi, Hand) || {Name, Mochi, Hand} <- functions(), {Kind, Strings} <- Kinds] ++
        [pair("join", Kind, Lists, fun joined/1, fun joined_by_hand/1) || {Kind, Lists} <- lists_to_join()] ++
        [
            pair("to_int", "short", [integer_to_binary(N * 7919) || N <- lists:seq(1, 200)],
                fun(Strings) -> [mochi_str:to_int(S) || S <- Strings] end,
                fun(Strings) -> [by_hand_int(S) || S <- Strings] end),
            pair("to_float", "short", [float_to_binary(N / 7, [short]) || N <- lists:seq(1, 200)],
                fun(Strings) -> [mochi_str:to_float(S) || S <- Strings] end,
                fun(Strings) -> [by_hand_float(S) || S <- Strings] end)
        ].

pair(Name, Kind, Strings, Mochi, Hand) ->
    #{
        name => io_lib:format("~ts, ~ts", [Name, Kind]),
        bound => ?BOUND,
        heap =>
            case iolist_size(Strings) > 50_000 of
                true -> ?HEAP_WORDS;
                false -> 200_000
            end,
        mochi => fun(N) -> mochi_bench:repeat(fun() -> Mochi(Strings) end, N) end,
        hand => fun(N) -> mochi_bench:repeat(fun() -> Hand(Strings) end, N) end
    }.

%% None of the strings has code points that string takes together, so both count the same.
functions() ->
    [
        {"len", fun(L) -> [mochi_str:len(S) || S <- L] end, fun(L) -> [string:length(S) || S <- L] end},
        {"slice", fun(L) -> [mochi_str:slice(S, 4, 9) || S <- L] end, fun(L) -> [string:slice(S, 4, 5) || S <- L] end},
        {"slice from the middle", fun(L) -> [mochi_str:slice(S, byte_size(S) div 2, nil) || S <- L] end, fun(L) ->
            [string:slice(S, byte_size(S) div 2) || S <- L]
        end},
        {"at", fun(L) -> [mochi_str:at(S, byte_size(S) div 2) || S <- L] end, fun(L) ->
            [string:slice(S, byte_size(S) div 2, 1) || S <- L]
        end},
        {"upper", fun(L) -> [mochi_str:upper(S) || S <- L] end, fun(L) -> [string:uppercase(S) || S <- L] end},
        {"lower", fun(L) -> [mochi_str:lower(S) || S <- L] end, fun(L) -> [string:lowercase(S) || S <- L] end},
        {"reverse", fun(L) -> [mochi_str:reverse(S) || S <- L] end, fun(L) ->
            [unicode:characters_to_binary(lists:reverse(unicode:characters_to_list(S))) || S <- L]
        end},
        {"trim", fun(L) -> [mochi_str:trim(S) || S <- L] end, fun(L) -> [string:trim(S) || S <- L] end},
        {"chars", fun(L) -> [mochi_str:chars(S) || S <- L] end, fun(L) ->
            [[<<C/utf8>> || <<C/utf8>> <= S] || S <- L]
        end},
        {"code_points", fun(L) -> [mochi_str:code_points(S) || S <- L] end, fun(L) ->
            [unicode:characters_to_list(S) || S <- L]
        end},
        {"split", fun(L) -> [mochi_str:split(S, ~",") || S <- L] end, fun(L) ->
            [binary:split(S, ~",", [global]) || S <- L]
        end},
        {"replace", fun(L) -> [mochi_str:replace(S, ~",", ~" and") || S <- L] end, fun(L) ->
            [binary:replace(S, ~",", ~" and", [global]) || S <- L]
        end},
        {"contains", fun(L) -> [mochi_str:contains(S, ~"xyz") || S <- L] end, fun(L) ->
            [binary:match(S, ~"xyz") =/= nomatch || S <- L]
        end},
        {"index_of", fun(L) -> [mochi_str:index_of(S, ~",") || S <- L] end, fun(L) ->
            [by_hand_index(S, ~",") || S <- L]
        end},
        {"starts_with", fun(L) -> [mochi_str:starts_with(S, ~"the quick") || S <- L] end, fun(L) ->
            [string:prefix(S, ~"the quick") =/= nomatch || S <- L]
        end},
        {"ends_with", fun(L) -> [mochi_str:ends_with(S, ~"Town") || S <- L] end, fun(L) ->
            [by_hand_ends(S, ~"Town") || S <- L]
        end},
        {"pad_start by 5", fun(L) -> [mochi_str:pad_start(S, 25, ~".") || S <- L] end, fun(L) ->
            [unicode:characters_to_binary(string:pad(S, 25, leading, $.)) || S <- L]
        end},
        {"pad_end by 5", fun(L) -> [mochi_str:pad_end(S, 25, ~".") || S <- L] end, fun(L) ->
            [unicode:characters_to_binary(string:pad(S, 25, trailing, $.)) || S <- L]
        end},
        {"repeat 5 times", fun(L) -> [mochi_str:repeat(S, 5) || S <- L] end, fun(L) ->
            [binary:copy(S, 5) || S <- L]
        end},
        {"concat", fun(L) -> [mochi_str:concat(S, S) || S <- L] end, fun(L) -> [<<S/binary, S/binary>> || S <- L] end}
    ].

lists_to_join() ->
    Words = [<<"word", (integer_to_binary(N))/binary>> || N <- lists:seq(1, 1000)],
    [
        {"3 words", lists:duplicate(200, lists:sublist(Words, 3))},
        {"100 words", lists:duplicate(10, lists:sublist(Words, 100))},
        {"20 000 words", [lists:append(lists:duplicate(20, Words))]}
    ].

joined(Lists) -> [mochi_str:join(List, ~", ") || List <- Lists].

joined_by_hand(Lists) -> [iolist_to_binary(lists:join(~", ", List)) || List <- Lists].

by_hand_index(String, Part) ->
    case string:split(String, Part) of
        [_] -> -1;
        [Before, _] -> string:length(Before)
    end.

by_hand_ends(String, Suffix) ->
    Size = byte_size(String) - byte_size(Suffix),
    case String of
        <<_:Size/binary, Suffix/binary>> -> true;
        _ -> false
    end.

by_hand_int(String) -> binary_to_integer(string:trim(String)).

by_hand_float(String) -> binary_to_float(string:trim(String)).
