using System.Runtime.InteropServices;
using Mochi.Otp.Publishing;

namespace Mochi.CommandLine;

/// <summary>Removes half-written outputs when the command is interrupted.</summary>
internal static class Interruption
{
    private static readonly List<PosixSignalRegistration> Registrations = [];

    /// <summary>From here on an interruption removes temporary files and folders, then ends the process.</summary>
    public static void CleanUpOutputs()
    {
        if (Registrations.Count == 0)
        {
            Register(PosixSignal.SIGINT, 130);
            Register(PosixSignal.SIGTERM, 143);
            Register(PosixSignal.SIGHUP, 129);
        }
    }

    /// <summary>From here on interruptions have their ordinary effect again.</summary>
    public static void Stop()
    {
        foreach (var registration in Registrations)
        {
            registration.Dispose();
        }

        Registrations.Clear();
    }

    private static void Register(PosixSignal signal, int status) =>
        Registrations.Add(PosixSignalRegistration.Create(signal, _ =>
        {
            TemporaryPaths.RemoveAll();
            Environment.Exit(status);
        }));
}
