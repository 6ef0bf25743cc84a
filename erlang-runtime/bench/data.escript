#!/usr/bin/env escript
%%! +S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none
%% Compares the data modules with what somebody would write by hand, and prints how many times as long they take.
%%
%% Usage: escript erlang-runtime/bench/data.escript [query | datalog | json | str | memory]...
%%
%% Each pair runs in turns, every run in a process of its own; the least time of each counts. Both sides must give the
%% same result. Where the system tells (Linux), the time is that of the processor, which other programs do not change.
%% Compile the application first: erlang-runtime/build.

-mode(compile).

-define(ROUNDS, 9).

%% 64 MB: without it the steps in which a heap grows decide, and they depend on a word more or less.
-define(HEAP_WORDS, 8_000_000).

main(Arguments) ->
    true = code:add_patha(filename:join([filename:dirname(escript:script_name()), "..", "ebin"])),
    Known = ["query", "datalog", "json", "str", "memory"],
    Parts =
        case Arguments of
            [] -> Known;
            _ -> Arguments
        end,
    [] = Parts -- Known,
    io:format("OTP ~ts; the ratio is mochi / by hand~n", [erlang:system_info(otp_release)]),
    lists:foreach(fun(Part) -> part(Part) end, Parts).

part("query") -> query();
part("datalog") -> datalog();
part("json") -> json();
part("str") -> str();
part("memory") -> memory().

%% ---------------------------------------------------------------------------------------------------------------------

compare(Name, Limit, Mochi, ByHand) ->
    compare(Name, Limit, Mochi, ByHand, ?ROUNDS).

compare(Name, Limit, Mochi, ByHand, Rounds) ->
    {Times, Hashes} = lists:unzip([
        {{A, B}, {X, Y}}
     || _ <- lists:seq(1, Rounds),
        {A, X} <- [run(Mochi)],
        {B, Y} <- [run(ByHand)]
    ]),
    case lists:usort(lists:flatmap(fun tuple_to_list/1, Hashes)) of
        [_] -> ok;
        _ -> io:format("~ts: the results differ~n", [Name])
    end,
    Fast = lists:min([A || {A, _} <- Times]),
    Hand = lists:min([B || {_, B} <- Times]),
    io:format("~-34ts ~9.1f ms ~9.1f ms  ratio ~5.2f (at most ~.1f)~n", [
        Name, Fast / 1000, Hand / 1000, Fast / Hand, Limit
    ]).

%% The time of a fun, and a hash of its result made after the clock has stopped.
run(Function) ->
    Parent = self(),
    Reference = make_ref(),
    Work = fun() ->
        Start = clock(),
        Result = Function(),
        End = clock(),
        Parent ! {Reference, End - Start, erlang:phash2(normal(Result))}
    end,
    {Pid, Monitor} = spawn_opt(Work, [link, monitor, {min_heap_size, ?HEAP_WORDS}]),
    receive
        {Reference, Time, Hash} ->
            receive
                {'DOWN', Monitor, process, Pid, _} -> {Time, Hash}
            end
    end.

%% Microseconds that all threads of this node have run, or that have gone by.
clock() ->
    Runs = [
        binary_to_integer(hd(binary:split(Text, ~" ")))
     || Name <- filelib:wildcard("/proc/self/task/*/schedstat"),
        {ok, Text} <- [file:read_file(Name, [raw])]
    ],
    case Runs of
        [] -> erlang:monotonic_time(microsecond);
        _ -> lists:sum(Runs) div 1000
    end.

normal(Function) when is_function(Function, 0) -> Function();
normal(Result) -> Result.

%% ---------------------------------------------------------------------------------------------------------------------
%% Queries
%% ---------------------------------------------------------------------------------------------------------------------

