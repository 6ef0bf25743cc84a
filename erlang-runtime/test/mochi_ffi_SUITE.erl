%% Other programs: small shell scripts for the protocol, then Python and Node as they are.
-module(mochi_ffi_SUITE).

-include_lib("stdlib/include/assert.hrl").

-export([
    suite/0,
    all/0,
    init_per_testcase/2,
    end_per_testcase/2
]).

-export([
    answers_are_matched_to_requests/1,
    supervisor_dies/1,
    arguments_reach_the_program_untouched/1,
    environment_and_directory/1,
    a_name_with_a_folder/1,
    end_of_a_program/1,
    end_fails_every_request/1,
    timeout_ends_the_program/1,
    what_is_no_answer/1,
    answers_in_pieces/1,
    closing/1,
    owner_ends/1,
    no_program/1,
    wrong_requests/1,
    secrets_are_not_reported/1,
    started_lazily/1,
    python_values/1,
    python_failures/1,
    python_many_at_once/1,
    python_ends/1,
    python_ends_under_load/1,
    python_modules_of_a_folder/1,
    node_values/1,
    node_failures/1,
    node_modules_of_a_folder/1,
    inside_an_escript/1
]).

-export([
    main/1,
    log/2
]).

suite() -> [{timetrap, {seconds, 60}}].

all() ->
    [Name || {Name, 1} <- ?MODULE:module_info(exports), not lists:member(Name, [main, module_info])].

init_per_testcase(Case, Config) ->
    Needs =
        case atom_to_list(Case) of
            "python" ++ _ -> "python3";
            "inside" ++ _ -> "python3";
            "node" ++ _ -> "node";
            _ -> "sh"
        end,
    case os:find_executable(Needs) of
        %% No skip: a call of another language that nobody tried is not known to work.
        false -> {fail, "there is no " ++ Needs ++ " on PATH, which this test needs"};
        _ -> Config
    end.

end_per_testcase(_, _) ->
    _ = logger:remove_handler(?MODULE),
    _ = application:stop(mochi),
    ok.

%% ---------------------------------------------------------------------------------------------------------------------
%% The protocol
%% ---------------------------------------------------------------------------------------------------------------------

%% Two requests are answered in the other order.
answers_are_matched_to_requests(_) ->
    Program = sh(~"""
    read -r first; read -r second
    echo '{"id": 2, "ok": "second"}'; echo '{"id": 1, "ok": "first"}'
    read -r third; echo '{"id": 3, "error": "no luck"}'
    read -r more
    """),
    Self = self(),
    Ask = fun(Name) -> Self ! {Name, mochi_ffi:request(Program, Name, [], string)} end,
    _ = spawn_link(fun() -> Ask(~"a") end),
    %% The server has taken the first request when it answers.
    pending(Program, 1),
    _ = spawn_link(fun() -> Ask(~"b") end),
    [?assertEqual(Answer, receive {Name, Got} -> Got end) || {Name, Answer} <- [{~"a", ~"first"}, {~"b", ~"second"}]],
    ffi_error(~"sh cannot answer c: no luck", fun() -> mochi_ffi:request(Program, ~"c", [], string) end),
    ok = mochi_ffi:close(Program).

%% A request that is open when the supervisor is killed is answered, and so are those after it.
supervisor_dies(_) ->
    Program = {mochi_program, Server} = sh(~"""
    while read -r line; do
        id=${line#*:}; id=${id%%,*}
        case $line in *first*) while [ ! -e supervisor_is_dead ]; do :; done ;; esac
        echo "{\"id\": $id, \"ok\": $id}"
    done
    """),
    _ = file:delete("supervisor_is_dead"),
    Self = self(),
    _ = spawn_link(fun() -> Self ! {first, mochi_ffi:request(Program, ~"first", [], int)} end),
    pending(Program, 1),
    Monitor = monitor(process, mochi_ffi_sup),
    exit(whereis(mochi_ffi_sup), kill),
    receive {'DOWN', Monitor, process, _, _} -> ok end,
    ok = file:write_file("supervisor_is_dead", <<>>),
    ?assertEqual(1, receive {first, First} -> First end),
    ?assertEqual(2, mochi_ffi:request(Program, ~"second", [], int)),
    %% Others have the next supervisor.
    Other = sh(~"""
    read -r line; echo '{"id": 1, "ok": 1}'; read -r more
    """),
    ?assertEqual(1, mochi_ffi:request(Other, ~"other", [], int)),
    %% And with the application it ends.
    End = monitor(process, Server),
    ok = application:stop(mochi),
    receive {'DOWN', End, process, _, shutdown} -> ok end.

