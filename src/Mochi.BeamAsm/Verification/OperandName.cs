using Mochi.BeamFile.Instructions;

namespace Mochi.BeamAsm.Verification;

/// <summary>How findings call operands.</summary>
internal static class OperandName
{
    /// <summary>The name of a register, or the text of something else.</summary>
    public static string Of(Operand operand) => operand switch
    {
        TypedRegister typed => Of(typed.Register),
        XRegister register => $"x{register.Index}",
        YRegister register => $"y{register.Index}",
        FloatRegister register => $"fr{register.Index}",
        AtomOperand atom => atom.Name,
        IntegerOperand integer => integer.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        UnsignedOperand number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        LabelOperand { IsLabel: true } label => $"label {label.Label}",
        NilOperand => "[]",
        _ => operand.ToString()!,
    };
}
