using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Tests.Verification.Types;
using Mochi.BeamAsm.Text;
using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.Vm.Tests.Verification;

/// <summary>What we say of functions holds for the functions: they are called with terms of all kinds.</summary>
[TestClass]
public sealed class SignaturesAgainstFunctionsTests
{
    // Results that no term stands for are told apart from those that are.
    private const string Answer =
        """
        fun({M, F, As}) ->
            try {returned, apply(M, F, As)} catch _:_ -> failed end
        end
        """;

    // Functions that do no harm when they are called, though their results depend on more than their arguments.
    private static readonly string[] Harmless =
    [
        "alias/0", "date/0", "erase/0", "get/0", "get/1", "get_cookie/0", "get_keys/0", "get_keys/1", "group_leader/0", "is_alive/0",
        "localtime/0", "make_ref/0", "monotonic_time/0", "node/0", "nodes/0", "now/0", "pre_loaded/0", "loaded/0", "registered/0", "ports/0",
        "processes/0", "self/0", "system_time/0", "time/0", "time_offset/0", "timestamp/0", "unique_integer/0", "universaltime/0", "md5_init/0",
        "whereis/1", "function_exported/3", "is_builtin/3", "module_loaded/1", "term_to_binary/1", "term_to_iovec/1",
        "external_size/1", "fun_info/1", "fun_info/2", "fun_to_list/1", "make_fun/3",
        "send/2", "raise/3", "iterator/1", "next/1", "yield/0",
    ];

