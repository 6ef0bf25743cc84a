namespace Mochi.OpcodeGen;

/// <summary>
/// The kinds of operands: their name in the metadata, their parameter type, and how a parameter becomes an operand.
/// </summary>
internal static class OperandKinds
{
    public static IReadOnlyDictionary<string, (string Metadata, string Parameter, string Conversion)> Known { get; } =
        new Dictionary<string, (string, string, string)>
        {
            ["u"] = ("Unsigned", "int", "UnsignedOperand.Of({0})"),
            ["label"] = ("Label", "LabelOperand", "Required({0})"),
            ["label?"] = ("OptionalLabel", "LabelOperand", "{0}"),
            ["deflabel"] = ("DefinedLabel", "LabelOperand", "UnsignedOperand.Of(Required({0}).Label)"),
            ["src"] = ("Source", "ISourceOperand", "(Operand){0}"),
            ["reg"] = ("RegisterSource", "IRegisterOperand", "(Operand){0}"),
            ["dst"] = ("Destination", "Register", "{0}"),
            ["y"] = ("StackSlot", "YRegister", "{0}"),
            ["fr"] = ("FloatRegister", "FloatRegister", "{0}"),
            ["fsrc"] = ("FloatSource", "IFloatSource", "(Operand){0}"),
            ["fdst"] = ("FloatDestination", "IFloatDestination", "(Operand){0}"),
            ["atom"] = ("Atom", "string", "new AtomOperand({0})"),
            ["import"] = ("Import", "ImportOperand", "{0}"),
            ["lambda"] = ("Lambda", "LambdaOperand", "{0}"),
            ["location"] = ("Location", "LocationOperand", "{0}"),
            ["heap"] = ("HeapNeed", "AllocationOperand", "{0}"),
            ["string"] = ("String", "StringOperand", "{0}"),
            ["segment"] = ("SegmentValue", "ISegmentValue", "(Operand){0}"),
            ["matchstart"] = ("MatchStart", "IMatchStart", "(Operand){0}"),
            ["funtag"] = ("FunTag", "IFunTag", "(Operand){0}"),
            ["recname"] = ("RecordName", "IRecordName", "(Operand){0}"),
            ["flags"] = ("Flags", "IFlagsOperand", "(Operand){0}"),
            ["commands"] = ("MatchCommands", "IEnumerable<MatchCommand>", "MatchCommand.ToOperand({0})"),
        };
}
