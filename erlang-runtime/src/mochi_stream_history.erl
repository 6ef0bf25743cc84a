-module(mochi_stream_history).
-moduledoc """
The last events of streams, each a ring of a fixed number, numbered from 1. They are in a table of `m:mochi_sup`, so
that they outlive the process that records them.

```erlang
1> {ok, _} = application:ensure_all_started(mochi), Key = make_ref(), mochi_stream_history:append(Key, 2, ~"a").
1
2> mochi_stream_history:append(Key, 2, ~"b"), mochi_stream_history:append(Key, 2, ~"c").
3
3> mochi_stream_history:read(Key, 1).
[{2, ~"b"}, {3, ~"c"}]
4> mochi_stream_history:erase(Key).
ok
```
""".

-export([
    append/3,
    read/2,
    next/1,
    size/1,
    erase/1
]).

-export_type([
    key/0,
    position/0
]).

-doc "What tells rings apart: the name of the stream.".
-type key() :: binary() | reference().

-doc "The number of an event.".
-type position() :: pos_integer().

-define(TABLE, mochi_stream_history).

-doc """
Adds an event and gives its number; the oldest one leaves when there are more than the capacity.

```erlang
1> Key = make_ref(), mochi_stream_history:append(Key, 1, ~"a"), mochi_stream_history:append(Key, 1, ~"b").
2
2> mochi_stream_history:read(Key, 1), mochi_stream_history:erase(Key).
ok
```
""".
-spec append(key(), Capacity :: pos_integer(), Event :: term()) -> position().
append(Key, Capacity, Event) ->
    Number = next(Key),
    true = ets:insert(?TABLE, {{Key, Number}, Event}),
    true = ets:delete(?TABLE, {Key, Number - Capacity}),
    Number.

-doc """
The events from a number on that are still there.

```erlang
1> mochi_stream_history:read(make_ref(), 1).
[]
```
""".
-spec read(key(), From :: position()) -> [{position(), Event :: term()}].
read(Key, From) ->
    ets:select(?TABLE, [{{{Key, '$1'}, '$2'}, [{'>=', '$1', From}], [{{'$1', '$2'}}]}]).

-doc """
The number of the next event.

```erlang
1> mochi_stream_history:next(make_ref()).
1
```
""".
-spec next(key()) -> position().
next(Key) ->
    %% Atoms sort after numbers: the key before this one is that of the last event.
    case ets:prev(?TABLE, {Key, last}) of
        {Key, Number} -> Number + 1;
        _ -> 1
    end.

-doc """
How many events there are.

```erlang
1> mochi_stream_history:size(make_ref()).
0
```
""".
-spec size(key()) -> non_neg_integer().
size(Key) -> ets:select_count(?TABLE, [{{{Key, '_'}, '_'}, [], [true]}]).

-doc """
Removes all events of a ring; the next number is 1 again.

```erlang
1> mochi_stream_history:erase(make_ref()).
ok
```
""".
-spec erase(key()) -> ok.
erase(Key) ->
    _ = ets:select_delete(?TABLE, [{{{Key, '_'}, '_'}, [], [true]}]),
    ok.
