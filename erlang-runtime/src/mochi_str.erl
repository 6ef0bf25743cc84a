-module(mochi_str).
-moduledoc """
Strings: UTF-8 binaries whose unit is the Unicode code point.

Positions and lengths count code points. A negative position counts from the end. Functions are linear in the length of
the string and go through stretches of ASCII several bytes at a time. A byte that is no valid UTF-8 (in a string read
from a file of another encoding) counts as one code point and is passed on unchanged.

```erlang
1> mochi_str:len(~"naïve").
5
2> mochi_str:at(~"naïve", 2).
~"ï"
```
""".

%% Parts
-export([
    len/1,
    at/2,
    slice/3,
    substring/3,
    chars/1,
    code_points/1,
    from_code_points/1,
    bytes/1
]).

%% Searching
-export([
    contains/2,
    index_of/2,
    starts_with/2,
    ends_with/2
]).

%% Making strings of strings
-export([
    concat/2,
    split/2,
    join/2,
    trim/1,
    trim_start/1,
    trim_end/1,
    upper/1,
    lower/1,
    reverse/1,
    repeat/2,
    replace/3,
    pad_start/3,
    pad_end/3,
    sha256/1,
    copy/1
]).

%% Numbers
-export([
    to_int/1,
    to_int/2,
    to_float/1
]).

