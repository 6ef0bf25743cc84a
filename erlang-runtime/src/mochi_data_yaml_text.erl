-module(mochi_data_yaml_text).
-moduledoc """
Values as YAML: block maps and lists, with keys in ascending order, and strings in quotes where they would be read as
something else. What is written reads back as the same value.

```erlang
1> iolist_to_binary(mochi_data_yaml_text:text(#{~"a" => [1, ~"true"], ~"b" => #{}})).
~"a:\n  - 1\n  - \"true\"\nb: {}\n"
```
""".

-export([
    text/1
]).

-doc """
The YAML text of a value.

```erlang
1> iolist_to_binary(mochi_data_yaml_text:text([#{~"a" => 1, ~"b" => none}])).
~"- a: 1\n  b: null\n"
```
""".
-spec text(term()) -> iodata().
text(Value) -> block(plain(Value), <<>>, <<>>).

%% First is in front of the first line, Indent in front of the others.
block([_ | _] = List, First, Indent) ->
    Inner = <<Indent/binary, "  ">>,
    lines([{~"- ", Value} || Value <- List], First, Indent, Inner);
block({object, [_ | _] = Pairs}, First, Indent) ->
    pairs(Pairs, First, Indent);
block(Value, First, _) ->
    [First, inline(Value), $\n].

lines([{Mark, Value} | Rest], First, Indent, Inner) ->
    [block(plain(Value), <<First/binary, Mark/binary>>, Inner) | lines(Rest, Indent, Indent, Inner)];
lines([], _, _, _) ->
    [].

pairs([{Key, Value} | Rest], First, Indent) ->
    Inner = <<Indent/binary, "  ">>,
    Text =
        case plain(Value) of
            [_ | _] = List -> [First, key(Key), $:, $\n, block(List, Inner, Inner)];
            {object, [_ | _]} = Object -> [First, key(Key), $:, $\n, block(Object, Inner, Inner)];
            Other -> [First, key(Key), ~": ", inline(Other), $\n]
        end,
    [Text | pairs(Rest, Indent, Indent)];
pairs([], _, _) ->
    [].

inline([]) -> ~"[]";
inline({object, []}) -> ~"{}";
inline(none) -> ~"null";
inline(Value) when is_binary(Value) -> string(Value);
inline(Value) when is_float(Value) -> float_to_binary(Value, [short]);
inline(Value) -> mochi_format:to_string(Value).

key(Key) when is_binary(Key) -> string(Key);
key(Key) -> string(mochi_format:to_string(Key)).

%% Letters and what may stand between them need no quotes, unless they are a word of the core schema.
string(String) ->
    case is_word(String) andalso mochi_data_yaml_scalar:resolve(String, {1, 0, String, String}, <<>>) of
        String -> String;
        _ -> mochi_json:encode_compact(String)
    end.

is_word(<<First, Rest/binary>>) when First >= $a, First =< $z; First >= $A, First =< $Z; First =:= $_ -> is_rest(Rest);
is_word(_) -> false.

is_rest(<<" ">>) -> false;
is_rest(<<Byte, Rest/binary>>) when
    Byte >= $a, Byte =< $z;
    Byte >= $A, Byte =< $Z;
    Byte >= $0, Byte =< $9;
    Byte =:= $_;
    Byte =:= $-;
    Byte =:= $.;
    Byte =:= $/;
    Byte =:= $\s
->
    is_rest(Rest);
is_rest(Rest) ->
    Rest =:= <<>>.

%% A value as what JSON makes of it: lists, {object, Pairs} and scalars.
plain({some, Value}) -> plain(Value);
plain(ok) -> none;
plain(Value) when is_map(Value) -> {object, mochi_map:to_list(Value)};
plain(Value) when is_tuple(Value); is_function(Value); is_atom(Value), not is_boolean(Value), Value =/= none ->
    case mochi_json:decode(mochi_json:encode_compact(Value)) of
        Map when is_map(Map), is_tuple(Value) -> {object, in_order(Value, Map)};
        Other -> plain(Other)
    end;
plain(Value) -> Value.

%% An ordered map keeps its order.
in_order(Value, _) when element(1, Value) =:= mochi_omap -> mochi_omap:to_list(Value);
in_order(_, Map) -> mochi_map:to_list(Map).
