%% JSON against the standard library's module, whose results are the same for these documents.
-module(mochi_bench_json).

-export([
    pairs/0
]).

-define(BOUND, 1.2).
-define(HEAP_WORDS, 8_000_000).

pairs() ->
    _ = rand:seed(exsss, 3),
    Indents = erlang:function_exported(json, format, 1),
    lists:append([
        [
            pair(Name, "decode", Value, fun() -> mochi_json:decode(Text) end, fun() -> json:decode(Text) end),
            pair(Name, "encode", Value, fun() -> mochi_json:encode_compact(Value) end, fun() ->
                encoded(Value)
            end)
        ] ++
            [
                %% Both indent by two spaces, the line breaks differ.
                pair(Name, "encode with indentation", Value, fun() -> is_binary(mochi_json:encode(Value)) end, fun() ->
                    is_binary(iolist_to_binary(json:format(Value)))
                end)
             || Indents
            ]
     || {Name, Value} <- documents(), Text <- [iolist_to_binary(json:encode(Value))]
    ]).

%% Keys in ascending order, as the library has them. Those of a small map are in order by themselves.
encoded(Value) when map_size(Value) > 32 ->
    iolist_to_binary(
        json:encode(Value, fun
            (Map, Encoder) when is_map(Map) -> json:encode_key_value_list(lists:sort(maps:to_list(Map)), Encoder);
            (Other, Encoder) -> json:encode_value(Other, Encoder)
        end)
    );
encoded(Value) ->
    iolist_to_binary(json:encode(Value)).

pair(Name, What, Value, Mochi, Hand) ->
    #{
        name => io_lib:format("~ts ~ts", [What, Name]),
        bound => ?BOUND,
        heap =>
            case iolist_size(json:encode(Value)) > 100_000 of
                true -> ?HEAP_WORDS;
                false -> 200_000
            end,
        mochi => fun(N) -> mochi_bench:repeat(Mochi, N) end,
        hand => fun(N) -> mochi_bench:repeat(Hand, N) end
    }.

documents() ->
    [
        {"a message of 60 bytes", #{~"id" => 17, ~"kind" => ~"order", ~"total" => 12.5, ~"items" => [1, 2, 3]}},
        {"one row of 200 bytes", row(1)},
        {"2 000 rows", [row(N) || N <- lists:seq(1, 2_000)]},
        {"20 000 ints", [rand:uniform(1_000_000) || _ <- lists:seq(1, 20_000)]},
        {"10 000 floats", [rand:uniform() * 1000 || _ <- lists:seq(1, 10_000)]},
        {"1 000 strings of 100 characters", [binary:copy(~"abcdefghij", 10) || _ <- lists:seq(1, 1_000)]},
        {"1 000 strings of 100 beyond ASCII", [binary:copy(~"äöüñéabc\"\n", 10) || _ <- lists:seq(1, 1_000)]},
        {"an object of 2 000 keys", #{integer_to_binary(N) => N || N <- lists:seq(1, 2_000)}}
    ].

row(N) ->
    #{
        ~"id" => N,
        ~"name" => <<"customer \"", (integer_to_binary(N))/binary, "\" ñ"/utf8>>,
        ~"price" => rand:uniform() * 1000,
        ~"tags" => [~"a", ~"some longer tag", integer_to_binary(rand:uniform(1000))],
        ~"address" => #{~"street" => ~"Example Street 5", ~"zip" => rand:uniform(99_999), ~"active" => true}
    }.
