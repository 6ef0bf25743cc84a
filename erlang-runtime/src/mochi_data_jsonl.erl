-module(mochi_data_jsonl).
-moduledoc """
JSON Lines: one JSON value a line. Empty lines are skipped.

```erlang
1> mochi_query:to_list(mochi_data_jsonl:rows([~"1\n{\"a\"", ~":2}\n"], ~"stdin")).
[1, #{~"a" => 2}]
2> iolist_to_binary(mochi_data_jsonl:line(#{~"a" => [1, none]})).
~"{\"a\":[1,null]}\n"
```
""".

-export([
    rows/2,
    line/1
]).

-doc """
The values of the lines of a text in chunks, as a row source.

```erlang
1> mochi_query:to_list(mochi_data_jsonl:rows([~"1\n\n[2,"], ~"log")).
** {mochi_error, mochi_err_parse, ~"log:3:4: cannot read JSON: the text ends too early: \"[2,\""}
```
""".
-spec rows(mochi_query:rows(binary()), Name :: binary()) -> mochi_query:rows(term()).
rows(Chunks, Name) -> fun() -> pull(mochi_query:next(Chunks), [], 1, Name) end.

%% Before is what was read of a line whose end was not, in pieces, the last one first.
pull({Batch, Rest}, Before, Line, Name) ->
    [First | More] = binary:split(iolist_to_binary(Batch), ~"\n", [global]),
    case More of
        [] ->
            pull(mochi_query:next(Rest), [First | Before], Line, Name);
        _ ->
            {Lines, [Tail]} = lists:split(length(More), [iolist_to_binary(lists:reverse(Before, [First])) | More]),
            {Values, Next} = values(Lines, Line, Name, []),
            %% A tail is copied, lest it holds on to its chunk.
            {Values, fun() -> pull(mochi_query:next(Rest), [binary:copy(Tail)], Next, Name) end}
    end;
pull(done, Before, Line, Name) ->
    case values([iolist_to_binary(lists:reverse(Before))], Line, Name, []) of
        {[], _} -> done;
        {Values, _} -> {Values, []}
    end.

values([Text | Lines], Line, Name, Values) ->
    case mochi_str:trim(Text) of
        <<>> -> values(Lines, Line + 1, Name, Values);
        _ -> values(Lines, Line + 1, Name, [mochi_json:decode(Text, #{~"file" => Name, ~"line" => Line}) | Values])
    end;
values([], Line, _, Values) ->
    {lists:reverse(Values), Line}.

-doc """
The line of a value, with its end.

```erlang
1> iolist_to_binary(mochi_data_jsonl:line(1.0)).
~"1.0\n"
```
""".
-spec line(term()) -> iodata().
line(Value) -> [mochi_json:encode_compact(Value), $\n].
