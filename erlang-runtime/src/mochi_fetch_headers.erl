-module(mochi_fetch_headers).
-moduledoc """
What the headers of a response say.

```erlang
1> mochi_fetch_headers:joined([{~"Vary", ~"a"}, {~"vary", ~"b"}]).
#{~"vary" => ~"a, b"}
```
""".

-export([
    joined/1,
    retry_after/1
]).

-doc """
Headers by their names in lower case; those that come more than once are joined.

```erlang
1> mochi_fetch_headers:joined([{~"Content-Type", ~"text/plain"}]).
#{~"content-type" => ~"text/plain"}
```
""".
-spec joined([{binary(), binary()}]) -> #{binary() => binary()}.
joined(Headers) ->
    lists:foldl(
        fun({Name, Value}, Map) ->
            Key = string:lowercase(Name),
            case Map of
                #{Key := First} -> Map#{Key := <<First/binary, ", ", Value/binary>>};
                #{} -> Map#{Key => Value}
            end
        end,
        #{},
        Headers
    ).

-doc """
The milliseconds that a server asks to wait, as seconds or as a date.

```erlang
1> mochi_fetch_headers:retry_after(#{~"retry-after" => ~"2"}).
{some, 2000}
2> mochi_fetch_headers:retry_after(#{}).
none
```
""".
-spec retry_after(#{binary() => binary()}) -> mochi_option:option(non_neg_integer()).
retry_after(#{~"retry-after" := Text}) ->
    case string:to_integer(mochi_str:trim(Text)) of
        {Seconds, <<>>} when is_integer(Seconds), Seconds >= 0 -> {some, Seconds * 1000};
        _ -> date(Text)
    end;
retry_after(_) ->
    none.

date(Text) ->
    try
        Date = calendar:datetime_to_gregorian_seconds(httpd_util:convert_request_date(binary_to_list(Text))),
        Now = calendar:datetime_to_gregorian_seconds(calendar:universal_time()),
        {some, max(0, Date - Now) * 1000}
    catch
        error:_ -> none
    end.
