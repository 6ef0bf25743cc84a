using System.Globalization;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Text, as in Erlang's type specifications.</content>
public sealed partial class TermType
{
    /// <summary>The type as one would write it in Erlang.</summary>
    public override string ToString()
    {
        if (IsNone)
        {
            return "none()";
        }

        if (IsAny)
        {
            return "any()";
        }

        var parts = new List<string>();
        AddAtoms(parts);
        AddNumbers(parts);
        AddStructures(parts);
        foreach (var (kind, name) in Names)
        {
            if (Has(kind))
            {
                parts.Add(name);
            }
        }

        if (Has(TermKinds.MatchContext))
        {
            parts.Add(ContextUnit == 1 ? "match context" : $"match context of {ContextUnit}-bit units");
        }

        if (Has(TermKinds.MatchPosition))
        {
            parts.Add("match position");
        }

        return string.Join(" | ", parts);
    }

    private static (TermKinds Kind, string Name)[] Names { get; } =
    [
        (TermKinds.Pid, "pid()"), (TermKinds.Port, "port()"), (TermKinds.Reference, "reference()"),
        (TermKinds.NativeRecord, "native record"), (TermKinds.ReceiveMarker, "receive marker"),
    ];

    private void AddAtoms(List<string> parts)
    {
        if (!Has(TermKinds.Atom))
        {
            return;
        }

        if (Atoms.IsDefault)
        {
            parts.Add("atom()");
        }
        else if (Atoms.Length == 2 && Atoms[0] == "false" && Atoms[1] == "true")
        {
            parts.Add("boolean()");
        }
        else
        {
            parts.AddRange(Atoms.Select(TermPrinter.Atom));
        }
    }

    private void AddNumbers(List<string> parts)
    {
        if (Has(TermKinds.Integer))
        {
            parts.Add((Minimum, Maximum) switch
            {
                (null, null) => Has(TermKinds.Float) ? "number()" : "integer()",
                (0, null) => "non_neg_integer()",
                (1, null) => "pos_integer()",
                ({ } low, null) => Invariant(low) + "..",
                (null, { } high) => ".." + Invariant(high),
                ({ } low, { } high) => low == high ? Invariant(low) : $"{Invariant(low)}..{Invariant(high)}",
            });
        }

        if (Has(TermKinds.Float) && (!Has(TermKinds.Integer) || Minimum is not null || Maximum is not null))
        {
            parts.Add("float()");
        }
    }

    private void AddStructures(List<string> parts)
    {
        if (Has(TermKinds.Bitstring))
        {
            parts.Add(Unit switch
            {
                1 => "bitstring()",
                8 => "binary()",
                _ => string.Create(CultureInfo.InvariantCulture, $"<<_:_*{Unit}>>"),
            });
        }

        if (Has(TermKinds.Cons))
        {
            var element = ElementType?.ToString() ?? "any()";
            var isProper = Terminator is null or { Kinds: TermKinds.Nil };
            parts.Add((Has(TermKinds.Nil) ? "list(" : "nonempty_list(") + element + (isProper ? ")" : $", ending in {Terminator})"));
        }
        else if (Has(TermKinds.Nil))
        {
            parts.Add("[]");
        }

        if (Has(TermKinds.Tuple))
        {
            parts.AddRange(Shapes.Select(Text));
        }

        if (Has(TermKinds.Map))
        {
            parts.Add(KeyType is null && ValueType is null ? "map()" : $"#{{{KeyType ?? Any} => {ValueType ?? Any}}}");
        }

        if (Has(TermKinds.Fun))
        {
            parts.Add(FunArity < 0 ? "fun()" : string.Create(CultureInfo.InvariantCulture, $"fun/{FunArity}"));
        }
    }

    private static string Text(TupleShape shape)
    {
        if (shape.Size == 0 && !shape.IsExact)
        {
            return "tuple()";
        }

        const int shown = 6;
        var text = new StringBuilder("{");
        for (var index = 1; index <= Math.Min(shape.Size, shown); index++)
        {
            text.Append(index > 1 ? "," : "").Append(shape.Element(index));
        }

        return text.Append(shape.Size > shown ? string.Create(CultureInfo.InvariantCulture, $",... of {shape.Size}") : "")
            .Append(shape.IsExact ? "}" : ",...}").ToString();
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
