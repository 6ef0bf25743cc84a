using FluentAssertions;
using Mochi.CommandLine;

namespace Mochi.Tools.Tests.CommandLine;

[TestClass]
public class ProgressLineTests
{
    private readonly List<string> _written = [];
    private TimeSpan _now;

    [TestMethod]
    public void Says_nothing_about_short_work()
    {
        var line = Line();
        _now = ProgressLine.Patience - TimeSpan.FromMilliseconds(1);

        line.Report(1, 2, "files");
        line.Clear();

        _written.Should().BeEmpty();
    }

    [TestMethod]
    public void Changes_after_a_pause_only()
    {
        var line = Line();
        _now = ProgressLine.Patience;

        line.Report(1, 200, "files");
        line.Report(2, 200, "files");
        _now += ProgressLine.Pause;
        line.Report(3, 200, "files");

        _written.Should().Equal("\r\e[Ktool: 1 of 200 files, 0 %", "\r\e[Ktool: 3 of 200 files, 1 %");
    }

    [TestMethod]
    public void Goes_away_once_and_comes_back()
    {
        var line = Line();
        _now = ProgressLine.Patience;
        line.Report(1, 3, "files");
        line.Clear();
        line.Clear();
        _now += ProgressLine.Pause;
        line.Report(3, 3, "files");

        _written.Should().Equal("\r\e[Ktool: 1 of 3 files, 33 %", "\r\e[K", "\r\e[Ktool: 3 of 3 files, 100 %");
    }

    private ProgressLine Line() => new("tool", _written.Add, () => _now);
}
