namespace Mochi.Language.Binding;

/// <summary>Gives each record and variant of a module an atom of its own that no built-in value has.</summary>
internal sealed class TagNames
{
    private readonly HashSet<string> _taken =
        ["true", "false", "none", "some", "ok", "error", "nil", "undefined", "mochi_exception"];

    public string Take(string name)
    {
        while (!_taken.Add(name)) name += "'";
        return name;
    }
}
