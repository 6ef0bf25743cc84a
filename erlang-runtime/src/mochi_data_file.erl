-module(mochi_data_file).
-moduledoc """
Files of data: read whole or in chunks, written under another name and then renamed. `-` is standard input or output.

```erlang
1> mochi_data_file:write(~"chunks.tmp", fun(Write) -> Write(~"abc") end).
ok
2> mochi_query:to_list(mochi_data_file:chunks(~"chunks.tmp")).
[~"abc"]
3> file:delete(~"chunks.tmp").
ok
```
""".

-include_lib("kernel/include/file.hrl").

-export([
    read/1,
    chunks/1,
    write/2,
    json/1
]).

-define(CHUNK, 65_536).

-doc """
All of a file, or of standard input.

```erlang
1> mochi_data_file:read(~"no such file").
** {mochi_error, mochi_err_file, ~"cannot read no such file: no such file or directory"}
```
""".
-spec read(Path :: binary()) -> binary().
read(~"-") -> iolist_to_binary(mochi_query:to_list(chunks(~"-")));
read(Path) -> mochi_file:read(Path).

-doc """
The chunks of a file, or of standard input, as a row source. The file is opened when the first one is asked for and
closed at its end; when nobody asks until then, it is closed with the process or when its source is garbage.

```erlang
1> mochi_query:to_list(mochi_data_file:chunks(~"no such file")).
** {mochi_error, mochi_err_file, ~"cannot read no such file: no such file or directory"}
```
""".
-spec chunks(Path :: binary()) -> mochi_query:rows(binary()).
chunks(~"-") ->
    %% Line by line: a chunk would not come before it is full.
    fun() ->
        case io:get_line(standard_io, "") of
            eof -> done;
            {error, Reason} -> failed(~"read", ~"standard input", Reason);
            Line -> {[mochi_console:to_bytes(Line)], chunks(~"-")}
        end
    end;
chunks(Path) when is_binary(Path) ->
    fun() ->
        case file:open(Path, [read, raw, binary]) of
            {ok, File} -> next_chunk(File, Path);
            {error, Reason} -> failed(~"read", Path, Reason)
        end
    end;
chunks(Value) ->
    mochi_core:type_error(~"string", Value).

next_chunk(File, Path) ->
    case file:read(File, ?CHUNK) of
        {ok, Data} ->
            {[Data], fun() -> next_chunk(File, Path) end};
        eof ->
            _ = file:close(File),
            done;
        {error, Reason} ->
            _ = file:close(File),
            failed(~"read", Path, Reason)
    end.

-doc """
Writes a file, or standard output, with what a function hands to the function that it gets. Nothing is left behind when
it fails.

```erlang
1> mochi_data_file:write(~"no/such/folder", fun(Write) -> Write(~"abc") end).
** {mochi_error, mochi_err_file, <<"cannot write no/such/folder", _/binary>>}
```
""".
-spec write(Path :: binary(), fun((fun((iodata()) -> ok)) -> term())) -> ok.
write(~"-", Function) ->
    _ = Function(fun mochi_console:write/1),
    ok;
write(Path, Function) when is_binary(Path) ->
    Unique = binary:encode_hex(<<(erlang:unique_integer()):64, (erlang:system_time()):64>>, lowercase),
    Temporary = <<Path/binary, ".", Unique/binary, ".tmp">>,
    File = checked(file:open(Temporary, [write, raw, binary, exclusive, {delayed_write, ?CHUNK, 1000}]), Path),
    try
        _ = Function(fun(Data) -> checked(file:write(File, Data), Path) end),
        ok = checked(file:sync(File), Path),
        ok = checked(file:close(File), Path),
        _ = keep_mode(Path, Temporary),
        ok = checked(file:rename(Temporary, Path), Path)
    catch
        Class:Reason:Stack ->
            _ = file:close(File),
            _ = file:delete(Temporary, [raw]),
            erlang:raise(Class, Reason, Stack)
    end;
write(Value, _) ->
    mochi_core:type_error(~"string", Value).

-doc """
The text of a JSON file: as `mochi_json:encode/1` has it, with a line end.

```erlang
1> iolist_to_binary(mochi_data_file:json([])).
~"[]\n"
```
""".
-spec json(term()) -> iodata().
json(Value) -> [mochi_json:encode(Value), $\n].

%% Who may read and write the file does not change.
keep_mode(Path, Temporary) ->
    case file:read_file_info(Path, [raw]) of
        {ok, #file_info{mode = Mode}} -> file:change_mode(Temporary, Mode band 8#7777);
        {error, _} -> ok
    end.

checked(ok, _) -> ok;
checked({ok, Result}, _) -> Result;
checked({error, Reason}, Path) -> failed(~"write", Path, Reason).

-spec failed(binary(), binary(), term()) -> no_return().
failed(What, Path, Reason) ->
    mochi_core:raise(mochi_err_file, [~"cannot ", What, $\s, Path, ~": ", file:format_error(Reason)]).
