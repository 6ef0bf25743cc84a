-module(mochi_data_yaml_flow).
-moduledoc """
YAML flow values, `[a, {b: c}]`, and quoted scalars; both may go over several lines.

```erlang
1> mochi_data_yaml_flow:value({1, 0, ~"[1, {a: x}]", ~"[1, {a: x}]"}, [], 0, ~"a.yaml").
{[1, #{~"a" => ~"x"}], []}
```
""".

-export([
    value/4,
    quoted_key/3
]).

%% The text from where the value begins to the last line that can belong to it, and where that is.
-record(source, {
    name :: binary(),
    line :: pos_integer(),
    column :: non_neg_integer(),
    text :: binary()
}).

-doc """
The value that begins in a line, and the lines behind it.

```erlang
1> mochi_data_yaml_flow:value({1, 3, ~"[1, 2", ~"a: [1, 2"}, [], 1, ~"a.yaml").
** {mochi_error, mochi_err_parse, ~"a.yaml:1:9: the list has no end: \"[1, 2\""}
```
""".
-spec value(Line, [Line], Least :: non_neg_integer(), Name :: binary()) -> {term(), [Line]} when
    Line :: {pos_integer(), non_neg_integer(), binary(), binary()}.
value({Number, Column, Text, _}, Lines, Least, Name) ->
    {Possible, _} = lists:splitwith(fun({_, Indent, More, _}) -> More =:= <<>> orelse Indent >= Least end, Lines),
    Whole = iolist_to_binary(lists:join($\n, [Text | [Raw || {_, _, _, Raw} <- Possible]])),
    Source = #source{name = Name, line = Number, column = Column, text = Whole},
    {Value, Rest} = flow(Whole, Source),
    [Behind | Left] = binary:split(Rest, ~"\n", [global]),
    case mochi_str:trim_start(Behind) of
        <<>> -> ok;
        <<$#, _/binary>> when binary_part(Behind, 0, 1) =/= ~"#" -> ok;
        _ -> wrong(Rest, ~"unexpected text behind a value", Source)
    end,
    {Value, lists:nthtail(length(Possible) - length(Left), Lines)}.

-doc """
The quoted text that a line begins with, and what is behind it; `none` when it does not end in this line.

```erlang
1> mochi_data_yaml_flow:quoted_key(~"'it''s': 1", {1, 0, ~"'it''s': 1", ~"'it''s': 1"}, ~"a.yaml").
{~"it's", ~": 1"}
```
""".
-spec quoted_key(binary(), {pos_integer(), non_neg_integer(), binary(), binary()}, binary()) ->
    {binary(), binary()} | none.
quoted_key(Text, {Number, Column, _, _}, Name) ->
    Source = #source{name = Name, line = Number, column = Column, text = Text},
    case has_end(Text) of
        true -> flow(Text, Source);
        false -> none
    end.

