-module(mochi_str_tests).

-include("mochi_tests.hrl").

-define(MIXED, ~"abcdefghijklmnñopqrstuvwxyz€𝄞 end").

%% Every function of positions agrees with the same function on a list of code points.
model_test() ->
    _ = rand:seed(exsss, 11),
    lists:foreach(fun(_) -> model(random_text()) end, lists:seq(1, 1500)).

model(Chars) ->
    Text = unicode:characters_to_binary(Chars),
    Length = length(Chars),
    ?assertEqual(Length, mochi_str:len(Text)),
    ?assertEqual([<<C/utf8>> || C <- Chars], mochi_str:chars(Text)),
    ?assertEqual(unicode:characters_to_binary(lists:reverse(Chars)), mochi_str:reverse(Text)),
    lists:foreach(
        fun(Index) ->
            Position = position(Index, Length),
            case Position >= 0 andalso Position < Length of
                true -> ?assertEqual(<<(lists:nth(Position + 1, Chars))/utf8>>, mochi_str:at(Text, Index));
                false -> ?assertError({mochi_error, mochi_err_index, _}, mochi_str:at(Text, Index))
            end
        end,
        [-Length - 1, -Length, -1, 0, 6, 7, 8, Length - 1, Length, rand:uniform(Length + 1) - 1]
    ),
    Start = rand:uniform(2 * Length + 5) - Length - 3,
    End = rand:uniform(2 * Length + 5) - Length - 3,
    From = clamp(position(Start, Length), Length),
    To = clamp(position(End, Length), Length),
    Part = unicode:characters_to_binary(lists:sublist(Chars, From + 1, max(0, To - From))),
    ?assertEqual(Part, mochi_str:slice(Text, Start, End)),
    ?assertEqual(Part, mochi_core:slice(Text, Start, End)),
    case Part of
        <<>> ->
            ok;
        _ ->
            ?assert(mochi_str:contains(Text, Part)),
            Found = mochi_str:index_of(Text, Part),
            ?assert(Found >= 0 andalso Found =< From),
            ?assertEqual(Part, mochi_str:slice(Text, Found, Found + To - From))
    end.

