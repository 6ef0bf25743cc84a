-module(mochi_llm_sup).
-moduledoc """
The servers of model providers, one per provider and base URL, started on first use, and the table of the models that a
program declares.

A server that dies is not restarted; the next request to its provider starts a new one.

```erlang
1> {ok, Server} = mochi_llm_sup:server({mochi_llm_echo, ~""}), is_pid(Server).
true
2> application:stop(mochi).
ok
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    server/1,
    declare/2,
    declared/1
]).

-export([
    init/1
]).

-define(MODELS, mochi_llm_models).

-doc """
Starts the supervisor under its module's name. The table belongs to the caller, the supervisor above: it outlives
whoever declares a model, and this supervisor.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), {error, {already_started, _}} = mochi_llm_sup:start_link(), ok.
ok
2> application:stop(mochi).
ok
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() ->
    _ = ets:whereis(?MODELS) =:= undefined andalso
        ets:new(?MODELS, [named_table, public, {read_concurrency, true}]),
    supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
The server of a provider; starts it, and the application, when they are not running.

```erlang
1> {ok, Server} = mochi_llm_sup:server({mochi_llm_echo, ~""}), is_pid(Server).
true
2> mochi_llm_sup:server({mochi_llm_echo, ~""}) =:= {ok, Server}.
true
3> application:stop(mochi).
ok
```
""".
-spec server(mochi_llm_provider:key()) -> {ok, pid()} | {error, Why :: binary()}.
server(Key) ->
    Child = #{id => Key, start => {mochi_llm_provider, start_link, []}, restart => temporary},
    try mochi_sup:start_child(?MODULE, Child) of
        {ok, Server} when is_pid(Server) -> {ok, Server};
        {error, {already_started, Server}} -> {ok, Server};
        _ -> {error, ~"the server of the provider does not start"}
    catch
        error:{mochi_error, _, Why} -> {error, Why}
    end.

-doc """
Declares a model under a name.

```erlang
1> mochi_llm_sup:declare(~"quick", #{~"provider" => ~"echo"}).
ok
2> mochi_llm_sup:declared(~"quick").
{some, #{~"provider" => ~"echo"}}
3> application:stop(mochi).
ok
```
""".
-spec declare(Name :: binary(), map()) -> ok.
declare(Name, Settings) ->
    true = on_models(fun() -> ets:insert(?MODELS, {Name, Settings}) end),
    ok.

-doc """
What was declared under a name.

```erlang
1> mochi_llm_sup:declared(~"nothing has this name").
none
2> application:stop(mochi).
ok
```
""".
-spec declared(Name :: binary()) -> mochi_option:option(map()).
declared(Name) ->
    case on_models(fun() -> ets:lookup(?MODELS, Name) end) of
        [{_, Settings}] -> {some, Settings};
        [] -> none
    end.

%% The table goes when the application ends, and comes when it is started again.
on_models(Function) ->
    ok = mochi_sup:ensure(?MODULE),
    try
        Function()
    catch
        error:badarg ->
            mochi_core:raise(mochi_err_async_crash, ~"the application mochi ended while its models were looked up")
    end.

-doc """
No server exists before the first request.

```erlang
1> {ok, {_, Servers}} = mochi_llm_sup:init([]), Servers.
[]
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) -> {ok, {#{strategy => one_for_one}, []}}.
