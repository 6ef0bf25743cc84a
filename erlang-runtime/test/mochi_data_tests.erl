-module(mochi_data_tests).

-include("mochi_tests.hrl").
-include_lib("kernel/include/file.hrl").

-define(equal(Expected, Expression), fun() -> ?assertEqual(Expected, Expression) end).

csv(Text) -> csv(Text, #{~"infer" => true}).
csv(Text, Options) -> mochi_data:parse(csv, Text, ~"t.csv", Options).
yaml(Text) -> mochi_data:parse(yaml, Text, ~"t.yaml", #{}).

csv_test_() ->
    [
        {mochi_core:format(Text), fun() ->
            Options = #{~"infer" => true, ~"header" => false},
            Expected = [
                maps:from_list([{<<"c", ($0 + I)>>, V} || {I, V} <- lists:enumerate(0, Record)])
             || Record <- Records
            ],
            ?assertEqual(Expected, csv(Text, Options)),
            %% The same in chunks of every size.
            [
                ?assertEqual(Expected, mochi_query:to_list(rows(chunks(Text, Size), Options)))
             || Size <- lists:seq(1, byte_size(Text))
            ]
        end}
     || {Text, Records} <- [
            {~"", []},
            {~"\n\r\n", []},
            {~"a", [[~"a"]]},
            {~"a,b\n", [[~"a", ~"b"]]},
            {~"a,b\r\nc,d\r\n", [[~"a", ~"b"], [~"c", ~"d"]]},
            {~"a,\"b\"\n\"c\",d", [[~"a", ~"b"], [~"c", ~"d"]]},
            {~"\"a,b\",\"c\nd\"\n", [[~"a,b", ~"c\nd"]]},
            {~"\"say \"\"hi\"\"\",\"\"\n", [[~"say \"hi\"", ~""]]},
            {~"\"\"\"\"\n", [[~"\""]]},
            {~",\n", [[none, none]]},
            {~"1,-2.5,1e3,007,+4,1.2.3\n", [[1, -2.5, 1000.0, ~"007", 4, ~"1.2.3"]]},
            {~"true,false,True,\"true\"\n", [[true, false, ~"True", ~"true"]]},
            {~" a , b\n", [[~" a ", ~" b"]]},
            {~"ñ,𝄞\n", [[~"ñ", ~"𝄞"]]},
            {~"a\"\r\n" , wrong}
        ],
        Records =/= wrong
    ].

rows(Chunks, Options) ->
    mochi_data_csv:rows(Chunks, ~"t.csv", #{
        delimiter => $,, header => maps:get(~"header", Options, true), infer => maps:get(~"infer", Options, false)
    }).

chunks(Text, Size) when byte_size(Text) =< Size -> fun() -> {[Text], []} end;
chunks(<<Text/binary>>, Size) ->
    <<Chunk:Size/binary, Rest/binary>> = Text,
    fun() -> {[Chunk], chunks(Rest, Size)} end.

csv_options_test_() ->
    [
        ?equal([#{~"a" => ~"1", ~"b" => ~""}], csv(~"a,b\n1,\n", #{})),
        ?equal([#{~"a" => ~"x,y"}], csv(~"a\nx,y\n", #{~"delimiter" => ~";"})),
        ?equal([#{~"a" => 1, ~"b" => 2}], mochi_data:parse(tsv, ~"a\tb\n1\t2\n", ~"t", #{~"infer" => true})),
        ?equal([#{~"a" => ~"1"}], csv(<<16#FEFF/utf8, "a\n1\n">>, #{})),
        ?equal([], csv(~"a,b\n", #{}))
    ].

csv_errors_test_() ->
    [
        {Message, fun() -> ?assertMochi(mochi_err_parse, Message, csv(Text)) end}
     || {Text, Message} <- [
            {~"a,b\n1,2\n3\n", ~B(t.csv:3:1: the record has 1 fields, the header 2: "3")},
            {~"a\n1,2\n", ~B(t.csv:2:1: the record has 2 fields, the header 1: "1,2")},
            {~"a,b\nñ,\"x\n\n", ~B(t.csv:2:3: the quoted field has no end: "\"x")},
            {~"a,b\n\"x\ny\",\"z\"w\n", ~B(t.csv:3:7: text behind the end of a quoted field: "w")},
            {~"a\n1\"2\n", ~B(t.csv:2:2: a quote inside a field that does not begin with one: "\"2")},
            {~"a,b,a\n", ~B(t.csv:1:1: two columns have the same name: "a")}
        ]
    ].

csv_text_test_() ->
    [
        {Text, ?equal(Text, mochi_data:text(csv, Rows, Options))}
     || {Rows, Options, Text} <- [
            {[], #{}, ~""},
            {[#{~"a" => 1, ~"b" => 2.0}], #{}, ~"a,b\n1,2.0\n"},
            {[#{~"a" => 1}, #{}], #{}, ~"a\n1\n\n"},
            {[#{~"a" => ~""}], #{}, ~"a\n\"\"\n"},
            {[#{~"a" => ~"12", ~"b" => ~"true"}], #{}, ~"a,b\n\"12\",\"true\"\n"},
            {[#{~"a" => {some, 1}, ~"b" => [1, 2]}], #{}, ~"a,b\n1,\"[1, 2]\"\n"},
            {[#{~"a" => 1}], #{~"header" => false}, ~"1\n"},
            {[#{~"a" => ~"x,y;z"}], #{~"delimiter" => ~";"}, ~"a\n\"x,y;z\"\n"},
            {[mochi_omap:from_list([{~"b", 1}, {~"a", 2}])], #{}, ~"b,a\n1,2\n"}
        ]
    ].

format_and_options_of_wrong_types_test() ->
    Formats = ~"expected csv, tsv, json, jsonl or yaml, got xml (xml)",
    ?assertMochi(mochi_err_type, Formats, mochi_data:parse(xml, ~"a", ~"name", #{})),
    ?assertMochi(mochi_err_type, Formats, mochi_data:text(xml, [], #{})),
    ?assertMochi(mochi_err_type, ~"expected map of options, got 1 (int)", mochi_data:parse(csv, ~"a", ~"name", 1)).

csv_wrong_rows_test() ->
    ?assertMochi(
        mochi_err_type,
        ~B(the first row has no column "b" for {"b": 2}),
        mochi_data:text(csv, [#{~"a" => 1}, #{~"b" => 2}], #{})
    ),
    ?assertMochi(mochi_err_type, ~"expected map or record as a row, got 5 (int)", mochi_data:text(csv, [5], #{})),
    ?assertMochi(
        mochi_err_type,
        ~B|expected one ASCII character as a delimiter, got ",," (string)|,
        csv(~"", #{~"delimiter" => ~",,"})
    ).

records_test() ->
    ok = mochi_types:register([{'DataPoint', record, ~"DataPoint", [~"y", ~"x"]}]),
    ?assertEqual(~"y,x\n1,2\n", mochi_data:text(csv, [{'DataPoint', 1, 2}], #{})),
    ?assertEqual(~"- x: 2\n  y: 1\n", mochi_data:text(yaml, [{'DataPoint', 1, 2}], #{})).

%% Golden cases: what a text is, and what it is not.
yaml_test_() ->
    [
        {mochi_core:format(Text), ?equal(Value, yaml(Text))}
     || {Text, Value} <- [
            {~"", none},
            {~"# nothing\n", none},
            {~"hello world", ~"hello world"},
            {~"null: ~\n", #{~"null" => none}},
            {~"[~, null, Null, true, False, yes]", [none, none, none, true, false, ~"yes"]},
            {~"- 1\n- -2\n- +3\n- 0x1f\n- 0o17\n- 010\n- 1.5\n- .5\n- 1e3\n- 1_000\n- 1.2.3\n",
                [1, -2, 3, 31, 15, 10, 1.5, 0.5, 1000.0, ~"1_000", ~"1.2.3"]},
            {~"a: 1\nb:\n  c: x y\n  d:\n    - 1\n    - e: 2\n      f: 3\n",
                #{~"a" => 1, ~"b" => #{~"c" => ~"x y", ~"d" => [1, #{~"e" => 2, ~"f" => 3}]}}},
            {~"a:\n- 1\n- 2\nb: 3\n", #{~"a" => [1, 2], ~"b" => 3}},
            {~"- - 1\n  - 2\n- - 3\n", [[1, 2], [3]]},
            {~"-\n  a: 1\n-\n- b\n", [#{~"a" => 1}, none, ~"b"]},
            {~"a:\nb:\n", #{~"a" => none, ~"b" => none}},
            {~"a: 1 # one\n# two\nb: x#y # z\n", #{~"a" => 1, ~"b" => ~"x#y"}},
            {~"url: http://x.y/z:1\n", #{~"url" => ~"http://x.y/z:1"}},
            {~"a: one\n  two\n\n  three\nb: 1\n", #{~"a" => ~"one two\nthree", ~"b" => 1}},
            {~"'it''s': \"a\\tb\\u00f1\\x41\\\"\"\n", #{~"it's" => ~"a\tbñA\""}},
            {~B("\ud834\udd1e \U0001D11E"), ~"𝄞 𝄞"},
            {~"a: \"one\n  two\n\n  three\\\n  four\"\n", #{~"a" => ~"one two\nthreefour"}},
            {~"a: 'x\n  y'\nb: 1", #{~"a" => ~"x y", ~"b" => 1}},
            {~"{a: 1, 'b': [x, y z, {c: }], d}", #{~"a" => 1, ~"b" => [~"x", ~"y z", #{~"c" => none}], ~"d" => none}},
            {~"a: [1,\n  2, # two\n  3\n  ]\nb: {x: 1,\n    y: 2}\n",
                #{~"a" => [1, 2, 3], ~"b" => #{~"x" => 1, ~"y" => 2}}},
            {~"[a: 1, b]", [#{~"a" => 1}, ~"b"]},
            {~"[1, 2,]", [1, 2]},
            {~"a: |\n  one\n   two\n\n  three\nb: 1\n", #{~"a" => ~"one\n two\n\nthree\n", ~"b" => 1}},
            {~"a: |-\n  one\n", #{~"a" => ~"one"}},
            {~"a: |+\n  one\n\nb: 1\n", #{~"a" => ~"one\n\n", ~"b" => 1}},
            {~"a: >\n  one\n  two\n\n  three\n    four\n  five\n", #{~"a" => ~"one two\nthree\n  four\nfive\n"}},
            {~"a: |2\n    x\n   y\n", #{~"a" => ~"  x\n y\n"}},
            {~"- |\n x\n- >-\n y\n z\n", [~"x\n", ~"y z"]},
            {~"a: |\n  # no comment\n", #{~"a" => ~"# no comment\n"}},
            {~"--- 1\n---\na: 2\n...\n--- |\n x\n", [1, #{~"a" => 2}, ~"x\n"]},
            {~"---\na: 1\n...\n", #{~"a" => 1}},
            {~"a: 1\r\nb: 2\r\n", #{~"a" => 1, ~"b" => 2}},
            {~"a:   \n    b:   c   \n", #{~"a" => #{~"b" => ~"c"}}},
            {~"1: a\ntrue: b\n", #{~"1" => ~"a", ~"true" => ~"b"}},
            {~"a: - b\n" , wrong}
        ],
        Value =/= wrong
    ].

yaml_errors_test_() ->
    [
        {Message, fun() -> ?assertMochi(mochi_err_parse, Message, yaml(Text)) end}
     || {Text, Message} <- [
            {~"a: &x 1\n", ~B(t.yaml:1:4: anchors are not supported: "&x 1")},
            {~"a: 1\nb: *x\n", ~B(t.yaml:2:4: aliases are not supported: "*x")},
            {~"- [1, !int 2]\n", ~B(t.yaml:1:7: tags are not supported: "!int 2]")},
            {~"a: !str 1\n", ~B(t.yaml:1:4: tags are not supported: "!str 1")},
            {~"%YAML 1.2\n---\n", ~B(t.yaml:1:1: directives are not supported: "%YAML 1.2")},
            {~"? a\n: b\n", ~B(t.yaml:1:1: keys with ? are not supported: "? a")},
            {~"a: 1\na: 2\n", ~B(t.yaml:2:1: the key is there already: "a: 2")},
            {~"{a: 1, a: 2}", ~B(t.yaml:1:8: the key is there already: "a: 2}")},
            {~"a: .inf\n", ~B(t.yaml:1:4: floats have no infinities and no NaN: ".inf")},
            {~"ñ: [1,\n 2}\n", ~B(t.yaml:2:3: expected , or ] in a list: "}")},
            {~"a: \"x\n", ~B(t.yaml:2:1: the quoted text has no end: "\"x\n")},
            {~"a: \"\\q\"\n", ~B(t.yaml:1:5: wrong escape sequence: "\\q\"")},
            {~"a: 'x' y\n", ~B(t.yaml:1:7: unexpected text behind a value: " y")},
            {~"a: 1\n  b: 2\n", ~B(t.yaml:2:3: a key inside a scalar: "b: 2")},
            {~"a:\n  b: 1\n c: 2\n", ~B(t.yaml:3:2: the indentation fits no list or map: "c: 2")},
            {~"a: 1\nb\n", ~B(t.yaml:2:1: expected a key and a colon: "b")},
            {~"- a\nb: 1\n", ~B(t.yaml:2:1: unexpected text: "b: 1")},
            {~"a:\n\tb: 1\n", ~B(t.yaml:2:1: a tab in an indentation: "\tb: 1")},
            {~"a: - b\n", ~B(t.yaml:1:4: a list cannot begin behind a key: "- b")},
            {~"a: @x\n", ~B(t.yaml:1:4: a plain scalar cannot begin like this: "@x")},
            {~"a: |x\n  y\n", ~B(t.yaml:1:4: wrong header of a block scalar: "|x")}
        ]
    ].

files_test_() ->
    Rows = [#{~"a" => 1, ~"b" => ~"x,\"y\"\nz"}, #{~"a" => -2, ~"b" => ~"ñ"}],
    [
        {Name, fun() ->
            ok = mochi_data:save(Rows, Name, Options),
            ?assertEqual(Rows, mochi_data:load(Name, Options)),
            ?assertEqual(Rows, mochi_query:to_list(mochi_data:rows(Name, Options))),
            %% Nothing but the file is there.
            ?assertEqual([binary_to_list(Name)], filelib:wildcard("data_test*")),
            ok = file:delete(Name)
        end}
     || {Name, Options} <- [
            {~"data_test.csv", #{~"infer" => true}},
            {~"data_test.tsv", #{~"infer" => true}},
            {~"data_test.json", #{}},
            {~"data_test.jsonl", #{}},
            {~"data_test.yaml", #{}},
            {~"data_test.YML", #{}},
            {~"data_test", #{~"format" => ~"json"}}
        ]
    ].

%% Rows that are made while they are saved; a failure half way leaves the old file and no other.
saving_test() ->
    Source = mochi_query:iterate(1, fun
        (4) -> done;
        (N) -> {#{~"n" => N}, N + 1}
    end),
    ok = mochi_data:save(Source, ~"saving_test.csv", #{}),
    ?assertEqual(~"n\n1\n2\n3\n", mochi_file:read(~"saving_test.csv")),
    Broken = mochi_query:map(Source, fun(#{~"n" := N} = Row) -> N < 3 orelse error(broken), Row end),
    ?assertError(broken, mochi_data:save(Broken, ~"saving_test.csv", #{})),
    ?assertEqual(~"n\n1\n2\n3\n", mochi_file:read(~"saving_test.csv")),
    ?assertEqual(["saving_test.csv"], filelib:wildcard("saving_test*")),
    ok = file:delete(~"saving_test.csv").

permissions_test() ->
    ok = mochi_data:save([], ~"private.json"),
    ok = file:change_mode("private.json", 8#600),
    ok = mochi_data:save([1], ~"private.json"),
    {ok, Info} = file:read_file_info("private.json"),
    ?assertEqual(8#600, Info#file_info.mode band 8#777),
    ok = file:delete("private.json").

names_test() ->
    ?assertMochi(mochi_err_type, ~B(no such format: "xml"), mochi_data:load(~"a", #{~"format" => ~"xml"})),
    ?assertMochi(
        mochi_err_type, ~"a.txt: no format is known for this name; give the option format", mochi_data:load(~"a.txt")
    ),
    ?assertMochi(mochi_err_file, ~"cannot read no.csv: no such file or directory", mochi_data:load(~"no.csv")),
    ?assertError({mochi_error, mochi_err_file, _}, mochi_data:save([], ~"no/no.csv")).

json_errors_test() ->
    ok = mochi_file:write(~"wrong.json", ~"{\"a\":\n [1, x]}"),
    ?assertMochi(
        mochi_err_parse, ~B(wrong.json:2:6: cannot read JSON: unexpected x: " [1, x]}"), mochi_data:load(~"wrong.json")
    ),
    ok = mochi_file:write(~"wrong.jsonl", ~"1\n\n{\"a\" 2}\n"),
    ?assertMochi(
        mochi_err_parse,
        ~B(wrong.jsonl:3:6: cannot read JSON: unexpected 2: "{\"a\" 2}"),
        mochi_data:load(~"wrong.jsonl")
    ),
    [ok = file:delete(Name) || Name <- [~"wrong.json", ~"wrong.jsonl"]].

%% Half a million lines pass through a process that may not hold them.
bounded_memory_test_() ->
    {timeout, 60, fun() ->
        Line = <<"1234,", (binary:copy(~"x", 100))/binary, "\n">>,
        ok = mochi_file:write(~"large.csv", iolist_to_binary([~"n,s\n" | lists:duplicate(200_000, Line)])),
        {Pid, Monitor} = spawn_opt(
            fun() -> exit({count, mochi_query:count(mochi_data:rows(~"large.csv", #{}))}) end,
            [monitor, {max_heap_size, #{size => 1_000_000, kill => true, error_logger => false}}]
        ),
        receive
            {'DOWN', Monitor, process, Pid, Reason} -> ?assertEqual({count, 200_000}, Reason)
        after 50_000 -> error(timeout)
        end,
        ok = file:delete(~"large.csv")
    end}.

load_as_test() ->
    ok = mochi_file:write(~"as.csv", ~"name,price\ntea,3\nmilk,x\n"),
    Type = {record, 'AsItem', ~"AsItem", [{~"name", string}, {~"price", float}]},
    ?assertMochi(
        mochi_err_type,
        ~B|$[1].price: expected float, got "x" (string)|,
        mochi_data:load_as(~"as.csv", #{~"infer" => true}, Type)
    ),
    ok = file:delete(~"as.csv").

%% Another node reads standard input and writes standard output, under a locale that knows UTF-8 and one that does not.
standard_streams_test_() ->
    [
        {timeout, 60, fun() ->
            Rows = <<"a;b\nx1;ñ\nx2;\"x;\ny\"\n"/utf8>>,
            ok = mochi_file:write(~"stdin.csv", Rows),
            Program =
                "Options = #{<<\"format\">> => <<\"csv\">>, <<\"delimiter\">> => <<\";\">>},"
                "process_flag(trap_exit, true), mochi_console:open(),"
                "mochi_data:save(mochi_data:rows(<<\"-\">>, Options), <<\"-\">>, Options),"
                "mochi_console:drain(), halt().",
            Erl = filename:join([code:root_dir(), "bin", "erl"]),
            Command = lists:flatten(
                io_lib:format("LC_ALL=~ts ~ts -noshell -pa ~ts -eval '~ts' <stdin.csv >stdout.csv", [
                    Locale, Erl, filename:dirname(code:which(mochi_data)), Program
                ])
            ),
            ?assertEqual("", os:cmd(Command)),
            ?assertEqual(Rows, mochi_file:read(~"stdout.csv")),
            [ok = file:delete(Name) || Name <- ["stdin.csv", "stdout.csv"]]
        end}
     || Locale <- ["C.UTF-8", "C"]
    ].

%% A record of many chunks, as a field with a long text is.
csv_record_of_many_chunks_test() ->
    Long = binary:copy(~"line of a text\n", 200_000),
    Text = <<"n,t\n1,\"", Long/binary, "\"\n2,short\n">>,
    ?assertEqual(
        [#{~"n" => ~"1", ~"t" => Long}, #{~"n" => ~"2", ~"t" => ~"short"}],
        mochi_query:to_list(rows(chunks(Text, 65_536), #{}))
    ),
    Unfinished = <<"n,t\n1,\"", Long/binary>>,
    ?assertError(
        {mochi_error, mochi_err_parse, <<"t.csv:2:3: the quoted field has no end", _/binary>>},
        mochi_query:to_list(rows(chunks(Unfinished, 65_536), #{}))
    ).

yaml_escapes_test_() ->
    [
        {Text, ?equal(Expected, yaml(<<"[\"", Text/binary, "\"]">>))}
     || {Text, Expected} <- [
            {~B(\0\a\b\t\n\v\f\r\e\ \"\/\\), [<<0, 7, 8, 9, 10, 11, 12, 13, 27, " \"/\\">>]},
            {~B(\N\_\L\P), [<<16#85/utf8, 16#A0/utf8, 16#2028/utf8, 16#2029/utf8>>]},
            {~B(\x41\u00f1\U0001D11E), [~"Añ𝄞"]},
            {~B(\ud834\udd1e), [~"𝄞"]},
            {~B(\u0041\u0042), [~"AB"]}
        ]
    ].

yaml_flow_errors_test_() ->
    [
        {Text, fun() ->
            {error, {mochi_error, mochi_err_parse, Message}} = attempt(fun() -> yaml(Text) end),
            ?assertNotEqual({Message, nomatch}, {Message, binary:match(Message, What)})
        end}
     || {Text, What} <- [
            {~"[1, &a 2]", ~"anchors are not supported"},
            {~"[1, *a]", ~"aliases are not supported"},
            {~"[1, 2", ~"the list has no end"},
            {~"[1,", ~"the list has no end"},
            {~"{a: 1", ~"the map has no end"},
            {~"{a: 1,", ~"the map has no end"},
            {~"{a: 1 [", ~"expected , or } in a map"},
            {~"[,]", ~"expected a value"},
            {~"['a", ~"the quoted text has no end"},
            {~B(["\ud834"]), ~"wrong escape sequence"},
            {~B(["\ud834\u0041"]), ~"wrong escape sequence"},
            {~B(["\U0000d834"]), ~"wrong escape sequence"},
            {~B(["\UFFFFFFFF"]), ~"wrong escape sequence"},
            {~B(["\xzz"]), ~"wrong escape sequence"}
        ]
    ].

yaml_flow_layout_test_() ->
    [
        {Text, ?equal(Expected, yaml(Text))}
     || {Text, Expected} <- [
            {~"[a, # a comment\n b]", [~"a", ~"b"]},
            {~"{a: 1, # c\n 5: x, d}", #{~"a" => 1, ~"5" => ~"x", ~"d" => none}},
            {~"['it''s', 'two\n  lines', 'a\n\n  gap']", [~"it's", ~"two lines", ~"a\ngap"]},
            {~"[\"a \n  b\", \"c\\\n  d\"]", [~"a b", ~"cd"]},
            {~"[two\n words, a: b]", [~"two words", #{~"a" => ~"b"}]}
        ]
    ].

attempt(Function) ->
    try
        {ok, Function()}
    catch
        error:Reason -> {error, Reason}
    end.
