-module(mochi_fetch_call).
-moduledoc """
A call over the network as a program sees it: follows redirects, tries again, and hands the body on as it comes.

A request is tried again when the network failed or the server was busy, only if its method may be repeated and only
before anything of a good response was handed on. `Retry-After` of the server is kept up to the deadline.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"http://localhost:1/"), ok.
ok
2> Options = mochi_fetch_options:read(#{retries => 0}), is_map(Options).
true
3> mochi_fetch_call:run(Url, Options, fun(_, Body) -> {ok, Body} end, []).
{error, {network, econnrefused}, ~"http://localhost:1/"}
4> application:stop(mochi).
ok
```
""".

-export([
    run/4
]).

-export_type([
    consumer/0
]).

-doc "Takes a part of the body, and gives what is kept for the next one or why no more is wanted.".
-type consumer() :: fun((binary(), Kept :: term()) -> {ok, Kept :: term()} | {error, mochi_fetch_error:reason()}).

%% How much of the body of an unsuccessful response is kept, for its message.
-define(EXCERPT, 65_536).
-define(FIRST_DELAY, 100).
-define(LONGEST_DELAY, 5_000).
-define(POOL_ATTEMPTS, 10).
-define(POOL_DELAY, 10).
-define(REDIRECTS, [301, 302, 303, 307, 308]).
-define(REPEATABLE, [~"GET", ~"HEAD", ~"OPTIONS", ~"PUT", ~"DELETE"]).

-record(call, {
    url :: mochi_fetch_url:url(),
    method :: binary(),
    headers :: [{binary(), binary()}],
    body :: binary(),
    deadline :: integer(),
    redirects :: non_neg_integer(),
    retries :: non_neg_integer(),
    attempt = 0 :: non_neg_integer(),
    limit :: non_neg_integer() | infinity,
    ca_file :: mochi_option:option(binary()),
    seen = [] :: [{Method :: binary(), Url :: binary()}],
    consumer :: consumer(),
    kept :: term()
}).

