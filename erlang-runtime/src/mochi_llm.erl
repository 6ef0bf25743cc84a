-module(mochi_llm).
-moduledoc """
`generate`: text, structured output, embeddings and streams of models, with functions of the program as tools.

The options are those of `m:mochi_llm_options`. Without a provider or a model the answer is the prompt, which is what
tests and examples use. A provider that fails, or a model whose answer does not fit, raises `mochi_err_llm`.

```erlang
1> mochi_llm:generate(#{~"prompt" => ~"echo hello"}).
~"echo hello"
2> mochi_llm:embed(#{~"text" => ~"hi"}).
[104.0, 105.0]
```
""".

-export([
    model/2,
    generate/1,
    generate_as/2,
    structured/1,
    embed/1,
    stream/3
]).

%% How often a model may call functions before it has to answer.
-define(ROUNDS, 10).

-doc """
Declares a model under a name: its options are those of every request that names it.

```erlang
1> mochi_llm:model(~"quick", #{~"provider" => ~"echo", ~"name" => ~"echo-1"}).
ok
2> mochi_llm:generate(#{~"model" => ~"quick", ~"prompt" => ~"hi"}).
~"hi"
3> application:stop(mochi).
ok
```
""".
-spec model(Name :: binary(), Options :: term()) -> ok.
model(Name, Options) when is_binary(Name) ->
    mochi_llm_sup:declare(Name, mochi_llm_options:settings(Options));
model(Name, _) ->
    mochi_core:type_error(~"string", Name).

