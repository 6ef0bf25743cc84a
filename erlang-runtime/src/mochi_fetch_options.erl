-module(mochi_fetch_options).
-moduledoc """
The options of `m:mochi_fetch`, checked. They come as a map with strings or atoms as keys, or as a row of a program.

| option | meaning | default |
|---|---|---|
| `method` | `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or `OPTIONS` | `GET`, with a body `POST` |
| `headers` | map of names to values | |
| `query` | map of names to values, or to lists of values, added to the URL | |
| `body` | a string as it is, anything else as JSON | |
| `json` | the body, always as JSON | |
| `timeout` | seconds, or a duration, for all of it: redirects, retries and the body | 30 seconds |
| `redirects` | how many are followed | 10 |
| `retries` | how often a request that may be repeated is tried again | 2 |
| `limit` | bytes of a response that are taken | 64 MiB; to a file unlimited |
| `ca_file` | PEM file with the authorities to trust instead of the system's | `MOCHI_FETCH_CA_FILE` |
| `to` | file that the body is written to | |
| `as` | `json`, `text`, or `auto`: JSON when it is JSON | `auto` |

```erlang
1> map_get(method, mochi_fetch_options:read(#{~"body" => ~"x"})).
~"POST"
2> mochi_fetch_options:read(#{~"verify" => false}).
** {mochi_error, mochi_err_type, ~"fetch has no option \"verify\""}
```
""".

-export([
    read/1,
    milliseconds/1
]).

-export_type([
    options/0
]).

-doc "Options that were checked.".
-type options() :: #{
    method := binary(),
    headers := [{binary(), binary()}],
    query := [{binary(), binary()}],
    body := binary(),
    timeout := pos_integer(),
    redirects := non_neg_integer(),
    retries := non_neg_integer(),
    limit := non_neg_integer() | infinity | default,
    ca_file := mochi_option:option(binary()),
    to := mochi_option:option(binary()),
    as := binary()
}.

-define(NAMES, #{
    ~"method" => method,
    ~"headers" => headers,
    ~"query" => query,
    ~"body" => body,
    ~"json" => json,
    ~"timeout" => timeout,
    ~"redirects" => redirects,
    ~"retries" => retries,
    ~"limit" => limit,
    ~"ca_file" => ca_file,
    ~"to" => to,
    ~"as" => as
}).
-define(METHODS, [~"GET", ~"HEAD", ~"POST", ~"PUT", ~"PATCH", ~"DELETE", ~"OPTIONS"]).
-define(TIMEOUT, 30_000).
%% A day; a number of seconds from here on is taken for a duration, which counts nanoseconds.
-define(SECONDS_LIMIT, 86_400).
-define(LONGEST, 86_400_000).
-define(CA_FILE, "MOCHI_FETCH_CA_FILE").

