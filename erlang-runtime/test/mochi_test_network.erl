%% What the suites of the network have in common: the libraries, a throw-away authority, a web server on the loopback
%% interface, and servers that do not keep to any protocol.
-module(mochi_test_network).

-export([
    has_libraries/0,
    add_libraries/0,
    use_gun/1,
    authority/1,
    pem/2,
    listen/2,
    listen_tls/4,
    stop/1,
    raw/1,
    raw_stop/1,
    eventually/1,
    mailbox/0,
    exchanges/0
]).

-define(LIBRARIES, "MOCHI_TEST_LIBRARIES").

%% A suite whose init_per_suite fails is skipped. One without its libraries has to fail: a test case of its own says so.
has_libraries() -> os:getenv(?LIBRARIES, "") =/= "".

%% The folders of cowboy, cowlib, ranch and gun.
add_libraries() ->
    case os:getenv(?LIBRARIES) of
        Given when is_list(Given), Given =/= "" ->
            Folders = string:lexemes(Given, ":"),
            lists:foreach(
                fun(Folder) ->
                    filelib:is_dir(Folder) orelse error({no_such_folder, ?LIBRARIES, Folder}),
                    true = code:add_pathz(Folder)
                end,
                Folders
            ),
            {ok, _} = application:ensure_all_started(cowboy),
            Folders;
        _ ->
            error({not_set, ?LIBRARIES, "the ebin folders of gun, cowboy, cowlib and ranch, with colons between"})
    end.

%% With gun on the code path, or without.
use_gun(true) ->
    {module, gun} = code:ensure_loaded(gun),
    ok;
use_gun(false) ->
    Folder = filename:dirname(code:which(gun)),
    _ = application:stop(gun),
    _ = application:load(gun),
    true = code:del_path(Folder),
    {ok, Modules} = application:get_key(gun, modules),
    ok = application:unload(gun),
    lists:foreach(
        fun(Module) ->
            _ = code:purge(Module),
            _ = code:delete(Module),
            _ = code:purge(Module)
        end,
        Modules
    ),
    {error, _} = code:ensure_loaded(gun),
    ok.

%% A chain of its own: the options of a server that has it, and the certificate of the authority.
authority(Options) ->
    Names = maps:get(names, Options, [{dNSName, "localhost"}, {iPAddress, <<127, 0, 0, 1>>}]),
    Digest = {digest, sha256},
    Key = {key, {namedCurve, {1, 2, 840, 10045, 3, 1, 7}}},
    Extensions = {extensions, [{'Extension', {2, 5, 29, 17}, false, Names}]},
    Validity = [{validity, Days} || {ok, Days} <- [maps:find(validity, Options)]],
    Chain = #{root => [Digest, Key], intermediates => [], peer => [Digest, Key, Extensions | Validity]},
    #{server_config := Server, client_config := Client} =
        public_key:pkix_test_data(#{
            server_chain => Chain, client_chain => #{root => [Key], intermediates => [], peer => [Key]}
        }),
    Shown = [{Name, Value} || {Name, Value} <- Server, Name =/= cacerts, Name =/= verify],
    {Shown, proplists:get_value(cacerts, Client)}.

pem(File, Certificates) ->
    ok = file:write_file(File, public_key:pem_encode([{'Certificate', Der, not_encrypted} || Der <- Certificates])),
    unicode:characters_to_binary(File).

listen(Name, Handler) ->
    {ok, _} = cowboy:start_clear(Name, [{ip, {127, 0, 0, 1}}, {port, 0}], options(Handler)),
    ranch:get_port(Name).

listen_tls(Name, Handler, Certificate, Options) ->
    Transport = [{ip, {127, 0, 0, 1}}, {port, 0}, {log_level, none} | Certificate ++ Options],
    {ok, _} = cowboy:start_tls(Name, Transport, options(Handler)),
    ranch:get_port(Name).

options(Handler) ->
    Dispatch = cowboy_router:compile([{'_', [{'_', Handler, []}]}]),
    #{env => #{dispatch => Dispatch}, idle_timeout => 60_000, request_timeout => 60_000, max_keepalive => 1000}.

stop(Name) -> cowboy:stop_listener(Name).

%% Calls a function with the number and the socket of each connection.
raw(Function) ->
    Parent = self(),
    Server = spawn(fun() ->
        {ok, Listen} = gen_tcp:listen(0, [binary, {active, false}, {ip, {127, 0, 0, 1}}, {reuseaddr, true}]),
        {ok, Port} = inet:port(Listen),
        Parent ! {self(), Port},
        accept(Listen, Function, 1)
    end),
    receive
        {Server, Port} -> {Server, Port}
    after 5000 -> error(no_server)
    end.

accept(Listen, Function, Number) ->
    {ok, Socket} = gen_tcp:accept(Listen),
    Worker = spawn(fun() ->
        receive
            go -> Function(Number, Socket)
        end
    end),
    ok = gen_tcp:controlling_process(Socket, Worker),
    Worker ! go,
    accept(Listen, Function, Number + 1).

raw_stop({Server, _}) -> exit(Server, kill).

%% Waits until a condition holds; the bound only keeps a failing test from hanging.
eventually(Condition) -> eventually(Condition, 500).

eventually(_, 0) -> error(never);
eventually(Condition, Attempts) ->
    case Condition() of
        true ->
            ok;
        _ ->
            receive
            after 10 -> ok
            end,
            eventually(Condition, Attempts - 1)
    end.

mailbox() ->
    {messages, Messages} = process_info(self(), messages),
    Messages.

%% The exchanges of mochi_fetch that are under way.
exchanges() ->
    [
        Pid
     || Pid <- processes(),
        {dictionary, Dictionary} <- [process_info(Pid, dictionary)],
        {'$initial_call', {mochi_fetch_exchange, init, 1}} <- Dictionary
    ].
