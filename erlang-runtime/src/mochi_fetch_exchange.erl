-module(mochi_fetch_exchange).
-moduledoc """
One request and its response: the process between a program and the library that carries the bytes.

A pool starts it, gives it a connection when one is free, and learns how it ended. The program takes the parts of the
response one at a time with `next/2`, so that what it does not take is not sent for. It ends with the last part, at the
deadline, or when the program's process ends.

```erlang
1> mochi_fetch_exchange:close(spawn(fun() -> ok end)).
ok
```
""".

-behaviour(gen_server).

-export([
    start_link/3,
    grant/3,
    fail/2,
    next/2,
    close/1
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
    request/0,
    part/0
]).

-doc "What is sent. `deadline` is in milliseconds of the monotonic clock.".
-type request() :: #{
    method := binary(),
    url := mochi_fetch_url:url(),
    headers := [{binary(), binary()}],
    body := binary(),
    deadline := integer(),
    limit := non_neg_integer() | infinity
}.

-doc "A part of a response: `head`, any number of `data`, `fin`; or an `error` instead of what is missing.".
-type part() ::
    {head, Status :: integer(), Headers :: #{binary() => binary()}}
    | {data, binary()}
    | fin
    | {error, mochi_fetch_error:reason()}.

-doc "What the library says about a request: parts, and what to remember.".
-callback event(Message :: term(), Handle :: term()) -> {[part()], Handle :: term()} | ignore.

-doc "Sends a request over a channel, which is what the pool granted.".
-callback request(Channel :: term(), request()) -> {ok, Handle :: term()} | {error, mochi_fetch_error:reason()}.

-doc "Lets one more part of the body come.".
-callback more(Handle :: term()) -> ok.

-doc "Gives up a request that is under way.".
-callback cancel(Handle :: term()) -> ok.

-record(state, {
    pool :: pid(),
    caller :: reference(),
    request :: request(),
    backend = none :: module(),
    handle :: term(),
    parts = queue:new() :: queue:queue(part()),
    waiting = none :: none | gen_server:from(),
    reusable = false :: boolean(),
    complete = false :: boolean()
}).

%% How much later than the deadline an answer of the exchange itself may come on a busy machine.
-define(GRACE, 10_000).

-doc """
Starts an exchange on behalf of a caller; called by the pool.

```erlang
1> Request = #{deadline => erlang:monotonic_time(millisecond)}, ok.
ok
2> {ok, Exchange} = mochi_fetch_exchange:start_link(self(), self(), Request), unlink(Exchange).
true
3> mochi_fetch_exchange:next(Exchange, map_get(deadline, Request)).
{error, timeout}
```
""".
-spec start_link(Pool :: pid(), Caller :: pid(), request()) -> gen_server:start_ret().
start_link(Pool, Caller, Request) ->
    gen_server:start_link(?MODULE, {Pool, Caller, Request}, []).

-doc """
Gives the exchange a connection; called by the pool.

```erlang
1> mochi_fetch_exchange:grant(spawn(fun() -> ok end), mochi_fetch_httpc, none).
ok
```
""".
-spec grant(Exchange :: pid(), Backend :: module(), Channel :: term()) -> ok.
grant(Exchange, Backend, Channel) -> gen_server:cast(Exchange, {grant, Backend, Channel}).

-doc """
Tells the exchange that there will be no connection; called by the pool.

```erlang
1> mochi_fetch_exchange:fail(spawn(fun() -> ok end), closed).
ok
```
""".
-spec fail(Exchange :: pid(), mochi_fetch_error:reason()) -> ok.
fail(Exchange, Reason) -> gen_server:cast(Exchange, {fail, Reason}).

-doc """
The next part of the response. After `fin` or an error the exchange is gone.

```erlang
1> mochi_fetch_exchange:next(spawn(fun() -> ok end), 0).
{error, closed}
```
""".
-spec next(Exchange :: pid(), Deadline :: integer()) -> part().
next(Exchange, Deadline) ->
    try
        gen_server:call(Exchange, next, max(0, Deadline - erlang:monotonic_time(millisecond)) + ?GRACE)
    catch
        exit:{timeout, _} -> {error, timeout};
        exit:_ -> {error, closed}
    end.

-doc """
Gives up what is left of the response.

```erlang
1> mochi_fetch_exchange:close(self()).
ok
```
""".
-spec close(Exchange :: pid()) -> ok.
close(Exchange) when Exchange =:= self() -> ok;
close(Exchange) -> gen_server:cast(Exchange, close).

-doc """
Watches the caller and sets the deadline.

```erlang
1> Request = #{deadline => erlang:monotonic_time(millisecond)}, ok.
ok
2> element(1, mochi_fetch_exchange:init({self(), self(), Request})).
ok
```
""".
-spec init({pid(), pid(), request()}) -> {ok, #state{}}.
init({Pool, Caller, #{deadline := Deadline} = Request}) ->
    %% The caller's mailbox is not touched: what is sent to it is the reply of a call.
    Monitor = monitor(process, Caller, [{alias, reply_demonitor}]),
    _ = erlang:send_after(max(Deadline, erlang:monotonic_time(millisecond)), self(), deadline, [{abs, true}]),
    {ok, #state{pool = Pool, caller = Monitor, request = Request}}.

-doc """
The program asks for the next part; it is answered when there is one.

```erlang
1> {ok, State} = mochi_fetch_exchange:init({self(), self(), #{deadline => erlang:monotonic_time(millisecond)}}), ok.
ok
2> element(1, mochi_fetch_exchange:handle_call(next, {self(), make_ref()}, State)).
noreply
```
""".
-spec handle_call(next, gen_server:from(), #state{}) ->
    {noreply, #state{}} | {stop, term(), part(), #state{}} | {reply, part(), #state{}}.
handle_call(next, From, State) ->
    deliver(State#state{waiting = From}).

-doc """
The pool grants or refuses a connection, or the program gives up.

```erlang
1> {ok, State} = mochi_fetch_exchange:init({self(), self(), #{deadline => erlang:monotonic_time(millisecond)}}), ok.
ok
2> element(1, mochi_fetch_exchange:handle_cast(close, State)).
stop
```
""".
-spec handle_cast(term(), #state{}) -> {noreply, #state{}} | {stop, term(), #state{}}.
handle_cast({grant, _, _}, #state{complete = true} = State) ->
    {noreply, State};
handle_cast({grant, Backend, Channel}, #state{request = Request} = State) ->
    case Backend:request(Channel, Request) of
        {ok, Handle} -> {noreply, State#state{backend = Backend, handle = Handle}};
        {error, Reason} -> received([{error, Reason}], State)
    end;
handle_cast({fail, Reason}, State) ->
    received([{error, Reason}], State);
handle_cast(close, State) ->
    stop(State).

-doc """
The deadline, the end of the caller, or what the library says.

```erlang
1> {ok, State} = mochi_fetch_exchange:init({self(), self(), #{deadline => erlang:monotonic_time(millisecond)}}), ok.
ok
2> element(1, mochi_fetch_exchange:handle_info(unrelated, State)).
noreply
```
""".
-spec handle_info(term(), #state{}) -> {noreply, #state{}} | {stop, term(), #state{}}.
handle_info(deadline, #state{waiting = none} = State) ->
    %% Nobody asks just now. Who asks later is told; who never asks must not keep a connection.
    _ = erlang:send_after(?GRACE, self(), abandoned),
    received([{error, timeout}], State);
handle_info(deadline, State) ->
    received([{error, timeout}], State);
handle_info(abandoned, State) ->
    stop(State);
handle_info({'DOWN', Monitor, process, _, _}, #state{caller = Monitor} = State) ->
    stop(State);
handle_info(Message, #state{backend = Backend, handle = Handle} = State) when Backend =/= none ->
    case Backend:event(Message, Handle) of
        {Parts, NewHandle} -> received(Parts, State#state{handle = NewHandle});
        ignore -> {noreply, State}
    end;
handle_info(_, State) ->
    {noreply, State}.

-doc """
Gives up what is under way.

```erlang
1> {ok, State} = mochi_fetch_exchange:init({self(), self(), #{deadline => erlang:monotonic_time(millisecond)}}), ok.
ok
2> mochi_fetch_exchange:terminate(normal, State).
ok
```
""".
-spec terminate(term(), #state{}) -> ok.
terminate(_, State) ->
    _ = cancelled(State),
    ok.

-doc """
Hides headers and body, which may hold secrets, from crash reports.

```erlang
1> mochi_fetch_exchange:format_status(#{state => secret, message => secret, reason => normal}).
#{state => hidden, message => hidden, reason => normal}
```
""".
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) ->
    maps:map(
        fun
            (reason, Reason) -> Reason;
            (_, _) -> hidden
        end,
        Status
    ).

received(Parts, #state{waiting = From} = State) ->
    case deliver(lists:foldl(fun add/2, State, Parts)) of
        {reply, Part, New} ->
            gen_server:reply(From, Part),
            {noreply, New};
        {stop, Reason, Part, New} ->
            gen_server:reply(From, Part),
            {stop, Reason, New};
        {noreply, New} ->
            {noreply, New}
    end.

%% Nothing comes after the end.
add(_, #state{complete = true} = State) ->
    State;
add({head, _, Headers} = Part, State) ->
    queued(Part, State#state{reusable = is_reusable(Headers)});
add(fin, #state{pool = Pool, reusable = Reusable} = State) ->
    mochi_fetch_pool:finished(Pool, self(), Reusable),
    queued(fin, State#state{complete = true});
add({error, Reason} = Part, #state{pool = Pool} = State) ->
    %% A connection that is about to close must not be given to the next one.
    _ = [mochi_fetch_pool:finished(Pool, self(), gone) || Reason =:= unsent],
    queued(Part, cancelled(State));
add(Part, State) ->
    queued(Part, State).

queued(Part, #state{parts = Parts} = State) -> State#state{parts = queue:in(Part, Parts)}.

deliver(#state{waiting = none} = State) ->
    {noreply, State};
deliver(#state{parts = Parts} = State) ->
    case queue:out(Parts) of
        {empty, _} ->
            {noreply, State};
        {{value, Part}, Rest} when Part =:= fin; element(1, Part) =:= error ->
            {stop, reason(Part), Part, State#state{parts = Rest, waiting = none}};
        {{value, Part}, Rest} ->
            ok = more(State),
            {reply, Part, State#state{parts = Rest, waiting = none}}
    end.

more(#state{complete = false, backend = Backend, handle = Handle}) when Backend =/= none -> Backend:more(Handle);
more(_) -> ok.

reason(fin) -> normal;
reason({error, _}) -> {shutdown, aborted}.

stop(#state{complete = true, reusable = true} = State) -> {stop, normal, State};
stop(State) -> {stop, {shutdown, aborted}, cancelled(State)}.

cancelled(#state{complete = false, backend = Backend, handle = Handle} = State) when Backend =/= none ->
    ok = Backend:cancel(Handle),
    State#state{complete = true};
cancelled(State) ->
    State#state{complete = true}.

is_reusable(#{~"connection" := Connection}) -> binary:match(string:lowercase(Connection), ~"close") =:= nomatch;
is_reusable(_) -> true.
