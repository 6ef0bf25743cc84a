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
    decode/1
]).

-define(INDENT, ~"  ").

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
Reads JSON text.

```erlang
1> mochi_json:decode(~"{\"pi\": 3.14}").
#{~"pi" => 3.14}
2> mochi_json:decode(~"[1,\n 2,]").
** {mochi_error, mochi_err_parse, ~"cannot read JSON: unexpected ] at line 2, column 4"}
```
""".
-spec decode(binary()) -> term().
decode(Text) when is_binary(Text) ->
    try json:decode(Text, ok, #{null => none, object_finish => fun object_finish/2}) of
        {Value, ok, Rest} ->
            case first_visible(Rest, 0) of
                none -> Value;
                Offset -> unexpected(Text, byte_size(Text) - byte_size(Rest) + Offset)
            end
    catch
        error:unexpected_end ->
            parse_error(~"the text ends too early");
        error:{invalid_byte, _}:Stack ->
            unexpected(Text, position(Stack));
        error:{unexpected_sequence, Sequence}:Stack ->
            parse_error([mochi_format:excerpt(Sequence), place(Text, position(Stack))])
    end;
decode(Value) ->
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
value(Value, Line) when is_map(Value) -> object(mochi_map:to_list(Value), Line);
value({mochi_exception, _, Message, _}, _) -> string(Message);
value(Value, _) when is_atom(Value) -> string(mochi_format:to_string(Value));
value(Value, Line) when is_tuple(Value), tuple_size(Value) > 0 -> tuple(Value, Line);
value(Value, _) -> mochi_core:type_error(~"a value that JSON can express", Value).

tuple(Value, Line) when element(1, Value) =:= mochi_omap ->
    object(mochi_omap:to_list(Value), Line);
tuple(Value, Line) ->
    [Tag | Values] = tuple_to_list(Value),
    case mochi_types:find(Tag, length(Values)) of
        {record, _, Fields} -> object(mochi_order:sort_pairs(fields(Fields, Values)), Line);
        {variant, Name, Fields} -> object([{Name, payload(Fields, Values)}], Line);
        undefined when is_atom(Tag) -> object([{atom_to_binary(Tag), Values}], Line);
        undefined -> array([Tag | Values], Line)
    end.

payload([<<>> | _], Values) -> Values;
payload(Fields, Values) -> maps:from_list(fields(Fields, Values)).

fields([Field | Fields], [Value | Values]) -> [{Field, Value} | fields(Fields, Values)];
fields([], _) -> [].

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

key(Key) -> string(mochi_format:to_string(Key)).

string(String) ->
    try
        json:encode_binary(String)
    catch
        error:_ -> mochi_core:raise(mochi_err_type, [mochi_format:excerpt(String), ~" is not valid UTF-8"])
    end.

%% Reading

%% The last one of several values with the same key counts.
object_finish(Reversed, Outer) -> {maps:from_list(lists:reverse(Reversed)), Outer}.

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

-spec unexpected(binary(), non_neg_integer()) -> no_return().
unexpected(Text, Position) ->
    Character =
        case mochi_str:chars(binary:part(Text, Position, min(4, byte_size(Text) - Position))) of
            [<<Control>> | _] when Control < $\s -> mochi_format:quote(<<Control>>);
            [First | _] -> First
        end,
    parse_error([~"unexpected ", Character, place(Text, Position)]).

place(Text, Position) ->
    Lines = binary:split(binary:part(Text, 0, Position), ~"\n", [global]),
    Column = mochi_str:len(lists:last(Lines)) + 1,
    [~" at line ", integer_to_binary(length(Lines)), ~", column ", integer_to_binary(Column)].

-spec parse_error(unicode:chardata()) -> no_return().
parse_error(What) ->
    mochi_core:raise(mochi_err_parse, [~"cannot read JSON: ", What]).
