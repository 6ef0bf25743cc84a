-module(mochi_fetch_httpc).
-moduledoc """
Requests over `httpc` of the standard library, for programs without `gun`.

Each request has a connection of its own. A kept one could be closed by the server at the moment it is used, which httpc
reports as a failure of the request, and it could have been made under other trusted authorities.

Before OTP 29 httpc repeats any request, within its time limit, that is answered by a status 503 with a `Retry-After` of
less than a hundred seconds.

```erlang
1> mochi_fetch_httpc:acquire(1, {8, []}).
{wait, {8, []}}
```
""".

%% Implements the callbacks of mochi_fetch_pool and mochi_fetch_exchange. No behaviour attributes: the modules are
%% compiled in one run, in which the compiler of OTP 27 does not know these behaviours yet.

%% For the pool
-export([
    init/2,
    acquire/2,
    release/3,
    info/2,
    stop/1
]).

%% For an exchange
-export([
    request/2,
    event/2,
    more/1,
    cancel/1
]).

-export_type([
    handle/0
]).

-doc "A request that is under way.".
-opaque handle() :: #{id := reference(), handler := pid() | none, limit := non_neg_integer() | infinity}.

-define(PROFILE, mochi_fetch).
-define(LIMIT, 8).
-define(CONNECT_TIMEOUT, 10_000).
%% The body of any other response than 200 comes as a whole; it may be longer than a program wants of a good one.
-define(LARGEST, 16_777_216).

-doc """
Starts inets and the profile of this module.

```erlang
1> mochi_fetch_httpc:init({http, ~"localhost", 80}, []).
{ok, {0, []}}
```
""".
-spec init(mochi_fetch_url:origin(), [ssl:tls_client_option()]) ->
    {ok, {Active :: 0, [ssl:tls_client_option()]}} | {error, mochi_fetch_error:reason()}.
init(_, Options) ->
    maybe
        {ok, _} ?= application:ensure_all_started(inets),
        ok ?= start_profile(),
        {ok, {0, Options}}
    else
        _ -> {error, {text, ~"the application inets does not start"}}
    end.

-doc """
Lets a request through while fewer than eight are under way.

```erlang
1> mochi_fetch_httpc:acquire(1, {0, []}).
{ok, [], {1, []}}
2> mochi_fetch_httpc:acquire(1, {8, []}).
{wait, {8, []}}
```
""".
-spec acquire(pos_integer(), {non_neg_integer(), [ssl:tls_client_option()]}) ->
    {ok, [ssl:tls_client_option()], {pos_integer(), [ssl:tls_client_option()]}}
    | {wait, {non_neg_integer(), [ssl:tls_client_option()]}}.
acquire(_, {Active, Options}) when Active < ?LIMIT -> {ok, Options, {Active + 1, Options}};
acquire(_, Library) -> {wait, Library}.

-doc """
A request is over.

```erlang
1> mochi_fetch_httpc:release([], true, {1, []}).
{0, []}
```
""".
-spec release([ssl:tls_client_option()], boolean() | gone, {pos_integer(), [ssl:tls_client_option()]}) ->
    {non_neg_integer(), [ssl:tls_client_option()]}.
release(_, _, {Active, Options}) -> {Active - 1, Options}.

-doc """
No message of httpc goes to the pool.

```erlang
1> mochi_fetch_httpc:info(anything, {0, []}).
{ok, {0, []}}
```
""".
-spec info(term(), Library) -> {ok, Library}.
info(_, Library) -> {ok, Library}.

-doc """
Connections end with their requests.

```erlang
1> mochi_fetch_httpc:stop({0, []}).
ok
```
""".
-spec stop(term()) -> ok.
stop(_) -> ok.

-doc """
Sends a request; what comes back goes to the calling process.

```erlang
1> {ok, _} = mochi_fetch_httpc:init({http, ~"localhost", 1}, []), ok.
ok
2> {ok, Url} = mochi_fetch_url:parse(~"http://localhost:1/"), ok.
ok
3> Request = #{method => ~"GET", url => Url, headers => [], body => <<>>}, ok.
ok
4> {ok, Handle} = mochi_fetch_httpc:request([], Request#{deadline => 0, limit => 1}), mochi_fetch_httpc:cancel(Handle).
ok
```
""".
-spec request([ssl:tls_client_option()], mochi_fetch_exchange:request()) ->
    {ok, handle()} | {error, mochi_fetch_error:reason()}.
