%% A small web server with kept connections, in a node of its own, so that nothing of it is counted: JSON for fetch, and
%% what a model provider would answer.
-module(mochi_endurance_server).

-export([
    start_peer/1,
    start/1,
    accepted/1
]).

%% Listens on so many ports; the value has what stops it.
start_peer(Count) ->
    Arguments = ["-pa", filename:dirname(code:which(?MODULE))],
    {ok, Peer, _} = peer:start_link(#{connection => standard_io, args => Arguments}),
    Ports = peer:call(Peer, ?MODULE, start, [Count]),
    #{peer => Peer, ports => Ports, stop => fun() -> peer:stop(Peer) end}.

%% How many connections there were.
accepted(#{peer := Peer}) -> peer:call(Peer, ets, lookup_element, [?MODULE, accepted, 2]).

start(Count) ->
    Starter = self(),
    spawn(fun() ->
        ?MODULE = ets:new(?MODULE, [named_table, public]),
        true = ets:insert(?MODULE, {accepted, 0}),
        Listeners = [listen() || _ <- lists:seq(1, Count)],
        Starter ! {ports, [Port || {_, Port} <- Listeners]},
        [spawn_link(fun() -> accept(Socket) end) || {Socket, _} <- Listeners],
        receive never -> ok end
    end),
    receive {ports, Ports} -> Ports end.

listen() ->
    Options = [binary, {active, false}, {packet, http_bin}, {ip, {127, 0, 0, 1}}, {backlog, 1024}, {nodelay, true}],
    {ok, Socket} = gen_tcp:listen(0, Options),
    {ok, Port} = inet:port(Socket),
    {Socket, Port}.

accept(Listen) ->
    %% Who connects may be killed before it is served.
    case gen_tcp:accept(Listen) of
        {ok, Socket} ->
            _ = ets:update_counter(?MODULE, accepted, 1),
            Worker = spawn(fun() -> receive go -> serve(Socket) after 60_000 -> ok end end),
            case gen_tcp:controlling_process(Socket, Worker) of
                ok -> Worker ! go;
                {error, _} -> gen_tcp:close(Socket)
            end;
        {error, _} ->
            ok
    end,
    accept(Listen).

serve(Socket) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_request, Method, {abs_path, Path}, _}} ->
            Length = headers(Socket, 0),
            _ = inet:setopts(Socket, [{packet, raw}]),
            _ = Length > 0 andalso gen_tcp:recv(Socket, Length),
            Body = answer(Method, Path),
            Head = [
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ",
                integer_to_list(byte_size(Body)), "\r\n\r\n"
            ],
            case gen_tcp:send(Socket, [Head, Body]) of
                ok ->
                    _ = inet:setopts(Socket, [{packet, http_bin}]),
                    serve(Socket);
                {error, _} ->
                    gen_tcp:close(Socket)
            end;
        _ ->
            gen_tcp:close(Socket)
    end.

headers(Socket, Length) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_header, _, 'Content-Length', _, Value}} -> headers(Socket, binary_to_integer(Value));
        {ok, {http_header, _, _, _, _}} -> headers(Socket, Length);
        _ -> Length
    end.

answer(_, <<"/v1/chat/completions">>) ->
    iolist_to_binary(json:encode(#{choices => [#{message => #{role => ~"assistant", content => ~"answered"}}]}));
%% Long enough for somebody to be killed meanwhile.
answer(_, <<"/slow">>) ->
    receive after 1 -> ~"{\"ok\": true}" end;
answer(_, _) ->
    ~"{\"ok\": true}".
