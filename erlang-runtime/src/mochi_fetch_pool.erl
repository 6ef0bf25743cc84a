-module(mochi_fetch_pool).
-moduledoc """
The connections to one scheme, host and port.

The library is `gun` when it is on the code path, else `httpc`; it is started with the first pool. At most eight
requests are under way over HTTP/1.1, each on a connection of its own; over HTTP/2 a hundred share one. Others wait
their turn, the first to come first. A pool that nobody has used for a minute closes its connections and leaves. One
whose supervisor was killed leaves when the requests that it has are done.

```erlang
1> mochi_fetch_pool:start(spawn(fun() -> ok end), #{}).
{error, unsent}
```
""".

-behaviour(gen_server).

-export([
    start_link/1,
    start/2,
    finished/3
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2,
    terminate/2,
    format_status/1
]).

-export_type([
    key/0
]).

-doc "What a pool is for: where to connect to, and the file of trusted authorities.".
-type key() :: {mochi_fetch_url:origin(), CaFile :: mochi_option:option(binary())}.

-record(state, {
    key :: key(),
    backend :: module(),
    library :: term(),
    waiting = queue:new() :: queue:queue(pid()),
    busy = #{} :: #{pid() => term()},
    supervisor :: pid(),
    %% The supervisor was killed: what was begun is finished.
    draining = false :: boolean(),
    timer = none :: none | reference()
}).

-define(START_TIMEOUT, 30_000).
-define(IDLE, 60_000).

-doc "Starts the library; the value is the pool's state of it.".
-callback init(mochi_fetch_url:origin(), [ssl:tls_client_option()]) ->
    {ok, Library :: term()} | {error, mochi_fetch_error:reason()}.

-doc "A channel for one more request, when there is one.".
-callback acquire(Waiting :: pos_integer(), Library :: term()) ->
    {ok, Channel :: term(), Library :: term()} | {wait, Library :: term()}.

-doc "Takes a channel back. `gone`: it did not take the request.".
-callback release(Channel :: term(), Reusable :: boolean() | gone, Library :: term()) -> Library :: term().

-doc "A message that came to the pool; `failed` when no connection is left and none can be made.".
-callback info(Message :: term(), Library :: term()) ->
    {ok, Library :: term()} | {failed, mochi_fetch_error:reason(), Library :: term()}.

-doc "Closes every connection.".
-callback stop(Library :: term()) -> ok.

-doc """
Starts a pool; called by `m:mochi_fetch_sup`.

```erlang
1> {ok, Pool} = mochi_fetch_pool:start_link({{http, ~"localhost", 80}, none}), gen_server:stop(Pool).
ok
```
""".
-spec start_link(key()) -> gen_server:start_ret().
start_link(Key) ->
    %% Linked only afterwards, so that the end of the supervisor is a message and not the end.
    case gen_server:start(?MODULE, {Key, self()}, []) of
        {ok, Pool} ->
            true = link(Pool),
            {ok, Pool};
        Other ->
            Other
    end.

