using System.Text;

namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>The functions outside a module that something is known of; see <c>signatures.tsv</c>.</summary>
internal static partial class SignatureTable
{
    private static readonly Signature?[] Known = new Signature?[Offsets.Length];

    /// <summary>The number of functions.</summary>
    public static int Count => Offsets.Length;

    /// <summary>What is known of a function; <see langword="null"/> for nothing.</summary>
    public static Signature? Find(string module, string function, int arity)
    {
        var slots = Slots;
        for (var slot = SignatureHash.Of(module, function, arity) & (uint)(slots.Length - 1); ; slot = (slot + 1) & (uint)(slots.Length - 1))
        {
            var row = slots[(int)slot];
            if (row == 0)
            {
                return null;
            }

            var signature = Row(row - 1);
            if (signature.Arity == arity && signature.Function == function && signature.Module == module)
            {
                return signature;
            }
        }
    }

    /// <summary>A row of the table, from 0.</summary>
    public static Signature Row(int index) => Known[index] ??= Read(index);

    private static Signature Read(int index)
    {
        var row = Text[Offsets[index]..];
        return SignatureReader.Read(Encoding.UTF8.GetString(row[..row.IndexOf((byte)'\n')]));
    }
}
