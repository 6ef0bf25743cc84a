using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mochi.Language.Runtime;

/// <summary>
/// The functions that the application <c>mochi</c> exports, from the specifications in <c>erlang-runtime/ebin</c>. It is
/// here and not in a layer below because the application is the run-time half of this language and nobody else calls it.
/// </summary>
internal static partial class RuntimeCatalogue
{
    // Modules that are compiled from Mochi programs; everything else that begins with mochi_ is the runtime's.
    private const string ProgramPrefix = "mochi_user_";

    private const int FirstParameter = 6;

    private static readonly RuntimeFunction?[] Known = new RuntimeFunction?[Offsets.Length];

    /// <summary>All functions, in order of module, name and number of parameters.</summary>
    public static IEnumerable<RuntimeFunction> All => Enumerable.Range(0, Known.Length).Select(Row);

    /// <summary>Whether a module is one of the runtime, so that what is not in the catalogue does not exist.</summary>
    public static bool Covers(string module) =>
        module is "mochi" ||
        (module.StartsWith("mochi_", StringComparison.Ordinal) &&
            !module.StartsWith(ProgramPrefix, StringComparison.Ordinal));

    /// <summary>Finds a function.</summary>
    public static bool TryFind(string module, string function, int arity, [NotNullWhen(true)] out RuntimeFunction? found)
    {
        // The lines are in the order of their bytes.
        var name = string.Create(CultureInfo.InvariantCulture, $"{module}\t{function}\t{arity}\t");
        ReadOnlySpan<byte> key = Encoding.UTF8.GetBytes(name);
        var (low, high) = (0, Offsets.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var line = Text[Offsets[middle]..];
            var order = key.SequenceCompareTo(line[..Math.Min(key.Length, line.Length)]);
            if (order == 0)
            {
                found = Row(middle);
                return true;
            }

            (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
        }

        found = null;
        return false;
    }

    private static string[] Cells(int row)
    {
        var text = Text[Offsets[row]..];
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)'\n')]).Split('\t');
    }

    private static RuntimeFunction Row(int index) => Known[index] ??= Read(Cells(index));

    private static RuntimeFunction Read(string[] cells)
    {
        var parameters = ImmutableArray.CreateBuilder<RuntimeParameter>();
        for (var index = FirstParameter; index < cells.Length; index += 3)
        {
            var name = cells[index] is "-" ? null : cells[index];
            parameters.Add(new RuntimeParameter(name, ReadType(cells[index + 1], cells[index + 2])));
        }

        return new RuntimeFunction(
            cells[0], cells[1], parameters.ToImmutable(), ReadType(cells[4], cells[5]), ReadEffects(cells[3]));
    }

    private static RuntimeType ReadType(string type, string name)
    {
        const string Opaque = "opaque ";
        var isOpaque = name.StartsWith(Opaque, StringComparison.Ordinal);
        return new RuntimeType(type, name is "-" ? null : isOpaque ? name[Opaque.Length..] : name, isOpaque);
    }

    private static RuntimeEffects ReadEffects(string text)
    {
        var effects = RuntimeEffects.None;
        foreach (var word in text.Split(','))
        {
            effects |= word switch
            {
                "reads" => RuntimeEffects.ReadsWorld,
                "writes" => RuntimeEffects.Writes,
                "sends" => RuntimeEffects.SendsMessages,
                "calls" => RuntimeEffects.CallsFunctions,
                "raises" => RuntimeEffects.MayRaise,
                "never" => RuntimeEffects.NeverReturns,
                _ => RuntimeEffects.None,
            };
        }

        return effects;
    }
}
