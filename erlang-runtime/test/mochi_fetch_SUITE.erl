%% Requests against a real server and against broken ones, once over gun and once over httpc, with the same results.
%% Needs the folders in MOCHI_TEST_LIBRARIES.
-module(mochi_fetch_SUITE).

-include_lib("stdlib/include/assert.hrl").

-compile([export_all, nowarn_export_all]).

-define(assertFetch(Message, Expression), ?assertError({mochi_error, mochi_err_fetch, Message}, Expression)).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    case mochi_test_network:has_libraries() of
        true -> [starts_nothing, {group, gun}, {group, httpc}];
        false -> [libraries_are_there]
    end.

groups() ->
    Gun = [gun_keeps_connections, gun_speaks_http2, gun_shares_http2, gun_waits_for_a_full_server],
    [{gun, [], Gun ++ cases()}, {httpc, [], cases()}].

cases() ->
    [
        methods_and_bodies,
        headers_and_query,
        values,
        responses,
        statuses,
        secrets_in_urls,
        credentials_in_url,
        redirects,
        redirect_methods,
        redirects_refused,
        redirects_drop_secrets,
        limits,
        folds,
        folds_that_fail,
        downloads,
        downloads_that_fail,
        timeouts,
        retries,
        no_retries,
        events,
        no_server,
        early_close,
        garbage,
        truncated,
        stalls,
        closed_between_requests,
        last_of_a_connection,
        until_closed,
        interim_responses,
        ten_at_once,
        more_than_connections,
        trusted,
        other_names,
        expired,
        wrong_host,
        unknown_authority,
        self_signed,
        tls_versions,
        bad_ca_files,
        caller_ends,
        pool_dies,
        supervisor_dies,
        pool_leaves,
        application_stops,
        nothing_leaks,
        secrets_in_status,
        secrets_in_logs
    ].

init_per_suite(Config) ->
    case mochi_test_network:has_libraries() of
        true -> start(Config);
        false -> Config
    end.

