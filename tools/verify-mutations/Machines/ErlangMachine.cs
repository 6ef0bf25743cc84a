using System.Buffers.Binary;
using System.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.VerifyMutations.Machines;

/// <summary>A running virtual machine that answers terms with terms, each behind its length.</summary>
internal sealed class ErlangMachine : IDisposable
{
    private const int KeptErrors = 4000;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly Timer _watchdog;
    private readonly Task<string> _errors;

    /// <summary>Starts a machine.</summary>
    /// <param name="otp">The release.</param>
    /// <param name="arguments">What follows <c>erl</c>.</param>
    public ErlangMachine(OtpFolder otp, params IEnumerable<string> arguments)
    {
        // No core files, and no more memory than some gigabytes.
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "ulimit -c 0; ulimit -v 8000000; exec \"$0\" \"$@\"", Path.Combine(otp.Root, "bin", "erl"), "-noshell", "-noinput", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = otp.WorkFolder,
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = otp.WorkFolder;
        start.Environment["ERL_CRASH_DUMP_SECONDS"] = "0";
        _process = Process.Start(start)!;
        _input = _process.StandardInput.BaseStream;
        _output = _process.StandardOutput.BaseStream;
        _errors = ReadErrors(_process.StandardError);
        _watchdog = new Timer(_ => Expire());
    }

    /// <summary>Whether it was killed because it gave no answer.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>What it said when it went down.</summary>
    public string LastWords
    {
        get
        {
            _process.WaitForExit(5000);
            return _errors.Wait(5000) ? _errors.Result : "";
        }
    }

    /// <summary>How it ended; negative when it has not.</summary>
    public int ExitCode => _process.WaitForExit(5000) ? _process.ExitCode : -1;

    /// <summary>Sends a term.</summary>
    /// <returns>Whether the machine is there to take it.</returns>
    public bool Send(Term term)
    {
        var data = ExternalTermFormat.Encode(term);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        try
        {
            _input.Write(length);
            _input.Write(data);
            _input.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for the next answer.</summary>
    /// <returns>It; <see langword="null"/> when the machine went down, or was killed because there was none in time.</returns>
    public Term? Receive(TimeSpan time)
    {
        _watchdog.Change(time, Timeout.InfiniteTimeSpan);
        try
        {
            var length = new byte[4];
            _output.ReadExactly(length);
            var data = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
            _output.ReadExactly(data);
            return ExternalTermFormat.Decode(data);
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watchdog.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<string> ReadErrors(StreamReader reader)
    {
        var text = "";
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            text += line + "\n";
            text = text.Length > KeptErrors ? text[^KeptErrors..] : text;
        }

        return text;
    }

    private void Expire()
    {
        HasExpired = true;
        _process.Kill();
    }
}
