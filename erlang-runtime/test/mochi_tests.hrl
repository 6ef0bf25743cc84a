%% eunit's own header is in a package of development files that many installations lack; this is what it does.
-compile({parse_transform, eunit_autoexport}).
-include_lib("stdlib/include/assert.hrl").

%% An expression raises the Mochi error of a code with exactly this message.
-define(assertMochi(Code, Message, Expression),
    ?assertError({mochi_error, Code, Message}, Expression)
).

%% A test that a value has a text at top level.
-define(test_equal(Text, Value),
    fun() -> ?assertEqual(Text, mochi_format:to_string(Value)) end
).
