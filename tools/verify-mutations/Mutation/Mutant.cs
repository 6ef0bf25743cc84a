using Mochi.BeamFile.Container;
using Mochi.VerifyMutations.Subjects;

namespace Mochi.VerifyMutations.Mutation;

/// <summary>A module in which one function is broken.</summary>
/// <param name="Number">Its number, of which everything about it follows, together with the seed and the release.</param>
/// <param name="Way">How it was broken.</param>
/// <param name="Subject">The module that it was made from.</param>
/// <param name="Function">Which function was broken.</param>
/// <param name="Module">The broken module.</param>
internal sealed record Mutant(long Number, MutationWay Way, Subject Subject, int Function, BeamModule Module);
