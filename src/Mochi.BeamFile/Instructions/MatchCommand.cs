using System.Collections.Immutable;

namespace Mochi.BeamFile.Instructions;

/// <summary>One command of <c>bs_match</c>.</summary>
public sealed record MatchCommand
{
    private MatchCommand(string name, params ImmutableArray<Operand> arguments)
    {
        Name = name;
        Arguments = arguments;
    }

    /// <summary>The command's name.</summary>
    public string Name { get; }

    /// <summary>Its arguments, in the order of the file.</summary>
    public ImmutableArray<Operand> Arguments { get; }

    /// <summary>Fails unless at least so many bits are left and their number is a multiple of the unit.</summary>
    public static MatchCommand EnsureAtLeast(int bits, int unit) =>
        new("ensure_at_least", UnsignedOperand.Of(bits), UnsignedOperand.Of(unit));

    /// <summary>Fails unless exactly so many bits are left.</summary>
    public static MatchCommand EnsureExactly(int bits) => new("ensure_exactly", UnsignedOperand.Of(bits));

    /// <summary>Takes an integer of <paramref name="size"/> times <paramref name="unit"/> bits.</summary>
    /// <param name="live">How many x registers are live, the context included.</param>
    /// <param name="size">How many units.</param>
    /// <param name="unit">Bits in a unit.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="flags">Names of flags: <c>little</c>, <c>signed</c>, <c>native</c>.</param>
    public static MatchCommand Integer(
        int live, int size, int unit, Register destination, params ReadOnlySpan<string> flags) =>
        new("integer", UnsignedOperand.Of(live), (Operand)BinarySegment.FlagList(flags), UnsignedOperand.Of(size),
            UnsignedOperand.Of(unit), destination);

    /// <summary>Takes a bitstring of <paramref name="size"/> times <paramref name="unit"/> bits.</summary>
    /// <param name="live">How many x registers are live, the context included.</param>
    /// <param name="size">How many units.</param>
    /// <param name="unit">Bits in a unit.</param>
    /// <param name="destination">Where it goes.</param>
    public static MatchCommand Binary(int live, int size, int unit, Register destination) =>
        new("binary", UnsignedOperand.Of(live), NilOperand.Instance, UnsignedOperand.Of(size), UnsignedOperand.Of(unit),
            destination);

    /// <summary>Passes over bits.</summary>
    public static MatchCommand Skip(int bits) => new("skip", UnsignedOperand.Of(bits));

    /// <summary>Takes all that is left.</summary>
    /// <param name="live">How many x registers are live, the context included.</param>
    /// <param name="unit">Bits that divide its length.</param>
    /// <param name="destination">Where it goes.</param>
    public static MatchCommand GetTail(int live, int unit, Register destination) =>
        new("get_tail", UnsignedOperand.Of(live), UnsignedOperand.Of(unit), destination);

    /// <summary>Fails unless the next bits are these.</summary>
    /// <param name="bits">How many, 1 to 64.</param>
    /// <param name="value">The bits as a number.</param>
    public static MatchCommand Equal(int bits, ulong value) =>
        new("=:=", NilOperand.Instance, UnsignedOperand.Of(bits), UnsignedOperand.Of(value));

    internal static ListOperand ToOperand(IEnumerable<MatchCommand> commands)
    {
        var items = ImmutableArray.CreateBuilder<Operand>();
        foreach (var command in commands)
        {
            items.Add(new AtomOperand(command.Name));
            items.AddRange(command.Arguments);
        }

        return new ListOperand(items.ToImmutable());
    }
}
