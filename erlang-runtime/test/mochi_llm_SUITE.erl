%% The two providers' interfaces against a local server, once over gun and once over httpc. Needs the folders in
%% MOCHI_TEST_LIBRARIES.
-module(mochi_llm_SUITE).

-include_lib("stdlib/include/assert.hrl").

-compile([export_all, nowarn_export_all]).

-define(SCHEMA, #{
    ~"type" => ~"object",
    ~"required" => [~"name", ~"age"],
    ~"properties" => #{~"name" => #{~"type" => ~"string"}, ~"age" => #{~"type" => ~"integer"}}
}).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    case mochi_test_network:has_libraries() of
        true -> [{group, gun}, {group, httpc}];
        false -> [libraries_are_there]
    end.

groups() ->
    Cases = [
        text,
        settings_are_sent,
        declared_models,
        structured,
        structured_types,
        structured_gives_up,
        tools,
        tools_that_fail,
        tools_without_end,
        tools_and_schema,
        streams,
        streams_that_break,
        embeddings,
        rate_limits,
        rate_limits_are_bounded,
        rate_limits_for_all,
        errors,
        timeouts,
        keys,
        keys_stay_secret,
        cassettes,
        cassettes_of_streams,
        cassettes_hold_no_keys,
        server_dies,
        nothing_is_left
    ],
    [{gun, [], Cases}, {httpc, [], Cases}].

init_per_suite(Config) ->
    case mochi_test_network:has_libraries() of
        true -> start(Config);
        false -> Config
    end.

start(Config) ->
    Folders = mochi_test_network:add_libraries(),
    Owner = spawn(fun() ->
        ok = mochi_test_llm:start(),
        receive
            stop -> ok
        end
    end),
    Port = mochi_test_network:listen(llm, mochi_test_llm),
    [{folders, Folders}, {owner, Owner}, {base, <<"http://localhost:", (integer_to_binary(Port))/binary>>} | Config].

end_per_suite(Config) ->
    case mochi_test_network:has_libraries() of
        true -> stop(Config);
        false -> ok
    end.

stop(Config) ->
    mochi_test_network:stop(llm),
    proplists:get_value(owner, Config) ! stop,
    application:stop(cowboy),
    ok.

libraries_are_there(_) -> mochi_test_network:add_libraries().

init_per_group(Library, Config) ->
    lists:foreach(fun code:add_pathz/1, proplists:get_value(folders, Config)),
    ok = mochi_test_network:use_gun(Library =:= gun),
    [{library, Library} | Config].

end_per_group(_, _) ->
    application:stop(mochi).

init_per_testcase(libraries_are_there, Config) ->
    Config;
init_per_testcase(_, Config) ->
    Base = proplists:get_value(base, Config),
    true = os:putenv("OPENAI_BASE_URL", binary_to_list(<<Base/binary, "/openai/">>)),
    true = os:putenv("ANTHROPIC_BASE_URL", binary_to_list(<<Base/binary, "/anthropic">>)),
    true = os:putenv("OPENAI_API_KEY", "hunter-openai"),
    true = os:putenv("ANTHROPIC_API_KEY", "hunter-anthropic"),
    lists:foreach(fun os:unsetenv/1, ["MOCHI_LLM_CASSETTE_DIR", "MOCHI_LLM_CASSETTE", "MOCHI_LLM_PROVIDER"]),
    mochi_test_llm:forget(),
    Config.

end_per_testcase(_, _) ->
    lists:foreach(
        fun os:unsetenv/1,
        ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"] ++
            ["MOCHI_LLM_CASSETTE_DIR", "MOCHI_LLM_CASSETTE", "MOCHI_LLM_PROVIDER"]
    ),
    %% A provider that asked to wait must not hold up the next test.
    application:stop(mochi).

%% ---------------------------------------------------------------------------------------------------------------------

text(_) ->
    ?assertEqual(~"you said hello", mochi_llm:generate(openai(~"hello"))),
    ?assertEqual(~"you said hellö", mochi_llm:generate(anthropic(~"hellö"))),
    ?assertMatch(
        [
            #{path := ~"/openai/chat/completions", headers := #{~"authorization" := ~"Bearer hunter-openai"}},
            #{
                path := ~"/anthropic/v1/messages",
                headers := #{~"x-api-key" := ~"hunter-anthropic", ~"anthropic-version" := _},
                body := #{~"max_tokens" := 4096}
            }
        ],
        mochi_test_llm:requests()
    ).

