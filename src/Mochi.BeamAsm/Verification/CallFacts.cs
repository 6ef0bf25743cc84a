using System.Collections.Immutable;
using Mochi.BeamAsm.Verification.Types;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification;

/// <summary>What functions outside of a module are known to do.</summary>
internal static class CallFacts
{
    private const int MaximumTupleSize = (1 << 24) - 1;

    private static readonly TermType Identifier = TermType.Pid.Join(TermType.Port).Join(TermType.Reference);
    private static readonly TermType ExceptionClass = TermType.AtomOf("error", "exit", "throw");

    // No size of a term is greater, as its bits are counted in a word.
    private static readonly TermType Size = TermType.IntegerRange(0, (1L << 58) - 1);
    private static readonly TermType TupleIndex = TermType.IntegerRange(1, MaximumTupleSize);
    private static readonly CallOutcome Unknown = new(TermType.Any, true, []);

    /// <summary>Whether an instruction for BIFs may call this one.</summary>
    public static bool IsAllowed(string function, int arity, bool isCollecting) => isCollecting
        ? (function, arity) is ("length" or "size" or "byte_size" or "bit_size" or "map_size" or "abs" or "float" or "round" or "trunc" or "ceil" or "floor", 1)
            or ("bnot" or "-" or "+" or "list_to_atom" or "binary_to_atom", 1)
            or ("+" or "-" or "*" or "div" or "rem" or "band" or "bor" or "bxor" or "bsl" or "bsr" or "binary_part", 2) or ("binary_part", 3)
        : true;

    /// <summary>What a call does.</summary>
    public static CallOutcome Of(string module, string function, ImmutableArray<TermType> arguments) => module switch
    {
        "erlang" => OfErlang(function, arguments),
        "lists" => OfLists(function, arguments),
        "maps" => OfMaps(function, arguments),
        _ => Unknown,
    };

