namespace Mochi.Conformance;

/// <summary>What became of one program.</summary>
/// <param name="Name">The program's file name without <c>.mochi</c>.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">
/// The first diagnostic, the error it ended with, or the first difference; empty when there is nothing to say.
/// </param>
/// <param name="ExitStatus">The program's exit status; <see langword="null"/> when it did not run to an end.</param>
/// <param name="Difference">Where its output departs from the recorded one; <see langword="null"/> when it does not.</param>
internal sealed record ProgramResult(
    string Name, Outcome Outcome, string Detail, int? ExitStatus = null, OutputDifference? Difference = null);
