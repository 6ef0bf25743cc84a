%% The examples in the documentation of every module are run: `N> Expression.` and below it the value, or `** Pattern`
%% for the reason of the error that it raises. Callbacks that nobody but a behaviour calls are hidden (`-doc false`).
-module(mochi_doc_tests).

-include("mochi_tests.hrl").

examples_test_() ->
    [
        {unicode:characters_to_binary(io_lib:format("~ts, example ~b", [What, Number])), fun() -> run(Block) end}
     || Module <- modules(),
        {What, Text} <- documentation(Module),
        {Number, Block} <- lists:enumerate(blocks(Text)),
        starts_with_prompt(Block)
    ].

documented_test_() ->
    [
        {What, fun() -> ?assertMatch([_ | _], blocks(Text)) end}
     || Module <- modules(),
        {What, Text} <- documentation(Module)
    ].

%% Only start/2 and the like, which need a node, a process or a network of their own, may have examples that are not run.
%% The callbacks of behaviours are hidden.
most_examples_run_test() ->
    All = [Block || Module <- modules(), {_, Text} <- documentation(Module), Block <- blocks(Text)],
    Run = [Block || Block <- All, starts_with_prompt(Block)],
    ?assert(length(Run) > 150),
    ?assert(length(All) - length(Run) < length(All) div 8).

modules() ->
    ok = load(),
    {ok, Modules} = application:get_key(mochi, modules),
    Modules.

load() ->
    case application:load(mochi) of
        ok -> ok;
        {error, {already_loaded, mochi}} -> ok
    end.

documentation(Module) ->
    {ok, {docs_v1, _, erlang, _, #{<<"en">> := ModuleText}, _, Entries}} = code:get_doc(Module),
    Functions = [
        {unicode:characters_to_binary(io_lib:format("~ts:~ts/~b", [Module, Name, Arity])), text(Doc)}
     || {{function, Name, Arity}, _, _, Doc, _} <- Entries, Name =/= behaviour_info, Doc =/= hidden
    ],
    [{atom_to_binary(Module), ModuleText} | Functions].

text(#{<<"en">> := Text}) -> Text;
text(_) -> <<>>.

blocks(Text) -> blocks(binary:split(Text, <<"\n">>, [global]), outside).

blocks([<<"```", _/binary>> | Lines], outside) -> blocks(Lines, []);
blocks([_ | Lines], outside) -> blocks(Lines, outside);
blocks([<<"```">> | Lines], Block) -> [lists:reverse(Block) | blocks(Lines, outside)];
blocks([Line | Lines], Block) -> blocks(Lines, [Line | Block]);
blocks([], outside) -> [].

starts_with_prompt([Line | _]) -> is_prompt(Line);
starts_with_prompt([]) -> false.

is_prompt(Line) -> re:run(Line, <<"^[0-9]+> ">>, [{capture, none}]) =:= match.

run(Block) -> run(Block, erl_eval:new_bindings()).

run([], _) ->
    ok;
run([Prompt | Lines], Bindings) ->
    {Expected, Rest} = lists:splitwith(fun(Line) -> not is_prompt(Line) end, Lines),
    [_, Source] = binary:split(Prompt, <<"> ">>),
    run(Rest, check(Source, lists:join($\n, Expected), Bindings)).

check(Source, [<<"** ", Pattern/binary>>], Bindings) ->
    Clause = {clause, 1, expressions(<<Pattern/binary, ".">>), [], [{atom, 1, matched}]},
    Other = {clause, 1, [{var, 1, 'Other'}], [], [{tuple, 1, [{atom, 1, other}, {var, 1, 'Other'}]}]},
    Reason =
        try erl_eval:exprs(expressions(Source), Bindings) of
            {value, Value, _} -> {no_error, Value}
        catch
            error:Raised -> Raised
        end,
    ?assertMatch(
        {value, matched, _},
        erl_eval:expr({'case', 1, erl_parse:abstract(Reason), [Clause, Other]}, erl_eval:new_bindings())
    ),
    Bindings;
check(Source, Expected, Bindings) ->
    {value, Value, Bound} = erl_eval:exprs(expressions(Source), Bindings),
    {value, Shown, _} = erl_eval:exprs(expressions([Expected, $.]), erl_eval:new_bindings()),
    ?assertEqual(Shown, Value),
    Bound.

expressions(Source) ->
    {ok, Tokens, _} = erl_scan:string(unicode:characters_to_list(Source)),
    {ok, Expressions} = erl_parse:parse_exprs(Tokens),
    Expressions.
