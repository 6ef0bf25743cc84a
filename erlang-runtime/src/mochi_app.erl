-module(mochi_app).
-moduledoc """
The callback of the application `mochi`. Programs that use nothing but values, files and printing run without it.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), application:stop(mochi).
ok
```
""".

-behaviour(application).

-export([
    start/2,
    stop/1
]).

-doc """
Starts the supervision tree.

```erlang
{ok, Supervisor} = mochi_app:start(normal, []).
```
""".
-spec start(application:start_type(), Arguments :: term()) -> supervisor:startlink_ret().
start(_Type, _Arguments) -> mochi_sup:start_link().

-doc """
Called when the tree is down; nothing is left to do.

```erlang
1> mochi_app:stop([]).
ok
```
""".
-spec stop(State :: term()) -> ok.
stop(_State) -> ok.
