%% The Erlang examples of the guide, the pages in MOCHI_GUIDE, are run as they stand there: what follows `N>` as in a
%% shell, with the value or error below it where the page shows one, modules loaded, and anything else evaluated, with
%% what the blocks before it have bound.
-module(mochi_guide_tests).

-include("mochi_tests.hrl").

%% Not of OTP; and what shows figures until somebody stops it.
-define(NOT_RUN, [~"recon:", ~"recon_trace:", ~"etop:"]).

%% What these pages show differs from run to run: their examples are run, not compared.
-define(VARIES, ["observability.md"]).

guide_test_() ->
    Pages = [{Page, blocks(read(Page))} || Page <- pages()],
    [
        {Page, {setup, fun() -> prepare(Page) end, fun clean/1, fun(Prepared) -> tests(Page, Blocks, Prepared) end}}
     || {Page, [_ | _] = Blocks} <- Pages
    ].

%% A page that lost its examples, or whose blocks are marked otherwise, is not run by anybody.
most_pages_have_examples_test() ->
    ?assert(length([Page || Page <- pages(), blocks(read(Page)) =/= []]) >= 12).

tests(Page, Blocks, Prepared) ->
    {timeout, 60, fun() -> page(Page, Blocks, Prepared) end}.

pages() ->
    Pages = filelib:wildcard("*.md", guide()),
    ?assertMatch([_ | _], Pages),
    Pages.

guide() -> os:getenv("MOCHI_GUIDE", "no guide in MOCHI_GUIDE").

read(Page) ->
    {ok, Text} = file:read_file(filename:join(guide(), Page)),
    Text.

%% With the number of the line that a block begins at.
blocks(Text) -> blocks(lists:enumerate(binary:split(Text, ~"\n", [global])), []).

blocks([{Number, ~"```erlang"} | Lines], Blocks) ->
    {Block, Rest} = lists:splitwith(fun({_, Line}) -> Line =/= ~"```" end, Lines),
    blocks(Rest, [{Number, [Line || {_, Line} <- Block]} | Blocks]);
blocks([_ | Lines], Blocks) ->
    blocks(Lines, Blocks);
blocks([], Blocks) ->
    lists:reverse(Blocks).

%% ---------------------------------------------------------------------------------------------------------------------
%% What pages take for granted
%% ---------------------------------------------------------------------------------------------------------------------

prepare(Page) ->
    {ok, _} = application:ensure_all_started(mochi),
    ok = filelib:ensure_path("live"),
    true = code:add_patha("live"),
    around(Page).

around("fetch.md") ->
    #{~"https://example.org" => serve(fun(_) -> ~B([{"name": "Ann"}]) end)};
around("llm.md") ->
    true = os:putenv("OPENAI_API_KEY", "a key"),
    true = os:putenv("OPENAI_BASE_URL", binary_to_list(serve(fun model/1))),
    #{};
around("ffi.md") ->
    ok = filelib:ensure_path("scripts"),
    ok = mochi_file:write(~"scripts/prices.py", ~"def total(prices):\n    return sum(prices)\n"),
    ok = mochi_file:write(~"prices", ~"""
        #!/usr/bin/env python3
        import json, sys
        for line in iter(sys.stdin.readline, ''):
            request = json.loads(line)
            answer = {'id': request['id'], 'ok': sum(request['args'][0])}
            print(json.dumps(answer), flush=True)

        """),
    ok = file:change_mode("prices", 8#755),
    #{};
around("observability.md") ->
    ok = load(~"""
        -module(mochi_user_primes).
        -export([main/1]).
        main(_) -> length(primes(50)).
        primes(Most) -> lists:foldl(fun(N, Primes) -> next(N, Primes) end, [], lists:seq(2, Most)).
        next(N, Primes) ->
            case lists:any(fun(Prime) -> N rem Prime =:= 0 end, Primes) of
                true -> Primes;
                false -> mochi_list:append(Primes, N)
            end.

        """),
    #{};
around(_) ->
    #{}.

clean(_) ->
    _ = application:stop(mochi),
    true = code:del_path("live"),
    lists:foreach(fun os:unsetenv/1, ["OPENAI_API_KEY", "OPENAI_BASE_URL"]),
    %% Other suites have modules of these names.
    lists:foreach(
        fun(File) ->
            Module = list_to_atom(filename:basename(File, ".beam")),
            _ = code:purge(Module),
            _ = code:delete(Module),
            _ = code:purge(Module)
        end,
        filelib:wildcard("live/*.beam")
    ),
    ok = file:del_dir_r("live").

%% A provider that asks for the weather when it is offered to, and tells it when it knows.
model(Request) ->
    Has = fun(Part) -> binary:match(Request, Part) =/= nomatch end,
    Message =
        case {Has(~"rain in Oslo"), Has(~B("tools")), Has(~"French")} of
            {true, _, _} ->
                #{~"content" => ~"It rains in Oslo."};
            {false, true, _} ->
                Function = #{~"name" => ~"weather", ~"arguments" => ~B({"city": "Oslo"})},
                #{~"content" => none, ~"tool_calls" => [#{~"id" => ~"1", ~"function" => Function}]};
            {false, false, true} ->
                #{~"content" => ~"Bonjour !"}
        end,
    mochi_json:encode(#{~"choices" => [#{~"message" => Message}]}).

%% Answers every request with what a function makes of it; gives the address.
serve(Answer) ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {active, false}, {packet, raw}, {ip, {127, 0, 0, 1}}]),
    {ok, Port} = inet:port(Listener),
    Server = spawn(fun() -> accept(Listener, Answer) end),
    ok = gen_tcp:controlling_process(Listener, Server),
    <<"http://127.0.0.1:", (integer_to_binary(Port))/binary>>.

