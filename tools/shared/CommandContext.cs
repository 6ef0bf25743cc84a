using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mochi.BeamFile.Diagnostics;
using Mochi.Otp.Publishing;

namespace Mochi.CommandLine;

/// <summary>What a command writes to, and how.</summary>
/// <param name="program">The command's name as the user types it.</param>
internal sealed class CommandContext(string program)
{
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private DiagnosticRenderer? _renderer;
    private ProgressLine? _progress;

    /// <summary>The command's name as the user types it.</summary>
    public string Program { get; } = program;

    /// <summary>The options that every command has; they are read before anything is reported.</summary>
    public CommonOptions Options { get; set; } = new();

    /// <summary>How many errors have been reported.</summary>
    public int ErrorCount { get; private set; }

    private DiagnosticRenderer Renderer =>
        _renderer ??= new DiagnosticRenderer(Program, Options.UseColor(StandardStream.IsTerminal(StandardStream.Error)));

    /// <summary>Remembers a source text for the diagnostics about it.</summary>
    public void AddSource(string file, ReadOnlyMemory<byte> content) => Renderer.AddSource(file, content);

    /// <summary>Writes a diagnostic to stderr.</summary>
    public void Report(Diagnostic diagnostic)
    {
        ErrorCount += diagnostic.Severity == DiagnosticSeverity.Error ? 1 : 0;
        WriteError(Renderer.Render(diagnostic));
    }

    /// <summary>Says what has been done, and how long after the start, under <c>--verbose</c>.</summary>
    public void Trace(string message)
    {
        if (Options.Verbose)
        {
            var elapsed = Stopwatch.GetElapsedTime(_start).TotalMilliseconds;
            WriteError(string.Create(CultureInfo.InvariantCulture, $"{Program}: {elapsed:F1} ms: {message}\n"));
        }
    }

    /// <summary>Says how far long work has come, if stderr is a terminal and nothing else goes there.</summary>
    /// <param name="done">How many things are done.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="things">What they are, in the plural.</param>
    public void Progress(int done, int total, string things)
    {
        if (total > 1 && !Options.Verbose && StandardStream.IsTerminal(StandardStream.Error))
        {
            ShowProgress(done, total, things);
        }
    }

    /// <summary>Takes away the line that <see cref="Progress"/> wrote.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _progress?.Clear();
        }
    }

    /// <summary>Writes text to stdout.</summary>
    public void WriteLine(string text) => WriteOutput(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Writes bytes to stdout.</summary>
    /// <exception cref="ClosedPipeException">Nobody reads them.</exception>
    /// <exception cref="DiagnosticException">They cannot be written (MC020), for example to a full disk.</exception>
    public void WriteOutput(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
        {
            return;
        }

        try
        {
            lock (_gate)
            {
                _progress?.Clear();
                if (!StandardStream.Write(StandardStream.Output, content))
                {
                    throw new ClosedPipeException();
                }
            }
        }
        catch (IOException exception)
        {
            throw new DiagnosticException(
                new Diagnostic(
                    "MC020",
                    DiagnosticSeverity.Error,
                    $"standard output cannot be written: {FileFault.Describe(exception)}",
                    DiagnosticPlace.None),
                exception);
        }
    }

    /// <summary>Writes what a command produces to the file of <c>-o</c>, or to stdout.</summary>
    /// <param name="path">The file; <see langword="null"/> or <c>-</c> for stdout.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="isBinary">Whether they are not fit for a terminal.</param>
    public void WriteResult(string? path, ReadOnlySpan<byte> content, bool isBinary = false)
    {
        if (path is not (null or InputFile.StandardInput))
        {
            OutputFile.Write(path, content);
        }
        else if (isBinary && StandardStream.IsTerminal(StandardStream.Output))
        {
            throw new UsageException("binary output does not go to a terminal", "give a file with -o, or redirect");
        }
        else
        {
            WriteOutput(content);
        }
    }

    /// <summary>Writes text to stderr.</summary>
    public void WriteError(string text)
    {
        lock (_gate)
        {
            _progress?.Clear();
            WriteToError(text);
        }
    }

    private void ShowProgress(int done, int total, string things)
    {
        lock (_gate)
        {
            _progress ??= new ProgressLine(Program, WriteToError, () => Stopwatch.GetElapsedTime(_start));
            _progress.Report(done, total, things);
        }
    }

    private static void WriteToError(string text)
    {
        try
        {
            _ = StandardStream.Write(StandardStream.Error, Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // There is nowhere left to say so.
        }
    }
}
