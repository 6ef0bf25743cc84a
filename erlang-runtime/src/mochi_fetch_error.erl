-module(mochi_fetch_error).
-moduledoc """
Why a request failed, in the same words whatever library carried it.

```erlang
1> mochi_fetch_error:reason({shutdown, {tls_alert, {certificate_expired, "long text"}}}).
{tls, certificate_expired}
2> mochi_fetch_error:text({tls, certificate_expired}).
~"the server's certificate is refused: certificate expired"
```
""".

-export([
    reason/1,
    text/1,
    is_transient/1
]).

-export_type([
    reason/0
]).

-doc """
Why a request failed. `unsent`: the connection was gone before the request was sent.
""".
-type reason() ::
    timeout
    | closed
    | unsent
    | protocol
    | {network, atom()}
    | {tls, Alert :: atom()}
    | {too_large, Limit :: non_neg_integer()}
    | {status, Status :: integer(), Headers :: #{binary() => binary()}, Body :: binary()}
    | {text, binary()}.

%% How deep the libraries wrap what the socket said.
-define(DEPTH, 6).

-doc """
Finds the cause in whatever a library says.

```erlang
1> mochi_fetch_error:reason({failed_connect, [{to_address, {"h", 1}}, {inet, [inet], econnrefused}]}).
{network, econnrefused}
2> mochi_fetch_error:reason({badmatch, ~"garbage"}).
protocol
```
""".
-spec reason(term()) -> timeout | closed | unsent | protocol | {network, atom()} | {tls, atom()}.
reason(Term) ->
    case find(Term, ?DEPTH) of
        none -> protocol;
        Reason -> Reason
    end.

-doc """
A reason for people.

```erlang
1> mochi_fetch_error:text({network, econnrefused}).
~"connection refused"
2> mochi_fetch_error:text({too_large, 10}).
~"the response is larger than 10 bytes"
```
""".
-spec text(reason()) -> binary().
text(timeout) -> ~"timed out";
text(closed) -> ~"the server closed the connection";
text(unsent) -> ~"the server closed the connection";
text(protocol) -> ~"the server's answer is not HTTP";
text({network, nxdomain}) -> ~"no such host";
text({network, Reason}) -> unicode:characters_to_binary(inet:format_error(Reason));
text({tls, Alert}) -> tls_text(Alert);
text({too_large, Limit}) -> <<"the response is larger than ", (integer_to_binary(Limit))/binary, " bytes">>;
text({status, Status, _, Body}) -> iolist_to_binary([~"status ", integer_to_binary(Status) | excerpt(Body)]);
text({text, Text}) -> Text.

-doc """
Whether the same request may fare better a moment later.

```erlang
1> mochi_fetch_error:is_transient({network, econnrefused}).
true
2> mochi_fetch_error:is_transient({tls, certificate_expired}).
false
```
""".
-spec is_transient(reason()) -> boolean().
is_transient(closed) -> true;
is_transient(unsent) -> true;
is_transient({network, nxdomain}) -> false;
is_transient({network, _}) -> true;
is_transient({status, Status, _, _}) -> lists:member(Status, [429, 502, 503, 504, 529]);
is_transient(_) -> false.

%% ssl has no alert of its own for a certificate of another host; its text tells.
find({tls_alert, {Alert, Text}}, _) when is_atom(Alert) ->
    Words = unicode:characters_to_binary(io_lib:format("~tp", [Text])),
    case binary:match(Words, ~"hostname_check_failed") of
        nomatch -> {tls, Alert};
        _ -> {tls, hostname_check_failed}
    end;
find({tls_alert, _}, _) ->
    {tls, handshake_failure};
find(Atom, _) when is_atom(Atom) -> atom_reason(Atom);
find(_, 0) ->
    none;
%% A crash's stack trace names functions, not causes.
find({What, [{Module, _, _, _} | _]}, Depth) when is_atom(Module) -> find(What, Depth - 1);
find(Tuple, Depth) when is_tuple(Tuple) -> find_first(tuple_to_list(Tuple), Depth - 1);
find(List, Depth) when is_list(List) ->
    case io_lib:char_list(List) of
        true -> none;
        false -> find_first(List, Depth - 1)
    end;
find(_, _) ->
    none.

find_first([First | Rest], Depth) ->
    case find(First, Depth) of
        none -> find_first(Rest, Depth);
        Reason -> Reason
    end;
find_first(_, _) ->
    none.

atom_reason(timeout) -> timeout;
atom_reason(etimedout) -> timeout;
atom_reason(connect_timeout) -> timeout;
atom_reason(closed) -> closed;
atom_reason(econnreset) -> closed;
atom_reason(econnaborted) -> closed;
atom_reason(epipe) -> closed;
atom_reason(einval) -> none;
atom_reason(socket_closed_remotely) -> closed;
atom_reason(socket_closed_unexpectedly) -> closed;
atom_reason(session_remotely_closed) -> closed;
atom_reason(server_closed) -> closed;
%% What gun says of a body that follows when the connection has gone meanwhile.
atom_reason(badstate) -> closed;
atom_reason(closing) -> unsent;
atom_reason(noproc) -> unsent;
atom_reason(Atom) ->
    case inet:format_error(Atom) of
        "unknown POSIX error" ++ _ -> none;
        _ -> {network, Atom}
    end.

tls_text(hostname_check_failed) ->
    ~"the server's certificate is refused: it is for another host";
tls_text(unknown_ca) ->
    ~"the server's certificate is refused: unknown CA";
tls_text(Alert) ->
    Words = binary:replace(atom_to_binary(Alert), ~"_", ~" ", [global]),
    case Words of
        <<"certificate", _/binary>> -> <<"the server's certificate is refused: ", Words/binary>>;
        <<"bad certificate", _/binary>> -> <<"the server's certificate is refused: ", Words/binary>>;
        _ -> <<"no TLS connection: ", Words/binary>>
    end.

excerpt(<<>>) ->
    [];
excerpt(Body) ->
    case unicode:characters_to_binary(Body) of
        Text when is_binary(Text) -> [~": ", mochi_format:excerpt(Text)];
        _ -> []
    end.
