-module(mochi_log_format).
-moduledoc """
The formatter of the log, for `m:logger`.

In the style `plain` an entry is one line of time, level, message and fields, then one line for each Mochi frame when
there is a stack trace:

```
2026-11-30T10:15:00.000Z error order lost code=index error="no key \"x\"" order=17
  at f (a.mochi:3)
```

In the style `json` an entry is one JSON object on one line, with the keys `time`, `level`, `message` and, when there
are any, `fields` and `stack`.

Fields whose name has one of the words `password`, `passwd`, `secret`, `token`, `authorization`, `cookie`, `credential`,
`private_key`, `api_key` or `apikey` in it are shown as `***`, however deep they are in maps, lists and pairs. The
message is written as it is.

```erlang
1> Report = #{message => ~"login", fields => #{user => ~"Ada", password => ~"12345"}}, ok.
ok
2> Event = #{level => info, msg => {report, Report}, meta => #{time => 0}}, ok.
ok
3> iolist_to_binary(mochi_log_format:format(Event, #{style => plain})).
~"1970-01-01T00:00:00Z info login password=*** user=\"Ada\"\n"
```
""".

%% What `m:logger` calls
-export([
    format/2,
    check_config/1,
    report/1
]).

-export([
    mask/1,
    stack/2
]).

-define(MASKED, ~"***").
-define(SECRETS, [
    ~"password", ~"passwd", ~"secret", ~"token", ~"authorization", ~"cookie", ~"credential", ~"private_key",
    ~"privatekey", ~"private-key", ~"api_key", ~"apikey", ~"api-key"
]).
-define(NANOSECONDS, 1_000).