-doc """
The text that a model answers. Functions that it calls are called, until it answers.

```erlang
1> mochi_llm:generate(#{~"prompt" => ~"hello"}).
~"hello"
2> mochi_llm:generate(#{~"prompt" => ~"hello", ~"provider" => ~"nobody"}).
** {mochi_error, mochi_err_type, ~"there is no provider \"nobody\"; there are openai, anthropic and echo"}
```
""".
-spec generate(Options :: term()) -> binary().
generate(Given) ->
    #{prompt := Prompt} = Options = mochi_llm_options:read(Given),
    {#{text := Text}, _} = answered(Options, [{user, Prompt}], mochi_llm_call:deadline(Options), ?ROUNDS),
    Text.

-doc """
A value that fits the option `schema`. An answer that does not is sent back with what is wrong, up to `repairs` times.

```erlang
1> Schema = #{~"type" => ~"object", ~"required" => [~"name"]}, is_map(Schema).
true
2> mochi_llm:structured(#{~"prompt" => ~"{\"name\": \"Ann\"}", ~"schema" => Schema}).
#{~"name" => ~"Ann"}
3> mochi_llm:structured(#{~"prompt" => ~"{}", ~"schema" => Schema}).
** {mochi_error, mochi_err_llm, ~"echo echo: the answer does not fit the schema: \"name\" is missing"}
```
""".
-spec structured(Options :: term()) -> term().
structured(Given) ->
    case mochi_llm_options:read(Given) of
        #{schema := none} -> mochi_core:raise(mochi_err_type, ~"structured output needs the option schema");
        Options -> fitting(Options, fun(Value) -> Value end)
    end.

-doc """
A value of a type; the schema is made of the type.

```erlang
1> mochi_llm:generate_as({list, float}, #{~"prompt" => ~"[1, 2.5]"}).
[1.0, 2.5]
```
""".
-spec generate_as(mochi_cast:type(), Options :: term()) -> term().
generate_as(Type, Given) ->
    Options = mochi_llm_options:read(Given),
    Schema = mochi_llm_schema:from_type(Type),
    fitting(Options#{schema := {some, Schema}}, fun(Value) -> mochi_cast:cast(Value, Type) end).

-doc """
The embedding of a text: a vector of floats, with the option `normalize` of length 1.

```erlang
1> mochi_llm:embed(#{~"text" => ~"a", ~"normalize" => true}).
[1.0]
```
""".
-spec embed(Options :: term()) -> [float()].
embed(Given) ->
    #{prompt := Text, normalize := Normalize, embedding_model := Model} = Options = mochi_llm_options:read(Given),
    Named = Options#{model := Model},
    Numbers = mochi_llm_call:ask(embedding, Named, [{user, Text}], mochi_llm_call:deadline(Options)),
    case lists:all(fun is_number/1, Numbers) of
        true when Normalize -> normalized([float(Number) || Number <- Numbers]);
        true -> [float(Number) || Number <- Numbers];
        false -> mochi_llm_call:failed(Named, ~"the embedding has something in it that is no number")
    end.

-doc """
Folds over the text that a model answers, part by part as it comes. Tools are not offered.

```erlang
1> mochi_llm:stream(#{~"prompt" => ~"hello"}, fun(Text, Size) -> Size + byte_size(Text) end, 0).
5
```
""".
-spec stream(Options :: term(), fun((binary(), Accumulator) -> Accumulator), Accumulator) -> Accumulator.
stream(Given, Function, Start) when is_function(Function, 2) ->
    #{prompt := Prompt} = Options = mochi_llm_options:read(Given),
    Deadline = mochi_llm_call:deadline(Options),
    mochi_llm_call:stream(Options#{tools := [], schema := none}, [{user, Prompt}], Deadline, Function, Start);
stream(_, Value, _) ->
    mochi_core:type_error(~"function of two parameters", Value).

normalized(Vector) ->
    case math:sqrt(lists:sum([Number * Number || Number <- Vector])) of
        Length when Length == 0 -> Vector;
        Length -> [Number / Length || Number <- Vector]
    end.

%% Tools

answered(Options, Messages, Deadline, Rounds) ->
    case mochi_llm_call:ask(text, Options, Messages, Deadline) of
        #{calls := []} = Reply ->
            {Reply, Messages};
        #{calls := _} when Rounds =:= 0 ->
            mochi_llm_call:failed(Options, ~"the model calls functions and gives no answer");
        #{text := Text, calls := Calls} ->
            Results = [called(Call, Options) || Call <- Calls],
            answered(Options, Messages ++ [{assistant, Text, Calls}, {results, Results}], Deadline, Rounds - 1)
    end.

%% What goes wrong in a function is told to the model, which can try something else.
called(#{id := Id, name := Name, arguments := Arguments}, #{functions := Functions}) ->
    case Functions of
        #{Name := Function} ->
            try
                {Id, shown(Function(Arguments)), false}
            catch
                Class:Reason:Stack ->
                    {_, Message} = mochi_error:describe(Class, Reason, Stack),
                    {Id, Message, true}
            end;
        #{} ->
            {Id, <<"there is no function ", Name/binary>>, true}
    end.

shown(Text) when is_binary(Text) -> Text;
shown(Value) -> mochi_json:encode(Value).

%% Structured output

fitting(#{prompt := Prompt, repairs := Repairs} = Options, Convert) ->
    fitting(Options, [{user, Prompt}], mochi_llm_call:deadline(Options), Convert, Repairs).

fitting(#{schema := {some, Schema}} = Options, Messages, Deadline, Convert, Repairs) ->
    {Reply, Before} = answered(Options, Messages, Deadline, ?ROUNDS),
    case checked(Reply, Schema, Convert) of
        {ok, Value} ->
            Value;
        %% The prompt would come back as it was.
        {error, Why} when Repairs =:= 0; map_get(provider, Options) =:= mochi_llm_echo ->
            mochi_llm_call:failed(Options, [~"the answer does not fit the schema: ", Why]);
        {error, Why} ->
            fitting(Options, Before ++ repair(Reply, Why), Deadline, Convert, Repairs - 1)
    end.

checked(Reply, Schema, Convert) ->
    maybe
        {ok, Value} ?= value(Reply),
        ok ?= mochi_llm_schema:validate(Schema, Value),
        {ok, Convert(Value)}
    else
        {error, Why} -> {error, Why}
    end.

value(#{answer := {some, #{arguments := Value}}}) ->
    {ok, Value};
value(#{text := Text}) ->
    try
        {ok, mochi_json:decode(Text)}
    catch
        error:{mochi_error, mochi_err_parse, Why} -> {error, Why}
    end.

repair(#{text := Text, answer := {some, #{id := Id} = Answer}}, Why) ->
    [{assistant, Text, [Answer]}, {results, [{Id, complaint(Why), true}]}];
repair(#{text := Text}, Why) ->
    [{assistant, Text, []}, {user, complaint(Why)}].

complaint(Why) -> <<"That does not fit the schema: ", Why/binary, ". Answer again.">>.
