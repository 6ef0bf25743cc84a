-module(mochi_data_scalar).
-moduledoc """
Numbers in data files, and the errors of what does not parse.

```erlang
1> [mochi_data_scalar:number(Text) || Text <- [~"12", ~"-1.5", ~"1e3", ~"0123", ~"1.2.3"]].
[12, -1.5, 1000.0, ~"0123", ~"1.2.3"]
```
""".

-export([
    number/1,
    parse_error/4,
    parse_error/6
]).

-doc """
The number that a text is, or the text. With zeros in front of it a text is no number: it could be a code.

```erlang
1> mochi_data_scalar:number(~"1e999").
~"1e999"
```
""".
-spec number(binary()) -> number() | binary().
number(<<First, _/binary>> = Text) when First >= $0, First =< $9; First =:= $-; First =:= $+; First =:= $. ->
    case is_number_like(Text) of
        integer ->
            binary_to_integer(Text);
        float ->
            try
                mochi_str:to_float(Text)
            catch
                error:{mochi_error, _, _} -> Text
            end;
        neither ->
            Text
    end;
number(Text) ->
    Text.

is_number_like(<<Sign, Rest/binary>>) when Sign =:= $-; Sign =:= $+ -> whole(Rest);
is_number_like(Text) -> whole(Text).

whole(<<$0, Digit, _/binary>>) when Digit >= $0, Digit =< $9 -> neither;
whole(Text) -> digits(Text, 0, integer).

digits(<<Digit, Rest/binary>>, Count, Kind) when Digit >= $0, Digit =< $9 -> digits(Rest, Count + 1, Kind);
digits(<<$., Rest/binary>>, Count, integer) -> digits(Rest, Count, float);
digits(<<E, Rest/binary>>, Count, Kind) when (E =:= $e orelse E =:= $E), Kind =/= exponent, Count > 0 ->
    case Rest of
        <<Sign, Power/binary>> when Sign =:= $-; Sign =:= $+ -> digits(Power, 0, exponent);
        _ -> digits(Rest, 0, exponent)
    end;
digits(<<>>, Count, integer) when Count > 0 -> integer;
digits(<<>>, Count, _) when Count > 0 -> float;
digits(_, _, _) -> neither.

-doc """
Raises the error of a text at a line and column of a file.

```erlang
1> mochi_data_scalar:parse_error(~"a.csv", {3, 7}, ~"no number", ~"x").
** {mochi_error, mochi_err_parse, ~"a.csv:3:7: no number: \"x\""}
```
""".
-spec parse_error(Name :: binary(), {Line :: pos_integer(), Column :: pos_integer()}, unicode:chardata(), binary()) ->
    no_return().
parse_error(Name, {Line, Column}, What, Value) ->
    mochi_core:raise(mochi_err_parse, [
        [Name, $:, integer_to_binary(Line), $:, integer_to_binary(Column), ~": "],
        [What, ~": ", mochi_format:excerpt(Value)]
    ]).

-doc """
Raises the error of what is at an offset, in bytes, of a text that begins at a line of a file.

```erlang
1> mochi_data_scalar:parse_error(~"a.csv", 3, ~"a\nñx", 4, ~"no number", ~"x").
** {mochi_error, mochi_err_parse, ~"a.csv:4:2: no number: \"x\""}
```
""".
-spec parse_error(binary(), pos_integer(), binary(), non_neg_integer(), unicode:chardata(), binary()) -> no_return().
parse_error(Name, First, Text, Offset, What, Value) ->
    Lines = binary:split(binary:part(Text, 0, Offset), ~"\n", [global]),
    Place = {First + length(Lines) - 1, mochi_str:len(lists:last(Lines)) + 1},
    parse_error(Name, Place, What, Value).