-doc """
Sends a request and passes the body of a response with a status from 200 to 299 to a function, part by part.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"https://localhost:1/"), ok.
ok
2> Options = mochi_fetch_options:read(#{ca_file => ~"x"}), is_map(Options).
true
3> mochi_fetch_call:run(Url, Options, fun(Part, Parts) -> {ok, [Part | Parts]} end, []).
{error, {text, ~"cannot read the CA file x: no such file or directory"}, ~"https://localhost:1/"}
4> application:stop(mochi).
ok
```
""".
-spec run(mochi_fetch_url:url(), mochi_fetch_options:options(), consumer(), Kept :: term()) ->
    {ok, #{status := integer(), headers := #{binary() => binary()}, url := binary(), kept := term()}}
    | {error, mochi_fetch_error:reason(), Url :: binary()}.
run(Url, #{query := Query, headers := Headers, timeout := Timeout, limit := Limit} = Options, Consumer, Kept) ->
    attempt(#call{
        url = mochi_fetch_url:with_query(Url, Query),
        method = maps:get(method, Options),
        headers = authorized(Url, Headers),
        body = maps:get(body, Options),
        deadline = erlang:monotonic_time(millisecond) + Timeout,
        redirects = maps:get(redirects, Options),
        retries = maps:get(retries, Options),
        limit = Limit,
        ca_file = maps:get(ca_file, Options),
        consumer = Consumer,
        kept = Kept
    }).

authorized(#{user := <<>>}, Headers) ->
    Headers;
authorized(#{user := User}, Headers) ->
    case lists:keymember(~"authorization", 1, Headers) of
        true -> Headers;
        false -> [{~"authorization", <<"Basic ", (base64:encode(User))/binary>>} | Headers]
    end.

attempt(#call{} = Call) ->
    case exchange(Call) of
        {ok, Status, Headers, Kept} ->
            Text = mochi_fetch_url:text(Call#call.url),
            {ok, #{status => Status, headers => Headers, url => Text, kept => Kept}};
        {refused, {status, Status, #{~"location" := Location}, _} = Reason} ->
            case lists:member(Status, ?REDIRECTS) of
                true -> redirect(Status, Location, Call);
                false -> again(Reason, Call)
            end;
        {refused, Reason} ->
            again(Reason, Call);
        {broken, Reason} ->
            failed(Reason, Call)
    end.

failed(unsent, Call) -> failed(closed, Call);
failed(Reason, #call{url = Url}) -> {error, Reason, mochi_fetch_url:text(Url)}.

%% Trying again

again(Reason, #call{retries = Retries, attempt = Attempt, deadline = Deadline} = Call) when Attempt < Retries ->
    Delay = delay(Reason, Attempt),
    Left = Deadline - erlang:monotonic_time(millisecond),
    case may_repeat(Reason, Call) andalso Delay < Left of
        true ->
            timer:sleep(Delay),
            attempt(Call#call{attempt = Attempt + 1});
        false ->
            failed(Reason, Call)
    end;
again(Reason, Call) ->
    failed(Reason, Call).

may_repeat(unsent, _) -> true;
may_repeat(Reason, #call{method = Method}) ->
    mochi_fetch_error:is_transient(Reason) andalso lists:member(Method, ?REPEATABLE).

delay(unsent, _) -> 0;
delay({status, _, Headers, _}, Attempt) ->
    case mochi_fetch_headers:retry_after(Headers) of
        {some, Delay} -> Delay;
        none -> backoff(Attempt)
    end;
delay(_, Attempt) ->
    backoff(Attempt).

%% Some of it by chance, so that many who failed together do not come back together.
backoff(Attempt) ->
    Longest = min(?LONGEST_DELAY, ?FIRST_DELAY bsl Attempt),
    Longest div 2 + rand:uniform(Longest div 2).

%% Redirects

redirect(_, _, #call{redirects = 0} = Call) ->
    failed({text, ~"too many redirects"}, Call);
redirect(Status, Location, #call{url = Url, redirects = Redirects, seen = Seen} = Call) ->
    case mochi_fetch_url:resolve(Url, Location) of
        {error, Why} ->
            Shown = mochi_fetch_url:mask(Location),
            failed({text, iolist_to_binary([~"redirected to ", mochi_format:excerpt(Shown), ~": ", Why])}, Call);
        {ok, #{scheme := http}} when map_get(scheme, Url) =:= https ->
            failed({text, ~"redirected from https to http"}, Call);
        {ok, Next} ->
            New = moved(Status, Call#call{
                url = Next#{user := <<>>},
                redirects = Redirects - 1,
                attempt = 0,
                seen = [{Call#call.method, mochi_fetch_url:text(Url)} | Seen]
            }),
            case lists:member({New#call.method, mochi_fetch_url:text(Next)}, New#call.seen) of
                true -> failed({text, ~"the redirects go round in a circle"}, Call);
                false -> attempt(without_secrets(mochi_fetch_url:origin(Url), New))
            end
    end.

%% 303 asks for a GET; what browsers made of 301 and 302 after a POST is the rule now.
moved(303, #call{method = Method} = Call) when Method =/= ~"HEAD" -> as_get(Call);
moved(Status, #call{method = ~"POST"} = Call) when Status =:= 301; Status =:= 302 -> as_get(Call);
moved(_, Call) -> Call.

as_get(#call{headers = Headers} = Call) ->
    Rest = [Header || {Name, _} = Header <- Headers, not is_about_body(Name)],
    Call#call{method = ~"GET", body = <<>>, headers = Rest}.

is_about_body(<<"content-", _/binary>>) -> true;
is_about_body(Name) -> Name =:= ~"transfer-encoding".

%% Whoever runs another host must not get what was meant for the first one.
without_secrets(Origin, #call{url = Url, headers = Headers} = Call) ->
    case mochi_fetch_url:origin(Url) of
        Origin ->
            Call;
        _ ->
            Kept = [
                Header
             || {Name, _} = Header <- Headers, Name =/= ~"host", not mochi_fetch_url:is_secret_name(Name)
            ],
            Call#call{headers = Kept}
    end.

%% One exchange: `refused` may be followed or repeated, `broken` came after something was handed on.

exchange(#call{url = Url, ca_file = CaFile} = Call) ->
    Trusted =
        case Url of
            #{scheme := https} -> CaFile;
            #{} -> none
        end,
    Request = #{
        method => Call#call.method,
        url => Url,
        headers => Call#call.headers,
        body => Call#call.body,
        deadline => Call#call.deadline,
        limit => Call#call.limit
    },
    case started({mochi_fetch_url:origin(Url), Trusted}, Request, ?POOL_ATTEMPTS) of
        {ok, Exchange} ->
            try
                head(Exchange, Call)
            after
                mochi_fetch_exchange:close(Exchange)
            end;
        {error, Reason} ->
            {refused, Reason}
    end.

%% A pool can end between its look-up and its use; its supervisor may need a moment to notice.
started(Key, Request, Attempts) ->
    maybe
        {ok, Pool} ?= mochi_fetch_sup:pool(Key),
        {error, unsent} ?= mochi_fetch_pool:start(Pool, Request),
        true ?= Attempts > 1,
        timer:sleep(?POOL_DELAY),
        started(Key, Request, Attempts - 1)
    else
        false -> {error, unsent};
        Result -> Result
    end.

head(Exchange, #call{deadline = Deadline, limit = Limit} = Call) ->
    case mochi_fetch_exchange:next(Exchange, Deadline) of
        {head, Status, Headers} when Status >= 200, Status =< 299 ->
            case too_large(Headers, Limit, Call) of
                true -> {broken, {too_large, Limit}};
                false -> body(Exchange, Status, Headers, 0, Call)
            end;
        {head, Status, Headers} ->
            {refused, {status, Status, Headers, excerpt(Exchange, Deadline, <<>>)}};
        {error, Reason} ->
            {refused, Reason}
    end.

too_large(#{~"content-length" := Text}, Limit, #call{method = Method}) when is_integer(Limit), Method =/= ~"HEAD" ->
    case string:to_integer(Text) of
        {Length, <<>>} when is_integer(Length) -> Length > Limit;
        _ -> false
    end;
too_large(_, _, _) ->
    false.

body(Exchange, Status, Headers, Size, #call{deadline = Deadline, limit = Limit, consumer = Consumer} = Call) ->
    case mochi_fetch_exchange:next(Exchange, Deadline) of
        {data, Data} when Size + byte_size(Data) > Limit ->
            {broken, {too_large, Limit}};
        {data, Data} ->
            case Consumer(Data, Call#call.kept) of
                {ok, Kept} -> body(Exchange, Status, Headers, Size + byte_size(Data), Call#call{kept = Kept});
                {error, Reason} -> {broken, Reason}
            end;
        fin ->
            {ok, Status, Headers, Call#call.kept};
        {error, Reason} when Size =:= 0 ->
            {refused, Reason};
        {error, Reason} ->
            {broken, Reason}
    end.

excerpt(_, _, Body) when byte_size(Body) >= ?EXCERPT -> binary:part(Body, 0, ?EXCERPT);
excerpt(Exchange, Deadline, Body) ->
    case mochi_fetch_exchange:next(Exchange, Deadline) of
        {data, Data} -> excerpt(Exchange, Deadline, <<Body/binary, Data/binary>>);
        _ -> Body
    end.
