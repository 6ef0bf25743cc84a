-module(mochi_llm_options).
-moduledoc """
The options of `m:mochi_llm`, checked and joined with those of a declared model.

| option | meaning |
|---|---|
| `prompt`, `text` | what to answer, what to embed |
| `system` | instructions for the model |
| `model` | a declared model, or the name of one at the provider |
| `provider` | `openai`, `anthropic` or `echo`; else `MOCHI_LLM_PROVIDER`, else by the model's name, else `echo` |
| `base_url` | another server that speaks the provider's interface |
| `schema` | JSON schema of the answer |
| `tools` | functions that the model may call: maps with `name`, `description`, `parameters` and `function` |
| `temperature`, `top_p`, `max_tokens`, `stop`, `dimensions` | passed on |
| `normalize` | whether an embedding is scaled to length 1 |
| `timeout` | seconds, or a duration, for all of it; 120 seconds |
| `retries` | how often a request is sent again when the provider is busy; 3 |
| `repairs` | how often an answer that does not fit its schema is asked for again; 2 |

```erlang
1> map_get(provider, mochi_llm_options:read(#{~"prompt" => ~"x", ~"model" => ~"claude-x"})).
mochi_llm_anthropic
2> application:stop(mochi).
ok
```
""".

-export([
    read/1,
    settings/1,
    key/1
]).

-export_type([
    options/0
]).

-doc """
Options that were checked. `secret` is a function, so that a key stands in no term that could be shown.
""".
-type options() :: #{
    provider := module(),
    name := binary(),
    model := binary(),
    embedding_model := binary(),
    base_url := binary(),
    secret := fun(() -> mochi_option:option(binary())),
    prompt := binary(),
    system := binary(),
    schema := mochi_option:option(map()),
    tools := [map()],
    functions := #{binary() => fun((term()) -> term())},
    settings := #{binary() => term()},
    normalize := boolean(),
    timeout := pos_integer(),
    retries := non_neg_integer(),
    repairs := non_neg_integer()
}.

-define(PASSED, [~"temperature", ~"top_p", ~"max_tokens", ~"stop", ~"dimensions"]).
-define(KNOWN, [
    ~"prompt",
    ~"text",
    ~"system",
    ~"model",
    ~"name",
    ~"provider",
    ~"base_url",
    ~"schema",
    ~"tools",
    ~"normalize",
    ~"timeout",
    ~"retries",
    ~"repairs"
    | ?PASSED
]).
-define(TIMEOUT, 120_000).

