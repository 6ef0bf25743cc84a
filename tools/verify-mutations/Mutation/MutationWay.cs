namespace Mochi.VerifyMutations.Mutation;

/// <summary>A way to break a function.</summary>
/// <param name="Name">Its name, as the command line and the report have it.</param>
/// <param name="Rules">The rules of the verifier that it is meant to break.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="Apply">Does it, or says that there is nothing in the function that it could be done to.</param>
internal sealed record MutationWay(string Name, string Rules, string Summary, Func<FunctionEdit, bool> Apply);
