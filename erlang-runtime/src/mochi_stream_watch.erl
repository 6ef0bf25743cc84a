-module(mochi_stream_watch).
-moduledoc """
Has publishers look for subscribers that make them wait from the moment on when there is one, on whatever node. Until
then publishing costs no look-up more.

```erlang
1> mochi_stream_watch:init([]) =/= ignore.
true
```
""".

-behaviour(gen_server).

-export([
    start_link/0,
    init/1,
    handle_call/3,
    handle_cast/2,
    handle_info/2
]).

-define(AGAIN, 1).

-doc """
Starts the process under its module's name.

```erlang
{ok, Pid} = mochi_stream_watch:start_link().
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() ->
    ok = mochi_sup:vacate(?MODULE),
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

-doc false.
-spec init([]) -> {ok, reference() | undefined}.
init([]) -> {ok, watch()}.

-doc false.
-spec handle_call(term(), gen_server:from(), State) -> {reply, ok, State}.
handle_call(_, _, State) -> {reply, ok, State}.

-doc false.
-spec handle_cast(term(), State) -> {noreply, State}.
handle_cast(_, State) -> {noreply, State}.

-doc false.
-spec handle_info(term(), reference() | undefined) -> {noreply, reference() | undefined}.
handle_info({_, join, {mochi_stream_block, _}, _}, State) ->
    ok = mochi_registry:attend(blocks),
    {noreply, State};
handle_info({'DOWN', Scope, process, _, _}, Scope) ->
    {noreply, watch()};
handle_info(watch, undefined) ->
    {noreply, watch()};
handle_info(_, State) ->
    {noreply, State}.

%% The process that is monitored here is the one that then answers, or the monitor tells that it is gone.
watch() ->
    case whereis(mochi) of
        undefined ->
            later();
        Pid ->
            Scope = monitor(process, Pid),
            try pg:monitor_scope(mochi) of
                {_, Groups} ->
                    _ = [mochi_registry:attend(blocks) || {mochi_stream_block, _} <- maps:keys(Groups)],
                    Scope
            catch
                exit:_ ->
                    demonitor(Scope, [flush]),
                    later()
            end
    end.

later() ->
    _ = erlang:send_after(?AGAIN, self(), watch),
    undefined.
