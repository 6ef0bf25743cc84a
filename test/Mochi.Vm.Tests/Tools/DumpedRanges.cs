using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Vm.Tests.Tools;

/// <summary>What <c>beam-dump dump</c> tells of the bytes of files, without what it inflates.</summary>
internal static class DumpedRanges
{
    /// <summary>The ranges of every file of a folder.</summary>
    public static Dictionary<string, List<Range>> Of(string folder)
    {
        var start = new ProcessStartInfo(Repository.Tool("beam-dump"), ["dump", "--format", "json", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var files = new Dictionary<string, List<Range>>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            files.Add(document.RootElement.GetProperty("file").GetString()!, Ranges(document.RootElement));
        }

        process.WaitForExit();
        _ = errors.Result;
        return files;
    }

    /// <summary>The same ranges, each moved to where the one before it ends, the first to the start of the file.</summary>
    public static List<Range> Joined(List<Range> ranges)
    {
        var joined = new List<Range>();
        var offset = 0;
        foreach (var range in ranges)
        {
            joined.Add(range with { Offset = offset });
            offset += range.Size;
        }

        return joined;
    }

    private static List<Range> Ranges(JsonElement file)
    {
        var ranges = new List<Range>();
        foreach (var range in file.GetProperty("ranges").EnumerateArray())
        {
            if (range.GetProperty("region").GetString() == "file")
            {
                ranges.Add(new Range(
                    range.GetProperty("offset").GetInt32(), range.GetProperty("size").GetInt32(),
                    range.GetProperty("meaning").GetString()!));
            }
        }

        return ranges;
    }

    /// <summary>Some bytes and what they mean.</summary>
    internal sealed record Range(int Offset, int Size, string Meaning)
    {
        /// <summary>Where they end.</summary>
        public int End => Offset + Size;

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset}+{Size} {Meaning}");
    }
}
