using FluentAssertions;
using Mochi.BeamFile.Diagnostics;
using Mochi.CommandLine;

namespace Mochi.Tools.Tests.CommandLine;

[TestClass]
public class CommandHostTests
{
    [TestMethod]
    public void A_defect_is_told_from_a_problem_of_the_input()
    {
        var diagnostic = new Diagnostic("ML900", DiagnosticSeverity.Error, "this is a defect of mochi", DiagnosticPlace.None);
        CommandHost.Run("mochi", _ => throw new DefectException(diagnostic)).Should().Be(ExitStatus.Defect);
        CommandHost.Run("mochi", _ => throw new DiagnosticException(diagnostic)).Should().Be(ExitStatus.Problems);
    }
}
