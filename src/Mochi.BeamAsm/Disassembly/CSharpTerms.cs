using System.Globalization;
using System.Text;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamAsm.Disassembly;

/// <summary>Terms as C# expressions.</summary>
internal static class CSharpTerms
{
    // A larger expression is no easier to read than the text of the term, and much slower to compile.
    private const int LargestExpression = 60;
    private const int DeepestExpression = 6;

    /// <summary>The expression of a term.</summary>
    public static string Of(Term term)
    {
        var budget = LargestExpression;
        if (IsSmall(term, DeepestExpression, ref budget))
        {
            var text = new StringBuilder();
            Append(text, term);
            return text.ToString();
        }

        return BasmOperandWriter.HasText(term)
            ? $"TermReader.Read({CSharpText.Quote(TermPrinter.Print(term) + ".")})"
            : $"ExternalTermFormat.Decode({CSharpText.Bytes(ExternalTermFormat.Encode(term))})";
    }

    private static bool IsSmall(Term term, int depth, ref int budget)
    {
        budget--;
        if (budget < 0 || depth < 0)
        {
            return false;
        }

        switch (term)
        {
            case AtomTerm or IntegerTerm or NilTerm or BitstringTerm or ExternalFunTerm:
                return true;
            case FloatTerm number:
                return double.IsFinite(number.Value);
            case ListTerm list when TextOf(list) is not null:
                return true;
            case ListTerm list:
                return AreSmall(list.Elements.AsSpan(), depth, ref budget) && IsSmall(list.Tail, depth - 1, ref budget);
            case TupleTerm tuple:
                return AreSmall(tuple.Elements.AsSpan(), depth, ref budget);
            case MapTerm map:
                foreach (var pair in map.Pairs)
                {
                    if (!IsSmall(pair.Key, depth - 1, ref budget) || !IsSmall(pair.Value, depth - 1, ref budget))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    private static bool AreSmall(ReadOnlySpan<Term> terms, int depth, ref int budget)
    {
        foreach (var term in terms)
        {
            if (!IsSmall(term, depth - 1, ref budget))
            {
                return false;
            }
        }

        return true;
    }

    private static void Append(StringBuilder text, Term term)
    {
        switch (term)
        {
            case AtomTerm atom:
                text.Append("Term.Atom(").Append(CSharpText.Quote(atom.Name)).Append(')');
                break;
            case IntegerTerm integer:
                text.Append("Term.Integer(").Append(Integer(integer.Value)).Append(')');
                break;
            case FloatTerm number:
                text.Append("Term.Float(").Append(number.Value.ToString("R", CultureInfo.InvariantCulture)).Append("d)");
                break;
            case NilTerm:
                text.Append("Term.Nil");
                break;
            case BitstringTerm bits:
                Append(text, bits);
                break;
            case ExternalFunTerm fun:
                text.Append("Term.ExternalFun(").Append(CSharpText.Quote(fun.Module)).Append(", ");
                text.Append(CSharpText.Quote(fun.Function)).Append(CultureInfo.InvariantCulture, $", {fun.Arity})");
                break;
            case ListTerm list when TextOf(list) is { } characters:
                text.Append("Term.CharList(").Append(CSharpText.Quote(characters)).Append(')');
                break;
            case ListTerm { IsProper: true } list:
                text.Append("Term.List(");
                Append(text, list.Elements.AsSpan());
                text.Append(')');
                break;
            case ListTerm list:
                text.Append("Term.ImproperList([");
                Append(text, list.Elements.AsSpan());
                text.Append("], ");
                Append(text, list.Tail);
                text.Append(')');
                break;
            case TupleTerm tuple:
                text.Append("Term.Tuple(");
                Append(text, tuple.Elements.AsSpan());
                text.Append(')');
                break;
            case MapTerm map:
                Append(text, map);
                break;
            default:
                throw new ArgumentException($"{term.Kind} is not written as an expression", nameof(term));
        }
    }

    private static void Append(StringBuilder text, ReadOnlySpan<Term> terms)
    {
        for (var index = 0; index < terms.Length; index++)
        {
            text.Append(index == 0 ? "" : ", ");
            Append(text, terms[index]);
        }
    }

    private static void Append(StringBuilder text, MapTerm map)
    {
        text.Append("Term.Map(");
        for (var index = 0; index < map.Pairs.Length; index++)
        {
            text.Append(index == 0 ? "(" : ", (");
            Append(text, map.Pairs[index].Key);
            text.Append(", ");
            Append(text, map.Pairs[index].Value);
            text.Append(')');
        }

        text.Append(')');
    }

    private static void Append(StringBuilder text, BitstringTerm bits)
    {
        var bytes = bits.Bytes.AsSpan();
        if (bits.BitsInLastByte != 8)
        {
            text.Append("Term.Bitstring(").Append(CSharpText.Bytes(bytes));
            text.Append(CultureInfo.InvariantCulture, $", {bits.BitsInLastByte})");
        }
        else if (bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
        {
            text.Append("Term.String(").Append(CSharpText.Quote(Encoding.ASCII.GetString(bytes))).Append(')');
        }
        else
        {
            text.Append("Term.Binary(").Append(CSharpText.Bytes(bytes)).Append(')');
        }
    }

    /// <summary>An expression of this value: a number of C# when it has one.</summary>
    public static string Integer(System.Numerics.BigInteger value) => value >= long.MinValue + 1 && value <= long.MaxValue
        ? value.ToString(CultureInfo.InvariantCulture)
        : $"BigInteger.Parse(\"{value.ToString(CultureInfo.InvariantCulture)}\", CultureInfo.InvariantCulture)";

    private static string? TextOf(ListTerm list)
    {
        if (!list.IsProper)
        {
            return null;
        }

        var text = new StringBuilder(list.Elements.Length);
        foreach (var element in list.Elements)
        {
            if (element is not IntegerTerm { Value: var value } || value < ' ' || value > '~')
            {
                return null;
            }

            text.Append((char)(int)value);
        }

        return text.ToString();
    }
}