    // Calls that succeed, of functions that those made from the pool hardly ever return from or that need identifiers.
    private const string Written =
        """
        Pid = spawn(fun() -> receive stop -> ok end end),
        Timer = erlang:start_timer(100000, Pid, hello),
        register(written_calls, Pid),
        put(key, 1),
        Never = fun() -> receive stop -> ok end end,
        [{M, F, As, apply(M, F, As)} || {M, F, As} <- [
            {erlang, node, [Pid]}, {erlang, node, [Timer]}, {erlang, is_process_alive, [Pid]}, {erlang, process_info, [Pid]},
            {erlang, process_info, [Pid, registered_name]}, {erlang, process_info, [self(), registered_name]},
            {erlang, process_info, [Pid, [links, status]]}, {erlang, read_timer, [Timer]}, {erlang, cancel_timer, [Timer]},
            {erlang, cancel_timer, [Timer]}, {erlang, cancel_timer, [Timer, [{async, true}]]}, {erlang, read_timer, [Timer]},
            {erlang, unalias, [Timer]}, {erlang, binary_to_term, [term_to_binary([a])]}, {erlang, binary_to_term, [term_to_binary([a]), [safe]]},
            {erlang, crc32_combine, [1, 2, 3]}, {erlang, adler32_combine, [1, 2, 3]}, {erlang, alias, [[reply]]},
            {erlang, monitor, [process, Pid]}, {erlang, monitor, [process, Pid, []]}, {erlang, demonitor, [Timer]},
            {erlang, demonitor, [Timer, [flush]]}, {erlang, demonitor, [Timer, [info]]}, {erlang, link, [Pid]}, {erlang, unlink, [Pid]},
            {erlang, spawn, [Never]}, {erlang, spawn, [node(), Never]}, {erlang, spawn, [erlang, self, []]}, {erlang, spawn, [node(), erlang, self, []]},
            {erlang, spawn_link, [erlang, self, []]}, {erlang, spawn_monitor, [Never]}, {erlang, spawn_monitor, [erlang, self, []]},
            {erlang, spawn_opt, [Never, []]}, {erlang, spawn_opt, [Never, [monitor]]}, {erlang, spawn_opt, [erlang, self, [], [monitor]]},
            {erlang, spawn_request, [Never]}, {erlang, spawn, [fun(X) -> X end]}, {erlang, spawn, [{erlang, self}]},
            {erlang, send_after, [100000, Pid, hello]}, {erlang, start_timer, [100000, Pid, hello]}, {erlang, put, [key, 2]}, {erlang, erase, [key]},
            {erlang, send, [Pid, hello]}, {erlang, send, [Pid, hello, []]}, {erlang, '!', [Pid, hello]}, {erlang, whereis, [written_calls]},
            {erlang, whereis, [nobody]}, {erlang, unregister, [written_calls]}, {erlang, register, [other_calls, Pid]},
            {erlang, group_leader, [group_leader(), Pid]}, {erlang, garbage_collect, []}, {erlang, garbage_collect, [Pid]},
            {erlang, process_flag, [trap_exit, false]}, {erlang, bump_reductions, [1]}, {erlang, check_old_code, [lists]},
            {erlang, check_process_code, [self(), lists]}, {erlang, monitor_node, [node(), true]}, {erlang, nodes, [known]},
            {erlang, system_time, [second]}, {erlang, monotonic_time, [second]}, {erlang, time_offset, [second]}, {erlang, unique_integer, [[positive]]},
            {erlang, convert_time_unit, [1, second, native]}, {erlang, localtime_to_universaltime, [{{2024, 1, 2}, {3, 4, 5}}]},
            {erlang, universaltime_to_localtime, [{{2024, 1, 2}, {3, 4, 5}}]}, {erlang, get_module_info, [lists]},
            {erlang, get_module_info, [lists, module]}, {erlang, make_fun, [lists, reverse, 1]}, {erlang, pid_to_list, [Pid]},
            {erlang, list_to_pid, [pid_to_list(Pid)]}, {erlang, ref_to_list, [Timer]}, {erlang, list_to_ref, [ref_to_list(Timer)]},
            {erlang, port_to_list, [hd(erlang:ports())]}, {erlang, list_to_port, [port_to_list(hd(erlang:ports()))]}, {erlang, suspend_process, [Pid]},
            {erlang, resume_process, [Pid]}, {erlang, exit, [Pid, kill]}, {erlang, is_process_alive, [Pid]}, {erlang, list_to_atom, ["a"]},
            {erlang, list_to_existing_atom, ["a"]}, {erlang, binary_to_atom, [<<"a">>]}, {erlang, binary_to_atom, [<<"a">>, utf8]},
            {erlang, binary_to_existing_atom, [<<"a">>]}, {erlang, binary_to_existing_atom, [<<"a">>, utf8]}, {erlang, disconnect_node, [nobody@nowhere]},
            {erlang, md5_final, [erlang:md5_update(erlang:md5_init(), [<<1>>])]}, {erlang, term_to_binary, [a, [compressed]]},
            {erlang, decode_packet, [line, <<"a\nb">>, []]}, {erlang, decode_packet, [line, <<"a">>, []]}, {erlang, decode_packet, [4, <<"a">>, []]},
            {erlang, apply, [fun(X) -> X end, [1]]}, {erlang, apply, [lists, reverse, [[]]]}, {lists, seq, [1, 3]}, {lists, seq, [3, 1, -1]},
            {lists, seq, [1, 0]}, {lists, duplicate, [0, a]}, {lists, duplicate, [2, a]}, {lists, zipwith3, [fun(X, Y, Z) -> X + Y + Z end, [1], [2], [3]]},
            {lists, map, [fun(X) -> X end, [1]]}, {lists, mapfoldl, [fun(X, Y) -> {X, Y} end, a, [1]]}, {lists, flatmap, [fun(X) -> [X, X] end, [1, 2]]},
            {lists, filtermap, [fun(X) -> {true, [X]} end, [1, 2]]}, {lists, keytake, [1, 1, [{a}, {1.0}|b]]}, {lists, keyfind, [1, 1, [{1.0}]]},
            {lists, split, [1, [a|b]]}, {lists, delete, [a, [a|b]]}, {lists, nthtail, [1, [a|b]]}, {lists, keydelete, [a, 1, [{a}|b]]},
            {maps, get, [a, #{a => 1}]}, {maps, update, [a, 2, #{a => 1}]}, {maps, update_with, [a, fun(_) -> b end, #{a => 1}]},
            {maps, update_with, [c, fun(_) -> b end, d, #{a => 1}]}, {maps, filter, [fun(_, _) -> true end, maps:iterator(#{a => 1})]},
            {maps, filter, [fun(_, _) -> true end, maps:next(maps:iterator(#{a => 1}))]}, {maps, to_list, [maps:iterator(#{a => 1})]},
            {maps, to_list, [none]}, {maps, map, [fun(K, _) -> K end, maps:iterator(#{a => 1}, ordered)]}, {maps, next, [maps:iterator(#{a => 1}, ordered)]},
            {maps, fold, [fun(_, _, X) -> X end, a, maps:iterator(#{a => 1})]}, {maps, merge_with, [fun(_, X, _) -> X end, #{a => 1}, #{a => 2}]},
            {maps, foreach, [fun(_, _) -> ok end, maps:iterator(#{a => 1}, reversed)]}, {maps, filtermap, [fun(_, V) -> {true, {V}} end, #{a => 1}]},
            {binary, decode_unsigned, [<<1, 2>>, little]}, {binary, encode_unsigned, [258, little]}, {binary, match, [<<"abc">>, <<"b">>, []]},
            {binary, match, [<<"abc">>, <<"d">>, []]}, {io_lib, format, ["~p", [a]]}, {io_lib, fwrite, ["~p~n", [a]]},
            {unicode, characters_to_binary, ["abc", unicode, utf8]}, {unicode, characters_to_binary, [[-1], unicode, utf8]},
            {unicode, characters_to_binary, [<<128>>, unicode, utf8]}, {unicode, characters_to_list, [<<195>>]},
            {ets, new, [some_table, [named_table]]}, {ets, new, [some_table, []]}, {ets, insert, [some_table, {a, 1}]}, {ets, insert, [some_table, []]},
            {ets, insert_new, [some_table, {a, 1}]}, {ets, lookup, [some_table, a]}, {ets, tab2list, [some_table]}, {ets, member, [some_table, a]},
            {ets, match, [some_table, {'$1', '_'}]}, {ets, match_object, [some_table, '_']}, {ets, select, [some_table, [{'_', [], [1]}]]},
            {ets, select_delete, [some_table, []]}, {ets, take, [some_table, a]}, {ets, delete, [some_table, a]}, {ets, delete, [some_table]},
            {os, type, []}, {os, getenv, ["PATH"]}, {os, getenv, ["NO_SUCH_NAME"]}, {os, timestamp, []}, {os, getpid, []}, {io, format, ["", []]},
            {io, put_chars, [""]}, {file, get_cwd, []}, {file, read_file, ["no such file"]}, {file, list_dir, ["."]}, {file, read_file_info, ["."]},
            {filelib, is_dir, ["."]}, {filelib, wildcard, ["*"]}, {application, get_env, [kernel, nothing]}, {application, get_key, [kernel, vsn]},
            {application, set_env, [kernel, nothing, 1]}, {application, get_env, [kernel, nothing]}, {application, start, [kernel]},
            {init, get_argument, [home]}, {init, get_argument, [nothing]}, {init, get_plain_arguments, []}, {logger, allow, [info, lists]},
            {rand, uniform, []}, {rand, uniform, [6]}, {persistent_term, put, [some, term]}, {persistent_term, erase, [some]}, {timer, sleep, [0]},
            {gen_server, cast, [nobody, hello]}, {lists, zip, [[1], [a, b], {pad, {x, y}}]}, {lists, zip, [[1], [a, b], trim]},
            {lists, zipwith, [fun(X, Y) -> {X, Y} end, [1], [a, b], trim]}, {maps, iterator, [#{}, ordered]}, {binary, copy, [<<1>>, 2]},
            {binary, compile_pattern, [[<<1>>, <<2>>]]}, {erlang, append, [[a], b]}, {maps, groups_from_list, [fun(X) -> X rem 2 end, [1, 2, 3]]}, {maps, intersect, [#{a => 1}, #{a => 2}]},
            {maps, intersect_with, [fun(_, X, Y) -> {X, Y} end, #{a => 1}, #{a => 2}]}]]
        """;

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void ResultsAndArgumentsOfWrittenCallsAreAsWeSay(AssemblyDialect dialect)
    {
        var calls = ((ListTerm)ErlangQuestions.Ask(dialect, [Term.Nil], $"fun([]) -> {Written} end")[0]).Elements;

        calls.Length.Should().BeGreaterThan(100);
        foreach (var call in calls.Cast<TupleTerm>())
        {
            Term[] arguments = call[2] is ListTerm list ? [.. list.Elements] : [];
            var signature = SignatureTable.Find(((AtomTerm)call[0]).Name, ((AtomTerm)call[1]).Name, arguments.Length);
            signature.Should().NotBeNull($"{call} is of a function of the table");
            foreach (var types in Types(arguments, arguments.Length))
            {
                Mistake(signature!, arguments, types, call[3]).Should().BeNull($"{call} is as we say of ({string.Join(", ", types.AsEnumerable())})");
            }
        }
    }