random_text() ->
    case rand:uniform(3) of
        1 -> [rand:uniform(127) || _ <- lists:seq(1, rand:uniform(40) - 1)];
        2 -> [lists:nth(rand:uniform(6), "aäß€𝄞z") || _ <- lists:seq(1, rand:uniform(40) - 1)];
        3 -> [$a + rand:uniform(20) || _ <- lists:seq(1, rand:uniform(20))] ++ [16#20AC | "tail of the text"]
    end.

position(Index, Length) when Index < 0 -> Index + Length;
position(Index, _) -> Index.

clamp(Position, Length) -> max(0, min(Position, Length)).

index_errors_test() ->
    ?assertMochi(mochi_err_index, ~"index 3 is out of range for a string of length 3", mochi_str:at(~"añb", 3)),
    ?assertMochi(mochi_err_index, ~"index -4 is out of range for a string of length 3", mochi_str:at(~"añb", -4)),
    ?assertMochi(mochi_err_index, ~"index 0 is out of range for a string of length 0", mochi_str:at(~"", 0)),
    Long = binary:copy(~"abcdefghij", 10),
    ?assertMochi(mochi_err_index, ~"index 100 is out of range for a string of length 100", mochi_str:at(Long, 100)),
    ?assertMochi(mochi_err_type, ~"expected int as an index, got \"x\" (string)", mochi_str:at(~"abc", ~"x")),
    ?assertMochi(mochi_err_type, ~"expected string, got 5 (int)", mochi_str:at(5, 0)),
    ?assertMochi(mochi_err_type, ~"expected string, got [] (list)", mochi_str:len([])),
    ?assertMochi(mochi_err_type, ~"expected int as a bound, got 1.0 (float)", mochi_str:slice(~"abc", 1.0, 2)).

slice_bounds_test_() ->
    [
        {iolist_to_binary(io_lib:format("~p ~p", [Start, End])), fun() ->
            ?assertEqual(Expected, mochi_str:slice(~"añ€d", Start, End))
        end}
     || {Start, End, Expected} <- [
            {nil, nil, ~"añ€d"}, {none, none, ~"añ€d"}, {0, 100, ~"añ€d"}, {-100, 2, ~"añ"}, {1, nil, ~"ñ€d"},
            {nil, -1, ~"añ€"}, {-2, -1, ~"€"}, {3, 1, ~""}, {4, 9, ~""}, {100, 200, ~""}, {2, 2, ~""}, {-1, -100, ~""}
        ]
    ].

invalid_bytes_test() ->
    Text = <<"a", 255, "b", 16#C3>>,
    ?assertEqual(4, mochi_str:len(Text)),
    ?assertEqual(<<255>>, mochi_str:at(Text, 1)),
    ?assertEqual([~"a", <<255>>, ~"b", <<16#C3>>], mochi_str:chars(Text)),
    ?assertEqual(<<16#C3, "b", 255, "a">>, mochi_str:reverse(Text)),
    ?assertEqual(<<"A", 255, "B", 16#C3>>, mochi_str:upper(Text)),
    ?assertEqual(<<255, "b">>, mochi_str:slice(Text, 1, 3)),
    ?assertEqual(Text, mochi_str:trim(<<" ", Text/binary, " ">>)).

search_test() ->
    ?assert(mochi_str:contains(~"", ~"")),
    ?assert(mochi_str:contains(~"abc", ~"")),
    ?assert(mochi_str:contains(binary:copy(~"abc", 100), ~"")),
    ?assertNot(mochi_str:contains(~"", ~"a")),
    ?assertEqual(0, mochi_str:index_of(~"abc", ~"")),
    ?assertEqual(-1, mochi_str:index_of(~"", ~"a")),
    ?assertEqual(2, mochi_str:index_of(~"€€a", ~"a")),
    ?assert(mochi_str:starts_with(~"abc", ~"")),
    ?assert(mochi_str:starts_with(~"abc", ~"abc")),
    ?assertNot(mochi_str:starts_with(~"ab", ~"abc")),
    ?assert(mochi_str:ends_with(~"abc", ~"")),
    ?assert(mochi_str:ends_with(~"abc", ~"abc")),
    ?assertNot(mochi_str:ends_with(~"bc", ~"abc")).

split_join_test() ->
    ?assertEqual([~""], mochi_str:split(~"", ~",")),
    ?assertEqual([], mochi_str:split(~"", ~"")),
    ?assertEqual([~"", ~""], mochi_str:split(~",", ~",")),
    ?assertEqual([~"a", ~"b"], mochi_str:split(~"a--b", ~"--")),
    ?assertEqual(~"", mochi_str:join([], ~",")),
    ?assertEqual(~"a", mochi_str:join([~"a"], ~",")),
    ?assertEqual(~"añ€", mochi_str:join(mochi_str:chars(~"añ€"), ~"")),
    ?assertEqual(~"1, nil, true", mochi_str:join([1.0, none, true], ~", ")),
    ?assertMochi(mochi_err_type, ~"expected list, got \"ab\" (string)", mochi_str:join(~"ab", ~",")).

trim_test() ->
    ?assertEqual(~"", mochi_str:trim(~"")),
    ?assertEqual(~"", mochi_str:trim(~" \t\n\v\f\r ")),
    ?assertEqual(~"a  b", mochi_str:trim(~"\t a  b \r\n")),
    ?assertEqual(~"ñ", mochi_str:trim(<<16#A0/utf8, 16#3000/utf8, "ñ"/utf8, 16#2003/utf8, 16#85/utf8>>)),
    ?assertEqual(<<16#200B/utf8>>, mochi_str:trim(<<16#200B/utf8>>)).

case_test() ->
    ?assertEqual(~"ABC-123_XYZ{|}", mochi_str:upper(~"abc-123_xyz{|}")),
    ?assertEqual(~"abc-123_xyz[@]", mochi_str:lower(~"ABC-123_XYZ[@]")),
    ?assertEqual(~"ÄÑЖ", mochi_str:upper(~"äñж")),
    ?assertEqual(~"äñж", mochi_str:lower(~"ÄÑЖ")),
    ?assertEqual(~"", mochi_str:upper(~"")).

repeat_replace_pad_test() ->
    ?assertEqual(~"", mochi_str:repeat(~"ab", 0)),
    ?assertEqual(~"", mochi_str:repeat(~"ab", -1)),
    ?assertEqual(~"xbxcx", mochi_str:replace(~"abaca", ~"a", ~"x")),
    ?assertEqual(~"abc", mochi_str:replace(~"abc", ~"x", ~"y")),
    ?assertEqual(~"-ñ-€-", mochi_str:replace(~"ñ€", ~"", ~"-")),
    ?assertEqual(~"", mochi_str:replace(~"aaa", ~"a", ~"")),
    ?assertEqual(~"ñ", mochi_str:pad_start(~"ñ", 1, ~" ")),
    ?assertEqual(~"€ñ€ñ", mochi_str:pad_start(~"ñ", 4, ~"€ñ")),
    ?assertEqual(~"ñ€€€", mochi_str:pad_end(~"ñ", 4, ~"€")),
    ?assertEqual(~"ab", mochi_str:pad_end(~"ab", -3, ~"x")),
    ?assertEqual(~"ab", mochi_str:pad_end(~"ab", 10, ~"")).

to_int_test_() ->
    Cases = [
        {~"0", 0}, {~"-0", 0}, {~"+7", 7}, {~"007", 7}, {~" 42\n", 42},
        {~"123456789012345678901234567890", 123456789012345678901234567890}
    ],
    [{Text, fun() -> ?assertEqual(Value, mochi_str:to_int(Text)) end} || {Text, Value} <- Cases] ++
        [
            {Text, fun() ->
                Message = iolist_to_binary([~"cannot read ", mochi_core:format(Text), ~" as int"]),
                ?assertMochi(mochi_err_parse, Message, mochi_str:to_int(Text))
            end}
         || Text <- [~"", ~" ", ~"-", ~"1.5", ~"1 2", ~"abc", ~"0x10", ~"1e3", ~"ñ"]
        ].

to_int_base_test() ->
    ?assertEqual(-255, mochi_str:to_int(~"-FF", 16)),
    ?assertEqual(35, mochi_str:to_int(~"z", 36)),
    ?assertMochi(mochi_err_parse, ~"cannot read \"2\" as int", mochi_str:to_int(~"2", 2)),
    ?assertMochi(mochi_err_type, ~"expected a base from 2 to 36, got 37 (int)", mochi_str:to_int(~"2", 37)),
    ?assertMochi(mochi_err_type, ~"expected string, got 2 (int)", mochi_str:to_int(2)).

to_float_test_() ->
    Cases = [
        {~"1", 1.0}, {~"-1", -1.0}, {~"+1.25", 1.25}, {~".5", 0.5}, {~"5.", 5.0}, {~"1e3", 1000.0}, {~"1E+3", 1000.0},
        {~"-2.5e-3", -0.0025}, {~" 3.5\n", 3.5}, {~"1e-400", 0.0}, {~"12345678901234567890", 12345678901234567890.0}
    ],
    [{Text, fun() -> ?assert(mochi_str:to_float(Text) =:= Value) end} || {Text, Value} <- Cases] ++
        [
            {Text, fun() ->
                Message = iolist_to_binary([~"cannot read ", mochi_core:format(Text), ~" as float"]),
                ?assertMochi(mochi_err_parse, Message, mochi_str:to_float(Text))
            end}
         || Text <- [~"", ~".", ~"-", ~"e5", ~"1e", ~"1e+", ~"1.2.3", ~"inf", ~"NaN", ~"1,5", ~"0x1p3", ~"1 2"]
        ].

to_float_range_test() ->
    ?assertMochi(mochi_err_overflow, ~"\"1e999\" is out of the range of a float", mochi_str:to_float(~"1e999")),
    ?assertMochi(mochi_err_type, ~"expected string, got 1.5 (float)", mochi_str:to_float(1.5)).

%% Ten million code points are a matter of milliseconds, not of minutes: no function is quadratic.
linear_test_() ->
    {timeout, 60, fun() ->
        Text = binary:copy(?MIXED, 100_000),
        Length = 100_000 * mochi_str:len(?MIXED),
        ?assertEqual(Length, mochi_str:len(Text)),
        ?assertEqual(~"d", mochi_str:at(Text, Length - 1)),
        ?assertEqual(~"d", mochi_str:at(Text, -1)),
        ?assertEqual(~"end", mochi_str:slice(Text, -3, nil)),
        ?assertEqual(Length, length(mochi_str:chars(Text))),
        ?assertEqual(Text, mochi_str:trim(Text)),
        ?assertEqual(Length - 1, mochi_str:len(mochi_str:slice(Text, 0, -1)))
    end}.

code_points_test_() ->
    [
        fun() ->
            ?assertEqual(Points, mochi_str:code_points(String)),
            ?assertEqual(length(Points), mochi_str:len(String))
        end
     || {String, Points} <- [
            {~"", []}, {~"añ𝄞", [97, 241, 16#1D11E]}, {<<"a", 255, "b">>, [97, 255, 98]}, {<<195>>, [195]}
        ]
    ].

from_code_points_test() ->
    ?assertEqual(~"añ𝄞", mochi_str:from_code_points([97, 241, 16#1D11E])),
    ?assertError({mochi_error, mochi_err_index, _}, mochi_str:from_code_points([16#110000])),
    ?assertError({mochi_error, mochi_err_index, _}, mochi_str:from_code_points([-1])),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_str:from_code_points([~"a"])),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_str:from_code_points(5)).

trim_ends_test() ->
    ?assertEqual(~"a b\n", mochi_str:trim_start(<<"\t\x{A0} a b\n"/utf8>>)),
    ?assertEqual(~" a b", mochi_str:trim_end(<<" a b \x{2003}\n"/utf8>>)),
    ?assertEqual(~"", mochi_str:trim_end(~" \n")),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_str:trim_start(5)).

reverse_and_join_test() ->
    ?assertEqual(<<"b", 255, "ña"/utf8>>, mochi_str:reverse(<<"añ"/utf8, 255, "b">>)),
    ?assertEqual(~"", mochi_str:join([], ~", ")),
    ?assertEqual(~"1, x, nil", mochi_str:join([1, ~"x", none], ~", ")),
    ?assertError({mochi_error, mochi_err_type, _}, mochi_str:join(5, ~",")).

%% Short strings and long ones go different ways: whatever their length, the standard library says the same.
lengths_test_() ->
    Strings =
        [binary:part(All, Start, Length) || All <- [ascii()], Start <- [0, 30, 60, 90], Length <- lists:seq(0, 100)] ++
            [unicode:characters_to_binary(lists:duplicate(N, $ö) ++ "aZ,") || N <- [0, 1, 5, 29, 30, 31, 60]],
    [
        fun() -> [?assertEqual({S, ByHand(S)}, {S, Mochi(S)}) || S <- Strings] end
     || {Mochi, ByHand} <- [
            {fun mochi_str:upper/1, fun string:uppercase/1},
            {fun mochi_str:lower/1, fun string:lowercase/1},
            {fun mochi_str:reverse/1, fun(S) ->
                unicode:characters_to_binary(lists:reverse(unicode:characters_to_list(S)))
            end},
            {fun mochi_str:chars/1, fun(S) -> [<<C/utf8>> || <<C/utf8>> <= S] end},
            {fun(S) -> mochi_str:slice(S, 3, 40) end, fun(S) ->
                unicode:characters_to_binary(lists:sublist(unicode:characters_to_list(S), 4, 37))
            end},
            {fun(S) -> mochi_str:split(S, ~",") end, fun(S) -> binary:split(S, ~",", [global]) end},
            {fun(S) -> mochi_str:split(S, ~"ef") end, fun(S) -> binary:split(S, ~"ef", [global]) end},
            {fun(S) -> mochi_str:replace(S, ~"gh", ~"-") end, fun(S) -> binary:replace(S, ~"gh", ~"-", [global]) end},
            {fun(S) -> mochi_str:contains(S, ~"z{|}") end, fun(S) -> binary:match(S, ~"z{|}") =/= nomatch end},
            {fun(S) -> mochi_str:contains(S, ~"Z") end, fun(S) -> binary:match(S, ~"Z") =/= nomatch end},
            {fun(S) -> mochi_str:ends_with(S, ~"Z,") end, fun(S) ->
                binary:longest_common_suffix([S, ~"Z,"]) =:= 2
            end}
        ]
    ].

ascii() -> list_to_binary(lists:seq(0, 127) ++ lists:seq(0, 127)).

overlapping_parts_test() ->
    ?assertEqual([~"", ~"a"], mochi_str:split(~"aaa", ~"aa")),
    ?assertEqual(1, mochi_str:index_of(~"aaab", ~"aab")),
    ?assertEqual(~"xa", mochi_str:replace(~"aaa", ~"aa", ~"x")),
    ?assertEqual([~"aab"], mochi_str:split(~"aab", ~"aabb")).

invalid_bytes_are_kept_when_reversed_test() ->
    ?assertEqual(<<"b", 255, "ña"/utf8>>, mochi_str:reverse(<<"añ"/utf8, 255, "b">>)).

%% Every three of the bytes at which what may follow changes.
bytes_are_reversed_as_their_characters_test() ->
    Bytes = [
        16#00, 16#7F, 16#80, 16#8F, 16#90, 16#9F, 16#A0, 16#BF, 16#C0, 16#C1, 16#C2, 16#CC, 16#CD, 16#DF, 16#E0, 16#E1,
        16#E2, 16#EC, 16#ED, 16#EE, 16#EF, 16#F0, 16#F1, 16#F4, 16#F5, 16#FF
    ],
    Differ = [
        String
     || A <- Bytes, B <- Bytes, C <- Bytes, String <- [<<A, B, C>>, <<"a", A, B, C>>, <<"a", A, B, C, 16#80, "z">>],
        mochi_str:reverse(String) =/= list_to_binary(lists:reverse(mochi_str:chars(String)))
    ],
    ?assertEqual([], Differ).

%% Each argument in its turn is of another type.
wrong_arguments_test_() ->
    Right = [
        {len, [~"a"]}, {at, [~"a", 0]}, {slice, [~"abc", 0, 1]}, {substring, [~"abc", 0, 1]}, {chars, [~"a"]},
        {code_points, [~"a"]}, {from_code_points, [[$a]]}, {bytes, [~"a"]}, {contains, [~"ab", ~"a"]},
        {contains, [binary:copy(~"ab", 50), ~"a"]}, {index_of, [~"ab", ~"a"]}, {starts_with, [~"ab", ~"a"]},
        {ends_with, [~"ab", ~"a"]}, {concat, [~"a", ~"b"]}, {concat, [binary:copy(~"ab", 50), ~"b"]},
        {split, [~"a,b", ~","]}, {split, [binary:copy(~"a,", 50), ~","]}, {split, [~"a", ~""]},
        {join, [[~"a"], ~","]}, {join, [[], ~","]}, {trim, [~"a"]}, {trim_start, [~"a"]}, {trim_end, [~"a"]},
        {upper, [~"a"]}, {lower, [~"a"]}, {reverse, [~"a"]}, {repeat, [~"a", 2]}, {repeat, [~"a", 0]},
        {replace, [~"abc", ~"b", ~"x"]}, {replace, [~"abc", ~"", ~"x"]}, {pad_start, [~"a", 3, ~"."]},
        {pad_end, [~"a", 3, ~".-"]}, {pad_end, [~"a", 3, ~""]}, {sha256, [~"a"]}, {copy, [~"a"]}, {to_int, [~"1"]},
        {to_int, [~"1", 10]}, {to_float, [~"1"]}
    ],
    [
        {lists:flatten(io_lib:format("~p~p", [Function, Wrong])),
            fun() -> ?assertEqual(mochi_err_type, code(fun() -> apply(mochi_str, Function, Wrong) end)) end}
     || {Function, Arguments} <- Right,
        Place <- lists:seq(1, length(Arguments)),
        Value <- [5, foo, "a", #{}],
        not is_like(Value, lists:nth(Place, Arguments)),
        Wrong <- [lists:sublist(Arguments, Place - 1) ++ [Value | lists:nthtail(Place, Arguments)]]
    ].

is_like(Value, Other) ->
    (is_integer(Value) andalso is_integer(Other)) orelse (is_list(Value) andalso is_list(Other)).

code(Function) ->
    try
        {ended, Function()}
    catch
        error:{mochi_error, Code, _} -> Code;
        error:Reason -> Reason
    end.

joins_of_every_length_test() ->
    [
        ?assertEqual(iolist_to_binary(lists:join(~"-", Parts)), mochi_str:join(Parts, ~"-"))
     || Count <- lists:seq(0, 12), Parts <- [[<<($a + N)>> || N <- lists:seq(1, Count)]]
    ],
    ?assertEqual(~"a-b-c-d-5-f-true", mochi_str:join([~"a", ~"b", ~"c", ~"d", 5, ~"f", true], ~"-")),
    ?assertEqual(~"1", mochi_str:join([1], ~"-")).

padding_of_one_byte_test() ->
    ?assertEqual(~"  añ", mochi_str:pad_start(~"añ", 4, ~" ")),
    ?assertEqual(~"añ--", mochi_str:pad_end(~"añ", 4, ~"-")),
    ?assertEqual(<<255, 255, "a">>, mochi_str:pad_start(~"a", 3, <<255>>)).
