-module(mochi_log_tests).

-include("mochi_tests.hrl").

-export([
    log/2
]).

-define(TIME, 1_700_000_000_123_000).

%% Message, fields, the line after time and level.
plain_test_() ->
    [
        {Line, fun() -> ?assertEqual(<<Line/binary, "\n">>, without_head(plain(entry(Message, Fields)))) end}
     || {Message, Fields, Line} <- [
            {~"plain", #{}, ~"plain"},
            {~"numbers", #{a => 1, b => 2.5, c => true}, ~"numbers a=1 b=2.5 c=true"},
            {~"texts", #{~"key" => ~"a \"b\"\nc", ñ => ~"ñ"}, ~B(texts key="a \"b\"\nc" ñ="ñ")},
            {~"two\r\nlines\n", #{}, ~B(two\nlines\n)},
            {~"values", #{list => [1, ~"x"], map => #{~"k" => none}, some => {some, 1}},
                ~B(values list=[1, "x"] map={"k": nil} some=1)},
            {~"names", #{~"a b" => 1, ~"c=d" => 2, 3 => 4}, ~B(names 3=4 "a b"=1 "c=d"=2)},
            {~"odd", #{bytes => <<255, 0>>, tail => [1 | 2]}, ~B(odd bytes="ÿ\u0000" tail=[1 | 2])}
        ]
    ].

head_test() ->
    ?assertEqual(~"2023-11-14T22:13:20.123Z warning x\n", plain((entry(~"x", #{}))#{level := warning})).

stack_test() ->
    Stack = mochi_log_format:stack(badarg, [
        {mochi_core, raise, 2, []},
        {mochi_user_a, '-f/1-fun-0-', 1, [{file, "a.mochi"}, {line, 3}]},
        {mochi_user_a, main, 1, []}
    ]),
    ?assertEqual([~"at lambda in f (a.mochi:3)", ~"at main"], Stack),
    Entry = entry(~"failed", #{stack => Stack, code => ~"index"}),
    ?assertEqual(
        ~"failed code=\"index\"\n  at lambda in f (a.mochi:3)\n  at main\n", without_head(plain(Entry))
    ),
    ?assertMatch(#{~"stack" := Stack, ~"fields" := #{~"code" := ~"index"}}, json(Entry)),
    %% A field of that name with something else in it is a field.
    ?assertEqual(~"x stack=[1]\n", without_head(plain(entry(~"x", #{stack => [1]})))).

json_test() ->
    Fields = #{
        int => 1 bsl 70, float => 1.5, none => none, some => {some, [1]}, map => #{1 => ~"one"}, list => [[]],
        text => "ab",
        pid => self(), tuple => {a, 1}, improper => [1 | 2], bytes => <<255>>
    },
    #{~"time" := Time, ~"level" := Level, ~"message" := Message, ~"fields" := Shown} = json(entry(~"m\nñ", Fields)),
    ?assertEqual({~"2023-11-14T22:13:20.123Z", ~"info", ~"m\nñ"}, {Time, Level, Message}),
    ?assertEqual(
        #{
            ~"int" => 1 bsl 70, ~"float" => 1.5, ~"none" => null, ~"some" => [1], ~"map" => #{~"1" => ~"one"},
            ~"list" => [[]], ~"text" => [97, 98], ~"tuple" => ~"a(1)", ~"improper" => ~"[1 | 2]", ~"bytes" => ~"ÿ"
        },
        maps:remove(~"pid", Shown)
    ),
    ?assertEqual(
        ~B({"level":"info","message":"x","time":"2023-11-14T22:13:20.123Z"}),
        string:trim(format(entry(~"x", #{}), json))
    ).

secrets_test_() ->
    ok = mochi_types:register([{'LogAccount', record, ~"LogAccount", [~"name", ~"apiKey"]}]),
    [
        {mochi_core:to_string(Key), fun() ->
            lists:foreach(
                fun(Fields) ->
                    Entry = entry(~"x", Fields),
                    [?assertEqual(nomatch, binary:match(format(Entry, Style), ~"hidden")) || Style <- [plain, json]],
                    ?assertNotEqual(nomatch, binary:match(plain(Entry), ~"***")),
                    {"~ts", [Text]} = mochi_log_format:report(#{message => ~"x", fields => Fields}),
                    ?assertEqual(nomatch, binary:match(Text, ~"hidden"))
                end,
                [
                    #{Key => ~"hidden"},
                    #{a => #{Key => [~"hidden"]}},
                    #{a => [{Key, ~"hidden"}]},
                    #{a => {some, #{Key => ~"hidden"}}}
                ]
            )
        end}
     || Key <- [
            password, ~"db_password", ~"PassWd", clientSecret, ~"access-token", 'Authorization', ~"Set-Cookie",
            ~"credentials", ~"privateKey", ~"x-api-key", api_key, "apikey"
        ]
    ] ++
        [
            {"field of a record", fun() ->
                Line = plain(entry(~"x", #{account => {'LogAccount', ~"Ada", ~"hidden"}})),
                ?assertEqual(nomatch, binary:match(Line, ~"hidden")),
                ?assertNotEqual(nomatch, binary:match(Line, ~"Ada"))
            end},
            {"what is no secret stays", fun() ->
                ?assertEqual(~"x key=\"seen\" pass=1\n", without_head(plain(entry(~"x", #{key => ~"seen", pass => 1}))))
            end}
        ].

%% What OTP and others say.
foreign_entries_test_() ->
    [
        {Line, fun() -> ?assertEqual(<<Line/binary, "\n">>, without_head(plain(event(Said, Meta)))) end}
     || {Said, Meta, Line} <- [
            {{string, "téxt"}, #{}, ~"téxt"},
            {{"~p and ~ts", [{a, b}, ~"ñ"]}, #{}, ~"{a,b} and ñ"},
            {{"~p", [#{password => 1}]}, #{}, ~B(#{password => <<"***">>})},
            {{report, #{a => 1}}, #{}, ~"    a: 1"},
            {{report, [{a, 1}]}, #{}, ~"    a: 1"},
            {{report, #{a => 1}}, #{report_cb => fun(#{a := A}) -> {"got ~p", [A]} end}, ~"got 1"},
            {{report, #{a => 1}}, #{report_cb => fun(#{a := A}, #{}) -> io_lib:format("got ~p", [A]) end}, ~"got 1"}
        ]
    ].

crash_reports_have_the_stack_test() ->
    Stack = [{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}],
    Crash = #{label => {proc_lib, crash}, report => [[{error_info, {error, badarg, Stack}}], []]},
    Callback = fun(_) -> {"crash", []} end,
    ?assertEqual(~"crash\n  at f (a.mochi:3)\n", without_head(plain(event({report, Crash}, #{report_cb => Callback})))),
    Process = {"Error in process ~p with exit value:~n~p~n", [self(), {badarg, Stack}]},
    ?assertMatch(<<"Error in process <", _/binary>>, without_head(plain(event(Process, #{})))),
    ?assertMatch(#{~"stack" := [~"at f (a.mochi:3)"]}, json(event(Process, #{}))),
    Server = #{label => {gen_server, terminate}, reason => {badarg, Stack}},
    Terminated = event({report, Server}, #{report_cb => Callback}),
    ?assertEqual(~"crash\n  at f (a.mochi:3)\n", without_head(plain(Terminated))).

entries_reach_the_logger_test() ->
    #{level := Before} = logger:get_primary_config(),
    ok = logger:set_primary_config(level, all),
    ok = logger:set_handler_config(default, level, none),
    ok = logger:update_process_metadata(#{test => self()}),
    ok = logger:add_handler(?MODULE, ?MODULE, #{}),
    try
        [
            begin
                ok = apply(mochi_log, Level, [~"said", #{level => Level}]),
                ?assertMatch({Level, #{message := ~"said", fields := #{level := Level}}}, logged())
            end
         || Level <- [debug, info, notice, warning, error]
        ],
        ok = mochi_log:set_level(warning),
        ok = mochi_log:info(~"not said", #{}),
        ok = mochi_log:warning(~"said", #{}),
        ?assertMatch({warning, _}, logged()),
        try
            mochi_list:at([], 1)
        catch
            Class:Reason:Stack -> mochi_log:exception(error, ~"failed", Class, Reason, Stack, #{order => 17})
        end,
        {error, #{message := ~"failed", fields := Fields}} = logged(),
        ?assertMatch(#{order := 17, code := ~"index", error := <<"index 1 is out", _/binary>>, stack := []}, Fields)
    after
        logger:remove_handler(?MODULE),
        logger:unset_process_metadata(),
        logger:set_handler_config(default, level, all),
        logger:set_primary_config(level, Before)
    end.

log(#{level := Level, msg := {report, Report}, meta := #{test := Test}}, _) -> Test ! {logged, {Level, Report}};
log(_, _) -> ok.

logged() ->
    receive
        {logged, Entry} -> Entry
    end.

wrong_arguments_test_() ->
    [
        fun() -> ?assertError({mochi_error, mochi_err_type, _}, Call()) end
     || Call <- [
            fun() -> mochi_log:info("text", #{}) end,
            fun() -> mochi_log:info(~"text", []) end,
            fun() -> mochi_log:set_level(loud) end,
            fun() -> mochi_log:install(xml) end
        ]
    ].

check_config_test() ->
    ?assertEqual(ok, mochi_log_format:check_config(#{})),
    ?assertEqual(ok, mochi_log_format:check_config(#{style => plain})),
    ?assertMatch({error, _}, mochi_log_format:check_config(#{style => plain, other => 1})),
    ?assertEqual(format(entry(~"x", #{}), plain), iolist_to_binary(mochi_log_format:format(entry(~"x", #{}), #{}))).

%% As a program has it: entries and reports of crashes as JSON lines on standard error, standard output untouched.
node_test_() ->
    {timeout, 60, fun() ->
        Program =
            "mochi_log:install(json), mochi_log:set_level(info),"
            "mochi_log:info(<<\"hello\">>, #{token => <<\"hidden\">>}),"
            "{_, M} = proc_lib:spawn_opt(fun() -> mochi_list:at([], 1) end, [monitor]),"
            "receive {'DOWN', M, _, _, _} -> ok end,"
            "io:put_chars(<<\"own output\\n\">>), logger:info(\"~p\", [last]), logger_std_h:filesync(default), halt().",
        Script = lists:concat([
            filename:join([code:root_dir(), "bin", "erl"]), " -noshell -noinput -pa ",
            filename:dirname(code:which(mochi_log)), " -eval '", Program, "' > log.out 2> log.err < /dev/null"
        ]),
        ?assertEqual("", os:cmd(Script)),
        ?assertEqual({ok, ~"own output\n"}, file:read_file("log.out")),
        {ok, Error} = file:read_file("log.err"),
        [Hello, Crash, Last] = [json:decode(Line) || Line <- binary:split(Error, ~"\n", [global, trim])],
        ?assertMatch(#{~"level" := ~"info", ~"message" := ~"hello", ~"fields" := #{~"token" := ~"***"}}, Hello),
        ?assertMatch(#{~"level" := ~"error"}, Crash),
        ?assertMatch(#{~"message" := ~"last"}, Last)
    end}.

entry(Message, Fields) -> event({report, #{message => Message, fields => Fields}}, #{}).

event(Said, Meta) -> #{level => info, msg => Said, meta => Meta#{time => ?TIME}}.

plain(Event) -> format(Event, plain).

json(Event) -> json:decode(format(Event, json)).

format(Event, Style) -> unicode:characters_to_binary(mochi_log_format:format(Event, #{style => Style})).

without_head(Line) ->
    [_Time, _Level, Rest] = re:split(Line, " ", [{parts, 3}]),
    Rest.
