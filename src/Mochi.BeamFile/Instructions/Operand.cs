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
    public static BigInteger InlineIntegerLimit { get; } = BigInteger.One + (BigInteger)UInt128.MaxValue;

    private protected Operand()
    {
    }

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
}
