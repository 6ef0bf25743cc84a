-module(mochi_json_tests).

-include("mochi_tests.hrl").

encode_test_() ->
    {setup,
        fun() ->
            mochi_types:register([
                {'JsonPoint', record, ~"JsonPoint", [~"y", ~"x"]},
                {'JsonLeaf', variant, ~"JsonLeaf", []},
                {'JsonNode', variant, ~"JsonNode", [<<>>, <<>>]},
                {'JsonCircle', variant, ~"JsonCircle", [~"r"]},
                {'ok\'\'', variant, ~"ok", []}
            ])
        end,
        [
            {Text, fun() -> ?assertEqual(Text, mochi_json:encode(Value)) end}
         || {Value, Text} <- [
                {1, ~"1"},
                {1 bsl 70, ~"1180591620717411303424"},
                {1.0, ~"1.0"},
                {0.1, ~"0.1"},
                {true, ~"true"},
                {none, ~"null"},
                {ok, ~"null"},
                {{some, ~"x"}, ~B("x")},
                {~"a\"\\\n\t\x{1}ñ", ~B("a\"\\\n\t\u0001ñ")},
                {[], ~"[]"},
                {#{}, ~"{}"},
                {mochi_omap:new(), ~"{}"},
                {[1, [2], #{}], ~"[\n  1,\n  [\n    2\n  ],\n  {}\n]"},
                {#{~"b" => #{~"d" => 1, ~"c" => none}, ~"a" => 2},
                    ~"{\n  \"a\": 2,\n  \"b\": {\n    \"c\": null,\n    \"d\": 1\n  }\n}"},
                {#{10 => 1, 9 => 2}, ~"{\n  \"9\": 2,\n  \"10\": 1\n}"},
                {mochi_omap:from_list([{~"b", 1}, {~"a", 2}]), ~"{\n  \"b\": 1,\n  \"a\": 2\n}"},
                {{'JsonPoint', 1, 2}, ~"{\n  \"x\": 2,\n  \"y\": 1\n}"},
                {'JsonLeaf', ~B("JsonLeaf")},
                {'ok\'\'', ~B("ok")},
                {{'JsonNode', 1, 'JsonLeaf'}, ~"{\n  \"JsonNode\": [\n    1,\n    \"JsonLeaf\"\n  ]\n}"},
                {{'JsonCircle', 2.5}, ~"{\n  \"JsonCircle\": {\n    \"r\": 2.5\n  }\n}"},
                {{ok, 1}, ~"{\n  \"ok\": [\n    1\n  ]\n}"},
                {{mochi_exception, ~"index", ~"no", []}, ~B("no")}
            ]
        ]}.

encode_errors_test() ->
    ?assertMochi(
        mochi_err_type,
        ~"expected a value that JSON can express, got <fun/1> (fun)",
        mochi_json:encode([fun(X) -> X end])
    ),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_json:encode(<<255>>)).

decode_test_() ->
    [
        {Text, fun() -> ?assertEqual(Value, mochi_json:decode(Text)) end}
     || {Text, Value} <- [
            {~"null", none},
            {~" true ", true},
            {~"-12", -12},
            {~"1e2", 100.0},
            {~"123456789012345678901234567890", 123456789012345678901234567890},
            {~B("\u00f1\ud834\udd1e\n"), ~"ñ𝄞\n"},
            {~"[]", []},
            {~"{}\n", #{}},
            {~B({"a": [1, {"b": null}], "a\"": 2.5}), #{~"a" => [1, #{~"b" => none}], ~"a\"" => 2.5}},
            {~B({"a": 1, "a": 2}), #{~"a" => 2}}
        ]
    ].

%% Objects of all small sizes, with each of their keys once more at the end.
repeated_key_test() ->
    lists:foreach(
        fun({Count, Again}) ->
            Pairs = [{integer_to_binary(N), N} || N <- lists:seq(1, Count)] ++ [{integer_to_binary(Again), 0} || Again > 0],
            Members = lists:join(",", [io_lib:format("\"~ts\": ~b", [Key, Value]) || {Key, Value} <- Pairs]),
            Text = iolist_to_binary(["{", Members, "}"]),
            ?assertEqual(maps:from_list(Pairs), mochi_json:decode(Text))
        end,
        [{Count, Again} || Count <- lists:seq(0, 13) ++ [40], Again <- lists:seq(0, Count)]
    ).

decode_errors_test_() ->
    [
        {mochi_core:format(Text), fun() ->
            ?assertMochi(mochi_err_parse, <<"cannot read JSON: ", Message/binary>>, mochi_json:decode(Text))
        end}
     || {Text, Message} <- [
            {~"", ~"the text ends too early"},
            {~"[1, 2", ~"the text ends too early"},
            {~B({"a": ), ~"the text ends too early"},
            {~"[1,]", ~"unexpected ] at line 1, column 4"},
            {~"{a: 1}", ~"unexpected a at line 1, column 2"},
            {~"[1,\n  ñ]", ~"unexpected ñ at line 2, column 3"},
            {~"[1] x", ~"unexpected x at line 1, column 5"},
            {~"[1]\n\n]", ~"unexpected ] at line 3, column 1"},
            {~"1 2", ~"unexpected 2 at line 1, column 3"},
            {~"nul", ~"the text ends too early"},
            {~"\"a\nb\"", ~B(unexpected "\n" at line 1, column 3)},
            {~"'a'", ~"unexpected ' at line 1, column 1"}
        ]
    ].

decode_other_errors_test() ->
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_json:decode(5)),
    ?assertError({mochi_error, mochi_err_parse, _}, mochi_json:decode(~"1e999")),
    ?assertError({mochi_error, mochi_err_parse, _}, mochi_json:decode(~B("\ud800"))),
    ?assertError({mochi_error, mochi_err_parse, _}, mochi_json:decode(<<$", 255, $">>)).

%% What is written reads back as the same value.
round_trip_test() ->
    _ = rand:seed(exsss, 2),
    lists:foreach(
        fun(_) ->
            Value = random_value(4),
            ?assertEqual(Value, mochi_json:decode(mochi_json:encode(Value)))
        end,
        lists:seq(1, 1000)
    ).

random_value(0) ->
    lists:nth(rand:uniform(6), [none, true, 0, -7, 2.5, ~"ñ\"\n"]);
random_value(Depth) ->
    case rand:uniform(3) of
        1 -> random_value(0);
        2 -> [random_value(Depth - 1) || _ <- lists:seq(1, rand:uniform(4) - 1)];
        3 -> #{integer_to_binary(rand:uniform(9)) => random_value(Depth - 1) || _ <- lists:seq(1, rand:uniform(4) - 1)}
    end.

compact_test_() ->
    {setup,
        fun() -> mochi_types:register([{'CompactPoint', record, ~"CompactPoint", [~"y", ~"x"]}]) end,
        [
            {Text, fun() -> ?assertEqual(Text, mochi_json:encode_compact(Value)) end}
         || {Value, Text} <- [
                {none, ~"null"},
                {[], ~"[]"},
                {#{}, ~"{}"},
                {[1, 2.0, true, ~"x\n"], ~B([1,2.0,true,"x\n"])},
                {#{~"b" => {some, 1}, ~"a" => ok}, ~B({"a":null,"b":1})},
                {#{10 => 1, 9 => 2}, ~B({"9":2,"10":1})},
                {maps:from_list([{integer_to_binary(N), N} || N <- lists:seq(10, 50)]),
                    iolist_to_binary([
                        ${,
                        lists:join($,, [io_lib:format("\"~b\":~b", [N, N]) || N <- lists:seq(10, 50)]),
                        $}
                    ])},
                {mochi_omap:from_list([{~"b", 1}, {~"a", 2}]), ~B({"b":1,"a":2})},
                {{'CompactPoint', 1, 2}, ~B({"x":2,"y":1})},
                {{mochi_exception, ~"index", ~"no", []}, ~B("no")}
            ]
        ]}.

compact_errors_test() ->
    ?assertError({mochi_error, mochi_err_type, _}, mochi_json:encode_compact([<<255>>])),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_json:encode_compact(#{<<195>> => 1})),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_json:encode_compact(fun() -> ok end)).

typed_test_() ->
    Node = {'TypedNode', [{tagged, ['TypedNode']}, int]},
    Tree = {union, ~"TypedTree", ['TypedLeaf', Node, {'TypedCircle', [float]}]},
    Item = {record, 'TypedItem', ~"TypedItem", [{~"price", float}, {~"note", {option, string}}]},
    Order = {record, 'TypedOrder', ~"TypedOrder", [
        {~"id", int}, {~"items", {list, Item}}
    ]},
    {setup,
        fun() ->
            mochi_types:register([
                {'TypedLeaf', variant, ~"Leaf", []},
                {'TypedNode', variant, ~"Node", [<<>>, <<>>]},
                {'TypedCircle', variant, ~"Circle", [~"radius"]},
                {'TypedOrder', record, ~"TypedOrder", [~"id", ~"items"]},
                {'TypedItem', record, ~"TypedItem", [~"price", ~"note"]}
            ])
        end,
        [
            fun() ->
                Value = {'TypedNode', {'TypedNode', 'TypedLeaf', 1}, 2},
                ?assertEqual(Value, mochi_json:decode_as(mochi_json:encode(Value), Tree))
            end,
            fun() -> ?assertEqual({'TypedCircle', 2.0}, mochi_json:decode_as(~B({"Circle": {"radius": 2}}), Tree)) end,
            fun() ->
                Value = {'TypedOrder', 7, [{'TypedItem', 1.5, {some, ~"x"}}, {'TypedItem', 2.0, none}]},
                ?assertEqual(Value, mochi_json:decode_as(mochi_json:encode(Value), Order))
            end,
            fun() -> ?assertEqual(#{1 => ~"a"}, mochi_json:decode_as(~B({"1": "a"}), {map, int, string})) end
        ] ++
            [
                fun() -> ?assertMochi(mochi_err_type, Message, mochi_json:decode_as(Text, Type)) end
             || {Text, Type, Message} <- [
                    {~B({"id": 1, "items": [{"price": 1}, {"price": "x"}]}), Order,
                        ~B|$.items[1].price: expected float, got "x" (string)|},
                    {~B({"id": 1}), Order, ~B($: {"id": 1} has no field items)},
                    {~B("x"), int, ~B|$: expected int, got "x" (string)|},
                    {~B({"Node": ["Leaf", "x"]}), Tree, ~B|$.Node[1]: expected int, got "x" (string)|},
                    {~B("Twig"), Tree, ~B|$: expected TypedTree, got "Twig" (string)|},
                    {~B({"x": 1}), {map, int, int}, ~B|$.x: expected int, got "x" (string)|}
                ]
            ]}.

file_errors_test() ->
    ?assertMochi(
        mochi_err_parse,
        ~B(a.json:2:2: cannot read JSON: the text ends too early: "2"),
        mochi_json:decode(~"[1,\n2", #{~"file" => ~"a.json"})
    ),
    ?assertMochi(
        mochi_err_parse,
        ~B(a.json:8:1: cannot read JSON: unexpected x: "x"),
        mochi_json:decode(~"\nx", #{~"file" => ~"a.json", ~"line" => 7})
    ).