    [TestMethod]
    [DataRow(AssemblyDialect.Otp27)]
    [DataRow(AssemblyDialect.Otp29)]
    public void ResultsArgumentsAndFailuresAreAsWeSay(AssemblyDialect dialect)
    {
        var release = dialect == AssemblyDialect.Otp27 ? 27 : 29;
        var terms = CalledTerms.For(release);
        var calls = Enumerable.Range(0, SignatureTable.Count).Select(SignatureTable.Row)
            .Where(row => row.Since <= release && IsCalled(row)).SelectMany(row => CalledTerms.Calls(row, terms)).ToList();
        var answers = ErlangQuestions.Ask(
            dialect,
            calls.Select(call => (Term)Term.Tuple(
                Term.Atom(call.Signature.Module), Term.Atom(call.Signature.Function), Term.List(call.Arguments))).ToList(),
            Answer);

        var mistakes = new StringBuilder();
        var mistaken = new HashSet<Signature>();
        var returned = new HashSet<Signature>();
        for (var index = 0; index < calls.Count; index++)
        {
            var (signature, arguments) = calls[index];
            var result = (answers[index] as TupleTerm)?[1];
            if (result is not null)
            {
                returned.Add(signature);
            }

            foreach (var types in Types(arguments, index))
            {
                if (Mistake(signature, arguments, types, result) is { } mistake && mistaken.Add(signature))
                {
                    mistakes.Append($"{signature.Module}:{signature.Function}({string.Join(", ", arguments.AsEnumerable())}) as ")
                        .Append($"({string.Join(", ", types.AsEnumerable())}): {mistake}\n");
                }
            }
        }

        mistakes.ToString().Should().BeEmpty();
        calls.Count.Should().BeGreaterThan(20_000);
        calls.Select(call => call.Signature).Distinct().Where(signature => !returned.Contains(signature) && !signature.Result.IsNone)
            .Select(signature => $"{signature.Function}, [").Where(name => !Written.Contains(name))
            .Should().BeEmpty("a test of a call that fails says little");
    }

