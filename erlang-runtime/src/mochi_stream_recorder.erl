-module(mochi_stream_recorder).
-moduledoc """
Records a stream. Subscribers that begin at the beginning get the history from here and, from that very moment on,
every event as it is recorded: so there is no gap between the two and no duplicate.

```erlang
1> mochi_stream_recorder:find(~"nobody records this").
none
```
""".

-behaviour(gen_server).

-export([
    start/2,
    find/1,
    attach/3,
    stop/1
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2,
    format_status/1
]).

-record(recorder, {
    key :: mochi_registry:key(),
    place :: mochi_member:place(),
    name :: mochi_stream_history:key(),
    capacity :: pos_integer(),
    attached = #{} :: #{pid() => reference()},
    scope :: reference() | undefined
}).

-define(PATIENCE, 5000).
-define(REJOIN, 1).

-doc """
Starts the recorder of a row in `m:mochi_registry`, for `m:mochi_member`.

```erlang
{ok, Pid} = mochi_stream_recorder:start({recorder, ~"prices"}, Above).
```
""".
-spec start(mochi_registry:key(), mochi_member:above()) -> gen_server:start_ret().
start(Key, Above) -> gen_server:start(?MODULE, {Key, Above}, []).

-doc """
The recorder of a stream, one of this node before others. `starting` when that of this node is being started again.

```erlang
1> mochi_stream_recorder:find(make_ref()).
none
```
""".
-spec find(mochi_stream_history:key()) -> {ok, pid()} | starting | none.
find(Name) ->
    case mochi_registry:find({recorder, Name}) of
        {ok, {_, Pid, _, _, _}} when is_pid(Pid) ->
            case is_process_alive(Pid) of
                true -> {ok, Pid};
                false -> starting
            end;
        {ok, _} ->
            starting;
        error ->
            %% One of this node that is not registered has ended, and its group has not heard of it yet.
            case [Pid || Pid <- pg:get_members(mochi, {mochi_stream_recorder, Name}), node(Pid) =/= node()] of
                [Pid | _] -> {ok, Pid};
                [] -> none
            end
    end.

-doc """
Has the events from a number on sent to a process: those that are there are the answer, the others come as
`{'$mochi_recorded', Name, Number, Event}`. From `next` on there are none yet.

```erlang
{ok, [{1, ~"first"}], 2} = mochi_stream_recorder:attach(Recorder, self(), 1).
```
""".
-spec attach(Recorder :: pid(), Subscriber :: pid(), From :: pos_integer() | next) ->
    {ok, [{pos_integer(), term()}], Next :: pos_integer()} | error.
attach(Recorder, Subscriber, From) ->
    try
        gen_server:call(Recorder, {attach, Subscriber, From}, ?PATIENCE)
    catch
        exit:_ -> error
    end.

-doc """
Ends the recorder of a stream on this node and drops what it has recorded; none is fine.

```erlang
1> mochi_stream_recorder:stop(~"nobody records this").
ok
```
""".
-spec stop(mochi_stream_history:key()) -> ok.
stop(Name) ->
    _ = mochi_registry:stop({recorder, Name}, ?PATIENCE),
    mochi_stream_history:erase(Name).

-doc false.
-spec init({mochi_registry:key(), mochi_member:above()}) -> {ok, #recorder{}} | {ok, #recorder{}, 0}.
init({Key, Above}) ->
    process_flag(trap_exit, true),
    Place = mochi_member:place(Above),
    case mochi_registry:claim(Key) of
        {ok, #{name := Name, capacity := Capacity}} ->
            {ok, join(#recorder{key = Key, place = Place, name = Name, capacity = Capacity})};
        %% To refuse would have the supervisor try again.
        TakenOrGone when TakenOrGone =:= taken; TakenOrGone =:= gone ->
            {ok, #recorder{key = taken, place = Place, name = ~"", capacity = 1}, 0}
    end.

-doc false.
-spec handle_call(term(), gen_server:from(), #recorder{}) -> {reply, term(), #recorder{}}.
handle_call({attach, Pid, From}, _, #recorder{name = Name, attached = Attached} = Recorder) ->
    Next = mochi_stream_history:next(Name),
    Events =
        case From of
            next -> [];
            Number -> mochi_stream_history:read(Name, Number)
        end,
    Monitored =
        case Attached of
            #{Pid := _} -> Attached;
            #{} -> Attached#{Pid => monitor(process, Pid)}
        end,
    {reply, {ok, Events, Next}, Recorder#recorder{attached = Monitored}};
handle_call('$mochi_sync', _, #recorder{attached = Attached} = Recorder) ->
    {reply, maps:keys(Attached), Recorder};
handle_call(_, _, Recorder) ->
    {reply, ok, Recorder}.

-doc false.
-spec handle_cast(term(), #recorder{}) -> {noreply, #recorder{}}.
handle_cast(_, Recorder) -> {noreply, Recorder}.

-doc false.
-spec handle_info(term(), #recorder{}) -> {noreply, #recorder{}} | {stop, normal, #recorder{}}.
handle_info({'$mochi_event', Name, Event}, #recorder{name = Name, capacity = Capacity} = Recorder) ->
    Number = mochi_stream_history:append(Name, Capacity, own(Event)),
    Message = {'$mochi_recorded', Name, Number, Event},
    ok = maps:foreach(fun(Pid, _) -> erlang:send(Pid, Message, [noconnect]) end, Recorder#recorder.attached),
    {noreply, Recorder};
handle_info({'DOWN', Scope, process, _, _}, #recorder{scope = Scope} = Recorder) ->
    {noreply, join(Recorder#recorder{scope = undefined})};
handle_info({'DOWN', _, process, Pid, _}, #recorder{attached = Attached} = Recorder) when is_map_key(Pid, Attached) ->
    {noreply, Recorder#recorder{attached = maps:remove(Pid, Attached)}};
handle_info(join, #recorder{scope = undefined} = Recorder) ->
    {noreply, join(Recorder)};
handle_info(timeout, #recorder{key = taken} = Recorder) ->
    {stop, normal, Recorder};
handle_info(Message, #recorder{key = Key, place = Place} = Recorder) ->
    case mochi_member:event(Message, Key, Place) of
        {ok, NewPlace} -> {noreply, Recorder#recorder{place = NewPlace}};
        leave -> {stop, shutdown, Recorder};
        other -> {noreply, Recorder}
    end.

-doc false.
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) -> mochi_redact:status(Status, fun(Recorder) -> Recorder end).

%% A part of a large binary would keep all of it alive for as long as the event is in the history.
own(Event) when is_binary(Event) -> binary:copy(Event);
own(Event) -> Event.

join(#recorder{name = Name} = Recorder) ->
    case mochi_stream_group:join([{mochi_stream, Name}, {mochi_stream_recorder, Name}]) of
        {ok, Scope} ->
            Recorder#recorder{scope = Scope};
        error ->
            _ = erlang:send_after(?REJOIN, self(), join),
            Recorder
    end.
