-module(mochi_fetch_file).
-moduledoc """
Files of `m:mochi_fetch`: what a `file://` URL names, and downloads.

```erlang
1> mochi_fetch_file:read(~"no%20such", mochi_fetch_options:read(#{}), fun(_, Kept) -> {ok, Kept} end, []).
{error, {text, ~"no such file or directory"}}
```
""".

-export([
    read/4,
    download/3
]).

-define(CHUNK, 65_536).

-doc """
Passes the content of a file to a function, part by part. The name is what follows `file://`; it may be relative.

```erlang
1> mochi_fetch_file:read(~"x", mochi_fetch_options:read(#{method => ~"PUT"}), fun(_, Kept) -> {ok, Kept} end, []).
{error, {text, ~"a file can only be read, with GET"}}
```
""".
-spec read(Name :: binary(), mochi_fetch_options:options(), mochi_fetch_call:consumer(), Kept :: term()) ->
    {ok, Kept :: term()} | {error, mochi_fetch_error:reason()}.
read(Name, #{method := ~"GET", limit := Limit}, Consumer, Kept) ->
    Path =
        case uri_string:percent_decode(Name) of
            <<"localhost/", Rest/binary>> -> <<$/, Rest/binary>>;
            Decoded when is_binary(Decoded) -> Decoded;
            _ -> Name
        end,
    case file:open(Path, [read, raw, binary]) of
        {ok, File} ->
            try
                parts(File, Limit, 0, Consumer, Kept)
            after
                file:close(File)
            end;
        {error, Reason} ->
            file_error(Reason)
    end;
read(_, _, _, _) ->
    {error, {text, ~"a file can only be read, with GET"}}.

parts(File, Limit, Size, Consumer, Kept) ->
    case file:read(File, ?CHUNK) of
        {ok, Part} when Size + byte_size(Part) > Limit ->
            {error, {too_large, Limit}};
        {ok, Part} ->
            case Consumer(Part, Kept) of
                {ok, Next} -> parts(File, Limit, Size + byte_size(Part), Consumer, Next);
                {error, _} = Error -> Error
            end;
        eof ->
            {ok, Kept};
        {error, Reason} ->
            file_error(Reason)
    end.

-doc """
Writes a body to a file under another name and renames it when it is whole: nobody sees a part of it, and a download
that fails leaves what was there before. The body of the response is then the number of bytes.

```erlang
1> Download = fun(Write, 0) -> {ok, 3} = Write(~"abc", 0), {ok, #{status => 200, body => 3}} end, ok.
ok
2> mochi_fetch_file:download(~"download.tmp", ~"http://example.org/", Download).
{ok, #{status => 200, body => 3}}
3> {mochi_file:read(~"download.tmp"), file:delete(~"download.tmp")}.
{~"abc", ok}
```
""".
-spec download(Path :: binary(), Url :: binary(), fun((mochi_fetch_call:consumer(), 0) -> Result)) ->
    Result | {error, mochi_fetch_error:reason(), Url :: binary()}
when
    Result :: {ok, map()} | {error, mochi_fetch_error:reason(), Url :: binary()}.
download(Path, Url, Download) ->
    Unique = integer_to_binary(erlang:unique_integer([positive])),
    Partial = <<Path/binary, ".", (list_to_binary(os:getpid()))/binary, "-", Unique/binary, ".part">>,
    case file:open(Partial, [write, exclusive, raw, binary]) of
        {ok, File} ->
            try written(Path, Partial, Url, File, Download(writer(File, Path), 0)) of
                {ok, _} = Done ->
                    Done;
                Failed ->
                    discard(File, Partial),
                    Failed
            catch
                Class:Reason:Stack ->
                    discard(File, Partial),
                    erlang:raise(Class, Reason, Stack)
            end;
        {error, Reason} ->
            {error, cannot_write(Path, Reason), Url}
    end.

writer(File, Path) ->
    fun(Part, Size) ->
        case file:write(File, Part) of
            ok -> {ok, Size + byte_size(Part)};
            {error, Reason} -> {error, cannot_write(Path, Reason)}
        end
    end.

written(Path, Partial, Url, File, {ok, _} = Done) ->
    maybe
        ok ?= file:sync(File),
        ok ?= file:close(File),
        ok ?= file:rename(Partial, Path),
        Done
    else
        {error, Reason} -> {error, cannot_write(Path, Reason), Url}
    end;
written(_, _, _, _, {error, _, _} = Error) ->
    Error.

discard(File, Partial) ->
    _ = file:close(File),
    _ = file:delete(Partial, [raw]),
    ok.

cannot_write(Path, Reason) ->
    {text, unicode:characters_to_binary([~"cannot write ", Path, ~": ", file:format_error(Reason)])}.

file_error(Reason) -> {error, {text, unicode:characters_to_binary(file:format_error(Reason))}}.
