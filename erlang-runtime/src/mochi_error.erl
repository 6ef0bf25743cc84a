-module(mochi_error).
-moduledoc """
What an error says, wherever it came from.

A Mochi error is `{mochi_error, Code, Message}`. Code that a Mochi program calls through the foreign function interface,
and the instructions of the machine itself, raise errors of their own; here they get a code and a readable message too,
so that `catch`, the report of an uncaught error and the exit status need no special cases.

| code atom | as the program sees it | exit status |
|---|---|---|
| `mochi_err_fetch` | `fetch` | 1 |
| `mochi_err_parse` | `parse` | 2 |
| `mochi_err_type` | `type` | 3 |
| `mochi_err_index` | `index` | 4 |
| `mochi_err_divzero` | `divzero` | 5 |
| `mochi_err_overflow` | `overflow` | 6 |
| `mochi_err_ffi` | `ffi` | 7 |
| `mochi_err_llm` | `llm` | 8 |
| `mochi_err_assert` | `assert` | 9 |
| `mochi_err_match` | `match` | 10 |
| `mochi_err_timeout` | `timeout` | 11 |
| `mochi_err_async_crash` | `async_crash` | 12 |
| `mochi_err_file` | `file` | 13 |
| `{mochi_user, Code}` | what the program gave to `panic` | an int from 1 to 255 itself, else 1 |

```erlang
1> mochi_error:describe(error, {mochi_error, mochi_err_index, ~"no key \"x\""}, []).
{mochi_err_index, ~"no key \"x\""}
2> mochi_error:status(mochi_err_index).
4
```
""".

-export([
    describe/3,
    code/1,
    code_atom/1,
    status/1,
    frames/2,
    report/3,
    arithmetic/3,
    arithmetic/2
]).

-export_type([
    code/0,
    class/0,
    frame/0,
    stacktrace/0
]).

-doc """
The second element of `{mochi_error, Code, Message}`. The code of a `panic` is data and never becomes an atom.
""".
-type code() :: atom() | {mochi_user, integer() | binary()}.

-doc "How an exception was raised.".
-type class() :: error | exit | throw.

-doc """
A place in a Mochi program, as an element of an exception's `stack`. The last element is the stack trace entry it was
made from; a program does not see it.
""".
-type frame() :: {
    mochi_frame, Function :: binary(), File :: binary(), Line :: non_neg_integer(), Entry :: tuple()
}.

-doc "A stack trace as `catch Class:Reason:Stack` gives it.".
-type stacktrace() :: [tuple()].

%% Every module that was compiled from Mochi source has a name that starts so.
-define(MOCHI_MODULE, "mochi_user_").

-doc """
The code and the message of any exception.

```erlang
1> mochi_error:describe(error, {badkey, ~"x"}, []).
{mochi_err_index, ~"no key \"x\""}
2> mochi_error:describe(throw, oops, []).
{{mochi_user, ~"throw"}, ~"uncaught throw: oops"}
```
""".
-spec describe(class(), Reason :: term(), stacktrace()) -> {code(), Message :: binary()}.
describe(error, {mochi_error, Code, Message}, _) when is_binary(Message) ->
    {Code, Message};
describe(error, Reason, Stack) ->
    {Code, Message} = foreign(Reason, Stack),
    {Code, unicode:characters_to_binary(Message)};
describe(exit, {timeout, _}, _) ->
    {mochi_err_timeout, ~"a call timed out"};
describe(exit, Reason, _) ->
    {{mochi_user, ~"exit"}, text(~"the process exited: ", Reason)};
describe(throw, Value, _) ->
    {{mochi_user, ~"throw"}, text(~"uncaught throw: ", Value)}.

-doc """
A code as the program sees it in the `code` of an exception.

```erlang
1> mochi_error:code(mochi_err_divzero).
~"divzero"
2> mochi_error:code({mochi_user, 42}).
42
```
""".
-spec code(code()) -> integer() | binary().
code({mochi_user, Code}) -> Code;
code(Code) when is_atom(Code) ->
    case atom_to_binary(Code) of
        <<"mochi_err_", Name/binary>> -> Name;
        <<"mochi_user_", Name/binary>> -> Name;
        Name -> Name
    end.

