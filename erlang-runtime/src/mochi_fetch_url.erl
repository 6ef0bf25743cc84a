-module(mochi_fetch_url).
-moduledoc """
URLs of `m:mochi_fetch`: taken apart, resolved against one another, and shown without the secrets in them.

```erlang
1> mochi_fetch_url:mask(~"https://ann:pw@example.org/a?token=1234&page=2").
~"https://***@example.org/a?token=***&page=2"
```
""".

-export([
    parse/1,
    resolve/2,
    with_query/2,
    origin/1,
    authority/1,
    text/1,
    mask/1,
    is_secret_name/1
]).

-export_type([
    url/0,
    origin/0
]).

-doc "An absolute `http` or `https` URL; `path` has the query in it, `user` is what stood before the `@`.".
-type url() :: #{
    scheme := http | https,
    host := binary(),
    port := inet:port_number(),
    path := binary(),
    user := binary()
}.

-doc "What a connection is made to.".
-type origin() :: {http | https, Host :: binary(), inet:port_number()}.

-define(LAST_PORT, 65_535).

%% Parts of names of query parameters and headers whose values must not be shown or sent to another host.
-define(SECRETS, [
    ~"key", ~"token", ~"secret", ~"passw", ~"pwd", ~"auth", ~"sig", ~"credential", ~"session", ~"cookie"
]).

-doc """
Takes a URL apart. Characters that may not stand in one are percent-encoded, a fragment is dropped.

```erlang
1> mochi_fetch_url:parse(~"HTTP://Example.org/a b?q=ñ#top").
{ok, #{scheme => http, host => ~"example.org", port => 80, path => ~"/a%20b?q=%C3%B1", user => <<>>}}
2> mochi_fetch_url:parse(~"ftp://example.org/").
{error, ~"the scheme is not http, https or file"}
```
""".
-spec parse(binary()) -> {ok, url()} | {error, Why :: binary()}.
parse(Text) ->
    case uri_string:parse(encoded(Text)) of
        #{scheme := Scheme, host := Host} = Parts when Host =/= <<>> ->
            case string:lowercase(Scheme) of
                ~"http" -> parsed(http, Parts);
                ~"https" -> parsed(https, Parts);
                _ -> {error, ~"the scheme is not http, https or file"}
            end;
        #{scheme := _} ->
            case re:run(Text, "^https?:", [caseless, {capture, none}]) of
                match -> {error, ~"there is no host"};
                nomatch -> {error, ~"the scheme is not http, https or file"}
            end;
        #{} ->
            {error, ~"there is no scheme"};
        {error, _, _} ->
            {error, ~"it is not a URL"}
    end.

-doc """
The URL that a reference, as in a `Location` header, means at a URL.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"http://example.org/a/b"), ok.
ok
2> {ok, Other} = mochi_fetch_url:resolve(Url, ~"../c?d"), mochi_fetch_url:text(Other).
~"http://example.org/c?d"
```
""".
-spec resolve(url(), Reference :: binary()) -> {ok, url()} | {error, Why :: binary()}.
resolve(Base, Reference) ->
    case uri_string:resolve(encoded(Reference), text(Base)) of
        Text when is_binary(Text) -> parse(Text);
        Text when is_list(Text) -> parse(unicode:characters_to_binary(Text));
        _ -> {error, ~"it is not a URL"}
    end.

-doc """
A URL with more query parameters.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"http://example.org/?a=1"), ok.
ok
2> mochi_fetch_url:text(mochi_fetch_url:with_query(Url, [{~"b", ~"x y&z"}])).
~"http://example.org/?a=1&b=x+y%26z"
```
""".
-spec with_query(url(), [{Name :: binary(), Value :: binary()}]) -> url().
with_query(Url, []) ->
    Url;
