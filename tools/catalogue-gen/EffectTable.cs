using Mochi.BeamAsm.Verification.Signatures;
using Mochi.BeamFile.Analysis;

namespace Mochi.CatalogueGen;

/// <summary>
/// What functions outside the runtime do: what the reviewed table effects.tsv says of the function, else what the verifier's
/// table of signatures says, else what effects.tsv says of the whole module.
/// </summary>
internal sealed class EffectTable
{
    private static readonly string[] Header = ["module", "function", "arity", "effects"];

    private static readonly OuterFunction Silent = new(CallEffects.None, []);
    private static readonly OuterFunction Raising = new(CallEffects.Raises, []);

    private readonly Dictionary<(string Module, string Function, string Arity), OuterFunction> _rows = [];

    /// <summary>
    /// Reads effects.tsv and refuses a line that lacks a column, uses an unknown word or says the same again.
    /// </summary>
    public static EffectTable Read(string text)
    {
        var table = new EffectTable();
        var headerSeen = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split('\t');
            if (!headerSeen)
            {
                Require(cells.SequenceEqual(Header), line, "the header is not " + string.Join(' ', Header));
                headerSeen = true;
                continue;
            }

            Require(
                cells.Length == Header.Length && cells.All(cell => cell.Length > 0), line, $"expected {Header.Length} columns");
            Require(EffectWords.TryRead(cells[3], out var function), line, $"unknown effect in {cells[3]}");
            Require(table._rows.TryAdd((cells[0], cells[1], cells[2]), function!), line, "the function is there twice");
        }

        return table;
    }

    /// <summary>
    /// What a function does, for arguments of any type; <see langword="null"/> when nothing is known of it.
    /// </summary>
    public OuterFunction? Find(Mfa function)
    {
        var arity = function.Arity.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Row(function.Module, function.Function, arity) is { } own)
        {
            return own;
        }

        if (SignatureTable.Find(function.Module, function.Function, function.Arity) is { } signature
            && (signature.Flags & SignatureFlags.IsPure) != 0)
        {
            var isSafe = (signature.Flags & SignatureFlags.IsSafe) != 0 && signature.Required.All(type => type.IsAny);
            return isSafe ? Silent : Raising;
        }

        return Row(function.Module, "*", "*");
    }

    private OuterFunction? Row(string module, string function, string arity) =>
        _rows.TryGetValue((module, function, arity), out var known) || _rows.TryGetValue((module, function, "*"), out known)
            ? known : null;

    private static void Require(bool condition, string line, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException($"effects.tsv: {message}: {line}");
        }
    }
}