query() ->
    _ = rand:seed(exsss, 1),
    Orders = [{order, N, rand:uniform(20_000), rand:uniform(1000)} || N <- lists:seq(1, 200_000)],
    Customers = [{customer, N, <<"name ", (integer_to_binary(N))/binary>>} || N <- lists:seq(1, 20_000)],
    Named = [{order, N, <<"key ", (integer_to_binary(C))/binary>>, P} || {order, N, C, P} <- Orders],
    NamedCustomers = [{customer, <<"key ", (integer_to_binary(N))/binary>>, Name} || {customer, N, Name} <- Customers],
    Pair = fun({order, N, _, _}, {customer, _, Name}) -> {N, Name} end,
    OrderKey = fun({order, _, Customer, _}) -> Customer end,
    CustomerKey = fun({customer, Id, _}) -> Id end,
    compare("join 200 000 by 20 000, int keys", 1.1,
        fun() -> mochi_query:join(inner, Orders, Customers, OrderKey, CustomerKey, Pair) end,
        fun() -> hand_join(Orders, Customers) end),
    compare("the same, keys by position", 1.1,
        fun() -> mochi_query:join(inner, Orders, Customers, 3, 2, Pair) end,
        fun() -> hand_join(Orders, Customers) end),
    compare("join 200 000 by 20 000, string keys", 1.1,
        fun() -> mochi_query:join(inner, Named, NamedCustomers, OrderKey, CustomerKey, Pair) end,
        fun() -> hand_join(Named, NamedCustomers) end),
    compare("join 20 000 by 200 000, int keys", 1.1,
        fun() -> mochi_query:join(inner, Customers, Orders, CustomerKey, OrderKey, fun(C, O) -> Pair(O, C) end) end,
        fun() -> hand_join_orders(Customers, Orders) end),
    compare("group 200 000 into 20 000", 1.1,
        fun() -> mochi_query:group(Orders, OrderKey) end,
        fun() -> hand_group(Orders) end),
    compare("the same, keys by position", 1.1,
        fun() -> mochi_query:group(Orders, 3) end,
        fun() -> hand_group(Orders) end),
    compare("group 200 000 into 1 000", 1.1,
        fun() -> mochi_query:group(Orders, fun({order, _, _, Price}) -> Price end) end,
        fun() -> hand_group_price(Orders) end),
    compare("group 200 000 into 20 000, strings", 1.1,
        fun() -> mochi_query:group(Named, OrderKey) end,
        fun() -> hand_group(Named) end),
    compare("top 10 of 200 000 (by hand: sort)", 1.0,
        fun() -> mochi_query:top(Orders, [fun({order, _, _, Price}) -> Price end], 10) end,
        fun() -> lists:sublist(lists:keysort(4, Orders), 10) end).

hand_join(Orders, Customers) ->
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

hand_join_orders(Customers, Orders) ->
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

hand_group(Orders) ->
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

