using Mochi.BeamFile.Container;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Subjects;

/// <summary>A valid module whose functions are broken.</summary>
/// <param name="Key">Its number.</param>
/// <param name="Name">Its name, before it was renamed.</param>
/// <param name="Module">The module under the name that all mutants have.</param>
/// <param name="Functions">
/// The functions to break: OTP's validator accepts them without the compiler's annotations, and calls run them.
/// </param>
/// <param name="Calls">For each of these functions, calls that run it.</param>
internal sealed record Subject(
    int Key, string Name, BeamModule Module, IReadOnlyList<int> Functions, IReadOnlyDictionary<int, IReadOnlyList<BitstringTerm>> Calls);