-doc """
Checks the options of a request and fills in what is not given.

```erlang
1> mochi_llm_options:read(#{~"prompt" => ~"x", ~"colour" => 1}).
** {mochi_error, mochi_err_type, ~"generate has no option \"colour\""}
```
""".
-spec read(term()) -> options().
read(Given) ->
    Own = settings(Given),
    Declared = declared(Own),
    Options = maps:merge(Declared, Own),
    Model =
        case {Declared, Own} of
            {#{~"name" := Name}, _} -> Name;
            {_, #{~"model" := Named}} when map_size(Declared) =:= 0 -> Named;
            _ -> maps:get(~"name", Own, none)
        end,
    Provider = provider(Options, Model),
    #{name := Shown, base_url := {Variable, Default}} = Defaults = defaults(Provider),
    {Tools, Functions} = tools(maps:get(~"tools", Options, [])),
    BaseUrl = text(~"base_url", maps:get(~"base_url", Options, environment(Variable, Default))),
    #{
        provider => Provider,
        name => Shown,
        model => text(~"model", first([Model, maps:get(model, Defaults)])),
        embedding_model => text(~"model", first([Model, maps:get(embedding_model, Defaults)])),
        base_url => string:trim(BaseUrl, trailing, "/"),
        secret => key(maps:get(key, Defaults)),
        prompt => text(~"prompt", first([maps:get(Name, Options, none) || Name <- [~"prompt", ~"text"]] ++ [<<>>])),
        system => text(~"system", maps:get(~"system", Options, <<>>)),
        schema => schema(maps:get(~"schema", Options, none)),
        tools => Tools,
        functions => Functions,
        settings => maps:with(?PASSED, Options),
        normalize => maps:get(~"normalize", Options, false) =:= true,
        timeout => timeout(maps:get(~"timeout", Options, none)),
        retries => count(~"retries", maps:get(~"retries", Options, 3)),
        repairs => count(~"repairs", maps:get(~"repairs", Options, 2))
    }.

-doc """
Options as a map with strings as keys; options without a value are left out.

```erlang
1> mochi_llm_options:settings(#{prompt => {some, ~"x"}, ~"system" => none}).
#{~"prompt" => ~"x"}
```
""".
-spec settings(term()) -> #{binary() => term()}.
settings(Given) when is_map(Given) ->
    maps:fold(
        fun(Name, Value, Options) ->
            Key =
                case is_atom(Name) of
                    true -> atom_to_binary(Name);
                    false -> Name
                end,
            case {lists:member(Key, ?KNOWN), Value} of
                {false, _} -> wrong([~"generate has no option ", mochi_format:excerpt(Key)]);
                {true, none} -> Options;
                {true, {some, Some}} -> Options#{Key => Some};
                {true, _} -> Options#{Key => Value}
            end
        end,
        #{},
        Given
    );
settings(Given) when is_tuple(Given), tuple_size(Given) > 0 ->
    [Tag | Values] = tuple_to_list(Given),
    case mochi_types:find(Tag, length(Values)) of
        {record, _, Fields} -> settings(maps:from_list(lists:zip(Fields, Values)));
        _ -> mochi_core:type_error(~"map", Given)
    end;
settings(Given) ->
    mochi_core:type_error(~"map", Given).

-doc """
A key from the environment, in a function.

```erlang
1> Secret = mochi_llm_options:key("NO_SUCH_VARIABLE"), Secret().
none
```
""".
-spec key(Variable :: string()) -> fun(() -> mochi_option:option(binary())).
key(Variable) ->
    fun() ->
        case os:getenv(Variable) of
            Key when is_list(Key), Key =/= "" -> {some, unicode:characters_to_binary(string:trim(Key))};
            _ -> none
        end
    end.

declared(#{~"model" := Model}) ->
    mochi_option:unwrap_or(mochi_llm_sup:declared(Model), #{});
declared(_) ->
    #{}.

provider(#{~"provider" := Name}, _) ->
    named(Name);
provider(_, Model) ->
    case environment("MOCHI_LLM_PROVIDER", none) of
        none -> told_by(Model);
        Name -> named(Name)
    end.

named(~"openai") -> mochi_llm_openai;
named(~"anthropic") -> mochi_llm_anthropic;
named(~"echo") -> mochi_llm_echo;
named(Name) -> wrong([~"there is no provider ", mochi_format:excerpt(Name), ~"; there are openai, anthropic and echo"]).

told_by(<<"claude", _/binary>>) -> mochi_llm_anthropic;
told_by(<<"gpt", _/binary>>) -> mochi_llm_openai;
told_by(<<"text-embedding", _/binary>>) -> mochi_llm_openai;
told_by(<<$o, Digit, _/binary>>) when Digit >= $0, Digit =< $9 -> mochi_llm_openai;
told_by(none) -> mochi_llm_echo;
told_by(~"echo") -> mochi_llm_echo;
told_by(Model) -> wrong([~"which provider has the model ", mochi_format:excerpt(Model), ~"? Name it with provider"]).

defaults(mochi_llm_echo) ->
    #{name => ~"echo", key => "", base_url => {"", ~""}, model => ~"echo", embedding_model => ~"echo"};
defaults(Provider) ->
    Provider:settings().

environment("", Default) ->
    Default;
environment(Variable, Default) ->
    case os:getenv(Variable) of
        Value when is_list(Value), Value =/= "" -> unicode:characters_to_binary(Value);
        _ -> Default
    end.

first([none | Values]) -> first(Values);
first([Value | _]) -> Value.

text(_, Value) when is_binary(Value) -> Value;
text(Name, Value) -> wrong([~"the option ", Name, ~" is a string, got ", mochi_format:described(Value)]).

schema(none) -> none;
schema(Schema) when is_map(Schema) -> {some, Schema};
schema(Text) when is_binary(Text) -> schema(mochi_json:decode(Text));
schema(Value) -> wrong([~"the option schema is a map, got ", mochi_format:described(Value)]).

tools(Tools) when is_list(Tools) ->
    Read = [tool(Tool) || Tool <- Tools],
    {[Shown || {Shown, _} <- Read], #{Name => Function || {#{~"name" := Name}, Function} <- Read}};
tools(Value) ->
    wrong([~"the option tools is a list, got ", mochi_format:described(Value)]).

tool(#{name := _} = Tool) ->
    tool(#{atom_to_binary(Name) => Value || Name := Value <- Tool});
tool(#{~"name" := Name, ~"function" := Function} = Tool) when is_binary(Name), is_function(Function, 1) ->
    Parameters = maps:get(~"parameters", Tool, #{~"type" => ~"object"}),
    Description = maps:get(~"description", Tool, <<>>),
    {#{~"name" => Name, ~"description" => Description, ~"parameters" => Parameters}, Function};
tool(Value) ->
    wrong([~"a tool is a map with name and function, a fun of one argument; got ", mochi_format:excerpt(Value)]).

timeout(none) -> ?TIMEOUT;
timeout(Value) -> mochi_fetch_options:milliseconds(Value).

count(_, Count) when is_integer(Count), Count >= 0, Count =< 100 -> Count;
count(Name, Value) ->
    wrong([~"the option ", Name, ~" is a number from 0 to 100, got ", mochi_format:described(Value)]).

-spec wrong(unicode:chardata()) -> no_return().
wrong(Message) -> mochi_core:raise(mochi_err_type, Message).