-doc """
The code that `code/1` made this of.

```erlang
1> mochi_error:code_atom(~"divzero").
mochi_err_divzero
2> mochi_error:code_atom(42).
{mochi_user, 42}
```
""".
-spec code_atom(integer() | binary()) -> code().
code_atom(~"fetch") -> mochi_err_fetch;
code_atom(~"parse") -> mochi_err_parse;
code_atom(~"type") -> mochi_err_type;
code_atom(~"index") -> mochi_err_index;
code_atom(~"divzero") -> mochi_err_divzero;
code_atom(~"overflow") -> mochi_err_overflow;
code_atom(~"ffi") -> mochi_err_ffi;
code_atom(~"llm") -> mochi_err_llm;
code_atom(~"assert") -> mochi_err_assert;
code_atom(~"match") -> mochi_err_match;
code_atom(~"timeout") -> mochi_err_timeout;
code_atom(~"async_crash") -> mochi_err_async_crash;
code_atom(~"file") -> mochi_err_file;
code_atom(Code) -> {mochi_user, Code}.

-doc """
The exit status of a program that ends with an uncaught error of this code.

```erlang
1> mochi_error:status(mochi_err_file).
13
2> mochi_error:status({mochi_user, 42}).
42
```
""".
-spec status(code()) -> 1..255.
status(mochi_err_fetch) -> 1;
status(mochi_err_parse) -> 2;
status(mochi_err_type) -> 3;
status(mochi_err_index) -> 4;
status(mochi_err_divzero) -> 5;
status(mochi_err_overflow) -> 6;
status(mochi_err_ffi) -> 7;
status(mochi_err_llm) -> 8;
status(mochi_err_assert) -> 9;
status(mochi_err_match) -> 10;
status(mochi_err_timeout) -> 11;
status(mochi_err_async_crash) -> 12;
status(mochi_err_file) -> 13;
status({mochi_user, Status}) when is_integer(Status), Status >= 1, Status =< 255 -> Status;
status(_) -> 1.

-doc """
The places of a stack trace that are in Mochi code, innermost first.

```erlang
1> Trace = [{mochi_core, raise, 2, []}, {mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}].
[{mochi_core, raise, 2, []}, {mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}]
2> [{mochi_frame, Function, File, Line, _}] = mochi_error:frames(badarg, Trace), {Function, File, Line}.
{~"f", ~"a.mochi", 3}
```
""".
-spec frames(Reason :: term(), stacktrace()) -> [frame()].
frames(undef, [_NotThere | Stack]) -> frames(Stack);
frames(_, Stack) -> frames(Stack).

-doc """
The report of an uncaught error: one line that says where and what, then one line for each Mochi frame.

```erlang
1> Trace = [{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}].
[{mochi_user_a, f, 1, [{file, "a.mochi"}, {line, 3}]}]
2> iolist_to_binary(mochi_error:report(error, {mochi_error, mochi_err_divzero, ~"division of 1 by zero"}, Trace)).
~"mochi: a.mochi:3: division of 1 by zero\n  at f (a.mochi:3)\n"
```
""".
-spec report(class(), Reason :: term(), stacktrace()) -> iodata().
report(Class, Reason, Stack) ->
    {_, Message} = describe(Class, Reason, Stack),
    Frames = frames(Reason, Stack),
    Place =
        case [Frame || {mochi_frame, _, File, _, _} = Frame <- Frames, File =/= <<>>] of
            [Innermost | _] -> [place(Innermost), ~": "];
            [] -> []
        end,
    [~"mochi: ", Place, one_line(Message), $\n | [stack_line(Frame) || Frame <- Frames]].

