{application, mochi, [
    {description, "What programs compiled from Mochi run on"},
    {vsn, "0.1.0"},
    {modules, [mochi_app, mochi_atoms, mochi_cast, mochi_console, mochi_core, mochi_error, mochi_file, mochi_format, mochi_json, mochi_list, mochi_main, mochi_map, mochi_math, mochi_omap, mochi_option, mochi_order, mochi_set, mochi_str, mochi_sup, mochi_test, mochi_time, mochi_types]},
    {registered, [mochi_sup, mochi_main, mochi_stdout]},
    {applications, [kernel, stdlib]},
    {mod, {mochi_app, []}}
]}.
