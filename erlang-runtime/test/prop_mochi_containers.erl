%% Maps, sets, ordered maps and strings against association lists and lists of code points; durations as text.
-module(prop_mochi_containers).

-include("mochi_properties.hrl").

-compile([export_all, nowarn_export_all]).

key() -> proper_types:oneof([1, 2, 3, ~"a", ~"b", true, [1], none]).

pairs() -> proper_types:list({key(), proper_types:integer()}).

keys() -> proper_types:list(key()).

sorted(Keys) -> mochi_order:sort(lists:usort(Keys)).

last_values(Pairs) -> lists:foldl(fun({Key, Value}, List) -> lists:keystore(Key, 1, List, {Key, Value}) end, [], Pairs).

prop_map() ->
    ?FORALL({A, B, Key}, {pairs(), pairs(), key()}, begin
        Map = mochi_map:from_list(A),
        Model = last_values(A),
        Merged = last_values(A ++ B),
        In = fun(List) -> [lists:keyfind(K, 1, List) || K <- sorted([K || {K, _} <- List])] end,
        ?same(
            {In(Model), In(Merged), lists:keymember(Key, 1, Model), In(lists:keydelete(Key, 1, Model)), length(Model)},
            {
                mochi_map:to_list(Map),
                mochi_map:to_list(mochi_map:merge(Map, mochi_map:from_list(B))),
                mochi_map:has(Map, Key),
                mochi_map:to_list(mochi_map:delete(Map, Key)),
                mochi_map:size(Map)
            }
        )
    end).

%% Puts and deletes in any order; a key that was deleted comes last when it comes again.
prop_omap() ->
    Operation = proper_types:oneof([{put, key(), proper_types:integer()}, {delete, key()}]),
    ?FORALL(Operations, proper_types:list(Operation), begin
        {Map, Model} = lists:foldl(
            fun
                ({put, Key, Value}, {M, L}) -> {mochi_omap:put(M, Key, Value), lists:keystore(Key, 1, L, {Key, Value})};
                ({delete, Key}, {M, L}) -> {mochi_omap:delete(M, Key), lists:keydelete(Key, 1, L)}
            end,
            {mochi_omap:new(), []},
            Operations
        ),
        ?same(
            {Model, [K || {K, _} <- Model], [V || {_, V} <- Model], length(Model)},
            {mochi_omap:to_list(Map), mochi_omap:keys(Map), mochi_omap:values(Map), mochi_omap:size(Map)}
        )
    end).

prop_omap_merge() ->
    ?FORALL({A, B}, {pairs(), pairs()},
        ?same(
            last_values(A ++ B),
            mochi_omap:to_list(mochi_omap:merge(mochi_omap:from_list(A), mochi_omap:from_list(B)))
        )).

prop_set() ->
    ?FORALL({A, B, Key}, {keys(), keys(), key()}, begin
        [SetA, SetB] = [mochi_set:from_list(Keys) || Keys <- [A, B]],
        List = fun mochi_set:to_list/1,
        ?same(
            [
                sorted(A),
                sorted(A ++ B),
                sorted([K || K <- A, lists:member(K, B)]),
                sorted([K || K <- A, not lists:member(K, B)]),
                sorted([Key | A]),
                sorted(lists:filter(fun(K) -> K =/= Key end, A)),
                lists:member(Key, A)
            ],
            [
                List(SetA),
                List(mochi_set:union(SetA, SetB)),
                List(mochi_set:intersect(SetA, SetB)),
                List(mochi_set:except(SetA, SetB)),
                List(mochi_set:add(SetA, Key)),
                List(mochi_set:delete(SetA, Key)),
                mochi_set:has(SetA, Key)
            ]
        )
    end).

