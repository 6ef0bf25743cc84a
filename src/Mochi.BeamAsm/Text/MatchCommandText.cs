namespace Mochi.BeamAsm.Text;

/// <summary>What the text has to know about the commands of <c>bs_match</c>.</summary>
internal static class MatchCommandText
{
    /// <summary>How many arguments follow a command's name (<c>beam_disasm.erl</c>); 0 for a name that nobody knows.</summary>
    public static int ArgumentCount(string command) => command switch
    {
        "ensure_exactly" or "skip" => 1,
        "ensure_at_least" => 2,
        "get_tail" or "=:=" => 3,
        "integer" or "binary" => 5,
        _ => 0,
    };
}