-doc """
The code and the message of a binary operation that failed on `A` and `B`.

```erlang
1> mochi_error:arithmetic('/', 7, 0).
{mochi_err_divzero, ~"division of 7 by zero"}
2> mochi_error:arithmetic('+', 1, ~"a").
{mochi_err_type, ~"cannot apply + to 1 (int) and \"a\" (string)"}
```
""".
-spec arithmetic(Operator :: atom(), A :: term(), B :: term()) -> {code(), Message :: binary()}.
arithmetic(Operator, A, B) when is_number(A), is_number(B), B == 0 ->
    case division(Operator) of
        {true, Name} -> {mochi_err_divzero, iolist_to_binary([Name, ~" of ", shown(A), ~" by zero"])};
        false -> overflow(Operator, A, B)
    end;
arithmetic(Operator, A, B) when is_number(A), is_number(B) ->
    overflow(Operator, A, B);
arithmetic(Operator, A, B) ->
    {mochi_err_type,
        iolist_to_binary([~"cannot apply ", symbol(Operator), ~" to ", typed(A), ~" and ", typed(B)])}.

-doc """
The code and the message of a unary operation that failed on `A`.

```erlang
1> mochi_error:arithmetic('-', ~"a").
{mochi_err_type, ~"cannot apply - to \"a\" (string)"}
```
""".
-spec arithmetic(Operator :: atom(), A :: term()) -> {code(), Message :: binary()}.
arithmetic(Operator, A) when is_number(A) ->
    {mochi_err_overflow, iolist_to_binary([symbol(Operator), ~" of ", shown(A), ~" is out of range"])};
arithmetic(Operator, A) ->
    {mochi_err_type, iolist_to_binary([~"cannot apply ", symbol(Operator), ~" to ", typed(A)])}.

%% Errors of the machine and of foreign code

foreign(badarith, [{erlang, Operator, [A, B], _} | _]) ->
    arithmetic(Operator, A, B);
foreign(badarith, [{erlang, Operator, [A], _} | _]) ->
    arithmetic(Operator, A);
%% Float instructions do not say what they were given; they are only reached with numbers.
foreign(badarith, _) ->
    {mochi_err_overflow, ~"the result of a float operation is out of range, or its divisor is zero"};
foreign({badmatch, Value}, _) ->
    {mochi_err_match, [~"no match for ", shown(Value)]};
foreign({case_clause, Value}, _) ->
    {mochi_err_match, [~"no arm of the match fits ", shown(Value)]};
foreign({try_clause, Value}, _) ->
    {mochi_err_match, [~"no arm of the match fits ", shown(Value)]};
foreign({else_clause, Value}, _) ->
    {mochi_err_match, [~"no arm of the match fits ", shown(Value)]};
foreign(if_clause, _) ->
    {mochi_err_match, ~"no condition holds"};
foreign(function_clause, [{Module, Function, Arguments, _} | _]) when is_list(Arguments) ->
    {mochi_err_type, [name(Module, Function, length(Arguments)), ~" cannot take (", shown_all(Arguments), $)]};
foreign(function_clause, _) ->
    {mochi_err_type, ~"a function cannot take its arguments"};
foreign({badkey, Key}, _) ->
    {mochi_err_index, [~"no key ", shown(Key)]};
foreign({badmap, Value}, _) ->
    {mochi_err_type, [~"expected map, got ", typed(Value)]};
foreign({badrecord, Value}, _) ->
    {mochi_err_type, [~"expected another record than ", typed(Value)]};
foreign({badfun, Value}, _) ->
    {mochi_err_type, [~"cannot call ", typed(Value)]};
foreign({badarity, {Fun, Arguments}}, _) when is_function(Fun), is_list(Arguments) ->
    {mochi_err_type, [~"cannot call ", shown(Fun), ~" with (", shown_all(Arguments), $)]};
foreign(undef, [{Module, Function, Arguments, _} | _]) ->
    {mochi_err_ffi, [~"there is no function ", name(Module, Function, arity(Arguments))]};