    private static string? Mistake(Signature signature, Term[] arguments, TermType[] types, Term? result)
    {
        var outcome = signature.Apply(types);
        if (result is null)
        {
            return !outcome.CanFail ? "it cannot fail, and did"
                : outcome.Refused is { } refused && arguments.Where((term, index) => Includes(refused[index], term)).Any() ? "it fails for others only" : null;
        }

        if (!Includes(outcome.Result, result))
        {
            return $"{result} is no {outcome.Result}";
        }

        for (var index = 0; index < outcome.Required.Length; index++)
        {
            if (!Includes(outcome.Required[index], arguments[index]))
            {
                return $"argument {index + 1} is no {outcome.Required[index]}";
            }
        }

        return null;
    }

    // Identifiers have no parts that a type could be about.
    private static bool Includes(TermType type, Term term) =>
        term is TupleTerm or ListTerm or MapTerm && !HasIdentifier(term) || term is not (TupleTerm or ListTerm or MapTerm or PidTerm or PortTerm or ReferenceTerm or LocalFunTerm)
            ? TypeMembership.Includes(type, term) : TermType.FromTerm(term).IsSubsetOf(type);

    private static bool HasIdentifier(Term term) => term switch
    {
        TupleTerm tuple => tuple.Elements.Any(HasIdentifier),
        ListTerm list => list.Elements.Any(HasIdentifier) || HasIdentifier(list.Tail),
        MapTerm map => map.Pairs.Any(pair => HasIdentifier(pair.Key) || HasIdentifier(pair.Value)),
        _ => term is PidTerm or PortTerm or ReferenceTerm or LocalFunTerm,
    };

    private static bool IsCalled(Signature row) =>
        (row.Flags & SignatureFlags.IsPure) != 0 || Harmless.Contains($"{row.Function}/{row.Arity}");

    // Types that the arguments are of, from those that say all to those that say nothing.
    private static IEnumerable<TermType[]> Types(Term[] arguments, int seed)
    {
        var random = new Random(seed);
        yield return [.. arguments.Select(TermType.FromTerm)];
        yield return [.. arguments.Select(_ => TermType.Any)];
        yield return [.. arguments.Select(term => random.Next(3) switch
        {
            0 => TermType.FromTerm(term),
            1 => TermType.OfKinds(TermType.FromTerm(term).Kinds),
            _ => TermType.FromTerm(term).Join(TermType.FromTerm(TypePool.Terms[random.Next(TypePool.Terms.Count)])),
        })];
    }
}
