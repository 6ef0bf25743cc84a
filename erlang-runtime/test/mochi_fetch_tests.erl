%% What mochi_fetch does without a network: URLs, options, reasons, files.
-module(mochi_fetch_tests).

-include("mochi_tests.hrl").

url_test_() ->
    [
        {Text, fun() ->
            {ok, Url} = mochi_fetch_url:parse(Text),
            ?assertEqual(Expected, mochi_fetch_url:text(Url)),
            ?assertEqual({ok, Url#{user := <<>>}}, mochi_fetch_url:parse(Expected))
        end}
     || {Text, Expected} <- [
            {~"http://example.org", ~"http://example.org/"},
            {~"HTTP://EXAMPLE.org:80/A", ~"http://example.org/A"},
            {~"https://example.org:443?q", ~"https://example.org/?q"},
            {~"https://example.org:8443/a/../b#c", ~"https://example.org:8443/a/../b"},
            {~"http://u:p@127.0.0.1:1/", ~"http://127.0.0.1:1/"},
            {~"http://[2001:DB8::1]/", ~"http://[2001:db8::1]/"},
            {~"  http://example.org/a b\r\nHost: x ", ~"http://example.org/a%20b%0D%0AHost:%20x"}
        ]
    ].

bad_url_test_() ->
    [
        {Text, fun() -> ?assertEqual({error, Why}, mochi_fetch_url:parse(Text)) end}
     || {Text, Why} <- [
            {~"", ~"there is no scheme"},
            {~"example.org/a", ~"there is no scheme"},
            {~"http://", ~"there is no host"},
            {~"http:///a", ~"there is no host"},
            {~"gopher://example.org/", ~"the scheme is not http, https or file"},
            {~"mailto:a@example.org", ~"the scheme is not http, https or file"},
            {~"http://example.org:0/", ~"the port is not from 1 to 65535"},
            {~"http://example.org:65536/", ~"the port is not from 1 to 65535"},
            {~"http://exämple.org/", ~"the host is not a name or an address"}
        ]
    ].

resolve_test_() ->
    {ok, Base} = mochi_fetch_url:parse(~"https://example.org/a/b?c"),
    [
        {Reference, fun() ->
            {ok, Url} = mochi_fetch_url:resolve(Base, Reference),
            ?assertEqual(Expected, mochi_fetch_url:text(Url))
        end}
     || {Reference, Expected} <- [
            {~"d", ~"https://example.org/a/d"},
            {~"/d", ~"https://example.org/d"},
            {~"../../../d", ~"https://example.org/d"},
            {~"?d", ~"https://example.org/a/b?d"},
            {~"//other.example/d", ~"https://other.example/d"},
            {~"http://other.example/ñ d", ~"http://other.example/%C3%B1%20d"}
        ]
    ].

mask_test_() ->
    [
        {Text, fun() -> ?assertEqual(Expected, mochi_fetch_url:mask(Text)) end}
     || {Text, Expected} <- [
            {~"http://example.org/a@b", ~"http://example.org/a@b"},
            {~"http://u@example.org/", ~"http://***@example.org/"},
            {~"http://u:p@x@example.org/", ~"http://***@example.org/"},
            {~"/a?Access_Token=1&b&sig=2", ~"/a?Access_Token=***&b&sig=***"},
            {~"not a url at all", ~"not a url at all"}
        ]
    ].

options_test_() ->
    [
        {Message, fun() -> ?assertMochi(mochi_err_type, Message, mochi_fetch_options:read(Options)) end}
     || {Options, Message} <- [
            {7, ~"expected map, got 7 (int)"},
            {#{~"insecure" => true}, ~"fetch has no option \"insecure\""},
            {#{method => 1}, ~"expected string, got 1 (int)"},
            {#{method => ~"HEAD", body => ~"x"}, ~"HEAD cannot have a body"},
            {#{headers => #{~"a b" => 1}}, ~"\"a b\" is not the name of a header"},
            {#{headers => #{~"a\n" => 1}}, ~"\"a\\n\" is not the name of a header"},
            {#{retries => -1}, ~"the option retries is a number from 0 to 100, got -1 (int)"},
            {#{redirects => ~"x"}, ~"the option redirects is a number from 0 to 100, got \"x\" (string)"},
            {#{limit => 1.5}, ~"the option limit is a number of bytes, got 1.5 (float)"},
            {#{as => ~"xml"}, ~"the option as is \"auto\", \"json\" or \"text\", got \"xml\""},
            {#{to => <<>>}, ~"the option to is the name of a file, got \"\" (string)"},
            {#{timeout => -1}, ~"the timeout has to be more than 0 and at most a day, got -1 (int)"},
            {
                #{timeout => 90_000_000_000_000},
                ~"the timeout has to be more than 0 and at most a day, got 90000000000000 (int)"
            }
        ]
    ].

option_values_test() ->
    ?assertMatch(#{method := ~"GET", body := <<>>, timeout := 30_000, limit := default}, mochi_fetch_options:read(#{})),
    ?assertMatch(#{method := ~"POST", body := ~"1"}, mochi_fetch_options:read(#{~"json" => 1})),
    ?assertMatch(#{timeout := 1500}, mochi_fetch_options:read(#{timeout => {some, 1.5}})),
    ?assertMatch(#{timeout := 2000}, mochi_fetch_options:read(#{timeout => 2_000_000_000})),
    ?assertMatch(#{query := [{~"a", ~"1"}, {~"a", ~"x"}]}, mochi_fetch_options:read(#{query => #{~"a" => [1, ~"x"]}})),
    Ordered = mochi_omap:from_list([{~"method", ~"put"}]),
    ?assertMatch(#{method := ~"PUT"}, mochi_fetch_options:read(Ordered)),
    ok = mochi_types:register([{'FetchOptions', record, ~"FetchOptions", [~"method", ~"retries"]}]),
    ?assertMatch(#{method := ~"PUT", retries := 5}, mochi_fetch_options:read({'FetchOptions', ~"PUT", 5})).

reasons_test_() ->
    [
        {mochi_format:excerpt(Text), fun() ->
            ?assertEqual(Reason, mochi_fetch_error:reason(Term)),
            ?assertEqual(Text, mochi_fetch_error:text(Reason))
        end}
     || {Term, Reason, Text} <- [
            {{shutdown, econnrefused}, {network, econnrefused}, ~"connection refused"},
            {{shutdown, nxdomain}, {network, nxdomain}, ~"no such host"},
            {{failed_connect, [{to_address, {"timeout", 1}}, {inet, [inet], timeout}]}, timeout, ~"timed out"},
            {{shutdown, closed}, closed, ~"the server closed the connection"},
            {{stream_error, closed}, closed, ~"the server closed the connection"},
            {{error, etimedout}, timeout, ~"timed out"},
            {{error, econnreset}, closed, ~"the server closed the connection"},
            {{error, epipe}, closed, ~"the server closed the connection"},
            {socket_closed_remotely, closed, ~"the server closed the connection"},
            {noproc, unsent, ~"the server closed the connection"},
            {"a text of a library", protocol, ~"the server's answer is not HTTP"},
            {{tls_alert, "text"}, {tls, handshake_failure}, ~"no TLS connection: handshake failure"},
            {
                {tls_alert, {handshake_failure, {bad_cert, hostname_check_failed}}},
                {tls, hostname_check_failed},
                ~"the server's certificate is refused: it is for another host"
            },
            {
                {tls_alert, {certificate_expired, "text"}},
                {tls, certificate_expired},
                ~"the server's certificate is refused: certificate expired"
            },
            {
                {tls_alert, {bad_certificate, "text"}},
                {tls, bad_certificate},
                ~"the server's certificate is refused: bad certificate"
            },
            {{shutdown, ehostunreach}, {network, ehostunreach}, ~"host is unreachable"},
            {{function_clause, [{cow_http, parse, 1, []}]}, protocol, ~"the server's answer is not HTTP"},
            {{tls_alert, {unknown_ca, "text"}}, {tls, unknown_ca}, ~"the server's certificate is refused: unknown CA"},
            {
                {tls_alert, {protocol_version, "text"}},
                {tls, protocol_version},
                ~"no TLS connection: protocol version"
            }
        ]
    ].

statuses_in_words_test() ->
    ?assertEqual(~"status 500: \"oh\"", mochi_fetch_error:text({status, 500, #{}, ~"oh"})),
    ?assertEqual(~"status 404", mochi_fetch_error:text({status, 404, #{}, <<>>})),
    %% A body that is no text is not shown.
    ?assertEqual(~"status 500", mochi_fetch_error:text({status, 500, #{}, <<255, 0>>})),
    Transient = [closed, unsent, {network, econnrefused}, {status, 503, #{}, <<>>}],
    [?assert(mochi_fetch_error:is_transient(R)) || R <- Transient],
    [?assertNot(mochi_fetch_error:is_transient(R)) || R <- [timeout, {network, nxdomain}, {status, 500, #{}, <<>>}]].

retry_after_test_() ->
    [
        {Text, fun() -> ?assertEqual(Expected, mochi_fetch_headers:retry_after(#{~"retry-after" => Text})) end}
     || {Text, Expected} <- [
            {~"0", {some, 0}},
            {~" 120 ", {some, 120_000}},
            {~"-1", none},
            {~"1.5", none},
            {~"soon", none},
            {~"Sun, 06 Nov 1994 08:49:37 GMT", {some, 0}}
        ]
    ].

files_test() ->
    Name = ~"fetch file ñ.tmp",
    ok = mochi_file:write(Name, ~"[1, 2]"),
    ?assertEqual([1, 2], mochi_fetch:fetch(<<"file://", Name/binary>>)),
    ?assertEqual([1, 2], mochi_fetch:fetch(~"file://fetch%20file%20%C3%B1.tmp")),
    {ok, Folder} = file:get_cwd(),
    Absolute = <<(unicode:characters_to_binary(Folder))/binary, "/", Name/binary>>,
    ?assertEqual([1, 2], mochi_fetch:fetch(<<"file://", Absolute/binary>>)),
    ?assertEqual([1, 2], mochi_fetch:fetch(<<"file://localhost", Absolute/binary>>)),
    ?assertMochi(
        mochi_err_fetch,
        ~"GET file://fetch file ñ.tmp: the response is larger than 5 bytes",
        mochi_fetch:fetch(<<"file://", Name/binary>>, #{limit => 5})
    ),
    ?assertMochi(
        mochi_err_fetch,
        ~"PUT file://x: a file can only be read, with GET",
        mochi_fetch:fetch(~"file://x", #{method => ~"PUT"})
    ),
    ok = file:delete(Name).

arguments_test() ->
    ?assertMochi(mochi_err_type, ~"expected string, got 7 (int)", mochi_fetch:fetch(7)),
    ?assertMochi(mochi_err_fetch, ~"GET example.org: there is no scheme", mochi_fetch:fetch(~"example.org")),
    ?assertMochi(
        mochi_err_fetch,
        ~"GET http://***@/?key=***: there is no host",
        mochi_fetch:fetch(~"http://u:p@/?key=1")
    ).

%% What gun 2 ends with when it sets an option of a socket that the server has closed.
closed_while_options_are_set_test() ->
    Monitor = make_ref(),
    Handle = #{connection => self(), monitor => Monitor, stream => make_ref()},
    Down = {'DOWN', Monitor, process, self(), {shutdown, {error, einval}}},
    ?assertEqual({[{error, closed}], Handle}, mochi_fetch_gun:event(Down, Handle)).
