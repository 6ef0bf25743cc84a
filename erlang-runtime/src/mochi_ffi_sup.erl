-module(mochi_ffi_sup).
-moduledoc """
Supervises the servers of foreign programs. It is started with the first of them, below `m:mochi_sup`.

```erlang
1> {ok, {Flags, _}} = mochi_ffi_sup:init([]), map_get(strategy, Flags).
simple_one_for_one
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    start_program/1,
    init/1
]).

-doc """
Starts the supervisor under its module's name.

```erlang
{ok, Supervisor} = mochi_ffi_sup:start_link().
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
Starts the server of a program, not the program itself. Of a name there is one server; when it runs, that is the value.

```erlang
1> Program = #{command => [~"cat"], options => #{}, owner => self(), name => undefined}, ok.
ok
2> {ok, Server} = mochi_ffi_sup:start_program(Program), ok.
ok
3> mochi_ffi:close({mochi_program, Server}).
ok
```
""".
-spec start_program(mochi_ffi_port:program()) -> {ok, pid()} | {error, Message :: binary()}.
start_program(Program) ->
    ok = start(),
    %% The program comes in a call: arguments of a start appear in reports of supervisors.
    case mochi_sup:start_child(?MODULE, []) of
        {ok, Server} when is_pid(Server) ->
            try gen_server:call(Server, {program, Program}) of
                ok -> {ok, Server};
                {taken, Named} when is_pid(Named) -> {ok, Named};
                {taken, undefined} -> start_program(Program)
            catch
                exit:{Reason, _} ->
                    {error, unicode:characters_to_binary(io_lib:format("cannot start a program: ~0tp", [Reason]))}
            end;
        {error, Reason} ->
            {error, unicode:characters_to_binary(io_lib:format("cannot start a program: ~0tp", [Reason]))}
    end.

-doc false.
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) ->
    Server = #{id => program, start => {mochi_ffi_port, start_link, []}, restart => temporary},
    {ok, {#{strategy => simple_one_for_one}, [Server]}}.

start() ->
    case whereis(?MODULE) of
        undefined ->
            {ok, _} = application:ensure_all_started(mochi),
            Child = #{id => ?MODULE, start => {?MODULE, start_link, []}, type => supervisor},
            case supervisor:start_child(mochi_sup, Child) of
                {ok, _} -> ok;
                {error, {already_started, _}} -> ok;
                %% It is being started again.
                {error, _} -> ok
            end;
        _ ->
            ok
    end.
