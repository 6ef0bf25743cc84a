-module(mochi_fetch_gun).
-moduledoc """
Requests over `gun`, 1.3 and 2.x: HTTP/1.1, and HTTP/2 where a TLS server offers it. Connections are kept.

```erlang
1> is_boolean(mochi_fetch_gun:is_available()).
true
```
""".

%% Implements the callbacks of mochi_fetch_pool and mochi_fetch_exchange. No behaviour attributes: the modules are
%% compiled in one run, in which the compiler of OTP 27 does not know these behaviours yet.

-export([
    is_available/0
]).

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
    library/0,
    handle/0
]).


-record(connection, {
    monitor :: reference(),
    protocol = none :: none | http | http2,
    streams = 0 :: non_neg_integer(),
    closing = false :: boolean()
}).

-record(library, {
    origin :: mochi_fetch_url:origin(),
    options :: map(),
    %% What the server was seen to speak.
    protocol :: none | http | http2,
    connections = #{} :: #{pid() => #connection{}},
    %% The server takes no more connections beside those that there are; set until one of them is free.
    full = false :: boolean()
}).

-doc "The connections of a pool.".
-opaque library() :: #library{}.

-doc "A request that is under way.".
-opaque handle() :: #{connection := pid(), monitor := reference(), stream := reference()}.

-define(LIMIT, 8).
-define(STREAMS, 100).
-define(FLOW, 16).
-define(CONNECT_TIMEOUT, 10_000).

-doc """
Whether gun is on the code path and starts.

```erlang
1> is_boolean(mochi_fetch_gun:is_available()).
true
```
""".
-spec is_available() -> boolean().
is_available() ->
    case code:ensure_loaded(gun) of
        {module, gun} ->
            case application:ensure_all_started(gun) of
                {ok, _} ->
                    ok = mochi_fetch_report:install(),
                    true;
                {error, _} ->
                    false
            end;
        {error, _} ->
            false
    end.

