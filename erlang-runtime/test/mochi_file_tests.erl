-module(mochi_file_tests).

-include("mochi_tests.hrl").

read_write_test() ->
    Name = ~"ñame with spaces.txt",
    Content = <<"bytes ", 0, 255, " ñ\n"/utf8>>,
    ?assertNot(mochi_file:exists(Name)),
    ok = mochi_file:write(Name, Content),
    ?assert(mochi_file:exists(Name)),
    ?assertEqual(Content, mochi_file:read(Name)),
    ok = mochi_file:append(Name, ~"more"),
    ?assertEqual(<<Content/binary, "more">>, mochi_file:read(Name)),
    ok = mochi_file:write(Name, ~""),
    ?assertEqual(~"", mochi_file:read(Name)),
    ok = file:delete(Name).

lines_test_() ->
    [
        {mochi_core:format(Content), fun() ->
            ok = mochi_file:write(~"lines", Content),
            ?assertEqual(Lines, mochi_file:lines(~"lines")),
            ok = file:delete(~"lines")
        end}
     || {Content, Lines} <- [
            {~"", []},
            {~"\n", [~""]},
            {~"a", [~"a"]},
            {~"a\n", [~"a"]},
            {~"a\n\nb", [~"a", ~"", ~"b"]},
            {~"a\r\nb\r\n", [~"a", ~"b"]},
            {~"a\rb\n\n", [~"a\rb", ~""]}
        ]
    ].

errors_test() ->
    ok = file:make_dir("folder"),
    ?assertMochi(mochi_err_file, ~"cannot read ñ: no such file or directory", mochi_file:read(~"ñ")),
    ?assertMochi(mochi_err_file, ~"cannot read ñ: no such file or directory", mochi_file:lines(~"ñ")),
    ?assertMochi(mochi_err_file, ~"cannot read folder: illegal operation on a directory", mochi_file:read(~"folder")),
    ?assertMochi(mochi_err_file, ~"cannot write no/x: no such file or directory", mochi_file:write(~"no/x", ~"")),
    ?assertMochi(mochi_err_file, ~"cannot write no/x: no such file or directory", mochi_file:append(~"no/x", ~"")),
    ?assertMochi(mochi_err_file, <<"cannot read a", 0, "b: not a file name">>, mochi_file:read(<<"a", 0, "b">>)),
    ?assertNot(mochi_file:exists(<<"a", 0, "b">>)),
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_file:read(5)),
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_file:write(~"x", 5)),
    ok = file:del_dir("folder").

list_test() ->
    ok = file:make_dir("listed"),
    ?assertEqual([], mochi_file:list(~"listed")),
    [ok = mochi_file:write(<<"listed/", Name/binary>>, ~"") || Name <- [~"b", ~"ñ", ~"a c"]],
    ?assertEqual([~"a c", ~"b", ~"ñ"], mochi_file:list(~"listed")),
    ?assertError({mochi_error, mochi_err_file, _}, mochi_file:list(~"listed/b")),
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_file:list(5)),
    ok = file:del_dir_r("listed").