settings_are_sent(_) ->
    Settings = #{system => ~"be brief", temperature => 0.5, max_tokens => 7, stop => ~"x"},
    _ = mochi_llm:generate(maps:merge(openai(~"a"), Settings)),
    _ = mochi_llm:generate(maps:merge(anthropic(~"a"), Settings)),
    [#{body := Openai}, #{body := Anthropic}] = mochi_test_llm:requests(),
    ?assertMatch(#{~"temperature" := 0.5, ~"max_tokens" := 7, ~"stop" := ~"x", ~"model" := ~"gpt-test"}, Openai),
    ?assertMatch([#{~"role" := ~"system", ~"content" := ~"be brief"}, _], map_get(~"messages", Openai)),
    ?assertMatch(#{~"temperature" := 0.5, ~"max_tokens" := 7, ~"stop_sequences" := [~"x"]}, Anthropic),
    ?assertMatch(#{~"system" := ~"be brief", ~"model" := ~"claude-test", ~"messages" := [_]}, Anthropic).

declared_models(_) ->
    ok = mochi_llm:model(~"quick", #{provider => ~"anthropic", name => ~"tiny", temperature => 1}),
    ?assertEqual(~"you said a", mochi_llm:generate(#{~"model" => ~"quick", ~"prompt" => ~"a", ~"temperature" => 0})),
    ?assertMatch([#{body := #{~"model" := ~"tiny", ~"temperature" := 0}}], mochi_test_llm:requests()),
    true = os:putenv("MOCHI_LLM_PROVIDER", "openai"),
    ?assertEqual(~"you said b", mochi_llm:generate(#{~"model" => ~"some-model", ~"prompt" => ~"b"})),
    ?assertMatch([_, #{body := #{~"model" := ~"some-model"}}], mochi_test_llm:requests()).

structured(_) ->
    [
        ?assertEqual(#{~"name" => ~"Ann", ~"age" => 41}, mochi_llm:structured(Options#{schema => ?SCHEMA}))
     || Options <- [openai(~"person"), anthropic(~"person")]
    ],
    [#{body := First}, #{body := Second}, #{body := Third}, #{body := Fourth}] = mochi_test_llm:requests(),
    #{~"response_format" := #{~"type" := ~"json_schema", ~"json_schema" := #{~"schema" := Sent}}} = First,
    ?assertEqual(?SCHEMA, Sent),
    [_, #{~"role" := ~"assistant"}, #{~"content" := Complaint}] = map_get(~"messages", Second),
    ?assertNotEqual(nomatch, binary:match(Complaint, ~".age: expected integer, got \"old\" (string)")),
    ?assertMatch(#{~"tool_choice" := #{~"type" := ~"tool", ~"name" := ~"answer"}}, Third),
    ?assertMatch(
        [_, #{~"role" := ~"assistant"}, #{~"content" := [#{~"type" := ~"tool_result", ~"is_error" := true}]}],
        map_get(~"messages", Fourth)
    ).

structured_types(_) ->
    Person = {record, person, ~"Person", [{~"name", string}, {~"age", float}, {~"mail", {option, string}}]},
    [
        ?assertMatch({person, ~"Ann", 41.0, none}, mochi_llm:generate_as(Person, Options))
     || Options <- [openai(~"person"), anthropic(~"person")]
    ].

structured_gives_up(_) ->
    ?assertError(
        {mochi_error, mochi_err_llm, ~"openai gpt-test: the answer does not fit the schema: \"name\" is missing"},
        mochi_llm:structured((openai(~"never fits"))#{schema => ?SCHEMA})
    ),
    ?assertEqual(3, length(mochi_test_llm:requests())),
    Prose = (openai(~"prose"))#{schema => ?SCHEMA},
    ?assertMatch({mochi_error, mochi_err_llm, _}, raised(fun() -> mochi_llm:structured(Prose) end)).

tools(_) ->
    Tools = #{tools => [weather(fun(#{~"city" := ~"Oslo"}) -> ~"cold" end)]},
    [
        ?assertEqual(~"it is cold", mochi_llm:generate(maps:merge(Options, Tools)))
     || Options <- [openai(~"weather"), anthropic(~"weather")]
    ],
    [#{body := Openai}, _, #{body := Anthropic}, _] = mochi_test_llm:requests(),
    ?assertMatch([#{~"type" := ~"function", ~"function" := #{~"parameters" := #{}}}], map_get(~"tools", Openai)),
    ?assertMatch([#{~"name" := ~"weather", ~"input_schema" := #{}}], map_get(~"tools", Anthropic)).

tools_that_fail(_) ->
    Tools = #{tools => [weather(fun(_) -> mochi_core:panic(~"no thermometer") end)]},
    ?assertEqual(~"it is no thermometer", mochi_llm:generate(maps:merge(openai(~"weather"), Tools))),
    ?assertEqual(~"it is no thermometer", mochi_llm:generate(maps:merge(anthropic(~"weather"), Tools))),
    ?assertEqual(~"it is there is no function weather", mochi_llm:generate(openai(~"weather"))).

tools_without_end(_) ->
    Options = (openai(~"loop"))#{tools => [weather(fun(_) -> ~"cold" end)]},
    ?assertError(
        {mochi_error, mochi_err_llm, ~"openai gpt-test: the model calls functions and gives no answer"},
        mochi_llm:generate(Options)
    ).

tools_and_schema(_) ->
    Options = (anthropic(~"person"))#{schema => ?SCHEMA, tools => [weather(fun(_) -> ~"cold" end)]},
    ?assertMatch(#{~"age" := 41}, mochi_llm:structured(Options)),
    [#{body := Body} | _] = mochi_test_llm:requests(),
    ?assertMatch(#{~"tool_choice" := #{~"type" := ~"any"}, ~"tools" := [_, _]}, Body).

streams(_) ->
    [
        ?assertEqual(
            [~"one ", ~"twö ", ~"three"],
            lists:reverse(mochi_llm:stream(Options, fun(Text, Texts) -> [Text | Texts] end, []))
        )
     || Options <- [openai(~"count"), anthropic(~"count")]
    ],
    ?assertThrow(enough, mochi_llm:stream(openai(~"count"), fun(_, _) -> throw(enough) end, [])).

streams_that_break(_) ->
    Count = fun(_, Number) -> Number + 1 end,
    [
        ?assertEqual(
            {mochi_error, mochi_err_llm, <<Name/binary, Why/binary>>},
            raised(fun() -> mochi_llm:stream(Options, Count, 0) end)
        )
     || {Prompt, Why} <- [{~"cut off", ~"the stream ended early"}, {~"breaks", ~"it broke"}],
        {Name, Options} <- [{~"openai gpt-test: ", openai(Prompt)}, {~"anthropic claude-test: ", anthropic(Prompt)}]
    ],
    ?assertMatch({mochi_error, mochi_err_llm, _}, raised(fun() -> mochi_llm:stream(openai(~"bad key"), Count, 0) end)).

embeddings(_) ->
    Options = #{~"provider" => ~"openai", ~"text" => ~"four"},
    ?assertEqual([4.0, 4.0], mochi_llm:embed(Options)),
    ?assertEqual([0.5, 0.5, 0.5, 0.5], mochi_llm:embed(Options#{~"dimensions" => 4, ~"normalize" => true})),
    ?assertMatch(
        [#{body := #{~"model" := ~"text-embedding-3-small", ~"input" := ~"four"}}, _],
        mochi_test_llm:requests()
    ),
    ?assertMatch(
        {mochi_error, mochi_err_llm, ~"anthropic none: the provider has no embeddings"},
        raised(fun() -> mochi_llm:embed(#{~"provider" => ~"anthropic", ~"text" => ~"four"}) end)
    ).

rate_limits(_) ->
    ?assertEqual(~"at last", mochi_llm:generate(openai(~"busy"))),
    mochi_test_llm:forget(),
    ?assertEqual(~"at last", mochi_llm:generate(anthropic(~"busy"))),
    ?assertEqual(3, length(mochi_test_llm:requests())).

rate_limits_are_bounded(_) ->
    ?assertError(
        {mochi_error, mochi_err_llm, ~"anthropic claude-test: status 529: overloaded"},
        mochi_llm:generate((anthropic(~"overloaded"))#{retries => 2})
    ),
    ?assertEqual(3, length(mochi_test_llm:requests())).

%% Who would have to wait longer than there is time gets the error at once, also for another request.
rate_limits_for_all(_) ->
    {mochi_error, mochi_err_llm, Message} = raised(fun() -> mochi_llm:generate(openai(~"later")) end),
    ?assertNotEqual(nomatch, binary:match(Message, ~"openai gpt-test: the provider is busy for another 3")),
    ?assertMatch({mochi_error, mochi_err_llm, _}, raised(fun() -> mochi_llm:generate(openai(~"hello")) end)),
    ?assertEqual(1, length(mochi_test_llm:requests())),
    ?assertEqual(~"you said hello", mochi_llm:generate(anthropic(~"hello"))).

errors(Config) ->
    Base = proplists:get_value(base, Config),
    [
        ?assertEqual(
            {mochi_error, mochi_err_llm, <<"openai gpt-test: ", Why/binary>>},
            raised(fun() -> mochi_llm:generate(openai(Prompt)) end)
        )
     || {Prompt, Why} <- [
            {~"not json", ~"cannot read JSON: unexpected < at line 1, column 1"},
            {~"other json", ~"the response is not what the interface of the provider promises"},
            {~"gateway", ~"status 502: \"<html>bad gateway</html>\""}
        ]
    ],
    {mochi_error, mochi_err_llm, Refused} = raised(fun() ->
        mochi_llm:generate((openai(~"x"))#{base_url => ~"http://localhost:1"})
    end),
    ?assertEqual(~"openai gpt-test: http://localhost:1/chat/completions: connection refused", Refused),
    {mochi_error, mochi_err_llm, NotFound} = raised(fun() ->
        mochi_llm:generate((openai(~"x"))#{base_url => <<Base/binary, "/nowhere">>})
    end),
    ?assertNotEqual(nomatch, binary:match(NotFound, ~"status 500")).

timeouts(_) ->
    Never = (openai(~"never"))#{timeout => 0.3},
    {mochi_error, mochi_err_llm, Message} = raised(fun() -> mochi_llm:generate(Never) end),
    ?assertNotEqual(nomatch, binary:match(Message, ~": timed out")),
    ?assertEqual(1, length(mochi_test_llm:requests())).

keys(_) ->
    os:unsetenv("OPENAI_API_KEY"),
    %% Another server needs none.
    ?assertEqual(~"you said hello", mochi_llm:generate(openai(~"hello"))),
    ?assertMatch([#{headers := Headers}] when not is_map_key(~"authorization", Headers), mochi_test_llm:requests()),
    os:unsetenv("OPENAI_BASE_URL"),
    ?assertError(
        {mochi_error, mochi_err_llm, ~"openai gpt-test: OPENAI_API_KEY is not set"},
        mochi_llm:generate(openai(~"hello"))
    ),
    true = os:putenv("OPENAI_API_KEY", "hunter"),
    ?assertError(
        {mochi_error, mochi_err_llm, ~"openai gpt-test: the key would go unencrypted to http://example.invalid"},
        mochi_llm:generate((openai(~"hello"))#{base_url => ~"http://example.invalid"})
    ).

keys_stay_secret(_) ->
    [
        begin
            {mochi_error, mochi_err_llm, Message} = raised(fun() -> mochi_llm:generate(Options) end),
            ?assertNotEqual(nomatch, binary:match(Message, ~"status 401: incorrect key: ")),
            ?assertEqual(nomatch, binary:match(Message, ~"hunter"))
        end
     || Options <- [openai(~"bad key"), anthropic(~"bad key")]
    ],
    Status = [sys:get_status(Server) || {_, Server, _, _} <- supervisor:which_children(mochi_llm_sup)],
    ?assertMatch([_, _], Status),
    ?assertEqual(nomatch, string:find(io_lib:format("~p", [Status]), "hunter")),
    ?assertEqual(nomatch, string:find(io_lib:format("~p", [mochi_llm_options:read(openai(~"x"))]), "hunter")).

cassettes(Config) ->
    true = os:putenv("MOCHI_LLM_CASSETTE_DIR", folder("cassettes", Config)),
    Ask = fun() ->
        [
            mochi_llm:generate(openai(~"hello")),
            mochi_llm:generate(anthropic(~"hello")),
            mochi_llm:embed(openai(~"x"))
        ]
    end,
    Answers = Ask(),
    ?assertEqual(3, length(mochi_test_llm:requests())),
    ?assertEqual(3, length(filelib:wildcard("*.json", folder("cassettes", Config)))),
    %% From now on without network and keys.
    true = os:putenv("MOCHI_LLM_CASSETTE", "replay"),
    lists:foreach(fun os:unsetenv/1, ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"]),
    ?assertEqual(Answers, Ask()),
    ?assertEqual(3, length(mochi_test_llm:requests())),
    {mochi_error, mochi_err_llm, Message} = raised(fun() -> mochi_llm:generate(openai(~"something new")) end),
    ?assertNotEqual(nomatch, binary:match(Message, ~"there is no recording")),
    %% Errors are not recorded.
    os:unsetenv("MOCHI_LLM_CASSETTE"),
    ok = restore(Config),
    _ = raised(fun() -> mochi_llm:generate(openai(~"bad key")) end),
    ?assertEqual(3, length(filelib:wildcard("*", folder("cassettes", Config)))),
    %% Anew.
    true = os:putenv("MOCHI_LLM_CASSETTE", "record"),
    ?assertEqual(~"you said hello", mochi_llm:generate(openai(~"hello"))),
    ?assertEqual(5, length(mochi_test_llm:requests())).

cassettes_of_streams(Config) ->
    true = os:putenv("MOCHI_LLM_CASSETTE_DIR", folder("streams", Config)),
    Stream = fun() -> mochi_llm:stream(anthropic(~"count"), fun(Text, Texts) -> [Text | Texts] end, []) end,
    Texts = Stream(),
    ?assertEqual(Texts, Stream()),
    ?assertMatch([_], mochi_test_llm:requests()).

cassettes_hold_no_keys(Config) ->
    true = os:putenv("MOCHI_LLM_CASSETTE_DIR", folder("keys", Config)),
    _ = mochi_llm:generate(openai(~"my key is hunter-openai, is it not")),
    _ = mochi_llm:generate(anthropic(~"hello")),
    Files = filelib:wildcard(folder("keys", Config) ++ "/*"),
    ?assertMatch([_, _], Files),
    [
        begin
            {ok, Text} = file:read_file(File),
            ?assertEqual(nomatch, binary:match(Text, ~"hunter"))
        end
     || File <- Files
    ].

server_dies(_) ->
    ?assertEqual(~"you said a", mochi_llm:generate(openai(~"a"))),
    [exit(Server, kill) || {_, Server, _, _} <- supervisor:which_children(mochi_llm_sup)],
    ?assertEqual(~"you said b", mochi_llm:generate(openai(~"b"))),
    %% What was declared outlives whoever declared it.
    {Pid, Monitor} = spawn_monitor(fun() -> mochi_llm:model(~"mine", openai(~"unused")) end),
    receive
        {'DOWN', Monitor, process, Pid, Reason} -> ?assertEqual(normal, Reason)
    end,
    ?assertEqual(~"you said c", mochi_llm:generate(#{model => ~"mine", prompt => ~"c"})),
    %% And the supervisor of the servers.
    exit(whereis(mochi_llm_sup), kill),
    ?assertEqual(~"you said d", mochi_llm:generate(#{model => ~"mine", prompt => ~"d"})).

nothing_is_left(_) ->
    _ = mochi_llm:generate(openai(~"hello")),
    _ = mochi_llm:stream(anthropic(~"count"), fun(_, Count) -> Count + 1 end, 0),
    _ = raised(fun() -> mochi_llm:generate((openai(~"never"))#{timeout => 0.1}) end),
    _ = raised(fun() -> mochi_llm:stream(openai(~"breaks"), fun(_, Count) -> Count + 1 end, 0) end),
    ?assertEqual([], mochi_test_network:mailbox()),
    ?assertEqual({monitors, []}, process_info(self(), monitors)),
    mochi_test_network:eventually(fun() -> mochi_test_network:exchanges() =:= [] end).

%% ---------------------------------------------------------------------------------------------------------------------

openai(Prompt) -> #{provider => ~"openai", model => ~"gpt-test", prompt => Prompt}.

anthropic(Prompt) -> #{provider => ~"anthropic", model => ~"claude-test", prompt => Prompt}.

weather(Function) ->
    #{
        name => ~"weather",
        description => ~"The weather in a city.",
        parameters => #{~"type" => ~"object", ~"properties" => #{~"city" => #{~"type" => ~"string"}}},
        function => Function
    }.

raised(Function) ->
    try Function() of
        Value -> {no_error, Value}
    catch
        error:Reason -> Reason
    end.

restore(Config) ->
    true = os:putenv("OPENAI_BASE_URL", binary_to_list(<<(proplists:get_value(base, Config))/binary, "/openai">>)),
    true = os:putenv("OPENAI_API_KEY", "hunter-openai"),
    ok.

%% The two groups record apart.
folder(Name, Config) ->
    filename:join([proplists:get_value(priv_dir, Config), atom_to_list(proplists:get_value(library, Config)), Name]).
