-module(mochi_ffi_port).
-moduledoc """
The server of a foreign program: owns its port, matches answers to requests, and ends it when it misbehaves.

The program is started when there is something to ask it. That it ends, or is ended, fails the requests that it has not
answered and nothing else. The server outlives the supervisor above it when that is killed, and ends with its owner or
with the application then.

```erlang
1> {ok, Server} = mochi_ffi_port:start_link(), ok.
ok
2> Program = #{command => [~"no such program"], options => #{}, owner => none, name => undefined}, ok.
ok
3> gen_server:call(Server, {program, Program}).
ok
4> gen_server:call(Server, {request, ~"f", ~"[]", 1_000}).
{error, ~"there is no program no such program"}
5> gen_server:call(Server, close).
ok
```
""".

-behaviour(gen_server).

-export([
    start_link/0,
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2,
    terminate/2,
    format_status/1
]).

-export_type([
    program/0
]).

-doc "What to start, and whose it is: it is closed when its owner ends.".
-type program() :: #{
    command := [binary(), ...], options := mochi_ffi:options(), owner := pid() | none, name := atom()
}.

-define(LONGEST_ANSWER, 64 * 1024 * 1024).

-record(state, {
    program :: program() | undefined,
    port :: port() | undefined,
    %% The beginning of a line whose end has not come yet, newest part first.
    rest = [] :: [binary()],
    size = 0 :: non_neg_integer(),
    next = 1 :: pos_integer(),
    pending = #{} :: #{pos_integer() => {gen_server:from(), Function :: binary(), Timer :: reference()}},
    supervisor :: pid(),
    %% Watches the top of the tree when the supervisor was killed.
    top :: reference() | undefined
}).

