namespace Mochi.Tool.Erlang;

/// <summary>An Erlang/OTP that programs can run on.</summary>
/// <param name="Program">The path of its <c>erl</c>.</param>
/// <param name="Release">Its release, such as 27; <see langword="null"/> when its files do not tell.</param>
internal sealed record ErlangInstallation(string Program, int? Release);
