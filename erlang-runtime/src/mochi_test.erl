-module(mochi_test).
-moduledoc """
Test blocks and expectations.

```erlang
1> mochi_test:run(~"one and one", fun() -> mochi_test:expect(1 + 1 =:= 2, ~"1 + 1 == 2") end).
ok
```
""".

-export([
    run/2,
    expect/2
]).

-doc """
Runs a test block. An error in it goes on as it is, with the test's name before its message.

```erlang
1> mochi_test:run(~"sums", fun() -> mochi_test:expect(false, ~"1 + 1 == 3") end).
** {mochi_error, mochi_err_assert, ~"test \"sums\": expected 1 + 1 == 3"}
```
""".
-spec run(Name :: binary(), fun(() -> term())) -> ok.
run(Name, Block) ->
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
