-module(mochi_file).
-moduledoc """
Files. A file's content is taken and written as it is, byte by byte; text is UTF-8. Names are UTF-8 whatever the locale.

```erlang
1> mochi_file:exists(~"no such file").
false
2> mochi_file:read(~"no such file").
** {mochi_error, mochi_err_file, ~"cannot read no such file: no such file or directory"}
```
""".

-export([
    read/1,
    lines/1,
    write/2,
    append/2,
    exists/1,
    list/1
]).

-doc """
The content of a file.

```erlang
Text = mochi_file:read(~"README.md").
```
""".
-spec read(Path :: binary()) -> binary().
read(Path) ->
    case file:read_file(name(Path), [raw]) of
        {ok, Content} -> Content;
        {error, Reason} -> file_error(~"read", Path, Reason)
    end.

-doc """
The lines of a file without their line ends. A line end at the end of the file starts no further line.

```erlang
1> mochi_file:write(~"lines.tmp", ~"one\ntwo\r\n").
ok
2> mochi_file:lines(~"lines.tmp").
[~"one", ~"two"]
3> file:delete(~"lines.tmp").
ok
```
""".
-spec lines(Path :: binary()) -> [binary()].
lines(Path) ->
    case read(Path) of
        <<>> -> [];
        Content -> [without_return(Line) || Line <- binary:split(without_last_newline(Content), ~"\n", [global])]
    end.

-doc """
Writes a file; one that exists is replaced.

```erlang
1> mochi_file:write(~"write.tmp", ~"text").
ok
2> mochi_file:read(~"write.tmp").
~"text"
3> file:delete(~"write.tmp").
ok
```
""".
-spec write(Path :: binary(), Content :: binary()) -> ok.
write(Path, Content) -> write(Path, Content, []).

-doc """
Writes behind the content of a file; one that does not exist is made.

```erlang
1> mochi_file:append(~"append.tmp", ~"a").
ok
2> mochi_file:append(~"append.tmp", ~"b").
ok
3> mochi_file:read(~"append.tmp").
~"ab"
4> file:delete(~"append.tmp").
ok
```
""".
-spec append(Path :: binary(), Content :: binary()) -> ok.
append(Path, Content) -> write(Path, Content, [append]).

-doc """
Whether there is a file or folder of this name.

```erlang
1> mochi_file:exists(~".").
true
```
""".
-spec exists(Path :: binary()) -> boolean().
exists(Path) ->
    case file:read_file_info(name(Path), [raw]) of
        {ok, _} -> true;
        {error, _} -> false
    end.

-doc """
The names in a folder, in ascending order.

```erlang
1> mochi_file:list(~"no such folder").
** {mochi_error, mochi_err_file, ~"cannot list no such folder: no such file or directory"}
```
""".
-spec list(Path :: binary()) -> [binary()].
list(Path) ->
    case file:list_dir_all(name(Path)) of
        {ok, Names} -> lists:sort([file_name(Name) || Name <- Names]);
        {error, Reason} -> file_error(~"list", Path, Reason)
    end.

%% A name that the locale cannot express comes as it is.
file_name(Name) when is_binary(Name) -> Name;
file_name(Name) ->
    case unicode:characters_to_binary(Name, unicode, file:native_name_encoding()) of
        Bytes when is_binary(Bytes) -> Bytes;
        _ -> unicode:characters_to_binary(Name)
    end.

write(Path, Content, Modes) when is_binary(Content) ->
    case file:write_file(name(Path), Content, [raw | Modes]) of
        ok -> ok;
        {error, Reason} -> file_error(~"write", Path, Reason)
    end;
write(_, Content, _) ->
    mochi_core:type_error(~"string", Content).

%% A binary is a name in bytes, which no locale converts.
name(Path) when is_binary(Path) -> Path;
name(Path) -> mochi_core:type_error(~"string", Path).

-spec file_error(binary(), binary(), term()) -> no_return().
file_error(What, Path, Reason) ->
    mochi_core:raise(mochi_err_file, [~"cannot ", What, $\s, Path, ~": ", reason(Reason)]).

reason(badarg) -> ~"not a file name";
reason(Reason) -> file:format_error(Reason).

without_last_newline(Content) ->
    Size = byte_size(Content) - 1,
    case Content of
        <<Lines:Size/binary, $\n>> -> Lines;
        _ -> Content
    end.

without_return(<<>>) ->
    <<>>;
without_return(Line) ->
    Size = byte_size(Line) - 1,
    case Line of
        <<Text:Size/binary, $\r>> -> Text;
        _ -> Line
    end.
