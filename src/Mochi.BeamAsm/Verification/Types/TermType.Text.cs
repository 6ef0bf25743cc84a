using System.Globalization;
using System.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Verification.Types;

/// <content>Text, as in Erlang's type specifications.</content>
public sealed partial class TermType
{
    private const int ShownElements = 6;
    private const int ShownShapes = 8;

    private static readonly (TermKinds Kind, string Name)[] SimpleNames =
    [
        (TermKinds.Pid, "pid()"), (TermKinds.Port, "port()"), (TermKinds.Reference, "reference()"),
    ];

    /// <summary>
    /// The type as one would write it in Erlang, such as <c>ok | {error,atom()}</c> or <c>0..255</c>; the same text
    /// for the same type always.
    /// </summary>
    public override string ToString()
    {
        if (IsNone)
        {
            return "none()";
        }

        var parts = new List<string>();
        if ((Kinds & TermKinds.Terms) == TermKinds.Terms && _isPlain)
        {
            parts.Add("any()");
        }
        else
        {
            AddAtoms(parts);
            AddNumbers(parts);
            AddBitstrings(parts);
            AddLists(parts);
            AddTuples(parts);
            AddOthers(parts);
        }

        AddAbstract(parts);
        return string.Join(" | ", parts);
    }

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TupleShape shape)
    {
        if (shape.IsAny)
        {
            return "tuple()";
        }

        var text = new StringBuilder("{");
        for (var index = 1; index <= Math.Min(shape.Size, ShownElements); index++)
        {
            text.Append(index > 1 ? "," : "").Append(shape.Element(index));
        }

        if (shape.Size > ShownElements)
        {
            text.Append(",... of ").Append(Invariant(shape.Size));
        }

        return text.Append(shape.IsExact ? "}" : shape.Size > ShownElements ? " or more}" : ",...}").ToString();
    }

    private void AddAtoms(List<string> parts)
    {
        if (!Has(TermKinds.Atom))
        {
            return;
        }

        switch (_atoms)
        {
            case null:
                parts.Add("atom()");
                break;
            case ["false", "true"]:
                parts.Add("boolean()");
                break;
            default:
                foreach (var name in _atoms)
                {
                    parts.Add(TermPrinter.Atom(name));
                }

                break;
        }
    }

    private void AddNumbers(List<string> parts)
    {
        if (Has(TermKinds.Integer) && Has(TermKinds.Float) && Minimum is null && Maximum is null)
        {
            parts.Add("number()");
            return;
        }

        if (Has(TermKinds.Integer))
        {
            parts.Add((Minimum, Maximum) switch
            {
                (null, null) => "integer()",
                (0, null) => "non_neg_integer()",
                (1, null) => "pos_integer()",
                (null, -1) => "neg_integer()",
                ({ } low, null) => Invariant(low) + "..",
                (null, { } high) => ".." + Invariant(high),
                ({ } low, { } high) => low == high ? Invariant(low) : Invariant(low) + ".." + Invariant(high),
            });
        }

        if (Has(TermKinds.Float))
        {
            parts.Add("float()");
        }
    }

    private void AddBitstrings(List<string> parts)
    {
        if (Has(TermKinds.Bitstring))
        {
            parts.Add((IsWritable ? "writable " : "") + Unit switch
            {
                1 => "bitstring()",
                8 => "binary()",
                _ => "<<_:_*" + Invariant(Unit) + ">>",
            });
        }
    }

    private void AddLists(List<string> parts)
    {
        if (!Has(TermKinds.Cons))
        {
            if (Has(TermKinds.Nil))
            {
                parts.Add("[]");
            }

            return;
        }

        var isProper = _details.Terminator is { Kinds: TermKinds.Nil };
        var isMaybe = Has(TermKinds.Nil);
        if (_details.Element is null && (isProper || _details.Terminator is null))
        {
            var name = isProper ? "list()" : "maybe_improper_list()";
            parts.Add(isMaybe ? name : "nonempty_" + name);
            return;
        }

        var prefix = isMaybe ? "" : "nonempty_";
        parts.Add(isProper ? $"{prefix}list({Head})" : $"{prefix}maybe_improper_list({Head},{Terminator})");
    }

    private void AddTuples(List<string> parts)
    {
        var shapes = Shapes;
        for (var index = 0; index < Math.Min(shapes.Length, ShownShapes); index++)
        {
            parts.Add(Text(shapes[index]));
        }

        if (shapes.Length > ShownShapes)
        {
            parts.Add("... " + Invariant(shapes.Length - ShownShapes) + " other tuples");
        }
    }

    private void AddOthers(List<string> parts)
    {
        if (Has(TermKinds.Map))
        {
            parts.Add(_details.Key is null && _details.Value is null ? "map()"
                : _details.Key is { IsNone: true } ? "#{}" : $"#{{{MapKey} => {MapValue}}}");
        }

        if (Has(TermKinds.Fun))
        {
            var result = _details.Result is null ? "" : ((_details.Arity < 0 ? "" : " -> ") + _details.Result);
            parts.Add(_details.Arity < 0 ? (result.Length == 0 ? "fun()" : $"fun((...) -> {result})")
                : "fun/" + Invariant(_details.Arity) + result);
        }

        foreach (var (kind, name) in SimpleNames)
        {
            if (Has(kind))
            {
                parts.Add(name);
            }
        }

        if (Has(TermKinds.NativeRecord) && _details.Records is null)
        {
            parts.Add("native record");
        }

        foreach (var record in _details.Records ?? [])
        {
            parts.Add(record.ToString());
        }
    }

    private void AddAbstract(List<string> parts)
    {
        var unit = ContextUnit == 1 ? "" : " of " + Invariant(ContextUnit) + "-bit units";
        if (Has(TermKinds.MatchContext))
        {
            parts.Add("match context" + unit);
        }

        if (Has(TermKinds.MatchPosition))
        {
            parts.Add("match position" + unit);
        }

        if (Has(TermKinds.ReceiveMarker))
        {
            parts.Add("receive marker");
        }
    }
}
