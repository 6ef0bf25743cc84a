using Mochi.BeamFile.Instructions;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>The commands of <c>bs_match</c>, which are one flat list in the file.</summary>
internal static class MatchCommands
{
    /// <summary>How many operands follow the name of a command.</summary>
    public static int ArgumentCount(string command) => command switch
    {
        "ensure_at_least" => 2,
        "ensure_exactly" or "skip" => 1,
        "integer" or "binary" => 5,
        _ => 3,
    };

    /// <summary>Where the commands of an instruction begin in its list.</summary>
    public static IEnumerable<(int Start, string Name)> Of(IReadOnlyList<Operand> items)
    {
        for (var index = 0; index < items.Count;)
        {
            var name = (items[index] as AtomOperand)?.Name ?? "";
            yield return (index, name);
            index += 1 + ArgumentCount(name);
        }
    }

    /// <summary>The arguments of commands for which something holds.</summary>
    public static List<Place> Places(FunctionEdit edit, Func<string, int, Operand, bool> predicate)
    {
        var found = new List<Place>();
        for (var index = edit.BodyStart; index < edit.Code.Count; index++)
        {
            if (edit.Code[index].Opcode == Opcode.BsMatch)
            {
                var items = edit.Items(index);
                foreach (var (start, name) in Of(items))
                {
                    for (var argument = 0; argument < ArgumentCount(name) && start + 1 + argument < items.Length; argument++)
                    {
                        if (predicate(name, argument, items[start + 1 + argument]))
                        {
                            found.Add(new Place(index, 2, start + 1 + argument));
                        }
                    }
                }
            }
        }

        return found;
    }
}
