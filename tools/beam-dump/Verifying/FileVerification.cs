using System.Collections.Immutable;
using Mochi.BeamAsm.Verification;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump.Verifying;

/// <summary>What came of one file.</summary>
/// <param name="Name">The file's name for people.</param>
/// <param name="Diagnostics">What there is to say about reading it.</param>
/// <param name="Result">What was found in it; <see langword="null"/> when it cannot be read.</param>
/// <param name="Report">What is shown of that.</param>
internal sealed record FileVerification(
    string Name, ImmutableArray<Diagnostic> Diagnostics, VerificationResult? Result, byte[] Report);
