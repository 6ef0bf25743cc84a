using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mochi.BeamFile.Compression;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Instructions;

namespace Mochi.BeamDump.Html;

/// <summary>
/// The page: a frame, a style, a script, and the data as zlib streams in base64, one for the index and one for each module,
/// which the script opens when somebody wants to see the module. Nothing that comes from a file stands in the page in any
/// other form, except for the title.
/// </summary>
internal sealed class HtmlPage
{
    // In the order in which they stand in the page.
    private static readonly string[] Scripts =
        ["elements.js", "data.js", "address.js", "tables.js", "code.js", "users.js", "treemap.js", "docs.js", "module.js", "search.js", "page.js"];

    // More than a browser takes as one text.
    private const long LargestPage = 1L << 29;

    private readonly List<ModulePage> _modules = [];
    private readonly List<PageProblem> _problems = [];
    private long _size;

    /// <summary>Whether there is anything to browse.</summary>
    public bool HasModules => _modules.Count > 0;

    /// <summary>Adds a module.</summary>
    /// <exception cref="DiagnosticException">The page becomes larger than a browser can open (MC070).</exception>
    public void Add(ModulePage module)
    {
        _modules.Add(module);
        _size += (module.Data.Length * 4L / 3) + 100;
        if (_size > LargestPage)
        {
            throw new DiagnosticException(new Diagnostic(
                "MC070", DiagnosticSeverity.Error, $"the page is larger than {LargestPage} bytes after {_modules.Count} modules",
                DiagnosticPlace.None, "make several pages of fewer modules"));
        }

        foreach (var diagnostic in module.Problems)
        {
            _problems.Add(new PageProblem(module.File, PageProblem.TextOf(diagnostic)));
        }
    }

    /// <summary>Adds something that cannot be shown.</summary>
    public void Add(PageProblem problem) => _problems.Add(problem);

    /// <summary>The bytes of the page.</summary>
    public byte[] Write()
    {
        var script = new StringBuilder("'use strict';\n");
        foreach (var name in Scripts)
        {
            script.Append(Resource(name));
        }

        var style = Resource("page.css");
        var page = new ArrayBufferWriter<byte>((int)_size + 200_000);
        foreach (var (text, place) in Parts(Resource("page.html")))
        {
            Append(page, text);
            switch (place)
            {
                case "policy":
                    Append(page, $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script.ToString())}'; base-uri 'none'; form-action 'none'");
                    break;
                case "title":
                    Append(page, WebUtility.HtmlEncode(Title()));
                    break;
                case "style":
                    Append(page, style);
                    break;
                case "script":
                    Append(page, script.ToString());
                    break;
                case "data":
                    AppendData(page);
                    break;
            }
        }

        return page.WrittenSpan.ToArray();
    }

    private string Title() => _modules.Count == 1
        ? _modules[0].Name
        : string.Create(CultureInfo.InvariantCulture, $"{_modules.Count} modules");

    private void AppendData(ArrayBufferWriter<byte> page)
    {
        AppendStream(page, "index", Zlib.Compress(WriteIndex()));
        for (var index = 0; index < _modules.Count; index++)
        {
            AppendStream(page, string.Create(CultureInfo.InvariantCulture, $"module-{index}"), _modules[index].Data);
        }
    }

    private byte[] WriteIndex()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("title", Title());
            WriteModules(json);
            json.WriteStartArray("problems");
            foreach (var problem in _problems)
            {
                json.WriteStartArray();
                json.WriteStringValue(problem.File);
                json.WriteStringValue(problem.Text);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartObject("operations");
            foreach (var definition in OpcodeTable.All)
            {
                json.WriteString(definition.Name, definition.Documentation);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteModules(Utf8JsonWriter json)
    {
        json.WriteStartArray("modules");
        foreach (var module in _modules)
        {
            json.WriteStartArray();
            json.WriteStringValue(module.Name);
            json.WriteStringValue(module.File);
            json.WriteStringValue(module.Application);
            json.WriteNumberValue(module.Bytes);
            json.WriteStartArray();
            foreach (var function in module.Functions)
            {
                json.WriteStringValue(function);
            }

            json.WriteEndArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void AppendStream(ArrayBufferWriter<byte> page, string id, byte[] data)
    {
        Append(page, $"<script type=\"application/octet-stream\" id=\"{id}\">");
        Append(page, Convert.ToBase64String(data));
        Append(page, "</script>\n");
    }

    private static void Append(ArrayBufferWriter<byte> page, string text) => Encoding.UTF8.GetBytes(text, page);

    private static string Hash(string text) =>
        "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // The text before each {{place}} and the name of the place; after the last one the name is empty.
    private static IEnumerable<(string Text, string Place)> Parts(string frame)
    {
        var position = 0;
        for (int begin; (begin = frame.IndexOf("{{", position, StringComparison.Ordinal)) >= 0;)
        {
            var end = frame.IndexOf("}}", begin, StringComparison.Ordinal);
            yield return (frame[position..begin], frame[(begin + 2)..end]);
            position = end + 2;
        }

        yield return (frame[position..], "");
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("Html/" + name)
            ?? throw new InvalidOperationException($"the resource {name} is missing");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
