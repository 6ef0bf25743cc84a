%% Writes the boot file of the machines that run mutants: nothing is started but mochi_mutant_runner.
-module(mochi_mutant_boot).
-export([write/0]).

write() ->
    [Folder] = init:get_plain_arguments(),
    Script = {script, {"mutants", "1"},
              [{preLoaded, erlang:pre_loaded()},
               {progress, preloaded},
               {path, [Folder, filename:join(code:lib_dir(stdlib), "ebin"), filename:join(code:lib_dir(kernel), "ebin"),
                       filename:join(code:lib_dir(compiler), "ebin")]},
               {primLoad, [error_handler, mochi_mutant_runner, mochi_mutant_terms, lists, maps]},
               {kernel_load_completed},
               {progress, kernel_load_completed},
               {progress, init_kernel_started},
               {apply, {mochi_mutant_runner, start, []}},
               {progress, started}]},
    ok = file:write_file(filename:join(Folder, "mutants.boot"), term_to_binary(Script)),
    halt(0).