    private static CallOutcome OfErlang(string function, ImmutableArray<TermType> arguments) => (function, arguments) switch
    {
        ("error" or "exit" or "throw" or "nif_error", [_]) or ("error", [_, _] or [_, _, _]) or ("halt", _) => new(TermType.None, true, []),
        ("raise", [var kind, _, { Kinds: TermKinds.Nil }]) => new(
            kind.IsSubsetOf(ExceptionClass) ? TermType.None : TermType.AtomOf("badarg"), !kind.IsDisjointFrom(ExceptionClass), []),
        ("get", [_]) => new(TermType.Any, false, []),
        ("self", []) => new(TermType.Pid, false, []),
        ("node", []) => new(TermType.Atom, false, []),
        ("make_ref" or "alias", []) => new(TermType.Reference, false, []),
        ("is_atom" or "is_boolean" or "is_binary" or "is_bitstring" or "is_float" or "is_function" or "is_integer" or "is_list" or "is_map" or "is_number" or "is_pid" or "is_port" or "is_reference" or "is_tuple", [_])
            or ("=:=" or "=/=" or "==" or "/=" or "<" or "=<" or ">" or ">=", [_, _]) => new(TermType.Boolean, false, []),
        ("is_map_key", [_, var map]) => new(TermType.Boolean, !map.IsSubsetOf(TermType.Map), [TermType.Any, TermType.Map]),
        ("is_function", [_, var arity]) => new(
            TermType.Boolean, !arity.IsSubsetOf(TermType.IntegerRange(0, null)), [TermType.Any, TermType.IntegerRange(0, null)]),
        ("node", [var identifier]) => new(TermType.Atom, !identifier.IsSubsetOf(Identifier), [Identifier]),
        ("and" or "or" or "xor", [var left, var right]) => new(
            TermType.Boolean, !left.IsSubsetOf(TermType.Boolean) || !right.IsSubsetOf(TermType.Boolean), [TermType.Boolean, TermType.Boolean]),
        ("not", [var operand]) => new(TermType.Boolean, !operand.IsSubsetOf(TermType.Boolean), [TermType.Boolean]),
        ("hd", [var list]) => new(list.Head, !list.IsSubsetOf(TermType.NonEmptyList), [TermType.NonEmptyList], [TermType.NonEmptyList]),
        ("tl", [var list]) => new(list.TailOfList, !list.IsSubsetOf(TermType.NonEmptyList), [TermType.NonEmptyList], [TermType.NonEmptyList]),
        ("length", [var list]) => new(Size, !list.IsSubsetOf(TermType.ProperList), [TermType.ProperList]),
        ("tuple_size", [var tuple]) => new(TermType.IntegerRange(0, MaximumTupleSize), !tuple.IsSubsetOf(TermType.Tuple), [TermType.Tuple], [TermType.Tuple]),
        ("map_size", [var map]) => new(Size, !map.IsSubsetOf(TermType.Map), [TermType.Map], [TermType.Map]),
        ("byte_size" or "bit_size", [var bits]) => new(
            Size, !bits.IsSubsetOf(TermType.Matchable), [TermType.Matchable], [TermType.Matchable]),
        ("size", [_]) => new(Size, true, [TermType.Tuple.Join(TermType.Bitstring)]),
        ("element", [var index, var tuple]) => OfElement(index, tuple),
        ("setelement", [var index, var tuple, var value]) => new(
            index.SingletonValue is IntegerTerm { Value: var position } && position > 0 && position < 1 << 24
                ? tuple.Meet(TermType.TupleAtLeast((int)position)).ReplaceTupleElement((int)position, value)
                : tuple.Meet(TermType.Tuple).ReplaceAnyTupleElement(value),
            true, [TupleIndex, TermType.Tuple, TermType.Any]),
        ("map_get", [_, var map]) => new(map.Meet(TermType.Map).MapValue, true, [TermType.Any, TermType.Map]),
        ("+" or "-" or "*", [var left, var right]) => OfArithmetic(function, left, right),
        ("abs" or "-" or "+", [var number]) => new(
            number.IsSubsetOf(TermType.Integer) ? TermType.Integer : TermType.Number, !number.IsSubsetOf(TermType.Number), [TermType.Number]),
        ("div" or "rem", [var left, var right]) => OfDivision(function, left.Meet(TermType.Integer), right.Meet(TermType.Integer)) with
        {
            CanFail = !left.IsSubsetOf(TermType.Integer) || !right.IsSubsetOf(TermType.IntegerRange(1, null)),
        },
        ("band" or "bor" or "bxor" or "bsl" or "bsr", [var left, var right]) => OfBits(function, left, right),
        ("bnot", [_]) => new(TermType.Integer, true, [TermType.Integer]),
        ("/", [_, _]) => new(TermType.Float, true, [TermType.Number, TermType.Number]),
        ("float", [_]) => new(TermType.Float, true, [TermType.Number]),
        ("round" or "trunc" or "ceil" or "floor", [_]) => new(TermType.Integer, true, [TermType.Number]),
        ("++", [var left, var right]) => new(Append(left, right), !left.IsSubsetOf(TermType.ProperList), [TermType.ProperList, TermType.Any]),
        ("--", [var left, var right]) => new(
            TermType.ProperList, !left.IsSubsetOf(TermType.ProperList) || !right.IsSubsetOf(TermType.ProperList),
            [TermType.ProperList, TermType.ProperList]),
        ("atom_to_list" or "integer_to_list" or "float_to_list" or "pid_to_list", _) => new(TermType.ProperList, true, []),
        ("binary_to_list" or "tuple_to_list" or "get" or "processes" or "nodes" or "registered" or "get_keys" or "bitstring_to_list", _) =>
            new(TermType.ProperList, true, []),
        ("list_to_atom" or "binary_to_atom" or "list_to_existing_atom" or "binary_to_existing_atom", _) => new(TermType.Atom, true, []),
        ("list_to_binary" or "iolist_to_binary" or "atom_to_binary" or "integer_to_binary" or "float_to_binary" or "term_to_binary", _) =>
            new(TermType.Binary, true, []),
        ("list_to_bitstring", [_]) => new(TermType.Bitstring, true, []),
        ("list_to_tuple" or "make_tuple" or "append_element" or "date" or "time" or "localtime" or "universaltime" or "now" or "timestamp", _) =>
            new(TermType.Tuple, true, []),
        ("list_to_integer" or "binary_to_integer" or "system_time" or "monotonic_time" or "unique_integer" or "phash2" or "iolist_size", _) =>
            new(TermType.Integer, true, []),
        ("spawn" or "spawn_link" or "list_to_pid" or "group_leader", [_, ..]) => new(function == "group_leader" ? TermType.Any : TermType.Pid, true, []),
        ("monitor" or "send_after" or "start_timer", _) => new(TermType.Reference, true, []),
        ("whereis", [_]) => new(TermType.Pid.Join(TermType.Port).Join(TermType.AtomOf("undefined")), true, []),
        ("map_to_list", _) => new(TermType.ProperList, true, []),
        ("min" or "max", [var left, var right]) => new(left.Join(right), false, []),
        ("split_binary", [_, _]) => new(TermType.TupleOf(2).WithTupleElement(1, TermType.Bitstring).WithTupleElement(2, TermType.Bitstring), true, []),
        ("binary_part", _) => new(TermType.Binary, true, []),
        _ => Unknown,
    };