has_end(<<$", Rest/binary>>) -> has_end_double(Rest);
has_end(<<$', Rest/binary>>) -> binary:match(Rest, ~"'") =/= nomatch.

has_end_double(<<$\\, _, Rest/binary>>) -> has_end_double(Rest);
has_end_double(<<$", _/binary>>) -> true;
has_end_double(<<_, Rest/binary>>) -> has_end_double(Rest);
has_end_double(<<>>) -> false.

flow(<<$", Rest/binary>>, Source) -> double(Rest, [], Source);
flow(<<$', Rest/binary>>, Source) -> single(Rest, [], Source);
flow(<<$[, Rest/binary>>, Source) -> list(skip(Rest), [], Source);
flow(<<${, Rest/binary>>, Source) -> map(skip(Rest), #{}, Source);
flow(<<$&, _/binary>> = Text, Source) -> wrong(Text, ~"anchors are not supported", Source);
flow(<<$*, _/binary>> = Text, Source) -> wrong(Text, ~"aliases are not supported", Source);
flow(<<$!, _/binary>> = Text, Source) -> wrong(Text, ~"tags are not supported", Source);
flow(Text, Source) -> plain(Text, Source).

list(<<$], Rest/binary>>, Values, _) ->
    {lists:reverse(Values), Rest};
list(<<>>, _, Source) ->
    wrong(<<>>, ~"the list has no end", Source);
list(Text, Values, Source) ->
    {First, AfterFirst} = flow(Text, Source),
    %% [a: b] is a list of one map.
    {Value, Rest} =
        case skip(AfterFirst) of
            <<$:, Space, AfterColon/binary>> when Space =:= $\s; Space =:= $\n ->
                {Inner, AfterInner} = flow(skip(AfterColon), Source),
                {#{key(First) => Inner}, AfterInner};
            _ ->
                {First, AfterFirst}
        end,
    case skip(Rest) of
        <<$,, More/binary>> -> list(skip(More), [Value | Values], Source);
        <<$], _/binary>> = End -> list(End, [Value | Values], Source);
        <<>> -> wrong(<<>>, ~"the list has no end", Source);
        Other -> wrong(Other, ~"expected , or ] in a list", Source)
    end.

map(<<$}, Rest/binary>>, Map, _) ->
    {Map, Rest};
map(<<>>, _, Source) ->
    wrong(<<>>, ~"the map has no end", Source);
map(Text, Map, Source) ->
    {Scalar, AfterKey} = flow(Text, Source),
    Key = key(Scalar),
    is_map_key(Key, Map) andalso wrong(Text, ~"the key is there already", Source),
    {Value, Rest} =
        case skip(AfterKey) of
            <<$:, AfterColon/binary>> ->
                case skip(AfterColon) of
                    <<Stop, _/binary>> = Behind when Stop =:= $,; Stop =:= $} -> {none, Behind};
                    Behind -> flow(Behind, Source)
                end;
            Behind ->
                {none, Behind}
        end,
    case skip(Rest) of
        <<$,, More/binary>> -> map(skip(More), Map#{Key => Value}, Source);
        <<$}, _/binary>> = End -> map(End, Map#{Key => Value}, Source);
        <<>> -> wrong(<<>>, ~"the map has no end", Source);
        Other -> wrong(Other, ~"expected , or } in a map", Source)
    end.

key(Scalar) when is_binary(Scalar) -> Scalar;
key(Scalar) -> mochi_format:to_string(Scalar).

%% White space and comments.
skip(<<Space, Rest/binary>>) when Space =:= $\s; Space =:= $\n; Space =:= $\t ->
    case Rest of
        <<$#, _/binary>> -> skip(behind_line(Rest));
        _ -> skip(Rest)
    end;
skip(Text) ->
    Text.

behind_line(Text) ->
    case binary:split(Text, ~"\n") of
        [_, Rest] -> <<$\n, Rest/binary>>;
        [_] -> <<>>
    end.

plain(Text, Source) ->
    Size = plain_size(Text, 0),
    <<Scalar:Size/binary, Rest/binary>> = Text,
    Size =:= 0 andalso wrong(Text, ~"expected a value", Source),
    {Line, Column} = place(Text, Source),
    case [mochi_str:trim(Part) || Part <- binary:split(mochi_str:trim_end(Scalar), ~"\n", [global])] of
        [Only] -> {mochi_data_yaml_scalar:resolve(Only, {Line, Column - 1, Only, <<>>}, Source#source.name), Rest};
        Lines -> {mochi_data_yaml_scalar:fold(Lines), Rest}
    end.

plain_size(Text, Size) ->
    case Text of
        <<_:Size/binary, End, _/binary>> when End =:= $,; End =:= $]; End =:= $}; End =:= $[; End =:= ${ -> Size;
        <<_:Size/binary, $:>> -> Size;
        <<_:Size/binary, $:, End, _/binary>> when
            End =:= $\s; End =:= $\n; End =:= $,; End =:= $]; End =:= $}
        ->
            Size;
        <<_:Size/binary, Space, $#, _/binary>> when Space =:= $\s; Space =:= $\n; Space =:= $\t -> Size;
        <<_:Size/binary, _, _/binary>> -> plain_size(Text, Size + 1);
        _ -> Size
    end.

single(<<"''", Rest/binary>>, Parts, Source) -> single(Rest, [$' | Parts], Source);
single(<<$', Rest/binary>>, Parts, _) -> {text(Parts), Rest};
single(<<$\n, Rest/binary>>, Parts, Source) -> line_end(Rest, Parts, fun single/3, Source);
single(<<Char/utf8, Rest/binary>>, Parts, Source) -> single(Rest, [<<Char/utf8>> | Parts], Source);
single(Text, _, Source) -> wrong(Text, ~"the quoted text has no end", Source).

double(<<$", Rest/binary>>, Parts, _) ->
    {text(Parts), Rest};
double(<<$\\, $\n, Rest/binary>>, Parts, Source) ->
    double(without_indent(Rest), Parts, Source);
double(<<$\\, Rest/binary>> = Text, Parts, Source) ->
    case escape(Rest) of
        {Char, More} -> double(More, [<<Char/utf8>> | Parts], Source);
        error -> wrong(Text, ~"wrong escape sequence", Source)
    end;
double(<<$\n, Rest/binary>>, Parts, Source) ->
    line_end(Rest, Parts, fun double/3, Source);
double(<<Char/utf8, Rest/binary>>, Parts, Source) ->
    double(Rest, [<<Char/utf8>> | Parts], Source);
double(Text, _, Source) ->
    wrong(Text, ~"the quoted text has no end", Source).

text(Parts) -> iolist_to_binary(lists:reverse(Parts)).

%% A line end inside quotes is a space, or as many line ends as there are empty lines behind it.
line_end(Text, Parts, Next, Source) ->
    {Empty, Rest} = empty_lines(without_indent(Text), 0),
    Between =
        case Empty of
            0 -> ~" ";
            _ -> binary:copy(~"\n", Empty)
        end,
    Next(Rest, [Between | without_blanks(Parts)], Source).

empty_lines(<<$\n, Rest/binary>>, Count) -> empty_lines(without_indent(Rest), Count + 1);
empty_lines(Text, Count) -> {Count, Text}.

without_indent(<<Space, Rest/binary>>) when Space =:= $\s; Space =:= $\t -> without_indent(Rest);
without_indent(Text) -> Text.

without_blanks([~" " | Parts]) -> without_blanks(Parts);
without_blanks([~"\t" | Parts]) -> without_blanks(Parts);
without_blanks(Parts) -> Parts.

escape(<<$x, Digits:2/binary, Rest/binary>>) -> hexadecimal(Digits, Rest);
escape(<<"u", High:4/binary, "\\u", Low:4/binary, Rest/binary>>) ->
    case {hexadecimal(High, <<>>), hexadecimal(Low, Rest)} of
        {{surrogate, H}, {surrogate, L}} when H < 16#DC00, L >= 16#DC00 ->
            {16#10000 + ((H - 16#D800) bsl 10) + (L - 16#DC00), Rest};
        {{surrogate, _}, _} -> error;
        {{Char, _}, _} -> {Char, <<"\\u", Low/binary, Rest/binary>>};
        _ -> error
    end;
escape(<<$u, Digits:4/binary, Rest/binary>>) ->
    case hexadecimal(Digits, Rest) of
        {surrogate, _} -> error;
        Found -> Found
    end;
escape(<<$U, Digits:8/binary, Rest/binary>>) ->
    case hexadecimal(Digits, Rest) of
        {surrogate, _} -> error;
        Found -> Found
    end;
escape(<<Char, Rest/binary>>) ->
    case Char of
        $0 -> {0, Rest};
        $a -> {7, Rest};
        $b -> {8, Rest};
        $t -> {9, Rest};
        $\t -> {9, Rest};
        $n -> {10, Rest};
        $v -> {11, Rest};
        $f -> {12, Rest};
        $r -> {13, Rest};
        $e -> {27, Rest};
        $\s -> {$\s, Rest};
        $" -> {$", Rest};
        $/ -> {$/, Rest};
        $\\ -> {$\\, Rest};
        $N -> {16#85, Rest};
        $_ -> {16#A0, Rest};
        $L -> {16#2028, Rest};
        $P -> {16#2029, Rest};
        _ -> error
    end;
escape(<<>>) ->
    error.

hexadecimal(Digits, Rest) ->
    try binary_to_integer(Digits, 16) of
        Char when Char >= 16#D800, Char =< 16#DFFF -> {surrogate, Char};
        Char when Char >= 0, Char =< 16#10FFFF -> {Char, Rest};
        _ -> error
    catch
        error:badarg -> error
    end.

place(Rest, #source{text = Text, line = Line, column = Column}) ->
    Before = binary:part(Text, 0, byte_size(Text) - byte_size(Rest)),
    case binary:split(Before, ~"\n", [global]) of
        [Only] -> {Line, Column + mochi_str:len(Only) + 1};
        Lines -> {Line + length(Lines) - 1, mochi_str:len(lists:last(Lines)) + 1}
    end.

-spec wrong(binary(), binary(), #source{}) -> no_return().
wrong(Rest, What, #source{name = Name, text = Text} = Source) ->
    Shown =
        case Rest of
            <<>> -> Text;
            _ -> hd(binary:split(Rest, ~"\n"))
        end,
    mochi_data_scalar:parse_error(Name, place(Rest, Source), What, Shown).
