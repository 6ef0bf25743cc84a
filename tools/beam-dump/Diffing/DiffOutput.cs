using System.Buffers;
using System.Text;
using Mochi.BeamDump.Commands;
using Mochi.BeamFile.Comparison;
using Mochi.CommandLine;

namespace Mochi.BeamDump.Diffing;

/// <summary>Writes comparisons as they come, to standard output or, at the end, to the file of <c>-o</c>.</summary>
internal sealed class DiffOutput(CommandContext context, Invocation invocation, DiffOptions options)
{
    private readonly DiffFigures _figures = new();
    private readonly DiffJson _json = new(options);
    private readonly DiffText _text = new(
        options,
        context.Options.UseColor(invocation.Output is null && StandardStream.IsTerminal(StandardStream.Output)));

    private readonly ArrayBufferWriter<byte>? _collected = invocation.Output is null ? null : new ArrayBufferWriter<byte>();

    private bool IsJson => invocation.Format == OutputFormat.Json;

    /// <summary>Writes what is only on one side.</summary>
    public void WriteMissing(InputPair pair)
    {
        _figures.Added += pair.Left is null ? 1 : 0;
        _figures.Removed += pair.Right is null ? 1 : 0;
        Write(IsJson ? DiffJson.OfMissing(pair) : Encoding.UTF8.GetBytes(_text.OfMissing(pair)));
    }

    /// <summary>Writes a comparison; of many, those without a difference that counts are passed over.</summary>
    public void Write(InputPair pair, ModuleComparison comparison, bool isOneOfMany)
    {
        _figures.Add(comparison.Class);
        if (!isOneOfMany || comparison.Class != ComparisonClass.Identical)
        {
            Write(IsJson ? _json.Of(pair, comparison) : Encoding.UTF8.GetBytes(_text.Of(pair.Name, comparison)));
        }
    }

    /// <summary>Writes the figures of several modules and what was collected.</summary>
    /// <returns>Whether there was no difference that counts.</returns>
    public bool Finish(bool isMany)
    {
        if (isMany)
        {
            Write(IsJson ? DiffJson.Of(_figures) : Encoding.UTF8.GetBytes(_text.Of(_figures)));
        }

        if (_collected is not null)
        {
            context.WriteResult(invocation.Output, _collected.WrittenSpan);
        }

        return _figures.IsSame;
    }

    private void Write(byte[] content)
    {
        if (_collected is null)
        {
            context.WriteOutput(content);
        }
        else
        {
            _collected.Write(content);
        }
    }
}
