namespace Mochi.BeamAsm.Verification.Types;

/// <content>What is known of all but integers, atoms and tuples: most types are of these alone, and stay small.</content>
public sealed partial class TermType
{
    private sealed class Details
    {
        /// <summary>Nothing is known.</summary>
        public static readonly Details None = new(new Parts(TermKinds.None));

        public readonly int Unit;
        public readonly int ContextUnit;
        public readonly int Arity;
        public readonly bool IsWritable;
        public readonly TermType? Element;
        public readonly TermType? Terminator;
        public readonly TermType? Key;
        public readonly TermType? Value;
        public readonly TermType? Result;
        public readonly NativeRecordName[]? Records;

        private Details(in Parts parts)
        {
            (Unit, ContextUnit, Arity, IsWritable) = (parts.Unit, parts.ContextUnit, parts.Arity, parts.IsWritable);
            (Element, Terminator) = (parts.Element, parts.Terminator);
            (Key, Value, Result, Records) = (parts.Key, parts.Value, parts.Result, parts.Records);
        }

        /// <summary>Those of the parts.</summary>
        public static Details Of(in Parts parts) => None.IsSame(parts) ? None : new Details(parts);

        /// <summary>Whether they are those of the parts, each the same object.</summary>
        public bool IsSame(in Parts parts) =>
            HasSameNumbers(parts)
            && ReferenceEquals(Element, parts.Element) && ReferenceEquals(Terminator, parts.Terminator)
            && ReferenceEquals(Key, parts.Key) && ReferenceEquals(Value, parts.Value)
            && ReferenceEquals(Result, parts.Result) && ReferenceEquals(Records, parts.Records);

        /// <summary>Whether they are equal to those of the parts.</summary>
        public bool IsEqual(in Parts parts) =>
            HasSameNumbers(parts)
            && TermType.Equals(Element, parts.Element) && TermType.Equals(Terminator, parts.Terminator)
            && TermType.Equals(Key, parts.Key) && TermType.Equals(Value, parts.Value)
            && TermType.Equals(Result, parts.Result) && AreEqual(Records, parts.Records);

        private bool HasSameNumbers(in Parts parts) =>
            Unit == parts.Unit && ContextUnit == parts.ContextUnit && Arity == parts.Arity && IsWritable == parts.IsWritable;
    }
}
