%% Takes the place of the module of this name in a machine that has no code server: modules are loaded when they are first called.
-module(error_handler).
-export([undefined_function/3, undefined_lambda/3, breakpoint/3]).

undefined_function(Module, Name, Arguments) ->
    case load(Module) andalso erlang:function_exported(Module, Name, length(Arguments)) of
        true -> apply(Module, Name, Arguments);
        false -> erlang:raise(error, undef, [{Module, Name, Arguments, []}])
    end.

undefined_lambda(Module, Fun, Arguments) ->
    case load(Module) of
        true -> apply(Fun, Arguments);
        false -> erlang:raise(error, undef, [{Module, Fun, Arguments, []}])
    end.

breakpoint(Module, Name, Arguments) -> erlang:raise(error, undef, [{Module, Name, Arguments, []}]).

load(Module) ->
    erlang:module_loaded(Module)
        orelse case erl_prim_loader:get_file(atom_to_list(Module) ++ ".beam") of
                   {ok, Beam, _} -> element(1, erlang:load_module(Module, Beam)) =:= module;
                   error -> false
               end.
