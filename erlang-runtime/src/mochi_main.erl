-module(mochi_main).
-moduledoc """
Runs a Mochi program as the operating system expects it: arguments in, bytes out, an exit status at the end.

There are three ways in, all of which end in `run/1`:

- `erl -noshell -pa DIR... -s mochi_user_hello -extra ARG...`: the program's own `start/0` calls `run/1`.
- `erl -noshell -pa DIR... -s mochi_main start mochi_user_hello -extra ARG...`
- an escript with the flags `-escript main mochi_main -mochi_program mochi_user_hello`.

The program runs in a process of its own. When it returns, the node halts with status 0 as soon as its output is
written. An error that nobody caught is reported on standard error, as one line `mochi: FILE:LINE: MESSAGE` and the
Mochi stack, and gives the exit status that belongs to its code (`m:mochi_error`). When nobody reads standard output
any more the node halts without a word, with the status that the shell shows for a broken pipe.

```erlang
mochi_main:run(mochi_user_hello).
```
""".

-export([
    start/0,
    start/1,
    main/1,
    run/1
]).

-define(BROKEN_PIPE, 141).
-define(USAGE, 2).

%% Long enough to show the Mochi frames below those of the runtime.
-define(BACKTRACE_DEPTH, 32).

-doc """
Runs the program that the flag `-mochi_program` names.

```
erl -noshell -pa mochi/ebin hello/ebin -mochi_program mochi_user_hello -s mochi_main
```
""".
-spec start() -> no_return().
start() ->
    run(flagged_program()).

-doc """
Runs the program that `-s mochi_main start PROGRAM` names.

```
erl -noshell -pa mochi/ebin hello/ebin -s mochi_main start mochi_user_hello
```
""".
-spec start([atom()]) -> no_return().
start([Program | _]) ->
    run(Program);
start([]) ->
    start().

-doc """
Runs the program that the flag `-mochi_program` names, as the main function of an escript.

```
%%! -escript main mochi_main -mochi_program mochi_user_hello
```
""".
-spec main(Arguments :: [string()]) -> no_return().
main(Arguments) ->
    run(flagged_program(), Arguments).

-doc """
Runs a program with the plain arguments of the command line and halts.

```erlang
mochi_main:run(mochi_user_hello).
```
""".
-spec run(Program :: module()) -> no_return().
run(Program) ->
    run(Program, init:get_plain_arguments()).

-spec run(module(), [string()]) -> no_return().
run(Program, Arguments) ->
    true = register(?MODULE, self()),
    process_flag(trap_exit, true),
    _ = erlang:system_flag(backtrace_depth, ?BACKTRACE_DEPTH),
    Stdout = mochi_console:open(),
    Texts = [argument(Argument) || Argument <- Arguments],
    {_, Monitor} = spawn_monitor(fun() -> exit({?MODULE, execute(Program, Texts)}) end),
    receive
        {'DOWN', Monitor, process, _, {?MODULE, Outcome}} -> finish(Outcome, Stdout);
        {'DOWN', Monitor, process, _, Reason} -> finish({exit, Reason, []}, Stdout);
        {'EXIT', Stdout, Reason} -> unwritten(Reason)
    end.

execute(Program, Arguments) ->
    try
        declare(Program),
        _ = Program:main(Arguments),
        report_tests()
    of
        ok -> ok
    catch
        Class:Reason:Stack -> {Class, Reason, Stack}
    end.

%% A program without test blocks does not even load what runs them.
report_tests() ->
    case erlang:module_loaded(mochi_test) of
        true -> mochi_test:finish();
        false -> ok
    end.

%% What the generated module says about itself; a module that is not generated need not say anything.
declare(Program) ->
    case code:ensure_loaded(Program) of
        {module, Program} ->
            ok = mochi_atoms:register(Program),
            case erlang:function_exported(Program, '$mochi_types', 0) of
                true -> mochi_types:register(Program:'$mochi_types'());
                false -> ok
            end;
        {error, Reason} ->
            erlang:error({mochi_no_program, Program, Reason})
    end.

-spec finish(ok | {mochi_error:class(), term(), mochi_error:stacktrace()}, port()) -> no_return().
finish(ok, Stdout) ->
    case mochi_console:drain() of
        ok -> halt(0, [{flush, true}]);
        closed -> receive {'EXIT', Stdout, Reason} -> unwritten(Reason) end
    end;
finish({error, {mochi_no_program, Program, Reason}, _}, _) ->
    fail(?USAGE, [~"mochi: cannot load the program ", atom_to_binary(Program), ~": ", atom_to_binary(Reason), $\n]);
finish({Class, Reason, Stack}, _) ->
    {Code, _} = mochi_error:describe(Class, Reason, Stack),
    fail(mochi_error:status(Code), mochi_error:report(Class, Reason, Stack)).

%% Standard output could not be written: its reader left, which is none of the program's business, or its disk is full.
-spec unwritten(Reason :: term()) -> no_return().
unwritten(epipe) ->
    halt(?BROKEN_PIPE, [{flush, false}]);
unwritten(Reason) ->
    fail(mochi_error:status(mochi_err_file), [
        ~"mochi: cannot write to standard output: ", file:format_error(Reason), $\n
    ]).

-spec fail(Status :: byte(), Report :: iodata()) -> no_return().
fail(Status, Report) ->
    mochi_console:write_error(Report),
    halt(Status, [{flush, true}]).

flagged_program() ->
    case init:get_argument(mochi_program) of
        {ok, [[Program | _] | _]} ->
            list_to_atom(Program);
        _ ->
            fail(?USAGE, ~"mochi: no program: start erl with -mochi_program MODULE\n")
    end.

%% Under a locale that is not UTF-8 the emulator takes every byte of an argument for a character.
argument(Argument) ->
    case file:native_name_encoding() of
        utf8 -> unicode:characters_to_binary(Argument);
        latin1 -> bytes(Argument)
    end.

bytes(Argument) ->
    try
        list_to_binary(Argument)
    catch
        error:badarg -> unicode:characters_to_binary(Argument)
    end.
