-module(mochi_ffi).
-moduledoc """
Calls into code that is not Mochi: functions of Erlang modules, and functions of other programs, Python and Node among
them.

What comes back is checked against the type that the caller expects (`m:mochi_cast`). Whatever goes wrong raises the
error `ffi`: a function that is not there or fails, a value of another type, a program that ends or does not answer in
time.

A program runs beside the node, as a process of the operating system, and is asked over its standard input and output:
one JSON document a line, as `docs/runtime/ffi.md` says. It is started at the first request; no shell is involved. When
it ends or is ended, the requests that it has not answered fail, and the next one starts it again. Nothing else is
affected.

```erlang
1> mochi_ffi:call(lists, sum, [[1, 2, 3]], int).
6
2> mochi_ffi:call(lists, sum, [[1, 2, 3]], string).
** {mochi_error, mochi_err_ffi, ~"lists:sum/1 returned the wrong type: expected string, got 6 (int)"}
```
""".

%% Erlang
-export([
    call/4
]).

%% Programs
-export([
    python/3,
    node/3,
    open/2,
    open_python/1,
    open_node/1,
    request/4,
    request/5,
    close/1
]).

-export_type([
    program/0,
    options/0
]).

-doc "A program that can be asked; valid until `close/1`, or until the process that opened it ends.".
-opaque program() :: {mochi_program, pid()}.

-doc """
`directory` is where the program runs, and where a name of it with a folder in it counts from; `env` is added to its
environment.
""".
-type options() :: #{directory => binary(), env => #{binary() => binary()}}.

-define(TIMEOUT_MS, 30_000).
%% What a program does not take longer for than this is decided in its server; this guards against the server alone.
-define(SERVER_MS, 10_000).

%% ---------------------------------------------------------------------------------------------------------------------
%% Erlang
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The value of an Erlang function, as a value of a type. Names that are strings must be those of atoms that exist.

```erlang
1> mochi_ffi:call(~"maps", ~"to_list", [#{~"a" => 1}], {list, any}).
[{~"a", 1}]
2> mochi_ffi:call(lists, nth, [5, [1]], int).
** {mochi_error, mochi_err_ffi, <<"lists:nth/2 failed: ", _/binary>>}
3> mochi_ffi:call(lists, no_such, [1], int).
** {mochi_error, mochi_err_ffi, ~"there is no function lists:no_such/1"}
```
""".
-spec call(module() | binary(), atom() | binary(), Arguments :: [term()], mochi_cast:type()) -> term().
call(Module, Function, Arguments, Type) when is_atom(Module), is_atom(Function), is_list(Arguments) ->
    try apply(Module, Function, Arguments) of
        Value -> returned(name(Module, Function, Arguments), Value, Type)
    catch
        error:{mochi_error, _, _} = Reason:Stack ->
            erlang:raise(error, Reason, Stack);
        Class:Reason:Stack ->
            case mochi_error:describe(Class, Reason, Stack) of
                %% That there is no such function.
                {mochi_err_ffi, Message} -> failed(Message, Stack);
                {_, Message} -> failed([name(Module, Function, Arguments), ~" failed: ", Message], Stack)
            end
    end;
call(Module, Function, Arguments, Type) when is_list(Arguments) ->
    case {existing(Module), existing(Function)} of
        {{ok, ModuleAtom}, {ok, FunctionAtom}} -> call(ModuleAtom, FunctionAtom, Arguments, Type);
        _ -> fail([~"there is no function ", name(Module, Function, Arguments)])
    end;
call(_, _, Arguments, _) ->
    mochi_core:type_error(~"list of arguments", Arguments).

existing(Name) when is_atom(Name) -> {ok, Name};
existing(Name) when is_binary(Name) -> mochi_atoms:find(Name);
existing(Name) -> mochi_core:type_error(~"name of a module or function", Name).

name(Module, Function, Arguments) ->
    [text(Module), $:, text(Function), $/, integer_to_binary(length(Arguments))].

text(Name) when is_atom(Name) -> atom_to_binary(Name);
text(Name) -> Name.

%% ---------------------------------------------------------------------------------------------------------------------
%% Programs
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The value of a Python function. All such calls of a node share one Python, the program that `MOCHI_PYTHON` names or else
`python3`; it answers them one after the other.

```erlang
mochi_ffi:python(~"math.sqrt", [16], float).
```
""".
-spec python(Function :: binary(), Arguments :: [term()], mochi_cast:type()) -> term().
python(Function, Arguments, Type) ->
    request(shared(mochi_ffi_python, fun python_command/0), Function, Arguments, Type).

