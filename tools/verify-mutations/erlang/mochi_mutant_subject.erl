%% Code to break, with instructions that are rare in modules without effects. calls/0 gives calls that run all of it.
-module(mochi_mutant_subject).
-compile({inline, [{twice, 1}]}).
-export([calls/0, echo/1, ask/1, selective/1, polling/1, nested/2, protected/1, rethrown/1, cleaned/1, old_catch/1, guarded_floats/2, norm/1, mean/1, horner/2,
         make_map/2, change_map/2, read_map/1, any_key/2, record_new/2, record_change/2, record_many/1, packet/1, fields/1, bits/2, utf/1, floats_in/1, strings/1, tail/1,
         build/3, appended/2, captured/2, composed/2, applied/3, applied_last/3, choice/1, tuple_choice/1, big_choice/1, frames/3, deep/2, keep_many/4, compare/2,
         literals/1, wide/1, stack_trace/1, after_call/2, unsafe_fun/1, bool/2, spawned/1]).
-record(point, {x = 0, y = 0, z = 0}).
-record(large, {a, b, c, d, e, f, g, h}).

calls() ->
    [{echo, [1]}, {echo, [{a, [1, 2]}]}, {ask, [self()]}, {ask, [[1]]}, {selective, [3]}, {selective, [[]]}, {polling, [0]}, {polling, [2]},
     {nested, [fun() -> throw(a) end, fun() -> 1 end]}, {nested, [fun() -> 1 end, fun() -> error(b) end]}, {nested, [fun() -> exit(x) end, fun() -> throw(y) end]},
     {nested, [fun() -> 5 end, fun() -> 1 end]}, {protected, [fun() -> 1 end]}, {protected, [fun() -> throw(x) end]}, {protected, [fun() -> error(x) end]},
     {rethrown, [a]}, {rethrown, [[]]}, {cleaned, [1]}, {cleaned, [a]}, {old_catch, [1]}, {old_catch, [a]},
     {guarded_floats, [1.5, 2]}, {guarded_floats, [3, 4]}, {guarded_floats, [a, 1]}, {norm, [{1.0, 2.0, 3}]}, {norm, [{1, a, 2}]}, {mean, [[1, 2.5, 3]]}, {mean, [[]]}, {horner, [[1, 2, 3.5], 0.5]},
     {make_map, [1, [a]]}, {change_map, [#{a => 1, b => 2}, 7]}, {change_map, [#{}, 7]}, {read_map, [#{a => 1, b => 2, "c" => 3}]}, {read_map, [#{a => 1}]}, {read_map, [[]]},
     {any_key, [#{a => 1}, a]}, {any_key, [#{a => 1}, b]}, {record_new, [1, b]}, {record_change, [{point, 1, 2, 3}, 9]}, {record_change, [{point, 1, 2}, 9]},
     {record_many, [{large, 1, 2, 3, 4, 5, 6, 7, 8}]}, {record_many, [x]},
     {packet, [<<1, 0, 3, "abc", 9, 9>>]}, {packet, [<<2, 7:32, "rest">>]}, {packet, [<<3, 5:4, 6:4, 200:16/little>>]}, {packet, [<<4, -5:16/signed, 1.5/float>>]}, {packet, [<<>>]}, {packet, [x]}, {packet, [<<9:7>>]},
     {fields, [<<1:3, 2:5, 3:12, 4:4, 5:64, "tail">>]}, {fields, [<<1, 2>>]}, {bits, [<<1, 2, 3>>, 3]}, {bits, [<<1:20>>, 7]}, {utf, [<<"aä€"/utf8>>]}, {utf, [<<255>>]}, {floats_in, [<<1.0/float, 2.5/float>>]},
     {floats_in, [<<1>>]}, {strings, [<<"GET /x HTTP/1.1">>]}, {strings, [<<"PUT y">>]}, {strings, [<<>>]}, {tail, [<<1, 2, 3, 4, 5>>]}, {tail, [<<1:4>>]},
     {build, [1, <<"bin">>, 2.5]}, {build, [a, <<1:3>>, 1]}, {appended, [[1, 2, 3], <<"x">>]}, {captured, [1, {b}]}, {composed, [fun(X) -> [X] end, fun(X) -> {X} end]}, {composed, [a, b]},
     {applied, [erlang, abs, [-1]]}, {applied, [lists, reverse, [[1]]]}, {applied_last, [lists, sum, [[1, 2]]]}, {applied_last, [x, y, []]},
     {choice, [a]}, {choice, [b]}, {choice, [17]}, {choice, [2.5]}, {choice, []}, {tuple_choice, [{1}]}, {tuple_choice, [{1, 2}]}, {tuple_choice, [{a, 1, 2}]}, {tuple_choice, [x]},
     {big_choice, [5]}, {big_choice, [1000]}, {big_choice, [x]}, {frames, [1, 2, 3]}, {frames, [[], {}, a]}, {deep, [12, []]}, {keep_many, [1, [2], {3}, <<4>>]}, {compare, [1, 2]}, {compare, [a, 1.0]}, {compare, [[], []]},
     {literals, [1]}, {literals, [2]}, {wide, [[1, 2, 3]]}, {stack_trace, [x]}, {stack_trace, [1]}, {after_call, [1, [a]]}, {unsafe_fun, [1]}, {bool, [true, false]}, {bool, [a, b]}, {spawned, [7]}].

echo(Term) ->
    Self = self(),
    Self ! {reply, Term, [Term]},
    receive
        {reply, Value, [Other | _]} -> {ok, Value, Other};
        {other, _} -> none
    after 20 -> timeout
    end.

ask(What) ->
    Ref = make_ref(),
    self() ! {noise, What},
    self() ! {Ref, {answer, What}},
    receive
        {Ref, {answer, Answer}} -> [Answer, What];
        {Ref, _} -> other
    end.

selective(Value) ->
    {Process, Monitor} = spawn_monitor(fun() -> exit({done, Value}) end),
    receive
        {'DOWN', Monitor, process, Process, {done, Result}} -> {Result, Monitor};
        {'DOWN', Monitor, _, _, Reason} -> {down, Reason}
    after 40 ->
            erlang:demonitor(Monitor, [flush]),
            late
    end.

polling(Count) -> polling(Count, []).

polling(0, Seen) ->
    receive
        Message when is_integer(Message) -> {Message, Seen}
    after 0 -> {none, Seen}
    end;
polling(Count, Seen) ->
    self() ! {Count, Seen},
    receive
        {Number, List} when is_list(List) -> polling(Count - 1, [Number | List])
    end.

nested(First, Second) ->
    try
        A = try First() catch throw:Thrown -> {thrown, Thrown} end,
        B = try Second() of
                Value -> {value, Value, A}
            catch
                error:Reason:Stack -> {error, Reason, length(Stack), A}
            end,
        {A, B}
    catch
        exit:Exit -> {exit, Exit};
        Class:Other -> {Class, Other}
    end.

protected(Fun) ->
    try Fun() of
        Value when is_integer(Value) -> Value;
        Value -> {other, Value}
    catch
        throw:Value -> Value;
        _:_ -> failed
    after
        put(protected, done)
    end.

rethrown(Value) ->
    try
        try error({wrapped, Value}) catch error:{wrapped, Inner}:Stack -> erlang:raise(throw, Inner, Stack) end
    catch
        throw:Caught -> {caught, Caught}
    end.

cleaned(Value) ->
    Before = [Value],
    try list_to_binary([Value]) after erase(protected) end,
    {Before, Value}.

old_catch(Value) ->
    X = (catch Value + 1),
    Y = case catch throw({X, Value}) of
            {Inner, _} -> Inner;
            Other -> Other
        end,
    [X, Y | Value].

guarded_floats(X, Y) when is_float(X), Y > 0 -> (X * Y - 1.5) / (X + Y * 2.0);
guarded_floats(X, Y) when is_integer(X) -> X * 1.5 + Y * Y / 3.0 - float(X);
guarded_floats(X, Y) -> {X, Y}.

norm({X, Y, Z}) when is_number(X), is_number(Y), is_number(Z) -> math:sqrt(X * X + Y * Y + Z * Z) + 0.0;
norm(_) -> 0.0.

mean([]) -> 0.0;
mean(List) -> mean(List, 0.0, 0).

mean([X | Rest], Sum, Count) -> mean(Rest, Sum + X, Count + 1);
mean([], Sum, Count) -> Sum / Count.

horner(Coefficients, X) when is_float(X) -> lists:foldl(fun(C, Sum) -> Sum * X + C end, 0.0, Coefficients).

make_map(A, B) -> #{a => A, b => B, {A} => 1, "c" => [A | B], sum => #{A => B}}.

change_map(#{a := A} = Map, Value) -> Map#{a := Value, b := A, new => [Value, A], 5 => Map};
change_map(#{} = Map, Value) -> Map#{Value => Map, z => 1}.

read_map(#{a := A, b := B, "c" := C}) -> [A, B, C];
read_map(#{a := A}) -> A;
read_map(#{b := _, c := _}) -> two;
read_map(Other) -> Other.

any_key(Map, Key) ->
    case Map of
        #{Key := Value, a := A} -> {Value, A};
        #{Key := Value} -> Value;
        _ -> Map#{Key => none}
    end.

record_new(A, B) -> {#point{x = A, y = B}, #large{a = A, h = B}}.

record_change(#point{y = Y} = Point, Value) -> Point#point{x = Value, z = {Y, Value}};
record_change(Other, _) -> Other.

record_many(#large{a = A, c = C} = Large) -> Large#large{a = C, b = A, d = [A], f = {C}, h = Large};
record_many(Other) -> {Other}.

packet(<<1, Size:16, Text:Size/binary, Rest/binary>>) -> {text, Text, packet(Rest)};
packet(<<2, Number:32, Rest/binary>>) -> {number, Number, byte_size(Rest)};
packet(<<3, High:4, Low:4, Little:16/little, Rest/bits>>) -> {bits, High, Low, Little, Rest};
packet(<<4, Signed:16/signed, Float/float>>) -> {Signed, Float};
packet(<<>>) -> empty;
packet(<<_:8, Rest/bits>>) -> {skipped, Rest};
packet(Other) -> {other, Other}.

fields(<<A:3, B:5, C:12, D:4, E:64, Rest/binary>>) -> {A + B, C, D, E, Rest};
fields(<<A, B:8/signed>>) -> {A, B};
fields(_) -> none.

bits(Bits, Size) -> bits(Bits, Size, []).

bits(Bits, Size, Seen) ->
    case Bits of
        <<Part:Size, Rest/bits>> -> bits(Rest, Size, [Part | Seen]);
        <<Last/bits>> -> {Last, Seen}
    end.

utf(<<Char/utf8, Rest/binary>>) -> [Char | utf(Rest)];
utf(<<>>) -> [];
utf(<<Byte, Rest/binary>>) -> [{Byte} | utf(Rest)].

floats_in(<<Float/float, Rest/binary>>) -> [Float * 2.0 | floats_in(Rest)];
floats_in(Rest) -> Rest.

strings(<<"GET ", Path/binary>>) -> {get, Path};
strings(<<"PUT ", Path/binary>>) -> {put, Path};
strings(<<"DELETE ", _:8, Path/binary>>) -> {delete, Path};
strings(_) -> unknown.

tail(<<A, B, Rest/binary>> = All) when A < B -> {A, B, Rest, All};
tail(<<A:4, Rest/bitstring>>) -> {A, Rest};
tail(Rest) -> Rest.

build(Integer, Binary, Float) -> {<<Integer:24, "text", Binary/bits, Float/float>>, <<Binary/bits, Integer:5>>, <<Integer/utf8, 0:Integer>>}.

appended([Byte | Bytes], Binary) -> appended(Bytes, <<Binary/binary, Byte:16/little, Byte>>);
appended([], Binary) -> Binary.

captured(A, B) ->
    Fun = fun(X) -> {A, B, X} end,
    Other = fun Loop(0, Sum) -> Sum; Loop(N, Sum) -> Loop(N - 1, [A, B | Sum]) end,
    {Fun(1), Other(3, []), lists:map(fun(X) -> [X, A] end, [1, 2]), fun ?MODULE:captured/2}.

composed(F, G) when is_function(F, 1), is_function(G, 1) -> (fun(X) -> G(F(X)) end)(1);
composed(F, G) -> {F, G}.

applied(Module, Function, Arguments) -> [apply(Module, Function, Arguments), Module:Function(hd(Arguments))].

applied_last(Module, Function, [Argument]) -> Module:Function(Argument);
applied_last(Module, Function, []) -> Module:Function().

choice(a) -> 1;
choice(b) -> {2};
choice(c) -> [3];
choice(17) -> x;
choice(18) -> y;
choice(19) -> {z};
choice(2.5) -> float;
choice([]) -> nil;
choice(Other) -> Other.

tuple_choice({A}) -> A;
tuple_choice({A, B}) -> [A | B];
tuple_choice({a, B, C}) -> {C, B};
tuple_choice({b, B, _}) -> B;
tuple_choice({_, _, _, D}) -> D;
tuple_choice(Other) -> Other.

big_choice(Number) ->
    case Number of
        0 -> zero; 1 -> one; 2 -> [two]; 3 -> {three}; 4 -> "four"; 5 -> <<"five">>; 6 -> six; 7 -> seven; 1000 -> thousand; 16#FFFFFFFFFFFF -> large;
        _ -> {other, Number}
    end.

frames(A, B, C) ->
    X = twice(A),
    Y = one(B, X),
    Z = one(C, [X | Y]),
    case Z of
        [_ | Rest] -> {one(Rest, A), X, Y};
        _ -> {A, B, C, X, Y, Z}
    end.

twice(X) -> {X, X}.

one(X, Y) when is_list(Y) -> [X | Y];
one(X, Y) -> {X, Y}.

deep(0, Rest) -> Rest;
deep(Count, Rest) -> [Count | deep(Count - 1, [{Count} | Rest])] ++ Rest.

keep_many(A, B, C, D) ->
    E = one(A, B),
    F = one(E, C),
    G = one(F, D),
    erlang:garbage_collect(),
    H = one(A, G),
    {A, B, C, D, E, F, G, H}.

compare(A, B) when A < B, A =/= [] -> {less, A};
compare(A, B) when A == B -> {equal, B};
compare(A, B) when is_atom(A) orelse is_float(B) -> [A | B];
compare(A, B) -> {A, B}.

literals(1) -> {[1, 2, {a, "text"}], #{k => v}, 1 bsl 100, <<"bits", 1:3>>, fun lists:map/2};
literals(_) -> [{} | literals(1)].

wide(List) -> {List, [1 | List], [2, 3 | List], {List, {List, {List}}}, [[[List]]], length(List), hd(List), tl(List)}.

stack_trace(X) ->
    try integer_to_list(X)
    catch error:Reason:Stack -> {Reason, is_list(Stack), element(1, hd(Stack))}
    end.

after_call(A, B) ->
    C = one(A, B),
    D = [A | B],
    E = element(2, {C, D}),
    [C, D, E, tuple_size({A}), abs(-1), byte_size(<<"x">>)].

unsafe_fun(X) ->
    F = fun(Y) -> X + Y end,
    G = case X of 1 -> F; _ -> fun(Z) -> {Z} end end,
    {F(2), G(3), local(fun local/1)}.

local(F) when is_function(F, 1) -> F(1);
local(X) -> X + 1.

bool(A, B) when is_boolean(A), is_boolean(B) -> {A and B, A or not B, A xor B};
bool(A, B) -> {is_atom(A), B}.

spawned(X) ->
    Self = self(),
    Process = spawn(fun() -> receive {Self, Y} -> Self ! {self(), [X | Y]} end end),
    Process ! {Self, [X]},
    receive {Process, Answer} -> Answer after 40 -> none end.
