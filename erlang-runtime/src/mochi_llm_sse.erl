-module(mochi_llm_sse).
-moduledoc """
Server-sent events, read as they come: what is not whole yet is kept for the next part.

```erlang
1> {[~"one"], State} = mochi_llm_sse:feed(~"event: x\r\ndata: one\r\n\r\ndata: tw", mochi_llm_sse:new()), ok.
ok
2> {Events, _} = mochi_llm_sse:feed(~"o\n: comment\ndata:more\n\n", State), Events.
[~"two\nmore"]
```
""".

-export([
    new/0,
    feed/2
]).

-export_type([
    state/0
]).

-doc "What is left of the parts so far.".
-opaque state() :: {Line :: binary(), Data :: [binary()]}.

-doc """
The state before the first part.

```erlang
1> mochi_llm_sse:feed(<<>>, mochi_llm_sse:new()) =:= {[], mochi_llm_sse:new()}.
true
```
""".
-spec new() -> state().
new() -> {<<>>, []}.

-doc """
The data of the events that end in this part.

```erlang
1> {Events, _} = mochi_llm_sse:feed(~"data: a\n\ndata: b\n\n", mochi_llm_sse:new()), Events.
[~"a", ~"b"]
```
""".
-spec feed(Part :: binary(), state()) -> {[Data :: binary()], state()}.
feed(Part, {Line, Data}) ->
    [Last | Lines] = lists:reverse(binary:split(<<Line/binary, Part/binary>>, ~"\n", [global])),
    lines(lists:reverse(Lines), Last, Data, []).

lines([], Last, Data, Events) -> {lists:reverse(Events), {Last, Data}};
lines([Line | Lines], Last, Data, Events) ->
    case without_return(Line) of
        <<>> when Data =:= [] -> lines(Lines, Last, [], Events);
        <<>> -> lines(Lines, Last, [], [iolist_to_binary(lists:join($\n, lists:reverse(Data))) | Events]);
        <<"data: ", Text/binary>> -> lines(Lines, Last, [Text | Data], Events);
        <<"data:", Text/binary>> -> lines(Lines, Last, [Text | Data], Events);
        _ -> lines(Lines, Last, Data, Events)
    end.

without_return(Line) ->
    Size = byte_size(Line) - 1,
    case Line of
        <<Text:Size/binary, $\r>> -> Text;
        _ -> Line
    end.