-doc """
The value of a JavaScript function, awaited when it is a promise. All such calls of a node share one Node, the program
that `MOCHI_NODE` names or else `node`.

```erlang
mochi_ffi:node(~"Math.max", [1, 5, 3], int).
```
""".
-spec node(Function :: binary(), Arguments :: [term()], mochi_cast:type()) -> term().
node(Function, Arguments, Type) ->
    request(shared(mochi_ffi_node, fun node_command/0), Function, Arguments, Type).

-doc """
A program that answers requests: its name, looked up in the folders of `PATH` unless it is a path, and its arguments.

```erlang
1> Program = mochi_ffi:open([~"no such program"], #{}), ok.
ok
2> mochi_ffi:request(Program, ~"f", [], int).
** {mochi_error, mochi_err_ffi, ~"there is no program no such program"}
3> mochi_ffi:close(Program).
ok
```
""".
-spec open(Command :: [binary(), ...], options()) -> program().
open([_ | _] = Command, Options) when is_map(Options) ->
    _ = [mochi_core:type_error(~"string in a command", Word) || Word <- Command, not is_binary(Word)],
    started(mochi_ffi_sup:start_program(#{
        command => Command, options => checked(Options), owner => self(), name => undefined
    }));
open([_ | _], Options) ->
    mochi_core:type_error(~"map of options", Options);
open(Command, _) ->
    mochi_core:type_error(~"list of a program and its arguments", Command).

-doc """
A Python of one's own.

```erlang
Python = mochi_ffi:open_python(#{directory => ~"scripts"}),
Total = mochi_ffi:request(Python, ~"prices.total", [[1.5, 2]], float),
ok = mochi_ffi:close(Python).
```
""".
-spec open_python(options()) -> program().
open_python(Options) -> open(python_command(), Options).

-doc """
A Node of one's own.

```erlang
Node = mochi_ffi:open_node(#{directory => ~"scripts"}),
Total = mochi_ffi:request(Node, ~"./prices.total", [[1.5, 2]], float),
ok = mochi_ffi:close(Node).
```
""".
-spec open_node(options()) -> program().
open_node(Options) -> open(node_command(), Options).

-doc """
Asks a program for the value of a function, with 30 seconds to answer.

```erlang
1> Echo = mochi_ffi:open([~"no such program"], #{}), mochi_ffi:close(Echo).
ok
2> mochi_ffi:request(Echo, ~"f", [], int).
** {mochi_error, mochi_err_ffi, ~"the program was closed"}
```
""".
-spec request(program(), Function :: binary(), Arguments :: [term()], mochi_cast:type()) -> term().
request(Program, Function, Arguments, Type) -> request(Program, Function, Arguments, Type, ?TIMEOUT_MS).

-doc """
Asks a program for the value of a function. One that does not answer in time is ended.

```erlang
mochi_ffi:request(Program, ~"reports.monthly", [2026, 11], {list, string}, 120_000).
```
""".
-spec request(program(), Function :: binary(), Arguments :: [term()], mochi_cast:type(), Timeout :: pos_integer()) ->
    term().
request({mochi_program, Server}, Function, Arguments, Type, Timeout)
    when is_binary(Function), is_list(Arguments), is_integer(Timeout), Timeout > 0
