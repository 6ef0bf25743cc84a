using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using Mochi.Tools.Tests.Cli;

namespace Mochi.Tools.Tests.Html;

/// <summary>A page that <c>beam-dump html</c> made, taken apart.</summary>
internal sealed partial class PageFile
{
    private PageFile(string text, int status, string error)
    {
        Text = text;
        Status = status;
        Error = error;
    }

    /// <summary>The page as it is.</summary>
    public string Text { get; }

    /// <summary>The exit status of the command.</summary>
    public int Status { get; }

    /// <summary>What the command wrote to stderr.</summary>
    public string Error { get; }

    /// <summary>The page without the data that it carries.</summary>
    public string Frame => DataElement().Replace(Text, "");

    /// <summary>The ids of the data, in order.</summary>
    public IEnumerable<string> DataIds => DataElement().Matches(Text).Select(match => match.Groups["id"].Value);

    /// <summary>Makes a page of these files, each in its own folder.</summary>
    public static PageFile Make(params byte[][] files)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-html-test-").FullName;
        try
        {
            for (var index = 0; index < files.Length; index++)
            {
                Directory.CreateDirectory(Path.Combine(folder, $"in/{index}"));
                File.WriteAllBytes(Path.Combine(folder, $"in/{index}/module.beam"), files[index]);
            }

            var start = new ProcessStartInfo(Repository.Tool("beam-dump"), ["html", "in", "-o", "page.html"])
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit(TimeSpan.FromSeconds(60)).Should().BeTrue("a small page takes no minute");
            return new PageFile(File.ReadAllText(Path.Combine(folder, "page.html")), process.ExitCode, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What an element of the page holds, as it stands there.</summary>
    public string ContentOf(string opening)
    {
        var start = Text.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        var closing = "</" + opening.TrimStart('<').Split(' ', '>')[0] + ">";
        return Text[start..Text.IndexOf(closing, start, StringComparison.Ordinal)];
    }

    /// <summary>The data under an id.</summary>
    public JsonElement Data(string id)
    {
        var match = DataElement().Matches(Text).Single(match => match.Groups["id"].Value == id);
        using var stream = new MemoryStream(Convert.FromBase64String(match.Groups["data"].Value));
        using var inflater = new ZLibStream(stream, CompressionMode.Decompress);
        using var content = new MemoryStream();
        inflater.CopyTo(content);
        return JsonDocument.Parse(Encoding.UTF8.GetString(content.ToArray())).RootElement;
    }

    [GeneratedRegex("""<script type="application/octet-stream" id="(?<id>[a-z0-9-]+)">(?<data>[A-Za-z0-9+/=]*)</script>""")]
    private static partial Regex DataElement();
}
