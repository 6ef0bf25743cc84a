-module(mochi_fetch_tls).
-moduledoc """
The TLS options of `m:mochi_fetch`: TLS 1.2 and 1.3, the server's certificate and its host name are always checked.

Trusted are the system's certificate authorities, or those of a PEM file.

```erlang
1> mochi_fetch_tls:options(~"example.org", {some, ~"no such file"}).
{error, {text, ~"cannot read the CA file no such file: no such file or directory"}}
```
""".

-export([
    options/2,
    authorities/1
]).

-define(DEPTH, 10).

-doc """
The options for a connection to a host; the second argument is a PEM file with the certificates to trust.

```erlang
1> {error, {text, Text}} = mochi_fetch_tls:options(~"h", {some, ~"."}), Text.
~"cannot read the CA file .: illegal operation on a directory"
```
""".
-spec options(Host :: binary(), mochi_option:option(binary())) ->
    {ok, [ssl:tls_client_option()]} | {error, mochi_fetch_error:reason()}.
options(Host, File) ->
    case authorities(File) of
        {ok, Certificates} ->
            {ok,
                name_indication(binary_to_list(Host)) ++
                    [
                        {verify, verify_peer},
                        {cacerts, Certificates},
                        {depth, ?DEPTH},
                        {versions, ['tlsv1.3', 'tlsv1.2']},
                        {customize_hostname_check, [
                            {match_fun, public_key:pkix_verify_hostname_match_fun(https)}
                        ]},
                        %% The failure is reported to the program; a notice on the console would be a second report.
                        {log_level, none}
                    ]};
        {error, _} = Error ->
            Error
    end.

-doc """
The certificates of a PEM file, or those of the system.

```erlang
1> mochi_fetch_tls:authorities({some, ~"nowhere.pem"}).
{error, {text, ~"cannot read the CA file nowhere.pem: no such file or directory"}}
```
""".
-spec authorities(mochi_option:option(binary())) ->
    {ok, [public_key:der_encoded() | public_key:combined_cert()]} | {error, mochi_fetch_error:reason()}.
authorities(none) ->
    try
        {ok, public_key:cacerts_get()}
    catch
        error:_ -> {error, {text, ~"this system has no list of certificate authorities; name a file with ca_file"}}
    end;
authorities({some, File}) ->
    case file:read_file(File) of
        {ok, Content} -> certificates(File, Content);
        {error, Reason} -> refused(File, file:format_error(Reason))
    end.

certificates(File, Content) ->
    try [Der || {'Certificate', Der, not_encrypted} <- public_key:pem_decode(Content)] of
        [] -> refused(File, ~"there is no certificate in it");
        Certificates -> {ok, Certificates}
    catch
        error:_ -> refused(File, ~"it is not a PEM file")
    end.

refused(File, Why) ->
    {error, {text, unicode:characters_to_binary([~"cannot read the CA file ", File, ~": ", Why])}}.

%% A certificate for an address is checked against the address that is connected to.
name_indication(Host) ->
    case inet:parse_strict_address(Host) of
        {ok, _} -> [];
        {error, _} -> [{server_name_indication, Host}]
    end.
