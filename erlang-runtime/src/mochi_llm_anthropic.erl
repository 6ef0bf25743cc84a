-module(mochi_llm_anthropic).
-moduledoc """
The interface of Anthropic. The key is in `ANTHROPIC_API_KEY`; `ANTHROPIC_BASE_URL` or the option `base_url` leads to
another server. Structured output is a call of a function `answer` that the model has to make.

```erlang
1> map_get(key, mochi_llm_anthropic:settings()).
"ANTHROPIC_API_KEY"
```
""".

%% Implements the callbacks of mochi_llm_provider; see mochi_fetch_gun for why there is no behaviour attribute.
-export([
    settings/0,
    headers/1,
    body/2,
    reply/2,
    event/1
]).

-define(ANSWER, ~"answer").
%% The interface wants a bound; a program can give another.
-define(MAX_TOKENS, 4096).

-doc """
Where the provider is, what its key is called and which model it takes by default.

```erlang
1> map_get(name, mochi_llm_anthropic:settings()).
~"anthropic"
```
""".
-spec settings() -> map().
settings() ->
    #{
        name => ~"anthropic",
        key => "ANTHROPIC_API_KEY",
        base_url => {"ANTHROPIC_BASE_URL", ~"https://api.anthropic.com"},
        model => ~"claude-3-5-haiku-latest",
        embedding_model => ~"none"
    }.

-doc """
The headers that carry the key and the version of the interface.

```erlang
1> mochi_llm_anthropic:headers(~"k").
#{~"x-api-key" => ~"k", ~"anthropic-version" => ~"2023-06-01"}
```
""".
-spec headers(Key :: binary()) -> #{binary() => binary()}.
headers(Key) -> #{~"x-api-key" => Key, ~"anthropic-version" => ~"2023-06-01"}.

-doc """
The path and the body of a request.

```erlang
1> mochi_llm_anthropic:body(embedding, #{}).
{error, ~"the provider has no embeddings"}
```
""".
-spec body(mochi_llm_provider:kind(), mochi_llm_provider:request() | #{}) ->
    {ok, Path :: binary(), Body :: map()} | {error, Why :: binary()}.
body(embedding, _) ->
    {error, ~"the provider has no embeddings"};
body(Kind, #{model := Model, messages := Messages, system := System, settings := Settings} = Request) ->
    {Stop, Others} = stop(maps:without([~"dimensions"], Settings)),
    Instructions = maps:from_list([{~"system", System} || System =/= <<>>]),
    Body = maps:merge(
        maps:merge(#{~"max_tokens" => ?MAX_TOKENS}, Others),
        maps:merge(Stop, Instructions#{~"model" => Model, ~"messages" => [message(Message) || Message <- Messages]})
    ),
    {ok, ~"/v1/messages", streamed(Kind, with_tools(Request, Body))}.

stop(#{~"stop" := Stop} = Settings) ->
    Sequences =
        case is_list(Stop) of
            true -> Stop;
            false -> [Stop]
        end,
    {#{~"stop_sequences" => Sequences}, maps:remove(~"stop", Settings)};
stop(Settings) ->
    {#{}, Settings}.

streamed(stream, Body) -> Body#{~"stream" => true};
streamed(_, Body) -> Body.

with_tools(#{tools := [], schema := none}, Body) ->
    Body;
with_tools(#{tools := Tools, schema := none}, Body) ->
    Body#{~"tools" => [tool(Tool) || Tool <- Tools]};
with_tools(#{tools := Tools, schema := {some, Schema}}, Body) ->
    Answer = #{~"name" => ?ANSWER, ~"description" => ~"Gives the answer.", ~"input_schema" => Schema},
    Choice =
        case Tools of
            [] -> #{~"type" => ~"tool", ~"name" => ?ANSWER};
            _ -> #{~"type" => ~"any"}
        end,
    Body#{~"tools" => [Answer | [tool(Tool) || Tool <- Tools]], ~"tool_choice" => Choice}.

tool(#{~"parameters" := Parameters} = Tool) -> (maps:remove(~"parameters", Tool))#{~"input_schema" => Parameters}.

message({user, Text}) ->
    #{~"role" => ~"user", ~"content" => Text};
message({assistant, Text, Calls}) ->
    Blocks = [#{~"type" => ~"text", ~"text" => Text} || Text =/= <<>>],
    #{~"role" => ~"assistant", ~"content" => Blocks ++ [call(Call) || Call <- Calls]};
message({results, Results}) ->
    #{~"role" => ~"user", ~"content" => [result(Result) || Result <- Results]}.

call(#{id := Id, name := Name, arguments := Arguments}) ->
    #{~"type" => ~"tool_use", ~"id" => Id, ~"name" => Name, ~"input" => Arguments}.

result({Id, Text, IsError}) ->
    #{~"type" => ~"tool_result", ~"tool_use_id" => Id, ~"content" => Text, ~"is_error" => IsError}.

-doc """
Reads the body of a response.

```erlang
1> mochi_llm_anthropic:reply(text, #{~"content" => [#{~"type" => ~"text", ~"text" => ~"hello"}]}).
{ok, #{text => ~"hello", calls => [], answer => none}}
```
""".
-spec reply(mochi_llm_provider:kind(), Body :: term()) -> {ok, mochi_llm_provider:reply()} | {error, Why :: binary()}.
reply(_, #{~"content" := Blocks}) when is_list(Blocks) ->
    Text = iolist_to_binary([Part || #{~"type" := ~"text", ~"text" := Part} <- Blocks]),
    Calls = [
        #{id => Id, name => Name, arguments => Input}
     || #{~"type" := ~"tool_use", ~"id" := Id, ~"name" := Name, ~"input" := Input} <- Blocks
    ],
    case lists:partition(fun(#{name := Name}) -> Name =:= ?ANSWER end, Calls) of
        {[Answer | _], _} -> {ok, #{text => Text, calls => [], answer => {some, Answer}}};
        {[], _} -> {ok, #{text => Text, calls => Calls, answer => none}}
    end;
reply(_, _) ->
    {error, ~"the response is not what the interface of the provider promises"}.

-doc """
Reads the data of one event of a stream.

```erlang
1> mochi_llm_anthropic:event(~"{\"type\": \"content_block_delta\", \"delta\": {\"text\": \"he\"}}").
{text, ~"he"}
2> mochi_llm_anthropic:event(~"{\"type\": \"message_stop\"}").
done
```
""".
-spec event(Data :: binary()) -> {text, binary()} | done | ignore | {error, Why :: binary()}.
event(Data) ->
    try mochi_json:decode(Data) of
        #{~"type" := ~"content_block_delta", ~"delta" := #{~"text" := Text}} -> {text, Text};
        #{~"type" := ~"message_stop"} -> done;
        #{~"type" := ~"error", ~"error" := #{~"message" := Message}} when is_binary(Message) -> {error, Message};
        _ -> ignore
    catch
        error:{mochi_error, _, Why} -> {error, Why}
    end.
