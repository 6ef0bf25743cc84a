using System.IO.MemoryMappedFiles;

namespace Mochi.Fuzz;

/// <summary>
/// The numbers of the inputs that are being run, one for each thread, in a file: they are there as well when an input ends
/// the whole process, as too deep a recursion does.
/// </summary>
public sealed class RunState : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _numbers;

    private RunState(string? path)
    {
        if (path is not null)
        {
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, null, 64 * sizeof(long));
            _numbers = _file.CreateViewAccessor();
        }
    }

    /// <summary>Opens the file; without a path nothing is kept.</summary>
    public static RunState Open(string? path) => new(path);

    /// <summary>Says which input a thread runs.</summary>
    public void Set(int lane, long input) => _numbers?.Write(lane * sizeof(long), input);

    /// <inheritdoc/>
    public void Dispose()
    {
        _numbers?.Dispose();
        _file?.Dispose();
    }
}