with_query(#{path := Path} = Url, Parameters) ->
    Query = unicode:characters_to_binary(uri_string:compose_query(Parameters)),
    Separator =
        case binary:match(Path, ~"?") of
            nomatch -> ~"?";
            _ -> ~"&"
        end,
    Url#{path := <<Path/binary, Separator/binary, Query/binary>>}.

-doc """
The scheme, host and port of a URL.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"https://example.org/x"), mochi_fetch_url:origin(Url).
{https, ~"example.org", 443}
```
""".
-spec origin(url()) -> origin().
origin(#{scheme := Scheme, host := Host, port := Port}) -> {Scheme, Host, Port}.

-doc """
The text of a URL, without what stood before the `@`.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"http://u:p@[::1]:8080"), mochi_fetch_url:text(Url).
~"http://[::1]:8080/"
```
""".
-spec text(url()) -> binary().
text(#{scheme := Scheme, path := Path} = Url) ->
    iolist_to_binary([atom_to_binary(Scheme), ~"://", authority(Url), Path]).

-doc """
Host and port as they stand in a URL and in the header `Host`.

```erlang
1> {ok, Url} = mochi_fetch_url:parse(~"https://[::1]:443/x"), mochi_fetch_url:authority(Url).
~"[::1]"
```
""".
-spec authority(url()) -> binary().
authority(#{scheme := Scheme, host := Host, port := Port}) ->
    Shown =
        case binary:match(Host, ~":") of
            nomatch -> Host;
            _ -> [$[, Host, $]]
        end,
    Suffix =
        case default_port(Scheme) of
            Port -> [];
            _ -> [$:, integer_to_binary(Port)]
        end,
    iolist_to_binary([Shown, Suffix]).

-doc """
A URL as it may be shown: user and password, and the values of query parameters that look like secrets, are hidden.

```erlang
1> mochi_fetch_url:mask(~"file:///tmp/x").
~"file:///tmp/x"
2> mochi_fetch_url:mask(~"http://example.org/?api_key=1&q=2").
~"http://example.org/?api_key=***&q=2"
```
""".
-spec mask(binary()) -> binary().
mask(Text) ->
    WithoutUser = re:replace(Text, "^([^/?#]*//)[^/?#]*@", "\\1***@", [{return, binary}]),
    case binary:split(WithoutUser, ~"?") of
        [Before, Query] ->
            Parameters = [masked(Parameter) || Parameter <- binary:split(Query, ~"&", [global])],
            iolist_to_binary([Before, $?, lists:join($&, Parameters)]);
        [WithoutUser] ->
            WithoutUser
    end.

-doc """
Whether the value under a name, of a header or a query parameter, looks like a secret.

```erlang
1> [mochi_fetch_url:is_secret_name(Name) || Name <- [~"X-Api-Key", ~"Authorization", ~"accept"]].
[true, true, false]
```
""".
-spec is_secret_name(binary()) -> boolean().
is_secret_name(Name) -> binary:match(string:lowercase(Name), ?SECRETS) =/= nomatch.

parsed(Scheme, #{host := Host} = Parts) ->
    Port =
        case maps:get(port, Parts, undefined) of
            undefined -> default_port(Scheme);
            Given -> Given
        end,
    Path =
        case maps:get(path, Parts, <<>>) of
            <<$/, _/binary>> = Absolute -> Absolute;
            Relative -> <<$/, Relative/binary>>
        end,
    Query =
        case Parts of
            #{query := Text} -> <<$?, Text/binary>>;
            #{} -> <<>>
        end,
    User = uri_string:percent_decode(maps:get(userinfo, Parts, <<>>)),
    Name = string:lowercase(Host),
    if
        not is_integer(Port); Port < 1; Port > ?LAST_PORT ->
            {error, ~"the port is not from 1 to 65535"};
        not is_binary(User) ->
            {error, ~"the user cannot be read"};
        true ->
            case re:run(Name, "^[-a-z0-9._:]+$", [{capture, none}]) of
                match ->
                    Whole = <<Path/binary, Query/binary>>,
                    {ok, #{scheme => Scheme, host => Name, port => Port, path => Whole, user => User}};
                nomatch ->
                    {error, ~"the host is not a name or an address"}
            end
    end.

default_port(http) -> 80;
default_port(https) -> 443.

%% Nothing that could end a line or a request line gets through.
encoded(Text) ->
    <<<<(encoded_byte(Byte))/binary>> || <<Byte>> <= mochi_str:trim(Text)>>.

encoded_byte(Byte) when Byte =< $\s; Byte >= 127 -> percent(Byte);
encoded_byte(Byte) when Byte =:= $"; Byte =:= $<; Byte =:= $>; Byte =:= $\\; Byte =:= $^ -> percent(Byte);
encoded_byte(Byte) when Byte =:= $`; Byte =:= ${; Byte =:= $}; Byte =:= $| -> percent(Byte);
encoded_byte(Byte) -> <<Byte>>.

percent(Byte) -> <<$%, (binary:encode_hex(<<Byte>>))/binary>>.

masked(Parameter) ->
    case binary:split(Parameter, ~"=") of
        [Name, _] ->
            case is_secret_name(Name) of
                true -> <<Name/binary, "=***">>;
                false -> Parameter
            end;
        _ ->
            Parameter
    end.
