%% Joins and groups against maps by hand: what one writes for these very rows, so without funs for keys and results and
%% without a thought for keys that are floats.
-module(mochi_bench_query).

-export([
    pairs/0
]).

-define(BOUND, 1.1).
%% 64 MB, see mochi_bench.
-define(HEAP_WORDS, 8_000_000).

pairs() ->
    _ = rand:seed(exsss, 1),
    lists:append([pairs(Orders, Customers) || {Orders, Customers} <- [{1_000, 100}, {100_000, 10_000}]]).

pairs(OrderCount, CustomerCount) ->
    Orders = [{order, N, rand:uniform(CustomerCount), rand:uniform(100)} || N <- lists:seq(1, OrderCount)],
    Customers = [{customer, N, <<"name ", (integer_to_binary(N))/binary>>} || N <- lists:seq(1, CustomerCount)],
    Named = [{order, N, key(Customer), Price} || {order, N, Customer, Price} <- Orders],
    NamedCustomers = [{customer, key(N), Name} || {customer, N, Name} <- Customers],
    Combine = fun({order, N, _, _}, {customer, _, Name}) -> {N, Name} end,
    OrderKey = fun({order, _, Customer, _}) -> Customer end,
    CustomerKey = fun({customer, Id, _}) -> Id end,
    Heap =
        case OrderCount of
            1_000 -> 200_000;
            _ -> ?HEAP_WORDS
        end,
    Pair = fun(What, Keys, Mochi, Hand) ->
        #{
            name => io_lib:format("~ts, ~ts keys", [io_lib:format(What, [OrderCount, CustomerCount]), Keys]),
            bound => ?BOUND,
            heap => Heap,
            mochi => fun(N) -> mochi_bench:repeat(Mochi, N) end,
            hand => fun(N) -> mochi_bench:repeat(Hand, N) end
        }
    end,
    [
        Pair("join n:1 of ~b by ~b", "int",
            fun() -> mochi_query:join(inner, Orders, Customers, OrderKey, CustomerKey, Combine) end,
            fun() -> join(Orders, Customers) end),
        Pair("join n:1 of ~b by ~b", "string",
            fun() -> mochi_query:join(inner, Named, NamedCustomers, OrderKey, CustomerKey, Combine) end,
            fun() -> join(Named, NamedCustomers) end),
        Pair("join n:1 of ~b by ~b", "int, at a position:",
            fun() -> mochi_query:join(inner, Orders, Customers, 3, 2, Combine) end,
            fun() -> join(Orders, Customers) end),
        Pair("join 1:n, ~b to each of ~b", "int",
            fun() ->
                mochi_query:join(inner, Customers, Orders, CustomerKey, OrderKey, fun(C, O) -> Combine(O, C) end)
            end,
            fun() -> join_orders(Customers, Orders) end),
        Pair("left join of ~b by ~b", "int",
            fun() ->
                mochi_query:join(left, Orders, tl(Customers), OrderKey, CustomerKey, fun
                    ({order, N, _, _}, {some, {customer, _, Name}}) -> {N, Name};
                    ({order, N, _, _}, none) -> {N, none}
                end)
            end,
            fun() -> left_join(Orders, tl(Customers)) end),
        Pair("group ~b into ~b", "int",
            fun() -> mochi_query:group(Orders, OrderKey) end,
            fun() -> group(Orders) end),
        Pair("group ~b into ~b", "string",
            fun() -> mochi_query:group(Named, OrderKey) end,
            fun() -> group(Named) end),
        Pair("group ~b into ~b", "int, at a position:",
            fun() -> mochi_query:group(Orders, 3) end,
            fun() -> group(Orders) end),
        Pair("sum of ~b by ~b", "int",
            fun() ->
                mochi_query:group_reduce(Orders, OrderKey, fun(Sum, {order, _, _, Price}) -> Sum + Price end, 0)
            end,
            fun() -> sums(Orders) end)
    ].

key(N) -> <<"key ", (integer_to_binary(N))/binary>>.

join(Orders, Customers) ->
    Index = lists:foldr(
        fun({customer, Id, _} = Customer, Map) ->
            case Map of
                #{Id := Same} -> Map#{Id := [Customer | Same]};
                #{} -> Map#{Id => [Customer]}
            end
        end,
        #{},
        Customers
    ),
    [{N, Name} || {order, N, Id, _} <- Orders, {customer, _, Name} <- maps:get(Id, Index, [])].

join_orders(Customers, Orders) ->
    Index = lists:foldr(
        fun({order, _, Id, _} = Order, Map) ->
            case Map of
                #{Id := Same} -> Map#{Id := [Order | Same]};
                #{} -> Map#{Id => [Order]}
            end
        end,
        #{},
        Orders
    ),
    [{N, Name} || {customer, Id, Name} <- Customers, {order, N, _, _} <- maps:get(Id, Index, [])].

left_join(Orders, Customers) ->
    Index = lists:foldr(
        fun({customer, Id, _} = Customer, Map) ->
            case Map of
                #{Id := Same} -> Map#{Id := [Customer | Same]};
                #{} -> Map#{Id => [Customer]}
            end
        end,
        #{},
        Customers
    ),
    lists:reverse(
        lists:foldl(
            fun({order, N, Id, _}, Rows) ->
                case Index of
                    #{Id := [{customer, _, Name}]} -> [{N, Name} | Rows];
                    #{Id := Partners} -> lists:foldl(fun({_, _, Name}, More) -> [{N, Name} | More] end, Rows, Partners);
                    #{} -> [{N, none} | Rows]
                end
            end,
            [],
            Orders
        )
    ).

group(Orders) ->
    {Keys, Groups} = lists:foldl(
        fun({order, _, Id, _} = Order, {Keys, Map}) ->
            case Map of
                #{Id := Same} -> {Keys, Map#{Id := [Order | Same]}};
                #{} -> {[Id | Keys], Map#{Id => [Order]}}
            end
        end,
        {[], #{}},
        Orders
    ),
    [{Key, lists:reverse(map_get(Key, Groups))} || Key <- lists:reverse(Keys)].

sums(Orders) ->
    {Keys, Sums} = lists:foldl(
        fun({order, _, Id, Price}, {Keys, Map}) ->
            case Map of
                #{Id := Sum} -> {Keys, Map#{Id := Sum + Price}};
                #{} -> {[Id | Keys], Map#{Id => Price}}
            end
        end,
        {[], #{}},
        Orders
    ),
    [{Key, map_get(Key, Sums)} || Key <- lists:reverse(Keys)].
