-module(mochi_test_report).
-moduledoc """
Results of tests as text: `plain` for people, `tap` is TAP 13, `junit` the XML that build servers read.

```erlang
1> Results = [#{name => ~"sums", outcome => passed, duration => 2_500_000, output => <<>>}], ok.
ok
2> iolist_to_binary(mochi_test_report:format(~"plain", Results)).
~"ok      sums (2.5 ms)\n1 passed, 0 failed\n"
3> iolist_to_binary(mochi_test_report:format(~"tap", Results)).
~"TAP version 13\n1..1\nok 1 - sums\n"
```
""".

-export([
    format/2
]).

-doc """
The report of results.

```erlang
1> Results = [#{name => ~"a < b", outcome => skipped, duration => 0, output => <<>>}], ok.
ok
2> Xml = iolist_to_binary(mochi_test_report:format(~"junit", Results)), ok.
ok
3> [~B(<?xml version="1.0" encoding="UTF-8"?>), Suite | _] = binary:split(Xml, ~"\n", [global]), Suite.
~B(<testsuite name="mochi" tests="1" failures="0" errors="0" skipped="1" time="0.000000">)
4> mochi_test_report:format(~"html", []).
** {mochi_error, mochi_err_type, ~"expected plain, tap or junit as the form of a report, got \"html\" (string)"}
```
""".
-spec format(Form :: binary(), [mochi_test:result()]) -> iodata().
format(~"plain", Results) -> plain(Results);
format(~"tap", Results) -> tap(Results);
format(~"junit", Results) -> junit(Results);
format(Form, _) -> mochi_core:type_error(~"plain, tap or junit as the form of a report", Form).

%% ---------------------------------------------------------------------------------------------------------------------

plain(Results) ->
    {Passed, Failed, Skipped} = counts(Results),
    [
        [plain_line(Result) || Result <- Results],
        integer_to_binary(Passed), ~" passed, ", integer_to_binary(length(Failed)), ~" failed",
        [[~", ", integer_to_binary(Skipped), ~" skipped"] || Skipped > 0],
        $\n
    ].

