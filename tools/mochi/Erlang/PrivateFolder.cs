using Mochi.Otp.Publishing;

namespace Mochi.Tool.Erlang;

/// <summary>A folder of the user's own (mode 0700) below the system's temporary folder; gone when disposed.</summary>
internal sealed class PrivateFolder : IDisposable
{
    /// <summary>The folder's path.</summary>
    public string Root { get; } = TemporaryPaths.CreatePrivateFolder("mochi-run-");

    /// <summary>Removes the folder with all that is in it.</summary>
    public void Dispose() => TemporaryPaths.Remove(Root);
}
