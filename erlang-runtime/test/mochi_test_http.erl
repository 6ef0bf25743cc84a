%% The web server that mochi_fetch_SUITE talks to.
-module(mochi_test_http).

-export([
    start_counters/0,
    count/1,
    init/2
]).

-define(COUNTERS, mochi_test_http_counters).

%% How often a path with a name was asked for; the table lives as long as the process that makes it.
start_counters() ->
    _ = ets:new(?COUNTERS, [named_table, public]),
    ok.

count(Name) -> ets:lookup_element(?COUNTERS, Name, 2, 0).

init(Req, State) ->
    Segments = tl(binary:split(cowboy_req:path(Req), ~"/", [global])),
    {ok, answer(Segments, Req), State}.

answer([~"echo" | _], Req0) ->
    {ok, Body, Req} = read(Req0, <<>>),
    {_, PeerPort} = cowboy_req:peer(Req),
    reply_json(200, Req, #{
        method => cowboy_req:method(Req),
        path => cowboy_req:path(Req),
        query => maps:from_list(cowboy_req:parse_qs(Req)),
        headers => cowboy_req:headers(Req),
        body => Body,
        version => atom_to_binary(cowboy_req:version(Req)),
        connection => PeerPort
    });
answer([~"status", Status | _], Req) when Status =:= ~"204"; Status =:= ~"304" ->
    cowboy_req:reply(binary_to_integer(Status), Req);
answer([~"status", Status | _], Req) ->
    cowboy_req:reply(binary_to_integer(Status), #{}, ~"as asked", Req);
answer([~"redirect", Status], Req) ->
    #{to := To} = cowboy_req:match_qs([to], Req),
    cowboy_req:reply(binary_to_integer(Status), #{~"location" => To}, ~"elsewhere", Req);
answer([~"hop", ~"0"], Req) ->
    reply_json(200, Req, ~"arrived");
answer([~"hop", Count], Req) ->
    Next = integer_to_binary(binary_to_integer(Count) - 1),
    cowboy_req:reply(302, #{~"location" => <<"/hop/", Next/binary>>}, Req);
answer([~"circle", Side], Req) ->
    Other =
        case Side of
            ~"a" -> ~"b";
            ~"b" -> ~"a"
        end,
    cowboy_req:reply(302, #{~"location" => <<"../circle/", Other/binary>>}, Req);
answer([~"size", Size], Req) ->
    Body = binary:copy(~"x", binary_to_integer(Size)),
    cowboy_req:reply(200, #{~"content-type" => ~"application/octet-stream"}, Body, Req);
answer([~"chunked", Count], Req0) ->
    Req = cowboy_req:stream_reply(200, #{~"content-type" => ~"text/plain"}, Req0),
    lists:foreach(
        fun(_) -> cowboy_req:stream_body(binary:copy(~"0123456789", 100), nofin, Req) end,
        lists:seq(1, binary_to_integer(Count))
    ),
    cowboy_req:stream_body(<<>>, fin, Req),
    Req;
answer([~"endless"], Req0) ->
    Req = cowboy_req:stream_reply(200, #{~"content-type" => ~"text/plain"}, Req0),
    endless(Req);
answer([~"never", Name], _Req) ->
    _ = counted(Name),
    receive
        never -> error(unreachable)
    end;
%% Fails a number of times before it succeeds.
answer([~"flaky", Name, Failures, Status], Req) ->
    case counted(Name) > binary_to_integer(Failures) of
        true -> reply_json(200, Req, ~"at last");
        false -> cowboy_req:reply(binary_to_integer(Status), retry_after(Status), ~"not yet", Req)
    end;
answer([~"text", ~"latin1"], Req) ->
    cowboy_req:reply(200, #{~"content-type" => ~"text/plain"}, <<"caf", 16#E9>>, Req);
answer([~"text"], Req) ->
    cowboy_req:reply(200, #{~"content-type" => ~"text/plain"}, ~"plain ñ", Req);
answer([~"bad_json"], Req) ->
    cowboy_req:reply(200, #{~"content-type" => ~"application/json; charset=utf-8"}, ~"{\"a\": ", Req);
answer([~"last"], Req) ->
    {_, PeerPort} = cowboy_req:peer(Req),
    cowboy_req:reply(200, #{~"connection" => ~"close"}, integer_to_binary(PeerPort), Req);
answer([~"many"], Req) ->
    cowboy_req:reply(204, #{~"x-one" => ~"1", ~"X-Two" => ~"2"}, Req).

%% Not with 503: httpc of OTP 27 would obey without asking.
retry_after(~"429") -> #{~"retry-after" => ~"0"};
retry_after(_) -> #{}.

endless(Req) ->
    cowboy_req:stream_body(binary:copy(~"x", 10_000), nofin, Req),
    receive
        never -> error(unreachable)
    after 5 -> endless(Req)
    end.

counted(Name) -> ets:update_counter(?COUNTERS, Name, 1, {Name, 0}).

read(Req0, Read) ->
    case cowboy_req:read_body(Req0) of
        {ok, Data, Req} -> {ok, <<Read/binary, Data/binary>>, Req};
        {more, Data, Req} -> read(Req, <<Read/binary, Data/binary>>)
    end.

reply_json(Status, Req, Value) ->
    cowboy_req:reply(Status, #{~"content-type" => ~"application/json"}, json:encode(Value), Req).
