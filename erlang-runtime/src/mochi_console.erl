-module(mochi_console).
-moduledoc """
Standard output, standard error and standard input of a Mochi program.

Output is bytes: what a program prints leaves as UTF-8 whatever the locale. `open/0` opens a port on file descriptor 1
and registers it; from then on `write/1` is one port command, which costs about a microsecond, keeps the order of all
processes' output and holds a fast writer back when the reader is slow. `erlang:halt/2` with `flush` waits until the
port has written everything. Where no port is open (a unit test, a call from a shell) output goes to the group leader.

```erlang
1> mochi_console:write([~"answer: ", ~"42", $\n]).
ok
```
""".

-export([
    open/0,
    write/1,
    write_error/1,
    drain/0,
    capture/1,
    read_line/0,
    to_bytes/1
]).

-define(STDOUT, mochi_stdout).
-define(STDERR_DESCRIPTOR, 2).
%% The table that keeps what this process prints.
-define(CAPTURE, '$mochi_console_capture').

-doc """
Opens standard output for the whole node and links its port to the caller.

The port leaves with an exit signal when nobody reads the other end of standard output any more; the caller traps exits
and decides what that means.

```erlang
Port = mochi_console:open(),
true = is_port(Port).
```
""".
-spec open() -> port().
open() ->
    Port = open_port({fd, 0, 1}, [out, binary]),
    true = register(?STDOUT, Port),
    Port.

-doc """
Writes bytes to standard output.

```erlang
1> mochi_console:write(~"hello\n").
ok
```
""".
-spec write(iodata()) -> ok.
write(Data) ->
    case get(?CAPTURE) of
        undefined -> write_out(Data);
        Table -> keep(Table, Data)
    end.

write_out(Data) ->
    try erlang:port_command(?STDOUT, Data) of
        true -> ok
    catch
        error:badarg -> write_without_port(Data)
    end.

-doc """
Writes bytes to standard error, after everything that was written to standard output.

```erlang
1> mochi_console:write_error([]).
ok
```
""".
-spec write_error(iodata()) -> ok.
write_error(Data) ->
    _ = drain(),
    Port = open_port({fd, ?STDERR_DESCRIPTOR, ?STDERR_DESCRIPTOR}, [out, binary]),
    unlink(Port),
    try
        port_command(Port, Data),
        wait_until_written(Port),
        port_close(Port)
    of
        true -> ok
    catch
        %% Standard error is closed: there is nobody to tell.
        error:badarg -> ok
    end.

-doc """
Waits until standard output has taken everything that was written, or until its port is closed.

```erlang
1> mochi_console:drain().
closed
```
""".
-spec drain() -> ok | closed.
drain() ->
    case whereis(?STDOUT) of
        Port when is_port(Port) -> wait_until_written(Port);
        undefined -> closed
    end.

-doc """
Keeps what the calling process prints from now on in an ordered table that it can write, under ascending keys, instead
of printing it.

```erlang
1> Table = ets:new(output, [ordered_set, public]), ok.
ok
2> Printing = fun() -> mochi_console:capture(Table), mochi_console:write(~"kept"), exit(done) end, ok.
ok
3> {_, Monitor} = spawn_monitor(Printing), receive {'DOWN', Monitor, process, _, done} -> ok end.
ok
4> [Text || {_, Text} <- ets:tab2list(Table)].
[~"kept"]
```
""".
-spec capture(ets:table()) -> ok.
capture(Table) ->
    _ = put(?CAPTURE, Table),
    ok.

-doc """
Reads one line from standard input, without its line end; at the end of the input the empty string.

```erlang
Name = mochi_console:read_line(),
mochi_core:print([~"hello", Name]).
```
""".
-spec read_line() -> binary().
read_line() ->
    case io:get_line(standard_io, "") of
        eof ->
            <<>>;
        {error, Reason} ->
            mochi_core:raise(mochi_err_file, [~"cannot read standard input: ", io_lib:format("~tp", [Reason])]);
        Line ->
            without_line_end(to_bytes(Line))
    end.

-doc """
The bytes of what was read from standard input, whatever the locale.

```erlang
1> mochi_console:to_bytes("text\n").
~"text\n"
```
""".
-spec to_bytes(unicode:chardata()) -> binary().
to_bytes(Text) -> utf8(unicode:characters_to_list(Text)).

keep(Table, Data) ->
    true = ets:insert(Table, {erlang:unique_integer([monotonic]), iolist_to_binary(Data)}),
    ok.

write_without_port(Data) ->
    case whereis(mochi_main) of
        undefined ->
            io:put_chars(standard_io, valid(Data));
        _Runner ->
            %% Standard output was closed at its other end and mochi_main is about to halt.
            ok
    end.

utf8(Characters) ->
    case lists:all(fun(Character) -> Character < 128 end, Characters) of
        true -> list_to_binary(Characters);
        false -> beyond_ascii(Characters)
    end.

%% Under a locale that is not UTF-8 every byte that was read comes as a character of its own, and reading ahead has
%% begun before a program could say otherwise.
beyond_ascii(Characters) ->
    case proplists:get_value(encoding, io:getopts(standard_io)) of
        latin1 -> list_to_binary(Characters);
        _ -> unicode:characters_to_binary(Characters)
    end.

%% The io protocol carries characters, so bytes that are no UTF-8 cannot pass as they are.
valid(Data) ->
    case unicode:characters_to_binary(Data) of
        Text when is_binary(Text) -> Text;
        _ -> unicode:characters_to_binary(iolist_to_binary(Data), latin1)
    end.

wait_until_written(Port) ->
    case erlang:port_info(Port, queue_size) of
        {queue_size, Size} when Size > 0 ->
            receive after 1 -> ok end,
            wait_until_written(Port);
        {queue_size, 0} ->
            ok;
        undefined ->
            closed
    end.

without_line_end(Line) ->
    Size = byte_size(Line),
    case Line of
        <<Text:(Size - 2)/binary, "\r\n">> -> Text;
        <<Text:(Size - 1)/binary, "\n">> -> Text;
        _ -> Line
    end.
