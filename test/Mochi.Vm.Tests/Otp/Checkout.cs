namespace Mochi.Vm.Tests.Otp;

/// <summary>Finds folders of the checkout that the tests were built in.</summary>
internal static class Checkout
{
    /// <summary>A folder or file of the checkout.</summary>
    /// <param name="path">Its path from the root, part by part.</param>
    public static string Folder(params string[] path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Mochi.BeamAsm.sln")))
        {
            root = root.Parent;
        }

        return root is null
            ? throw new DirectoryNotFoundException($"no checkout around {AppContext.BaseDirectory}")
            : Path.Combine([root.FullName, .. path]);
    }
}
