using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Ssa;

/// <summary>A type test or comparison.</summary>
/// <param name="BuiltIn">A built-in of kind <see cref="BuiltInKind.Test"/>.</param>
internal sealed record BuiltInTest(BuiltIn BuiltIn) : SsaTest;
