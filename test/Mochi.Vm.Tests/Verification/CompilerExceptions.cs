namespace Mochi.Vm.Tests.Verification;

/// <summary>Where we say less than OTP's compiler, because what it says does not hold for its own functions.</summary>
internal static class CompilerExceptions
{
    private static readonly (string Function, string Aspect, int Release, string Reason)[] Known =
    [
        ("erlang:++/2", "result", 0, "the second list is the end of the result also when it is no list"),
        ("lists:append/2", "result", 0, "the second list is the end of the result also when it is no list"),
        ("erlang:bor/2", "result", 0, "-8 bor -1 is -1, and more than what it says for -20..-8 and ..6"),
        ("erlang:bor/2", "arithmetic", 0, "-8 bor -1 is -1, and more than what it says for -20..-8 and ..6"),
        ("erlang:setelement/3", "success", 27, "it takes the largest of several sizes for the size; right in OTP 29"),
        ("erlang:spawn/1", "required", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn/1", "failure", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn/2", "required", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn/2", "failure", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_link/1", "required", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_link/1", "failure", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_link/2", "required", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_link/2", "failure", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_monitor/2", "required", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("erlang:spawn_monitor/2", "failure", 0, "funs of any arity and pairs of names are taken; it is the process that fails"),
        ("lists:keyfind/3", "result", 0, "keys are compared with ==, so a float is found for an integer"),
        ("maps:filter/2", "required", 0, "it takes iterators"),
        ("maps:fold/3", "required", 0, "it takes iterators"),
        ("maps:map/2", "required", 0, "it takes iterators"),
        ("maps:to_list/1", "required", 0, "it takes iterators"),
        ("maps:filter/2", "failure", 0, "it takes iterators"),
        ("maps:fold/3", "failure", 0, "it takes iterators"),
        ("maps:map/2", "failure", 0, "it takes iterators"),
        ("maps:to_list/1", "failure", 0, "it takes iterators"),
        ("maps:filter/2", "result", 0, "it takes iterators"),
        ("maps:map/2", "result", 0, "it takes iterators"),
        ("maps:to_list/1", "result", 0, "it takes iterators"),
        ("maps:from_list/1", "result", 27, "no pairs are made an empty map; right in OTP 29"),
        ("maps:from_list/1", "failure", 27, "no pairs are made an empty map; right in OTP 29"),
        ("maps:without/2", "result", 0, "nothing is taken away when the list of keys is empty"),
    ];

    /// <summary>The exception for a function, if there is one.</summary>
    public static string? Find(string function, string aspect)
    {
        foreach (var known in Known)
        {
            if (known.Function == function && known.Aspect == aspect)
            {
                return $"{function} {aspect}";
            }
        }

        return null;
    }

    /// <summary>Exceptions for a release, or for all, that no difference was found for.</summary>
    public static IEnumerable<string> Unused(IReadOnlySet<string> used, int release) =>
        Known.Where(known => known.Release == 0 || known.Release == release).Select(known => $"{known.Function} {known.Aspect}")
            .Where(name => !used.Contains(name));
}