    private static CallOutcome OfElement(TermType index, TermType tuple)
    {
        if (index.SingletonValue is IntegerTerm { Value: var position } && position > 0 && position < 1 << 24)
        {
            var needed = TermType.TupleAtLeast((int)position);
            var met = tuple.Meet(needed);
            return new CallOutcome(met.TupleElement((int)position), !tuple.IsSubsetOf(needed), [TermType.Integer, needed]);
        }

        var highest = tuple.IsSubsetOf(TermType.Tuple) ? index.Maximum : null;
        var canFail = !(index.IsSubsetOf(TupleIndex) && highest is { } last && tuple.IsSubsetOf(TermType.TupleAtLeast((int)last)));
        return new CallOutcome(tuple.AnyElement, canFail, [TupleIndex, TermType.Tuple]);
    }

    private static CallOutcome OfArithmetic(string function, TermType left, TermType right)
    {
        var isInteger = left.Meet(TermType.Number).IsSubsetOf(TermType.Integer) && right.Meet(TermType.Number).IsSubsetOf(TermType.Integer);
        var isFloat = left.IsSubsetOf(TermType.Float) || right.IsSubsetOf(TermType.Float);
        var result = isInteger ? Range(function, left.Meet(TermType.Integer), right.Meet(TermType.Integer)) : isFloat ? TermType.Float : TermType.Number;
        var canFail = !(isInteger && left.IsSubsetOf(TermType.Integer) && right.IsSubsetOf(TermType.Integer));
        return new CallOutcome(result, canFail, [TermType.Number, TermType.Number]);
    }

    private static CallOutcome OfDivision(string function, TermType left, TermType right)
    {
        var result = TermType.Integer;
        if (function == "rem" && right is { Minimum: { } low and > long.MinValue, Maximum: { } high })
        {
            var greatest = Math.Max(Math.Abs(low), Math.Abs(high)) - 1;
            result = greatest < 0 ? TermType.None : TermType.IntegerRange(left.Minimum >= 0 ? 0 : -greatest, left.Maximum <= 0 ? 0 : greatest);
        }
        else if (function == "div" && left.Minimum >= 0 && right.Minimum >= 0)
        {
            result = TermType.IntegerRange(0, left.Maximum is { } top ? top / Math.Max(1, right.Minimum!.Value) : null);
        }

        return new CallOutcome(result, true, [TermType.Integer, TermType.Integer]);
    }

    private static TermType Range(string function, TermType left, TermType right)
    {
        // Bounds as wide as this cannot overflow when they are added; what is wider has no bound.
        long? Bound(long? one, long? other, Func<long, long, long> combine) =>
            one is > -(1L << 60) and < 1L << 60 && other is > -(1L << 60) and < 1L << 60 ? combine(one.Value, other.Value) : null;
        return function switch
        {
            "+" => TermType.IntegerRange(
                Bound(left.Minimum, right.Minimum, static (one, other) => one + other), Bound(left.Maximum, right.Maximum, static (one, other) => one + other)),
            "-" => TermType.IntegerRange(
                Bound(left.Minimum, right.Maximum, static (one, other) => one - other), Bound(left.Maximum, right.Minimum, static (one, other) => one - other)),
            _ => left.Minimum >= 0 && right.Minimum >= 0 ? TermType.IntegerRange(0, Product(left.Maximum, right.Maximum)) : TermType.Integer,
        };
    }

    private static long? Product(long? left, long? right) =>
        left is < 1L << 30 && right is < 1L << 30 ? left * right : null;

