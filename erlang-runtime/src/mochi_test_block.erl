-module(mochi_test_block).
-moduledoc """
Runs one test block in a process of its own, with a bound on its time. This server watches that process.

What the block prints with `print` is kept for the report. What processes print that the block starts is not.

```erlang
1> {passed, _, Output} = mochi_test_block:run(fun() -> mochi_core:print([~"seen"]) end, 1_000), Output.
~"seen\n"
```
""".

-behaviour(gen_server).

-export([
    run/2
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

-define(START_MS, 5_000).

-record(block, {
    caller :: gen_server:from() | undefined,
    process :: pid() | undefined,
    monitor :: reference() | undefined,
    output :: ets:tid(),
    start :: integer(),
    timeout = 0 :: non_neg_integer()
}).

-doc """
Runs a block and says how it went, how long it took in nanoseconds and what it printed.

```erlang
1> {Outcome, _, _} = mochi_test_block:run(fun() -> mochi_core:divide(1, 0) end, 1_000), Outcome.
{failed, ~"divzero", ~"division of 1 by zero", []}
2> {{failed, Code, Message, _}, _, _} = mochi_test_block:run(fun() -> timer:sleep(infinity) end, 10), {Code, Message}.
{~"timeout", ~"took more than 10 ms"}
```
""".
-spec run(fun(() -> term()), Timeout :: pos_integer()) ->
    {mochi_test:outcome(), mochi_time:duration(), Output :: binary()}.
run(Block, Timeout) ->
    {ok, Server} = gen_server:start(?MODULE, [], []),
    gen_server:call(Server, {run, Block, Timeout}, Timeout + ?START_MS).

-doc false.
-spec init([]) -> {ok, #block{}}.
init([]) -> {ok, #block{output = ets:new(output, [ordered_set, public]), start = erlang:monotonic_time()}}.

-doc false.
-spec handle_call({run, fun(() -> term()), pos_integer()}, gen_server:from(), #block{}) -> {noreply, #block{}}.
handle_call({run, Block, Timeout}, Caller, #block{output = Output} = State) ->
    {Process, Monitor} = spawn_monitor(fun() -> exit({?MODULE, outcome(Block, Output)}) end),
    _ = erlang:send_after(Timeout, self(), took_too_long),
    {noreply, State#block{
        caller = Caller, process = Process, monitor = Monitor, start = erlang:monotonic_time(), timeout = Timeout
    }}.

-doc false.
-spec handle_cast(term(), #block{}) -> {noreply, #block{}}.
handle_cast(_, State) -> {noreply, State}.

-doc false.
-spec handle_info(term(), #block{}) -> {noreply, #block{}} | {stop, normal, #block{}}.
handle_info({'DOWN', Monitor, process, _, Reason}, #block{monitor = Monitor} = State) ->
    answer(ended(Reason), State);
handle_info(took_too_long, #block{process = Process, monitor = Monitor, timeout = Timeout} = State) ->
    true = demonitor(Monitor, [flush]),
    exit(Process, kill),
    Message = iolist_to_binary([~"took more than ", integer_to_binary(Timeout), ~" ms"]),
    answer({failed, mochi_error:code(mochi_err_timeout), Message, []}, State);
handle_info(_, State) ->
    {noreply, State}.

answer(Outcome, #block{caller = Caller, output = Output, start = Start} = State) ->
    Duration = erlang:convert_time_unit(erlang:monotonic_time() - Start, native, nanosecond),
    gen_server:reply(Caller, {Outcome, Duration, iolist_to_binary([Text || {_, Text} <- ets:tab2list(Output)])}),
    {stop, normal, State}.

outcome(Block, Output) ->
    mochi_console:capture(Output),
    try Block() of
        _ -> passed
    catch
        Class:Reason:Stack -> failed(Class, Reason, Stack)
    end.

ended({?MODULE, Outcome}) -> Outcome;
%% Ended by a signal, such as that of a process it is linked to.
ended(Reason) -> failed(exit, Reason, []).

failed(Class, Reason, Stack) ->
    {Code, Message} = mochi_error:describe(Class, Reason, Stack),
    {failed, mochi_error:code(Code), Message, mochi_log_format:stack(Reason, Stack)}.
