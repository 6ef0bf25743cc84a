-module(mochi_query_join).
-moduledoc """
Joins: one side is indexed by its keys, in slots or in a map, the other one goes past it.

`mochi_query:join/6` is the way in.

```erlang
1> Key = fun(Row) -> Row end, is_function(Key).
true
2> mochi_query_join:join(inner, [1, 2], [2, 3], Key, Key, fun(A, B) -> A + B end).
[4]
```
""".

-export([
    join/6
]).

-compile({inline, [normal/1, key/2, partner/2, put_first/3, in_slot/4]}).

-export_type([
    key_of/0
]).

-doc "What gives the key of a row: a fun, or the position of a field in a record.".
-type key_of() :: fun((term()) -> term()) | pos_integer().

%% A key of a map takes about as many words as this besides its partners. No tuple is larger than that.
-define(SLOTS_PER_ROW, 3).
-define(MOST_SLOTS, 16#FFFFFF).

%% So many slots are filled one by one.
-define(FEW_SLOTS, 1024).

%% So many frames have results that wait.
-define(FRAMES, 500).

-define(IS_PLAIN(Value), (is_integer(Value) orelse is_binary(Value) orelse is_atom(Value))).

-doc """
See `mochi_query:join/6`.

```erlang
1> Key = fun(Row) -> Row end, is_function(Key).
true
2> mochi_query_join:join(outer, [1, 2], [2, 3], Key, Key, fun(A, B) -> {A, B} end).
[{{some, 1}, none}, {{some, 2}, {some, 2}}, {none, {some, 3}}]
```
""".
-spec join(mochi_query:join_kind(), mochi_query:rows(), mochi_query:rows(), Key, Key, Combine) ->
    mochi_query:rows()
when
    Key :: key_of(),
    Combine :: fun((term(), term()) -> term()).
join(inner, Left, Right, LeftKey, RightKey, Combine) ->
    combined(Left, LeftKey, index(Right, RightKey, []), Combine);
join(left, Left, Right, LeftKey, RightKey, Combine) ->
    combined(Left, LeftKey, index(Right, RightKey, [none]), Combine);
join(right, Left, Right, LeftKey, RightKey, Combine) ->
    combined(Right, RightKey, index(Left, LeftKey, [none]), fun(R, L) -> Combine(L, R) end);
join(outer, Left, Right, LeftKey, RightKey, Combine) ->
    Rows = mochi_query:to_list(Right),
    outer(Left, index(Rows, RightKey, [none]), #{}, Rows, LeftKey, RightKey, Combine);
join(Kind, _, _, _, _, _) ->
    mochi_core:type_error(~"inner, left, right or outer", Kind).

%% ---------------------------------------------------------------------------------------------------------------------
%% Indexes
%% ---------------------------------------------------------------------------------------------------------------------

%% The partners of each key in their order. Ints without large gaps, as ids mostly are, have a slot each: that takes
%% less time to make and to look into than a map. Missing are the partners of any other key: nobody, or `none`, and
%% then partners are options.
-type index() ::
    {slots, Below :: integer(), tuple(), Missing :: [none]}
    | {map, #{term() => [term()]}, Missing :: [none]}.

%% Partners are put in front of those that are there already, so all of this goes from the last row to the first.
-spec index(mochi_query:rows(), key_of(), Missing :: [none]) -> index().
index(Rows, KeyOf, Missing) ->
    case lists:reverse(mochi_query:to_list(Rows)) of
        [Row | Rest] = All ->
            case normal(key(KeyOf, Row)) of
                Key when is_integer(Key) ->
                    consecutive(Rest, KeyOf, Key, Key, [[partner(Row, Missing)]], All, Missing);
                Key -> {map, others(Rest, KeyOf, Missing, #{Key => [partner(Row, Missing)]}), Missing}
            end;
        [] ->
            {map, #{}, Missing}
    end.

%% As long as each key is the one before the last, as those of a table mostly are, the partners are the slots.
consecutive([Row | Rows], KeyOf, Least, Greatest, Slots, All, Missing) ->
    case normal(key(KeyOf, Row)) of
        Key when is_integer(Key), Key =:= Least - 1 ->
            consecutive(Rows, KeyOf, Key, Greatest, [[partner(Row, Missing)] | Slots], All, Missing);
        Key when is_integer(Key) ->
            Keys = [Key | lists:seq(Least, Greatest)],
            ints(Rows, KeyOf, min(Key, Least), max(Key, Greatest), Keys, All, Missing);
        Key ->
            Map = map(lists:seq(Greatest, Least, -1), All, Missing, #{}),
            {map, others(Rows, KeyOf, Missing, put_first(Key, partner(Row, Missing), Map)), Missing}
    end;
consecutive([], _, Least, Greatest, Slots, _, Missing) when Greatest - Least < ?MOST_SLOTS ->
    {slots, Least - 1, list_to_tuple(Slots), Missing};
consecutive([], _, Least, Greatest, _, All, Missing) ->
    {map, map(lists:seq(Greatest, Least, -1), All, Missing, #{}), Missing}.

%% As long as all keys are ints, they are gathered alone.
ints([Row | Rows], KeyOf, Least, Greatest, Keys, All, Missing) ->
    case normal(key(KeyOf, Row)) of
        Key when is_integer(Key) ->
            ints(Rows, KeyOf, min(Key, Least), max(Key, Greatest), [Key | Keys], All, Missing);
        Key ->
            Map = map(lists:reverse(Keys), All, Missing, #{}),
            {map, others(Rows, KeyOf, Missing, put_first(Key, partner(Row, Missing), Map)), Missing}
    end;
ints([], _, Least, Greatest, Keys, All, Missing) ->
    Count = length(Keys),
    case Greatest - Least of
        Span when Span < ?SLOTS_PER_ROW * Count, Span < ?MOST_SLOTS ->
            {slots, Least - 1, slots(lists:reverse(Keys), All, Count, Least - 1, Span + 1, Missing), Missing};
        _ ->
            {map, map(lists:reverse(Keys), All, Missing, #{}), Missing}
    end.

%% None of the functions below keeps a frame for each row: to go deep costs more than to make a list. More rows than
%% slots share some for certain.
slots(Keys, Rows, Count, Below, Size, Missing) when Size < Count ->
    shared(Keys, Rows, Below, Size, Missing);
slots(Keys, Rows, Count, Below, Size, Missing) ->
    Slots = erlang:make_tuple(Size, Missing, single(Keys, Rows, Below, Missing, [])),
    case taken(tuple_to_list(Slots), Missing, 0) of
        Count -> Slots;
        _ -> shared(Keys, Rows, Below, Size, Missing)
    end.

%% Two short tuples are quicker to copy for each row than rows are to sort, or a map of so many keys is to change.
shared(Keys, Rows, Below, Size, Missing) when Size =< ?FEW_SLOTS ->
    Bits = bits(Size),
    Part = erlang:make_tuple(1 bsl Bits, Missing),
    Parts = erlang:make_tuple(((Size - 1) bsr Bits) + 1, Part),
    filled(Keys, Rows, Below + 1, Bits, (1 bsl Bits) - 1, Parts, Missing);
shared(Keys, Rows, Below, Size, Missing) ->
    Sorted = lists:keysort(1, numbered(Keys, Rows, Below, 0, [])),
    erlang:make_tuple(Size, Missing, grouped(lists:reverse(Sorted), Missing, [])).

bits(Size) when Size =< 64 -> 3;
bits(Size) when Size =< 256 -> 4;
bits(_) -> 5.

filled([Key | Keys], [Row | Rows], Least, Bits, Mask, Parts, Missing) ->
    Slot = Key - Least,
    Number = (Slot bsr Bits) + 1,
    Place = (Slot band Mask) + 1,
    Part = element(Number, Parts),
    Partners =
        case element(Place, Part) of
            Missing -> [partner(Row, Missing)];
            Others -> [partner(Row, Missing) | Others]
        end,
    filled(Keys, Rows, Least, Bits, Mask, setelement(Number, Parts, setelement(Place, Part, Partners)), Missing);
filled([], _, _, _, _, Parts, _) ->
    list_to_tuple(lists:append([tuple_to_list(Part) || Part <- tuple_to_list(Parts)])).

single([Key | Keys], [Row | Rows], Below, Missing, Single) ->
    single(Keys, Rows, Below, Missing, [{Key - Below, [partner(Row, Missing)]} | Single]);
single([], _, _, _, Single) ->
    Single.

taken([Missing | Slots], Missing, Count) -> taken(Slots, Missing, Count);
taken([_ | Slots], Missing, Count) -> taken(Slots, Missing, Count + 1);
taken([], _, Count) -> Count.

%% No two of these are equal: lists:keysort/2 would not keep the order of equal tuples that are not the same.
numbered([Key | Keys], [Row | Rows], Below, Number, Numbered) ->
    numbered(Keys, Rows, Below, Number + 1, [{Key - Below, Number, Row} | Numbered]);
numbered([], _, _, _, Numbered) ->
    Numbered.

grouped([{Slot, _, Row} | Rows], Missing, [{Slot, Partners} | Slots]) ->
    grouped(Rows, Missing, [{Slot, [partner(Row, Missing) | Partners]} | Slots]);
grouped([{Slot, _, Row} | Rows], Missing, Slots) ->
    grouped(Rows, Missing, [{Slot, [partner(Row, Missing)]} | Slots]);
grouped([], _, Slots) ->
    Slots.

map([Key | Keys], [Row | Rows], Missing, Map) -> map(Keys, Rows, Missing, put_first(Key, partner(Row, Missing), Map));
map([], _, _, Map) -> Map.

others([Row | Rows], KeyOf, Missing, Map) ->
    others(Rows, KeyOf, Missing, put_first(normal(key(KeyOf, Row)), partner(Row, Missing), Map));
others([], _, _, Map) ->
    Map.

put_first(Key, Partner, Map) ->
    case Map of
        #{Key := Partners} -> Map#{Key := [Partner | Partners]};
        #{} -> Map#{Key => [Partner]}
    end.

partner(Row, []) -> Row;
partner(Row, [none]) -> {some, Row}.

find(Key, {slots, Below, Slots, Missing}) ->
    in_slot(Key, Below, Slots, Missing);
find(Key, {map, Map, Missing}) ->
    case Map of
        #{Key := Partners} -> Partners;
        #{} -> Missing
    end.

%% Takes keys as they are: most are ints, and only others, as 1.0, are looked at again.
in_slot(Key, Below, Slots, Missing) when is_integer(Key) ->
    case Key - Below of
        Slot when Slot >= 1, Slot =< tuple_size(Slots) -> element(Slot, Slots);
        _ -> Missing
    end;
in_slot(Key, Below, Slots, Missing) ->
    in_slot_of(mochi_order:key(Key), Below, Slots, Missing).

in_slot_of(Key, Below, Slots, Missing) when is_integer(Key) -> in_slot(Key, Below, Slots, Missing);
in_slot_of(_, _, _, Missing) -> Missing.

%% ---------------------------------------------------------------------------------------------------------------------
%% Results
%% ---------------------------------------------------------------------------------------------------------------------

combined(Rows, KeyOf, Index, Combine) when is_list(Rows) ->
    combined_batch(Rows, KeyOf, Index, Combine);
combined(Rows, KeyOf, Index, Combine) when is_function(Rows, 0) ->
    fun() ->
        case mochi_query:next(Rows) of
            {Batch, Rest} ->
                {combined_batch(Batch, KeyOf, Index, Combine), combined(Rest, KeyOf, Index, Combine)};
            done ->
                done
        end
    end;
combined(Value, _, _, _) ->
    mochi_core:type_error(~"list or row source", Value).

combined_batch(Rows, KeyOf, {slots, Below, Slots, Missing}, Combine) ->
    by_slots(Rows, KeyOf, Below, Slots, Missing, Combine, ?FRAMES);
combined_batch(Rows, KeyOf, {map, Map, Missing}, Combine) ->
    by_map(Rows, KeyOf, Map, Missing, Combine, []).

%% The first results wait in the frames of a recursion, the others are gathered in reverse: a frame is quicker, but many
%% of them take more memory than a list. Four rows share a frame: what a frame has to keep of this many arguments costs
%% more than to look a partner up.
by_slots([A, B, C, D | Rows], KeyOf, Below, Slots, Missing, Combine, Depth) when Depth > 0 ->
    case
        {
            in_slot(key(KeyOf, A), Below, Slots, Missing),
            in_slot(key(KeyOf, B), Below, Slots, Missing),
            in_slot(key(KeyOf, C), Below, Slots, Missing),
            in_slot(key(KeyOf, D), Below, Slots, Missing)
        }
    of
        {[PartnerA], [PartnerB], [PartnerC], [PartnerD]} ->
            ResultA = Combine(A, PartnerA),
            ResultB = Combine(B, PartnerB),
            ResultC = Combine(C, PartnerC),
            ResultD = Combine(D, PartnerD),
            Results = by_slots(Rows, KeyOf, Below, Slots, Missing, Combine, Depth - 1),
            [ResultA, ResultB, ResultC, ResultD | Results];
        {PartnersA, PartnersB, PartnersC, PartnersD} ->
            ResultsA = pairs(PartnersA, A, Combine, []),
            ResultsB = pairs(PartnersB, B, Combine, ResultsA),
            ResultsC = pairs(PartnersC, C, Combine, ResultsB),
            Results = pairs(PartnersD, D, Combine, ResultsC),
            lists:reverse(Results, by_slots(Rows, KeyOf, Below, Slots, Missing, Combine, Depth - 1))
    end;
by_slots(Rows, KeyOf, Below, Slots, Missing, Combine, _) ->
    by_slots_in_reverse(Rows, KeyOf, Below, Slots, Missing, Combine, []).

by_slots_in_reverse([Row | Rows], KeyOf, Below, Slots, Missing, Combine, Results) ->
    case in_slot(key(KeyOf, Row), Below, Slots, Missing) of
        [Partner] ->
            by_slots_in_reverse(Rows, KeyOf, Below, Slots, Missing, Combine, [Combine(Row, Partner) | Results]);
        Partners ->
            by_slots_in_reverse(Rows, KeyOf, Below, Slots, Missing, Combine, pairs(Partners, Row, Combine, Results))
    end;
by_slots_in_reverse([], _, _, _, _, _, Results) ->
    lists:reverse(Results).

by_map([Row | Rows], KeyOf, Map, Missing, Combine, Results) ->
    Key = normal(key(KeyOf, Row)),
    case Map of
        #{Key := [Partner]} -> by_map(Rows, KeyOf, Map, Missing, Combine, [Combine(Row, Partner) | Results]);
        #{Key := Partners} -> by_map(Rows, KeyOf, Map, Missing, Combine, pairs(Partners, Row, Combine, Results));
        #{} -> by_map(Rows, KeyOf, Map, Missing, Combine, pairs(Missing, Row, Combine, Results))
    end;
by_map([], _, _, _, _, Results) ->
    lists:reverse(Results).

pairs([Partner | Partners], Row, Combine, Results) ->
    pairs(Partners, Row, Combine, [Combine(Row, Partner) | Results]);
pairs([], _, _, Results) ->
    Results.

%% Matched has the keys that some left row had.
outer(Left, Index, Matched, Right, LeftKey, RightKey, Combine) when is_list(Left) ->
    {Results, AllMatched} = outer_batch(Left, LeftKey, Index, Combine, Matched, []),
    lists:reverse(Results, unmatched(Right, AllMatched, RightKey, Combine));
outer(Left, Index, Matched, Right, LeftKey, RightKey, Combine) when is_function(Left, 0) ->
    fun() ->
        case mochi_query:next(Left) of
            {Batch, Rest} ->
                {Results, MoreMatched} = outer_batch(Batch, LeftKey, Index, Combine, Matched, []),
                {lists:reverse(Results), outer(Rest, Index, MoreMatched, Right, LeftKey, RightKey, Combine)};
            done ->
                {unmatched(Right, Matched, RightKey, Combine), []}
        end
    end;
outer(Value, _, _, _, _, _, _) ->
    mochi_core:type_error(~"list or row source", Value).

outer_batch([Row | Rows], KeyOf, Index, Combine, Matched, Results) ->
    Key = normal(key(KeyOf, Row)),
    case find(Key, Index) of
        [none] ->
            outer_batch(Rows, KeyOf, Index, Combine, Matched, [Combine({some, Row}, none) | Results]);
        Partners ->
            More = pairs(Partners, {some, Row}, Combine, Results),
            outer_batch(Rows, KeyOf, Index, Combine, Matched#{Key => []}, More)
    end;
outer_batch([], _, _, _, Matched, Results) ->
    {Results, Matched}.

unmatched(Right, Matched, KeyOf, Combine) ->
    [Combine(none, {some, Row}) || Row <- Right, not is_map_key(normal(key(KeyOf, Row)), Matched)].

key(Position, Row) when is_integer(Position) -> element(Position, Row);
key(Function, Row) -> Function(Row).

normal(Key) when ?IS_PLAIN(Key) -> Key;
normal({A, B} = Key) when ?IS_PLAIN(A), ?IS_PLAIN(B) -> Key;
normal(Key) -> mochi_order:key(Key).
