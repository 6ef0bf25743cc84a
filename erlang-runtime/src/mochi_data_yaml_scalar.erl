-module(mochi_data_yaml_scalar).
-moduledoc """
YAML scalars: the core schema, folded lines, and the block scalars `|` and `>`.

```erlang
1> [mochi_data_yaml_scalar:resolve(Text, {1, 0, Text, Text}, ~"a") || Text <- [~"~", ~"yes", ~"0x1F", ~"-1.5e3"]].
[none, ~"yes", 31, -1500.0]
```
""".

-export([
    resolve/3,
    fold/1,
    block/4
]).

-define(IS_DIGIT(Byte), (Byte >= $0 andalso Byte =< $9)).

-doc """
The value of a plain scalar by the core schema.

```erlang
1> mochi_data_yaml_scalar:resolve(~".inf", {3, 2, ~".inf", ~"a: .inf"}, ~"a.yaml").
** {mochi_error, mochi_err_parse, ~"a.yaml:3:3: floats have no infinities and no NaN: \".inf\""}
```
""".
-spec resolve(binary(), {pos_integer(), non_neg_integer(), binary(), binary()}, Name :: binary()) -> term().
resolve(Text, _, _) when
    Text =:= <<>>; Text =:= ~"~"; Text =:= ~"null"; Text =:= ~"Null"; Text =:= ~"NULL"
->
    none;
resolve(Text, _, _) when Text =:= ~"true"; Text =:= ~"True"; Text =:= ~"TRUE" -> true;
resolve(Text, _, _) when Text =:= ~"false"; Text =:= ~"False"; Text =:= ~"FALSE" -> false;
resolve(<<"0x", Digits/binary>> = Text, _, _) -> based(Digits, 16, Text);
resolve(<<"0o", Digits/binary>> = Text, _, _) -> based(Digits, 8, Text);
resolve(<<First, Rest/binary>> = Text, Line, Name) when ?IS_DIGIT(First); First =:= $-; First =:= $+; First =:= $. ->
    Magnitude =
        case First =:= $- orelse First =:= $+ of
            true -> Rest;
            false -> Text
        end,
    case lists:member(string:lowercase(Magnitude), [~".inf", ~".nan"]) of
        true ->
            {Number, Indent, _, _} = Line,
            mochi_data_scalar:parse_error(
                Name, {Number, Indent + 1}, ~"floats have no infinities and no NaN", Text
            );
        false ->
            number(Text, without_zeros(First, Magnitude))
    end;
resolve(Text, _, _) ->
    Text.

%% In YAML zeros in front of a number change nothing.
without_zeros($-, Magnitude) -> <<$-, (without_zeros(Magnitude))/binary>>;
without_zeros(_, Magnitude) -> without_zeros(Magnitude).

without_zeros(<<$0, Digit, Rest/binary>>) when ?IS_DIGIT(Digit) -> without_zeros(<<Digit, Rest/binary>>);
without_zeros(Text) -> Text.

number(Text, Normal) ->
    case mochi_data_scalar:number(Normal) of
        Number when is_number(Number) -> Number;
        _ -> Text
    end.

based(Digits, Base, Text) ->
    try binary_to_integer(Digits, Base) of
        Number when binary_part(Digits, 0, 1) =/= ~"-", binary_part(Digits, 0, 1) =/= ~"+" -> Number;
        _ -> Text
    catch
        error:badarg -> Text
    end.

-doc """
Lines folded into one: a line end becomes a space, and one empty line a line end.

```erlang
1> mochi_data_yaml_scalar:fold([~"a", ~"b", ~"", ~"c"]).
~"a b\nc"
```
""".
-spec fold([binary()]) -> binary().
fold([First | Lines]) -> iolist_to_binary([First | folded(Lines, 0)]).

folded([<<>> | Lines], Empty) -> folded(Lines, Empty + 1);
folded([Line | Lines], 0) -> [$\s, Line | folded(Lines, 0)];
folded([Line | Lines], Empty) -> [binary:copy(~"\n", Empty), Line | folded(Lines, 0)];
folded([], Empty) -> [binary:copy(~"\n", Empty)].