-doc """
The text of an entry.

```erlang
1> Event = #{level => error, msg => {string, "no"}, meta => #{time => 1_000_000}}.
#{level => error, msg => {string, "no"}, meta => #{time => 1_000_000}}
2> iolist_to_binary(mochi_log_format:format(Event, #{style => json})).
~"{\"level\":\"error\",\"message\":\"no\",\"time\":\"1970-01-01T00:00:01Z\"}\n"
```
""".
-spec format(logger:log_event(), #{style => plain | json}) -> unicode:chardata().
format(#{level := Level, msg := Said, meta := Meta}, Config) ->
    {Message, Fields, Stack} = parts(Said, Meta),
    Time = mochi_time:format(maps:get(time, Meta) * ?NANOSECONDS),
    case Config of
        #{style := json} -> json(Time, Level, Message, Fields, Stack);
        #{} -> plain(Time, Level, Message, Fields, Stack)
    end.

-doc """
Whether the formatter understands its configuration.

```erlang
1> mochi_log_format:check_config(#{style => json}).
ok
2> mochi_log_format:check_config(#{style => yaml}).
{error, {unknown, #{style => yaml}}}
```
""".
-spec check_config(map()) -> ok | {error, term()}.
check_config(#{style := Style} = Config) when map_size(Config) =:= 1, Style =:= plain orelse Style =:= json -> ok;
check_config(Config) when map_size(Config) =:= 0 -> ok;
check_config(Config) -> {error, {unknown, Config}}.

-doc """
How an entry of `m:mochi_log` looks to another formatter.

```erlang
1> mochi_log_format:report(#{message => ~"login", fields => #{token => 5}}).
{"~ts", [~"login token=***"]}
```
""".
-spec report(#{message := binary(), fields := map()}) -> {io:format(), [term()]}.
report(#{message := Message, fields := Fields}) ->
    {Shown, Stack} = fields(Fields),
    {"~ts", [unicode:characters_to_binary([one_line(Message), pairs(Shown), [[$\n, Line] || Line <- Stack]])]}.

-doc """
A value without the secrets in it.

```erlang
1> mochi_log_format:mask(#{~"headers" => [{~"Authorization", ~"Bearer x"}, {~"accept", ~"*/*"}]}).
#{~"headers" => [{~"Authorization", ~"***"}, {~"accept", ~"*/*"}]}
```
""".
-spec mask(term()) -> term().
mask(Map) when is_map(Map) -> #{Key => masked(Key, Value) || Key := Value <- Map};
mask([Head | Tail]) -> [mask(Head) | mask(Tail)];
mask({Key, Value}) when is_binary(Key); is_atom(Key); is_list(Key) -> {Key, masked(Key, Value)};
mask(Tuple) when is_tuple(Tuple) -> record(Tuple);
mask(Value) -> Value.

-doc """
The Mochi frames of a stack trace as texts, innermost first.

```erlang
1> mochi_log_format:stack(badarg, [{lists, map, 2, []}, {mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}]).
[~"at f (a.mochi:3)"]
```
""".
-spec stack(Reason :: term(), mochi_error:stacktrace()) -> [binary()].
stack(Reason, Stack) ->
    [
        case File of
            <<>> -> <<"at ", Function/binary>>;
            _ -> <<"at ", Function/binary, " (", File/binary, $:, (integer_to_binary(Line))/binary, ")">>
        end
     || {mochi_frame, Function, File, Line, _} <- mochi_error:frames(Reason, Stack)
    ].

%% ---------------------------------------------------------------------------------------------------------------------
%% What an entry has to say
%% ---------------------------------------------------------------------------------------------------------------------

parts({report, #{message := Message, fields := Fields}}, _) when is_binary(Message), is_map(Fields) ->
    {Shown, Stack} = fields(Fields),
    {Message, Shown, Stack};
parts({string, Text}, _) ->
    {text(Text), #{}, []};
%% Reports of OTP: a crash of a process among them has the reason and the stack trace in it.
parts({report, Report}, Meta) ->
    {reported(mask(Report), Meta), #{}, trace(Report)};
parts({Format, Arguments}, _) ->
    Text = text(io_lib:format(Format, [mask(Argument) || Argument <- Arguments])),
    {Text, #{}, lists:append([trace(#{reason => Argument}) || Argument <- Arguments])}.

fields(Fields) ->
    case maps:take(stack, Fields) of
        {Stack, Others} when is_list(Stack) ->
            case lists:all(fun is_binary/1, Stack) of
                true -> {mask(Others), Stack};
                false -> {mask(Fields), []}
            end;
        _ ->
            {mask(Fields), []}
    end.

reported(Report, #{report_cb := Callback}) when is_function(Callback, 1) ->
    {Format, Arguments} = Callback(Report),
    text(io_lib:format(Format, Arguments));
reported(Report, #{report_cb := Callback}) when is_function(Callback, 2) ->
    text(Callback(Report, #{depth => 30, chars_limit => 4_000, single_line => true}));
reported(Report, _) ->
    {Format, Arguments} = logger:format_report(Report),
    text(io_lib:format(Format, Arguments)).

trace(#{report := [Info | _]}) when is_list(Info) ->
    case proplists:get_value(error_info, Info) of
        {_, Reason, Stack} when is_list(Stack) -> stack(Reason, Stack);
        _ -> []
    end;
trace(#{reason := {Reason, [{_, _, _, _} | _] = Stack}}) ->
    stack(Reason, Stack);
trace(_) ->
    [].

%% ---------------------------------------------------------------------------------------------------------------------
%% Styles
%% ---------------------------------------------------------------------------------------------------------------------

plain(Time, Level, Message, Fields, Stack) ->
    Head = [Time, $\s, atom_to_binary(Level), $\s, one_line(Message), pairs(Fields), $\n],
    [Head | [[~"  ", Line, $\n] || Line <- Stack]].

json(Time, Level, Message, Fields, Stack) ->
    Entry = #{time => Time, level => Level, message => valid(Message)},
    More = [{fields, [object(Fields) || map_size(Fields) > 0]}, {stack, [Stack || Stack =/= []]}],
    All = maps:merge(Entry, #{Name => Part || {Name, [Part]} <- More}),
    [json:encode(sorted(All), fun encode/2), $\n].

%% Objects have their keys in order, so that lines can be compared.
encode({sorted, Pairs}, Encode) -> json:encode_key_value_list(Pairs, Encode);
encode(Value, Encode) -> json:encode_value(Value, Encode).

sorted(Map) -> {sorted, lists:sort(maps:to_list(Map))}.

object(Map) -> sorted(#{name(Key) => value(Value) || Key := Value <- Map}).

value(Value) when is_integer(Value); is_float(Value); is_boolean(Value) -> Value;
value(none) -> null;
value({some, Value}) -> value(Value);
value(Value) when is_binary(Value) -> valid(Value);
value(Value) when is_map(Value) -> object(Value);
value(Value) when is_list(Value) ->
    case is_proper(Value) of
        true -> [value(Element) || Element <- Value];
        false -> shown(Value)
    end;
value(Value) -> shown(Value).

is_proper([_ | Rest]) -> is_proper(Rest);
is_proper(Rest) -> Rest =:= [].

pairs(Fields) ->
    Named = lists:sort([{name(Key), Value} || Key := Value <- Fields]),
    [[$\s, word(Name), $=, plain_value(Value)] || {Name, Value} <- Named].

plain_value(?MASKED) -> ?MASKED;
plain_value(Value) -> one_line(shown(Value)).

%% A name that would not be told apart from what follows is quoted.
word(Name) ->
    case re:run(Name, ~"[\\s=\"]", [{capture, none}]) of
        match -> mochi_format:quote(Name);
        nomatch -> Name
    end.

name(Name) when is_atom(Name) -> atom_to_binary(Name);
name(Name) when is_binary(Name) -> valid(Name);
name(Name) -> shown(Name).

shown(Value) ->
    try
        valid(mochi_core:format(Value))
    catch
        _:_ -> text(io_lib:format("~0tp", [Value]))
    end.

text(Characters) -> valid(unicode:characters_to_binary(Characters)).

%% Bytes that are no UTF-8 are taken for Latin-1: a log line must not fail.
valid(Text) when is_binary(Text) ->
    case unicode:characters_to_binary(Text) of
        Text -> Text;
        _ -> unicode:characters_to_binary(Text, latin1)
    end;
valid({_, Read, Rest}) ->
    valid(iolist_to_binary([Read, io_lib:format("~0tp", [Rest])])).

one_line(Text) ->
    unicode:characters_to_binary(lists:join(~B(\n), binary:split(valid(Text), [~"\r\n", ~"\n", ~"\r"], [global]))).

%% ---------------------------------------------------------------------------------------------------------------------
%% Secrets
%% ---------------------------------------------------------------------------------------------------------------------

masked(Key, Value) ->
    case is_secret(Key) of
        true -> ?MASKED;
        false -> mask(Value)
    end.

is_secret(Key) when is_atom(Key) -> is_secret(atom_to_binary(Key));
is_secret(Key) when is_binary(Key) ->
    Lower = string:lowercase(valid(Key)),
    binary:match(Lower, ?SECRETS) =/= nomatch;
is_secret([_ | _] = Key) ->
    try
        is_secret(list_to_binary(Key))
    catch
        error:badarg -> false
    end;
is_secret(_) ->
    false.

%% The fields of a record have names in the registry of types.
record(Tuple) when tuple_size(Tuple) > 0 ->
    [Tag | Values] = tuple_to_list(Tuple),
    case mochi_types:find(Tag, length(Values)) of
        {_, _, Names} -> list_to_tuple([Tag | [masked(Name, Value) || {Name, Value} <- lists:zip(Names, Values)]]);
        undefined -> list_to_tuple([mask(Element) || Element <- [Tag | Values]])
    end;
record(Tuple) ->
    Tuple.
