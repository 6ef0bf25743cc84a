%% The compiler's side of tools/assembly-corpus.
-module(mochi_corpus).
-export([listings/0, assemble/0, optimise/0]).

%% Lists the modules of applications from their sources; each listing is then assembled. What is there already stays.
listings() ->
    [Folder | Applications] = init:get_plain_arguments(),
    Pattern = filename:join(code:lib_dir(), "*/{include,src}"),
    Includes = [{i, Include} || Include <- filelib:wildcard(Pattern)],
    [begin
         Base = filename:join(Folder, filename:basename(Source, ".erl")),
         Options = ['S', {outdir, Folder}, return | Includes],
         case filelib:is_regular(Base ++ ".beam") orelse compile:file(Source, Options) of
             true -> ok;
             Listed when element(1, Listed) =:= ok -> assemble(Base);
             _ -> io:format("not compiled: ~ts~n", [Source])
         end
     end || Application <- Applications,
            Source <- lists:sort(filelib:wildcard(filename:join([code:lib_dir(), Application ++ "-*", "src/**/*.erl"])))],
    halt(0).

%% Assembles every listing of a folder.
assemble() ->
    [Folder] = init:get_plain_arguments(),
    [assemble(filename:rootname(File)) || File <- lists:sort(filelib:wildcard(filename:join(Folder, "*.S")))],
    halt(0).

%% What "erlc +no_postopt BASE.S" does.
assemble(Base) ->
    case catch compile:file(Base, [from_asm, no_postopt, binary, return]) of
        {ok, _, Beam, _} -> ok = file:write_file(Base ++ ".beam", Beam);
        {error, [{_, [{_, Reporter, Reason} | _]} | _], _} ->
            Text = case Reason of
                       {crash, Pass, Why, _} -> io_lib:format("crash in ~p: ~0tp", [Pass, Why]);
                       _ -> Reporter:format_error(Reason)
                   end,
            ok = file:write_file(Base ++ ".error", unicode:characters_to_binary(Text));
        Other -> ok = file:write_file(Base ++ ".error", unicode:characters_to_binary(io_lib:format("~0tP", [Other, 40])))
    end.

%% What "erlc BASE.S" does with every listing of a folder, which is to optimise it once more; the results are in BASE.optimised.
optimise() ->
    [Folder] = init:get_plain_arguments(),
    [begin
         Base = filename:rootname(File),
         {ok, _, Beam, _} = compile:file(Base, [from_asm, binary, return]),
         ok = file:write_file(Base ++ ".optimised", Beam)
     end || File <- lists:sort(filelib:wildcard(filename:join(Folder, "*.beam")))],
    halt(0).