-doc """
Checks options and fills in what is not given.

```erlang
1> map_get(headers, mochi_fetch_options:read(#{headers => #{~"X-A" => 1}})).
[{~"accept", ~"*/*"}, {~"user-agent", ~"mochi"}, {~"x-a", ~"1"}]
2> mochi_fetch_options:read(#{~"method" => ~"BREW"}).
** {mochi_error, mochi_err_type, ~"fetch has no method \"BREW\""}
```
""".
-spec read(term()) -> options().
read(Given) ->
    Options = maps:fold(fun named/3, #{}, as_map(Given)),
    {Body, Type} = body(Options),
    Method = method(maps:get(method, Options, default), Body),
    Headers = maps:merge(
        #{~"accept" => ~"*/*", ~"user-agent" => ~"mochi"},
        maps:merge(Type, headers(maps:get(headers, Options, #{})))
    ),
    #{
        method => Method,
        headers => lists:sort(maps:to_list(Headers)),
        query => query(maps:get(query, Options, #{})),
        body => Body,
        timeout => maybe_milliseconds(maps:get(timeout, Options, none)),
        redirects => count(redirects, maps:get(redirects, Options, 10)),
        retries => count(retries, maps:get(retries, Options, 2)),
        limit => limit(maps:get(limit, Options, default)),
        ca_file => ca_file(maps:get(ca_file, Options, none)),
        to => optional_text(to, maps:get(to, Options, none)),
        as => as(maps:get(as, Options, ~"auto"))
    }.

-doc """
A time limit in milliseconds: a number of seconds up to a day, or a duration.

```erlang
1> mochi_fetch_options:milliseconds(2.5).
2500
2> mochi_fetch_options:milliseconds(3_000_000_000).
3000
3> mochi_fetch_options:milliseconds(0).
** {mochi_error, mochi_err_type, ~"the timeout has to be more than 0 and at most a day, got 0 (int)"}
```
""".
-spec milliseconds(term()) -> pos_integer().
milliseconds(Seconds) when is_number(Seconds), Seconds > 0, Seconds =< ?SECONDS_LIMIT -> max(1, round(Seconds * 1000));
milliseconds(Duration) when is_integer(Duration), Duration > 0, Duration div 1_000_000 =< ?LONGEST ->
    max(1, Duration div 1_000_000);
milliseconds(Value) ->
    wrong([~"the timeout has to be more than 0 and at most a day, got ", mochi_format:described(Value)]).

maybe_milliseconds(none) -> ?TIMEOUT;
maybe_milliseconds(Value) -> milliseconds(Value).

as_map(Map) when is_map(Map) -> Map;
as_map(none) -> #{};
as_map({mochi_omap, _, _, _} = Ordered) -> maps:from_list(mochi_omap:to_list(Ordered));
as_map(Tuple) when is_tuple(Tuple), tuple_size(Tuple) > 0 ->
    [Tag | Values] = tuple_to_list(Tuple),
    case mochi_types:find(Tag, length(Values)) of
        {record, _, Fields} -> maps:from_list(lists:zip(Fields, Values));
        _ -> mochi_core:type_error(~"map", Tuple)
    end;
as_map(Value) ->
    mochi_core:type_error(~"map", Value).

named(Name, Value, Options) ->
    Text =
        case is_atom(Name) of
            true -> atom_to_binary(Name);
            false -> Name
        end,
    case ?NAMES of
        #{Text := Key} -> Options#{Key => unwrapped(Value)};
        #{} -> wrong([~"fetch has no option ", mochi_format:excerpt(Text)])
    end.

unwrapped({some, Value}) -> Value;
unwrapped(Value) -> Value.

body(#{json := Value}) -> json(Value);
body(#{body := none}) -> {<<>>, #{}};
body(#{body := Text}) when is_binary(Text) -> {Text, #{}};
body(#{body := Value}) -> json(Value);
body(#{}) -> {<<>>, #{}}.

json(Value) -> {mochi_json:encode(Value), #{~"content-type" => ~"application/json"}}.

method(default, <<>>) ->
    ~"GET";
method(default, _) ->
    ~"POST";
method(Given, Body) when is_binary(Given) ->
    Method = string:uppercase(Given),
    case lists:member(Method, ?METHODS) of
        false -> wrong([~"fetch has no method ", mochi_format:excerpt(Given)]);
        true when Body =/= <<>>, Method =:= ~"GET" orelse Method =:= ~"HEAD" orelse Method =:= ~"OPTIONS" ->
            wrong([Method, ~" cannot have a body"]);
        true -> Method
    end;
method(Given, _) ->
    mochi_core:type_error(~"string", Given).

headers(Given) -> maps:fold(fun header/3, #{}, as_map(Given)).

header(Name, Value, Headers) ->
    Key = string:lowercase(text(Name)),
    Text = mochi_str:trim(text(unwrapped(Value))),
    case re:run(Key, "^[-!#$%&'*+.^_`|~0-9a-z]+$", [dollar_endonly, {capture, none}]) of
        match -> ok;
        nomatch -> wrong([mochi_format:excerpt(Name), ~" is not the name of a header"])
    end,
    %% The value may be a secret: it is not shown.
    case re:run(Text, "[\\x00-\\x08\\x0a-\\x1f\\x7f]", [{capture, none}]) of
        nomatch -> Headers#{Key => Text};
        match -> wrong([~"the value of the header ", Key, ~" has a line end or a control character in it"])
    end.

query(Given) ->
    [{text(Name), text(Value)} || {Name, Values} <- mochi_map:to_list(as_map(Given)), Value <- each(unwrapped(Values))].

each(none) -> [];
each(Values) when is_list(Values) -> Values;
each(Value) -> [Value].

text(Text) when is_binary(Text) -> Text;
text(Number) when is_number(Number) -> mochi_format:to_string(Number);
text(Atom) when is_atom(Atom) -> atom_to_binary(Atom);
text(Value) -> mochi_core:type_error(~"string", Value).

count(_, Count) when is_integer(Count), Count >= 0, Count =< 100 -> Count;
count(Name, Value) ->
    wrong([~"the option ", atom_to_binary(Name), ~" is a number from 0 to 100, got ", mochi_format:described(Value)]).

limit(default) -> default;
limit(Limit) when is_integer(Limit), Limit >= 0 -> Limit;
limit(Value) -> wrong([~"the option limit is a number of bytes, got ", mochi_format:described(Value)]).

ca_file(none) ->
    case os:getenv(?CA_FILE) of
        Name when is_list(Name), Name =/= "" -> {some, unicode:characters_to_binary(Name)};
        _ -> none
    end;
ca_file(Value) ->
    optional_text(ca_file, Value).

optional_text(_, none) -> none;
optional_text(_, Text) when is_binary(Text), Text =/= <<>> -> {some, Text};
optional_text(Name, Value) ->
    wrong([~"the option ", atom_to_binary(Name), ~" is the name of a file, got ", mochi_format:described(Value)]).

as(As) when As =:= ~"auto"; As =:= ~"json"; As =:= ~"text" -> As;
as(As) when is_atom(As) -> as(atom_to_binary(As));
as(Value) -> wrong([~"the option as is \"auto\", \"json\" or \"text\", got ", mochi_format:excerpt(Value)]).

-spec wrong(unicode:chardata()) -> no_return().
wrong(Message) -> mochi_core:raise(mochi_err_type, Message).
