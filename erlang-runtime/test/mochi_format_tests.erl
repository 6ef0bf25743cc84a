-module(mochi_format_tests).

-include("mochi_tests.hrl").

%% Value, text at top level, text inside a container.
floats() ->
    [
        {0.0, ~"0", ~"0.0"},
        {-0.0, ~"-0", ~"-0.0"},
        {1.0, ~"1", ~"1.0"},
        {-1.0, ~"-1", ~"-1.0"},
        {9.0, ~"9", ~"9.0"},
        {10.0, ~"10", ~"10.0"},
        {100000.0, ~"100000", ~"100000.0"},
        {0.1, ~"0.1", ~"0.1"},
        {-2.5, ~"-2.5", ~"-2.5"},
        {0.1 + 0.2, ~"0.30000000000000004", ~"0.30000000000000004"},
        {1 / 3, ~"0.3333333333333333", ~"0.3333333333333333"},
        {3.141592653589793, ~"3.141592653589793", ~"3.141592653589793"},
        {123456.789, ~"123456.789", ~"123456.789"},
        {0.001, ~"0.001", ~"0.001"},
        {0.0001, ~"0.0001", ~"0.0001"},
        {-0.0001, ~"-0.0001", ~"-0.0001"},
        {0.00012345, ~"0.00012345", ~"0.00012345"},
        {0.0000999, ~"9.99e-05", ~"0.0000999"},
        {0.00001, ~"1e-05", ~"0.00001"},
        {-0.00001, ~"-1e-05", ~"-0.00001"},
        {1.5e-7, ~"1.5e-07", ~"0.00000015"},
        {1.0e-10, ~"1e-10", ~"0.0000000001"},
        {1.0e15, ~"1000000000000000", ~"1000000000000000.0"},
        {9007199254740991.0, ~"9007199254740991", ~"9007199254740991.0"},
        {9007199254740992.0, ~"9007199254740992", ~"9007199254740992.0"},
        {9007199254740994.0, ~"9007199254740994", ~"9007199254740994.0"},
        {1.0e20, ~"100000000000000000000", ~"100000000000000000000.0"},
        {1.2345678901234568e20, ~"123456789012345680000", ~"123456789012345680000.0"},
        {9.99e20, ~"999000000000000000000", ~"999000000000000000000.0"},
        {1.0e21, ~"1e+21", ~"1000000000000000000000.0"},
        {-1.0e21, ~"-1e+21", ~"-1000000000000000000000.0"},
        {1.5e21, ~"1.5e+21", ~"1500000000000000000000.0"},
        {1.0e22, ~"1e+22", ~"10000000000000000000000.0"},
        {1.0e100, ~"1e+100", <<"1", (binary:copy(~"0", 100))/binary, ".0">>},
        {1.7976931348623157e308, ~"1.7976931348623157e+308",
            <<"17976931348623157", (binary:copy(~"0", 292))/binary, ".0">>},
        {2.2250738585072014e-308, ~"2.2250738585072014e-308",
            <<"0.", (binary:copy(~"0", 307))/binary, "22250738585072014">>},
        {5.0e-324, ~"5e-324", <<"0.", (binary:copy(~"0", 323))/binary, "5">>}
    ].

float_table_test_() ->
    [
        {Top, fun() ->
            ?assertEqual(Top, mochi_format:to_string(Float)),
            ?assertEqual(Inside, iolist_to_binary(mochi_format:nested(Float)))
        end}
     || {Float, Top, Inside} <- floats()
    ].

float_round_trip_test() ->
    _ = rand:seed(exsss, 46),
    lists:foreach(fun(_) -> round_trip(random_float()) end, lists:seq(1, 20_000)).

round_trip(Float) ->
    Top = mochi_format:to_string(Float),
    Inside = iolist_to_binary(mochi_format:nested(Float)),
    ?assert(mochi_str:to_float(Top) =:= Float),
    ?assert(mochi_str:to_float(Inside) =:= Float),
    ?assertEqual(nomatch, binary:match(Inside, ~"e")),
    ?assertNotEqual(nomatch, binary:match(Inside, ~".")),
    Plain = Float == 0 orelse (abs(Float) >= 1.0e-4 andalso abs(Float) < 1.0e21),
    ?assertEqual(Plain, binary:match(Top, ~"e") =:= nomatch).