-doc """
The state of a pool without connections.

```erlang
1> {ok, Library} = mochi_fetch_gun:init({http, ~"localhost", 80}, []), mochi_fetch_gun:stop(Library).
ok
```
""".
-spec init(mochi_fetch_url:origin(), [ssl:tls_client_option()]) -> {ok, library()}.
init({Scheme, _, _} = Origin, TlsOptions) ->
    %% gun 1.3 would send empty lines over a connection that is not used.
    Common = #{retry => 0, connect_timeout => ?CONNECT_TIMEOUT, http_opts => #{keepalive => infinity}},
    {Options, Protocol} =
        case Scheme of
            http -> {Common#{transport => tcp, protocols => [http]}, http};
            https -> {tls(TlsOptions, Common#{transport => tls, protocols => [http2, http]}), none}
        end,
    {ok, #library{origin = Origin, options = Options, protocol = Protocol}}.

-doc """
A connection with room for a request; opens one when there is none and there may be more.

```erlang
1> {ok, Library} = mochi_fetch_gun:init({http, ~"localhost", 80}, []), ok.
ok
2> mochi_fetch_gun:acquire(1, Library). % without gun
** {badmatch, {error, _}}
```
""".
-spec acquire(pos_integer(), library()) -> {ok, pid(), library()} | {wait, library()}.
acquire(Waiting, #library{connections = Connections} = Library) ->
    case [Pid || Pid := Connection <- Connections, has_room(Connection)] of
        [Pid | _] ->
            #{Pid := #connection{streams = Streams} = Connection} = Connections,
            Taken = Connections#{Pid := Connection#connection{streams = Streams + 1}},
            {ok, Pid, Library#library{connections = Taken}};
        [] ->
            {wait, opened(Waiting, Library)}
    end.

-doc """
Takes a connection back; one that cannot carry another request is closed.

```erlang
1> {ok, Library} = mochi_fetch_gun:init({http, ~"localhost", 80}, []), ok.
ok
2> mochi_fetch_gun:release(self(), true, Library) =:= Library.
true
```
""".
-spec release(pid(), boolean() | gone, library()) -> library().
release(Pid, Reusable, #library{connections = Connections} = Full) ->
    Library = Full#library{full = false},
    case Connections of
        %% Others may be under way on a connection of HTTP/2.
        #{Pid := #connection{protocol = Protocol, streams = Streams, closing = Closing} = Connection} when
            Reusable =:= true; Protocol =:= http2
        ->
            Back = Connection#connection{streams = Streams - 1, closing = Closing orelse Reusable =:= gone},
            Library#library{connections = Connections#{Pid := Back}};
        #{Pid := Connection} ->
            closed(Pid, Connection),
            Library#library{connections = maps:remove(Pid, Connections)};
        #{} ->
            Library
    end.

-doc """
What gun says about a connection.

```erlang
1> {ok, Library} = mochi_fetch_gun:init({http, ~"localhost", 80}, []), ok.
ok
2> mochi_fetch_gun:info({gun_up, self(), http2}, Library) =:= {ok, Library}.
true
```
""".
-spec info(term(), library()) -> {ok, library()} | {failed, mochi_fetch_error:reason(), library()}.
info({gun_up, Pid, Protocol}, #library{connections = Connections} = Library) ->
    case Connections of
        #{Pid := Connection} ->
            Up = Connections#{Pid := Connection#connection{protocol = Protocol}},
            {ok, Library#library{protocol = Protocol, connections = Up}};
        #{} ->
            {ok, Library}
    end;
info({'DOWN', Monitor, process, Pid, Reason}, #library{connections = Connections} = Library) ->
    case maps:take(Pid, Connections) of
        {#connection{monitor = Monitor} = Connection, Rest} ->
            down(Connection, Reason, Library#library{connections = Rest});
        _ ->
            {ok, Library}
    end;
%% gun 1.3 and 2.x differ in what follows the first two elements.
info(Message, #library{connections = Connections} = Library) when element(1, Message) =:= gun_down ->
    Pid = element(2, Message),
    case Connections of
        #{Pid := Connection} ->
            Closing = Connections#{Pid := Connection#connection{closing = true}},
            {ok, Library#library{connections = Closing}};
        #{} ->
            {ok, Library}
    end;
info(_, Library) ->
    {ok, Library}.

-doc """
Closes the connections.

```erlang
1> {ok, Library} = mochi_fetch_gun:init({http, ~"localhost", 80}, []), ok.
ok
2> mochi_fetch_gun:stop(Library).
ok
```
""".
-spec stop(library()) -> ok.
stop(#library{connections = Connections}) -> maps:foreach(fun closed/2, Connections).

-doc """
Sends a request; what comes back goes to the calling process.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"http://localhost/"), ok.
ok
2> Request = #{method => ~"GET", url => Url, headers => [], body => <<>>}, ok.
ok
3> mochi_fetch_gun:request(self(), Request). % without gun
** {badmatch, {error, _}}
```
""".
-spec request(pid(), mochi_fetch_exchange:request()) -> {ok, handle()}.
request(Pid, #{method := Method, url := #{path := Path} = Url, headers := Headers, body := Body}) ->
    Monitor = monitor(process, Pid, [{alias, reply_demonitor}]),
    Length = [{~"content-length", ~"0"} || Body =:= <<>>, lists:member(Method, [~"POST", ~"PUT", ~"PATCH"])],
    %% gun 1.3 always names the port, and forgets the brackets of an address.
    Host = [{~"host", mochi_fetch_url:authority(Url)} || not lists:keymember(~"host", 1, Headers)],
    Options = #{reply_to => self(), flow => ?FLOW},
    Stream = (gun()):request(Pid, Method, Path, Host ++ Headers ++ Length, Body, Options),
    {ok, #{connection => Pid, monitor => Monitor, stream => Stream}}.

-doc """
The parts of the response that a message brings.

```erlang
1> mochi_fetch_gun:event(unrelated, #{connection => self(), monitor => make_ref(), stream => make_ref()}).
ignore
```
""".
-spec event(term(), handle()) -> {[mochi_fetch_exchange:part()], handle()} | ignore.
event({gun_response, _, Stream, IsFin, Status, Headers}, #{stream := Stream} = Handle) ->
    {[{head, Status, mochi_fetch_headers:joined(Headers)} | fin(IsFin)], Handle};
event({gun_data, _, Stream, IsFin, Data}, #{stream := Stream} = Handle) ->
    {[{data, Data} | fin(IsFin)], Handle};
event({gun_trailers, _, Stream, _}, #{stream := Stream} = Handle) ->
    {[fin], Handle};
event({gun_error, _, Stream, Reason}, #{stream := Stream} = Handle) ->
    {[{error, cause(Reason)}], Handle};
event({gun_error, Pid, Reason}, #{connection := Pid} = Handle) ->
    {[{error, cause(Reason)}], Handle};
event({'DOWN', Monitor, process, _, Reason}, #{monitor := Monitor} = Handle) ->
    {[{error, down_reason(Reason)}], Handle};
event(_, _) ->
    ignore.

-doc """
Lets one more part of the body come, where gun can hold it back.

```erlang
1> mochi_fetch_gun:more(#{connection => self(), monitor => make_ref(), stream => make_ref()}).
ok
```
""".
-spec more(handle()) -> ok.
more(#{connection := Pid, stream := Stream}) ->
    case is_two() of
        true -> (gun()):update_flow(Pid, Stream, 1);
        false -> ok
    end.

-doc """
Gives up a request.

```erlang
1> mochi_fetch_gun:cancel(#{connection => self(), stream => make_ref()}). % without gun
** {badmatch, {error, _}}
```
""".
-spec cancel(handle()) -> ok.
cancel(#{connection := Pid, stream := Stream}) -> (gun()):cancel(Pid, Stream).

%% Looked up at run time: gun is not there on every machine, and its two versions have different functions.
gun() ->
    {module, Gun} = code:ensure_loaded(gun),
    Gun.

is_two() -> erlang:function_exported(gun, update_flow, 3).

tls(TlsOptions, Options) ->
    case is_two() of
        true -> Options#{tls_opts => TlsOptions, tls_handshake_timeout => ?CONNECT_TIMEOUT};
        false -> Options#{transport_opts => TlsOptions}
    end.

has_room(#connection{closing = true}) -> false;
has_room(#connection{protocol = http, streams = Streams}) -> Streams =:= 0;
has_room(#connection{protocol = http2, streams = Streams}) -> Streams < ?STREAMS;
has_room(#connection{}) -> false.

opened(_, #library{full = true} = Library) ->
    Library;
%% Opens as many as are needed: one while it is not known whether the server speaks HTTP/2, which needs one only.
opened(Waiting, #library{connections = Connections, protocol = Protocol} = Library) ->
    Opening = length([Pid || Pid := #connection{protocol = none} <- Connections]),
    Allowed =
        case Protocol of
            http -> min(Waiting, ?LIMIT - map_size(Connections) + Opening);
            _ -> 1
        end,
    case Opening < Allowed of
        true -> opened(Waiting, open(Library));
        false -> Library
    end.

open(#library{origin = {_, Host, Port}, options = Options, connections = Connections} = Library) ->
    {ok, Pid} = (gun()):open(address(Host), Port, Options),
    Monitor = monitor(process, Pid, [{alias, reply_demonitor}]),
    Library#library{connections = Connections#{Pid => #connection{monitor = Monitor}}}.

address(Host) ->
    Name = binary_to_list(Host),
    case inet:parse_strict_address(Name) of
        {ok, Address} -> Address;
        {error, _} -> Name
    end.

down(#connection{protocol = none}, Reason, #library{connections = Connections} = Library) ->
    case [Pid || Pid := #connection{closing = false} <- Connections] of
        [] -> {failed, cause(Reason), Library};
        _ -> {ok, Library#library{full = true}}
    end;
down(_, _, Library) ->
    {ok, Library}.

down_reason(noproc) -> unsent;
down_reason(normal) -> closed;
down_reason(shutdown) -> closed;
down_reason({shutdown, normal}) -> closed;
down_reason(Reason) -> cause(Reason).

%% To set an option of a socket that the server has closed a moment ago is an invalid argument.
cause({shutdown, {error, einval}}) -> closed;
cause(Reason) -> mochi_fetch_error:reason(Reason).

closed(Pid, #connection{monitor = Monitor}) ->
    true = demonitor(Monitor, [flush]),
    _ = (gun()):close(Pid),
    ok.

fin(fin) -> [fin];
fin(nofin) -> [].
