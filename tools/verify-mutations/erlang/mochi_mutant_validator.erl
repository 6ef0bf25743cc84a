%% Asks the compiler's beam_validator about functions. Modules are sent once, whole; mutants as the text of one function, in place
%% of which the other functions of their module are known by their heads, as the validator looks at nothing else of them.
-module(mochi_mutant_validator).
-export([start/0]).

start() ->
    Sink = spawn(fun sink/0),
    group_leader(Sink, self()),
    serve(open_port({fd, 0, 1}, [binary, {packet, 4}, eof])).

serve(Port) ->
    receive
        {Port, {data, Data}} ->
            port_command(Port, term_to_binary(request(binary_to_term(Data)))),
            serve(Port);
        {Port, eof} -> halt(0, [{flush, false}]);
        _ -> serve(Port)
    end.

%% Keeps a module; the answer is which of its functions are rejected as they are.
request({module, Key, Text}) ->
    [{module, Name}, {exports, Exports}, {attributes, _} | More] = terms(Text),
    {Options, [{labels, Labels} | Code]} = lists:splitwith(fun(Term) -> element(1, Term) =/= labels end, More),
    Functions = functions(Code),
    put(Key, {Name, Exports, maps:from_list(Options), [head(Function) || Function <- Functions], Labels}),
    lists:append([case verdict(Key, Function) of
                      ok -> [];
                      _ -> [{element(2, Function), element(3, Function)}]
                  end || Function <- Functions]);
request({function, Key, Text}) ->
    [_ | Code] = terms(Text),
    [Function | _] = functions(Code),
    verdict(Key, Function).

verdict(Key, {function, Name, Arity, _, _} = Function) ->
    {Module, Exports, Annotations, Heads, Labels} = get(Key),
    Functions = [case Head of
                     {function, Name, Arity, _, _} -> Function;
                     _ -> Head
                 end || Head <- Heads],
    Code = case erlang:system_info(otp_release) of
               "27" -> {Module, Exports, [], Functions, Labels};
               _ -> {Module, Exports, [], Annotations, Functions, Labels}
           end,
    try beam_validator:validate(Code, weak) of
        ok -> ok;
        {error, [{_, Errors}]} ->
            case [Error || {_, _, {{_, F, A}, _} = Error} <- Errors, F =:= Name, A =:= Arity] of
                [] -> ok;
                [{_, {Instruction, _, Reason}} | _] -> {rejected, text(Reason), text(Instruction)};
                [{_, Reason} | _] -> {rejected, text(Reason), <<>>}
            end
    catch
        _:Reason:Stack -> {rejected, text({crash, reason(Reason), element(2, hd(Stack))}), <<>>}
    end.

reason(Reason) when is_tuple(Reason), tuple_size(Reason) > 0 -> element(1, Reason);
reason(Reason) -> Reason.

text(Term) -> unicode:characters_to_binary(io_lib:format("~0tP", [Term, 30])).

terms(Text) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Text)),
    terms(Tokens, []).

terms([], []) -> [];
terms([{dot, _} = Dot | Tokens], Term) ->
    {ok, Parsed} = erl_parse:parse_term(lists:reverse(Term, [Dot])),
    [Parsed | terms(Tokens, [])];
terms([Token | Tokens], Term) -> terms(Tokens, [Token | Term]).

functions([]) -> [];
functions([{function, Name, Arity, Entry} | Rest]) ->
    {Code, More} = lists:splitwith(fun({function, _, _, _}) -> false; (_) -> true end, Rest),
    [{function, Name, Arity, Entry, [Instruction || Instruction <- Code, is_kept(Instruction)]} | functions(More)].

%% What a text assumes about types is not known from the code; which parameters take match contexts is no assumption.
is_kept({'%', {var_info, _, Info}}) -> lists:member(accepts_match_context, Info);
is_kept(_) -> true.

head({function, Name, Arity, Entry, Code}) -> {function, Name, Arity, Entry, head(Code, Entry)}.

head([{label, Entry} = Label | Code], Entry) ->
    [Label | lists:takewhile(fun(Instruction) -> is_tuple(Instruction) andalso element(1, Instruction) =:= '%' end, Code)]
        ++ case Code of
               [{jump, _} = Jump | _] -> [Jump];
               _ -> []
           end;
head([Instruction | Code], Entry) -> [Instruction | head(Code, Entry)];
head([], _) -> [].

sink() ->
    receive
        {io_request, From, As, _} ->
            From ! {io_reply, As, ok},
            sink();
        _ -> sink()
    end.