start(Config) ->
    Folders = mochi_test_network:add_libraries(),
    Owner = spawn(fun() ->
        ok = mochi_test_http:start_counters(),
        receive
            stop -> ok
        end
    end),
    Private = proplists:get_value(priv_dir, Config),
    {Certificate, Authorities} = mochi_test_network:authority(#{}),
    CaFile = mochi_test_network:pem(filename:join(Private, "ca.pem"), Authorities),
    Http = mochi_test_network:listen(http, mochi_test_http),
    Other = mochi_test_network:listen(other, mochi_test_http),
    Https = mochi_test_network:listen_tls(https, mochi_test_http, Certificate, []),
    [
        {folders, Folders},
        {owner, Owner},
        {ca_file, CaFile},
        {certificate, Certificate},
        {http, url(~"http", Http)},
        {other, url(~"http", Other)},
        {https, url(~"https", Https)}
        | Config
    ].

end_per_suite(Config) ->
    case mochi_test_network:has_libraries() of
        true -> stop(Config);
        false -> ok
    end.

stop(Config) ->
    lists:foreach(fun mochi_test_network:stop/1, [http, other, https]),
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

init_per_testcase(_, Config) -> Config.

%% Whatever a test did, nothing is left in its mailbox.
end_per_testcase(_, _) -> ok.

%% ---------------------------------------------------------------------------------------------------------------------
%% Requests
%% ---------------------------------------------------------------------------------------------------------------------

%% A program that fetches nothing has no ssl, no inets and no pool.
starts_nothing(_) ->
    {ok, Peer, _} = peer:start_link(#{connection => standard_io, args => ["-pa" | paths()]}),
    {ok, _} = peer:call(Peer, application, ensure_all_started, [mochi]),
    Started = [Name || {Name, _, _} <- peer:call(Peer, application, which_applications, [])],
    ?assertEqual([], [Name || Name <- [ssl, inets, gun, crypto, public_key], lists:member(Name, Started)]),
    ?assertEqual([], peer:call(Peer, supervisor, which_children, [mochi_fetch_sup])),
    ok = mochi_coverage:peer(Peer),
    peer:stop(Peer).

methods_and_bodies(Config) ->
    Echo = at(http, ~"/echo", Config),
    [
        ?assertMatch(#{~"method" := Method, ~"body" := <<>>}, fetch(Echo, #{~"method" => Method}))
     || Method <- [~"GET", ~"DELETE", ~"OPTIONS", ~"POST", ~"PUT", ~"PATCH"]
    ],
    [
        ?assertMatch(
            #{~"method" := Method, ~"body" := ~"päylöad"}, fetch(Echo, #{~"method" => Method, ~"body" => ~"päylöad"})
        )
     || Method <- [~"POST", ~"PUT", ~"PATCH", ~"DELETE"]
    ],
    ?assertMatch(#{~"method" := ~"POST"}, fetch(Echo, #{~"body" => ~"x"})),
    ?assertMatch(#{status := 200, body := <<>>}, mochi_fetch:request(Echo, #{~"method" => ~"head"})),
    #{~"body" := Json, ~"headers" := Headers} = fetch(Echo, #{~"body" => #{~"a" => [1, none]}}),
    ?assertEqual(#{~"a" => [1, none]}, mochi_json:decode(Json)),
    ?assertMatch(#{~"content-type" := ~"application/json"}, Headers),
    ?assertMatch(#{~"body" := ~"\"text\""}, fetch(Echo, #{~"json" => ~"text"})),
    Big = binary:copy(~"0123456789", 100_000),
    ?assertMatch(#{~"body" := Big}, fetch(Echo, #{~"body" => Big})),
    ?assertError(
        {mochi_error, mochi_err_type, ~"GET cannot have a body"}, fetch(Echo, #{method => ~"GET", body => ~"x"})
    ).

headers_and_query(Config) ->
    Given = #{
        ~"headers" => #{~"X-Number" => 17, ~"Accept" => ~"text/html", ~"Content-Type" => ~"text/csv"},
        ~"query" => #{~"a b" => ~"c&d=é", ~"list" => [1, 2]},
        ~"body" => ~"1,2"
    },
    #{~"headers" := Headers, ~"query" := Query} = fetch(at(http, ~"/echo?first=1", Config), Given),
    ?assertMatch(
        #{
            ~"x-number" := ~"17",
            ~"accept" := ~"text/html",
            ~"content-type" := ~"text/csv",
            ~"user-agent" := ~"mochi",
            ~"content-length" := ~"3"
        },
        Headers
    ),
    <<"http://", Host/binary>> = proplists:get_value(http, Config),
    ?assertEqual(Host, map_get(~"host", Headers)),
    ?assertEqual(#{~"first" => ~"1", ~"a b" => ~"c&d=é", ~"list" => ~"2"}, Query),
    ?assertMatch(#{~"path" := ~"/echo/%C3%B1%20b"}, fetch(at(http, ~"/echo/ñ b", Config), #{})),
    ?assertError(
        {mochi_error, mochi_err_type, ~"the value of the header x-a has a line end or a control character in it"},
        fetch(at(http, ~"/echo", Config), #{headers => #{~"X-A" => ~"secret\r\nX-B: 1"}})
    ).

values(Config) ->
    ?assertEqual(~"arrived", fetch(at(http, ~"/hop/0", Config), #{})),
    ?assertEqual(~"\"arrived\"", fetch(at(http, ~"/hop/0", Config), #{as => ~"text"})),
    ?assertEqual(~"plain ñ", fetch(at(http, ~"/text", Config), #{})),
    ?assertEqual(~"café", fetch(at(http, ~"/text/latin1", Config), #{})),
    ?assertError({mochi_error, mochi_err_parse, _}, fetch(at(http, ~"/bad_json", Config), #{})),
    ?assertError({mochi_error, mochi_err_parse, _}, fetch(at(http, ~"/text", Config), #{as => ~"json"})),
    ?assertEqual(~"{\"a\": ", fetch(at(http, ~"/bad_json", Config), #{as => ~"text"})).

responses(Config) ->
    Url = at(http, ~"/many", Config),
    #{status := 204, url := Url, body := <<>>, headers := Headers} = mochi_fetch:request(Url, #{}),
    ?assertMatch(#{~"x-one" := ~"1", ~"x-two" := ~"2"}, Headers),
    ?assertMatch(#{status := 201, body := ~"as asked"}, mochi_fetch:request(at(http, ~"/status/201", Config), #{})),
    Arrived = at(http, ~"/hop/0", Config),
    ?assertMatch(#{url := Arrived}, mochi_fetch:request(at(http, ~"/hop/2", Config), #{})).

statuses(Config) ->
    Url = at(http, ~"/status/404", Config),
    ?assertFetch(<<"GET ", Url:(byte_size(Url))/binary, ": status 404: \"as asked\"">>, fetch(Url, #{})),
    [
        ?assertMatch(
            {error, {status, Status, #{~"content-length" := ~"8"}, ~"as asked"}, _},
            mochi_fetch:try_request(at(http, <<"/status/", (integer_to_binary(Status))/binary>>, Config), #{})
        )
     || Status <- [300, 302, 400, 401, 500]
    ],
    ?assertMatch({error, {status, 304, _, <<>>}, _}, mochi_fetch:try_request(at(http, ~"/status/304", Config), #{})),
    ?assertMatch(
        {error, {status, 500, _, <<>>}, _},
        mochi_fetch:try_request(at(http, ~"/status/500", Config), #{method => ~"HEAD"})
    ).

secrets_in_urls(Config) ->
    <<"http://", Host/binary>> = proplists:get_value(http, Config),
    {mochi_error, mochi_err_fetch, Message} = raised(
        <<"http://ann:hunter2@", Host/binary, "/status/404?api_key=hunter3&page=2">>,
        #{query => #{~"token" => ~"hunter4"}}
    ),
    ?assertEqual(nomatch, binary:match(Message, ~"hunter")),
    ?assertNotEqual(nomatch, binary:match(Message, ~"page=2")),
    ?assertNotEqual(nomatch, binary:match(Message, ~"api_key=***")).

credentials_in_url(Config) ->
    <<"http://", Host/binary>> = proplists:get_value(http, Config),
    #{~"headers" := #{~"authorization" := Basic}} = fetch(<<"http://ann:p%40ss@", Host/binary, "/echo">>, #{}),
    ?assertEqual(<<"Basic ", (base64:encode(~"ann:p@ss"))/binary>>, Basic).

%% ---------------------------------------------------------------------------------------------------------------------
%% Redirects
%% ---------------------------------------------------------------------------------------------------------------------

redirects(Config) ->
    ?assertEqual(~"arrived", fetch(at(http, ~"/hop/10", Config), #{})),
    ?assertFetch(_, fetch(at(http, ~"/hop/11", Config), #{})),
    {mochi_error, mochi_err_fetch, TooMany} = raised(at(http, ~"/hop/3", Config), #{redirects => 2}),
    ?assertNotEqual(nomatch, binary:match(TooMany, ~"/hop/1: too many redirects")),
    {mochi_error, mochi_err_fetch, Circle} = raised(at(http, ~"/circle/a", Config), #{}),
    ?assertNotEqual(nomatch, binary:match(Circle, ~"the redirects go round in a circle")).

redirect_methods(Config) ->
    To = fun(Status) -> at(http, <<"/redirect/", Status/binary, "?to=/echo">>, Config) end,
    Post = #{body => ~"x", headers => #{~"content-type" => ~"text/csv"}},
    [
        begin
            #{~"method" := Method, ~"body" := Body, ~"headers" := Headers} = fetch(To(Status), Post),
            ?assertEqual({Status, Expected}, {Status, {Method, Body, is_map_key(~"content-type", Headers)}})
        end
     || {Status, Expected} <- [
            {~"301", {~"GET", <<>>, false}},
            {~"302", {~"GET", <<>>, false}},
            {~"303", {~"GET", <<>>, false}},
            {~"307", {~"POST", ~"x", true}},
            {~"308", {~"POST", ~"x", true}}
        ]
    ],
    ?assertMatch(#{~"method" := ~"PUT", ~"body" := ~"x"}, fetch(To(~"301"), Post#{method => ~"PUT"})),
    ?assertMatch(#{~"method" := ~"GET"}, fetch(To(~"303"), Post#{method => ~"PUT"})).

redirects_refused(Config) ->
    Trusted = #{ca_file => proplists:get_value(ca_file, Config)},
    Down = at(https, <<"/redirect/302?to=", (at(http, ~"/echo", Config))/binary>>, Config),
    ?assertMatch({error, {text, ~"redirected from https to http"}, _}, mochi_fetch:try_request(Down, Trusted)),
    ?assertMatch(
        {error, {text, ~"redirected to \"file:///etc/passwd\": the scheme is not http, https or file"}, _},
        mochi_fetch:try_request(at(http, ~"/redirect/302?to=file:///etc/passwd", Config), #{})
    ),
    Nowhere = at(http, ~"/redirect/302?to=http://:80/", Config),
    ?assertMatch({error, {text, _}, _}, mochi_fetch:try_request(Nowhere, #{})).

redirects_drop_secrets(Config) ->
    Headers = #{
        headers => #{
            ~"Authorization" => ~"Bearer x",
            ~"Cookie" => ~"a=b",
            ~"X-Api-Key" => ~"k",
            ~"X-Plain" => ~"p"
        }
    },
    #{~"headers" := Same} = fetch(at(http, ~"/redirect/307?to=/echo", Config), Headers),
    ?assertMatch(#{~"authorization" := _, ~"cookie" := _, ~"x-api-key" := _, ~"x-plain" := _}, Same),
    Away = at(http, <<"/redirect/307?to=", (at(other, ~"/echo", Config))/binary>>, Config),
    #{~"headers" := Other} = fetch(Away, Headers),
    ?assertEqual([~"x-plain"], [
        Name
     || Name <- [~"authorization", ~"cookie", ~"x-api-key", ~"x-plain"], is_map_key(Name, Other)
    ]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Bodies
%% ---------------------------------------------------------------------------------------------------------------------

limits(Config) ->
    Size = fun(Path, Limit) -> byte_size(fetch(at(http, Path, Config), #{limit => Limit, as => ~"text"})) end,
    ?assertEqual(1000, Size(~"/size/1000", 1000)),
    ?assertEqual(3000, Size(~"/chunked/3", 3000)),
    Message = <<"GET ", (at(http, ~"/size/1000", Config))/binary, ": the response is larger than 999 bytes">>,
    ?assertEqual({mochi_error, mochi_err_fetch, Message}, raised(at(http, ~"/size/1000", Config), #{limit => 999})),
    [
        ?assertMatch({error, {too_large, 2999}, _}, mochi_fetch:try_request(at(Server, Path, Config), #{
            limit => 2999, ca_file => proplists:get_value(ca_file, Config)
        }))
     || Server <- [http, https], Path <- [~"/chunked/3", ~"/endless", ~"/size/20000000"]
    ].

folds(Config) ->
    Count = fun(Part, Size) -> Size + byte_size(Part) end,
    ?assertEqual(2_000_000, mochi_fetch:fold(at(http, ~"/size/2000000", Config), #{}, Count, 0)),
    ?assertEqual(500_000, mochi_fetch:fold(at(http, ~"/chunked/500", Config), #{}, Count, 0)),
    ?assertEqual(0, mochi_fetch:fold(at(http, ~"/status/204", Config), #{}, Count, 0)),
    %% Parts come before the whole is there.
    First = fun(_, _) -> throw(first_part) end,
    ?assertThrow(first_part, mochi_fetch:fold(at(http, ~"/endless", Config), #{}, First, 0)).

folds_that_fail(Config) ->
    ?assertFetch(_, mochi_fetch:fold(at(http, ~"/status/400", Config), #{}, fun(_, _) -> error(called) end, 0)),
    ?assertMatch(
        {error, {status, 429, _, ~"as asked"}, _},
        mochi_fetch:try_fold(at(http, ~"/status/429", Config), #{retries => 0}, fun(_, _) -> error(called) end, 0)
    ).

downloads(Config) ->
    Path = path("download", Config),
    ?assertEqual(2_000_000, fetch(at(http, ~"/size/2000000", Config), #{to => Path})),
    ?assertEqual(binary:copy(~"x", 2_000_000), mochi_file:read(Path)),
    ?assertEqual(3000, fetch(at(http, ~"/chunked/3", Config), #{to => Path})),
    ?assertEqual(3000, byte_size(mochi_file:read(Path))),
    ?assertEqual(3000, fetch(<<"file://", Path/binary>>, #{to => path("copy", Config)})),
    ?assertEqual([], partial(Config)).

downloads_that_fail(Config) ->
    Path = path("kept", Config),
    ok = mochi_file:write(Path, ~"before"),
    ?assertFetch(_, fetch(at(http, ~"/status/404", Config), #{to => Path})),
    ?assertFetch(_, fetch(at(http, ~"/chunked/3", Config), #{to => Path, limit => 2999})),
    ?assertEqual(~"before", mochi_file:read(Path)),
    {mochi_error, mochi_err_fetch, Message} = raised(at(http, ~"/text", Config), #{to => ~"/no/such/folder/x"}),
    ?assertNotEqual(nomatch, binary:match(Message, ~"cannot write /no/such/folder/x: no such file or directory")),
    ?assertEqual([], partial(Config)).

%% ---------------------------------------------------------------------------------------------------------------------
%% What goes wrong
%% ---------------------------------------------------------------------------------------------------------------------

timeouts(Config) ->
    Never = at(http, named(~"/never/t", <<>>, Config), Config),
    {mochi_error, mochi_err_fetch, Message} = raised(Never, #{timeout => 0.3}),
    ?assertNotEqual(nomatch, binary:match(Message, ~": timed out")),
    ?assertMatch({error, timeout, _}, mochi_fetch:try_request(at(http, ~"/endless", Config), #{timeout => 0.3})),
    %% It is not asked a second time.
    ?assertEqual(1, count(~"t", Config)).

retries(Config) ->
    ?assertEqual(~"at last", fetch(at(http, named(~"/flaky/a", ~"/2/503", Config), Config), #{})),
    Put = #{method => ~"PUT", body => ~"x"},
    ?assertEqual(~"at last", fetch(at(http, named(~"/flaky/b", ~"/1/429", Config), Config), Put)),
    ?assertEqual(~"at last", fetch(at(http, named(~"/flaky/c", ~"/4/502", Config), Config), #{retries => 4})),
    ?assertMatch(
        {error, {status, 503, _, ~"not yet"}, _},
        mochi_fetch:try_request(at(http, named(~"/flaky/d", ~"/3/503", Config), Config), #{})
    ),
    ?assertEqual(3, count(~"d", Config)).

no_retries(Config) ->
    [
        ?assertMatch(
            {error, {status, _, _, ~"not yet"}, _},
            mochi_fetch:try_request(at(http, named(<<"/flaky/", Name/binary>>, Rest, Config), Config), Options)
        )
     || {Name, Rest, Options} <- [
            {~"e", ~"/1/503", #{method => ~"POST"}},
            {~"f", ~"/1/503", #{method => ~"PATCH", body => ~"x"}},
            {~"g", ~"/1/500", #{}},
            {~"h", ~"/1/503", #{retries => 0}}
        ]
    ],
    ?assertEqual([1, 1, 1, 1], [count(Name, Config) || Name <- [~"e", ~"f", ~"g", ~"h"]]).

%% What is told to whoever listens.
events(Config) ->
    Listener = [
        "-module(mochi_telemetry).",
        "-export([is_listened/1, execute/3]).",
        "is_listened(_) -> true.",
        "execute(Event, Measurements, Metadata) -> mochi_fetch_events ! {Event, Measurements, Metadata}, ok."
    ],
    Forms = [
        begin
            {ok, Tokens, _} = erl_scan:string(Line),
            {ok, Form} = erl_parse:parse_form(Tokens),
            Form
        end
     || Line <- Listener
    ],
    {ok, mochi_telemetry, Binary} = compile:forms(Forms),
    true = register(mochi_fetch_events, self()),
    {module, _} = code:load_binary(mochi_telemetry, "listener", Binary),
    try
        _ = fetch(at(http, ~"/echo?token=hunter2", Config), #{}),
        _ = mochi_fetch:try_request(at(http, ~"/status/404", Config), #{method => ~"DELETE"}),
        _ = mochi_fetch:try_request(~"http://localhost:1/", #{retries => 0})
    after
        true = unregister(mochi_fetch_events),
        _ = code:purge(mochi_telemetry),
        {module, _} = code:load_file(mochi_telemetry)
    end,
    Masked = at(http, ~"/echo?token=***", Config),
    Start = [mochi, fetch, request, start],
    Stop = [mochi, fetch, request, stop],
    ?assertMatch(
        [
            {Start, #{system_time := _}, #{method := ~"GET", url := Masked}},
            {Stop, #{duration := _}, #{method := ~"GET", url := Masked, status := 200}},
            {Start, _, #{method := ~"DELETE"}},
            {Stop, _, #{method := ~"DELETE", status := 404}},
            {Start, _, _},
            {Stop, _, #{error := ~"connection refused"}}
        ],
        [Event || {[mochi | _], _, _} = Event <- mochi_test_network:mailbox()]
    ).

no_server(_) ->
    {ok, Listen} = gen_tcp:listen(0, []),
    {ok, Port} = inet:port(Listen),
    ok = gen_tcp:close(Listen),
    Url = <<(url(~"http", Port))/binary, "/">>,
    Message = <<"GET ", Url/binary, ": connection refused">>,
    ?assertEqual({mochi_error, mochi_err_fetch, Message}, raised(Url, #{retries => 1})),
    ?assertEqual(
        {mochi_error, mochi_err_fetch, ~"GET http://no-such-host.invalid/: no such host"},
        raised(~"http://no-such-host.invalid/", #{})
    ).

early_close(_) ->
    Server = {_, Port} = mochi_test_network:raw(fun(Number, Socket) ->
        timer:sleep(Number rem 2),
        gen_tcp:close(Socket)
    end),
    Url = url(~"http", Port),
    %% How a library says it depends on what it is at when the server closes.
    Reasons = [element(2, mochi_fetch:try_request(Url, #{retries => 0})) || _ <- lists:seq(1, 300)],
    ?assertEqual([closed], lists:usort(Reasons)),
    ?assertMatch({error, closed, _}, mochi_fetch:try_request(Url, #{body => ~"x"})),
    mochi_test_network:raw_stop(Server),
    %% The second attempt meets a server that answers.
    Better = {_, Second} = mochi_test_network:raw(fun
        (1, Socket) -> gen_tcp:close(Socket);
        (_, Socket) -> respond(Socket, ~"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
    end),
    ?assertEqual(~"ok", fetch(url(~"http", Second), #{})),
    mochi_test_network:raw_stop(Better).

garbage(_) ->
    [
        begin
            Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) -> respond(Socket, Answer) end),
            {error, Reason, _} = mochi_fetch:try_request(url(~"http", Port), #{timeout => 5}),
            ?assert(lists:member(Reason, Expected)),
            mochi_test_network:raw_stop(Server)
        end
     || {Answer, Expected} <- [
            %% httpc goes on waiting for a status line until the connection is closed.
            {~"SSH-2.0-OpenSSH_9.6\r\n\r\n", [protocol, closed]},
            {~"HTTP/1.1 abc OK\r\ncontent-length: 0\r\n\r\n", [protocol]}
        ]
    ].

truncated(Config) ->
    [
        begin
            Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) -> respond(Socket, Answer) end),
            ?assertMatch({error, closed, _}, mochi_fetch:try_request(url(~"http", Port), #{retries => 0})),
            ?assertFetch(_, fetch(url(~"http", Port), #{to => path("truncated", Config)})),
            ?assertNot(mochi_file:exists(path("truncated", Config))),
            mochi_test_network:raw_stop(Server)
        end
     || Answer <- [
            ~"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nnot all of it",
            ~"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n"
        ]
    ].

stalls(_) ->
    [
        begin
            Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) ->
                {ok, _} = gen_tcp:recv(Socket, 0),
                ok = gen_tcp:send(Socket, Answer),
                gen_tcp:recv(Socket, 0)
            end),
            ?assertMatch({error, timeout, _}, mochi_fetch:try_request(url(~"http", Port), #{timeout => 0.3})),
            mochi_test_network:raw_stop(Server)
        end
     || Answer <- [<<>>, ~"HTTP/1.1 200 OK\r\nconte", ~"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\npart"]
    ].

%% A server that drops a kept connection after each response: nobody notices.
closed_between_requests(_) ->
    Test = self(),
    Server = {_, Port} = mochi_test_network:raw(fun(Number, Socket) ->
        respond(Socket, ~"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
        Test ! {closed, Number}
    end),
    [
        begin
            ?assertEqual(~"ok", fetch(url(~"http", Port), #{method => Method})),
            receive
                {closed, _} -> ok
            after 5000 -> error(not_closed)
            end
        end
     || Method <- [~"GET", ~"GET", ~"PUT", ~"GET"]
    ],
    mochi_test_network:raw_stop(Server).

last_of_a_connection(Config) ->
    Ports = [fetch(at(http, ~"/last", Config), #{method => ~"POST"}) || _ <- lists:seq(1, 5)],
    ?assertEqual(5, length(lists:usort(Ports))).

%% Without a length the body ends with the connection.
until_closed(_) ->
    Answer = ~"HTTP/1.0 200 OK\r\n\r\nall of it",
    Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) -> respond(Socket, Answer) end),
    [
        ?assertEqual(~"all of it", fetch(url(~"http", Port), #{method => Method}))
     || Method <- [~"GET", ~"POST", ~"POST", ~"GET"]
    ],
    mochi_test_network:raw_stop(Server).

interim_responses(_) ->
    Answer = ~"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) -> respond(Socket, Answer) end),
    ?assertEqual(~"ok", fetch(url(~"http", Port), #{})),
    mochi_test_network:raw_stop(Server).

ten_at_once(Config) ->
    Trusted = #{ca_file => proplists:get_value(ca_file, Config)},
    [
        ?assertEqual(
            [integer_to_binary(Number) || Number <- lists:seq(1, 10)],
            at_once(10, fun(Number) ->
                Text = integer_to_binary(Number),
                #{~"body" := Text, ~"path" := <<"/echo/", Text/binary>>} =
                    fetch(at(Server, <<"/echo/", Text/binary>>, Config), Trusted#{body => Text}),
                Text
            end)
        )
     || Server <- [http, https]
    ].

%% More requests that get no answer than there may be connections: the next one waits its turn and runs out of time.
more_than_connections(Config) ->
    Name = <<"more", (atom_to_binary(proplists:get_value(library, Config)))/binary>>,
    Url = at(other, <<"/never/", Name/binary>>, Config),
    Blocked = [spawn(fun() -> mochi_fetch:try_request(Url, #{timeout => 30}) end) || _ <- lists:seq(1, 8)],
    mochi_test_network:eventually(fun() -> mochi_test_http:count(Name) =:= 8 end),
    ?assertMatch({error, timeout, _}, mochi_fetch:try_request(at(other, ~"/echo", Config), #{timeout => 0.3})),
    [exit(Pid, kill) || Pid <- Blocked],
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(other, ~"/echo", Config), #{})).

%% ---------------------------------------------------------------------------------------------------------------------
%% TLS
%% ---------------------------------------------------------------------------------------------------------------------

trusted(Config) ->
    CaFile = proplists:get_value(ca_file, Config),
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(https, ~"/echo", Config), #{ca_file => CaFile})),
    ?assertMatch(#{~"body" := ~"x"}, fetch(at(https, ~"/echo", Config), #{ca_file => CaFile, body => ~"x"})),
    true = os:putenv("MOCHI_FETCH_CA_FILE", binary_to_list(CaFile)),
    try
        ?assertMatch(#{~"method" := ~"GET"}, fetch(at(https, ~"/echo", Config), #{}))
    after
        os:unsetenv("MOCHI_FETCH_CA_FILE")
    end.

%% By address too, and by a wildcard.
other_names(Config) ->
    CaFile = proplists:get_value(ca_file, Config),
    <<"https://localhost:", Port/binary>> = proplists:get_value(https, Config),
    ?assertMatch(#{~"method" := ~"GET"}, fetch(<<"https://127.0.0.1:", Port/binary, "/echo">>, #{ca_file => CaFile})).

expired(Config) ->
    refused(#{validity => {{2020, 1, 1}, {2020, 2, 1}}}, certificate_expired, Config).

wrong_host(Config) ->
    refused(#{names => [{dNSName, "example.org"}]}, hostname_check_failed, Config).

unknown_authority(Config) ->
    Url = at(https, ~"/echo", Config),
    %% Trusted with the right file first: a connection that is open must not serve a request that trusts others.
    _ = fetch(Url, #{ca_file => proplists:get_value(ca_file, Config)}),
    {_, Others} = mochi_test_network:authority(#{}),
    OtherFile = mochi_test_network:pem(path("others.pem", Config), Others),
    Message = <<"GET ", Url/binary, ": the server's certificate is refused: unknown CA">>,
    ?assertEqual({mochi_error, mochi_err_fetch, Message}, raised(Url, #{ca_file => OtherFile})).

self_signed(Config) ->
    Options = [{digest, sha256}, {key, {namedCurve, {1, 2, 840, 10045, 3, 1, 7}}}],
    #{cert := Der, key := Key} = public_key:pkix_test_root_cert("localhost", Options),
    Port = mochi_test_network:listen_tls(self_signed, mochi_test_http, [{cert, Der}, {key, private(Key)}], []),
    Result = mochi_fetch:try_request(url(~"https", Port), #{ca_file => proplists:get_value(ca_file, Config)}),
    mochi_test_network:stop(self_signed),
    ?assertMatch({error, {tls, Alert}, _} when Alert =:= bad_certificate; Alert =:= unknown_ca, Result).

tls_versions(Config) ->
    [
        begin
            Port = mochi_test_network:listen_tls(
                versions, mochi_test_http, proplists:get_value(certificate, Config), [{versions, [Version]}]
            ),
            Url = <<(url(~"https", Port))/binary, "/echo">>,
            Result = fetch(Url, #{ca_file => proplists:get_value(ca_file, Config)}),
            mochi_test_network:stop(versions),
            ?assertMatch(#{~"method" := ~"GET"}, Result)
        end
     || Version <- ['tlsv1.2', 'tlsv1.3']
    ].

bad_ca_files(Config) ->
    Url = at(https, ~"/echo", Config),
    Empty = path("empty.pem", Config),
    ok = mochi_file:write(Empty, ~"nothing\n"),
    [
        begin
            Message = <<"cannot read the CA file ", File/binary, ": ", Why/binary>>,
            ?assertEqual({error, {text, Message}, Url}, mochi_fetch:try_request(Url, #{ca_file => File}))
        end
     || {File, Why} <- [{~"/no/such.pem", ~"no such file or directory"}, {Empty, ~"there is no certificate in it"}]
    ],
    ?assertError({mochi_error, mochi_err_type, ~"fetch has no option \"verify\""}, fetch(Url, #{~"verify" => false})).

%% ---------------------------------------------------------------------------------------------------------------------
%% gun alone
%% ---------------------------------------------------------------------------------------------------------------------

gun_keeps_connections(Config) ->
    Connections = [map_get(~"connection", fetch(at(http, ~"/echo", Config), #{})) || _ <- lists:seq(1, 5)],
    ?assertEqual(1, length(lists:usort(Connections))).

gun_speaks_http2(Config) ->
    Trusted = #{ca_file => proplists:get_value(ca_file, Config)},
    ?assertMatch(#{~"version" := ~"HTTP/2"}, fetch(at(https, ~"/echo", Config), Trusted)),
    ?assertMatch(#{~"version" := ~"HTTP/1.1"}, fetch(at(http, ~"/echo", Config), Trusted)).

gun_shares_http2(Config) ->
    Trusted = #{ca_file => proplists:get_value(ca_file, Config)},
    Connections = at_once(20, fun(_) -> map_get(~"connection", fetch(at(https, ~"/echo", Config), Trusted)) end),
    ?assertEqual(1, length(lists:usort(Connections))).

%% A server that takes one connection and refuses others: those who wait get their turn on the one.
gun_waits_for_a_full_server(_) ->
    Test = self(),
    Server = spawn(fun() ->
        {ok, Listen} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}]),
        {ok, Port} = inet:port(Listen),
        Test ! {self(), Port},
        {ok, Socket} = gen_tcp:accept(Listen),
        ok = gen_tcp:close(Listen),
        one_after_another(Socket)
    end),
    Port =
        receive
            {Server, Number} -> Number
        after 5000 -> error(no_server)
        end,
    Url = url(~"http", Port),
    ?assertEqual(~"ok", fetch(Url, #{retries => 0})),
    ?assertEqual([~"ok", ~"ok", ~"ok"], at_once(3, fun(_) -> fetch(Url, #{retries => 0}) end)),
    exit(Server, kill).

one_after_another(Socket) ->
    {ok, _} = gen_tcp:recv(Socket, 0),
    ok = gen_tcp:send(Socket, ~"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
    one_after_another(Socket).

%% ---------------------------------------------------------------------------------------------------------------------
%% Processes
%% ---------------------------------------------------------------------------------------------------------------------

caller_ends(Config) ->
    Name = <<"caller", (atom_to_binary(proplists:get_value(library, Config)))/binary>>,
    Caller = spawn(fun() -> mochi_fetch:try_request(at(http, <<"/never/", Name/binary>>, Config), #{}) end),
    mochi_test_network:eventually(fun() -> mochi_test_http:count(Name) =:= 1 end),
    ?assertMatch([_], mochi_test_network:exchanges()),
    exit(Caller, kill),
    mochi_test_network:eventually(fun() -> mochi_test_network:exchanges() =:= [] end).

pool_dies(Config) ->
    Name = <<"pool", (atom_to_binary(proplists:get_value(library, Config)))/binary>>,
    Test = self(),
    spawn(fun() ->
        Test ! {result, mochi_fetch:try_request(at(http, <<"/never/", Name/binary>>, Config), #{retries => 0})}
    end),
    mochi_test_network:eventually(fun() -> mochi_test_http:count(Name) =:= 1 end),
    [exit(Pool, kill) || {_, Pool, _, _} <- supervisor:which_children(mochi_fetch_sup)],
    receive
        {result, Result} -> ?assertMatch({error, closed, _}, Result)
    after 10_000 -> error(hangs)
    end,
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(http, ~"/echo", Config), #{})).

%% A request that was sent is finished by the pool that has it, also one that may not be repeated.
supervisor_dies(Config) ->
    Test = self(),
    Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) ->
        {ok, _} = gen_tcp:recv(Socket, 0),
        Test ! {asked, self()},
        receive answer -> ok end,
        ok = gen_tcp:send(Socket, ~"HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\ndone"),
        gen_tcp:close(Socket)
    end),
    Url = <<"http://localhost:", (integer_to_binary(Port))/binary, "/">>,
    Post = fun() -> mochi_fetch:fetch(Url, #{method => ~"POST", body => ~"once"}) end,
    First = mochi_async:async(Post),
    Answer = receive {asked, Worker} -> Worker after 10_000 -> error(nobody_asked) end,
    Old = monitor(process, hd(pools())),
    exit(whereis(mochi_fetch_sup), kill),
    %% Meanwhile others have a pool of the next supervisor.
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(http, ~"/echo", Config), #{})),
    Second = mochi_async:async(Post),
    Other = receive {asked, Another} -> Another after 10_000 -> error(nobody_asked) end,
    Answer ! answer,
    Other ! answer,
    ?assertEqual([~"done", ~"done"], mochi_async:await_all([First, Second], 10_000)),
    receive {'DOWN', Old, process, _, Reason} -> ?assertEqual(normal, Reason) after 10_000 -> error(stays) end,
    mochi_test_network:raw_stop(Server).

%% The timer of a pool that nobody uses rings: it leaves, and the next request starts another.
pool_leaves(Config) ->
    _ = fetch(at(http, ~"/echo", Config), #{}),
    Pools = pools(),
    [
        begin
            State = sys:get_state(Pool),
            Pool ! {timeout, element(tuple_size(State), State), idle}
        end
     || Pool <- Pools
    ],
    mochi_test_network:eventually(fun() -> pools() =:= [] end),
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(http, ~"/echo", Config), #{})),
    ?assertMatch([_], pools()).

application_stops(Config) ->
    Name = <<"stop", (atom_to_binary(proplists:get_value(library, Config)))/binary>>,
    Test = self(),
    spawn(fun() ->
        Test ! {result, mochi_fetch:try_request(at(http, <<"/never/", Name/binary>>, Config), #{retries => 0})}
    end),
    mochi_test_network:eventually(fun() -> mochi_test_http:count(Name) =:= 1 end),
    ok = application:stop(mochi),
    receive
        {result, Result} -> ?assertMatch({error, closed, _}, Result)
    after 10_000 -> error(hangs)
    end,
    ?assertMatch(#{~"method" := ~"GET"}, fetch(at(http, ~"/echo", Config), #{})).

nothing_leaks(Config) ->
    Requests = fun() ->
        _ = fetch(at(http, ~"/echo", Config), #{}),
        _ = fetch(at(https, ~"/echo", Config), #{ca_file => proplists:get_value(ca_file, Config)}),
        _ = mochi_fetch:try_request(at(http, ~"/status/404", Config), #{}),
        _ = mochi_fetch:try_request(at(http, ~"/never/x", Config), #{timeout => 0.05}),
        _ = mochi_fetch:try_request(at(http, ~"/endless", Config), #{limit => 1}),
        ?assertThrow(enough, mochi_fetch:fold(at(http, ~"/endless", Config), #{}, fun(_, _) -> throw(enough) end, 0))
    end,
    Requests(),
    mochi_test_network:eventually(fun() -> mochi_test_network:exchanges() =:= [] end),
    Before = length(processes()),
    [Requests() || _ <- lists:seq(1, 5)],
    ?assertEqual([], mochi_test_network:mailbox()),
    ?assertEqual({monitors, []}, process_info(self(), monitors)),
    mochi_test_network:eventually(fun() ->
        mochi_test_network:exchanges() =:= [] andalso length(processes()) =< Before + 3
    end).

secrets_in_status(Config) ->
    Name = <<"status", (atom_to_binary(proplists:get_value(library, Config)))/binary>>,
    Options = #{headers => #{~"authorization" => ~"Bearer hunter2"}, body => ~"hunter3", method => ~"POST"},
    Caller = spawn(fun() -> mochi_fetch:try_request(at(http, <<"/never/", Name/binary>>, Config), Options) end),
    mochi_test_network:eventually(fun() -> mochi_test_http:count(Name) =:= 1 end),
    [Exchange] = mochi_test_network:exchanges(),
    Shown = lists:flatten(io_lib:format("~p", [[sys:get_status(Pid) || Pid <- [Exchange | pools()]]])),
    ?assertEqual(nomatch, string:find(Shown, "hunter")),
    exit(Caller, kill).

%% Whatever goes wrong, and whoever reports it.
secrets_in_logs(_) ->
    ok = logger:add_handler(?MODULE, ?MODULE, #{config => self()}),
    Headers = #{~"authorization" => ~"Bearer hunter2"},
    Options = #{headers => Headers, body => ~"hunter3", method => ~"PUT", retries => 0},
    try
        [
            begin
                Server = {_, Port} = mochi_test_network:raw(fun(_, Socket) -> respond(Socket, Answer) end),
                {error, _, _} = mochi_fetch:try_request(<<(url(~"http", Port))/binary, "/?token=hunter4">>, Options),
                mochi_test_network:raw_stop(Server)
            end
         || Answer <- [
                ~"HTTP/1.1 abc OK\r\ncontent-length: 0\r\n\r\n",
                ~"HTTP/1.1 200 OK\r\ncontent-length: abc\r\n\r\n",
                ~"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
                ~"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc",
                <<>>
            ]
        ],
        [exit(Pool, kill) || Pool <- pools()]
    after
        ok = logger:remove_handler(?MODULE)
    end,
    Logged = [Event || {logged, Event} <- mochi_test_network:mailbox()],
    ?assertEqual([], [Event || Event <- Logged, string:find(Event, "hunter") =/= nomatch]),
    flush().

%% The handler of secrets_in_logs.
log(Event, #{config := Test}) ->
    Test ! {logged, lists:flatten(io_lib:format("~tp", [Event]))},
    ok.

flush() ->
    receive
        {logged, _} -> flush()
    after 0 -> ok
    end.

%% ---------------------------------------------------------------------------------------------------------------------

fetch(Url, Options) -> mochi_fetch:fetch(Url, Options).

raised(Url, Options) ->
    try mochi_fetch:fetch(Url, Options) of
        Value -> {no_error, Value}
    catch
        error:Reason -> Reason
    end.

url(Scheme, Port) -> <<Scheme/binary, "://localhost:", (integer_to_binary(Port))/binary>>.

at(Server, Path, Config) -> <<(proplists:get_value(Server, Config))/binary, Path/binary>>.

%% The two groups count apart.
named(Path, Rest, Config) ->
    <<Path/binary, "-", (atom_to_binary(proplists:get_value(library, Config)))/binary, Rest/binary>>.

count(Name, Config) -> mochi_test_http:count(named(Name, <<>>, Config)).

path(Name, Config) -> unicode:characters_to_binary(filename:join(proplists:get_value(priv_dir, Config), Name)).

partial(Config) -> filelib:wildcard("*.part", proplists:get_value(priv_dir, Config)).

paths() -> [filename:dirname(code:which(mochi_fetch))].

respond(Socket, Answer) ->
    {ok, _} = gen_tcp:recv(Socket, 0),
    ok = gen_tcp:send(Socket, Answer),
    gen_tcp:close(Socket).

refused(Options, Alert, Config) ->
    {Certificate, Authorities} = mochi_test_network:authority(Options),
    CaFile = mochi_test_network:pem(path("refused.pem", Config), Authorities),
    Port = mochi_test_network:listen_tls(refused, mochi_test_http, Certificate, []),
    Result = mochi_fetch:try_request(url(~"https", Port), #{ca_file => CaFile}),
    mochi_test_network:stop(refused),
    ?assertMatch({error, {tls, Alert}, _}, Result).

private({'ECPrivateKey', _, _, _, _} = Key) -> {'ECPrivateKey', public_key:der_encode('ECPrivateKey', Key)};
private({'ECPrivateKey', _, _, _, _, _} = Key) -> {'ECPrivateKey', public_key:der_encode('ECPrivateKey', Key)}.

at_once(Count, Function) ->
    Test = self(),
    Workers = [spawn_link(fun() -> Test ! {self(), Function(Number)} end) || Number <- lists:seq(1, Count)],
    [
        receive
            {Worker, Result} -> Result
        after 30_000 -> error(hangs)
        end
     || Worker <- Workers
    ].

pools() -> [Pool || {_, Pool, _, _} <- supervisor:which_children(mochi_fetch_sup), is_pid(Pool)].
