using FluentAssertions.Common;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Mochi.Language.Tests;

/// <summary>Makes a failed assertion of FluentAssertions a failed assertion of MSTest.</summary>
[TestClass]
public static class TestSetup
{
    /// <summary>FluentAssertions 6 does not know the assembly name of MSTest 4.</summary>
    [AssemblyInitialize]
    public static void Initialize(TestContext _) =>
        Services.ThrowException = message => throw new AssertFailedException(message);
}