%% Seven bytes are the most whose value still is a small integer.
-define(STRIDE, 7).
%% Seven ASCII bytes at once: 32 in each byte that is in a range. What is added has the top bit of a byte set from the
%% start of the range on, or above its end.
-define(IN_RANGE(Bytes, From, Above),
    ((((Bytes + From) band bnot (Bytes + Above)) band 16#80808080808080) bsr 2)
).
-define(FROM_A, 16#1F1F1F1F1F1F1F).
-define(ABOVE_Z, 16#05050505050505).
-define(FROM_CAPITAL_A, 16#3F3F3F3F3F3F3F).
-define(ABOVE_CAPITAL_Z, 16#25252525252525).
-define(IS_ASCII(Bytes), (Bytes band 16#80808080808080 =:= 0)).

%% The strings of one ASCII character, which need not be made.
-define(ASCII_CHARS, {
    <<0>>, <<1>>, <<2>>, <<3>>, <<4>>, <<5>>, <<6>>, <<7>>, <<8>>, <<9>>, <<10>>, <<11>>,
    <<12>>, <<13>>, <<14>>, <<15>>, <<16>>, <<17>>, <<18>>, <<19>>, <<20>>, <<21>>, <<22>>, <<23>>,
    <<24>>, <<25>>, <<26>>, <<27>>, <<28>>, <<29>>, <<30>>, <<31>>, <<32>>, <<33>>, <<34>>, <<35>>,
    <<36>>, <<37>>, <<38>>, <<39>>, <<40>>, <<41>>, <<42>>, <<43>>, <<44>>, <<45>>, <<46>>, <<47>>,
    <<48>>, <<49>>, <<50>>, <<51>>, <<52>>, <<53>>, <<54>>, <<55>>, <<56>>, <<57>>, <<58>>, <<59>>,
    <<60>>, <<61>>, <<62>>, <<63>>, <<64>>, <<65>>, <<66>>, <<67>>, <<68>>, <<69>>, <<70>>, <<71>>,
    <<72>>, <<73>>, <<74>>, <<75>>, <<76>>, <<77>>, <<78>>, <<79>>, <<80>>, <<81>>, <<82>>, <<83>>,
    <<84>>, <<85>>, <<86>>, <<87>>, <<88>>, <<89>>, <<90>>, <<91>>, <<92>>, <<93>>, <<94>>, <<95>>,
    <<96>>, <<97>>, <<98>>, <<99>>, <<100>>, <<101>>, <<102>>, <<103>>, <<104>>, <<105>>, <<106>>, <<107>>,
    <<108>>, <<109>>, <<110>>, <<111>>, <<112>>, <<113>>, <<114>>, <<115>>, <<116>>, <<117>>, <<118>>, <<119>>,
    <<120>>, <<121>>, <<122>>, <<123>>, <<124>>, <<125>>, <<126>>, <<127>>
}).

%% Searching a string of at most so many bytes by hand takes less than what binary:match/2 does to begin with.
-define(SHORT, 64).

%% The first byte of a code point above the Latin letters and what is put over them.
-define(ABOVE_LATIN, 16#CD).

-define(IS_CONTINUATION(Byte), (Byte band 16#C0 =:= 16#80)).

%% The bytes of a binary that is on the heap of its process.
-define(ON_HEAP, 64).

-define(IS_DIGIT(Byte), (Byte >= $0 andalso Byte =< $9)).

%% ---------------------------------------------------------------------------------------------------------------------
%% Parts
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
The number of code points.

```erlang
1> mochi_str:len(~"añb").
3
```
""".
-spec len(binary()) -> non_neg_integer().
len(String) when is_binary(String) -> len(String, 0);
len(Value) -> mochi_core:type_error(~"string", Value).

len(<<Bytes:(?STRIDE * 8), Rest/binary>>, Count) when ?IS_ASCII(Bytes) -> len(Rest, Count + ?STRIDE);
len(<<_/utf8, Rest/binary>>, Count) -> len(Rest, Count + 1);
len(<<_, Rest/binary>>, Count) -> len(Rest, Count + 1);
len(<<>>, Count) -> Count.

-doc """
The code point at a position, as a string.

```erlang
1> mochi_str:at(~"abc", -1).
~"c"
2> mochi_str:at(~"abc", 3).
** {mochi_error, mochi_err_index, ~"index 3 is out of range for a string of length 3"}
```
""".
-spec at(binary(), integer()) -> binary().
at(String, Index) when is_binary(String), is_integer(Index), Index >= 0 ->
    case drop(String, Index) of
        {Rest, 0} when Rest =/= <<>> -> first(Rest);
        _ -> index_error(String, Index)
    end;
at(String, Index) when is_binary(String), is_integer(Index) ->
    case len(String) + Index of
        Position when Position >= 0 -> at(String, Position);
        _ -> index_error(String, Index)
    end;
at(String, Index) when is_binary(String) ->
    mochi_core:type_error(~"int as an index", Index);
at(Value, _) ->
    mochi_core:type_error(~"string", Value).

-doc """
The part from a start to before an end. Bounds that are out of range are moved into it; `nil` is an absent bound.

```erlang
1> mochi_str:slice(~"hello", 1, 3).
~"el"
2> mochi_str:slice(~"hello", -3, nil).
~"llo"
```
""".
-spec slice(binary(), Start :: mochi_core:bound(), End :: mochi_core:bound()) -> binary().
slice(String, From, To) when is_binary(String), is_integer(From), From >= 0, is_integer(To), To >= 0 ->
    part(String, From, To);
slice(String, Start, End) when is_binary(String) ->
    {From, To} = bounds(String, Start, End),
    part(String, From, To);
slice(Value, _, _) ->
    mochi_core:type_error(~"string", Value).

-doc """
The part from a start to before an end, as `slice/3`.

```erlang
1> mochi_str:substring(~"hello", 1, 3).
~"el"
```
""".
-spec substring(binary(), Start :: mochi_core:bound(), End :: mochi_core:bound()) -> binary().
substring(String, Start, End) -> slice(String, Start, End).

-doc """
The code points as a list of strings.

```erlang
1> mochi_str:chars(~"añb").
[~"a", ~"ñ", ~"b"]
```
""".
-spec chars(binary()) -> [binary()].
chars(<<Byte, Rest/binary>>) when Byte < 128 -> [element(Byte + 1, ?ASCII_CHARS) | chars(Rest)];
chars(<<Char/utf8, Rest/binary>>) -> [<<Char/utf8>> | chars(Rest)];
chars(<<Byte, Rest/binary>>) -> [<<Byte>> | chars(Rest)];
chars(<<>>) -> [];
chars(Value) -> mochi_core:type_error(~"string", Value).

-doc """
The code points as ints. A byte that is no valid UTF-8 stands for itself.

```erlang
1> mochi_str:code_points(~"añ").
[97, 241]
```
""".
-spec code_points(binary()) -> [non_neg_integer()].
code_points(String) when is_binary(String) ->
    case unicode:characters_to_list(String, unicode) of
        Points when is_list(Points) -> Points;
        {_, Points, <<Byte, Rest/binary>>} -> Points ++ [Byte | code_points(Rest)]
    end;
code_points(Value) ->
    mochi_core:type_error(~"string", Value).

-doc """
The string of code points.

```erlang
1> mochi_str:from_code_points([97, 241]).
~"añ"
2> mochi_str:from_code_points([16#D800]).
** {mochi_error, mochi_err_index, ~"55296 is no code point"}
```
""".
-spec from_code_points([non_neg_integer()]) -> binary().
from_code_points(Points) when is_list(Points) ->
    << <<(code_point(Point))/binary>> || Point <- Points >>;
from_code_points(Value) ->
    mochi_core:type_error(~"list", Value).

code_point(Point) when is_integer(Point) ->
    try
        <<Point/utf8>>
    catch
        error:badarg -> mochi_core:raise(mochi_err_index, [integer_to_binary(Point), ~" is no code point"])
    end;
code_point(Value) ->
    mochi_core:type_error(~"int as a code point", Value).

-doc """
The bytes of the string's UTF-8 form, as a list of ints.

```erlang
1> mochi_str:bytes(~"ñ").
[195, 177]
```
""".
-spec bytes(binary()) -> [byte()].
bytes(String) when is_binary(String) -> binary_to_list(String);
bytes(Value) -> mochi_core:type_error(~"string", Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Searching
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Whether a string has another one as a part; every string has the empty one.

```erlang
1> mochi_str:contains(~"haystack", ~"needle").
false
```
""".
-spec contains(binary(), Part :: binary()) -> boolean().
contains(String, Part) when is_binary(String), is_binary(Part), Part =/= <<>>, byte_size(String) > ?SHORT ->
    binary:match(String, Part) =/= nomatch;
contains(String, Part) when is_binary(String), is_binary(Part) ->
    find(String, Part) =/= -1;
contains(String, Part) ->
    not_strings([String, Part]).

-doc """
The position of the first occurrence of a part, -1 when there is none.

```erlang
1> mochi_str:index_of(~"ñandú", ~"d").
3
2> mochi_str:index_of(~"ñandú", ~"x").
-1
```
""".
-spec index_of(binary(), Part :: binary()) -> integer().
index_of(String, Part) when is_binary(String), is_binary(Part) ->
    case find(String, Part) of
        -1 -> -1;
        Start -> len(binary_part(String, 0, Start))
    end;
index_of(String, Part) ->
    not_strings([String, Part]).

-doc """
Whether a string begins with another one.

```erlang
1> mochi_str:starts_with(~"mochi", ~"mo").
true
```
""".
-spec starts_with(binary(), Prefix :: binary()) -> boolean().
starts_with(String, Prefix) when is_binary(String), is_binary(Prefix) ->
    Size = byte_size(Prefix),
    case String of
        <<Prefix:Size/binary, _/binary>> -> true;
        _ -> false
    end;
starts_with(String, Prefix) ->
    not_strings([String, Prefix]).

-doc """
Whether a string ends with another one.

```erlang
1> mochi_str:ends_with(~"mochi", ~"chi").
true
```
""".
-spec ends_with(binary(), Suffix :: binary()) -> boolean().
ends_with(String, Suffix) when is_binary(String), is_binary(Suffix) ->
    Before = byte_size(String) - byte_size(Suffix),
    case String of
        <<_:Before/binary, Suffix/binary>> -> true;
        _ -> false
    end;
ends_with(String, Suffix) ->
    not_strings([String, Suffix]).

%% ---------------------------------------------------------------------------------------------------------------------
%% Making strings of strings
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
One string after the other.

```erlang
1> mochi_str:concat(~"mo", ~"chi").
~"mochi"
```
""".
-spec concat(binary(), binary()) -> binary().
concat(A, B) when is_binary(A), is_binary(B), byte_size(A) + byte_size(B) =< ?ON_HEAP ->
    %% The construction leaves room for more behind what it makes, which takes longer for a short string.
    iolist_to_binary([A, B]);
concat(A, B) when is_binary(A), is_binary(B) ->
    <<A/binary, B/binary>>;
concat(A, B) ->
    not_strings([A, B]).

-doc """
The parts between the occurrences of a separator; with the empty separator the code points.

```erlang
1> mochi_str:split(~"a,b,,c", ~",").
[~"a", ~"b", ~"", ~"c"]
2> mochi_str:split(~"añ", ~"").
[~"a", ~"ñ"]
```
""".
-spec split(binary(), Separator :: binary()) -> [binary()].
split(String, <<>>) -> chars(String);
split(String, Separator) when is_binary(Separator), byte_size(String) =< ?SHORT -> split_short(String, Separator);
split(String, Separator) when is_binary(Separator), is_binary(String) -> binary:split(String, Separator, [global]);
split(String, Separator) -> not_strings([String, Separator]).

split_short(String, <<First, Tail/binary>> = Separator) ->
    case found(String, First, Tail, byte_size(Tail), 0) of
        -1 ->
            [String];
        Start ->
            Size = byte_size(Separator),
            <<Part:Start/binary, _:Size/binary, Rest/binary>> = String,
            [Part | split_short(Rest, Separator)]
    end.

-doc """
The strings of a list with a separator between them; an element that is no string is converted as by `str`.

```erlang
1> mochi_str:join([~"a", ~"b"], ~", ").
~"a, b"
2> mochi_str:join([1, 2.5], ~"-").
~"1-2.5"
```
""".
-spec join([term()], Separator :: binary()) -> binary().
join([First | Rest], Separator) when is_binary(Separator) ->
    iolist_to_binary([joined(First) | joined_rest(Rest, Separator)]);
join([], Separator) when is_binary(Separator) ->
    <<>>;
join(List, Separator) when is_list(List) ->
    mochi_core:type_error(~"string", Separator);
join(Value, _) ->
    mochi_core:type_error(~"list", Value).

-doc """
The string without the white space at its ends.

```erlang
1> mochi_str:trim(~"  a b\n").
~"a b"
```
""".
-spec trim(binary()) -> binary().
trim(String) ->
    Tail = trim_start(String),
    binary:part(Tail, 0, trimmed_size(Tail, 0, 0)).

-doc """
The string without the white space at its start.

```erlang
1> mochi_str:trim_start(~"  a ").
~"a "
```
""".
-spec trim_start(binary()) -> binary().
trim_start(<<Char/utf8, Rest/binary>> = String) ->
    case is_space(Char) of
        true -> trim_start(Rest);
        false -> String
    end;
trim_start(String) when is_binary(String) ->
    String;
trim_start(Value) ->
    mochi_core:type_error(~"string", Value).

-doc """
The string without the white space at its end.

```erlang
1> mochi_str:trim_end(~" a  ").
~" a"
```
""".
-spec trim_end(binary()) -> binary().
trim_end(String) when is_binary(String) -> binary:part(String, 0, trimmed_size(String, 0, 0));
trim_end(Value) -> mochi_core:type_error(~"string", Value).

-doc """
The string in upper case.

```erlang
1> mochi_str:upper(~"straße").
~"STRASSE"
```
""".
-spec upper(binary()) -> binary().
upper(String) ->
    case is_ascii(String) of
        true when byte_size(String) =< ?SHORT -> list_to_binary(upper_bytes(String));
        true -> upper_strides(String, <<>>);
        false -> unicode_case(fun string:uppercase/1, String)
    end.

upper_bytes(<<Byte, Rest/binary>>) when Byte >= $a, Byte =< $z -> [Byte - 32 | upper_bytes(Rest)];
upper_bytes(<<Byte, Rest/binary>>) -> [Byte | upper_bytes(Rest)];
upper_bytes(<<>>) -> [].

upper_strides(<<Bytes:(?STRIDE * 8), Rest/binary>>, Upper) ->
    upper_strides(Rest, <<Upper/binary, (Bytes - ?IN_RANGE(Bytes, ?FROM_A, ?ABOVE_Z)):(?STRIDE * 8)>>);
upper_strides(Rest, Upper) ->
    <<Upper/binary, (list_to_binary(upper_bytes(Rest)))/binary>>.

-doc """
The string in lower case.

```erlang
1> mochi_str:lower(~"ÄB").
~"äb"
```
""".
-spec lower(binary()) -> binary().
lower(String) ->
    case is_ascii(String) of
        true when byte_size(String) =< ?SHORT -> list_to_binary(lower_bytes(String));
        true -> lower_strides(String, <<>>);
        false -> unicode_case(fun string:lowercase/1, String)
    end.

lower_bytes(<<Byte, Rest/binary>>) when Byte >= $A, Byte =< $Z -> [Byte + 32 | lower_bytes(Rest)];
lower_bytes(<<Byte, Rest/binary>>) -> [Byte | lower_bytes(Rest)];
lower_bytes(<<>>) -> [].

lower_strides(<<Bytes:(?STRIDE * 8), Rest/binary>>, Lower) ->
    lower_strides(Rest, <<Lower/binary, (Bytes + ?IN_RANGE(Bytes, ?FROM_CAPITAL_A, ?ABOVE_CAPITAL_Z)):(?STRIDE * 8)>>);
lower_strides(Rest, Lower) ->
    <<Lower/binary, (list_to_binary(lower_bytes(Rest)))/binary>>.

-doc """
The code points in the opposite order.

```erlang
1> mochi_str:reverse(~"añb").
~"bña"
```
""".
-spec reverse(binary()) -> binary().
reverse(String) -> reverse(String, []).

%% Text in Latin letters is gathered byte by byte: a list of bytes is made a string quicker than one of code points.
%% What comes after a letter of another script goes the way of code points, as does what is no UTF-8. The three bytes
%% that begin with 16#E2 are dashes, quotes, and the like.
reverse(<<A, B, Rest/binary>>, Reversed) when A < 16#80, B < 16#80 ->
    reverse(Rest, [B, A | Reversed]);
reverse(<<A, Rest/binary>>, Reversed) when A < 16#80 ->
    reverse(Rest, [A | Reversed]);
reverse(<<A, B, Rest/binary>>, Reversed) when A >= 16#C2, A < ?ABOVE_LATIN, ?IS_CONTINUATION(B) ->
    reverse(Rest, [A, B | Reversed]);
reverse(<<16#E2, B, C, Rest/binary>>, Reversed) when ?IS_CONTINUATION(B), ?IS_CONTINUATION(C) ->
    reverse(Rest, [16#E2, B, C | Reversed]);
reverse(<<>>, Reversed) ->
    list_to_binary(Reversed);
reverse(String, []) ->
    reverse_points(String);
reverse(String, Reversed) ->
    list_to_binary([reverse_points(String) | Reversed]).

reverse_points(String) when is_binary(String) ->
    case unicode:characters_to_list(String, unicode) of
        Points when is_list(Points) -> unicode:characters_to_binary(lists:reverse(Points), unicode);
        _ -> list_to_binary(lists:reverse(chars(String)))
    end;
reverse_points(Value) ->
    mochi_core:type_error(~"string", Value).

-doc """
The string `Count` times; a count below 1 gives the empty string.

```erlang
1> mochi_str:repeat(~"ab", 3).
~"ababab"
```
""".
-spec repeat(binary(), Count :: integer()) -> binary().
repeat(String, Count) when is_binary(String), is_integer(Count), Count > 0 -> binary:copy(String, Count);
repeat(String, Count) when is_binary(String), is_integer(Count) -> <<>>;
repeat(String, Count) when is_binary(String) -> mochi_core:type_error(~"int", Count);
repeat(Value, _) -> mochi_core:type_error(~"string", Value).

-doc """
The string with all occurrences of a part replaced. The empty part occurs before each code point and at the end.

```erlang
1> mochi_str:replace(~"banana", ~"an", ~"AN").
~"bANANa"
2> mochi_str:replace(~"ab", ~"", ~"-").
~"-a-b-"
```
""".
-spec replace(binary(), Part :: binary(), Replacement :: binary()) -> binary().
replace(String, <<>>, Replacement) when is_binary(Replacement) ->
    iolist_to_binary([[[Replacement, Char] || Char <- chars(String)], Replacement]);
replace(String, Part, Replacement) when is_binary(Replacement) ->
    case split(String, Part) of
        [_] -> String;
        Parts -> iolist_to_binary(lists:join(Replacement, Parts))
    end;
replace(String, Part, Replacement) ->
    not_strings([String, Part, Replacement]).

-doc """
The string with padding before it, so that it has at least `Length` code points.

```erlang
1> mochi_str:pad_start(~"7", 3, ~"0").
~"007"
```
""".
-spec pad_start(binary(), Length :: integer(), Padding :: binary()) -> binary().
pad_start(String, Length, Padding) -> <<(padding(String, Length, Padding))/binary, String/binary>>.

-doc """
The string with padding behind it, so that it has at least `Length` code points.

```erlang
1> mochi_str:pad_end(~"ab", 5, ~".-").
~"ab.-."
```
""".
-spec pad_end(binary(), Length :: integer(), Padding :: binary()) -> binary().
pad_end(String, Length, Padding) -> <<String/binary, (padding(String, Length, Padding))/binary>>.

-doc """
The SHA-256 hash of the string's bytes, in hexadecimal digits.

```erlang
1> mochi_str:sha256(~"abc").
~"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
```
""".
-spec sha256(binary()) -> binary().
sha256(String) when is_binary(String) -> binary:encode_hex(crypto:hash(sha256, String), lowercase);
sha256(Value) -> mochi_core:type_error(~"string", Value).

-doc """
The same string in memory of its own.

A part of a string shares the memory of the whole. Copy the part when it lives much longer than the rest: a key kept by
a server out of a document of many megabytes, say.

```erlang
1> mochi_str:copy(~"key").
~"key"
```
""".
-spec copy(binary()) -> binary().
copy(String) when is_binary(String) -> binary:copy(String);
copy(Value) -> mochi_core:type_error(~"string", Value).

%% ---------------------------------------------------------------------------------------------------------------------
%% Numbers
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Reads a decimal int; white space around it is skipped.

```erlang
1> mochi_str:to_int(~" -42\n").
-42
2> mochi_str:to_int(~"4x").
** {mochi_error, mochi_err_parse, ~"cannot read \"4x\" as int"}
```
""".
-spec to_int(binary()) -> integer().
to_int(String) -> to_int(String, 10).

-doc """
Reads an int in a base from 2 to 36.

```erlang
1> mochi_str:to_int(~"ff", 16).
255
```
""".
-spec to_int(binary(), Base :: 2..36) -> integer().
to_int(String, Base) when is_binary(String), is_integer(Base), Base >= 2, Base =< 36 ->
    try
        binary_to_integer(trim(String), Base)
    catch
        error:badarg -> parse_error(String, ~"int");
        error:system_limit -> parse_error(String, ~"int")
    end;
to_int(String, Base) when is_binary(String) ->
    mochi_core:type_error(~"a base from 2 to 36", Base);
to_int(Value, _) ->
    mochi_core:type_error(~"string", Value).

-doc """
Reads a decimal number, with or without a fraction and an exponent; white space around it is skipped.

```erlang
1> mochi_str:to_float(~"2.50").
2.5
2> mochi_str:to_float(~"1e3").
1000.0
3> mochi_str:to_float(~"one").
** {mochi_error, mochi_err_parse, ~"cannot read \"one\" as float"}
```
""".
-spec to_float(binary()) -> float().
to_float(String) when is_binary(String) ->
    case normal_float(trim(String)) of
        error ->
            parse_error(String, ~"float");
        Text ->
            try
                binary_to_float(Text)
            catch
                error:badarg ->
                    mochi_core:raise(mochi_err_overflow, [
                        mochi_format:excerpt(String), ~" is out of the range of a float"
                    ])
            end
    end;
to_float(Value) ->
    mochi_core:type_error(~"string", Value).

%% ---------------------------------------------------------------------------------------------------------------------

-spec index_error(binary(), integer()) -> no_return().
index_error(String, Index) ->
    mochi_core:raise(mochi_err_index, [
        ~"index ", integer_to_binary(Index), ~" is out of range for a string of length ", integer_to_binary(len(String))
    ]).

-spec parse_error(binary(), binary()) -> no_return().
parse_error(String, Type) ->
    mochi_core:raise(mochi_err_parse, [~"cannot read ", mochi_format:excerpt(String), ~" as ", Type]).

part(String, 0, infinity) ->
    String;
part(String, From, infinity) ->
    element(1, drop(String, From));
part(_, From, To) when To =< From ->
    <<>>;
part(String, From, To) ->
    Tail = behind(String, From),
    Size = byte_size(Tail) - byte_size(behind(Tail, To - From)),
    binary_part(Tail, 0, Size).

behind(<<Bytes:(?STRIDE * 8), Rest/binary>>, Count) when Count >= ?STRIDE, ?IS_ASCII(Bytes) ->
    behind(Rest, Count - ?STRIDE);
behind(<<_/utf8, Rest/binary>>, Count) when Count > 0 -> behind(Rest, Count - 1);
behind(<<_, Rest/binary>>, Count) when Count > 0 -> behind(Rest, Count - 1);
behind(<<Rest/binary>>, _) -> Rest.

%% What is behind the first Count code points, and how many of them were missing.
drop(<<Bytes:(?STRIDE * 8), Rest/binary>>, Count) when Count >= ?STRIDE, ?IS_ASCII(Bytes) ->
    drop(Rest, Count - ?STRIDE);
drop(<<_/utf8, Rest/binary>>, Count) when Count > 0 -> drop(Rest, Count - 1);
drop(<<_, Rest/binary>>, Count) when Count > 0 -> drop(Rest, Count - 1);
drop(<<Rest/binary>>, Count) -> {Rest, Count}.

first(<<Char/utf8, _/binary>>) -> <<Char/utf8>>;
first(<<Byte, _/binary>>) -> <<Byte>>.

%% The byte at which a part begins, -1 when there is none.
find(String, <<First, Tail/binary>>) when byte_size(String) =< ?SHORT ->
    found(String, First, Tail, byte_size(Tail), 0);
find(_, <<>>) ->
    0;
find(String, Part) ->
    case binary:match(String, Part) of
        {Start, _} -> Start;
        nomatch -> -1
    end.

found(<<First, Rest/binary>>, First, Tail, Size, At) ->
    case Rest of
        <<Tail:Size/binary, _/binary>> -> At;
        _ -> found(Rest, First, Tail, Size, At + 1)
    end;
found(<<_, Rest/binary>>, First, Tail, Size, At) ->
    found(Rest, First, Tail, Size, At + 1);
found(<<>>, _, _, _, _) ->
    -1.

%% Bounds as positions from the start; only a negative bound needs the string's length.
bounds(String, Start, End) ->
    From = bound(Start, 0),
    To = bound(End, infinity),
    if
        From < 0; To < 0 ->
            Length = len(String),
            {from_start(From, Length), from_start(To, Length)};
        true ->
            {From, To}
    end.

bound(Bound, _) when is_integer(Bound) -> Bound;
bound(nil, Default) -> Default;
bound(none, Default) -> Default;
bound(Value, _) -> mochi_core:type_error(~"int as a bound", Value).

from_start(Bound, Length) when is_integer(Bound), Bound < 0 -> max(Bound + Length, 0);
from_start(Bound, _) -> Bound.

is_ascii(<<Bytes:(?STRIDE * 8), Rest/binary>>) when ?IS_ASCII(Bytes) -> is_ascii(Rest);
is_ascii(<<Byte, Rest/binary>>) when Byte < 128 -> is_ascii(Rest);
is_ascii(Rest) -> Rest =:= <<>>.

unicode_case(Convert, String) when is_binary(String) ->
    case unicode:characters_to_list(String) of
        Chars when is_list(Chars) -> unicode:characters_to_binary(Convert(Chars));
        {_, Chars, <<Byte, Rest/binary>>} ->
            Before = unicode:characters_to_binary(Convert(Chars)),
            <<Before/binary, Byte, (unicode_case(Convert, Rest))/binary>>
    end;
unicode_case(_, Value) ->
    mochi_core:type_error(~"string", Value).

%% Goes once through the string; Kept is the size up to the last code point that is no white space.
trimmed_size(String, Size, Kept) ->
    case String of
        <<_:Size/binary, Char, _/binary>> when Char < 128 ->
            case is_space(Char) of
                true -> trimmed_size(String, Size + 1, Kept);
                false -> trimmed_size(String, Size + 1, Size + 1)
            end;
        <<_:Size/binary, Char/utf8, Rest/binary>> ->
            Next = byte_size(String) - byte_size(Rest),
            case is_space(Char) of
                true -> trimmed_size(String, Next, Kept);
                false -> trimmed_size(String, Next, Next)
            end;
        <<_:Size/binary, _, _/binary>> ->
            trimmed_size(String, Size + 1, Size + 1);
        _ ->
            Kept
    end.

%% Unicode's White_Space property.
is_space(Char) when Char =:= $\s; Char >= 9, Char =< 13 -> true;
is_space(Char) when Char < 16#85 -> false;
is_space(Char) when Char =:= 16#85; Char =:= 16#A0; Char =:= 16#1680 -> true;
is_space(Char) when Char >= 16#2000, Char =< 16#200A -> true;
is_space(Char) when Char =:= 16#2028; Char =:= 16#2029; Char =:= 16#202F; Char =:= 16#205F; Char =:= 16#3000 -> true;
is_space(_) -> false.

padding(String, Length, <<>>) when is_binary(String), is_integer(Length) ->
    <<>>;
padding(String, Length, Padding) when is_integer(Length), byte_size(Padding) > 0 ->
    case Length - len(String) of
        Missing when Missing > 0, byte_size(Padding) =:= 1 ->
            binary:copy(Padding, Missing);
        Missing when Missing > 0 ->
            Copies = binary:copy(Padding, Missing div len(Padding) + 1),
            slice(Copies, 0, Missing);
        _ ->
            <<>>
    end;
padding(_, Length, _) when not is_integer(Length) ->
    mochi_core:type_error(~"int", Length);
padding(String, _, Padding) ->
    not_strings([String, Padding]).

%% The first of these that is no string is at fault.
-spec not_strings([term()]) -> no_return().
not_strings([Value | Rest]) when is_binary(Value) -> not_strings(Rest);
not_strings([Value | _]) -> mochi_core:type_error(~"string", Value).

joined_rest([A, B, C, D | Rest], Separator) when is_binary(A), is_binary(B), is_binary(C), is_binary(D) ->
    [Separator, A, Separator, B, Separator, C, Separator, D | joined_rest(Rest, Separator)];
joined_rest([A, B], Separator) when is_binary(A), is_binary(B) -> [Separator, A, Separator, B];
joined_rest([Part | Rest], Separator) when is_binary(Part) -> [Separator, Part | joined_rest(Rest, Separator)];
joined_rest([Part | Rest], Separator) -> [Separator, joined(Part) | joined_rest(Rest, Separator)];
joined_rest([], _) -> [].

joined(Part) when is_binary(Part) -> Part;
joined(Part) -> mochi_format:text(Part).

%% The text in the one form that binary_to_float/1 takes: digits, a point, digits, an exponent or none.
normal_float(<<Sign, Rest/binary>>) when Sign =:= $-; Sign =:= $+ ->
    case normal_magnitude(Rest) of
        error -> error;
        Text -> <<Sign, Text/binary>>
    end;
normal_float(Text) ->
    normal_magnitude(Text).

normal_magnitude(Text) ->
    {Whole, AfterWhole} = digits(Text, 0),
    {Fraction, AfterFraction} =
        case AfterWhole of
            <<$., Behind/binary>> -> digits(Behind, 0);
            _ -> {<<>>, AfterWhole}
        end,
    case {Whole, Fraction, exponent(AfterFraction)} of
        {<<>>, <<>>, _} -> error;
        {_, _, error} -> error;
        {_, _, Exponent} -> <<(or_zero(Whole))/binary, $., (or_zero(Fraction))/binary, Exponent/binary>>
    end.

exponent(<<>>) ->
    <<>>;
exponent(<<E, Rest/binary>>) when E =:= $e; E =:= $E ->
    {Sign, Digits} =
        case Rest of
            <<$-, Behind/binary>> -> {~"-", Behind};
            <<$+, Behind/binary>> -> {~"+", Behind};
            _ -> {~"+", Rest}
        end,
    case digits(Digits, 0) of
        {Power, <<>>} when Power =/= <<>> -> <<$e, Sign/binary, Power/binary>>;
        _ -> error
    end;
exponent(_) ->
    error.

digits(Text, Size) ->
    case Text of
        <<_:Size/binary, Byte, _/binary>> when ?IS_DIGIT(Byte) -> digits(Text, Size + 1);
        <<Digits:Size/binary, Rest/binary>> -> {Digits, Rest}
    end.

or_zero(<<>>) -> ~"0";
or_zero(Digits) -> Digits.
