-module(mochi_fetch_sup).
-moduledoc """
The connection pools of `m:mochi_fetch`: one per scheme, host, port and file of trusted authorities, started on first
use.

A pool that dies is not restarted; the next request to its host starts a new one. When this supervisor is killed, its
pools finish what they have begun, and the next supervisor starts others.

```erlang
1> {ok, {Flags, []}} = mochi_fetch_sup:init([]), map_get(strategy, Flags).
one_for_one
```
""".

-behaviour(supervisor).

-export([
    start_link/0,
    pool/1
]).

-export([
    init/1
]).

-doc """
Starts the supervisor under its module's name.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), {error, {already_started, _}} = mochi_fetch_sup:start_link(), ok.
ok
2> application:stop(mochi).
ok
```
""".
-spec start_link() -> supervisor:startlink_ret().
start_link() -> supervisor:start_link({local, ?MODULE}, ?MODULE, []).

-doc """
The pool of an origin; starts it, and the application, when they are not running.

```erlang
1> {ok, Pool} = mochi_fetch_sup:pool({{http, ~"localhost", 80}, none}), is_pid(Pool).
true
2> mochi_fetch_sup:pool({{http, ~"localhost", 80}, none}) =:= {ok, Pool}.
true
3> application:stop(mochi).
ok
```
""".
-spec pool(mochi_fetch_pool:key()) -> {ok, pid()} | {error, mochi_fetch_error:reason()}.
pool(Key) ->
    Child = #{id => Key, start => {mochi_fetch_pool, start_link, [Key]}, restart => temporary},
    try mochi_sup:start_child(?MODULE, Child) of
        {ok, Pool} when is_pid(Pool) -> {ok, Pool};
        {error, {already_started, Pool}} -> {ok, Pool};
        _ -> {error, {text, ~"the connection pool does not start"}}
    catch
        error:{mochi_error, _, Why} -> {error, {text, Why}}
    end.

-doc """
No pool exists before the first request.

```erlang
1> {ok, {_, Pools}} = mochi_fetch_sup:init([]), Pools.
[]
```
""".
-spec init([]) -> {ok, {supervisor:sup_flags(), [supervisor:child_spec()]}}.
init([]) -> {ok, {#{strategy => one_for_one}, []}}.