-doc """
Starts a server that waits to be told what its program is.

```erlang
1> {ok, Server} = mochi_ffi_port:start_link(), gen_server:stop(Server).
ok
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() ->
    %% Linked only afterwards, so that the end of the supervisor is a message and not the end.
    case gen_server:start(?MODULE, self(), []) of
        {ok, Server} ->
            true = link(Server),
            {ok, Server};
        Other ->
            Other
    end.

-doc false.
-spec init(Supervisor :: pid()) -> {ok, #state{}}.
init(Supervisor) ->
    %% So that terminate/2 runs, and the end of a port is a message.
    process_flag(trap_exit, true),
    {ok, #state{supervisor = Supervisor}}.

-doc false.
-spec handle_call(term(), gen_server:from(), #state{}) ->
    {reply, term(), #state{}} | {noreply, #state{}} | {stop, normal, term(), #state{}}.
handle_call({program, #{owner := Owner, name := Name} = Program}, _, State) ->
    _ = is_pid(Owner) andalso monitor(process, Owner),
    case named(Name) of
        ok -> {reply, ok, State#state{program = Program}};
        {taken, Server} -> {stop, normal, {taken, Server}, State}
    end;
handle_call({request, Function, Arguments, Timeout}, From, State) ->
    case started(State) of
        {ok, Started} -> {noreply, send(Function, Arguments, Timeout, From, Started)};
        {error, Message} -> {reply, {error, Message}, State}
    end;
handle_call(close, _, State) ->
    {stop, normal, ok, State}.

-doc false.
-spec handle_cast(term(), #state{}) -> {noreply, #state{}}.
handle_cast(_, State) -> {noreply, State}.

-doc false.
-spec handle_info(term(), #state{}) -> {noreply, #state{}} | {stop, term(), #state{}}.
handle_info({Port, {data, Data}}, #state{port = Port} = State) ->
    {noreply, received(Data, State)};
handle_info({Port, {exit_status, Status}}, #state{port = Port} = State) ->
    {noreply, fail_all([~" ended with status ", integer_to_binary(Status)], State)};
%% It went while a request was being written; how, is not told then.
handle_info({'EXIT', Port, Reason}, #state{port = Port} = State) when Reason =:= epipe; Reason =:= normal ->
    {noreply, fail_all(~" ended", State)};
handle_info({'EXIT', Port, Reason}, #state{port = Port} = State) ->
    {noreply, fail_all(io_lib:format(" cannot be asked: ~0tp", [Reason]), State)};
handle_info({'EXIT', Supervisor, killed}, #state{supervisor = Supervisor} = State) ->
    {noreply, State#state{top = monitor(process, mochi_sup)}};
handle_info({'EXIT', Supervisor, Reason}, #state{supervisor = Supervisor} = State) ->
    {stop, Reason, State};
handle_info({'DOWN', Top, process, _, _}, #state{top = Top} = State) ->
    {stop, shutdown, State};
handle_info({timeout, Timer, Id}, #state{pending = Pending} = State) ->
    case Pending of
        #{Id := {From, Function, Timer}} ->
            gen_server:reply(From, {error, message(State, [~" did not answer ", Function, ~" in time and was ended"])}),
            {noreply, kill(~" was ended because it did not answer another request in time", forget(Id, State))};
        #{} ->
            {noreply, State}
    end;
handle_info({'DOWN', _, process, Owner, _}, #state{program = #{owner := Owner}} = State) ->
    {stop, normal, State};
handle_info(_, State) ->
    {noreply, State}.

-doc false.
-spec terminate(term(), #state{}) -> ok.
terminate(_, #state{port = undefined}) ->
    ok;
terminate(_, #state{port = Port, pending = Pending} = State) when map_size(Pending) =:= 0 ->
    _ = catch port_close(Port),
    _ = State,
    ok;
terminate(_, State) ->
    _ = kill(~" was closed", State),
    ok.

%% Arguments, answers and variables of the environment are nobody's business.
-doc false.
-spec format_status(gen_server:format_status()) -> gen_server:format_status().
format_status(Status) ->
    mochi_redact:status(Status, fun(#state{program = Program} = State) ->
        State#state{program = hidden(Program), rest = [], pending = #{}}
    end).

hidden(#{command := [Name | _]} = Program) -> Program#{command := [Name], options := #{}};
hidden(undefined) -> undefined.

%% ---------------------------------------------------------------------------------------------------------------------

%% The name is taken once the program is known: whoever finds the server by it can ask.
named(undefined) ->
    ok;
named(Name) ->
    try register(Name, self()) of
        true -> ok
    catch
        error:badarg -> {taken, whereis(Name)}
    end.

started(#state{port = undefined, program = #{command := [Name | Arguments], options := Options}} = State) ->
    Directory = maps:get(directory, Options, ~"."),
    case executable(characters(Name), characters(Directory)) of
        false ->
            {error, iolist_to_binary([~"there is no program ", Name])};
        File ->
            Settings = [
                {args, Arguments}, binary, stream, use_stdio, exit_status, hide,
                %% A writer must not wait here: requests are bounded by who waits for their answers.
                {busy_limits_port, disabled}, {busy_limits_msgq, disabled},
                {env, [{characters(Key), characters(Value)} || Key := Value <- maps:get(env, Options, #{})]},
                {cd, Directory}
            ],
            case filelib:is_dir(Directory) of
                true -> opened(File, Settings, State);
                false -> {error, iolist_to_binary([~"there is no folder ", Directory])}
            end
    end;
started(State) ->
    {ok, State}.

%% A name alone is looked for in PATH, one with a folder from where the program will run.
executable(Name, Directory) ->
    case filename:basename(Name) of
        Name -> os:find_executable(Name);
        _ -> os:find_executable(filename:absname(Name, filename:absname(Directory)))
    end.

opened(File, Settings, State) ->
    try open_port({spawn_executable, File}, Settings) of
        Port -> {ok, State#state{port = Port}}
    catch
        error:Reason -> {error, message(State, io_lib:format(" cannot be started: ~0tp", [Reason]))}
    end.

characters(Text) -> unicode:characters_to_list(Text).

send(Function, Arguments, Timeout, From, #state{port = Port, next = Id, pending = Pending} = State) ->
    Name = json:encode(Function),
    Line = [~B({"id":), integer_to_binary(Id), ~B(,"call":), Name, ~B(,"args":), Arguments, ~B(}), $\n],
    %% A port that has ended meanwhile says so in a message that follows.
    _ = catch port_command(Port, Line),
    Timer = erlang:start_timer(Timeout, self(), Id),
    State#state{next = Id + 1, pending = Pending#{Id => {From, Function, Timer}}}.

received(Data, #state{rest = Rest, size = Size} = State) ->
    case binary:split(Data, ~"\n") of
        [_] when Size + byte_size(Data) > ?LONGEST_ANSWER ->
            kill(~" was ended because its answer is too long", State);
        [_] ->
            State#state{rest = [Data | Rest], size = Size + byte_size(Data)};
        [End, More] ->
            Line = iolist_to_binary(lists:reverse(Rest, [End])),
            case answered(Line, State#state{rest = [], size = 0}) of
                #state{port = undefined} = Ended -> Ended;
                Next when More =:= <<>> -> Next;
                Next -> received(More, Next)
            end
    end.

answered(Line, #state{pending = Pending} = State) ->
    try mochi_json:decode(Line) of
        #{~"id" := Id, ~"ok" := Value} when is_map_key(Id, Pending) ->
            answer(Id, {ok, Value}, State);
        #{~"id" := Id, ~"error" := Said} when is_map_key(Id, Pending), is_binary(Said) ->
            {_, Function, _} = map_get(Id, Pending),
            answer(Id, {error, message(State, [~" cannot answer ", Function, ~": ", Said])}, State);
        _ ->
            no_answer(Line, State)
    catch
        error:_ -> no_answer(Line, State)
    end.

no_answer(Line, State) ->
    kill([~" was ended because it wrote what is no answer: ", mochi_format:excerpt(Line)], State).

answer(Id, Answer, #state{pending = Pending} = State) ->
    {From, _, _} = map_get(Id, Pending),
    gen_server:reply(From, Answer),
    forget(Id, State).

forget(Id, #state{pending = Pending} = State) ->
    {{_, _, Timer}, Others} = maps:take(Id, Pending),
    _ = erlang:cancel_timer(Timer),
    State#state{pending = Others}.

%% That standard input ends does not end every program, and not one that is busy.
kill(Why, #state{port = Port} = State) ->
    _ =
        case {erlang:port_info(Port, os_pid), os:find_executable("kill")} of
            {{os_pid, Process}, Kill} when is_list(Kill) ->
                catch open_port({spawn_executable, Kill}, [{args, ["-KILL", integer_to_list(Process)]}, hide]);
            _ ->
                false
        end,
    _ = catch port_close(Port),
    fail_all(Why, State).

fail_all(Why, #state{pending = Pending} = State) ->
    Message = message(State, Why),
    maps:foreach(fun(_, {From, _, _}) -> gen_server:reply(From, {error, Message}) end, Pending),
    lists:foldl(fun forget/2, State#state{port = undefined, rest = [], size = 0}, maps:keys(Pending)).

message(#state{program = #{command := [Name | _]}}, Why) -> unicode:characters_to_binary([Name, Why]).