%% All bit patterns are equally likely, and numbers of everyday size get their share.
random_float() ->
    case rand:uniform(2) of
        1 ->
            case <<(rand:uniform(1 bsl 64) - 1):64>> of
                <<Float/float>> -> Float;
                _ -> random_float()
            end;
        2 ->
            rand:uniform(1_000_000_000) / math:pow(10, rand:uniform(14))
    end.

scalar_test_() ->
    [
        ?test_equal(~"42", 42),
        ?test_equal(~"-1", -1),
        ?test_equal(integer_to_binary(1 bsl 200), 1 bsl 200),
        ?test_equal(~"true", true),
        ?test_equal(~"false", false),
        ?test_equal(~"nil", none),
        ?test_equal(~"nil", ok),
        ?test_equal(~"", ~""),
        ?test_equal(~"raw \"text\"\n", ~"raw \"text\"\n"),
        ?test_equal(~"5", {some, 5}),
        ?test_equal(~"text", {some, ~"text"}),
        ?test_equal(~"1", {some, {some, 1.0}}),
        ?test_equal(~"<fun/2>", fun erlang:max/2),
        ?test_equal(~"boom", {mochi_exception, ~"index", ~"boom", []})
    ].

container_test_() ->
    [
        ?test_equal(~"[]", []),
        ?test_equal(~"[1, 2, 3]", [1, 2, 3]),
        ?test_equal(~B([1.0, "a", true, nil]), [1.0, ~"a", true, none]),
        ?test_equal(~"[[1], []]", [[1], []]),
        ?test_equal(~"[1, nil, 2.0]", [{some, 1}, none, {some, 2.0}]),
        ?test_equal(~"{}", #{}),
        ?test_equal(~B({"a": 1, "b": [2.5]}), #{~"b" => [2.5], ~"a" => 1}),
        ?test_equal(~B({9: "nine", 10: "ten"}), #{10 => ~"ten", 9 => ~"nine"}),
        ?test_equal(~"{false: 1, true: 2}", #{true => 2, false => 1}),
        ?test_equal(~B({0.5: 1, 2: 2, 2.5: 3}), #{2.5 => 3, 2 => 2, 0.5 => 1}),
        ?test_equal(~B({"ä": {"z": nil}}), #{~"ä" => #{~"z" => none}}),
        ?test_equal(~B(["boom"]), [{mochi_exception, ~"index", ~"boom", []}]),
        ?test_equal(~B({"b": 1, "a": 2}), mochi_omap:from_list([{~"b", 1}, {~"a", 2}])),
        ?test_equal(~"{}", mochi_omap:new()),
        ?test_equal(~"ok(1)", {ok, 1}),
        ?test_equal(~B|error("no")|, {error, ~"no"}),
        ?test_equal(~"()", {}),
        ?test_equal(~"(1, 2)", {1, 2}),
        ?test_equal(~B([1 | 2]), [1 | 2])
    ].

%% Big maps are hashed; small ones are sorted by BEAM's order, which is not the one of values.
map_order_test() ->
    Keys = lists:seq(1, 200),
    Expected = iolist_to_binary([${, lists:join(~", ", [[integer_to_binary(K), ~": 0"] || K <- Keys]), $}]),
    ?assertEqual(Expected, mochi_format:to_string(#{K => 0 || K <- Keys})),
    Mixed = #{none => 0, ~"a" => 0, 1 => 0, true => 0},
    ?assertEqual(~B({true: 0, 1: 0, "a": 0, nil: 0}), mochi_format:to_string(Mixed)).

registered_types_test_() ->
    {setup,
        fun() ->
            mochi_types:register([
                {'FormatPoint', record, ~"FormatPoint", [~"y", ~"x"]},
                {'FormatEmpty', record, ~"FormatEmpty", []},
                {'{name,age}', record, <<>>, [~"name", ~"age"]},
                {'FormatLeaf', variant, ~"FormatLeaf", []},
                {'FormatNode', variant, ~"FormatNode", [~"left", <<>>]},
                {'ok\'', variant, ~"ok", [<<>>]},
                {'none\'', variant, ~"none", []}
            ])
        end,
        [
            {"records show their fields in the order of declaration",
                ?test_equal(~B({"y": 1.0, "x": "a"}), {'FormatPoint', 1.0, ~"a"})},
            {"a record without fields", ?test_equal(~B([{}]), [{'FormatEmpty'}])},
            {"a row", ?test_equal(~B({"name": "Ada", "age": 36}), {'{name,age}', ~"Ada", 36})},
            {"variants", ?test_equal(~B|FormatNode(FormatLeaf, "x")|, {'FormatNode', 'FormatLeaf', ~"x"})},
            {"a tag that had to be made different", ?test_equal(~"[ok(1), none]", [{'ok\'', 1}, 'none\''])},
            {"what no table lists", ?test_equal(~"Unknown(1.0, Other)", {'Unknown', 1.0, 'Other'})},
            {"another number of values", ?test_equal(~"FormatPoint(1)", {'FormatPoint', 1})}
        ]}.

quote_test_() ->
    [
        {Expected, fun() -> ?assertEqual(Expected, mochi_core:format(Text)) end}
     || {Text, Expected} <- [
            {~"", ~B("")},
            {~"plain", ~B("plain")},
            {~"a\"b", ~B("a\"b")},
            {~B(a\b), ~B("a\\b")},
            {~"\n\t\r", ~B("\n\t\r")},
            {<<0, 1, 31, 127>>, ~B("\u0000\u0001\u001f\u007f")},
            {~"\e[1m", ~B("\u001b[1m")},
            {~"ñ€𝄞", ~B("ñ€𝄞")},
            {~"'/", ~B("'/")}
        ]
    ].

%% Every quoted string is JSON and reads back as the same string.
quote_is_json_test() ->
    _ = rand:seed(exsss, 7),
    lists:foreach(
        fun(_) ->
            Text = unicode:characters_to_binary([random_char() || _ <- lists:seq(1, rand:uniform(20))]),
            ?assertEqual(Text, json:decode(mochi_core:format(Text)))
        end,
        lists:seq(1, 2000)
    ).

random_char() ->
    case rand:uniform(4) of
        1 -> rand:uniform(32) - 1;
        2 -> rand:uniform(128) - 1;
        3 -> lists:nth(rand:uniform(3), "\"\\\n");
        4 -> 16#A0 + rand:uniform(16#5000)
    end.

excerpt_test() ->
    Long = mochi_format:excerpt(lists:seq(1, 1000)),
    ?assertEqual(60, mochi_str:len(Long)),
    ?assert(mochi_str:ends_with(Long, ~"...")),
    ?assertEqual(60, mochi_str:len(mochi_format:excerpt(binary:copy(~"ñ", 1000)))),
    ?assertEqual(~B("short"), mochi_format:excerpt(~"short")).

type_name_test_() ->
    [
        {Expected, fun() -> ?assertEqual(Expected, mochi_format:type_name(Value)) end}
     || {Value, Expected} <- [
            {1, ~"int"},
            {1.0, ~"float"},
            {true, ~"bool"},
            {~"", ~"string"},
            {[], ~"list"},
            {#{}, ~"map"},
            {mochi_omap:new(), ~"omap"},
            {fun() -> ok end, ~"fun"},
            {none, ~"nil"},
            {{some, 1}, ~"option"},
            {{error, 1}, ~"result"},
            {{mochi_exception, ~"", ~"", []}, ~"exception"},
            {{'NotListed', 1}, ~"NotListed"},
            {'NotListed', ~"NotListed"},
            {{1, 2}, ~"tuple"},
            {self(), ~"process"},
            {make_ref(), ~"foreign value"}
        ]
    ].
