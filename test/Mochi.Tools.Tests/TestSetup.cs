using System.Runtime.Versioning;
using FluentAssertions.Common;

[assembly: UnsupportedOSPlatform("windows")]
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Mochi.Tools.Tests;

/// <summary>Makes a failed assertion of FluentAssertions a failed assertion of MSTest.</summary>
[TestClass]
public static class TestSetup
{
    /// <summary>FluentAssertions 6 does not know the assembly name of MSTest 4.</summary>
    [AssemblyInitialize]
    public static void Initialize(TestContext _) =>
        Services.ThrowException = message => throw new AssertFailedException(message);
}