    private static CallOutcome OfBits(string function, TermType left, TermType right)
    {
        var result = TermType.Integer;
        var (one, other) = (left.Meet(TermType.Integer), right.Meet(TermType.Integer));
        if (function == "band" && (one.Minimum >= 0 || other.Minimum >= 0))
        {
            result = TermType.IntegerRange(0, Lesser(one.Minimum >= 0 ? one.Maximum : null, other.Minimum >= 0 ? other.Maximum : null));
        }
        else if (function == "bsr" && one.Minimum >= 0 && other.Minimum >= 0)
        {
            result = TermType.IntegerRange(0, one.Maximum is { } top && other.Minimum is >= 0 and < 63 ? top >> (int)other.Minimum : one.Maximum);
        }
        else if (one.Minimum >= 0 && other.Minimum >= 0)
        {
            result = TermType.IntegerRange(0, function switch
            {
                "bor" or "bxor" when one.Maximum is { } first and < 1L << 62 && other.Maximum is { } second and < 1L << 62 => AllOnes(first | second),
                "bsl" when one.Maximum is { } value && other.Maximum is { } shift and < 62 && value <= long.MaxValue >> (int)(shift + 1) =>
                    value << (int)shift,
                _ => null,
            });
        }

        else if (function == "bsr" && one.Minimum is { } bottom && one.Maximum is { } up && other.Minimum >= 0)
        {
            result = TermType.IntegerRange(Math.Min(bottom, 0), Math.Max(up, 0));
        }

        var canFail = function == "bsl" || (function == "bsr" && !(other.Minimum >= 0)) || !left.IsSubsetOf(TermType.Integer) || !right.IsSubsetOf(TermType.Integer);
        return new CallOutcome(result, canFail, [TermType.Integer, TermType.Integer]);
    }

    private static TermType Append(TermType left, TermType right)
    {
        if (!right.IsSubsetOf(TermType.ProperList))
        {
            return left.Kinds == TermKinds.Cons ? TermType.NonEmptyList : TermType.Any;
        }

        var element = left.Head.Join(right.Head);
        return element.IsNone ? TermType.Nil
            : left.Kinds == TermKinds.Cons || right.Kinds == TermKinds.Cons ? TermType.NonEmptyListOf(element, TermType.Nil) : TermType.ListOf(element);
    }

    private static long AllOnes(long value) => (long)((1UL << (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value))) - 1);

    private static long? Lesser(long? left, long? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);

    private static CallOutcome OfLists(string function, ImmutableArray<TermType> arguments) => (function, arguments.Length) switch
    {
        ("reverse", 1) => new(arguments[0].Kinds == TermKinds.Cons ? TermType.ProperNonEmptyList : TermType.ProperList, true, []),
        ("append" or "concat" or "delete" or "droplast" or "dropwhile" or "duplicate" or "filter" or "filtermap" or "flatlength" or "flatmap"
            or "flatten" or "join" or "keydelete" or "keymap" or "keymerge" or "keyreplace" or "keysort" or "keystore" or "map" or "merge" or "nthtail_"
            or "seq" or "sort" or "sublist" or "subtract" or "takewhile" or "uniq" or "ukeysort" or "usort" or "umerge" or "zip" or "zipwith" or "enumerate", _)
            when function is not ("flatlength" or "append" or "nthtail_") => new(TermType.ProperList, true, []),
        ("append", 1) => new(TermType.Any, true, []),
        ("append", 2) => new(Append(arguments[0], arguments[1]), true, []),
        ("member" or "all" or "any" or "keymember" or "prefix" or "suffix", _) => new(TermType.Boolean, true, []),
        ("keyfind", 3) => new(TermType.Tuple.Join(TermType.AtomOf("false")), true, []),
        ("keytake", 3) => new(
            TermType.TupleOf(3).WithTupleElement(1, TermType.AtomOf("value")).WithTupleElement(2, TermType.Tuple).WithTupleElement(3, TermType.ProperList)
                .Join(TermType.AtomOf("false")), true, []),
        ("mapfoldl" or "mapfoldr", 3) => new(TermType.TupleOf(2).WithTupleElement(1, TermType.ProperList), true, []),
        ("partition" or "split" or "splitwith" or "unzip", _) => new(
            TermType.TupleOf(2).WithTupleElement(1, TermType.ProperList).WithTupleElement(2, TermType.ProperList), true, []),
        ("unzip3", 1) => new(
            TermType.TupleOf(3).WithTupleElement(1, TermType.ProperList).WithTupleElement(2, TermType.ProperList).WithTupleElement(3, TermType.ProperList), true, []),
        ("foreach", 2) => new(TermType.AtomOf("ok"), true, []),
        _ => Unknown,
    };

    private static CallOutcome OfMaps(string function, ImmutableArray<TermType> arguments) => (function, arguments.Length) switch
    {
        ("put" or "update", 3) or ("remove" or "from_list" or "merge" or "without" or "with" or "filter" or "map" or "filtermap", _) or ("new", 0)
            => new(TermType.Map, true, []),
        ("keys" or "values" or "to_list", 1) => new(TermType.ProperList, true, []),
        ("is_key", 2) => new(TermType.Boolean, true, []),
        ("size", 1) => new(TermType.IntegerRange(0, null), true, []),
        _ => Unknown,
    };
}