-doc """
Starts an exchange for the calling process.

```erlang
1> mochi_fetch_pool:start(spawn(fun() -> ok end), #{}).
{error, unsent}
```
""".
-spec start(Pool :: pid(), mochi_fetch_exchange:request() | #{}) ->
    {ok, Exchange :: pid()} | {error, mochi_fetch_error:reason()}.
start(Pool, Request) ->
    try
        gen_server:call(Pool, {start, Request}, ?START_TIMEOUT)
    catch
        %% The reason holds the request, and so its secrets.
        exit:_ -> {error, unsent}
    end.

-doc """
Tells the pool that an exchange has its whole response, and whether its connection can carry another; or that the
connection was gone.

```erlang
1> mochi_fetch_pool:finished(spawn(fun() -> ok end), self(), true).
ok
```
""".
-spec finished(Pool :: pid(), Exchange :: pid(), Reusable :: boolean() | gone) -> ok.
finished(Pool, Exchange, Reusable) -> gen_server:cast(Pool, {finished, Exchange, Reusable}).

-doc """
Chooses and starts the library.

```erlang
1> {ok, State} = mochi_fetch_pool:init({{{http, ~"localhost", 80}, none}, self()}), tuple_size(State) > 1.
true
```
""".
-spec init({key(), Supervisor :: pid()}) -> {ok, #state{} | {failed, mochi_fetch_error:reason()}}.
init({{{Scheme, Host, _} = Origin, CaFile} = Key, Supervisor}) ->
    process_flag(trap_exit, true),
    maybe
        {ok, Options} ?= tls_options(Scheme, Host, CaFile),
        Backend = backend(),
        {ok, Library} ?= Backend:init(Origin, Options),
        {ok, idle(#state{key = Key, supervisor = Supervisor, backend = Backend, library = Library})}
    else
        %% Whoever asks is told; a pool that refused to start would be reported on the console.
        {error, Reason} -> {ok, {failed, Reason}}
    end.

-doc """
Starts an exchange for a caller.

```erlang
1> mochi_fetch_pool:handle_call({start, #{}}, {self(), make_ref()}, {failed, closed}).
{stop, normal, {error, closed}, {failed, closed}}
```
""".
-spec handle_call({start, mochi_fetch_exchange:request()}, gen_server:from(), #state{} | {failed, Reason}) ->
    {reply, {ok, pid()}, #state{}} | {stop, normal, {error, Reason}, {failed, Reason}}.
handle_call(_, _, {failed, Reason} = State) ->
    {stop, normal, {error, Reason}, State};
handle_call({start, Request}, {Caller, _}, #state{waiting = Waiting} = State) ->
    {ok, Exchange} = mochi_fetch_exchange:start_link(self(), Caller, Request),
    {reply, {ok, Exchange}, dispatch(State#state{waiting = queue:in(Exchange, Waiting)})}.

-doc """
An exchange has its response: its connection is free.

```erlang
1> {ok, State} = mochi_fetch_pool:init({{{http, ~"localhost", 80}, none}, self()}), ok.
ok
2> mochi_fetch_pool:handle_cast({finished, self(), true}, State) =:= {noreply, State}.
true
```
""".
-spec handle_cast({finished, pid(), boolean() | gone}, #state{}) -> {noreply, #state{}} | {stop, normal, #state{}}.
handle_cast({finished, Exchange, Reusable}, State) ->
    drained(dispatch(released(Exchange, Reusable, State))).

-doc """
An exchange ended, a connection changed, or nobody used the pool for a while.

```erlang
1> mochi_fetch_pool:handle_info(unrelated, {failed, closed}).
{noreply, {failed, closed}}
```
""".
-spec handle_info(term(), State) -> {noreply, State} | {stop, term(), State} when
    State :: #state{} | {failed, mochi_fetch_error:reason()}.
handle_info({'EXIT', _, Reason}, {failed, _} = State) ->
    {stop, Reason, State};
handle_info(_, {failed, _} = State) ->
    {noreply, State};
handle_info({timeout, Timer, idle}, #state{timer = Timer, busy = Busy, waiting = Waiting} = State) ->
    case map_size(Busy) =:= 0 andalso queue:is_empty(Waiting) of
        true -> {stop, normal, State};
        false -> {noreply, idle(State)}
    end;
handle_info({'EXIT', Supervisor, Reason}, #state{supervisor = Supervisor} = State) ->
    case Reason of
        killed -> drained(State#state{draining = true});
        _ -> {stop, Reason, State}
    end;
handle_info({'EXIT', Exchange, _}, #state{waiting = Waiting} = State) ->
    Rest = queue:delete(Exchange, Waiting),
    drained(dispatch(released(Exchange, false, State#state{waiting = Rest})));
handle_info(Message, #state{backend = Backend, library = Library} = State) ->
    case Backend:info(Message, Library) of
        {ok, NewLibrary} -> {noreply, dispatch(State#state{library = NewLibrary})};
        {failed, Reason, NewLibrary} -> {noreply, fail_waiting(Reason, State#state{library = NewLibrary})}
    end.

-doc """
Closes the connections.

```erlang
1> {ok, State} = mochi_fetch_pool:init({{{http, ~"localhost", 80}, none}, self()}), ok.
ok
2> mochi_fetch_pool:terminate(normal, State).
ok
```
""".
-spec terminate(term(), #state{} | {failed, term()}) -> ok.
terminate(_, {failed, _}) -> ok;
terminate(_, #state{backend = Backend, library = Library}) -> Backend:stop(Library).

-doc """
Hides requests, which may hold secrets, from crash reports.

```erlang
1> mochi_fetch_pool:format_status(#{state => some_state, message => {start, secret}}).
#{state => some_state, message => hidden}
```
""".
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) -> mochi_redact:status(Status, fun(State) -> State end).

backend() ->
    case mochi_fetch_gun:is_available() of
        true -> mochi_fetch_gun;
        false -> mochi_fetch_httpc
    end.

tls_options(http, _, _) ->
    {ok, []};
tls_options(https, Host, CaFile) ->
    case application:ensure_all_started(ssl) of
        {ok, _} -> mochi_fetch_tls:options(Host, CaFile);
        {error, _} -> {error, {text, ~"the application ssl does not start"}}
    end.

dispatch(#state{waiting = Waiting, backend = Backend, library = Library, busy = Busy} = State) ->
    case queue:out(Waiting) of
        {empty, _} ->
            State;
        {{value, Exchange}, Rest} ->
            case Backend:acquire(queue:len(Waiting), Library) of
                {ok, Channel, NewLibrary} ->
                    ok = mochi_fetch_exchange:grant(Exchange, Backend, Channel),
                    NewBusy = Busy#{Exchange => Channel},
                    dispatch(State#state{waiting = Rest, library = NewLibrary, busy = NewBusy});
                {wait, NewLibrary} ->
                    State#state{library = NewLibrary}
            end
    end.

released(Exchange, Reusable, #state{busy = Busy, backend = Backend, library = Library} = State) ->
    case maps:take(Exchange, Busy) of
        {Channel, Rest} ->
            idle(State#state{busy = Rest, library = Backend:release(Channel, Reusable, Library)});
        error ->
            State
    end.

drained(#state{draining = true, busy = Busy, waiting = Waiting} = State) when map_size(Busy) =:= 0 ->
    case queue:is_empty(Waiting) of
        true -> {stop, normal, State};
        false -> {noreply, State}
    end;
drained(State) ->
    {noreply, State}.

fail_waiting(Reason, #state{waiting = Waiting} = State) ->
    lists:foreach(fun(Exchange) -> mochi_fetch_exchange:fail(Exchange, Reason) end, queue:to_list(Waiting)),
    State#state{waiting = queue:new()}.

idle(#state{timer = none} = State) ->
    State#state{timer = erlang:start_timer(?IDLE, self(), idle)};
idle(#state{timer = Timer} = State) ->
    _ = erlang:cancel_timer(Timer),
    idle(State#state{timer = none}).