->
    %% What cannot be expressed in JSON is the caller's mistake, and is told before anything is sent.
    Json = compact(mochi_json:encode(Arguments)),
    case ask(Server, {request, Function, Json, Timeout}, Timeout + ?SERVER_MS) of
        {ok, Value} -> returned(Function, Value, Type);
        {error, Message} -> fail(Message)
    end;
request({mochi_program, _}, Function, _, _, _) when not is_binary(Function) ->
    mochi_core:type_error(~"string as the name of a function", Function);
request({mochi_program, _}, _, Arguments, _, _) when not is_list(Arguments) ->
    mochi_core:type_error(~"list of arguments", Arguments);
request({mochi_program, _}, _, _, _, Timeout) ->
    mochi_core:type_error(~"positive number of milliseconds", Timeout);
request(Program, _, _, _, _) ->
    mochi_core:type_error(~"program", Program).

-doc """
Closes a program: its standard input ends. One that still has requests to answer is ended.

```erlang
1> Program = mochi_ffi:open([~"no such program"], #{}), ok.
ok
2> {mochi_ffi:close(Program), mochi_ffi:close(Program)}.
{ok, ok}
```
""".
-spec close(program()) -> ok.
close({mochi_program, Server}) ->
    _ = ask(Server, close, ?SERVER_MS),
    ok;
close(Program) ->
    mochi_core:type_error(~"program", Program).

%% ---------------------------------------------------------------------------------------------------------------------

shared(Name, Command) ->
    case whereis(Name) of
        undefined ->
            started(mochi_ffi_sup:start_program(#{command => Command(), options => #{}, owner => none, name => Name}));
        Server ->
            {mochi_program, Server}
    end.

started({ok, Server}) -> {mochi_program, Server};
started({error, Message}) -> fail(Message).

python_command() -> [program("MOCHI_PYTHON", ~"python3"), ~"-u", ~"-c", script("mochi_ffi.py")].

node_command() -> [program("MOCHI_NODE", ~"node"), ~"-e", script("mochi_ffi.js")].

program(Variable, Default) ->
    case os:getenv(Variable, "") of
        "" -> Default;
        Program -> unicode:characters_to_binary(Program)
    end.

%% As text, for in an escript it is in an archive, which neither Python nor Node looks into.
script(Name) ->
    File = filename:join([filename:dirname(filename:dirname(code:which(?MODULE))), "priv", Name]),
    case erl_prim_loader:get_file(File) of
        {ok, Text, _} -> Text;
        error -> fail([~"the file ", File, ~" is missing"])
    end.

checked(Options) ->
    maps:foreach(
        fun
            (directory, Directory) when is_binary(Directory) ->
                ok;
            (env, Variables) when is_map(Variables) ->
                _ = [
                    mochi_core:type_error(~"map of strings as env", maps:keys(Variables))
                 || {Name, Value} <- maps:to_list(Variables), not (is_binary(Name) andalso is_binary(Value))
                ],
                ok;
            (Name, _) ->
                mochi_core:type_error(~"directory or env as an option", Name)
        end,
        Options
    ),
    Options.

%% The text has line ends between values alone.
compact(Json) -> re:replace(Json, ~"\n *", ~"", [global, {return, binary}]).

%% The exit of a call that failed has the call in it, arguments and all.
ask(Server, Request, Timeout) ->
    try
        gen_server:call(Server, Request, Timeout)
    catch
        exit:{timeout, _} -> {error, ~"the program's server did not answer"};
        exit:_ -> {error, ~"the program was closed"}
    end.

returned(Name, Value, Type) ->
    try
        mochi_cast:cast(Value, Type)
    catch
        error:{mochi_error, _, Message} -> fail([Name, ~" returned the wrong type: ", Message])
    end.

-spec fail(unicode:chardata()) -> no_return().
fail(Message) -> mochi_core:raise(mochi_err_ffi, Message).

-spec failed(unicode:chardata(), mochi_error:stacktrace()) -> no_return().
failed(Message, Stack) ->
    erlang:raise(error, {mochi_error, mochi_err_ffi, unicode:characters_to_binary(Message)}, Stack).