%% ASCII stretches long enough for the fast paths, and what is beyond.
points() ->
    ?LET(
        Parts,
        proper_types:list(
            proper_types:oneof(["a", "abcdefgh", " ", "\t\n", "ß", "ñ", "𝄞", "ab cd", "ABCDEFGHIJ", [16#2028]])
        ),
        lists:append(Parts)
    ).

text(Points) -> unicode:characters_to_binary(Points).

prop_str_parts() ->
    ?FORALL({Points, From, To}, {points(), proper_types:range(-30, 30), proper_types:range(-30, 30)}, begin
        Length = length(Points),
        Clamp = fun
            (N) when N < 0 -> max(N + Length, 0);
            (N) -> min(N, Length)
        end,
        Start = Clamp(From),
        String = text(Points),
        ?same(
            [Length, text(lists:sublist(Points, Start + 1, max(Clamp(To) - Start, 0))), text(lists:reverse(Points))],
            [mochi_str:len(String), mochi_str:slice(String, From, To), mochi_str:reverse(String)]
        )
    end).

prop_str_code_points() ->
    ?FORALL(Points, points(), begin
        String = text(Points),
        ?same(
            [Points, String, [text([P]) || P <- Points], String],
            [
                mochi_str:code_points(String),
                mochi_str:from_code_points(Points),
                mochi_str:chars(String),
                mochi_str:join(mochi_str:chars(String), ~"")
            ]
        )
    end).

prop_str_at() ->
    ?FORALL({Points, Index}, {proper_types:non_empty(points()), proper_types:non_neg_integer()}, begin
        Position = Index rem length(Points),
        String = text(Points),
        Char = text([lists:nth(Position + 1, Points)]),
        ?same([Char, Char], [mochi_str:at(String, Position), mochi_str:at(String, Position - length(Points))])
    end).

prop_str_search() ->
    ?FORALL({Points, Part}, {points(), points()}, begin
        {String, Searched} = {text(Points), text(Part)},
        Positions = [N || N <- lists:seq(0, length(Points)), lists:prefix(Part, lists:nthtail(N, Points))],
        ?same(
            [hd(Positions ++ [-1]), Positions =/= [], lists:prefix(Part, Points), lists:suffix(Part, Points)],
            [
                mochi_str:index_of(String, Searched),
                mochi_str:contains(String, Searched),
                mochi_str:starts_with(String, Searched),
                mochi_str:ends_with(String, Searched)
            ]
        )
    end).

prop_str_trim() ->
    ?FORALL(Points, points(), begin
        Space = fun(Point) -> lists:member(Point, " \t\n\x{2028}") end,
        Tail = lists:dropwhile(Space, Points),
        End = fun(List) -> lists:reverse(lists:dropwhile(Space, lists:reverse(List))) end,
        String = text(Points),
        ?same(
            [text(End(Tail)), text(Tail), text(End(Points))],
            [mochi_str:trim(String), mochi_str:trim_start(String), mochi_str:trim_end(String)]
        )
    end).

prop_str_split() ->
    ?FORALL({Points, Separator}, {points(), proper_types:non_empty(points())},
        ?same(text(Points), mochi_str:join(mochi_str:split(text(Points), text(Separator)), text(Separator)))).

prop_str_case() ->
    ?FORALL(Points, points(), begin
        String = text(Points),
        ?same(
            [string:uppercase(String), string:lowercase(String)], [mochi_str:upper(String), mochi_str:lower(String)]
        )
    end).

prop_str_pad() ->
    ?FORALL({Points, Padding, Length}, {points(), proper_types:non_empty(points()), proper_types:range(0, 60)}, begin
        String = text(Points),
        Missing = max(Length - length(Points), 0),
        Pad = text(lists:sublist(lists:append(lists:duplicate(Missing + 1, Padding)), Missing)),
        ?same(
            [<<Pad/binary, String/binary>>, <<String/binary, Pad/binary>>],
            [mochi_str:pad_start(String, Length, text(Padding)), mochi_str:pad_end(String, Length, text(Padding))]
        )
    end).

prop_duration() ->
    ?FORALL({Digits, Negative}, {proper_types:list(proper_types:range(0, 9)), proper_types:boolean()}, begin
        Magnitude = lists:foldl(fun(Digit, Sum) -> Sum * 10 + Digit end, 0, Digits),
        Duration = case Negative of true -> -Magnitude; false -> Magnitude end,
        ?same(Duration, mochi_time:parse_duration(mochi_time:format_duration(Duration)))
    end).

prop_time() ->
    ?FORALL(Seconds, proper_types:range(-62_000_000_000, 250_000_000_000), begin
        Time = Seconds * 1_000_000_000 + erlang:phash2(Seconds, 1_000_000_000),
        [Year, Month, Day, Hour, Minute, Second, Nanosecond] = [
            mochi_time:Part(Time)
         || Part <- [year, month, day, hour, minute, second, nanosecond]
        ],
        ?same(
            [Time, Time],
            [
                mochi_time:parse(mochi_time:format(Time)),
                mochi_time:add(mochi_time:make(Year, Month, Day, Hour, Minute, Second), Nanosecond)
            ]
        )
    end).
