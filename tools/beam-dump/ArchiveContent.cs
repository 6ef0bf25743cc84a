using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;

namespace Mochi.BeamDump;

/// <summary>Collects the modules of an archive within the limits.</summary>
/// <param name="path">The archive's name.</param>
/// <param name="limits">What it may ask for.</param>
internal sealed class ArchiveContent(string path, ReadLimits limits)
{
    private readonly List<InputSource> _sources = [];
    private int _entries;
    private long _size;

    /// <summary>The modules, by name.</summary>
    public List<InputSource> Sources
    {
        get
        {
            _sources.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
            return _sources;
        }
    }

    /// <summary>Counts an entry, whether a module or not.</summary>
    /// <exception cref="DiagnosticException">There are too many (MC054).</exception>
    public void CountEntry()
    {
        if (++_entries > limits.ArchiveEntries)
        {
            throw ArchiveInput.Fault(path, $"the archive has more than {limits.ArchiveEntries} entries", null);
        }
    }

    /// <summary>Reads a module; one that is too large for a file is a fault of that module only.</summary>
    /// <param name="entry">Its name in the archive.</param>
    /// <param name="data">Its data.</param>
    /// <exception cref="DiagnosticException">All modules together are too large (MC054).</exception>
    public void Add(string entry, Stream data)
    {
        var name = $"{path}:{entry}";
        var bytes = new byte[1 << 12];
        var filled = 0;
        for (int read; (read = data.Read(bytes.AsSpan(filled))) > 0;)
        {
            filled += read;
            _size += read;
            if (_size > limits.ArchiveModules)
            {
                throw ArchiveInput.Fault(path, $"the modules of the archive have more than {limits.ArchiveModules} bytes", null);
            }

            if (filled > limits.ArchiveEntrySize)
            {
                _sources.Add(new InputSource(name, () =>
                    throw ArchiveInput.Fault(name, $"the entry is larger than {limits.ArchiveEntrySize} bytes", null))
                {
                    Entry = entry,
                });
                return;
            }

            if (filled == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        // What lies in memory until it is asked for takes no more room than it has to.
        var content = filled == bytes.Length ? bytes : bytes[..filled];
        _sources.Add(new InputSource(name, () => content) { Entry = entry });
    }
}
