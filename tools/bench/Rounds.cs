using System.Diagnostics;

namespace Mochi.Bench;

/// <summary>
/// Takes turns: each side does its work several times in a row, for a second or so, then the next side does, so that all are warm
/// when they are measured and all meet the same disturbances.
/// </summary>
internal static class Rounds
{
    private const int Turns = 5;
    private const int RunsInTurn = 5;
    private const int WarmingRuns = 15;

    // At the beginning of a turn the side before is still freeing memory.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1.2);

    /// <summary>Lets each side work; what it does at the beginning of a turn is not counted.</summary>
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
                long start = Stopwatch.GetTimestamp();
                do
                {
                    work();
                }
                while (Stopwatch.GetElapsedTime(start) < LeadIn);

                for (int run = 0; run < RunsInTurn || Stopwatch.GetElapsedTime(start) < Turn; run++)
                {
                    measured.Add(work());
                }
            }
        }
    }
}
