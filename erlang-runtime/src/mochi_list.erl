-module(mochi_list).
-moduledoc """
Lists. Positions count from 0, a negative one from the end. Elements are equal and ordered as `m:mochi_order` says,
sorts are stable, and functions that drop duplicates keep the first of equal elements where it was.

```erlang
1> mochi_list:sort([3, 1, 2]).
[1, 2, 3]
2> mochi_list:at([10, 20, 30], -1).
30
```
""".

%% Elements and parts
-export([
    at/2,
    set/3,
    slice/3,
    slice/4,
    first/1,
    last/1,
    count/1,
    contains/2,
    index_of/2
]).

%% Making lists
-export([
    append/2,
    push/2,
    concat/2,
    reverse/1,
    range/1,
    range/2,
    range/3,
    to_list/1
]).

%% Functions over elements
-export([
    map/2,
    filter/2,
    reduce/3,
    flat_map/2,
    any/2,
    all/2,
    zip/2,
    group/1,
    chunk/2
]).

%% Order
-export([
    sort/1,
    sort_by/2
]).

%% Aggregates
-export([
    sum/1,
    avg/1,
    min/1,
    max/1
]).

%% Sets of elements
-export([
    distinct/1,
    union/2,
    union_all/2,
    except/2,
    intersect/2
]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Elements and parts
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The element at a position.

```erlang
1> mochi_list:at([10, 20, 30], 1).
20
2> mochi_list:at([10, 20, 30], 3).
** {mochi_error, mochi_err_index, ~"index 3 is out of range for a list of length 3"}
```
""".
-spec at([Element], integer()) -> Element.
at(List, Index) when is_list(List), is_integer(Index), Index >= 0 ->
    at(List, Index, List, Index);
at(List, Index) when is_list(List), is_integer(Index) ->
    case length(List) + Index of
        Position when Position >= 0 -> at(List, Position, List, Index);
        _ -> index_error(List, Index)
    end;
at(List, Index) when is_list(List) ->
    mochi_core:type_error(~"int as an index", Index);
at(Value, _) ->
    mochi_core:type_error(~"list", Value).

at([Element | _], 0, _, _) -> Element;
at([_ | Rest], Position, List, Index) -> at(Rest, Position - 1, List, Index);
at([], _, List, Index) -> index_error(List, Index).

-doc """
The list with another element at a position.

```erlang
1> mochi_list:set([1, 2, 3], 0, 9).
[9, 2, 3]
```
""".
-spec set([Element], integer(), Element) -> [Element].
set(List, Index, Element) when is_list(List), is_integer(Index) ->
    Length = length(List),
    if
        Index >= 0, Index < Length -> replace(List, Index, Element);
        Index < 0, Index >= -Length -> replace(List, Length + Index, Element);
        true -> index_error(List, Index)
    end;
set(List, Index, _) when is_list(List) ->
    mochi_core:type_error(~"int as an index", Index);
set(Value, _, _) ->
    mochi_core:type_error(~"list", Value).

-doc """
The part from a start to before an end. Bounds that are out of range are moved into it; `nil` is an absent bound.

```erlang
1> mochi_list:slice([1, 2, 3, 4], 1, 3).
[2, 3]
2> mochi_list:slice([1, 2, 3, 4], -2, nil).
[3, 4]
```
""".
-spec slice([Element], Start :: mochi_core:bound(), End :: mochi_core:bound()) -> [Element].
slice(List, Start, End) when is_list(List) ->
    Length = length(List),
    From = clamp(Start, 0, 0, Length, Length),
    To = clamp(End, Length, 0, Length, Length),
    if
        To =< From -> [];
        To =:= Length -> lists:nthtail(From, List);
        true -> lists:sublist(List, From + 1, To - From)
    end;
slice(Value, _, _) ->
    mochi_core:type_error(~"list", Value).

-doc """
Every `Step`-th element from a start to before an end; a negative step goes backward.

```erlang
1> mochi_list:slice([1, 2, 3, 4, 5], nil, nil, 2).
[1, 3, 5]
2> mochi_list:slice([1, 2, 3], nil, nil, -1).
[3, 2, 1]
```
""".
-spec slice([Element], mochi_core:bound(), mochi_core:bound(), Step :: mochi_core:bound()) -> [Element].
slice(List, Start, End, Step) when Step =:= nil; Step =:= none; Step =:= 1 ->
    slice(List, Start, End);
slice(List, Start, End, Step) when is_list(List), is_integer(Step), Step > 0 ->
    every(slice(List, Start, End), Step);
slice(List, Start, End, Step) when is_list(List), is_integer(Step), Step < 0 ->
    Length = length(List),
    From = clamp(Start, Length - 1, -1, Length - 1, Length),
    To = clamp(End, -1, -1, Length - 1, Length),
    if
        To >= From -> [];
        true -> every(lists:reverse(lists:sublist(List, To + 2, From - To)), -Step)
    end;
slice(List, _, _, 0) when is_list(List) ->
    mochi_core:raise(mochi_err_index, ~"the step of a slice is 0");
slice(List, _, _, Step) when is_list(List) ->
    mochi_core:type_error(~"int as a step", Step);
slice(Value, _, _, _) ->
    mochi_core:type_error(~"list", Value).

-doc """
The first element.

```erlang
1> mochi_list:first([1, 2]).
1
2> mochi_list:first([]).
** {mochi_error, mochi_err_index, ~"first of an empty list"}
```
""".
-spec first([Element]) -> Element.
first([Element | _]) -> Element;
first([]) -> empty_error(~"first");
first(Value) -> mochi_core:type_error(~"list", Value).

-doc """
The last element.

```erlang
1> mochi_list:last([1, 2]).
2
```
""".
-spec last([Element]) -> Element.
last([_ | _] = List) -> lists:last(List);
last([]) -> empty_error(~"last");
last(Value) -> mochi_core:type_error(~"list", Value).

-doc """
The number of elements of a list, or of whatever else has a length.

```erlang
1> mochi_list:count([1, 2, 3]).
3
```
""".
-spec count(term()) -> non_neg_integer().
count(Value) -> mochi_core:len(Value).

-doc """
Whether an element is in the list.

```erlang
1> mochi_list:contains([1, 2], 2.0).
true
```
""".
-spec contains(list(), Element :: term()) -> boolean().
contains(List, Element) when is_list(List), (is_binary(Element) orelse is_atom(Element)) ->
    lists:member(Element, List);
contains(List, Element) when is_list(List) ->
    find(List, Element, 0) >= 0;
contains(Value, _) -> mochi_core:type_error(~"list", Value).

-doc """
The position of the first element that is equal to a value, -1 when there is none.

```erlang
1> mochi_list:index_of([~"a", ~"b"], ~"b").
1
```
""".
-spec index_of(list(), Element :: term()) -> integer().
index_of(List, Element) when is_list(List) -> find(List, Element, 0);
index_of(Value, _) -> mochi_core:type_error(~"list", Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Making lists
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The list with one more element at its end.

```erlang
1> mochi_list:append([1, 2], 3).
[1, 2, 3]
```
""".
-spec append([Element], Element) -> [Element].
append(List, Element) when is_list(List) -> List ++ [Element];
append(Value, _) -> mochi_core:type_error(~"list", Value).

-doc """
The same as `append/2`.

```erlang
1> mochi_list:push([], 1).
[1]
```
""".
-spec push([Element], Element) -> [Element].
push(List, Element) -> append(List, Element).

-doc """
One list after the other.

```erlang
1> mochi_list:concat([1], [2, 3]).
[1, 2, 3]
```
""".
-spec concat([Element], [Element]) -> [Element].
concat(A, B) when is_list(A), is_list(B) -> A ++ B;
concat(A, B) when is_list(A) -> mochi_core:type_error(~"list", B);
concat(A, _) -> mochi_core:type_error(~"list", A).

-doc """
The elements in the opposite order; of a string, its code points.

```erlang
1> mochi_list:reverse([1, 2, 3]).
[3, 2, 1]
```
""".
-spec reverse([Element]) -> [Element]; (binary()) -> binary().
reverse(List) when is_list(List) -> lists:reverse(List);
reverse(String) when is_binary(String) -> mochi_str:reverse(String);
reverse(Value) -> mochi_core:type_error(~"list", Value).

-doc """
The ints from 0 to before an end.

```erlang
1> mochi_list:range(3).
[0, 1, 2]
```
""".
-spec range(End :: integer()) -> [integer()].
range(End) -> range(0, End).

-doc """
The ints from a start to before an end.

```erlang
1> mochi_list:range(2, 5).
[2, 3, 4]
```
""".
-spec range(Start :: integer(), End :: integer()) -> [integer()].
range(Start, End) when is_integer(Start), is_integer(End), End > Start -> lists:seq(Start, End - 1);
range(Start, End) when is_integer(Start), is_integer(End) -> [];
range(Start, End) -> not_ints([Start, End]).

-doc """
Every `Step`-th int from a start to before an end; a negative step counts down.

```erlang
1> mochi_list:range(0, 10, 3).
[0, 3, 6, 9]
2> mochi_list:range(3, 0, -1).
[3, 2, 1]
```
""".
-spec range(Start :: integer(), End :: integer(), Step :: integer()) -> [integer()].
range(_, _, 0) -> mochi_core:raise(mochi_err_index, ~"the step of a range is 0");
range(Start, End, Step) when is_integer(Start), is_integer(End), is_integer(Step) ->
    if
        Step > 0, Start < End -> lists:seq(Start, End - 1, Step);
        Step < 0, Start > End -> lists:seq(Start, End + 1, Step);
        true -> []
    end;
range(Start, End, Step) ->
    not_ints([Start, End, Step]).

%% The first of these that is no int is at fault.
-spec not_ints([term()]) -> no_return().
not_ints([Value | Rest]) when is_integer(Value) -> not_ints(Rest);
not_ints([Value | _]) -> mochi_core:type_error(~"int", Value).

-doc """
What `for` goes through, in its order: the elements of a list, the code points of a string, the keys of a map or the
elements of a set in ascending order, the keys of an ordered map as they were inserted, the value of an option.

```erlang
1> mochi_list:to_list(#{~"b" => 1, ~"a" => 2}).
[~"a", ~"b"]
2> mochi_list:to_list(~"hi").
[~"h", ~"i"]
```
""".
-spec to_list(term()) -> list().
to_list(Value) when is_list(Value) -> Value;
to_list(Value) when is_map(Value) -> mochi_map:keys(Value);
to_list(Value) when is_binary(Value) -> mochi_str:chars(Value);
to_list(Value) when is_tuple(Value), tuple_size(Value) > 0, element(1, Value) =:= mochi_omap ->
    mochi_omap:keys(Value);
to_list(none) -> [];
to_list({some, Value}) -> [Value];
to_list(Value) -> mochi_core:type_error(~"something to go through", Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Functions over elements
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The results of a function for each element.

```erlang
1> mochi_list:map([1, 2], fun(X) -> X * 10 end).
[10, 20]
```
""".
-spec map([A], fun((A) -> B)) -> [B].
map(List, Function) -> lists:map(Function, to_list(List)).

-doc """
The elements for which a function gives `true`.

```erlang
1> mochi_list:filter([1, 2, 3], fun(X) -> X > 1 end).
[2, 3]
```
""".
-spec filter([Element], fun((Element) -> boolean())) -> [Element].
filter(List, Function) -> [Element || Element <- to_list(List), mochi_core:truthy(Function(Element))].

-doc """
Takes all elements together from the left.

```erlang
1> mochi_list:reduce([1, 2, 3], fun(Sum, X) -> Sum + X end, 0).
6
```
""".
-spec reduce([Element], fun((Accumulator, Element) -> Accumulator), Accumulator) -> Accumulator.
reduce(List, Function, Initial) ->
    lists:foldl(fun(Element, Accumulator) -> Function(Accumulator, Element) end, Initial, to_list(List)).

-doc """
The results of a function that gives lists, one after the other.

```erlang
1> mochi_list:flat_map([1, 2], fun(X) -> [X, X * 10] end).
[1, 10, 2, 20]
```
""".
-spec flat_map([A], fun((A) -> [B])) -> [B].
flat_map(List, Function) -> lists:flatmap(Function, to_list(List)).

-doc """
Whether a function gives `true` for some element.

```erlang
1> mochi_list:any([1, 2], fun(X) -> X > 1 end).
true
```
""".
-spec any([Element], fun((Element) -> boolean())) -> boolean().
any(List, Function) -> lists:any(fun(Element) -> mochi_core:truthy(Function(Element)) end, to_list(List)).

-doc """
Whether a function gives `true` for every element.

```erlang
1> mochi_list:all([1, 2], fun(X) -> X > 1 end).
false
```
""".
-spec all([Element], fun((Element) -> boolean())) -> boolean().
all(List, Function) -> lists:all(fun(Element) -> mochi_core:truthy(Function(Element)) end, to_list(List)).

-doc """
Pairs of the elements at the same position, each as a list of two; as many as the shorter list has.

```erlang
1> mochi_list:zip([1, 2, 3], [~"a", ~"b"]).
[[1, ~"a"], [2, ~"b"]]
```
""".
-spec zip([A], [B]) -> [[A | B]].
zip([A | As], [B | Bs]) -> [[A, B] | zip(As, Bs)];
zip(As, Bs) when is_list(As), is_list(Bs) -> [];
zip(As, Value) when is_list(As) -> mochi_core:type_error(~"list", Value);
zip(Value, _) -> mochi_core:type_error(~"list", Value).

-doc """
Groups of pairs `{Key, Value}` with equal keys, as pairs of the key and its values, in the order of the keys' first
appearance.

```erlang
1> mochi_list:group([{1, ~"a"}, {0, ~"b"}, {1, ~"c"}]).
[{1, [~"a", ~"c"]}, {0, [~"b"]}]
```
""".
-spec group([{Key, Value}]) -> [{Key, [Value]}].
group(Pairs) ->
    {Keys, Groups} = lists:foldl(fun add_to_group/2, {[], #{}}, Pairs),
    [{Key, lists:reverse(map_get(Normal, Groups))} || {Normal, Key} <- lists:reverse(Keys)].

-doc """
Parts of `Size` elements; the last one has what is left.

```erlang
1> mochi_list:chunk([1, 2, 3, 4, 5], 2).
[[1, 2], [3, 4], [5]]
```
""".
-spec chunk([Element], Size :: pos_integer()) -> [[Element]].
chunk(List, Size) when is_list(List), is_integer(Size), Size > 0 -> chunks(List, Size, length(List));
chunk(_, Size) -> mochi_core:raise(mochi_err_index, [~"the size of a chunk is ", mochi_format:excerpt(Size)]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Order
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The elements in ascending order.

```erlang
1> mochi_list:sort([~"b", none, ~"a"]).
[~"a", ~"b", none]
```
""".
-spec sort([Element]) -> [Element].
sort(List) -> mochi_order:sort(to_list(List)).

-doc """
The elements in ascending order of what a function gives for them.

```erlang
1> mochi_list:sort_by([~"bbb", ~"a", ~"cc"], fun mochi_str:len/1).
[~"a", ~"cc", ~"bbb"]
```
""".
-spec sort_by([Element], fun((Element) -> term())) -> [Element].
sort_by(List, Function) ->
    [Element || {_, Element} <- mochi_order:sort_pairs([{Function(Element), Element} || Element <- to_list(List)])].

%% ---------------------------------------------------------------------------------------------------------------------
%% Aggregates
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The sum of the elements; of the empty list 0.

```erlang
1> mochi_list:sum([1, 2, 3.5]).
6.5
2> mochi_list:sum([]).
0
```
""".
-spec sum([number()]) -> number().
sum(List) -> sum(to_list(List), 0).

sum([Element | Rest], Sum) when is_integer(Element), is_integer(Sum) -> sum(Rest, Sum + Element);
sum([{some, Element} | Rest], Sum) -> sum([Element | Rest], Sum);
sum([Element | _], _) when not is_number(Element) -> mochi_core:type_error(~"number", Element);
sum([Element | Rest], Sum) -> sum(Rest, mochi_core:add(Sum, Element));
sum([], Sum) -> Sum.

-doc """
The mean of the elements, always a float; of the empty list 0.0.

```erlang
1> mochi_list:avg([1, 2]).
1.5
2> mochi_list:avg([]).
0.0
```
""".
-spec avg([number()]) -> float().
avg(Values) ->
    case to_list(Values) of
        [] ->
            0.0;
        List ->
            Sum = sum(List),
            Length = length(List),
            try
                Sum / Length
            catch
                error:_ -> mochi_core:arith_error('/', Sum, Length)
            end
    end.

-doc """
The least element, the first of equal ones.

```erlang
1> mochi_list:min([3, 1, 2]).
1
2> mochi_list:min([]).
** {mochi_error, mochi_err_index, ~"min of an empty list"}
```
""".
-spec min([Element]) -> Element.
min(List) -> extreme(to_list(List), lt, ~"min").

-doc """
The greatest element, the first of equal ones.

```erlang
1> mochi_list:max([~"a", ~"c", ~"b"]).
~"c"
```
""".
-spec max([Element]) -> Element.
max(List) -> extreme(to_list(List), gt, ~"max").

%% ---------------------------------------------------------------------------------------------------------------------
%% Sets of elements
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The elements without those that are equal to an earlier one.

```erlang
1> mochi_list:distinct([3, 1, 3, 1.0]).
[3, 1]
```
""".
-spec distinct([Element]) -> [Element].
distinct(List) -> distinct(to_list(List), #{}).

-doc """
The elements of two lists without duplicates.

```erlang
1> mochi_list:union([1, 2, 2], [3, 1]).
[1, 2, 3]
```
""".
-spec union([Element], [Element]) -> [Element].
union(A, B) -> distinct(concat(A, B)).

-doc """
The elements of two lists with duplicates.

```erlang
1> mochi_list:union_all([1, 2], [2, 3]).
[1, 2, 2, 3]
```
""".
-spec union_all([Element], [Element]) -> [Element].
union_all(A, B) -> concat(A, B).

-doc """
The elements of the first list that are not in the second, without duplicates.

```erlang
1> mochi_list:except([1, 2, 3, 1], [2]).
[1, 3]
```
""".
-spec except([Element], [Element]) -> [Element].
except(A, B) ->
    distinct(to_list(A), key_set(to_list(B))).

-doc """
The elements of the first list that are in the second too, without duplicates.

```erlang
1> mochi_list:intersect([1, 2, 3, 2], [2, 3, 4]).
[2, 3]
```
""".
-spec intersect([Element], [Element]) -> [Element].
intersect(A, B) ->
    Keys = key_set(to_list(B)),
    distinct([Element || Element <- to_list(A), is_map_key(mochi_order:key(Element), Keys)], #{}).

%% ---------------------------------------------------------------------------------------------------------------------

-spec index_error(list(), integer()) -> no_return().
index_error(List, Index) ->
    mochi_core:raise(mochi_err_index, [
        ~"index ", integer_to_binary(Index), ~" is out of range for a list of length ", integer_to_binary(length(List))
    ]).

-spec empty_error(binary()) -> no_return().
empty_error(Function) ->
    mochi_core:raise(mochi_err_index, [Function, ~" of an empty list"]).

replace([_ | Rest], 0, Element) -> [Element | Rest];
replace([First | Rest], Position, Element) -> [First | replace(Rest, Position - 1, Element)].

clamp(Bound, _, Low, High, Length) when is_integer(Bound), Bound < 0 ->
    erlang:max(Low, erlang:min(High, Bound + Length));
clamp(Bound, _, _, High, _) when is_integer(Bound) -> erlang:min(High, Bound);
clamp(nil, Default, _, _, _) -> Default;
clamp(none, Default, _, _, _) -> Default;
clamp(Value, _, _, _, _) -> mochi_core:type_error(~"int as a bound", Value).

every([], _) -> [];
every([First | Rest], Step) -> [First | every(skip(Rest, Step - 1), Step)].

skip(List, 0) -> List;
skip([], _) -> [];
skip([_ | Rest], Count) -> skip(Rest, Count - 1).

find([First | Rest], Element, Position) ->
    case mochi_order:equal(First, Element) of
        true -> Position;
        false -> find(Rest, Element, Position + 1)
    end;
find([], _, _) ->
    -1.

add_to_group({Key, Value}, {Keys, Groups}) ->
    Normal = mochi_order:key(Key),
    case Groups of
        #{Normal := Values} -> {Keys, Groups#{Normal := [Value | Values]}};
        #{} -> {[{Normal, Key} | Keys], Groups#{Normal => [Value]}}
    end.

chunks([], _, _) ->
    [];
chunks(List, Size, Length) when Length =< Size ->
    [List];
chunks(List, Size, Length) ->
    {Chunk, Rest} = lists:split(Size, List),
    [Chunk | chunks(Rest, Size, Length - Size)].

extreme([First | Rest], Order, _) -> extreme_of(Rest, First, Order);
extreme([], _, Function) -> empty_error(Function).

extreme_of([Element | Rest], Best, Order) ->
    case mochi_order:compare(Element, Best) of
        Order -> extreme_of(Rest, Element, Order);
        _ -> extreme_of(Rest, Best, Order)
    end;
extreme_of([], Best, _) ->
    Best.

distinct([Element | Rest], Seen) ->
    Key = mochi_order:key(Element),
    case Seen of
        #{Key := _} -> distinct(Rest, Seen);
        #{} -> [Element | distinct(Rest, Seen#{Key => []})]
    end;
distinct([], _) ->
    [].

key_set(List) -> #{mochi_order:key(Element) => [] || Element <- List}.
