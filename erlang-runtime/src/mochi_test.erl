-module(mochi_test).
-moduledoc """
Test blocks and expectations.

A program runs its test blocks when its statements are done, one after the other, and ends with the first that fails.
Under the environment variable `MOCHI_TEST_REPORT` all of them run, each in a process of its own, and a report follows:

| variable | |
|---|---|
| `MOCHI_TEST_REPORT` | `plain`, `tap` (TAP 13) or `junit` (XML) |
| `MOCHI_TEST_OUTPUT` | a file for the report instead of standard output |
| `MOCHI_TEST_FILTER` | run only tests whose names match: `*` is any text, `?` any character |
| `MOCHI_TEST_TIMEOUT` | milliseconds a test may take (default: 60000) |

The exit status is 0 when no test failed and 9 else.

```erlang
1> mochi_test:run(~"one and one", fun() -> mochi_test:expect(1 + 1 =:= 2, ~"1 + 1 == 2") end).
ok
```
""".

%% What compiled code calls
-export([
    run/2,
    expect/2,
    expect/4,
    finish/0
]).

%% Running many
-export([
    run_all/2,
    matches/2,
    status/1
]).

-export_type([
    test/0,
    options/0,
    outcome/0,
    result/0,
    operator/0
]).

-doc "A test block and its name.".
-type test() :: {Name :: binary(), fun(() -> term())}.

-doc "`filter` is a pattern for `matches/2`; `timeout` is in milliseconds.".
-type options() :: #{filter => binary(), timeout => pos_integer()}.

-doc "How a test went; `failed` has the code, the message and the Mochi frames of what ended it.".
-type outcome() ::
    passed
    | skipped
    | {failed, Code :: integer() | binary(), Message :: binary(), Stack :: [binary()]}.

-doc "A test that was run or left out; `duration` is in nanoseconds, `output` what it printed.".
-type result() :: #{
    name := binary(), outcome := outcome(), duration := mochi_time:duration(), output := binary()
}.

-doc "What the two sides of an expectation are compared with.".
-type operator() :: '==' | '!=' | '<' | '<=' | '>' | '>=' | in.

-define(TIMEOUT_MS, 60_000).
-define(SHOWN_LENGTH, 2_000).
%% Results in the process that runs a program's blocks, newest first.
-define(RESULTS, '$mochi_test_results').

%% ---------------------------------------------------------------------------------------------------------------------
%% What compiled code calls
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Runs a test block. An error in it goes on as it is, with the test's name before its message; under `MOCHI_TEST_REPORT`
it is kept for the report.

```erlang
1> mochi_test:run(~"sums", fun() -> mochi_test:expect(false, ~"1 + 1 == 3") end).
** {mochi_error, mochi_err_assert, ~"test \"sums\": expected 1 + 1 == 3"}
```
""".
-spec run(Name :: binary(), fun(() -> term())) -> ok.
run(Name, Block) ->
    case os:getenv("MOCHI_TEST_REPORT") of
        false ->
            run_here(Name, Block);
        _ ->
            put(?RESULTS, [run_one({Name, Block}, from_environment()) | collected()]),
            ok
    end.

run_here(Name, Block) ->
    try Block() of
        _ -> ok
    catch
        Class:Reason:Stack ->
            {Code, Message} = mochi_error:describe(Class, Reason, Stack),
            Named = iolist_to_binary([~"test ", mochi_format:quote(Name), ~": ", Message]),
            erlang:raise(error, {mochi_error, Code, Named}, Stack)
    end.

-doc """
Raises the error `assert` unless a condition holds; `Source` is its text in the program.

```erlang
1> mochi_test:expect(true, ~"true").
ok
```
""".
-spec expect(Condition :: term(), Source :: binary()) -> ok.
expect(true, _) ->
    ok;
expect(false, Source) ->
    mochi_core:raise(mochi_err_assert, [~"expected ", Source]);
expect(Value, _) ->
    mochi_core:type_error(~"bool", Value).

-doc """
Raises the error `assert` unless a comparison holds, with the values of both sides.

```erlang
1> mochi_test:expect('==', 2, 2.0, ~"n == 2.0").
ok
2> mochi_test:expect('==', [1, 3], [1, 2], ~"xs == [1, 2]").
** {mochi_error, mochi_err_assert, ~"expected xs == [1, 2], left: [1, 3], right: [1, 2]"}
```
""".
-spec expect(operator(), Left :: term(), Right :: term(), Source :: binary()) -> ok.
expect(Operator, Left, Right, Source) ->
    case holds(Operator, Left, Right) of
        true ->
            ok;
        false ->
            mochi_core:raise(mochi_err_assert, [
                ~"expected ", Source, ~", left: ", shown(Left), ~", right: ", shown(Right)
            ])
    end.

%% Whole, unless nobody would read it.
shown(Value) ->
    Text = mochi_core:format(Value),
    case mochi_str:len(Text) > ?SHOWN_LENGTH of
        true -> [mochi_str:slice(Text, 0, ?SHOWN_LENGTH), ~"..."];
        false -> Text
    end.

holds('==', Left, Right) -> mochi_core:equal(Left, Right);
holds('!=', Left, Right) -> not mochi_core:equal(Left, Right);
holds('<', Left, Right) -> mochi_core:less(Left, Right);
holds('<=', Left, Right) -> mochi_core:less_equal(Left, Right);
holds('>', Left, Right) -> mochi_core:less(Right, Left);
holds('>=', Left, Right) -> mochi_core:less_equal(Right, Left);
holds(in, Left, Right) -> mochi_core:contains(Right, Left).

-doc """
Writes the report of the blocks that `run/2` kept. Raises the error `assert` when one of them failed.

