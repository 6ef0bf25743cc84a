-module(mochi_data_yaml).
-moduledoc """
YAML, the part of it that data files use: block and flow maps and lists, plain and quoted scalars with the core schema,
`|` and `>`, comments, several documents. Anchors, aliases, tags, directives and `?` keys are refused with their place;
so are infinities and NaN, which no Mochi float is. docs/runtime/data.md has the details.

```erlang
1> mochi_data_yaml:parse(~"name: tea\nprices: [3, 4.5]\nnotes:\n- hot\n- ~\n", ~"a.yaml").
#{~"name" => ~"tea", ~"notes" => [~"hot", none], ~"prices" => [3, 4.5]}
```
""".

-export([
    parse/2
]).

%% A line: its number, its indentation, what is behind that, and all of it.
-type line() :: {pos_integer(), non_neg_integer(), binary(), binary()}.

-doc """
The value of a document; of several documents a list.

```erlang
1> mochi_data_yaml:parse(~"--- 1\n--- x\n", ~"a.yaml").
[1, ~"x"]
2> mochi_data_yaml:parse(~"a: 1\nb: &here 2\n", ~"a.yaml").
** {mochi_error, mochi_err_parse, ~"a.yaml:2:4: anchors are not supported: \"&here 2\""}
```
""".
-spec parse(binary(), Name :: binary()) -> term().
parse(Text, Name) when is_binary(Text) ->
    Whole =
        case Text of
            <<16#FEFF/utf8, Rest/binary>> -> Rest;
            _ -> Text
        end,
    Lines = lists:enumerate(binary:split(Whole, ~"\n", [global])),
    case documents([line(Number, Line) || {Number, Line} <- Lines], [], [], false) of
        [] -> none;
        [Document] -> document(Document, Name);
        Documents -> [document(Document, Name) || Document <- Documents]
    end;
parse(Value, _) ->
    mochi_core:type_error(~"string", Value).

line(Number, Raw) ->
    Size = byte_size(Raw) - 1,
    Line =
        case Raw of
            <<Kept:Size/binary, $\r>> -> Kept;
            _ -> Raw
        end,
    Indent = spaces(Line, 0),
    {Number, Indent, binary:part(Line, Indent, byte_size(Line) - Indent), Line}.

spaces(<<$\s, Rest/binary>>, Count) -> spaces(Rest, Count + 1);
spaces(_, Count) -> Count.

%% Started: whether the current document has a --- or any content.
documents([{_, 0, ~"...", _} | Lines], Current, Documents, Started) ->
    documents(Lines, [], [lists:reverse(Current) || Started] ++ Documents, false);
documents([{Number, 0, <<"---", Rest/binary>>, Line} | Lines], Current, Documents, Started) when
    Rest =:= <<>>; binary_part(Rest, 0, 1) =:= ~" "
->
    More = [lists:reverse(Current) || Started] ++ Documents,
    %% What stands behind the marker is further to the right than any block at the left edge.
    Spaced = <<"   ", (binary:part(Line, 3, byte_size(Line) - 3))/binary>>,
    documents(Lines, [{Number, 4, mochi_str:trim_start(Rest), Spaced}], More, true);
documents([{_, _, Text, _} = Line | Lines], Current, Documents, Started) ->
    documents(Lines, [Line | Current], Documents, Started orelse not is_blank(Text));
documents([], Current, Documents, Started) ->
    lists:reverse([lists:reverse(Current) || Started] ++ Documents).

document(Lines, Name) ->
    case block(Lines, 0, Name) of
        {Value, Rest} ->
            case skip_blank(Rest) of
                [] -> Value;
                [Line | _] -> wrong(Line, 0, ~"unexpected text", Name)
            end
    end.

