-module(mochi_llm_cassette).
-moduledoc """
Recorded answers of models: with a folder in `MOCHI_LLM_CASSETTE_DIR` a request that was answered before is answered
from there, without network and key; others are sent and recorded.

One file per request, named by a hash of provider, model and all that is asked. With `MOCHI_LLM_CASSETTE=replay` nothing
is sent: what was not recorded is an error. With `record` everything is sent and recorded anew. Keys are in no file.

```erlang
1> mochi_llm_cassette:name(~"openai", ~"m", #{~"prompt" => ~"x"}) =:= mochi_llm_cassette:name(~"openai", ~"n", #{}).
false
```
""".

-export([
    name/3,
    play/1,
    record/3
]).

-define(FOLDER, "MOCHI_LLM_CASSETTE_DIR").
-define(MODE, "MOCHI_LLM_CASSETTE").

-doc """
The name of the file of a request.

```erlang
1> byte_size(mochi_llm_cassette:name(~"openai", ~"m", #{})).
69
```
""".
-spec name(Provider :: binary(), Model :: binary(), Request :: map()) -> binary().
name(Provider, Model, Request) ->
    Hash = crypto:hash(sha256, mochi_json:encode([Provider, Model, Request])),
    <<(binary:encode_hex(Hash, lowercase))/binary, ".json">>.

-doc """
What was recorded under a name; `send` when the request has to be sent.

```erlang
1> mochi_llm_cassette:play(~"none.json").
send
```
""".
-spec play(Name :: binary()) -> {ok, Answer :: term()} | send | {error, Why :: binary()}.
play(Name) ->
    case {folder(), os:getenv(?MODE)} of
        {none, _} -> send;
        {_, "record"} -> send;
        {{some, Folder}, Mode} -> play(filename:join(Folder, Name), Mode)
    end.

play(Path, Mode) ->
    case file:read_file(Path) of
        {ok, Text} ->
            try mochi_json:decode(Text) of
                #{~"answer" := Answer} -> {ok, Answer};
                _ -> {error, <<"the recording ", Path/binary, " has no answer">>}
            catch
                error:{mochi_error, _, Why} -> {error, <<"the recording ", Path/binary, ": ", Why/binary>>}
            end;
        {error, enoent} when Mode =:= "replay" ->
            {error, <<"there is no recording ", Path/binary>>};
        {error, enoent} ->
            send;
        {error, Reason} ->
            Why = unicode:characters_to_binary(file:format_error(Reason)),
            {error, <<"cannot read the recording ", Path/binary, ": ", Why/binary>>}
    end.

-doc """
Records an answer, when there is a folder for it. What looks like one of the keys given is left out.

```erlang
1> mochi_llm_cassette:record(~"none.json", #{~"answer" => ~"x"}, []).
ok
```
""".
-spec record(Name :: binary(), Recording :: map(), Secrets :: [binary()]) -> ok | {error, Why :: binary()}.
record(Name, Recording, Secrets) ->
    case folder() of
        none ->
            ok;
        {some, Folder} ->
            Path = filename:join(Folder, Name),
            Text = lists:foldl(
                fun(Secret, Shown) -> binary:replace(Shown, Secret, ~"***", [global]) end,
                mochi_json:encode(Recording),
                [Secret || Secret <- Secrets, Secret =/= <<>>]
            ),
            Partial = <<Path/binary, ".", (integer_to_binary(erlang:unique_integer([positive])))/binary, ".part">>,
            maybe
                ok ?= filelib:ensure_dir(Path),
                ok ?= file:write_file(Partial, [Text, $\n]),
                ok ?= file:rename(Partial, Path)
            else
                {error, Reason} ->
                    _ = file:delete(Partial),
                    Why = unicode:characters_to_binary(file:format_error(Reason)),
                    {error, <<"cannot write the recording ", Path/binary, ": ", Why/binary>>}
            end
    end.

folder() ->
    case os:getenv(?FOLDER) of
        Folder when is_list(Folder), Folder =/= "" -> {some, unicode:characters_to_binary(Folder)};
        _ -> none
    end.
