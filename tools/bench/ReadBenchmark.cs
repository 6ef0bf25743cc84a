using System.Diagnostics;
using System.Globalization;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Instructions;

namespace Mochi.Bench;

/// <summary>
/// Reads all chunks of stdlib, kernel and compiler and disassembles their code, in a warm Erlang VM and in this process,
/// on one thread each. The files are in memory on both sides.
/// </summary>
internal static class ReadBenchmark
{
    private const string Erlang =
        """
        Files = [begin {ok, Bytes} = file:read_file(File), Bytes end || File <- init:get_plain_arguments()],
        Work = fun() ->
                   lists:foreach(fun(Bytes) ->
                                     {ok, _, _} = beam_lib:all_chunks(Bytes),
                                     {beam_file, _, _, _, _, _} = beam_disasm:file(Bytes)
                                 end, Files)
               end,
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        string[] files = BenchmarkFiles.Find("stdlib", "kernel", "compiler");
        byte[][] contents = [.. files.Select(File.ReadAllBytes)];
        double megabytes = contents.Sum(content => (double)content.Length) / 1e6;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{files.Length} files of stdlib, kernel and compiler, {megabytes:F1} MB"));
        using var session = new ErlangSession(Erlang, files);
        var erlang = new Measurements();
        var scan = new Measurements();
        var tables = new Measurements();
        var module = new Measurements();
        long allocated = 0;
        Rounds.Run(
            (session.Run, erlang),
            (() => Time(contents, ScanModule, out _), scan),
            (() => Time(contents, DecodeChunks, out _), tables),
            (() => Time(contents, ReadModule, out allocated), module));
        Print("beam_lib:all_chunks and beam_disasm:file", erlang, erlang, megabytes);
        Print("all chunks decoded, code scanned", scan, erlang, megabytes);
        Print("all chunks decoded, all instructions kept", tables, erlang, megabytes);
        Print("whole modules that can be written back", module, erlang, megabytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"whole modules: {allocated / 1e6:F0} MB allocated a round, {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB peak working set"));
        return 0;
    }

    private static double Time(byte[][] contents, Action<byte[]> read, out long allocated)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        foreach (byte[] content in contents)
        {
            read(content);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return time;
    }

    // Every operand is named, as beam_disasm does; nothing is kept of an instruction.
    private static void ScanModule(byte[] content)
    {
        BeamChunks chunks = DecodeTables(content);
        InstructionScanner scanner = chunks.ScanCode();
        int operands = 0;
        while (scanner.MoveNext())
        {
            operands += scanner.Operands.Length;
        }

        Check(chunks, scanner.IsComplete && operands > 0);
    }

    private static void DecodeChunks(byte[] content)
    {
        BeamChunks chunks = DecodeTables(content);
        Check(chunks, chunks.Code.IsComplete);
    }

    private static BeamChunks DecodeTables(byte[] content)
    {
        var chunks = new BeamChunks(BeamContainer.Read(content));
        Check(
            chunks,
            !chunks.Imports.IsDefault && !chunks.Exports.IsDefault && !chunks.Locals.IsDefault
            && !chunks.Lambdas.IsDefault && !chunks.Literals.Terms.IsDefault && chunks.Types is not null
            && chunks.Lines is not null && chunks.Attributes is not null && chunks.CompileInfo is not null);
        return chunks;
    }

    private static void Check(BeamChunks chunks, bool isRead)
    {
        if (!isRead)
        {
            throw new InvalidOperationException($"{chunks.ModuleName} was not read");
        }
    }

    private static void ReadModule(byte[] content)
    {
        if (BeamModuleReader.Read(content).Module is null)
        {
            throw new InvalidOperationException("a file was not read");
        }
    }

    private static void Print(string what, Measurements ours, Measurements theirs, double megabytes) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-42} {ours}  {megabytes / ours.Median * 1000,6:F0} MB/s  {theirs.Median / ours.Median,5:F1} times as fast"));
}
