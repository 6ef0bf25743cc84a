namespace Mochi.BeamFile.Terms;

/// <summary>What reading terms needs besides the data; who reads many terms in a row uses one for all of them.</summary>
internal sealed class TermReadingBuffers
{
    private const int Places = 256;

    private readonly AtomTerm?[] _atoms = new AtomTerm?[Places];

    /// <summary>Place for terms that wait for their parts.</summary>
    public ExternalTermReader.Frame[] Open { get; private set; } = new ExternalTermReader.Frame[16];

    /// <summary>The parts.</summary>
    public List<Term> Values { get; } = new(capacity: 64);

    /// <summary>
    /// An atom of so many ASCII characters that was read a little earlier; <see langword="null"/> when there is none.
    /// </summary>
    public AtomTerm? FindAtom(ReadOnlySpan<byte> text) =>
        _atoms[Place(text)] is { } atom && IsSame(atom.Name, text) ? atom : null;

    /// <summary>Keeps an atom for <see cref="FindAtom"/>.</summary>
    public AtomTerm KeepAtom(ReadOnlySpan<byte> text, AtomTerm atom) => _atoms[Place(text)] = atom;

    /// <summary>Makes place for twice as many terms.</summary>
    public void GrowOpen()
    {
        var open = Open;
        Array.Resize(ref open, open.Length * 2);
        Open = open;
    }

    private static bool IsSame(string name, ReadOnlySpan<byte> text)
    {
        if (name.Length != text.Length)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (name[index] != text[index] || text[index] > 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    private static int Place(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? 0 : ((text[0] * 31) + (text[^1] * 7) + (text[text.Length / 2] * 3) + text.Length) & (Places - 1);
}
