-module(mochi_llm_echo).
-moduledoc """
A provider for tests and examples: it answers with the prompt. Where structured output is asked for, the prompt has to
be the JSON of it. The embedding of a text has one number per character.

```erlang
1> mochi_llm_echo:answer(text, #{messages => [{user, ~"hello"}], schema => none}).
{ok, #{text => ~"hello", calls => [], answer => none}}
```
""".

-export([
    answer/2
]).

-doc """
Answers a request without any network.

```erlang
1> mochi_llm_echo:answer(embedding, #{messages => [{user, ~"hi"}]}).
{ok, [104.0, 105.0]}
```
""".
-spec answer(mochi_llm_provider:kind(), mochi_llm_provider:request() | map()) ->
    {ok, mochi_llm_provider:reply() | [float()]}.
answer(embedding, #{messages := [{user, Text}]}) ->
    {ok, [float(Character) || <<Character/utf8>> <= Text]};
answer(_, #{messages := Messages}) ->
    [Text | _] = [Text || {user, Text} <- lists:reverse(Messages)],
    {ok, #{text => Text, calls => [], answer => none}}.
