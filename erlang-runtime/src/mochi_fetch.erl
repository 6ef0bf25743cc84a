-module(mochi_fetch).
-moduledoc """
`fetch`: requests over HTTP and HTTPS, and files by `file://`.

The options are those of `m:mochi_fetch_options`. A server's certificate and host name are always checked; there is no
option to switch that off. A failure of the network, a time limit that ran out, or a status outside 200 to 299 raises
`mochi_err_fetch` with the method, the URL without its secrets, and the cause.

```erlang
1> mochi_fetch:fetch(~"http://localhost:1/?token=abc", #{retries => 0}).
** {mochi_error, mochi_err_fetch, ~"GET http://localhost:1/?token=***: connection refused"}
2> application:stop(mochi).
ok
```
""".

-export([
    fetch/1,
    fetch/2,
    request/2,
    try_request/2,
    fold/4,
    try_fold/4
]).

-export_type([
    response/0
]).

-doc "What a server answered; the names of headers are in lower case, `url` is where redirects led to.".
-type response() :: #{
    status := integer(),
    headers := #{binary() => binary()},
    url := binary(),
    body := term()
}.

-define(LIMIT, 67_108_864).
-define(START_EVENT, [mochi, fetch, request, start]).
-define(STOP_EVENT, [mochi, fetch, request, stop]).