plain_line(#{name := Name, outcome := passed, duration := Duration}) ->
    [~"ok      ", line(Name), ~" (", milliseconds(Duration), ~" ms)\n"];
plain_line(#{name := Name, outcome := skipped}) ->
    [~"skipped ", line(Name), $\n];
plain_line(#{name := Name, outcome := {failed, _, Message, Stack}, duration := Duration, output := Output}) ->
    [
        ~"FAILED  ", line(Name), ~" (", milliseconds(Duration), ~" ms)\n",
        indented(~"        ", Message),
        [[~"          ", Frame, $\n] || Frame <- Stack],
        [[~"        it printed:\n", indented(~"        | ", Output)] || Output =/= <<>>]
    ].

%% ---------------------------------------------------------------------------------------------------------------------

tap(Results) ->
    [
        ~"TAP version 13\n1..", integer_to_binary(length(Results)), $\n,
        [tap_line(integer_to_binary(Number), Result) || {Number, Result} <- lists:enumerate(Results)]
    ].

tap_line(Number, #{name := Name, outcome := passed}) ->
    [~"ok ", Number, ~" - ", tap_name(Name), $\n];
tap_line(Number, #{name := Name, outcome := skipped}) ->
    [~"ok ", Number, ~" - ", tap_name(Name), ~" # SKIP does not match the filter\n"];
tap_line(Number, #{name := Name, outcome := {failed, Code, Message, Stack}, output := Output}) ->
    %% The block is YAML, of which JSON's strings are a part.
    [
        ~"not ok ", Number, ~" - ", tap_name(Name), ~"\n  ---\n",
        ~"  message: ", yaml(Message), ~"\n  code: ", yaml(mochi_core:to_string(Code)), $\n,
        [[~"  stack:\n", [[~"    - ", yaml(Frame), $\n] || Frame <- Stack]] || Stack =/= []],
        [[~"  output: ", yaml(Output), $\n] || Output =/= <<>>],
        ~"  ...\n"
    ].

%% A number sign would begin a directive.
tap_name(Name) -> binary:replace(binary:replace(line(Name), ~B(\), ~B(\\), [global]), ~"#", ~B(\#), [global]).

yaml(Text) -> json:encode_binary(valid(Text)).

%% ---------------------------------------------------------------------------------------------------------------------

junit(Results) ->
    {_, Failed, Skipped} = counts(Results),
    {Failures, Errors} = lists:partition(fun(Code) -> Code =:= ~"assert" end, Failed),
    All = lists:sum([Duration || #{duration := Duration} <- Results]),
    Attributes = [
        {~"name", ~"mochi"},
        {~"tests", integer_to_binary(length(Results))},
        {~"failures", integer_to_binary(length(Failures))},
        {~"errors", integer_to_binary(length(Errors))},
        {~"skipped", integer_to_binary(Skipped)},
        {~"time", seconds(All)}
    ],
    [
        ~B(<?xml version="1.0" encoding="UTF-8"?>),
        $\n,
        element(~"testsuite", Attributes, [$\n, [junit_case(Result) || Result <- Results]]),
        $\n
    ].

junit_case(#{name := Name, outcome := Outcome, duration := Duration, output := Output}) ->
    Attributes = [{~"classname", ~"mochi"}, {~"name", Name}, {~"time", seconds(Duration)}],
    Printed = [element(~"system-out", [], escape(Output)) || Output =/= <<>>],
    [element(~"testcase", Attributes, [junit_outcome(Outcome), Printed]), $\n].

junit_outcome(passed) ->
    [];
junit_outcome(skipped) ->
    element(~"skipped", [], []);
junit_outcome({failed, Code, Message, Stack}) ->
    Name =
        case Code of
            ~"assert" -> ~"failure";
            _ -> ~"error"
        end,
    Attributes = [{~"message", Message}, {~"type", mochi_core:to_string(Code)}],
    element(Name, Attributes, escape(iolist_to_binary(lists:join($\n, [Message | Stack])))).

element(Name, Attributes, Content) ->
    Start = [$<, Name, [[$\s, Key, ~B(="), escape(Value), $"] || {Key, Value} <- Attributes]],
    case Content of
        _ when Content =:= []; Content =:= [[], []] -> [Start, ~"/>"];
        _ -> [Start, $>, Content, ~"</", Name, $>]
    end.

%% XML has no way to write most control characters.
escape(Text) -> << <<(escaped(Character))/binary>> || <<Character/utf8>> <= valid(Text) >>.

escaped($<) -> ~"&lt;";
escaped($>) -> ~"&gt;";
escaped($&) -> ~"&amp;";
escaped($") -> ~"&quot;";
escaped(Space) when Space =:= $\n; Space =:= $\r; Space =:= $\t -> <<"&#", (integer_to_binary(Space))/binary, ";">>;
escaped(Character) when Character < $\s; Character =:= 16#FFFE; Character =:= 16#FFFF -> ~"\x{FFFD}";
escaped(Character) -> <<Character/utf8>>.

%% ---------------------------------------------------------------------------------------------------------------------

counts(Results) ->
    {
        length([passed || #{outcome := passed} <- Results]),
        [Code || #{outcome := {failed, Code, _, _}} <- Results],
        length([skipped || #{outcome := skipped} <- Results])
    }.

milliseconds(Duration) -> float_to_binary(Duration / 1_000_000, [{decimals, 1}]).

seconds(Duration) -> float_to_binary(Duration / 1_000_000_000, [{decimals, 6}]).

line(Name) -> iolist_to_binary(lists:join(~B(\n), binary:split(valid(Name), [~"\r\n", ~"\n", ~"\r"], [global]))).

indented(Margin, Text) ->
    [[Margin, Line, $\n] || Line <- binary:split(valid(Text), ~"\n", [global, trim])].

%% A test may print any bytes.
valid(Text) ->
    case unicode:characters_to_binary(Text) of
        Text -> Text;
        _ -> unicode:characters_to_binary(Text, latin1)
    end.