%% No shell sees them, and they arrive as one line of JSON.
arguments_reach_the_program_untouched(_) ->
    Word = ~B[$(echo no) "a" 'b'; *],
    Program = sh(~"""
    read -r line; printf '{"id": 1, "ok": ["%s"]}\n' "$1" | sed 's/"a"/\\"a\\"/'
    read -r line; printf '{"id": 2, "ok": %s}\n' "$line"; read -r more
    """, [Word]),
    ?assertEqual([Word], mochi_ffi:request(Program, ~"word", [], {list, string})),
    Arguments = [1, 2.5, ~"two\nlines \"ñ\"", #{~"k" => [none, true]}, {some, 1}],
    ?assertEqual(
        #{
            ~"id" => 2, ~"call" => ~"a \"b\"",
            ~"args" => [1, 2.5, ~"two\nlines \"ñ\"", #{~"k" => [none, true]}, 1]
        },
        mochi_ffi:request(Program, ~"a \"b\"", Arguments, any)
    ).

environment_and_directory(Config) ->
    Folder = unicode:characters_to_binary(proplists:get_value(priv_dir, Config)),
    Script = ~B'read -r line; echo "{\"id\": 1, \"ok\": [\"$MOCHI_FFI_TEST\", \"$(pwd)\"]}"; read -r more',
    Command = [~"sh", ~"-c", Script],
    Program = mochi_ffi:open(Command, #{directory => Folder, env => #{~"MOCHI_FFI_TEST" => ~"ñ x"}}),
    [Value, Where] = mochi_ffi:request(Program, ~"f", [], {list, string}),
    ?assertEqual(~"ñ x", Value),
    ?assertEqual(filename:absname(string:trim(Folder, trailing, "/")), Where).

%% From where the program runs, not from where the node does.
a_name_with_a_folder(Config) ->
    Folder = proplists:get_value(priv_dir, Config),
    File = filename:join([Folder, "tools", "answer"]),
    ok = filelib:ensure_dir(File),
    ok = file:write_file(File, ~"""
        #!/bin/sh
        read -r line; echo '{"id": 1, "ok": 5}'; read -r more

        """),
    ok = file:change_mode(File, 8#755),
    Where = #{directory => unicode:characters_to_binary(Folder)},
    ?assertEqual(5, mochi_ffi:request(mochi_ffi:open([~"./tools/answer"], Where), ~"f", [], int)),
    ?assertEqual(5, mochi_ffi:request(mochi_ffi:open([~"tools/answer"], Where), ~"f", [], int)),
    ?assertEqual(5, mochi_ffi:request(mochi_ffi:open([unicode:characters_to_binary(File)], #{}), ~"f", [], int)),
    ?assertError(
        {mochi_error, mochi_err_ffi, ~"there is no program tools/answer"},
        mochi_ffi:request(mochi_ffi:open([~"tools/answer"], #{}), ~"f", [], int)
    ),
    ?assertError(
        {mochi_error, mochi_err_ffi, ~"there is no program answer"},
        mochi_ffi:request(mochi_ffi:open([~"answer"], Where), ~"f", [], int)
    ).

%% It is started again by the next request.
end_of_a_program(_) ->
    Program = sh(~"""
    read -r line; case $line in *'"die"'*) exit 3 ;; esac; echo '{"id": 2, "ok": 5}'; read -r more
    """),
    ffi_error(~"sh ended with status 3", fun() -> mochi_ffi:request(Program, ~"die", [], int) end),
    ?assertEqual(5, mochi_ffi:request(Program, ~"live", [], int)).

end_fails_every_request(_) ->
    Program = sh(~"read -r a; read -r b; read -r c; exit 4"),
    Self = self(),
    Ask = fun() ->
        Self ! {said, catch_error(fun() -> mochi_ffi:request(Program, ~"f", [], int) end)}
    end,
    [spawn_link(Ask) || _ <- [1, 2, 3]],
    [?assertEqual({mochi_err_ffi, ~"sh ended with status 4"}, receive {said, Said} -> Said end) || _ <- [1, 2, 3]].

%% Also one that does not read its input any more; the process of the operating system is gone afterwards.
timeout_ends_the_program(_) ->
    Program = sh(~"read -r line; echo '{\"id\": 1, \"ok\": '$$'}'; read -r line; exec sleep 1000"),
    Process = mochi_ffi:request(Program, ~"pid", [], int),
    Self = self(),
    _ = spawn_link(fun() ->
        pending(Program, 1),
        Self ! {other, catch_error(fun() -> mochi_ffi:request(Program, ~"other", [], int) end)}
    end),
    ffi_error(
        ~"sh did not answer sleep in time and was ended",
        fun() -> mochi_ffi:request(Program, ~"sleep", [], int, 500) end
    ),
    ?assertEqual(
        {mochi_err_ffi, ~"sh was ended because it did not answer another request in time"},
        receive {other, Other} -> Other end
    ),
    %% tail ends when that process has.
    Tail = open_port({spawn_executable, os:find_executable("tail")}, [
        {args, ["-f", "/dev/null", "--pid=" ++ integer_to_list(Process)]}, exit_status
    ]),
    receive
        {Tail, {exit_status, 0}} -> ok
    end.

what_is_no_answer(_) ->
    [
        ffi_error(<<"sh was ended because it wrote what is no answer: ", Shown/binary>>, fun() ->
            mochi_ffi:request(sh(<<"read -r line; echo '", Line/binary, "'; read -r more">>), ~"f", [], any)
        end)
     || {Line, Shown} <- [
            {~"hello", ~B("hello")},
            {~B({"id": 7, "ok": 1}), ~B("{\"id\": 7, \"ok\": 1}")},
            {~B({"id": 1}), ~B("{\"id\": 1}")},
            {~B({"id": 1, "error": 5}), ~B("{\"id\": 1, \"error\": 5}")},
            {~"[]", ~B("[]")},
            {~"", ~B("")}
        ]
    ].

answers_in_pieces(_) ->
    Program = sh(~"""
    read -r line; printf '{"id": 1,'; read -r line; printf ' "ok": 1}\n{"id": 2, "ok"'; printf ': 2}\n'; read -r more
    """),
    Self = self(),
    _ = spawn_link(fun() -> Self ! {first, mochi_ffi:request(Program, ~"f", [], int)} end),
    pending(Program, 1),
    ?assertEqual(2, mochi_ffi:request(Program, ~"f", [], int)),
    ?assertEqual(1, receive {first, First} -> First end).

%% ---------------------------------------------------------------------------------------------------------------------
%% Beginning and end
%% ---------------------------------------------------------------------------------------------------------------------

%% Standard input ends; a program that is busy is ended.
closing(Config) ->
    Said = filename:join(proplists:get_value(priv_dir, Config), "said"),
    _ = os:cmd("mkfifo " ++ Said),
    Script = ~B(read -r line; echo '{"id": 1, "ok": 1}'; read -r more || echo "input ended" > "$1"),
    Idle = sh(Script, [list_to_binary(Said)]),
    1 = mochi_ffi:request(Idle, ~"f", [], int),
    ok = mochi_ffi:close(Idle),
    ?assertEqual("input ended\n", os:cmd("cat " ++ Said)),
    ffi_error(~"the program was closed", fun() -> mochi_ffi:request(Idle, ~"f", [], int) end),
    Busy = sh(~"read -r line; exec sleep 1000"),
    Self = self(),
    _ = spawn_link(fun() -> Self ! {busy, catch_error(fun() -> mochi_ffi:request(Busy, ~"f", [], int) end)} end),
    pending(Busy, 1),
    ok = mochi_ffi:close(Busy),
    ?assertEqual({mochi_err_ffi, ~"sh was closed"}, receive {busy, Answer} -> Answer end).

owner_ends(_) ->
    Self = self(),
    {Owner, OwnerMonitor} = spawn_monitor(fun() ->
        {mochi_program, Server} = sh(~"read -r line"),
        Self ! {server, Server},
        receive
            stop -> ok
        end
    end),
    receive
        {server, Server} ->
            Monitor = monitor(process, Server),
            Owner ! stop,
            receive
                {'DOWN', OwnerMonitor, process, _, normal} -> ok
            end,
            receive
                {'DOWN', Monitor, process, _, normal} -> ok
            end
    end.

no_program(Config) ->
    ffi_error(~"there is no program mochi-no-such-program", fun() ->
        mochi_ffi:request(mochi_ffi:open([~"mochi-no-such-program"], #{}), ~"f", [], int)
    end),
    ffi_error(~"there is no folder /no/such/folder", fun() ->
        mochi_ffi:request(mochi_ffi:open([~"sh"], #{directory => ~"/no/such/folder"}), ~"f", [], int)
    end),
    %% A program that cannot be run.
    Broken = filename:join(proplists:get_value(priv_dir, Config), "broken"),
    ok = file:write_file(Broken, <<127, "ELF">>),
    ok = file:change_mode(Broken, 8#755),
    {mochi_err_ffi, Message} = catch_error(fun() ->
        mochi_ffi:request(mochi_ffi:open([list_to_binary(Broken)], #{}), ~"f", [], int)
    end),
    ?assertMatch({match, _}, re:run(Message, ~"broken (ended|cannot be)")),
    true = os:putenv("MOCHI_PYTHON", filename:join(proplists:get_value(priv_dir, Config), "no-python")),
    try
        ?assertMatch({mochi_err_ffi, <<"there is no program /", _/binary>>}, catch_error(fun() ->
            mochi_ffi:python(~"math.sqrt", [4], float)
        end))
    after
        os:unsetenv("MOCHI_PYTHON")
    end.

wrong_requests(_) ->
    Program = sh(~"read -r line"),
    [
        ?assertMatch({mochi_err_type, _}, catch_error(Call))
     || Call <- [
            fun() -> mochi_ffi:request(Program, f, [], int) end,
            fun() -> mochi_ffi:request(Program, ~"f", 5, int) end,
            fun() -> mochi_ffi:request(Program, ~"f", [], int, 0) end,
            fun() -> mochi_ffi:request(Program, ~"f", [self()], int) end,
            fun() -> mochi_ffi:request(Program, ~"f", [<<255>>], int) end
        ]
    ].

secrets_are_not_reported(_) ->
    Before = maps:get(level, logger:get_primary_config()),
    ok = logger:set_primary_config(level, all),
    ok = logger:add_handler(?MODULE, ?MODULE, #{config => self()}),
    {mochi_program, Server} = mochi_ffi:open([~"sh", ~"-c", ~"read -r a"], #{env => #{~"KEY" => ~"hidden-value"}}),
    ?assertEqual(nomatch, string:find(io_lib:format("~p", [sys:get_status(Server)]), "hidden-value")),
    Monitor = monitor(process, Server),
    ?assertExit(_, gen_server:call(Server, {request, ~"f", ~"hidden-value", no_timeout})),
    receive
        {'DOWN', Monitor, process, _, {badarg, _}} -> ok
    end,
    ok = logger:remove_handler(?MODULE),
    ok = logger:set_primary_config(level, Before),
    Entries = entries(),
    ?assertMatch([_ | _], [Entry || #{msg := {report, #{label := {gen_server, terminate}}}} = Entry <- Entries]),
    ?assertEqual(nomatch, string:find(io_lib:format("~p", [Entries]), "hidden-value")).

log(Entry, #{config := Test}) -> Test ! {entry, Entry}.

entries() ->
    receive
        {entry, Entry} -> [Entry | entries()]
    after 0 -> []
    end.

%% Nothing runs before the first call.
started_lazily(_) ->
    {ok, _} = application:ensure_all_started(mochi),
    ?assertEqual(undefined, whereis(mochi_ffi_sup)),
    Program = sh(~B(read -r line; echo '{"id": 1, "ok": 1}'; read -r more)),
    ?assertNotEqual(undefined, whereis(mochi_ffi_sup)),
    ?assertEqual([], ports(Program)),
    1 = mochi_ffi:request(Program, ~"f", [], int),
    ?assertMatch([_], ports(Program)).

%% ---------------------------------------------------------------------------------------------------------------------
%% Python
%% ---------------------------------------------------------------------------------------------------------------------

python_values(_) ->
    ?assertEqual(4.0, mochi_ffi:python(~"math.sqrt", [16], float)),
    ?assertEqual(~"a/b", mochi_ffi:python(~"os.path.join", [~"a", ~"b"], string)),
    ?assertEqual(1 bsl 200, mochi_ffi:python(~"builtins.pow", [2, 200], int)),
    ?assertEqual(3, mochi_ffi:python(~"builtins.len", [~"añ€"], int)),
    ?assertEqual(none, mochi_ffi:python(~"builtins.print", [~"on standard error"], {option, int})),
    ?assertEqual([1, 2, 3], mochi_ffi:python(~"builtins.sorted", [[3, 1, 2]], {list, int})),
    ?assertEqual(~"{'a': [True, None]}", mochi_ffi:python(~"builtins.str", [#{~"a" => [true, none]}], string)),
    ?assertEqual(738_000, mochi_ffi:python(~"builtins.int", [~"738000"], int)),
    Long = binary:copy(~"añ", 1_000_000),
    ?assertEqual(Long, mochi_ffi:python(~"builtins.str", [Long], string)).

python_failures(_) ->
    [
        ffi_error(Message, fun() -> mochi_ffi:python(Function, Arguments, Type) end)
     || {Function, Arguments, Type, Message} <- [
            {~"math.sqrt", [16], string, ~"math.sqrt returned the wrong type: expected string, got 4.0 (float)"},
            {~"builtins.int", [~"x"], int,
                ~"python3 cannot answer builtins.int: ValueError: invalid literal for int() with base 10: 'x'"},
            {~"math.no_such", [], int,
                ~"python3 cannot answer math.no_such: AttributeError: module 'math' has no attribute 'no_such'"},
            {~"mochi_no_such.f", [], int,
                ~"python3 cannot answer mochi_no_such.f: ModuleNotFoundError: there is no module for mochi_no_such.f"},
            {~"sqrt", [], int, ~"python3 cannot answer sqrt: ModuleNotFoundError: there is no module for sqrt"},
            {~"builtins.set", [], any,
                ~"python3 cannot answer builtins.set: TypeError: Object of type set is not JSON serializable"}
        ]
    ],
    ?assertMatch(
        {mochi_err_ffi, <<"python3 cannot answer builtins.float: ValueError: Out of range", _/binary>>},
        catch_error(fun() -> mochi_ffi:python(~"builtins.float", [~"nan"], float) end)
    ),
    %% After all that it is the same Python.
    ?assertEqual(4.0, mochi_ffi:python(~"math.sqrt", [16], float)).

%% Also the first call, of which each could start one.
python_many_at_once(_) ->
    Self = self(),
    [
        spawn_link(fun() -> Self ! {N, mochi_ffi:python(~"builtins.pow", [N, 2], int)} end)
     || N <- lists:seq(1, 50)
    ],
    [?assertEqual(N * N, receive {N, Square} -> Square end) || N <- lists:seq(1, 50)],
    ?assertMatch([{undefined, _, worker, _}], supervisor:which_children(mochi_ffi_sup)),
    One = mochi_ffi:python(~"os.getpid", [], int),
    ?assertEqual(One, mochi_ffi:python(~"os.getpid", [], int)).

python_ends(_) ->
    One = mochi_ffi:python(~"os.getpid", [], int),
    ffi_error(~"python3 ended with status 5", fun() -> mochi_ffi:python(~"os._exit", [5], any) end),
    ?assertNotEqual(One, mochi_ffi:python(~"os.getpid", [], int)),
    exit(whereis(mochi_ffi_python), kill),
    ?assert(is_integer(again(fun() -> mochi_ffi:python(~"os.getpid", [], int) end))),
    Program = mochi_ffi:open_python(#{}),
    ffi_error(~"python3 did not answer time.sleep in time and was ended", fun() ->
        mochi_ffi:request(Program, ~"time.sleep", [1000], any, 200)
    end),
    ?assertEqual(4.0, mochi_ffi:request(Program, ~"math.sqrt", [16], float)),
    ok = mochi_ffi:close(Program).

%% Every request has its own value or an error, whatever ended under it, and nothing of it is left.
python_ends_under_load(_) ->
    Self = self(),
    Workers = [
        spawn_link(fun() ->
            Self ! {self(), [one_of_many(Worker * 100 + N) || N <- lists:seq(1, 20)]}
        end)
     || Worker <- lists:seq(1, 10)
    ],
    Outcomes = lists:append([receive {Worker, Said} -> Said end || Worker <- Workers]),
    ?assertEqual(200, length(Outcomes)),
    ?assert(length([right || right <- Outcomes]) > 0),
    ?assert(length([ended || ended <- Outcomes]) >= 10),
    Server = whereis(mochi_ffi_python),
    pending({mochi_program, Server}, 0),
    ?assertEqual(4.0, mochi_ffi:python(~"math.sqrt", [16], float)),
    ?assertMatch([_], ports({mochi_program, Server})),
    ?assertEqual({message_queue_len, 0}, process_info(Server, message_queue_len)).

one_of_many(Number) ->
    Call =
        case Number rem 20 of
            0 -> fun() -> mochi_ffi:python(~"os._exit", [3], any) end;
            _ -> fun() -> mochi_ffi:python(~"builtins.pow", [Number, 3], int) end
        end,
    Cube = Number * Number * Number,
    case catch_error(Call) of
        {no_error, Cube} -> right;
        {mochi_err_ffi, ~"python3 ended with status 3"} -> ended;
        {mochi_err_ffi, ~"python3 ended"} -> ended
    end.

python_modules_of_a_folder(Config) ->
    Folder = proplists:get_value(priv_dir, Config),
    Source = ~"class Prices:\n  @staticmethod\n  def total(prices):\n    print('adding')\n    return sum(prices)\n",
    ok = file:write_file(filename:join(Folder, "prices.py"), Source),
    ok = file:write_file(filename:join(Folder, "broken.py"), ~"import mochi_no_such\n"),
    Python = mochi_ffi:open_python(#{directory => unicode:characters_to_binary(Folder)}),
    ?assertEqual(3.5, mochi_ffi:request(Python, ~"prices.Prices.total", [[1.5, 2]], float)),
    ffi_error(~"python3 cannot answer broken.f: ModuleNotFoundError: No module named 'mochi_no_such'", fun() ->
        mochi_ffi:request(Python, ~"broken.f", [], float)
    end),
    ok = mochi_ffi:close(Python).

%% ---------------------------------------------------------------------------------------------------------------------
%% Node
%% ---------------------------------------------------------------------------------------------------------------------

node_values(_) ->
    ?assertEqual(5, mochi_ffi:node(~"Math.max", [1, 5, 3], int)),
    ?assertEqual(~"a/b", mochi_ffi:node(~"node:path.posix.join", [~"a", ~"b"], string)),
    ?assertEqual(~"ñ€", mochi_ffi:node(~"String.raw", [#{~"raw" => [~"ñ€"]}], string)),
    ?assertEqual(none, mochi_ffi:node(~"console.log", [~"on standard error"], {option, int})),
    %% A promise.
    ?assertEqual([1, none], mochi_ffi:node(~"Promise.all", [[1, none]], any)),
    Long = binary:copy(~"añ", 1_000_000),
    ?assertEqual(Long, mochi_ffi:node(~"String.raw", [#{~"raw" => [Long]}], string)).

node_failures(_) ->
    ffi_error(~"node cannot answer Math.no_such: TypeError: there is no function Math.no_such", fun() ->
        mochi_ffi:node(~"Math.no_such", [], int)
    end),
    ?assertMatch(
        {mochi_err_ffi, <<"node cannot answer JSON.parse: SyntaxError: ", _/binary>>},
        catch_error(fun() -> mochi_ffi:node(~"JSON.parse", [~""], any) end)
    ),
    ffi_error(~"node cannot answer Math.sqrt: RangeError: NaN is no number of JSON", fun() ->
        mochi_ffi:node(~"Math.sqrt", [-1], float)
    end),
    ffi_error(~"node cannot answer ./no_such.f: Error: there is no module for ./no_such.f", fun() ->
        mochi_ffi:node(~"./no_such.f", [], int)
    end),
    ffi_error(~"node ended with status 7", fun() -> mochi_ffi:node(~"process.exit", [7], int) end),
    ?assertEqual(1, mochi_ffi:node(~"Math.min", [1, 2], int)).

node_modules_of_a_folder(Config) ->
    Folder = proplists:get_value(priv_dir, Config),
    Source = ~"exports.total = async (prices) => { console.log('adding'); return prices.reduce((a, b) => a + b); };\n",
    ok = file:write_file(filename:join(Folder, "prices.js"), Source),
    Node = mochi_ffi:open_node(#{directory => unicode:characters_to_binary(Folder)}),
    ?assertEqual(3.5, mochi_ffi:request(Node, ~"./prices.total", [[1.5, 2]], float)),
    ok = mochi_ffi:close(Node).

%% ---------------------------------------------------------------------------------------------------------------------

%% The helper scripts are found inside the archive.
inside_an_escript(Config) ->
    Root = filename:dirname(filename:dirname(code:which(mochi_ffi))),
    Files =
        [
            {filename:join(["mochi", Folder, filename:basename(File)]), element(2, file:read_file(File))}
         || Folder <- ["ebin", "priv"],
            File <- filelib:wildcard(filename:join([Root, Folder, "*"]))
        ] ++ [{"mochi_ffi_SUITE.beam", element(2, file:read_file(code:which(?MODULE)))}],
    {ok, {_, Archive}} = zip:create("archive", Files, [memory]),
    File = filename:join(proplists:get_value(priv_dir, Config), "program"),
    ok = escript:create(File, [shebang, {emu_args, "-escript main mochi_ffi_SUITE"}, {archive, Archive}]),
    Escript = filename:join([code:root_dir(), "bin", "escript"]),
    ?assertEqual("4.0\n", os:cmd(Escript ++ " " ++ File ++ " 2>&1")).

main(_) -> io:format("~p~n", [mochi_ffi:python(~"math.sqrt", [16], float)]).

%% ---------------------------------------------------------------------------------------------------------------------

sh(Script) -> sh(Script, []).

sh(Script, Arguments) -> mochi_ffi:open([~"sh", ~"-c", Script, ~"sh" | Arguments], #{}).

ffi_error(Message, Call) -> ?assertEqual({mochi_err_ffi, Message}, catch_error(Call)).

catch_error(Call) ->
    try Call() of
        Value -> {no_error, Value}
    catch
        error:{mochi_error, Code, Message} -> {Code, Message}
    end.

%% Waits until a server has that many requests to answer.
pending({mochi_program, Server} = Program, Count) ->
    case map_size(element(7, sys:get_state(Server))) of
        Count ->
            ok;
        _ ->
            erlang:yield(),
            pending(Program, Count)
    end.

ports({mochi_program, Server}) ->
    {links, Links} = process_info(Server, links),
    [Port || Port <- Links, is_port(Port)].

%% The name of a process that was killed may still be there for a moment.
again(Call) ->
    case catch_error(Call) of
        {no_error, Value} -> Value;
        {mochi_err_ffi, ~"the program was closed"} -> again(Call)
    end.
