-module(mochi_llm_openai).
-moduledoc """
The interface of OpenAI, which many other servers speak too. The key is in `OPENAI_API_KEY`; `OPENAI_BASE_URL` or the
option `base_url` leads to another server.

```erlang
1> map_get(key, mochi_llm_openai:settings()).
"OPENAI_API_KEY"
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

-doc """
Where the provider is, what its key is called and which models it takes by default.

```erlang
1> map_get(name, mochi_llm_openai:settings()).
~"openai"
```
""".
-spec settings() -> map().
settings() ->
    #{
        name => ~"openai",
        key => "OPENAI_API_KEY",
        base_url => {"OPENAI_BASE_URL", ~"https://api.openai.com/v1"},
        model => ~"gpt-4o-mini",
        embedding_model => ~"text-embedding-3-small"
    }.

-doc """
The header that carries the key.

```erlang
1> mochi_llm_openai:headers(~"k").
#{~"authorization" => ~"Bearer k"}
```
""".
-spec headers(Key :: binary()) -> #{binary() => binary()}.
headers(Key) -> #{~"authorization" => <<"Bearer ", Key/binary>>}.

-doc """
The path and the body of a request.

```erlang
1> Request = #{model => ~"m", messages => [{user, ~"hi"}], system => <<>>, settings => #{}}, is_map(Request).
true
2> mochi_llm_openai:body(text, Request#{schema => none, tools => []}).
{ok, ~"/chat/completions", #{~"model" => ~"m", ~"messages" => [#{~"role" => ~"user", ~"content" => ~"hi"}]}}
```
""".
-spec body(mochi_llm_provider:kind(), mochi_llm_provider:request()) -> {ok, Path :: binary(), Body :: map()}.
body(embedding, #{model := Model, messages := [{user, Text}], settings := Settings}) ->
    {ok, ~"/embeddings", (maps:with([~"dimensions"], Settings))#{~"model" => Model, ~"input" => Text}};
body(Kind, #{model := Model, messages := Messages, system := System, settings := Settings} = Request) ->
    Instructions = [#{~"role" => ~"system", ~"content" => System} || System =/= <<>>],
    Body = (maps:without([~"dimensions"], Settings))#{
        ~"model" => Model,
        ~"messages" => Instructions ++ lists:flatmap(fun message/1, Messages)
    },
    {ok, ~"/chat/completions", streamed(Kind, structured(Request, with_tools(Request, Body)))}.

streamed(stream, Body) -> Body#{~"stream" => true};
streamed(_, Body) -> Body.

structured(#{schema := {some, Schema}}, Body) ->
    Format = #{~"name" => ~"answer", ~"schema" => Schema},
    Body#{~"response_format" => #{~"type" => ~"json_schema", ~"json_schema" => Format}};
structured(_, Body) ->
    Body.

with_tools(#{tools := []}, Body) ->
    Body;
with_tools(#{tools := Tools}, Body) ->
    Body#{~"tools" => [#{~"type" => ~"function", ~"function" => Tool} || Tool <- Tools]}.

message({user, Text}) ->
    [#{~"role" => ~"user", ~"content" => Text}];
message({assistant, Text, []}) ->
    [#{~"role" => ~"assistant", ~"content" => Text}];
message({assistant, Text, Calls}) ->
    [#{~"role" => ~"assistant", ~"content" => Text, ~"tool_calls" => [call(Call) || Call <- Calls]}];
message({results, Results}) ->
    [#{~"role" => ~"tool", ~"tool_call_id" => Id, ~"content" => Text} || {Id, Text, _} <- Results].

call(#{id := Id, name := Name, arguments := Arguments}) ->
    Function = #{~"name" => Name, ~"arguments" => mochi_json:encode(Arguments)},
    #{~"id" => Id, ~"type" => ~"function", ~"function" => Function}.

-doc """
Reads the body of a response.

```erlang
1> mochi_llm_openai:reply(text, #{~"choices" => [#{~"message" => #{~"content" => ~"hello"}}]}).
{ok, #{text => ~"hello", calls => [], answer => none}}
2> mochi_llm_openai:reply(embedding, #{~"data" => [#{~"embedding" => [0.5, 1]}]}).
{ok, [0.5, 1]}
```
""".
-spec reply(mochi_llm_provider:kind(), Body :: term()) ->
    {ok, mochi_llm_provider:reply() | [number()]} | {error, Why :: binary()}.
reply(embedding, #{~"data" := [#{~"embedding" := Vector} | _]}) when is_list(Vector) ->
    {ok, Vector};
reply(Kind, #{~"choices" := [#{~"message" := Message} | _]}) when Kind =/= embedding ->
    case Message of
        #{~"refusal" := Refusal} when is_binary(Refusal) ->
            {error, <<"the model refused: ", Refusal/binary>>};
        #{} ->
            calls(Message, maps:get(~"tool_calls", Message, []))
    end;
reply(_, _) ->
    {error, ~"the response is not what the interface of the provider promises"}.

calls(Message, none) ->
    calls(Message, []);
calls(Message, Calls) ->
    Text =
        case Message of
            #{~"content" := Content} when is_binary(Content) -> Content;
            #{} -> <<>>
        end,
    try [read_call(Call) || Call <- Calls] of
        Read -> {ok, #{text => Text, calls => Read, answer => none}}
    catch
        error:_ -> {error, ~"the model called a function with arguments that are not JSON"}
    end.

read_call(#{~"id" := Id, ~"function" := #{~"name" := Name, ~"arguments" := Arguments}}) ->
    #{id => Id, name => Name, arguments => mochi_json:decode(Arguments)}.

-doc """
Reads the data of one event of a stream.

```erlang
1> mochi_llm_openai:event(~"{\"choices\": [{\"delta\": {\"content\": \"he\"}}]}").
{text, ~"he"}
2> mochi_llm_openai:event(~"[DONE]").
done
```
""".
-spec event(Data :: binary()) -> {text, binary()} | done | ignore | {error, Why :: binary()}.
event(~"[DONE]") ->
    done;
event(Data) ->
    try mochi_json:decode(Data) of
        #{~"choices" := [#{~"delta" := #{~"content" := Text}} | _]} when is_binary(Text), Text =/= <<>> -> {text, Text};
        #{~"error" := #{~"message" := Message}} when is_binary(Message) -> {error, Message};
        _ -> ignore
    catch
        error:{mochi_error, _, Why} -> {error, Why}
    end.
