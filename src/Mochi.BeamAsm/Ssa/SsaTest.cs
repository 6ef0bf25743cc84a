namespace Mochi.BeamAsm.Ssa;

/// <summary>A test that a branch makes.</summary>
internal abstract record SsaTest;
