using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mochi.Tool.Erlang;

/// <summary>
/// A process that gets the signals that this one gets, while this one stays until it has ended. An interrupt from the
/// terminal reaches both anyway.
/// </summary>
internal sealed partial class ForwardedProcess : IDisposable
{
    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<int> _early = [];
    private readonly PosixSignalRegistration[] _registrations;
    private bool _hasStarted;

    /// <summary>Takes the signals from here on.</summary>
    public ForwardedProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _registrations = [Forward(PosixSignal.SIGINT, 2), Forward(PosixSignal.SIGTERM, 15), Forward(PosixSignal.SIGHUP, 1)];
    }

    /// <summary>Starts it, and passes on what came meanwhile.</summary>
    public void Start()
    {
        _process.Start();
        lock (_lock)
        {
            _hasStarted = true;
            foreach (var number in _early)
            {
                Send(number);
            }
        }
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit status; 128 and the signal's number when a signal ended it.</returns>
    public int WaitForExit()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _process.Dispose();
    }

    private PosixSignalRegistration Forward(PosixSignal signal, int number) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            lock (_lock)
            {
                // Between the child's first instruction and the return of Process.Start its number is not known here yet.
                if (_hasStarted)
                {
                    Send(number);
                }
                else
                {
                    _early.Add(number);
                }
            }
        });

    private void Send(int number)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                _process.Kill();
            }
            else if (!_process.HasExited)
            {
                _ = Kill(_process.Id, number);
            }
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
