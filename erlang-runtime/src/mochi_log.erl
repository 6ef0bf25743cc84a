-module(mochi_log).
-moduledoc """
A structured log: a level, a message and fields, through `m:logger` of OTP.

`install/1` gives the default handler the formatter of `m:mochi_log_format`, which writes one line an entry, to standard
error, so that a program's output stays its own. Without it entries look as any other of the node.

```erlang
1> mochi_log:info(~"order taken", #{order => 17, customer => ~"Ada"}).
ok
```

Values of fields whose names speak of secrets are never written; `m:mochi_log_format` says which.
""".

%% Entries
-export([
    debug/2,
    info/2,
    notice/2,
    warning/2,
    error/2,
    log/3,
    exception/6
]).

%% Set-up
-export([
    install/1,
    set_level/1,
    listen/1,
    ignore/0
]).

-export_type([
    level/0,
    fields/0
]).

-doc "How much an entry matters.".
-type level() :: debug | info | notice | warning | error.

-doc "What there is to know beyond the message.".
-type fields() :: #{Name :: atom() | binary() => term()}.

-define(LISTENER, {?MODULE, listener}).

-doc """
Writes an entry for whoever looks for a mistake.

```erlang
1> mochi_log:debug(~"cache missed", #{key => ~"k"}).
ok
```
""".
-spec debug(Message :: binary(), fields()) -> ok.
debug(Message, Fields) -> log(debug, Message, Fields).

-doc """
Writes an entry about what is as it should be.

```erlang
1> mochi_log:info(~"listening", #{port => 8080}).
ok
```
""".
-spec info(Message :: binary(), fields()) -> ok.
info(Message, Fields) -> log(info, Message, Fields).

-doc """
Writes an entry about what is as it should be and matters.

```erlang
1> mochi_log:notice(~"configuration read again", #{}).
ok
```
""".
-spec notice(Message :: binary(), fields()) -> ok.
notice(Message, Fields) -> log(notice, Message, Fields).

-doc """
Writes an entry about what may become a problem.

```erlang
mochi_log:warning(~"disk nearly full", #{percent => 93}).
```
""".
-spec warning(Message :: binary(), fields()) -> ok.
warning(Message, Fields) -> log(warning, Message, Fields).

-doc """
Writes an entry about what went wrong.

```erlang
mochi_log:error(~"order lost", #{order => 17}).
```
""".
-spec error(Message :: binary(), fields()) -> ok.
error(Message, Fields) -> log(error, Message, Fields).

-doc """
Writes an entry.

```erlang
1> mochi_log:log(debug, ~"cache missed", #{key => ~"k"}).
ok
2> mochi_log:log(loud, ~"hello", #{}).
** {mochi_error, mochi_err_type, ~"expected debug, info, notice, warning or error as a level, got loud (loud)"}
```
""".
-spec log(level(), Message :: binary(), fields()) -> ok.
log(Level, Message, Fields) when is_binary(Message), is_map(Fields) ->
    case level(Level) of
        true ->
            Report = #{message => Message, fields => Fields},
            logger:log(Level, Report, #{report_cb => fun mochi_log_format:report/1});
        false ->
            mochi_core:type_error(~"debug, info, notice, warning or error as a level", Level)
    end;
log(_, Message, Fields) when is_map(Fields) ->
    mochi_core:type_error(~"string as a message", Message);
log(_, _, Fields) ->
    mochi_core:type_error(~"map of fields", Fields).

-doc """
Writes an entry about an exception, with its Mochi message and the Mochi files and lines of its stack trace.

```erlang
mochi_log:exception(error, ~"order lost", Class, Reason, Stack, #{order => 17}).
```
""".
-spec exception(level(), Message :: binary(), mochi_error:class(), term(), mochi_error:stacktrace(), fields()) -> ok.
exception(Level, Message, Class, Reason, Stack, Fields) ->
    {Code, Text} = mochi_error:describe(Class, Reason, Stack),
    log(Level, Message, Fields#{
        code => mochi_error:code(Code),
        error => Text,
        stack => mochi_log_format:stack(Reason, Stack)
    }).

-doc """
Has the default handler write entries as this runtime does: `plain` as lines for people, `json` as one JSON object a
line. Everything the node logs goes that way, also reports of OTP. A handler that writes to a file or elsewhere keeps to
that.

```erlang
1> {ok, Before} = logger:get_handler_config(default), ok.
ok
2> mochi_log:install(json).
ok
3> {ok, #{formatter := {Formatter, _}}} = logger:get_handler_config(default), Formatter.
mochi_log_format
4> logger:set_handler_config(default, formatter, maps:get(formatter, Before)).
ok
```
""".
-spec install(plain | json) -> ok.
install(Style) when Style =:= plain; Style =:= json ->
    Formatter = {mochi_log_format, #{style => Style}},
    Done =
        case logger:get_handler_config(default) of
            %% A handler cannot change where it writes.
            {ok, #{module := logger_std_h, config := #{type := standard_io}} = Config} ->
                _ = logger:remove_handler(default),
                add(maps:with([level, filters, filter_default], Config), Formatter);
            {ok, _} ->
                logger:set_handler_config(default, formatter, Formatter);
            {error, _} ->
                add(#{}, Formatter)
        end,
    case Done of
        ok -> ok;
        {error, Reason} ->
            mochi_core:raise(mochi_err_type, [~"cannot set up the log: ", io_lib:format("~0tp", [Reason])])
    end;
install(Style) ->
    mochi_core:type_error(~"plain or json as the style of a log", Style).

-doc """
Leaves out entries that matter less than a level.

```erlang
1> #{level := Before} = logger:get_primary_config(), mochi_log:set_level(warning).
ok
2> logger:set_primary_config(level, Before).
ok
```
""".
-spec set_level(level()) -> ok.
set_level(Level) ->
    case level(Level) of
        true -> logger:set_primary_config(level, Level);
        false -> mochi_core:type_error(~"debug, info, notice, warning or error as a level", Level)
    end.

-doc """
Writes an entry for every event of the runtime (`m:mochi_telemetry`) from now on.

```erlang
1> mochi_log:listen(debug).
ok
2> mochi_log:ignore().
ok
```
""".
-spec listen(level()) -> ok.
listen(Level) ->
    case level(Level) of
        true ->
            ok = ignore(),
            ok = mochi_telemetry:attach(?LISTENER, mochi_telemetry:events(), fun told/4, Level);
        false ->
            mochi_core:type_error(~"debug, info, notice, warning or error as a level", Level)
    end.

-doc """
Undoes `listen/1`.

```erlang
1> mochi_log:ignore().
ok
```
""".
-spec ignore() -> ok.
ignore() ->
    _ = mochi_telemetry:detach(?LISTENER),
    ok.

add(Config, Formatter) ->
    logger:add_handler(default, logger_std_h, Config#{formatter => Formatter, config => #{type => standard_error}}).

told(Event, Measurements, Metadata, Level) ->
    Name = iolist_to_binary(lists:join($., [atom_to_binary(Part) || Part <- Event])),
    log(Level, Name, maps:merge(Metadata, Measurements)).

level(Level) -> lists:member(Level, [debug, info, notice, warning, error]).