-doc """
What is at a URL, with a GET request.

```erlang
1> mochi_file:write(~"fetch.tmp", ~"{\"a\": [1, 2]}").
ok
2> mochi_fetch:fetch(~"file://fetch.tmp").
#{~"a" => [1, 2]}
3> file:delete(~"fetch.tmp").
ok
```
""".
-spec fetch(Url :: binary()) -> term().
fetch(Url) -> fetch(Url, #{}).

-doc """
What a request brings: the value, when the body is JSON, else its text. With the option `to` the body goes to a file and
the value is its size.

```erlang
1> mochi_file:write(~"fetch.tmp", ~"17").
ok
2> mochi_fetch:fetch(~"file://fetch.tmp", #{~"as" => ~"text"}).
~"17"
3> file:delete(~"fetch.tmp").
ok
4> mochi_fetch:fetch(~"ftp://example.org/x", #{}).
** {mochi_error, mochi_err_fetch, ~"GET ftp://example.org/x: the scheme is not http, https or file"}
```
""".
-spec fetch(Url :: binary(), Options :: term()) -> term().
fetch(Url, Given) ->
    #{as := As, to := To} = Options = mochi_fetch_options:read(Given),
    case run(Url, Options) of
        {ok, #{body := Size}} when To =/= none -> Size;
        {ok, Response} -> value(As, Response);
        {error, Reason, At} -> raise(Options, At, Reason)
    end.

-doc """
The whole response to a request.

```erlang
1> mochi_file:write(~"fetch.tmp", ~"text").
ok
2> mochi_fetch:request(~"file://fetch.tmp", #{}).
#{status => 200, headers => #{}, url => ~"file://fetch.tmp", body => ~"text"}
3> file:delete(~"fetch.tmp").
ok
```
""".
-spec request(Url :: binary(), Options :: term()) -> response().
request(Url, Given) ->
    Options = mochi_fetch_options:read(Given),
    case run(Url, Options) of
        {ok, Response} -> Response;
        {error, Reason, At} -> raise(Options, At, Reason)
    end.

-doc """
As `request/2`, but a failure is a value: the reason, and the URL at which it happened.

```erlang
1> mochi_fetch:try_request(~"file://no such file", #{}).
{error, {text, ~"no such file or directory"}, ~"file://no such file"}
```
""".
-spec try_request(Url :: binary(), Options :: term()) ->
    {ok, response()} | {error, mochi_fetch_error:reason(), Url :: binary()}.
try_request(Url, Given) -> run(Url, mochi_fetch_options:read(Given)).

-doc """
Folds over the body of a response, part by part as it comes; the size of parts is up to the network.

```erlang
1> mochi_file:write(~"fetch.tmp", ~"text").
ok
2> mochi_fetch:fold(~"file://fetch.tmp", #{}, fun(Part, Size) -> Size + byte_size(Part) end, 0).
4
3> file:delete(~"fetch.tmp").
ok
```
""".
-spec fold(Url :: binary(), Options :: term(), fun((binary(), Accumulator) -> Accumulator), Accumulator) -> Accumulator.
fold(Url, Given, Function, Start) ->
    Options = mochi_fetch_options:read(Given),
    case folded(Url, Options, Function, Start) of
        {ok, #{body := Result}} -> Result;
        {error, Reason, At} -> raise(Options, At, Reason)
    end.

-doc """
As `fold/4`, but a failure is a value, and so is a success: the response with the result as its body.

```erlang
1> mochi_fetch:try_fold(~"file://no such file", #{}, fun(_, Count) -> Count + 1 end, 0).
{error, {text, ~"no such file or directory"}, ~"file://no such file"}
```
""".
-spec try_fold(Url :: binary(), Options :: term(), fun((binary(), Accumulator) -> Accumulator), Accumulator) ->
    {ok, response()} | {error, mochi_fetch_error:reason(), Url :: binary()}.
try_fold(Url, Given, Function, Start) -> folded(Url, mochi_fetch_options:read(Given), Function, Start).

folded(Url, Options, Function, Start) ->
    observed(Url, limited(infinity, Options), fun(Part, Kept) -> {ok, Function(Part, Kept)} end, Start).

run(Url, #{to := none} = Options) ->
    case observed(Url, limited(?LIMIT, Options), fun(Part, Parts) -> {ok, [Parts | Part]} end, []) of
        {ok, #{body := Parts} = Response} -> {ok, Response#{body := iolist_to_binary(Parts)}};
        {error, _, _} = Error -> Error
    end;
run(Url, #{to := {some, Path}} = Options) ->
    Download = fun(Write, Start) -> observed(Url, limited(infinity, Options), Write, Start) end,
    mochi_fetch_file:download(Path, mochi_fetch_url:mask(checked(Url)), Download).

limited(Limit, #{limit := default} = Options) -> Options#{limit := Limit};
limited(_, Options) -> Options.

observed(Url, #{method := Method} = Options, Consumer, Start) ->
    Watched = mochi_telemetry:is_listened(?START_EVENT) orelse mochi_telemetry:is_listened(?STOP_EVENT),
    case Watched of
        false ->
            carried(checked(Url), Options, Consumer, Start);
        true ->
            Metadata = #{method => Method, url => mochi_fetch_url:mask(checked(Url))},
            Began = erlang:monotonic_time(),
            mochi_telemetry:execute(?START_EVENT, #{system_time => erlang:system_time()}, Metadata),
            Result = carried(Url, Options, Consumer, Start),
            Duration = #{duration => erlang:monotonic_time() - Began},
            mochi_telemetry:execute(?STOP_EVENT, Duration, maps:merge(Metadata, outcome(Result))),
            Result
    end.

outcome({ok, #{status := Status}}) -> #{status => Status};
outcome({error, {status, Status, _, _}, _}) -> #{status => Status};
outcome({error, Reason, _}) -> #{error => mochi_fetch_error:text(Reason)}.

carried(<<"file://", Name/binary>> = Url, Options, Consumer, Start) ->
    case mochi_fetch_file:read(Name, Options, Consumer, Start) of
        {ok, Result} -> {ok, #{status => 200, headers => #{}, url => Url, body => Result}};
        {error, Reason} -> {error, Reason, Url}
    end;
carried(Text, Options, Consumer, Start) ->
    case mochi_fetch_url:parse(Text) of
        {ok, Url} ->
            case mochi_fetch_call:run(Url, Options, Consumer, Start) of
                {ok, #{kept := Result} = Response} -> {ok, (maps:remove(kept, Response))#{body => Result}};
                {error, _, _} = Error -> Error
            end;
        {error, Why} ->
            {error, {text, Why}, Text}
    end.

checked(Url) when is_binary(Url) -> Url;
checked(Url) -> mochi_core:type_error(~"string", Url).

-spec raise(mochi_fetch_options:options(), Url :: binary(), mochi_fetch_error:reason()) -> no_return().
raise(#{method := Method}, Url, Reason) ->
    Text = mochi_fetch_error:text(Reason),
    mochi_core:raise(mochi_err_fetch, [Method, $\s, mochi_fetch_url:mask(Url), ~": ", Text]).

%% Servers send JSON under many types, text/plain among them.
value(~"json", #{body := Body}) ->
    mochi_json:decode(Body);
value(~"text", Response) ->
    text(Response);
value(~"auto", #{body := Body, headers := Headers} = Response) ->
    case is_json(maps:get(~"content-type", Headers, <<>>)) of
        true when Body =/= <<>> ->
            mochi_json:decode(Body);
        _ ->
            try
                mochi_json:decode(Body)
            catch
                error:{mochi_error, mochi_err_parse, _} -> text(Response)
            end
    end.

is_json(Type) ->
    re:run(Type, "^application/([-.a-z0-9]+\\+)?json", [caseless, {capture, none}]) =:= match.

%% A string of a program is UTF-8; Latin-1 is what text without a name of its encoding used to be.
text(#{body := Body}) ->
    case unicode:characters_to_binary(Body) of
        Text when is_binary(Text) -> Text;
        _ -> unicode:characters_to_binary(Body, latin1)
    end.
