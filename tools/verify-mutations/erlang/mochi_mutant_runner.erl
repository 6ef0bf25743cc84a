%% Loads mutants and calls their functions, in a machine that boots without the applications kernel and stdlib: nothing is there
%% that a mutant could damage, and a new machine is there in no time when one has died.
-module(mochi_mutant_runner).
-export([start/0]).

%% How long a call of a mutant may take, in milliseconds.
-define(TIMEOUT, 80).

%% How much work a call of a valid module may be. Time would not be the same in each run.
-define(REDUCTIONS, 20000).

start() ->
    spawn(fun() ->
                  process_flag(priority, high),
                  process_flag(trap_exit, true),
                  Sink = spawn(fun sink/0),
                  group_leader(Sink, self()),
                  register(logger, Sink),
                  serve(open_port({fd, 0, 1}, [binary, {packet, 4}, eof]))
          end).

serve(Port) ->
    receive
        {Port, {data, Data}} ->
            request(Port, binary_to_term(Data)),
            serve(Port);
        {Port, eof} -> halt(0, [{flush, false}]);
        _ -> serve(Port)
    end.

reply(Port, Term) -> port_command(Port, term_to_binary(Term)).

%% Which functions of a valid module each of many calls runs.
request(Port, {calls, Module, Beam, Count, Seed}) ->
    {module, Module} = erlang:load_module(Module, Beam),
    _ = erlang:trace_pattern({Module, '_', '_'}, true, [local, call_count]),
    Functions = [Function || Function <- Module:module_info(functions), element(1, Function) =/= module_info],
    Exports = [Export || {Name, _} = Export <- Module:module_info(exports), Name =/= module_info, Name =/= calls],
    Calls = given(Module) ++ mochi_mutant_terms:calls(Exports, Count, Seed),
    reply(Port, reached(Module, Calls, Functions, #{}));
%% Loads a mutant and runs calls.
request(Port, {run, Module, Beam, Calls}) ->
    case erlang:load_module(Module, Beam) of
        {module, Module} ->
            reply(Port, loaded),
            %% What was sent would be lost if the machine went down at once.
            receive {Port, {data, _}} -> ok end,
            Outcome = run(Module, Calls),
            erlang:garbage_collect(),
            reply(Port, Outcome);
        {error, _} -> reply(Port, refused)
    end.

%% Functions of which calls are too much work are not called again and again.
reached(_, [], _, _) -> [];
reached(Module, [{Name, Arguments} | Calls], Functions, Late) ->
    Key = {Name, length(Arguments)},
    case Late of
        #{Key := 2} -> reached(Module, Calls, Functions, Late);
        _ ->
            _ = erlang:trace_pattern({Module, '_', '_'}, restart, [call_count]),
            case measured(Module, Name, Arguments) of
                ok ->
                    case [Function || Function <- Functions, is_reached(Module, Function)] of
                        [] -> reached(Module, Calls, Functions, Late);
                        Some -> [{term_to_binary({Name, Arguments}), Some} | reached(Module, Calls, Functions, Late)]
                    end;
                _ -> reached(Module, Calls, Functions, Late#{Key => maps:get(Key, Late, 0) + 1})
            end
    end.

measured(Module, Name, Arguments) ->
    {Process, Monitor} = spawn_opt(
        fun() ->
                _ = try apply(Module, Name, Arguments) catch _:_ -> caught end,
                exit(process_info(self(), reductions))
        end,
        [monitor, {max_heap_size, #{size => 2000000, kill => true, error_logger => false}}]),
    watch(Process, Monitor, 0).

watch(Process, Monitor, Rounds) ->
    receive
        {'DOWN', Monitor, process, Process, {reductions, Count}} when Count < ?REDUCTIONS -> ok;
        {'DOWN', Monitor, process, Process, _} -> late
    after 20 ->
            case process_info(Process, reductions) of
                {reductions, Count} when Count > ?REDUCTIONS; Rounds > 50 ->
                    exit(Process, kill),
                    receive {'DOWN', Monitor, process, Process, _} -> late end;
                _ -> watch(Process, Monitor, Rounds + 1)
            end
    end.

given(Module) ->
    case erlang:function_exported(Module, calls, 0) of
        true -> Module:calls();
        false -> []
    end.

is_reached(Module, {Name, Arity}) ->
    case erlang:trace_info({Module, Name, Arity}, call_count) of
        {call_count, Count} when is_integer(Count) -> Count > 0;
        _ -> false
    end.

%% One call that takes too long is enough: others of the same mutant would, too.
run(_, []) -> done;
run(Module, [Call | Calls]) ->
    {Name, Arguments} = binary_to_term(Call),
    case call(Module, Name, Arguments) of
        late -> done;
        stuck -> stuck;
        ok -> run(Module, Calls)
    end.

%% Calls a function in a process of its own, which looks at all of the result and has its garbage collected.
call(Module, Name, Arguments) ->
    {Process, Monitor} = spawn_opt(
        fun() ->
                Outcome = try apply(Module, Name, Arguments) catch Class:Reason:Stack -> {Class, Reason, Stack} end,
                garbage_collect(),
                _ = byte_size(term_to_binary(Outcome)),
                _ = erlang:phash2(Outcome),
                garbage_collect()
        end,
        [monitor, {max_heap_size, #{size => 2000000, kill => true, error_logger => false}}]),
    receive
        {'DOWN', Monitor, process, Process, _} -> ok
    after ?TIMEOUT ->
            exit(Process, kill),
            receive
                {'DOWN', Monitor, process, Process, _} -> late
            after 1000 -> stuck
            end
    end.

%% Answers for the terminal.
sink() ->
    receive
        {io_request, From, As, Request} ->
            From ! {io_reply, As, case element(1, Request) of
                                      put_chars -> ok;
                                      _ -> eof
                                  end},
            sink();
        _ -> sink()
    end.
