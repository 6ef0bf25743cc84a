-module(mochi_cast_tests).

-include("mochi_tests.hrl").

-define(POINT, {record, 'CastPoint', ~"CastPoint", [{~"x", float}, {~"label", {option, string}}]}).
-define(ROW, {record, '{a,b}', ~"", [{~"a", int}, {~"b", int}]}).
-define(TREE, {union, ~"Tree", ['Leaf', {'Node', [{tagged, ['Leaf', 'Node']}, int, {tagged, ['Leaf', 'Node']}]}]}).
-define(ITEM, {record, 'Item', ~"Item", [{~"name", string}, {~"parts", {list, {tagged, ['Item']}}}]}).

setup() ->
    mochi_types:register([
        {'CastPoint', record, ~"CastPoint", [~"x", ~"label"]},
        {'{a,b}', record, ~"", [~"a", ~"b"]},
        {'{b,a,c}', record, ~"", [~"b", ~"a", ~"c"]},
        {'Item', record, ~"Item", [~"name", ~"parts"]}
    ]).

cast_test_() ->
    {setup, fun setup/0, [
        {iolist_to_binary(io_lib:format("~tp as ~tp", [Value, Type])), fun() ->
            ?assertEqual(Expected, mochi_core:cast(Value, Type))
        end}
     || {Value, Type, Expected} <- [
            {anything, any, anything},
            {1, int, 1},
            {1, float, 1.0},
            {true, bool, true},
            {~"x", string, ~"x"},
            {ok, unit, ok},
            {{some, 1}, int, 1},
            {none, {option, int}, none},
            {1, {option, int}, {some, 1}},
            {{some, 1}, {option, float}, {some, 1.0}},
            {[1, 2.5], {list, float}, [1.0, 2.5]},
            {[none, 1], {list, {option, int}}, [none, {some, 1}]},
            {[1, ~"a"], {list, any}, [1, ~"a"]},
            {#{~"a" => 1}, {map, string, float}, #{~"a" => 1.0}},
            {#{1 => [2]}, {map, any, any}, #{1 => [2]}},
            {[2, 1, 2], {set, int}, #{1 => [], 2 => []}},
            {#{1 => []}, {set, float}, #{1.0 => []}},
            {#{~"x" => 1}, ?POINT, {'CastPoint', 1.0, none}},
            {#{~"x" => 1, ~"label" => ~"p", ~"more" => 0}, ?POINT, {'CastPoint', 1.0, {some, ~"p"}}},
            {{'CastPoint', 1, none}, ?POINT, {'CastPoint', 1.0, none}},
            {{'{b,a,c}', 1, 2, 3}, ?ROW, {'{a,b}', 2, 1}},
            {'Leaf', ?TREE, 'Leaf'},
            {{'Node', 'Leaf', 1, {'Node', 'Leaf', 2, 'Leaf'}}, ?TREE, {'Node', 'Leaf', 1, {'Node', 'Leaf', 2, 'Leaf'}}},
            {#{~"name" => ~"a", ~"parts" => [#{~"name" => ~"b", ~"parts" => []}]}, ?ITEM,
                {'Item', ~"a", [{'Item', ~"b", []}]}}
        ]
    ]}.

cast_errors_test_() ->
    {setup, fun setup/0, [
        {Message, fun() -> ?assertMochi(mochi_err_type, Message, mochi_core:cast(Value, Type)) end}
     || {Value, Type, Message} <- [
            {~"1", int, ~B|expected int, got "1" (string)|},
            {1.0, int, ~"expected int, got 1.0 (float)"},
            {none, int, ~"expected int, got nil"},
            {1, bool, ~"expected bool, got 1 (int)"},
            {1, unit, ~"expected unit, got 1 (int)"},
            {1, 'fun', ~"expected fun, got 1 (int)"},
            {1, {list, {map, string, int}}, ~"expected list<map<string, int>>, got 1 (int)"},
            {[[1], [~"x"]], {list, {list, int}}, ~B|[1][0]: expected int, got "x" (string)|},
            {#{~"a" => #{~"b" => none}}, {map, string, {map, string, bool}}, ~"a.b: expected bool, got nil"},
            {#{1 => 2}, {map, string, int}, ~"[1]: expected string, got 1 (int)"},
            {#{~"label" => ~"p"}, ?POINT, ~B({"label": "p"} has no field x)},
            {[#{~"x" => 1}, #{~"x" => ~"?"}], {list, ?POINT}, ~B|[1].x: expected float, got "?" (string)|},
            {[#{}], {list, ?POINT}, ~"[0]: {} has no field x"},
            {5, ?POINT, ~"expected CastPoint, got 5 (int)"},
            {#{1 => 2}, {set, int}, ~"expected set<int>, got {1: 2} (map)"},
            {{'Item', ~"a", []}, ?POINT, ~B|expected CastPoint, got {"name": "a", "parts": []} (Item)|},
            {5, ?ROW, ~"expected {a: int, b: int}, got 5 (int)"},
            {'Other', ?TREE, ~"expected Tree, got Other (Other)"},
            {{'Node', 'Leaf', 1}, ?TREE, ~"expected Tree, got Node(Leaf, 1) (Node)"},
            {5, ?TREE, ~"expected Tree, got 5 (int)"},
            {{'Node', 'Leaf', 1, 5}, ?TREE, ~"expected Tree, got 5 (int)"},
            {#{~"name" => ~"a", ~"parts" => [#{~"name" => 1}]}, ?ITEM, ~"parts[0].name: expected string, got 1 (int)"},
            {5, {tagged, ['Lost']}, ~"expected Lost, got 5 (int)"}
        ]
    ]}.