is_blank(<<>>) -> true;
is_blank(<<$#, _/binary>>) -> true;
is_blank(<<$\t, Rest/binary>>) -> is_blank(mochi_str:trim_start(Rest));
is_blank(_) -> false.

skip_blank([{_, _, Text, _} = Line | Lines]) ->
    case is_blank(Text) of
        true -> skip_blank(Lines);
        false -> [Line | Lines]
    end;
skip_blank([]) ->
    [].

%% The value whose lines are indented by at least Least; none when there are no such lines.
-spec block([line()], non_neg_integer(), binary()) -> {term(), [line()]}.
block(Lines, Least, Name) ->
    case skip_blank(Lines) of
        [{_, Indent, _, _} | _] = Rest when Indent < Least -> {none, Rest};
        [{_, _, <<$\t, _/binary>>, _} = Line | _] -> wrong(Line, 0, ~"a tab in an indentation", Name);
        [{_, _, <<$%, _/binary>>, _} = Line | _] -> wrong(Line, 0, ~"directives are not supported", Name);
        [{_, Indent, Text, _} = Line | _] = Rest ->
            case kind(Text) of
                list -> list(Rest, Indent, [], Name);
                complex -> wrong(Line, 0, ~"keys with ? are not supported", Name);
                scalar -> block_scalar_or_map(Rest, Least, Name)
            end;
        [] -> {none, []}
    end.

block_scalar_or_map([{_, Indent, Text, _} = Line | Rest] = Lines, Least, Name) ->
    case key(Line, Text, Name) of
        none -> value(Line, Text, Rest, Least, Name);
        _ -> map(Lines, Indent, #{}, Name)
    end.

kind(~"-") -> list;
kind(<<"- ", _/binary>>) -> list;
kind(~"?") -> complex;
kind(<<"? ", _/binary>>) -> complex;
kind(_) -> scalar.

list([{Number, Indent, <<$-, After/binary>> = Text, Raw} | Lines] = All, Indent, Values, Name) ->
    case kind(Text) of
        list ->
            Item = mochi_str:trim_start(After),
            Column = Indent + 1 + byte_size(After) - byte_size(Item),
            {Value, Rest} = block([{Number, Column, Item, Raw} | Lines], Indent + 1, Name),
            list(skip_blank(Rest), Indent, [Value | Values], Name);
        _ ->
            {lists:reverse(Values), All}
    end;
list([{_, More, _, _} = Line | _], Indent, _, Name) when More > Indent ->
    wrong(Line, 0, ~"the indentation fits no list or map", Name);
list(Lines, _, Values, _) ->
    {lists:reverse(Values), Lines}.

map([{_, Indent, Text, _} = Line | Lines] = All, Indent, Map, Name) ->
    case kind(Text) =:= scalar andalso key(Line, Text, Name) of
        {Key, After} ->
            is_map_key(Key, Map) andalso wrong(Line, 0, ~"the key is there already", Name),
            {Value, Rest} = map_value(Line, After, Lines, Indent, Name),
            map(skip_blank(Rest), Indent, Map#{Key => Value}, Name);
        _ when map_size(Map) =:= 0; Text =:= ~"-"; binary_part(Text, 0, 2) =:= ~"- " ->
            {Map, All};
        _ ->
            wrong(Line, 0, ~"expected a key and a colon", Name)
    end;
map([{_, More, _, _} = Line | _], Indent, _, Name) when More > Indent ->
    wrong(Line, 0, ~"the indentation fits no list or map", Name);
map(Lines, _, Map, _) ->
    {Map, Lines}.

map_value({_, _, Text, _} = Line, After, Lines, Indent, Name) ->
    Value = mochi_str:trim_start(After),
    case is_blank(Value) of
        true ->
            case skip_blank(Lines) of
                [{_, Indent, Next, _} | _] = Rest ->
                    %% A list below its key may stand at the same indentation.
                    case kind(Next) of
                        list -> list(Rest, Indent, [], Name);
                        _ -> {none, Rest}
                    end;
                Rest ->
                    block(Rest, Indent + 1, Name)
            end;
        false ->
            {Number, _, _, Raw} = Line,
            Column = Indent + byte_size(Text) - byte_size(Value),
            case kind(Value) of
                list -> wrong({Number, Column, Value, Raw}, 0, ~"a list cannot begin behind a key", Name);
                _ -> value({Number, Column, Value, Raw}, Value, Lines, Indent + 1, Name)
            end
    end.

%% A scalar or a flow value that begins in a line; Least is the indentation of the lines that may belong to it.
value(Line, <<Sign, _/binary>> = Text, Lines, Least, Name) ->
    case Sign of
        $& -> wrong(Line, 0, ~"anchors are not supported", Name);
        $* -> wrong(Line, 0, ~"aliases are not supported", Name);
        $! -> wrong(Line, 0, ~"tags are not supported", Name);
        _ when Sign =:= $@; Sign =:= $`; Sign =:= $% -> wrong(Line, 0, ~"a plain scalar cannot begin like this", Name);
        _ when Sign =:= $|; Sign =:= $> -> mochi_data_yaml_scalar:block(Line, Lines, Least, Name);
        _ when Sign =:= $"; Sign =:= $'; Sign =:= $[; Sign =:= ${ ->
            mochi_data_yaml_flow:value(Line, Lines, Least, Name);
        _ ->
            plain(Line, without_comment(Text), Lines, Least, Name)
    end.

plain(Line, Text, Lines, Least, Name) ->
    {More, Rest} = continued(Lines, Least, Name),
    case More of
        [] -> {mochi_data_yaml_scalar:resolve(Text, Line, Name), Rest};
        _ -> {mochi_data_yaml_scalar:fold([Text | More]), Rest}
    end.

%% The lines that go on with a plain scalar; blank ones count when more follow.
continued([{_, Indent, Text, _} = Line | Lines] = All, Least, Name) ->
    case Text of
        <<>> ->
            case continued(Lines, Least, Name) of
                {[], _} -> {[], All};
                {More, Rest} -> {[<<>> | More], Rest}
            end;
        <<$#, _/binary>> ->
            {[], All};
        _ when Indent >= Least, Least > 0 ->
            key(Line, Text, Name) =/= none andalso wrong(Line, 0, ~"a key inside a scalar", Name),
            {More, Rest} = continued(Lines, Least, Name),
            {[without_comment(Text) | More], Rest};
        _ ->
            {[], All}
    end;
continued([], _, _) ->
    {[], []}.

without_comment(Text) ->
    [Before | _] = binary:split(Text, [~" #", ~"\t#"]),
    mochi_str:trim_end(Before).

%% The key of a line and what is behind its colon, or none.
key(Line, <<Quote, _/binary>> = Text, Name) when Quote =:= $"; Quote =:= $' ->
    case mochi_data_yaml_flow:quoted_key(Text, Line, Name) of
        {Key, Rest} ->
            case mochi_str:trim_start(Rest) of
                <<$:>> -> {Key, <<>>};
                <<": ", After/binary>> -> {Key, After};
                _ -> none
            end;
        none ->
            none
    end;
key(Line, <<$\t, _/binary>>, Name) ->
    wrong(Line, 0, ~"a tab in an indentation", Name);
key(_, <<Sign, _/binary>>, _) when Sign =:= $[; Sign =:= ${; Sign =:= $|; Sign =:= $>; Sign =:= $# ->
    none;
key(Line, Text, Name) ->
    case colon(without_comment(Text), 0) of
        none -> none;
        Size ->
            <<Key:Size/binary, $:, After/binary>> = Text,
            case Key of
                <<$&, _/binary>> -> wrong(Line, 0, ~"anchors are not supported", Name);
                <<$*, _/binary>> -> wrong(Line, 0, ~"aliases are not supported", Name);
                <<$!, _/binary>> -> wrong(Line, 0, ~"tags are not supported", Name);
                _ -> {mochi_str:trim_end(Key), After}
            end
    end.

%% The size of what is before a colon that has a space or nothing behind it.
colon(Text, Size) ->
    case Text of
        <<_:Size/binary, $:>> -> Size;
        <<_:Size/binary, $:, Space, _/binary>> when Space =:= $\s; Space =:= $\t -> Size;
        <<_:Size/binary, _, _/binary>> -> colon(Text, Size + 1);
        _ -> none
    end.

-spec wrong(line(), non_neg_integer(), binary(), binary()) -> no_return().
wrong({Number, Indent, Text, Raw}, Offset, What, Name) ->
    %% Columns count characters, indentations bytes.
    Before = binary:part(Raw, 0, min(Indent + Offset, byte_size(Raw))),
    mochi_data_scalar:parse_error(Name, {Number, mochi_str:len(Before) + 1}, What, Text).