hand_group_price(Orders) ->
    {Keys, Groups} = lists:foldl(
        fun({order, _, _, Price} = Order, {Keys, Map}) ->
            case Map of
                #{Price := Same} -> {Keys, Map#{Price := [Order | Same]}};
                #{} -> {[Price | Keys], Map#{Price => [Order]}}
            end
        end,
        {[], #{}},
        Orders
    ),
    [{Key, lists:reverse(map_get(Key, Groups))} || Key <- lists:reverse(Keys)].

%% A join whose left rows are streamed: 1 000 000 by 100 000.
memory() ->
    Left = mochi_query:iterate(0, fun
        (1_000_000) -> done;
        (N) -> {{row, N, N * 7 rem 100_000, <<"row ", (integer_to_binary(N))/binary>>}, N + 1}
    end),
    Right = [{part, N, <<"part ", (integer_to_binary(N))/binary>>} || N <- lists:seq(0, 99_999)],
    Join = fun(Rows) ->
        mochi_query:join(inner, Rows, Right, fun(R) -> element(3, R) end, fun(P) -> element(2, P) end, fun(A, B) ->
            {A, B}
        end)
    end,
    {Time, Words} = peak(fun() -> mochi_query:count(Join(Left)) end),
    io:format("join 1 000 000 by 100 000, streamed: ~b ms, heap ~b MB~n", [Time, Words * 8 div 1_000_000]),
    Rows = mochi_query:to_list(Left),
    {ListTime, ListWords} = peak(fun() -> length(Join(Rows)) end),
    io:format("join 1 000 000 by 100 000, lists: ~b ms, heap ~b MB~n", [ListTime, ListWords * 8 div 1_000_000]).

peak(Function) ->
    Parent = self(),
    Pid = spawn_link(fun() ->
        Start = erlang:monotonic_time(millisecond),
        Count = Function(),
        End = erlang:monotonic_time(millisecond),
        {garbage_collection_info, Info} = process_info(self(), garbage_collection_info),
        1_000_000 = Count,
        Parent !
            {self(), End - Start,
                proplists:get_value(heap_block_size, Info) + proplists:get_value(old_heap_block_size, Info)}
    end),
    receive
        {Pid, Time, Words} -> {Time, Words}
    end.

%% ---------------------------------------------------------------------------------------------------------------------

%% Datalog
%% ---------------------------------------------------------------------------------------------------------------------

datalog() ->
    Chain = [{edge, [N, N + 1]} || N <- lists:seq(1, 1999)],
    _ = rand:seed(exsss, 2),
    Sparse = lists:usort([{edge, [rand:uniform(20_000), rand:uniform(20_000)]} || _ <- lists:seq(1, 20_000)]),
    Dense = lists:usort([{edge, [rand:uniform(500), rand:uniform(500)]} || _ <- lists:seq(1, 20_000)]),
    lists:foreach(
        fun({Name, Edges}) ->
            compare(Name, 1.0, fun() -> closure(Edges) end, fun() -> hand_closure(Edges) end, 3)
        end,
        [
            {"closure of a chain, 2 000 nodes", Chain},
            {"closure, 20 000 edges, 20 000 nodes", Sparse},
            {"closure, 20 000 edges, 500 nodes", Dense}
        ]
    ).

closure(Edges) ->
    Model = mochi_datalog:solve(Edges, [
        {{path, [{var, x}, {var, y}]}, [{edge, [{var, x}, {var, y}]}]},
        {{path, [{var, x}, {var, z}]}, [{path, [{var, x}, {var, y}]}, {edge, [{var, y}, {var, z}]}]}
    ]),
    fun() -> mochi_datalog:count(Model, path) end.

hand_closure(Edges) ->
    Next = lists:foldl(fun({edge, [X, Y]}, Map) -> Map#{X => [Y | maps:get(X, Map, [])]} end, #{}, Edges),
    First = [{X, Y} || {edge, [X, Y]} <- Edges],
    All = hand_rounds(First, Next, maps:from_list([{Pair, []} || Pair <- First])),
    fun() -> map_size(All) end.

hand_rounds([], _, All) ->
    All;
hand_rounds(Delta, Next, All) ->
    {New, Larger} = lists:foldl(
        fun({X, Y}, Found) -> hand_extend(maps:get(Y, Next, []), X, Found) end, {[], All}, Delta
    ),
    hand_rounds(New, Next, Larger).

hand_extend([Z | Rest], X, {New, All}) ->
    case All of
        #{{X, Z} := _} -> hand_extend(Rest, X, {New, All});
        #{} -> hand_extend(Rest, X, {[{X, Z} | New], All#{{X, Z} => []}})
    end;
hand_extend([], _, Found) ->
    Found.

%% ---------------------------------------------------------------------------------------------------------------------
%% JSON
%% ---------------------------------------------------------------------------------------------------------------------

json() ->
    _ = rand:seed(exsss, 3),
    Rows = [
        #{
            ~"id" => N,
            ~"name" => <<"customer \"", (integer_to_binary(N))/binary, "\" ñ"/utf8>>,
            ~"price" => rand:uniform() * 1000,
            ~"tags" => [~"a", ~"some longer tag", integer_to_binary(rand:uniform(1000))],
            ~"address" => #{~"street" => ~"Example Street 5", ~"zip" => rand:uniform(99_999), ~"active" => true}
        }
     || N <- lists:seq(1, 10_000)
    ],
    Text = iolist_to_binary(json:encode(Rows)),
    compare("decode 1.7 MB", 1.2, fun() -> mochi_json:decode(Text) end, fun() -> json:decode(Text) end),
    compare("encode, compact", 1.2,
        fun() -> byte_size(mochi_json:encode_compact(Rows)) end,
        fun() -> byte_size(iolist_to_binary(json:encode(Rows))) end),
    case erlang:function_exported(json, format, 1) of
        true ->
            compare("encode, indented (json:format)", 1.2,
                fun() -> is_binary(mochi_json:encode(Rows)) end,
                fun() -> is_binary(iolist_to_binary(json:format(Rows))) end);
        false ->
            ok
    end.

%% ---------------------------------------------------------------------------------------------------------------------
%% Strings, 1 MB: ASCII text, and text beyond it
%% ---------------------------------------------------------------------------------------------------------------------

str() ->
    Ascii = binary:copy(~"the quick Brown Fox jumps over the lazy dog, ", 22_000),
    Other = binary:copy(~"Zwölf Boxkämpfer jagen Viktor über den Sylter Deich, ", 18_000),
    Many = binary:split(Ascii, ~" ", [global]),
    lists:foreach(
        fun({Name, Mochi, ByHand}) ->
            [
                compare(Name ++ Kind, 1.0, fun() -> Mochi(Text) end, fun() -> ByHand(Text) end)
             || {Kind, Text} <- [{", ASCII", Ascii}, {", beyond", Other}]
            ]
        end,
        [
            {"len", fun mochi_str:len/1, fun string:length/1},
            {"slice", fun(T) -> mochi_str:slice(T, 400_000, 800_000) end, fun(T) ->
                string:slice(T, 400_000, 400_000)
            end},
            {"at", fun(T) -> mochi_str:at(T, 500_000) end, fun(T) -> string:slice(T, 500_000, 1) end},
            {"upper", fun mochi_str:upper/1, fun string:uppercase/1},
            {"lower", fun mochi_str:lower/1, fun string:lowercase/1},
            {"reverse", fun mochi_str:reverse/1, fun(T) -> unicode:characters_to_binary(string:reverse(T)) end},
            {"trim", fun mochi_str:trim/1, fun string:trim/1},
            {"chars", fun mochi_str:chars/1, fun(T) -> [<<C/utf8>> || C <- unicode:characters_to_list(T)] end},
            {"code_points", fun mochi_str:code_points/1, fun string:to_graphemes/1},
            {"split", fun(T) -> mochi_str:split(T, ~"o") end, fun(T) -> binary:split(T, ~"o", [global]) end},
            {"replace", fun(T) -> mochi_str:replace(T, ~"o", ~"00") end, fun(T) ->
                binary:replace(T, ~"o", ~"00", [global])
            end},
            {"contains", fun(T) -> mochi_str:contains(T, ~"xyz") end, fun(T) -> string:find(T, ~"xyz") =/= nomatch end},
            {"index_of", fun(T) -> mochi_str:index_of(T, ~"xyz") end, fun(T) ->
                case string:split(T, ~"xyz") of
                    [_] -> -1;
                    [Before, _] -> string:length(Before)
                end
            end},
            {"starts_with", fun(T) -> mochi_str:starts_with(T, T) end, fun(T) -> string:prefix(T, T) =/= nomatch end},
            {"pad_start", fun(T) -> mochi_str:pad_start(T, 1_100_000, ~".") end, fun(T) ->
                unicode:characters_to_binary(string:pad(T, 1_100_000, leading, $.))
            end}
        ]
    ),
    compare("join", 1.0,
        fun() -> mochi_str:join(Many, ~", ") end,
        fun() -> iolist_to_binary(lists:join(~", ", Many)) end),
    compare("repeat", 1.0, fun() -> mochi_str:repeat(Ascii, 20) end, fun() -> binary:copy(Ascii, 20) end).
