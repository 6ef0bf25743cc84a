namespace Mochi.BeamAsm.Verification.Signatures;

/// <summary>The hash of a function's name that the generated table is laid out by.</summary>
internal static class SignatureHash
{
    /// <summary>The hash; looks at no more than is needed to spread the table's names.</summary>
    public static uint Of(string module, string function, int arity)
    {
        var hash = 2166136261u + (uint)arity;
        foreach (var character in module)
        {
            hash = (hash ^ character) * 16777619;
        }

        foreach (var character in function)
        {
            hash = (hash ^ character) * 16777619;
        }

        return hash ^ (hash >> 15);
    }
}