accept(Listener, Answer) ->
    {ok, Socket} = gen_tcp:accept(Listener, 30_000),
    Body = Answer(request(Socket, <<>>)),
    ok = gen_tcp:send(Socket, [
        ~"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ",
        integer_to_binary(byte_size(Body)), ~"\r\n\r\n", Body
    ]),
    ok = gen_tcp:close(Socket),
    accept(Listener, Answer).

%% The head with the body that it announces.
request(Socket, Received) ->
    case binary:split(Received, ~"\r\n\r\n") of
        [Head, Body] ->
            case re:run(Head, ~"content-length: *([0-9]+)", [caseless, {capture, [1], binary}]) of
                {match, [Size]} ->
                    case byte_size(Body) < binary_to_integer(Size) of
                        true -> more(Socket, Received);
                        false -> Received
                    end;
                nomatch ->
                    Received
            end;
        [_] ->
            more(Socket, Received)
    end.

more(Socket, Received) ->
    {ok, Bytes} = gen_tcp:recv(Socket, 0, 10_000),
    request(Socket, <<Received/binary, Bytes/binary>>).

%% ---------------------------------------------------------------------------------------------------------------------
%% Blocks
%% ---------------------------------------------------------------------------------------------------------------------

%% Modules come first: a page may show how they are used before it shows them. They lie in `live', on the code path; the
%% second version of one lies in `v2'.
page(Page, Blocks, Replaced) ->
    {Modules, Others} = lists:partition(fun({_, [First | _]}) -> is_module(First) end, Blocks),
    lists:foldl(
        fun({Number, Lines}, Loaded) -> at(Page, Number, fun() -> module(Lines, Loaded) end) end, [], Modules
    ),
    lists:foldl(
        fun({Number, Lines}, Bindings) ->
            Source = replaced(Lines, Replaced),
            at(Page, Number, fun() -> block(Source, not lists:member(Page, ?VARIES), Bindings) end)
        end,
        erl_eval:new_bindings(),
        [Block || {_, Lines} = Block <- Others, not is_left_out(Lines)]
    ).

is_module(Line) -> binary:longest_common_prefix([Line, ~"-module("]) =:= 8.

is_left_out(Lines) -> lists:any(fun(Line) -> binary:match(Line, ?NOT_RUN) =/= nomatch end, Lines).

at(Page, Number, Function) ->
    try
        Function()
    catch
        Class:Reason:Stack -> erlang:raise(Class, {Page, Number, Reason}, Stack)
    end.

replaced(Lines, Replaced) ->
    maps:fold(
        fun(What, With, Sofar) -> [binary:replace(Line, What, With, [global]) || Line <- Sofar] end, Lines, Replaced
    ).

module([First | _] = Lines, Loaded) ->
    Source = iolist_to_binary([[Line, $\n] || Line <- Lines]),
    case lists:member(First, Loaded) of
        true -> _ = compiled(Source, "v2");
        false -> ok = load(Source)
    end,
    [First | Loaded].

load(Source) ->
    Module = compiled(Source, "live"),
    {module, Module} = code:load_file(Module),
    ok.

compiled(Source, Folder) ->
    ok = filelib:ensure_path(Folder),
    ok = file:write_file("guide.erl", Source),
    {ok, Module, Code} = compile:noenv_file("guide.erl", [binary, report_errors]),
    ok = file:write_file(filename:join(Folder, atom_to_list(Module) ++ ".beam"), Code),
    Module.

block([First | _] = Lines, IsCompared, Bindings) ->
    case is_prompt(First) of
        true ->
            _ = shell(Lines, IsCompared, erl_eval:new_bindings()),
            Bindings;
        false ->
            {value, _, Bound} = evaluated(lists:join($\n, Lines), Bindings),
            Bound
    end.

is_prompt(Line) -> re:run(Line, ~"^[0-9]+> ", [{capture, none}]) =:= match.

%% An input goes on until the line that ends it.
shell([], _, Bindings) ->
    Bindings;
shell([Prompt | Lines], IsCompared, Bindings) ->
    [_, First] = binary:split(Prompt, ~"> "),
    {Input, After} = input(First, Lines, []),
    {Shown, Rest} = lists:splitwith(fun(Line) -> not is_prompt(Line) end, After),
    shell(Rest, IsCompared, input_is(Input, Shown, IsCompared, Bindings)).

input(Line, Lines, Before) ->
    case {re:run(Line, ~"\\.( *%.*)?$", [{capture, none}]), Lines} of
        {match, _} -> {lists:join($\n, lists:reverse([Line | Before])), Lines};
        {nomatch, [Next | Rest]} -> input(Next, Rest, [Line | Before])
    end.

input_is(Input, [<<"** exception error: ", First/binary>> | Rest], true, Bindings) ->
    {value, Expected, _} = evaluated([First, Rest, $.], erl_eval:new_bindings()),
    ?assertError(Expected, evaluated(Input, Bindings)),
    Bindings;
input_is(Input, [_ | _] = Shown, true, Bindings) ->
    {value, Value, Bound} = evaluated(Input, Bindings),
    {value, Expected, _} = evaluated([Shown, $.], erl_eval:new_bindings()),
    ?assertEqual(Expected, Value),
    Bound;
input_is(Input, _, _, Bindings) ->
    {value, _, Bound} = evaluated(Input, Bindings),
    Bound.

%% The pages call one function that is nobody's.
evaluated(Source, Bindings) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Source)),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    erl_eval:exprs(Expressions, Bindings, {value, fun(slow_sum, [Most]) -> lists:sum(lists:seq(1, Most)) end}).
