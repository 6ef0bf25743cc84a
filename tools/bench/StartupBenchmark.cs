using System.Diagnostics;
using System.Globalization;

namespace Mochi.Bench;

/// <summary>Times whole commands, as a person who types them would.</summary>
internal static class StartupBenchmark
{
    private const int Rounds = 15;

    // What info says of a file, but for the releases that load it, which nothing in OTP tells.
    private const string Erlang =
        """
        {ok, Module, Chunks} = beam_lib:all_chunks(File),
        {ok, {_, Md5}} = beam_lib:md5(File),
        Names = [attributes, compile_info, atoms, imports, exports, locals],
        {ok, {_, [{_, Attributes}, {_, Info} | Tables]}} = beam_lib:chunks(File, Names),
        {beam_file, _, _, _, _, Code} = beam_disasm:file(File),
        io:format("~p~n~p~n~p~n~p~n~p~n~p~n~p~n",
                  [Module, binary:encode_hex(Md5), Attributes, Info,
                   {length(Code), lists:sum([length(Body) || {function, _, _, _, Body} <- Code])},
                   [{Name, length(Table)} || {Name, Table} <- Tables],
                   [{Id, byte_size(Chunk)} || {Id, Chunk} <- Chunks]]),
        halt(0).
        """;

    /// <summary>Runs the benchmark and prints a table.</summary>
    public static int Run()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("mochi-bench-");
        try
        {
            string mochi = Path.Combine(folder.FullName, "hello.mochi");
            string erlang = Path.Combine(folder.FullName, "hello.erl");
            File.WriteAllText(mochi, "print(\"hello\")\n");
            File.WriteAllText(erlang, "-module(hello).\n-export([main/1]).\nmain(_) -> io:format(\"hello~n\").\n");
            string beam = Directory.GetFiles(Path.Combine(Otp.Root, "lib"), "lists.beam", SearchOption.AllDirectories)[0];
            string output = Path.Combine(folder.FullName, "out");
            string erl = Path.Combine(Otp.Root, "bin", "erl");
            Compare(
                "mochi build hello.mochi",
                (Path.Combine(Otp.Repository, "mochi"), ["build", mochi, "-o", output]),
                "erlc hello.erl",
                (Path.Combine(Otp.Root, "bin", "erlc"), ["-o", folder.FullName, erlang]));
            Compare(
                "beam-dump info lists.beam",
                (Path.Combine(Otp.Repository, "beam-dump"), ["info", beam]),
                "erl with beam_lib, beam_disasm",
                (erl, ["-noshell", "-eval", $"File = \"{beam}\", {Erlang}"]));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(
        string name, (string Program, string[] Arguments) ours, string peer, (string Program, string[] Arguments) theirs)
    {
        var mine = new Measurements();
        var other = new Measurements();
        for (int round = 0; round <= Rounds; round++)
        {
            double a = Time(ours.Program, ours.Arguments);
            double b = Time(theirs.Program, theirs.Arguments);
            if (round > 0)
            {
                mine.Add(a);
                other.Add(b);
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28} {mine}\n{peer,-28} {other}\nratio {mine.Median / other.Median:F2}, {other.Median / mine.Median:F1} times as fast\n"));
    }

    private static double Time(string program, string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        Otp.Run(program, arguments);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
