%% Whatever an entry holds, it is one line (and lines of a stack trace) of UTF-8, JSON when that is wanted, and no
%% secret.
-module(prop_mochi_log).

-include("mochi_properties.hrl").

-export([
    prop_plain_is_one_line/0,
    prop_json_is_one_object/0,
    prop_secrets_stay_secret/0
]).

-import(proper_types, [any/0, binary/0, elements/1, list/1, oneof/1]).

prop_plain_is_one_line() ->
    ?FORALL({Message, Fields}, {binary(), fields(any())}, begin
        Line = format(Message, Fields, plain),
        is_list(unicode:characters_to_list(Line)) andalso
            binary:matches(Line, [~"\n", ~"\r"]) =:= [{byte_size(Line) - 1, 1}]
    end).

prop_json_is_one_object() ->
    ?FORALL({Message, Fields}, {binary(), fields(any())}, begin
        Line = format(Message, Fields, json),
        is_map(json:decode(Line)) andalso binary:matches(Line, ~"\n") =:= [{byte_size(Line) - 1, 1}]
    end).

prop_secrets_stay_secret() ->
    ?FORALL({Path, Key, Style}, {list(elements([map, list, pair, some])), key(), elements([plain, json])}, begin
        Fields = #{a => lists:foldl(fun inside/2, #{Key => ~"hidden"}, Path)},
        binary:match(format(~"m", Fields, Style), ~"hidden") =:= nomatch
    end).

inside(map, Value) -> #{~"k" => Value};
inside(list, Value) -> [1, Value];
inside(pair, Value) -> {~"k", Value};
inside(some, Value) -> {some, Value}.

key() -> ?LET({Before, Word, After}, {ascii(), elements([~"password", ~"TOKEN", ~"Api_Key", ~"cookie"]), ascii()},
    <<Before/binary, Word/binary, After/binary>>).

ascii() -> ?LET(Letters, list(oneof([elements("abcXYZ_-")])), list_to_binary(Letters)).

fields(Value) -> ?LET(Pairs, list({oneof([binary(), elements([a, b, c])]), Value}), maps:from_list(Pairs)).

format(Message, Fields, Style) ->
    Event = #{level => info, msg => {report, #{message => Message, fields => Fields}}, meta => #{time => 0}},
    unicode:characters_to_binary(mochi_log_format:format(Event, #{style => Style})).
