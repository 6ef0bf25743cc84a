-module(mochi_data_csv).
-moduledoc """
CSV as RFC 4180 has it: fields in double quotes may hold delimiters, line ends and doubled quotes. Records end with
`\\n` or `\\r\\n`; empty lines are skipped, and so is a byte order mark.

```erlang
1> Options = #{delimiter => $,, header => true, infer => true}, map_size(Options).
3
2> mochi_query:to_list(mochi_data_csv:rows([~"a,b\n1,\"x\"\"y\"\n"], ~"stdin", Options)).
[#{~"a" => 1, ~"b" => ~"x\"y"}]
```
""".

-export([
    rows/3,
    text/2,
    write/3
]).

-export_type([
    options/0
]).

-doc "All options.".
-type options() :: #{delimiter := byte(), header := boolean(), infer := boolean()}.

-define(BYTE_ORDER_MARK, <<16#FEFF/utf8>>).

-record(reader, {
    name :: binary(),
    delimiter :: byte(),
    infer :: boolean(),
    columns :: [binary()] | header | numbers,
    line = 1 :: pos_integer()
}).

-doc """
The records of a text in chunks, as a row source of maps.

```erlang
1> Options = #{delimiter => $;, header => false, infer => false}, map_size(Options).
3
2> mochi_query:to_list(mochi_data_csv:rows([~"1;\"x"], ~"list.csv", Options)).
** {mochi_error, mochi_err_parse, ~"list.csv:1:3: the quoted field has no end: \"\\\"x\""}
```
""".
-spec rows(mochi_query:rows(binary()), Name :: binary(), options()) -> mochi_query:rows(#{binary() => term()}).
rows(Chunks, Name, #{delimiter := Delimiter, header := Header, infer := Infer}) ->
    Columns =
        case Header of
            true -> header;
            false -> numbers
        end,
    Reader = #reader{name = Name, delimiter = Delimiter, infer = Infer, columns = Columns},
    fun() -> pull(mochi_query:next(Chunks), start, Reader) end.

%% Rest is text of a record whose end was not read yet.
pull({Batch, More}, start, Reader) ->
    case iolist_to_binary(Batch) of
        <<16#FEFF/utf8, Text/binary>> -> records(Text, More, Reader);
        Text -> records(Text, More, Reader)
    end;
pull({Batch, More}, Rest, Reader) ->
    records(iolist_to_binary([Rest | Batch]), More, Reader);
pull(done, Rest, _) when Rest =:= start; Rest =:= <<>> ->
    done;
pull(done, Rest, Reader) ->
    {Rows, <<>>, _} = batch(Rest, last, Reader, []),
    {Rows, []}.

records(Text, More, Reader) ->
    {Rows, Rest, Next} = batch(Text, more, Reader, []),
    %% Whole records are parts of the chunk, which goes when they do; what is left over is copied.
    Kept = binary:copy(Rest),
    case Rows of
        [] when byte_size(Kept) > 1_000_000 ->
            %% A record of many chunks: as many again at once, so that it is not gone through for each of them.
            pull(several(More, byte_size(Kept), []), Kept, Next);
        _ ->
            {Rows, fun() -> pull(mochi_query:next(More), Kept, Next) end}
    end.

several(Chunks, Size, Batch) ->
    case mochi_query:next(Chunks) of
        {Parts, More} ->
            case Size - iolist_size(Parts) of
                Left when Left > 0 -> several(More, Left, [Batch | Parts]);
                _ -> {[Batch | Parts], More}
            end;
        done when Batch =:= [] -> done;
        done -> {Batch, []}
    end.

batch(<<>>, _, Reader, Rows) ->
    {lists:reverse(Rows), <<>>, Reader};
batch(<<$\n, Text/binary>>, End, #reader{line = Line} = Reader, Rows) ->
    batch(Text, End, Reader#reader{line = Line + 1}, Rows);
batch(<<"\r\n", Text/binary>>, End, #reader{line = Line} = Reader, Rows) ->
    batch(Text, End, Reader#reader{line = Line + 1}, Rows);
batch(Text, End, #reader{line = Line, delimiter = Delimiter} = Reader, Rows) ->
    case fields(Text, Delimiter, End, []) of
        {Fields, Rest} ->
            Used = binary:part(Text, 0, byte_size(Text) - byte_size(Rest)),
            Next = Reader#reader{line = Line + length(binary:matches(Used, ~"\n"))},
            case row(Fields, Text, Reader) of
                {columns, Columns} -> batch(Rest, End, Next#reader{columns = Columns}, Rows);
                Row -> batch(Rest, End, Next, [Row | Rows])
            end;
        more ->
            {lists:reverse(Rows), Text, Reader};
        {wrong, Where, What} ->
            wrong(Text, byte_size(Text) - byte_size(Where), What, first_field(Where, Delimiter), Reader)
    end.

%% The fields of one record, and what is behind it; `more` when its end is not there yet.
fields(<<$", Text/binary>> = Field, Delimiter, End, Fields) ->
    case quoted(Text, 0, []) of
        {Value, <<Delimiter, Rest/binary>>} -> fields(Rest, Delimiter, End, [{quoted, Value} | Fields]);
        {Value, <<$\n, Rest/binary>>} -> {lists:reverse(Fields, [{quoted, Value}]), Rest};
        {Value, <<"\r\n", Rest/binary>>} -> {lists:reverse(Fields, [{quoted, Value}]), Rest};
        {Value, Rest} when End =:= last, (Rest =:= <<>> orelse Rest =:= ~"\r") ->
            {lists:reverse(Fields, [{quoted, Value}]), <<>>};
        {_, Rest} when Rest =:= <<>>; Rest =:= ~"\r" -> more;
        {_, Rest} -> {wrong, Rest, ~"text behind the end of a quoted field"};
        more when End =:= last -> {wrong, Field, ~"the quoted field has no end"};
        more -> more
    end;
fields(Text, Delimiter, End, Fields) ->
    case plain(Text, 0, Delimiter) of
        {Value, delimiter, Rest} -> fields(Rest, Delimiter, End, [Value | Fields]);
        {Value, line, Rest} -> {lists:reverse(Fields, [Value]), Rest};
        {Value, 'end', _} when End =:= last -> {lists:reverse(Fields, [without_return(Value)]), <<>>};
        {_, 'end', _} -> more;
        {quote, Rest} -> {wrong, Rest, ~"a quote inside a field that does not begin with one"}
    end.

plain(Text, Size, Delimiter) ->
    case Text of
        <<Value:Size/binary, Delimiter, Rest/binary>> -> {Value, delimiter, Rest};
        <<Value:Size/binary, $\n, Rest/binary>> -> {without_return(Value), line, Rest};
        <<_:Size/binary, $", _/binary>> -> {quote, binary:part(Text, Size, byte_size(Text) - Size)};
        <<_:Size/binary, _, _/binary>> -> plain(Text, Size + 1, Delimiter);
        _ -> {Text, 'end', <<>>}
    end.

quoted(Text, Size, Parts) ->
    case Text of
        <<Part:Size/binary, $", $", Rest/binary>> -> quoted(Rest, 0, [Parts, Part, $"]);
        <<Part:Size/binary, $", Rest/binary>> -> {iolist_to_binary([Parts, Part]), Rest};
        <<_:Size/binary, _, _/binary>> -> quoted(Text, Size + 1, Parts);
        _ -> more
    end.

without_return(Value) ->
    Size = byte_size(Value) - 1,
    case Value of
        <<Kept:Size/binary, $\r>> -> Kept;
        _ -> Value
    end.

first_field(Text, Delimiter) -> hd(binary:split(hd(binary:split(Text, ~"\n")), <<Delimiter>>)).

row(Fields, Text, #reader{columns = header} = Reader) ->
    Names = [unquoted(Field) || Field <- Fields],
    case Names -- lists:usort(Names) of
        [] -> {columns, Names};
        [Twice | _] -> wrong(Text, 0, ~"two columns have the same name", Twice, Reader)
    end;
row(Fields, _, #reader{columns = numbers, infer = Infer}) ->
    #{
        <<"c", (integer_to_binary(Index))/binary>> => value(Field, Infer)
     || {Index, Field} <- lists:enumerate(0, Fields)
    };
row(Fields, Text, #reader{columns = Columns, infer = Infer} = Reader) ->
    case pairs(Columns, Fields, Infer) of
        wrong ->
            What = [
                ~"the record has ", integer_to_binary(length(Fields)), ~" fields, the header ",
                integer_to_binary(length(Columns))
            ],
            wrong(Text, 0, What, without_return(hd(binary:split(Text, ~"\n"))), Reader);
        Pairs ->
            maps:from_list(Pairs)
    end.

pairs([Column | Columns], [Field | Fields], Infer) ->
    case pairs(Columns, Fields, Infer) of
        wrong -> wrong;
        Pairs -> [{Column, value(Field, Infer)} | Pairs]
    end;
pairs([], [], _) -> [];
pairs(_, _, _) -> wrong.

unquoted({quoted, Value}) -> Value;
unquoted(Value) -> Value.

%% A quoted field is a string whatever it looks like.
value({quoted, Value}, _) -> Value;
value(Value, false) -> Value;
value(<<>>, true) -> none;
value(~"true", true) -> true;
value(~"false", true) -> false;
value(Value, true) -> mochi_data_scalar:number(Value).

-spec wrong(binary(), non_neg_integer(), unicode:chardata(), binary(), #reader{}) -> no_return().
wrong(Text, Offset, What, Value, #reader{name = Name, line = Line}) ->
    mochi_data_scalar:parse_error(Name, Line, Text, Offset, What, Value).

%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The text of rows.

```erlang
1> iolist_to_binary(mochi_data_csv:text([#{~"a" => ~"x;y"}], #{delimiter => $;, header => true, infer => false})).
~"a\n\"x;y\"\n"
```
""".
-spec text([term()], options()) -> iodata().
text(Rows, Options) ->
    {Text, _} = lists:mapfoldl(fun(Row, Columns) -> lines(Row, Columns, Options) end, none, Rows),
    Text.

-doc """
Hands the text of rows to a function, row by row.

```erlang
1> mochi_data_csv:write([], #{delimiter => $,, header => true, infer => false}, fun(Data) -> Data end).
ok
```
""".
-spec write(mochi_query:rows(term()), options(), fun((iodata()) -> ok)) -> ok.
write(Rows, Options, Write) ->
    _ = mochi_query:fold(
        Rows,
        fun(Columns, Row) ->
            {Text, Known} = lines(Row, Columns, Options),
            ok = Write(Text),
            Known
        end,
        none
    ),
    ok.

%% The first row says what the columns are.
lines(Row, none, #{header := Header} = Options) ->
    Columns = [Name || {Name, _} <- pairs(Row)],
    {Line, _} = lines(Row, Columns, Options),
    {[[line(Columns, Options) || Header], Line], Columns};
lines(Row, Columns, Options) ->
    Fields = maps:from_list(pairs(Row)),
    case maps:keys(Fields) -- Columns of
        [] ->
            {line([maps:get(Column, Fields, none) || Column <- Columns], Options), Columns};
        [Other | _] ->
            mochi_core:raise(mochi_err_type, [
                ~"the first row has no column ", mochi_format:excerpt(Other), ~" for ", mochi_format:excerpt(Row)
            ])
    end.

pairs(Row) when is_map(Row) -> mochi_map:to_list(Row);
pairs(Row) when is_tuple(Row), tuple_size(Row) > 0, element(1, Row) =:= mochi_omap -> mochi_omap:to_list(Row);
pairs(Row) when is_tuple(Row), tuple_size(Row) > 0 ->
    case mochi_types:find(element(1, Row), tuple_size(Row) - 1) of
        {record, _, Names} -> lists:zip(Names, tl(tuple_to_list(Row)));
        _ -> mochi_core:type_error(~"map or record as a row", Row)
    end;
pairs(Row) ->
    mochi_core:type_error(~"map or record as a row", Row).

line(Values, #{delimiter := Delimiter}) ->
    [lists:join(Delimiter, [field(Value, Delimiter) || Value <- Values]), $\n].

%% The empty string is quoted, so that it is told apart from a missing value; so is what would be read as another value.
field(none, _) -> [];
field({some, Value}, Delimiter) -> field(Value, Delimiter);
field(Value, _) when is_float(Value) -> float_to_binary(Value, [short]);
field(Value, Delimiter) when is_binary(Value) ->
    Special = [<<Delimiter>>, ~"\"", ~"\n", ~"\r", ?BYTE_ORDER_MARK],
    case Value =:= <<>> orelse binary:match(Value, Special) =/= nomatch orelse value(Value, true) =/= Value of
        true -> [$", binary:replace(Value, ~"\"", ~"\"\"", [global]), $"];
        false -> Value
    end;
field(Value, _) when is_integer(Value); is_boolean(Value) -> mochi_format:to_string(Value);
field(Value, Delimiter) ->
    %% A list, a map: its text.
    field(mochi_format:to_string(Value), Delimiter).
