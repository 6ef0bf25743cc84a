using System.Globalization;
using Mochi.BeamFile.Instructions;
using Mochi.BeamFile.Types;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>Operands as C# expressions, with the methods that <see cref="CSharpWriter"/> puts at the end of its text.</summary>
internal static class CSharpOperands
{
    /// <summary>The expression of any operand.</summary>
    public static string Of(Operand operand) => operand switch
    {
        XRegister register => Text($"X({register.Index})"),
        YRegister register => Text($"Y({register.Index})"),
        FloatRegister register => Text($"new FloatRegister({register.Index})"),
        TypedRegister typed => $"{Of(typed.Register)}.WithType({Of(typed.Type)})",
        AtomOperand atom => $"A({CSharpText.Quote(atom.Name)})",
        NilOperand => "NilOperand.Instance",
        IntegerOperand integer => $"I({CSharpTerms.Integer(integer.Value)})",
        UnsignedOperand number => Text($"UnsignedOperand.Of({number.Value}UL)"),
        LiteralOperand literal => $"new LiteralOperand({CSharpTerms.Of(literal.Term)})",
        LabelOperand label => label.IsLabel ? Text($"L({label.Label})") : "LabelOperand.None",
        ImportOperand import => Text(
            $"F({CSharpText.Quote(import.Module)}, {CSharpText.Quote(import.Function)}, {import.Arity})"),
        LambdaOperand lambda => Text(
            $"new LambdaOperand({CSharpText.Quote(lambda.Function)}, {lambda.Arity}, {lambda.Label}, {lambda.FreeCount})"),
        LocationOperand location => Of(location),
        AllocationOperand need => Of(need),
        StringOperand bytes => $"new StringOperand([.. {CSharpText.Bytes(bytes.Bytes.AsSpan())}])",
        ListOperand list => $"new ListOperand([{string.Join(", ", list.Items.Select(Of))}])",
        _ => throw new ArgumentException($"{operand} is no operand", nameof(operand)),
    };

    /// <summary>The expression of a place in the source.</summary>
    public static string Of(LocationOperand location) => location.File is null
        ? (location.Line == 0 ? "LocationOperand.None" : Text($"new LocationOperand(null, {location.Line})"))
        : Text($"new LocationOperand({CSharpText.Quote(location.File)}, {location.Line})");

    /// <summary>The expression of a type.</summary>
    public static string Of(BeamType type)
    {
        var kinds = type.Kinds.ToString();
        var expression = int.TryParse(kinds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Text($"new BeamType((BeamTypeKinds)({number})")
            : $"new BeamType(BeamTypeKinds.{kinds.Replace(", ", " | BeamTypeKinds.", StringComparison.Ordinal)}";
        return expression
            + (type.Minimum is { } minimum ? Text($", Minimum: {minimum}") : "")
            + (type.Maximum is { } maximum ? Text($", Maximum: {maximum}") : "")
            + (type.Unit is { } unit ? Text($", Unit: {unit}") : "") + ")";
    }

    /// <summary>A text without a culture.</summary>
    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Of(AllocationOperand need) => need is { Floats: 0, Funs: 0 }
        ? Text($"AllocationOperand.OfWords({need.Words})")
        : Text($"new AllocationOperand({need.Words}, Floats: {need.Floats}, Funs: {need.Funs})");
}
