using System.Numerics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Instructions;

/// <summary>
/// An operand of an instruction in symbolic form: it names things instead of pointing into the tables of the file,
/// because each of those tables is a function of the code (entries are numbered by first use).
/// </summary>
public abstract record Operand
{
    /// <summary>Integers of this size and above are kept in the literal table instead of in the code: 2^128.</summary>
    public static BigInteger InlineIntegerLimit => IntegerLimit.Value;

    // Two threads may give the same number; nothing but speed depends on it.
    private static int _lastSerial;

    private protected Operand() => Key = ++_lastSerial & int.MaxValue;

    // Operands with a form of their own cannot change in a copy.
    private protected Operand(int tag, ulong value) =>
        Key = value <= CompactTerm.MaximumShort ? CompactTerm.ShortForm(tag, (int)value) : ++_lastSerial & int.MaxValue;

    /// <summary>Makes a copy for a <c>with</c> expression.</summary>
    /// <param name="original">What is copied.</param>
    protected Operand(Operand original)
    {
        ArgumentNullException.ThrowIfNull(original);
        Key = original.Key < 0 ? original.Key : ++_lastSerial & int.MaxValue;
    }

    /// <summary>
    /// For speed alone. Negative: how the operand is written, when that depends on nothing and takes up to three bytes (see
    /// <see cref="CompactTerm.ShortForm"/>). Otherwise a number that operands made one after the other have one after the
    /// other, for caches.
    /// </summary>
    internal int Key { get; }

    /// <summary>Compares the kind only; the kinds compare the rest.</summary>
    public virtual bool Equals(Operand? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>
    /// The operand by which compilers name a constant: atoms, <c>[]</c> and integers of up to 128 bits stand in the
    /// code, everything else in the literal table.
    /// </summary>
    public static ISourceOperand Constant(Term term) => term switch
    {
        AtomTerm atom => new AtomOperand(atom.Name),
        NilTerm => NilOperand.Instance,
        IntegerTerm integer when BigInteger.Abs(integer.Value) < InlineIntegerLimit =>
            new IntegerOperand(integer.Value),
        null => throw new ArgumentNullException(nameof(term)),
        _ => new LiteralOperand(term),
    };

    // Computed only when it is asked for: every operand would wait for it otherwise.
    private static class IntegerLimit
    {
        public static readonly BigInteger Value = BigInteger.One << 128;
    }
}
