-module(mochi_llm_provider).
-moduledoc """
The server of a model provider: when the provider asks to wait, everybody who uses it waits.

It knows no keys: they are read from the environment for each request.

```erlang
1> {ok, Server} = mochi_llm_provider:start_link(), mochi_llm_provider:delay(Server).
0
2> ok = mochi_llm_provider:limited(Server, 60_000), mochi_llm_provider:delay(Server) > 50_000.
true
3> gen_server:stop(Server).
ok
```
""".

-behaviour(gen_server).

-export([
    start_link/0,
    delay/1,
    limited/2
]).

-export([
    init/1,
    handle_call/3,
    handle_cast/2
]).

-export_type([
    key/0,
    kind/0,
    request/0,
    message/0,
    call/0,
    reply/0
]).

-doc "What a server is for: the module of the provider, and its base URL.".
-type key() :: {module(), BaseUrl :: binary()}.

-doc "What is asked for.".
-type kind() :: text | stream | embedding.

-doc "A request, the same for every provider.".
-type request() :: #{
    model := binary(),
    messages := [message()],
    system := binary(),
    schema := mochi_option:option(map()),
    tools := [map()],
    settings := #{binary() => term()}
}.

-doc "A part of a conversation.".
-type message() ::
    {user, binary()}
    | {assistant, binary(), [call()]}
    | {results, [{Id :: binary(), Text :: binary(), IsError :: boolean()}]}.

-doc "The model asks for a function of the program.".
-type call() :: #{id := binary(), name := binary(), arguments := term()}.

-doc "What a model answered; `answer` is the structured output when the provider gives it apart from the text.".
-type reply() :: #{text := binary(), calls := [call()], answer := mochi_option:option(call())}.

-doc "Where the provider is, what its key is called in the environment, and the models it takes by default.".
-callback settings() ->
    #{
        name := binary(),
        key := string(),
        base_url := {Variable :: string(), Default :: binary()},
        model := binary(),
        embedding_model := binary()
    }.

-doc "The headers that carry the key.".
-callback headers(Key :: binary()) -> #{binary() => binary()}.

-doc "The path below the base URL and the body of a request.".
-callback body(kind(), request()) -> {ok, Path :: binary(), Body :: map()} | {error, Why :: binary()}.

-doc "Reads the body of a response.".
-callback reply(kind(), Body :: term()) -> {ok, reply() | [number()]} | {error, Why :: binary()}.

-doc "Reads the data of one event of a stream.".
-callback event(Data :: binary()) -> {text, binary()} | done | ignore | {error, Why :: binary()}.

-define(TIMEOUT, 5_000).

-doc """
Starts a server; called by `m:mochi_llm_sup`.

```erlang
1> {ok, Server} = mochi_llm_provider:start_link(), gen_server:stop(Server).
ok
```
""".
-spec start_link() -> gen_server:start_ret().
start_link() -> gen_server:start_link(?MODULE, [], []).

-doc """
The milliseconds to wait before the next request.

```erlang
1> mochi_llm_provider:delay(spawn(fun() -> ok end)).
0
```
""".
-spec delay(Server :: pid()) -> non_neg_integer().
delay(Server) ->
    try
        gen_server:call(Server, delay, ?TIMEOUT)
    catch
        exit:_ -> 0
    end.

-doc """
The provider asked to wait.

```erlang
1> mochi_llm_provider:limited(spawn(fun() -> ok end), 1000).
ok
```
""".
-spec limited(Server :: pid(), Milliseconds :: non_neg_integer()) -> ok.
limited(Server, Milliseconds) -> gen_server:cast(Server, {limited, Milliseconds}).

-doc """
The state is the time, of the monotonic clock, until which to wait.

```erlang
1> {ok, Now} = mochi_llm_provider:init([]), is_integer(Now).
true
```
""".
-spec init([]) -> {ok, integer()}.
init([]) -> {ok, erlang:monotonic_time(millisecond)}.

-doc """
Says how long to wait.

```erlang
1> {ok, Now} = mochi_llm_provider:init([]), {reply, 0, Now} =:= mochi_llm_provider:handle_call(delay, none, Now).
true
```
""".
-spec handle_call(delay, gen_server:from() | none, Until) -> {reply, non_neg_integer(), Until} when Until :: integer().
handle_call(delay, _, Until) -> {reply, max(0, Until - erlang:monotonic_time(millisecond)), Until}.

-doc """
Notes how long to wait; a longer time that was noted before stays.

```erlang
1> {ok, Now} = mochi_llm_provider:init([]), Later = Now + 9_000, is_integer(Later).
true
2> mochi_llm_provider:handle_cast({limited, 5}, Later) =:= {noreply, Later}.
true
```
""".
-spec handle_cast({limited, non_neg_integer()}, integer()) -> {noreply, integer()}.
handle_cast({limited, Milliseconds}, Until) ->
    {noreply, max(Until, erlang:monotonic_time(millisecond) + Milliseconds)}.
