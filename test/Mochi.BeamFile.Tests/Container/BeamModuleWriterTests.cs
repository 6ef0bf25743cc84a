using FluentAssertions;
using Mochi.BeamFile.Container;

namespace Mochi.BeamFile.Tests.Container;

[TestClass]
public sealed class BeamModuleWriterTests
{
    [TestMethod]
    public void Write_TwiceGivesTheSameBytes() =>
        BeamModuleWriter.Write(SampleModules.Everything()).Should().Equal(
            BeamModuleWriter.Write(SampleModules.Everything()));
}