```erlang
1> mochi_test:finish().
ok
```
""".
-spec finish() -> ok.
finish() ->
    Format = os:getenv("MOCHI_TEST_REPORT"),
    case lists:reverse(collected()) of
        [] ->
            ok;
        Results when is_list(Format) ->
            _ = erase(?RESULTS),
            write(mochi_test_report:format(unicode:characters_to_binary(Format), Results)),
            case [failed || #{outcome := {failed, _, _, _}} <- Results] of
                [] ->
                    ok;
                Failed ->
                    Counts = [integer_to_binary(length(List)) || List <- [Failed, Results]],
                    mochi_core:raise(mochi_err_assert, [lists:join(~" of ", Counts), ~" tests failed"])
            end
    end.

%% ---------------------------------------------------------------------------------------------------------------------
%% Running many
%% ---------------------------------------------------------------------------------------------------------------------

-doc """
Runs tests, in order, each in a process of its own. A failure stays in its test.

```erlang
1> Tests = [{~"good", fun() -> ok end}, {~"bad", fun() -> mochi_test:expect(false, ~"x") end}], ok.
ok
2> [{Name, Outcome} || #{name := Name, outcome := Outcome} <- mochi_test:run_all(Tests, #{})].
[{~"good", passed}, {~"bad", {failed, ~"assert", ~"expected x", []}}]
```
""".
-spec run_all([test()], options()) -> [result()].
run_all(Tests, Options) -> [run_one(Test, Options) || Test <- Tests].

run_one({Name, Block}, Options) ->
    case matches(Name, maps:get(filter, Options, ~"*")) of
        true ->
            {Outcome, Duration, Output} = mochi_test_block:run(Block, maps:get(timeout, Options, ?TIMEOUT_MS)),
            #{name => Name, outcome => Outcome, duration => Duration, output => Output};
        false ->
            #{name => Name, outcome => skipped, duration => 0, output => <<>>}
    end.

-doc """
Whether a name matches a pattern: `*` stands for any text, `?` for any character, all else for itself.

```erlang
1> mochi_test:matches(~"parse dates", ~"parse*").
true
2> mochi_test:matches(~"parse dates", ~"date?").
false
```
""".
-spec matches(Name :: binary(), Pattern :: binary()) -> boolean().
matches(Name, Pattern) ->
    matches(unicode:characters_to_list(Name), unicode:characters_to_list(Pattern), none).

%% After a mismatch the last star takes one character more; earlier stars never need to.
matches(Name, [$* | Pattern], _) -> matches(Name, Pattern, {Name, Pattern});
matches([_ | Name], [$? | Pattern], Star) -> matches(Name, Pattern, Star);
matches([Character | Name], [Character | Pattern], Star) -> matches(Name, Pattern, Star);
matches([], [], _) -> true;
matches(_, _, {[_ | Name], Pattern}) -> matches(Name, Pattern, {Name, Pattern});
matches(_, _, _) -> false.

-doc """
The exit status for results: 0, or that of the error `assert` when a test failed.

```erlang
1> mochi_test:status([]).
0
2> mochi_test:status(mochi_test:run_all([{~"bad", fun() -> mochi_test:expect(false, ~"x") end}], #{})).
9
```
""".
-spec status([result()]) -> byte().
status(Results) ->
    case [failed || #{outcome := {failed, _, _, _}} <- Results] of
        [] -> 0;
        [_ | _] -> mochi_error:status(mochi_err_assert)
    end.

%% ---------------------------------------------------------------------------------------------------------------------

collected() ->
    case get(?RESULTS) of
        undefined -> [];
        Results -> Results
    end.

from_environment() ->
    Filter = #{filter => unicode:characters_to_binary(os:getenv("MOCHI_TEST_FILTER", "*"))},
    case os:getenv("MOCHI_TEST_TIMEOUT", "") of
        "" -> Filter;
        Text -> Filter#{timeout => positive(mochi_str:to_int(unicode:characters_to_binary(Text)))}
    end.

positive(Timeout) when Timeout > 0 -> Timeout;
positive(Timeout) -> mochi_core:type_error(~"a positive number of milliseconds in MOCHI_TEST_TIMEOUT", Timeout).

write(Report) ->
    case os:getenv("MOCHI_TEST_OUTPUT", "") of
        "" -> mochi_console:write(Report);
        File -> mochi_file:write(unicode:characters_to_binary(File), iolist_to_binary(Report))
    end.
