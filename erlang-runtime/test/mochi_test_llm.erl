%% A server that speaks the interfaces of the two providers. What it answers depends on the prompt; what it was sent is
%% kept for the tests.
-module(mochi_test_llm).

-export([
    start/0,
    requests/0,
    forget/0,
    init/2
]).

-define(TABLE, mochi_test_llm_requests).

start() ->
    _ = ets:new(?TABLE, [named_table, public, ordered_set]),
    ok.

%% The requests so far, the first one first.
requests() -> [Request || {_, Request} <- ets:tab2list(?TABLE)].

forget() -> ets:delete_all_objects(?TABLE).

init(Req0, State) ->
    {ok, Text, Req} = cowboy_req:read_body(Req0),
    Body = json:decode(Text),
    Path = cowboy_req:path(Req),
    true = ets:insert(?TABLE, {erlang:unique_integer([monotonic]), #{
        path => Path, headers => cowboy_req:headers(Req), body => Body
    }}),
    {ok, answer(provider(Path), prompt(Body), Body, Req), State}.

provider(~"/openai/chat/completions") -> openai;
provider(~"/openai/embeddings") -> embedding;
provider(~"/anthropic/v1/messages") -> anthropic.

prompt(#{~"input" := Text}) -> Text;
prompt(#{~"messages" := Messages}) ->
    [First | _] = [Text || #{~"role" := ~"user", ~"content" := Text} <- Messages, is_binary(Text)],
    First.

answer(_, ~"busy", _, Req) ->
    case length([ok || #{body := Body} <- requests(), prompt(Body) =:= ~"busy"]) of
        Count when Count < 3 -> failure(429, #{~"retry-after" => ~"0"}, ~"slow down", Req);
        _ -> text(provider(cowboy_req:path(Req)), ~"at last", Req)
    end;
answer(_, ~"overloaded", _, Req) ->
    failure(~"529 Overloaded", #{~"retry-after" => ~"0"}, ~"overloaded", Req);
answer(_, ~"later", _, Req) ->
    failure(429, #{~"retry-after" => ~"3600"}, ~"much later", Req);
answer(_, ~"bad key", _, Req) ->
    Shown = iolist_to_binary([
        maps:get(~"x-api-key", cowboy_req:headers(Req), <<>>), maps:get(~"authorization", cowboy_req:headers(Req), <<>>)
    ]),
    failure(401, #{}, <<"incorrect key: ", Shown/binary>>, Req);
answer(_, ~"not json", _, Req) ->
    cowboy_req:reply(200, #{}, ~"<html>", Req);
answer(_, ~"other json", _, Req) ->
    reply(#{~"object" => ~"other"}, Req);
answer(_, ~"gateway", _, Req) ->
    cowboy_req:reply(502, #{}, ~"<html>bad gateway</html>", Req);
answer(_, ~"never", _, _) ->
    receive
        never -> error(unreachable)
    end;
answer(embedding, Text, Body, Req) ->
    Size = maps:get(~"dimensions", Body, 2),
    reply(#{~"data" => [#{~"embedding" => lists:duplicate(Size, byte_size(Text))}]}, Req);
answer(Provider, Prompt, #{~"stream" := true}, Req) ->
    stream(Provider, Prompt, Req);
%% Asks for the weather, then tells what it was told.
answer(openai, ~"weather", #{~"messages" := Messages}, Req) ->
    case [Text || #{~"role" := ~"tool", ~"content" := Text} <- Messages] of
        [] -> openai_call(~"weather", #{~"city" => ~"Oslo"}, Req);
        [Text | _] -> text(openai, <<"it is ", Text/binary>>, Req)
    end;
answer(anthropic, ~"weather", #{~"messages" := Messages}, Req) ->
    case [Result || #{~"content" := [#{~"type" := ~"tool_result"} = Result]} <- Messages] of
        [] -> anthropic_call(~"weather", #{~"city" => ~"Oslo"}, Req);
        [#{~"content" := Text} | _] -> text(anthropic, <<"it is ", Text/binary>>, Req)
    end;
answer(openai, ~"loop", _, Req) ->
    openai_call(~"weather", #{~"city" => ~"Oslo"}, Req);
%% Its first answer does not fit.
answer(openai, ~"person", #{~"messages" := Messages}, Req) ->
    case length(Messages) of
        1 -> text(openai, ~"{\"name\": \"Ann\", \"age\": \"old\"}", Req);
        _ -> text(openai, ~"{\"name\": \"Ann\", \"age\": 41}", Req)
    end;
answer(anthropic, ~"person", #{~"messages" := Messages}, Req) ->
    case length(Messages) of
        1 -> anthropic_call(~"answer", #{~"name" => ~"Ann"}, Req);
        _ -> anthropic_call(~"answer", #{~"name" => ~"Ann", ~"age" => 41}, Req)
    end;
answer(Provider, ~"never fits", _, Req) ->
    text(Provider, ~"{}", Req);
answer(Provider, Prompt, _, Req) ->
    text(Provider, <<"you said ", Prompt/binary>>, Req).

text(openai, Text, Req) ->
    reply(#{~"choices" => [#{~"message" => #{~"role" => ~"assistant", ~"content" => Text}}]}, Req);
text(anthropic, Text, Req) ->
    reply(#{~"role" => ~"assistant", ~"content" => [#{~"type" => ~"text", ~"text" => Text}]}, Req).

openai_call(Name, Arguments, Req) ->
    Function = #{~"name" => Name, ~"arguments" => iolist_to_binary(json:encode(Arguments))},
    Call = #{~"id" => ~"call_1", ~"type" => ~"function", ~"function" => Function},
    reply(#{~"choices" => [#{~"message" => #{~"content" => null, ~"tool_calls" => [Call]}}]}, Req).

anthropic_call(Name, Arguments, Req) ->
    Call = #{~"type" => ~"tool_use", ~"id" => ~"call_1", ~"name" => Name, ~"input" => Arguments},
    reply(#{~"content" => [#{~"type" => ~"text", ~"text" => ~"well"}, Call]}, Req).

%% The events are cut where no event ends.
stream(Provider, Prompt, Req0) ->
    Req = cowboy_req:stream_reply(200, #{~"content-type" => ~"text/event-stream"}, Req0),
    Texts = [~"one ", ~"twö ", ~"three"],
    Events = iolist_to_binary([[delta(Provider, Text) || Text <- Texts], last(Provider, Prompt)]),
    lists:foreach(
        fun(Start) ->
            Part = binary:part(Events, Start, min(7, byte_size(Events) - Start)),
            cowboy_req:stream_body(Part, nofin, Req)
        end,
        lists:seq(0, byte_size(Events) - 1, 7)
    ),
    cowboy_req:stream_body(<<>>, fin, Req),
    Req.

delta(openai, Text) ->
    data(#{~"choices" => [#{~"delta" => #{~"content" => Text}}]});
delta(anthropic, Text) ->
    [
        ~"event: content_block_delta\n",
        data(#{~"type" => ~"content_block_delta", ~"delta" => #{~"type" => ~"text_delta", ~"text" => Text}})
    ].

last(_, ~"cut off") -> [];
last(openai, ~"breaks") -> data(#{~"error" => #{~"message" => ~"it broke"}});
last(anthropic, ~"breaks") -> data(#{~"type" => ~"error", ~"error" => #{~"message" => ~"it broke"}});
last(openai, _) -> ~"data: [DONE]\n\n";
last(anthropic, _) -> [~": ping\r\n\r\n", data(#{~"type" => ~"message_stop"})].

data(Value) -> [~"data: ", json:encode(Value), ~"\n\n"].

failure(Status, Headers, Message, Req) ->
    cowboy_req:reply(Status, Headers, json:encode(#{~"error" => #{~"message" => Message}}), Req).

reply(Value, Req) -> cowboy_req:reply(200, #{~"content-type" => ~"application/json"}, json:encode(Value), Req).
