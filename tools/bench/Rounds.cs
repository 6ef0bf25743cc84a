namespace Mochi.Bench;

/// <summary>
/// Takes turns: each side does its work several times in a row, then the next side does, so that all are warm when they
/// are measured and all meet the same disturbances.
/// </summary>
internal static class Rounds
{
    private const int Turns = 5;
    private const int RunsInTurn = 5;
    private const int WarmingRuns = 15;

    /// <summary>Lets each side work; the first run of every turn and all of the first turn are not counted.</summary>
    /// <param name="sides">Does the work and gives the milliseconds that it took; where they are kept.</param>
    public static void Run(params ReadOnlySpan<(Func<double> Work, Measurements Measured)> sides)
    {
        foreach (var (work, _) in sides)
        {
            for (int run = 0; run < WarmingRuns; run++)
            {
                work();
            }
        }

        for (int turn = 0; turn < Turns; turn++)
        {
            foreach (var (work, measured) in sides)
            {
                work();
                for (int run = 0; run < RunsInTurn; run++)
                {
                    measured.Add(work());
                }
            }
        }
    }
}
