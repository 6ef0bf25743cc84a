-module(mochi_set).
-moduledoc """
Sets: `m:sets` of version 2, gone through in ascending order.

At run time a set is a BEAM map whose values are all `[]`, so nothing tells the empty set from the empty map. The
compiler knows a set by its type and prints it through `to_string/1`.

```erlang
1> mochi_set:to_list(mochi_set:from_list([3, 1, 2, 1])).
[1, 2, 3]
```
""".

-export([
    new/0,
    from_list/1,
    to_list/1,
    add/2,
    delete/2,
    has/2,
    size/1,
    union/2,
    except/2,
    intersect/2,
    fold/3,
    to_string/1
]).

-export_type([
    set/0,
    set/1
]).

-doc "A set of elements of one type.".
-type set(Element) :: sets:set(Element).

-doc "A set.".
-type set() :: set(term()).

-doc """
The empty set.

```erlang
1> mochi_set:size(mochi_set:new()).
0
```
""".
-spec new() -> set().
new() -> sets:new([{version, 2}]).

-doc """
The elements of a list as a set.

```erlang
1> mochi_set:size(mochi_set:from_list([1, 2, 1])).
2
```
""".
-spec from_list([Element]) -> set(Element).
from_list(List) when is_list(List) -> sets:from_list(List, [{version, 2}]);
from_list(Value) -> mochi_core:type_error(~"list", Value).

-doc """
The elements in ascending order.

```erlang
1> mochi_set:to_list(mochi_set:from_list([~"b", ~"a"])).
[~"a", ~"b"]
```
""".
-spec to_list(set(Element)) -> [Element].
to_list(Set) -> mochi_order:sort(sets:to_list(Set)).

-doc """
The set with one more element.

```erlang
1> mochi_set:to_list(mochi_set:add(mochi_set:from_list([1]), 0)).
[0, 1]
```
""".
-spec add(set(Element), Element) -> set(Element).
add(Set, Element) -> sets:add_element(Element, Set).

-doc """
The set without an element.

```erlang
1> mochi_set:to_list(mochi_set:delete(mochi_set:from_list([1, 2]), 1)).
[2]
```
""".
-spec delete(set(Element), Element) -> set(Element).
delete(Set, Element) -> sets:del_element(Element, Set).

-doc """
Whether an element is in the set.

```erlang
1> mochi_set:has(mochi_set:from_list([1, 2]), 2).
true
```
""".
-spec has(set(), Element :: term()) -> boolean().
has(Set, Element) -> sets:is_element(Element, Set).

-doc """
The number of elements.

```erlang
1> mochi_set:size(mochi_set:from_list([1, 2])).
2
```
""".
-spec size(set()) -> non_neg_integer().
size(Set) -> sets:size(Set).

-doc """
The elements that are in one of two sets.

```erlang
1> mochi_set:to_list(mochi_set:union(mochi_set:from_list([1, 2]), mochi_set:from_list([2, 3]))).
[1, 2, 3]
```
""".
-spec union(set(Element), set(Element)) -> set(Element).
union(A, B) -> sets:union(A, B).

-doc """
The elements of the first set that are not in the second.

```erlang
1> mochi_set:to_list(mochi_set:except(mochi_set:from_list([1, 2]), mochi_set:from_list([2, 3]))).
[1]
```
""".
-spec except(set(Element), set(Element)) -> set(Element).
except(A, B) -> sets:subtract(A, B).

-doc """
The elements that are in both sets.

```erlang
1> mochi_set:to_list(mochi_set:intersect(mochi_set:from_list([1, 2]), mochi_set:from_list([2, 3]))).
[2]
```
""".
-spec intersect(set(Element), set(Element)) -> set(Element).
intersect(A, B) -> sets:intersection(A, B).

-doc """
Takes all elements together, in ascending order.

```erlang
1> mochi_set:fold(mochi_set:from_list([3, 1, 2]), fun(Text, X) -> Text ++ [X] end, []).
[1, 2, 3]
```
""".
-spec fold(set(Element), fun((Accumulator, Element) -> Accumulator), Accumulator) -> Accumulator.
fold(Set, Function, Initial) ->
    lists:foldl(fun(Element, Accumulator) -> Function(Accumulator, Element) end, Initial, to_list(Set)).

-doc """
The text of a set: its elements in ascending order, in braces.

```erlang
1> mochi_set:to_string(mochi_set:from_list([2, 1])).
~"{1, 2}"
```
""".
-spec to_string(set()) -> binary().
to_string(Set) ->
    iolist_to_binary([${, lists:join(~", ", [mochi_format:nested(Element) || Element <- to_list(Set)]), $}]).
