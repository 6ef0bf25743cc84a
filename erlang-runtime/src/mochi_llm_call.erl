-module(mochi_llm_call).
-moduledoc """
One exchange with a model provider: sends it, waits when the provider is busy, plays and records cassettes, and turns
every failure into `mochi_err_llm` with provider, model, status and the provider's own words. A key is in none of them.

```erlang
1> Options = mochi_llm_options:read(#{~"prompt" => ~"hi"}), is_map(Options).
true
2> mochi_llm_call:ask(text, Options, [{user, ~"hi"}], mochi_llm_call:deadline(Options)).
#{text => ~"hi", calls => [], answer => none}
```
""".

-export([
    ask/4,
    stream/5,
    deadline/1,
    failed/2
]).

%% Too many requests, unavailable, overloaded.
-define(BUSY, [429, 503, 529]).
-define(FIRST_DELAY, 500).
-define(LONGEST_DELAY, 30_000).

-doc """
The time, in milliseconds of the monotonic clock, when the time limit of the options is over.

```erlang
1> mochi_llm_call:deadline(#{timeout => 1000}) > erlang:monotonic_time(millisecond).
true
```
""".
-spec deadline(#{timeout := pos_integer(), _ => _}) -> integer().
deadline(#{timeout := Timeout}) when is_integer(Timeout) -> erlang:monotonic_time(millisecond) + Timeout.

-doc """
Asks for the answer to a conversation, or for an embedding.

```erlang
1> Options = mochi_llm_options:read(#{~"text" => ~"hi"}), is_map(Options).
true
2> mochi_llm_call:ask(embedding, Options, [{user, ~"hi"}], mochi_llm_call:deadline(Options)).
[104.0, 105.0]
```
""".
-spec ask(mochi_llm_provider:kind(), mochi_llm_options:options(), [mochi_llm_provider:message()], integer()) ->
    mochi_llm_provider:reply() | [number()].
ask(Kind, #{provider := mochi_llm_echo} = Options, Messages, _) ->
    {ok, Reply} = mochi_llm_echo:answer(Kind, request(Kind, Options, Messages)),
    Reply;
ask(Kind, #{provider := Provider} = Options, Messages, Deadline) ->
    {Path, Body} = body(Kind, Options, Messages),
    Name = cassette(Path, Body, Options),
    case play(Name, Options) of
        {ok, Recorded} ->
            replied(Provider:reply(Kind, Recorded), Options);
        send ->
            Send = fun(Url, Request) ->
                case mochi_fetch:try_request(Url, Request) of
                    {ok, #{body := Text}} -> {ok, Text};
                    Error -> Error
                end
            end,
            Answer = decoded(sent(Send, Path, Body, Deadline, 0, Options), Options),
            Reply = replied(Provider:reply(Kind, Answer), Options),
            ok = record(Name, Body, Answer, Options),
            Reply
    end.

-doc """
Asks for the answer to a conversation and folds over its text as it comes.

```erlang
1> Options = mochi_llm_options:read(#{~"prompt" => ~"hi"}), is_map(Options).
true
2> Join = fun(Text, Texts) -> <<Texts/binary, Text/binary>> end, is_function(Join).
true
3> mochi_llm_call:stream(Options, [{user, ~"hi"}], mochi_llm_call:deadline(Options), Join, ~">").
~">hi"
```
""".
-spec stream(
    mochi_llm_options:options(),
    [mochi_llm_provider:message()],
    integer(),
    fun((binary(), Accumulator) -> Accumulator),
    Accumulator
) -> Accumulator.
stream(#{provider := mochi_llm_echo} = Options, Messages, Deadline, Function, Start) ->
    #{text := Text} = ask(text, Options, Messages, Deadline),
    Function(Text, Start);
stream(Options, Messages, Deadline, Function, Start) ->
    {Path, Body} = body(stream, Options, Messages),
    Name = cassette(Path, Body, Options),
    case play(Name, Options) of
        {ok, Texts} when is_list(Texts) ->
            lists:foldl(Function, Start, Texts);
        {ok, _} ->
            failed(Options, ~"the recording is not one of a stream");
        send ->
            {Texts, Result} = streamed(Path, Body, Deadline, Function, Start, Options),
            ok = record(Name, Body, Texts, Options),
            Result
    end.

-doc """
Raises the error of a request.

```erlang
1> Options = mochi_llm_options:read(#{~"prompt" => ~"hi"}), is_map(Options).
true
2> mochi_llm_call:failed(Options, ~"no luck").
** {mochi_error, mochi_err_llm, ~"echo echo: no luck"}
```
""".
-spec failed(mochi_llm_options:options(), Why :: unicode:chardata()) -> no_return().
failed(#{name := Name, model := Model} = Options, Why) ->
    Message = unicode:characters_to_binary([Name, $\s, Model, ~": ", Why]),
    mochi_core:raise(mochi_err_llm, hidden(Message, Options)).

%% Providers like to quote the key that they refuse.
hidden(Text, #{secret := Secret}) ->
    case Secret() of
        {some, Key} -> binary:replace(Text, Key, ~"***", [global]);
        none -> Text
    end.

request(Kind, Options, Messages) ->
    #{model := Model, system := System, schema := Schema, tools := Tools, settings := Settings} = Options,
    Named =
        case Kind of
            embedding -> maps:get(embedding_model, Options);
            _ -> Model
        end,
    #{model => Named, messages => Messages, system => System, schema => Schema, tools => Tools, settings => Settings}.

body(Kind, #{provider := Provider} = Options, Messages) ->
    case Provider:body(Kind, request(Kind, Options, Messages)) of
        {ok, Path, Body} -> {Path, Body};
        {error, Why} -> failed(Options, Why)
    end.

replied({ok, Reply}, _) -> Reply;
replied({error, Why}, Options) -> failed(Options, Why).

decoded(Text, Options) ->
    try
        mochi_json:decode(Text)
    catch
        error:{mochi_error, mochi_err_parse, Why} -> failed(Options, Why)
    end.

%% Cassettes

cassette(Path, Body, #{name := Provider}) ->
    mochi_llm_cassette:name(Provider, maps:get(~"model", Body), #{~"path" => Path, ~"body" => Body}).

play(Name, Options) ->
    case mochi_llm_cassette:play(Name) of
        {error, Why} -> failed(Options, Why);
        Played -> Played
    end.

record(Name, Body, Answer, #{name := Provider, secret := Secret} = Options) ->
    Secrets =
        case Secret() of
            {some, Key} -> [Key];
            none -> []
        end,
    Recording = #{
        ~"provider" => Provider, ~"model" => maps:get(~"model", Body), ~"request" => Body, ~"answer" => Answer
    },
    case mochi_llm_cassette:record(Name, Recording, Secrets) of
        ok -> ok;
        {error, Why} -> failed(Options, Why)
    end.

%% Sending

sent(Send, Path, Body, Deadline, Attempt, #{provider := Provider, base_url := BaseUrl, retries := Retries} = Options) ->
    Server =
        case mochi_llm_sup:server({Provider, BaseUrl}) of
            {ok, Pid} -> Pid;
            {error, Why} -> failed(Options, Why)
        end,
    ok = wait(mochi_llm_provider:delay(Server), Deadline, Options),
    Left = Deadline - erlang:monotonic_time(millisecond),
    Request = #{
        method => ~"POST",
        json => Body,
        headers => headers(Options),
        timeout => max(Left, 1) / 1000,
        redirects => 0,
        retries => 0
    },
    case Send(<<BaseUrl/binary, Path/binary>>, Request) of
        {ok, Answer} ->
            Answer;
        {error, {status, Status, Headers, Text}, _} ->
            case lists:member(Status, ?BUSY) andalso Attempt < Retries of
                true ->
                    mochi_llm_provider:limited(Server, delay(Headers, Attempt)),
                    sent(Send, Path, Body, Deadline, Attempt + 1, Options);
                false ->
                    failed(Options, [~"status ", integer_to_binary(Status) | explanation(Text)])
            end;
        {error, Reason, Url} ->
            failed(Options, [mochi_fetch_url:mask(Url), ~": ", mochi_fetch_error:text(Reason)])
    end.

%% More than what is left is not waited for: the error comes at once.
wait(0, _, _) ->
    ok;
wait(Delay, Deadline, Options) ->
    case Delay < Deadline - erlang:monotonic_time(millisecond) of
        true -> timer:sleep(Delay);
        false -> failed(Options, [~"the provider is busy for another ", integer_to_binary(Delay div 1000), ~" seconds"])
    end.

delay(Headers, Attempt) ->
    case mochi_fetch_headers:retry_after(Headers) of
        {some, Delay} ->
            Delay;
        none ->
            Longest = min(?LONGEST_DELAY, ?FIRST_DELAY bsl Attempt),
            Longest div 2 + rand:uniform(Longest div 2)
    end.

headers(#{provider := Provider, secret := Secret, base_url := BaseUrl} = Options) ->
    #{key := Variable, base_url := {_, Default}} = Provider:settings(),
    case Secret() of
        {some, Key} ->
            case is_safe(BaseUrl) of
                true -> Provider:headers(Key);
                false -> failed(Options, [~"the key would go unencrypted to ", mochi_fetch_url:mask(BaseUrl)])
            end;
        %% A local server needs none.
        none when BaseUrl =/= Default ->
            #{};
        none ->
            failed(Options, [unicode:characters_to_binary(Variable), ~" is not set"])
    end.

is_safe(BaseUrl) ->
    case mochi_fetch_url:parse(BaseUrl) of
        {ok, #{scheme := https}} -> true;
        {ok, #{host := Host}} -> lists:member(Host, [~"localhost", ~"127.0.0.1", ~"::1"]);
        {error, _} -> false
    end.

%% Both interfaces put their words into error.message.
explanation(Text) ->
    try mochi_json:decode(Text) of
        #{~"error" := #{~"message" := Message}} when is_binary(Message) -> [~": ", Message];
        #{~"error" := Message} when is_binary(Message) -> [~": ", Message];
        #{~"message" := Message} when is_binary(Message) -> [~": ", Message];
        _ -> []
    catch
        error:_ -> excerpt(Text)
    end.

excerpt(<<>>) ->
    [];
excerpt(Text) ->
    case unicode:characters_to_binary(Text) of
        Valid when is_binary(Valid) -> [~": ", mochi_format:excerpt(Valid)];
        _ -> []
    end.

%% Streams. What is kept: whether the end was seen, the state of the reader, the texts so far, the program's result.

streamed(Path, Body, Deadline, Function, Start, #{provider := Provider} = Options) ->
    Take = fun(Part, {_, Reader, _, _} = Kept) ->
        {Events, NewReader} = mochi_llm_sse:feed(Part, Reader),
        lists:foldl(
            fun(Data, Sofar) -> event(Provider:event(Data), Sofar, Function, Options) end,
            setelement(2, Kept, NewReader),
            Events
        )
    end,
    Send = fun(Url, Request) ->
        case mochi_fetch:try_fold(Url, Request, Take, {false, mochi_llm_sse:new(), [], Start}) of
            {ok, #{body := Kept}} -> {ok, Kept};
            Error -> Error
        end
    end,
    case sent(Send, Path, Body, Deadline, 0, Options) of
        {true, _, Texts, Result} -> {lists:reverse(Texts), Result};
        {false, _, _, _} -> failed(Options, ~"the stream ended early")
    end.

event(_, {true, _, _, _} = Kept, _, _) -> Kept;
event({text, Text}, {false, Reader, Texts, Result}, Function, _) ->
    {false, Reader, [Text | Texts], Function(Text, Result)};
event(done, {false, Reader, Texts, Result}, _, _) -> {true, Reader, Texts, Result};
event(ignore, Kept, _, _) -> Kept;
event({error, Why}, _, _, Options) -> failed(Options, Why).
