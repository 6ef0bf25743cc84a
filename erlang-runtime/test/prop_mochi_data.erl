%% What is written reads back as the same value, in every format; JSON agrees with the standard library.
-module(prop_mochi_data).

-include("mochi_properties.hrl").

-compile([export_all, nowarn_export_all]).

string() ->
    ?LET(
        Chars,
        proper_types:list(
            proper_types:frequency([
                {6, proper_types:oneof("ab1 -:#,\"'\n\r\t\\[]{}|>&*!%@`~?.=")},
                {1, proper_types:oneof([16#F1, 16#1D11E, 16#A0, 16#85, 16#2028, 0, 127, 16#FEFF])}
            ])
        ),
        unicode:characters_to_binary(Chars)
    ).

word() ->
    proper_types:oneof([
        ~"true", ~"null", ~"~", ~"1", ~"1.5", ~"0x1", ~".inf", ~"", ~"- a", ~"a: b", ~"a #b", ~"---", ~" a "
    ]).

scalar() ->
    proper_types:oneof([
        none, true, false, proper_types:integer(), proper_types:float(), string(), word(), 1 bsl 90, 1.0e300
    ]).

value() -> ?SIZED(Size, value(Size)).

value(Size) when Size < 2 -> scalar();
value(Size) ->
    proper_types:frequency([
        {2, scalar()},
        {2, ?LAZY(proper_types:list(value(Size div 4)))},
        {2, ?LET(Pairs, ?LAZY(proper_types:list({key(), value(Size div 4)})), maps:from_list(Pairs))}
    ]).

key() -> proper_types:oneof([string(), word()]).

rows(Value) ->
    ?LET(
        Names,
        proper_types:non_empty(proper_types:list(string())),
        proper_types:list(
            ?LET(Values, proper_types:vector(length(Names), Value), maps:from_list(lists:zip(Names, Values)))
        )
    ).


prop_yaml() ->
    ?FORALL(Value, value(), ?same(Value, mochi_data:parse(yaml, mochi_data:text(yaml, Value, #{}), ~"t", #{}))).

prop_json() ->
    ?FORALL(Value, value(), ?same([Value, Value], [
        mochi_json:decode(mochi_json:encode(Value)),
        mochi_json:decode(mochi_json:encode_compact(Value))
    ])).

prop_json_as_standard_library() ->
    ?FORALL(Value, value(), ?same(
        json:decode(
            iolist_to_binary(
                json:encode(Value, fun
                    (none, _) -> ~"null";
                    (Other, Encoder) -> json:encode_value(Other, Encoder)
                end)
            )
        ),
        null(mochi_json:decode(mochi_json:encode_compact(Value)))
    )).

null(none) -> null;
null(List) when is_list(List) -> [null(Value) || Value <- List];
null(Map) when is_map(Map) -> maps:map(fun(_, Value) -> null(Value) end, Map);
null(Value) -> Value.

prop_jsonl() ->
    ?FORALL({Values, Size}, {proper_types:list(value()), proper_types:range(1, 20)}, begin
        Text = mochi_data:text(jsonl, Values, #{}),
        ?same(Values, mochi_query:to_list(mochi_data_jsonl:rows(chunks(Text, Size), ~"t")))
    end).

csv_value() -> proper_types:oneof([none, true, proper_types:integer(), proper_types:float(), string(), word()]).

%% A row without any text is an empty line, which is no row.
prop_csv() ->
    Shape = {rows(csv_value()), proper_types:range(1, 20), proper_types:oneof([$,, $;, $\t])},
    ?FORALL({Rows, Size, Delimiter}, Shape, begin
        Options = #{delimiter => Delimiter, header => true, infer => true},
        Text = iolist_to_binary(mochi_data_csv:text(Rows, Options)),
        Kept = [Row || Row <- Rows, map_size(Row) > 1 orelse maps:values(Row) =/= [none]],
        ?same(Kept, mochi_query:to_list(mochi_data_csv:rows(chunks(Text, Size), ~"t", Options)))
    end).

chunks(Text, Size) when byte_size(Text) =< Size -> fun() -> {[Text], []} end;
chunks(Text, Size) ->
    <<Chunk:Size/binary, Rest/binary>> = Text,
    fun() -> {[Chunk], chunks(Rest, Size)} end.