foreign(badarg, [{Module, Function, Arguments, _} | _]) when is_list(Arguments) ->
    {mochi_err_type, [name(Module, Function, length(Arguments)), ~" cannot take (", shown_all(Arguments), $)]};
foreign(badarg, [{Module, Function, Arity, _} | _]) when is_integer(Arity) ->
    {mochi_err_type, [name(Module, Function, Arity), ~" cannot take its arguments"]};
foreign(badarg, _) ->
    {mochi_err_type, ~"a function cannot take its arguments"};
foreign(system_limit, _) ->
    {mochi_err_overflow, ~"a limit of the machine was reached"};
foreign({timeout, _}, _) ->
    {mochi_err_timeout, ~"a call timed out"};
foreign(Reason, _) ->
    {{mochi_user, ~"error"}, text(~"error: ", Reason)}.

overflow(Operator, A, B) ->
    {mochi_err_overflow,
        iolist_to_binary([~"the result of ", shown(A), $\s, symbol(Operator), $\s, shown(B), ~" is out of range"])}.

division('/') -> {true, ~"division"};
division('div') -> {true, ~"division"};
division('rem') -> {true, ~"remainder"};
division('%') -> {true, ~"remainder"};
division(_) -> false.

symbol('div') -> ~"/";
symbol('rem') -> ~"%";
symbol('==') -> ~"==";
symbol('=<') -> ~"<=";
symbol(Operator) -> atom_to_binary(Operator).

name(Module, Function, Arity) ->
    [atom_to_binary(Module), $:, atom_to_binary(Function), $/, integer_to_binary(Arity)].

arity(Arguments) when is_list(Arguments) -> length(Arguments);
arity(Arity) -> Arity.

text(What, Term) ->
    unicode:characters_to_binary([What, io_lib:format("~0tp", [Term])]).

shown(Value) -> mochi_format:excerpt(Value).

shown_all(Values) -> lists:join(~", ", [shown(Value) || Value <- Values]).

typed(Value) -> mochi_format:described(Value).

%% Frames

frames(Stack) ->
    [frame(Entry) || {Module, _, _, _} = Entry <- Stack, is_mochi_module(Module)].

is_mochi_module(Module) ->
    case atom_to_binary(Module) of
        <<?MOCHI_MODULE, _/binary>> -> true;
        _ -> false
    end.

frame({Module, Function, Arity, Location}) ->
    File = unicode:characters_to_binary(proplists:get_value(file, Location, "")),
    Line = proplists:get_value(line, Location, 0),
    {mochi_frame, function_name(atom_to_binary(Function)), File, Line, {Module, Function, arity(Arity), Location}}.

%% The compiler names a lifted function `-outer/1-hint-0-`, and a part of a function `outer$part`.
function_name(<<$-, Lifted/binary>>) ->
    [Outer | Rest] = binary:split(Lifted, ~"/"),
    case hint(Rest) of
        ~"fun" -> <<"lambda in ", Outer/binary>>;
        Hint -> <<Hint/binary, " in ", Outer/binary>>
    end;
function_name(Name) ->
    case binary:split(Name, ~"$") of
        [<<>> | _] -> Name;
        [Outer, _] -> <<"lambda in ", Outer/binary>>;
        [Name] -> Name
    end.

hint([Rest]) ->
    case binary:split(Rest, ~"-", [global]) of
        [_Arity, Hint | _] -> Hint;
        _ -> ~"fun"
    end;
hint([]) ->
    ~"fun".

place({mochi_frame, _, File, 0, _}) -> File;
place({mochi_frame, _, File, Line, _}) -> [File, $:, integer_to_binary(Line)].

stack_line({mochi_frame, Function, <<>>, _, _}) -> [~"  at ", Function, $\n];
stack_line({mochi_frame, Function, _, _, _} = Frame) -> [~"  at ", Function, ~" (", place(Frame), ~")\n"].

one_line(Message) ->
    lists:join(~B(\n), binary:split(Message, [~"\r\n", ~"\n", ~"\r"], [global])).
