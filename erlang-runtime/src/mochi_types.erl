-module(mochi_types).
-moduledoc """
The registry of record and variant types.

At run time a record is a tuple `{Tag, F1, ..., Fn}` and a variant is `{Tag, V1, ..., Vn}` or the bare atom `Tag`. What
stands behind a tag, its name and its fields, is known to the module that declares the type; it says so in
`'$mochi_types'/0`. `mochi_main` hands that list to `register/1` before the program starts; printing, JSON and field
access by name look tags up here.

The registry is one persistent term, so a lookup copies nothing. It only grows when a module is registered.

```erlang
1> mochi_types:register([{'Point', record, ~"Point", [~"x", ~"y"]}]).
ok
2> mochi_types:find('Point', 2).
{record, ~"Point", [~"x", ~"y"]}
```
""".

-export([
    register/1,
    find/2
]).

-export_type([
    entry/0,
    kind/0,
    description/0
]).

-doc "A record prints its fields by name, a variant its tag and its values.".
-type kind() :: record | variant.

-doc "One element of a module's `'$mochi_types'/0`; a positional value of a variant has the field name `<<>>`.".
-type entry() :: {Tag :: atom(), kind(), Name :: binary(), Fields :: [binary()]}.

-doc "What the registry knows of a tag.".
-type description() :: {kind(), Name :: binary(), Fields :: [binary()]}.

-doc """
Adds types to the registry; a type with the tag and the number of fields of an earlier one replaces it.

```erlang
1> mochi_types:register([{'Leaf', variant, ~"Leaf", []}, {'Node', variant, ~"Node", [~"left", ~"right"]}]).
ok
```
""".
-spec register([entry()]) -> ok.
register(Entries) ->
    Known = persistent_term:get(?MODULE, #{}),
    case lists:foldl(fun add/2, Known, Entries) of
        Known -> ok;
        Extended -> persistent_term:put(?MODULE, Extended)
    end.

-doc """
Finds the type of a tuple with the tag `Tag` and `Arity` values behind it, or of the bare atom `Tag` when `Arity` is 0.

```erlang
1> mochi_types:find(mochi_exception, 3).
{record, ~"exception", [~"code", ~"message", ~"stack"]}
2> mochi_types:find('NoSuchType', 1).
undefined
```
""".
-spec find(Tag :: term(), Arity :: non_neg_integer()) -> description() | undefined.
find(mochi_exception, 3) ->
    {record, ~"exception", [~"code", ~"message", ~"stack"]};
find(mochi_frame, 4) ->
    %% The fourth value is the raw stack trace entry: it serves mochi_core:rethrow/1 and is not shown.
    {record, ~"frame", [~"function", ~"file", ~"line"]};
find(Tag, Arity) when is_atom(Tag) ->
    case persistent_term:get(?MODULE, #{}) of
        #{{Tag, Arity} := Description} -> Description;
        #{} -> undefined
    end;
find(_, _) ->
    undefined.

add({Tag, Kind, Name, Fields}, Known) ->
    Known#{{Tag, length(Fields)} => {Kind, Name, Fields}}.
