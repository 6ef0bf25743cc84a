%% What mochi_llm does without a network: schemas, event streams, options, the echo provider.
-module(mochi_llm_tests).

-include("mochi_tests.hrl").

schema_test_() ->
    Object = #{~"type" => ~"object", ~"properties" => #{~"a" => #{~"type" => ~"integer", ~"minimum" => 1}}},
    [
        {mochi_format:excerpt({Schema, Value}), fun() ->
            ?assertEqual(Expected, mochi_llm_schema:validate(Schema, Value))
        end}
     || {Schema, Value, Expected} <- [
            {#{}, 7, ok},
            {#{~"type" => ~"integer"}, 7, ok},
            {#{~"type" => ~"integer"}, 7.0, ok},
            {#{~"type" => ~"integer"}, 7.5, {error, ~"expected integer, got 7.5 (float)"}},
            {#{~"type" => [~"string", ~"null"]}, none, ok},
            {#{~"type" => [~"string", ~"null"]}, 7, {error, ~"expected string or null, got 7 (int)"}},
            {Object, #{~"a" => 1, ~"b" => 2}, ok},
            {Object, #{~"a" => 0}, {error, ~".a: 0 is less than 1"}},
            {Object#{~"additionalProperties" => false}, #{~"b" => 2}, {error, ~"there is no place for \"b\""}},
            {Object#{~"additionalProperties" => #{~"type" => ~"string"}}, #{~"b" => 2},
                {error, ~".b: expected string, got 2 (int)"}},
            {Object#{~"required" => [~"a"]}, #{}, {error, ~"\"a\" is missing"}},
            {#{~"items" => Object}, [#{~"a" => 1}, #{~"a" => 0}], {error, ~"[1].a: 0 is less than 1"}},
            {#{~"enum" => [~"x", 1]}, 1.0, ok},
            {#{~"enum" => [~"x", 1]}, ~"y", {error, ~"\"y\" is none of [\"x\", 1]"}},
            {#{~"const" => 1}, 2, {error, ~"2 is none of [1]"}},
            {#{~"anyOf" => [#{~"type" => ~"null"}, Object]}, #{~"a" => 0},
                {error, ~"{\"a\": 0} (map) fits none of the schemas"}},
            {#{~"minLength" => 2, ~"maxLength" => 2}, ~"éé", ok},
            {#{~"minLength" => 2}, ~"é", {error, ~"it is shorter than 2"}},
            {#{~"maxItems" => 1}, [1, 2], {error, ~"it has more items than 1"}},
            {#{~"maximum" => 1}, 2, {error, ~"2 is more than 1"}},
            {#{~"minItems" => 1}, ~"not a list", ok}
        ]
    ].

%% What a type can be is what its schema allows.
types_test_() ->
    Fields = [{~"name", string}, {~"tags", {list, string}}, {~"age", {option, int}}],
    Person = {record, 'LlmPerson', ~"LlmPerson", Fields},
    [
        {mochi_format:excerpt(Value), fun() ->
            ?assertEqual(Fits, mochi_llm_schema:validate(mochi_llm_schema:from_type(Type), Value) =:= ok)
        end}
     || {Type, Value, Fits} <- [
            {Person, #{~"name" => ~"Ann", ~"tags" => [], ~"age" => 4}, true},
            {Person, #{~"name" => ~"Ann", ~"tags" => [], ~"age" => none}, true},
            {Person, #{~"name" => ~"Ann", ~"tags" => []}, true},
            {Person, #{~"name" => ~"Ann", ~"tags" => [1]}, false},
            {Person, #{~"name" => ~"Ann"}, false},
            {Person, #{~"name" => ~"Ann", ~"tags" => [], ~"other" => 1}, false},
            {{map, string, bool}, #{~"x" => true}, true},
            {{map, string, bool}, #{~"x" => 1}, false},
            {float, 1, true},
            {any, [none], true}
        ]
    ].

%% However a stream is cut, the events are the same.
events_test() ->
    Text = ~": hello\r\nevent: a\r\ndata: {\"a\":1}\r\n\r\ndata:two\ndata: lines\nid: 7\n\n\n\ndata: ñ\n\n",
    Expected = [~"{\"a\":1}", ~"two\nlines", ~"ñ"],
    ?assertMatch({Expected, _}, mochi_llm_sse:feed(Text, mochi_llm_sse:new())),
    [
        ?assertEqual(Expected, events(cut(Text, Size)))
     || Size <- lists:seq(1, byte_size(Text))
    ],
    ?assertEqual([], events([~"data: without an end\n"])).

events(Parts) ->
    {Events, _} = lists:foldl(
        fun(Part, {Before, State}) ->
            {New, Next} = mochi_llm_sse:feed(Part, State),
            {Before ++ New, Next}
        end,
        {[], mochi_llm_sse:new()},
        Parts
    ),
    Events.

cut(Text, Size) when byte_size(Text) =< Size -> [Text];
cut(Text, Size) ->
    <<Part:Size/binary, Rest/binary>> = Text,
    [Part | cut(Rest, Size)].

options_test_() ->
    {setup, fun() -> {ok, _} = application:ensure_all_started(mochi) end, fun(_) -> application:stop(mochi) end, [
        {Message, fun() -> ?assertMochi(mochi_err_type, Message, mochi_llm:generate(Options)) end}
     || {Options, Message} <- [
            {7, ~"expected map, got 7 (int)"},
            {#{key => ~"secret"}, ~"generate has no option \"key\""},
            {#{prompt => 7}, ~"the option prompt is a string, got 7 (int)"},
            {#{model => ~"llama", prompt => ~"x"}, ~"which provider has the model \"llama\"? Name it with provider"},
            {#{tools => 7}, ~"the option tools is a list, got 7 (int)"},
            {#{schema => 7}, ~"the option schema is a map, got 7 (int)"},
            {#{retries => 1000}, ~"the option retries is a number from 0 to 100, got 1000 (int)"},
            {
                #{tools => [#{~"name" => ~"f"}]},
                ~"a tool is a map with name and function, a fun of one argument; got {\"name\": \"f\"}"
            }
        ]
    ]}.

%% Before the model is asked.
stream_into_no_function_test() ->
    ?assertMochi(
        mochi_err_type,
        ~"expected function of two parameters, got 5 (int)",
        apply(mochi_llm, stream, [#{prompt => ~"hi"}, 5, 0])
    ).

echo_test() ->
    ?assertEqual(~"hellö", mochi_llm:generate(#{prompt => ~"hellö"})),
    ?assertEqual(2, length(mochi_llm:embed(#{text => ~"hi"}))),
    ?assertEqual([0.6, 0.8], [round(X * 10) / 10 || X <- mochi_llm:embed(#{text => <<3, 4>>, normalize => true})]),
    ?assertEqual([7, 8], mochi_llm:structured(#{prompt => ~"[7, 8]", schema => #{~"type" => ~"array"}})),
    ?assertMochi(
        mochi_err_llm,
        ~"echo echo: the answer does not fit the schema: expected array, got 7 (int)",
        mochi_llm:structured(#{prompt => ~"7", schema => #{~"type" => ~"array"}})
    ),
    ?assertMochi(mochi_err_type, ~"structured output needs the option schema", mochi_llm:structured(#{prompt => ~"7"})).

%% The whole request is in the name of a recording.
cassette_names_test() ->
    Names = [
        mochi_llm_cassette:name(Provider, Model, Request)
     || Provider <- [~"openai", ~"anthropic"],
        Model <- [~"a", ~"b"],
        Request <- [#{}, #{~"x" => 1}, #{~"x" => ~"1"}]
    ],
    ?assertEqual(12, length(lists:usort(Names))),
    ?assertEqual(
        mochi_llm_cassette:name(~"p", ~"m", #{~"a" => 1, ~"b" => 2}),
        mochi_llm_cassette:name(~"p", ~"m", #{~"b" => 2, ~"a" => 1})
    ).