-doc """
A block scalar that begins in a line, and the lines behind it.

```erlang
1> Lines = [{2, 2, ~"b", ~"  b"}, {3, 2, ~"c", ~"  c"}], length(Lines).
2
2> mochi_data_yaml_scalar:block({1, 3, ~"|", ~"a: |"}, Lines, 1, ~"a.yaml").
{~"b\nc\n", []}
```
""".
-spec block(Line, [Line], Least :: non_neg_integer(), Name :: binary()) -> {binary(), [Line]} when
    Line :: {pos_integer(), non_neg_integer(), binary(), binary()}.
block({Number, Indent, <<Style, Header/binary>>, _}, Lines, Least, Name) ->
    {Chomping, Explicit} =
        case header(mochi_str:trim_end(hd(binary:split(Header, ~" #"))), clip, none) of
            error ->
                mochi_data_scalar:parse_error(
                    Name, {Number, Indent + 1}, ~"wrong header of a block scalar", <<Style, Header/binary>>
                );
            Found ->
                Found
        end,
    Depth =
        case Explicit of
            none -> depth(Lines, Least);
            _ -> max(Least - 1, 0) + Explicit
        end,
    {Content, Rest} = content(Lines, Depth, []),
    {Kept, Trailing} = trailing(Content, 0),
    Text =
        case Style of
            $| -> lists:join($\n, lists:reverse(Kept));
            $> -> folded_block(lists:reverse(Kept), none, 0)
        end,
    {iolist_to_binary([Text | chomped(Chomping, Kept, Trailing)]), Rest}.

header(<<$-, Rest/binary>>, clip, Explicit) -> header(Rest, strip, Explicit);
header(<<$+, Rest/binary>>, clip, Explicit) -> header(Rest, keep, Explicit);
header(<<Digit, Rest/binary>>, Chomping, none) when Digit >= $1, Digit =< $9 -> header(Rest, Chomping, Digit - $0);
header(<<>>, Chomping, Explicit) -> {Chomping, Explicit};
header(_, _, _) -> error.

%% The indentation of the first line that has text.
depth([{_, Indent, Text, _} | _], Least) when Text =/= <<>> -> max(Indent, Least);
depth([_ | Lines], Least) -> depth(Lines, Least);
depth([], Least) -> Least.

content([{_, Indent, <<>>, _} | Lines], Depth, Content) when Indent =< Depth ->
    content(Lines, Depth, [<<>> | Content]);
content([{_, Indent, _, Raw} | Lines], Depth, Content) when Indent >= Depth ->
    content(Lines, Depth, [binary:part(Raw, Depth, byte_size(Raw) - Depth) | Content]);
content(Lines, _, Content) ->
    {Content, Lines}.

trailing([<<>> | Lines], Count) -> trailing(Lines, Count + 1);
trailing(Lines, Count) -> {Lines, Count}.

chomped(strip, _, _) -> [];
chomped(clip, [], _) -> [];
chomped(clip, _, _) -> [$\n];
chomped(keep, [], Trailing) -> binary:copy(~"\n", Trailing);
chomped(keep, _, Trailing) -> binary:copy(~"\n", Trailing + 1).

%% Lines that begin with a space keep the line ends around them.
folded_block([<<>> | Lines], Before, Empty) -> folded_block(Lines, Before, Empty + 1);
folded_block([Line | Lines], Before, Empty) ->
    Kind =
        case Line of
            <<Space, _/binary>> when Space =:= $\s; Space =:= $\t -> kept;
            _ -> text
        end,
    Between =
        case {Before, Kind} of
            {none, _} -> Empty;
            {text, text} when Empty =:= 0 -> space;
            {text, text} -> Empty;
            _ -> Empty + 1
        end,
    [between(Between), Line | folded_block(Lines, Kind, 0)];
folded_block([], _, _) ->
    [].

between(space) -> $\s;
between(Count) -> binary:copy(~"\n", Count).