request(TlsOptions, #{method := Method, url := Url, headers := Headers, body := Body} = Request) ->
    #{deadline := Deadline} = Request,
    Left = max(1, Deadline - erlang:monotonic_time(millisecond)),
    HttpOptions = [
        {autoredirect, false},
        %% The exchange keeps the deadline; this is the fallback that ends httpc's own process.
        {timeout, Left + ?CONNECT_TIMEOUT},
        {connect_timeout, min(Left + 1, ?CONNECT_TIMEOUT)}
        | [{ssl, TlsOptions} || maps:get(scheme, Url) =:= https] ++ no_repetition()
    ],
    Options = [
        {sync, false},
        {stream, {self, once}},
        {max_body_size, largest(Request)},
        {body_format, binary},
        %% With options of its own for the socket a request gets a connection of its own.
        {socket_opts, [{nodelay, true} | family(Url)]}
    ],
    Target = binary_to_list(mochi_fetch_url:text(Url)),
    case httpc:request(method(Method), content(Method, Target, Headers, Body), HttpOptions, Options, ?PROFILE) of
        {ok, Id} -> {ok, #{id => Id, handler => none, limit => maps:get(limit, Request)}};
        {error, Reason} -> {error, mochi_fetch_error:reason(Reason)}
    end.

-doc """
The parts of the response that a message brings.

```erlang
1> mochi_fetch_httpc:event(unrelated, #{id => make_ref(), handler => none, limit => 1}).
ignore
```
""".
-spec event(term(), handle()) -> {[mochi_fetch_exchange:part()], handle()} | ignore.
event({http, {Id, stream_start, Headers, Handler}}, #{id := Id} = Handle) ->
    Received = headers(Headers),
    %% httpc streams these two only, and does not say which.
    Status =
        case Received of
            #{~"content-range" := _} -> 206;
            #{} -> 200
        end,
    {[{head, Status, Received}], Handle#{handler := Handler}};
event({http, {Id, stream, Data}}, #{id := Id} = Handle) ->
    {[{data, Data}], Handle};
event({http, {Id, stream_end, _}}, #{id := Id} = Handle) ->
    {[fin], Handle};
event({http, {Id, {error, Reason}}}, #{id := Id, limit := Limit} = Handle) ->
    case is_too_large(Reason) of
        true when is_integer(Limit) -> {[{error, {too_large, Limit}}], Handle};
        _ -> {[{error, mochi_fetch_error:reason(Reason)}], Handle}
    end;
event({http, {Id, {{_, Status, _}, Headers, Body}}}, #{id := Id} = Handle) ->
    {[{head, Status, headers(Headers)}, {data, iolist_to_binary(Body)}, fin], Handle};
event(_, _) ->
    ignore.

-doc """
Asks for the next part of a body that is streamed.

```erlang
1> mochi_fetch_httpc:more(#{id => make_ref(), handler => none, limit => 1}).
ok
```
""".
-spec more(handle()) -> ok.
more(#{handler := none}) -> ok;
more(#{handler := Handler}) -> httpc:stream_next(Handler).

-doc """
Ends a request and its connection.

```erlang
1> {ok, _} = mochi_fetch_httpc:init({http, ~"localhost", 1}, []), ok.
ok
2> mochi_fetch_httpc:cancel(#{id => make_ref(), handler => none, limit => 1}).
ok
```
""".
-spec cancel(handle()) -> ok.
cancel(#{id := Id}) -> httpc:cancel_request(Id, ?PROFILE).

%% httpc repeats a request by itself when a status 503 comes with a time to retry after. OTP 29 can be told not to.
no_repetition() -> [{autoretry, 0} || list_to_integer(erlang:system_info(otp_release)) >= 29].

largest(#{limit := Limit}) when is_integer(Limit) -> max(Limit, ?LARGEST);
largest(_) -> nolimit.

is_too_large(Reason) when is_tuple(Reason) -> lists:any(fun is_too_large/1, tuple_to_list(Reason));
is_too_large(Reason) -> Reason =:= body_too_big orelse Reason =:= body_too_long.

start_profile() ->
    case inets:start(httpc, [{profile, ?PROFILE}]) of
        {ok, _} -> httpc:set_options([{cookies, disabled}], ?PROFILE);
        {error, {already_started, _}} -> ok;
        {error, {{already_started, _}, _}} -> ok;
        Other -> Other
    end.

content(Method, Target, Headers, <<>>) when Method =/= ~"POST", Method =/= ~"PUT", Method =/= ~"PATCH" ->
    {Target, strings(Headers)};
content(_, Target, Headers, Body) ->
    {Type, Others} =
        case lists:keytake(~"content-type", 1, Headers) of
            {value, {_, Given}, Rest} -> {Given, Rest};
            false -> {~"application/octet-stream", Headers}
        end,
    {Target, strings(Others), binary_to_list(Type), Body}.

strings(Headers) -> [{binary_to_list(Name), binary_to_list(Value)} || {Name, Value} <- Headers].

headers(Headers) ->
    mochi_fetch_headers:joined([{list_to_binary(Name), list_to_binary(Value)} || {Name, Value} <- Headers]).

method(~"GET") -> get;
method(~"HEAD") -> head;
method(~"POST") -> post;
method(~"PUT") -> put;
method(~"PATCH") -> patch;
method(~"DELETE") -> delete;
method(~"OPTIONS") -> options.

family(#{host := Host}) ->
    case inet:parse_ipv6strict_address(binary_to_list(Host)) of
        {ok, _} -> [{ipfamily, inet6}];
        {error, _} -> []
    end.
