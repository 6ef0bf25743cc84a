-module(mochi_json).
-moduledoc """
JSON, on `m:json` of the standard library.

| Mochi value | JSON |
|---|---|
| int, float, bool, string | number, number, bool, string; a float keeps its point: `9.0` |
| `none`, unit | `null` |
| `{some, V}` | `V` |
| list | array |
| map, record, row | object with its keys in ascending order |
| ordered map | object with its keys in the order of insertion |
| variant without values | its name as a string |
| variant with values | `{"Name": [...]}`, with named values `{"Name": {...}}` |

Read back, an object is a map with string keys and `null` is `none`.

```erlang
1> mochi_json:decode(~"[1, {\"a\": null}]").
[1, #{~"a" => none}]
2> mochi_json:encode(#{~"b" => 2, ~"a" => []}).
~"{\n  \"a\": [],\n  \"b\": 2\n}"
```
""".

-export([
    encode/1,
    encode_compact/1,
    decode/1,
    decode/2,
    decode_as/2
]).

-export([
    object_finish/2
]).

-define(INDENT, ~"  ").

%% With an exported function this is a constant.
-define(DECODERS, #{null => none, object_finish => fun ?MODULE:object_finish/2}).

-doc """
The JSON text of a value, indented by two spaces, with sorted keys.

```erlang
1> mochi_json:encode([1, 2.5, none]).
~"[\n  1,\n  2.5,\n  null\n]"
```
""".
-spec encode(term()) -> binary().
encode(Value) -> iolist_to_binary(value(Value, ~"\n")).

-doc """
The JSON text of a value without white space, with sorted keys.

```erlang
1> mochi_json:encode_compact(#{~"b" => [1, none], ~"a" => 2.0}).
~"{\"a\":2.0,\"b\":[1,null]}"
```
""".
-spec encode_compact(term()) -> binary().
encode_compact(Value) ->
    try
        iolist_to_binary(compact(Value))
    catch
        %% Which string it was is found out by the other way of writing.
        error:Reason when not is_tuple(Reason); element(1, Reason) =/= mochi_error -> encode(Value)
    end.

-doc """
Reads JSON text.

```erlang
1> mochi_json:decode(~"{\"pi\": 3.14}").
#{~"pi" => 3.14}
2> mochi_json:decode(~"[1,\n 2,]").
** {mochi_error, mochi_err_parse, ~"cannot read JSON: unexpected ] at line 2, column 4"}
```
""".
-spec decode(binary()) -> term().
%% Short documents are many, so nothing is built for the sake of errors before there is one.
decode(Text) when is_binary(Text) ->
    try json:decode(Text, ok, ?DECODERS) of
        {Value, ok, Rest} when byte_size(Rest) =:= 0 -> Value;
        {Value, ok, Rest} -> complete(first_visible(Rest, 0), Value, Text)
    catch
        error:_ -> failed(Text)
    end;
decode(Text) ->
    mochi_core:type_error(~"string", Text).

complete(none, Value, _) -> Value;
complete(_, _, Text) -> failed(Text).

-spec failed(binary()) -> no_return().
failed(Text) ->
    case read(Text) of
        {error, ends, _} -> parse_error(~"the text ends too early");
        {error, What, Position} -> parse_error([What, place(Text, Position)])
    end.

-doc """
Reads JSON text of a file, for messages that name it: `file`, and the `line` in it where the text begins.

```erlang
1> mochi_json:decode(~"[1,\n 2,]", #{~"file" => ~"a.json"}).
** {mochi_error, mochi_err_parse, ~"a.json:2:4: cannot read JSON: unexpected ]: \" 2,]\""}
```
""".
-spec decode(binary(), #{binary() => term()}) -> term().
decode(Text, #{~"file" := File} = Options) ->
    case read(Text) of
        {ok, Value} ->
            Value;
        {error, What, Position} ->
            Shown =
                case What of
                    ends -> ~"the text ends too early";
                    _ -> What
                end,
            Line = mochi_str:trim_end(line_at(Text, Position)),
            mochi_data_scalar:parse_error(
                File, maps:get(~"line", Options, 1), Text, Position, [~"cannot read JSON: ", Shown], Line
            )
    end;
decode(Text, _) ->
    decode(Text).

-doc """
Reads JSON text as a value of a type; see `m:mochi_cast`. An error names the place: `$.items[3].price`.

```erlang
1> Item = {record, 'Item', ~"Item", [{~"name", string}, {~"price", float}]}, tuple_size(Item).
4
2> mochi_json:decode_as(~"[{\"name\": \"tea\", \"price\": 3}]", {list, Item}).
[{'Item', ~"tea", 3.0}]
3> mochi_json:decode_as(~"[{\"name\": \"tea\", \"price\": \"3\"}]", {list, Item}).
** {mochi_error, mochi_err_type, ~"$[0].price: expected float, got \"3\" (string)"}
```
""".
-spec decode_as(binary(), mochi_cast:type()) -> term().
decode_as(Text, Type) -> mochi_cast:cast_json(decode(Text), Type).

read(Text) when is_binary(Text) ->
    try json:decode(Text, ok, ?DECODERS) of
        {Value, ok, Rest} ->
            case first_visible(Rest, 0) of
                none -> {ok, Value};
                Offset -> unexpected(Text, byte_size(Text) - byte_size(Rest) + Offset)
            end
    catch
        error:unexpected_end ->
            {error, ends, byte_size(Text)};
        error:{invalid_byte, _}:Stack ->
            unexpected(Text, position(Stack));
        error:{unexpected_sequence, Sequence}:Stack ->
            {error, mochi_format:excerpt(Sequence), position(Stack)}
    end;
read(Value) ->
    mochi_core:type_error(~"string", Value).

%% Writing: Line is a line end and the indentation of the value that is written.

value(Value, _) when is_integer(Value) -> integer_to_binary(Value);
value(Value, _) when is_float(Value) -> float_to_binary(Value, [short]);
value(Value, _) when is_boolean(Value) -> atom_to_binary(Value);
value(Value, _) when is_binary(Value) -> string(Value);
value(none, _) -> ~"null";
value(ok, _) -> ~"null";
value({some, Value}, Line) -> value(Value, Line);
value(Value, Line) when is_list(Value) -> array(Value, Line);
value(Value, Line) when is_map(Value) -> object(sorted_pairs(Value), Line);
value({mochi_exception, _, Message, _}, _) -> string(Message);
value(Value, _) when is_atom(Value) -> string(mochi_format:to_string(Value));
value(Value, Line) when is_tuple(Value), tuple_size(Value) > 0 -> tuple(Value, Line);
value(Value, _) -> mochi_core:type_error(~"a value that JSON can express", Value).

tuple(Value, Line) ->
    case parts(Value) of
        {object, Pairs} -> object(Pairs, Line);
        {array, Values} -> array(Values, Line)
    end.

parts(Value) when element(1, Value) =:= mochi_omap ->
    {object, mochi_omap:to_list(Value)};
parts(Value) ->
    [Tag | Values] = tuple_to_list(Value),
    case mochi_types:find(Tag, length(Values)) of
        {record, _, Fields} -> {object, mochi_order:sort_pairs(fields(Fields, Values))};
        {variant, Name, Fields} -> {object, [{Name, payload(Fields, Values)}]};
        undefined when is_atom(Tag) -> {object, [{atom_to_binary(Tag), Values}]};
        undefined -> {array, [Tag | Values]}
    end.

payload([<<>> | _], Values) -> Values;
payload(Fields, Values) -> maps:from_list(fields(Fields, Values)).

fields([Field | Fields], [Value | Values]) -> [{Field, Value} | fields(Fields, Values)];
fields([], _) -> [].

%% A small map with string keys comes in their order.
sorted_pairs(Map) ->
    case maps:to_list(Map) of
        [{First, _} | Rest] = Pairs when is_binary(First) ->
            case is_ascending(Rest, First) of
                true -> Pairs;
                false -> mochi_order:sort_pairs(Pairs)
            end;
        Pairs ->
            mochi_order:sort_pairs(Pairs)
    end.

is_ascending([{Key, _} | Rest], Before) when is_binary(Key), Key > Before -> is_ascending(Rest, Key);
is_ascending(Rest, _) -> Rest =:= [].

array([], _) ->
    ~"[]";
array(Values, Line) ->
    Inner = <<Line/binary, ?INDENT/binary>>,
    [$[, lists:join($,, [[Inner, value(Value, Inner)] || Value <- Values]), Line, $]].

object([], _) ->
    ~"{}";
object(Pairs, Line) ->
    Inner = <<Line/binary, ?INDENT/binary>>,
    [${, lists:join($,, [[Inner, key(Key), ~": ", value(Value, Inner)] || {Key, Value} <- Pairs]), Line, $}].

key(Key) when is_binary(Key) -> string(Key);
key(Key) -> string(mochi_format:to_string(Key)).

%% Not through string/1: a handler around each string takes time.
compact(Value) when is_binary(Value) -> json:encode_binary(Value);
compact(Value) when is_integer(Value) -> integer_to_binary(Value);
compact([]) -> ~"[]";
compact([First | Rest]) -> [$[, compact(First) | compact_rest(Rest)];
compact(Value) when is_map(Value) -> compact_object(sorted_pairs(Value));
compact({some, Value}) -> compact(Value);
compact(Value) when is_tuple(Value), tuple_size(Value) > 0 -> compact_tuple(Value);
compact(Value) -> value(Value, <<>>).

compact_rest([Value | Rest]) -> [$,, compact(Value) | compact_rest(Rest)];
compact_rest([]) -> [$]].

compact_object([]) -> ~"{}";
compact_object([{Key, Value} | Rest]) -> [${, compact_key(Key), $:, compact(Value) | compact_pairs(Rest)].

compact_pairs([{Key, Value} | Rest]) -> [$,, compact_key(Key), $:, compact(Value) | compact_pairs(Rest)];
compact_pairs([]) -> [$}].

compact_key(Key) when is_binary(Key) -> json:encode_binary(Key);
compact_key(Key) -> key(Key).

compact_tuple({mochi_exception, _, Message, _}) ->
    string(Message);
compact_tuple(Value) ->
    case parts(Value) of
        {object, Pairs} -> compact_object(Pairs);
        {array, Values} -> compact(Values)
    end.

string(String) ->
    try
        json:encode_binary(String)
    catch
        error:_ -> mochi_core:raise(mochi_err_type, [mochi_format:excerpt(String), ~" is not valid UTF-8"])
    end.

%% Reading

-doc false.
-spec object_finish([{binary(), term()}], Outer) -> {#{binary() => term()}, Outer}.
%% The last one of several values with the same key counts.
object_finish(Reversed, Outer) ->
    Map = maps:from_list(Reversed),
    case is_of_length(Reversed, map_size(Map)) of
        true -> {Map, Outer};
        false -> {maps:from_list(lists:reverse(Reversed)), Outer}
    end.

%% Most objects are small: then this takes less time than a call of length/1.
is_of_length([_, _, _, _ | Rest], Length) when Length >= 4 -> is_of_length(Rest, Length - 4);
is_of_length([_ | Rest], Length) when Length > 0 -> is_of_length(Rest, Length - 1);
is_of_length(Rest, Length) -> Rest =:= [] andalso Length =:= 0.

first_visible(<<Byte, Rest/binary>>, Offset) when Byte =:= $\s; Byte =:= $\n; Byte =:= $\r; Byte =:= $\t ->
    first_visible(Rest, Offset + 1);
first_visible(<<>>, _) ->
    none;
first_visible(_, Offset) ->
    Offset.

%% json puts the byte position of an error into the extra information of its stack trace.
position([{_, _, _, Info} | _]) ->
    #{cause := #{position := Position}} = proplists:get_value(error_info, Info),
    Position.

unexpected(Text, Position) ->
    Character =
        case mochi_str:chars(binary:part(Text, Position, min(4, byte_size(Text) - Position))) of
            [<<Control>> | _] when Control < $\s -> mochi_format:quote(<<Control>>);
            [First | _] -> First
        end,
    {error, [~"unexpected ", Character], Position}.

line_at(Text, Position) ->
    Before = lists:last(binary:split(binary:part(Text, 0, Position), ~"\n", [global])),
    [After | _] = binary:split(binary:part(Text, Position, byte_size(Text) - Position), ~"\n"),
    <<Before/binary, After/binary>>.

place(Text, Position) ->
    Lines = binary:split(binary:part(Text, 0, Position), ~"\n", [global]),
    Column = mochi_str:len(lists:last(Lines)) + 1,
    [~" at line ", integer_to_binary(length(Lines)), ~", column ", integer_to_binary(Column)].

-spec parse_error(unicode:chardata()) -> no_return().
parse_error(What) ->
    mochi_core:raise(mochi_err_parse, [~"cannot read JSON: ", What]).
