namespace Mochi.BeamAsm.Ir.Checking;

/// <summary>
/// The locals of one function that are bound for certain at some place of it; immutable. The locals are numbered in the
/// order in which they are first bound, and a set has a bit for each.
/// </summary>
internal sealed class BoundLocals
{
    private const int BitsInWord = 64;

    private readonly Dictionary<Local, int> _numbers;
    private readonly ulong[]? _words;

    private BoundLocals(Dictionary<Local, int> numbers, ulong[]? words)
    {
        _numbers = numbers;
        _words = words;
    }

    /// <summary>None, at the start of a function.</summary>
    public static BoundLocals Start() => new([], []);

    /// <summary>A place of the same function that is never reached, where nothing can be wrong.</summary>
    public BoundLocals Unreachable() => new(_numbers, words: null);

    /// <summary>Whether a local is bound.</summary>
    public bool Contains(Local local)
    {
        if (_words is null)
        {
            return true;
        }

        return _numbers.TryGetValue(local, out int number)
            && number / BitsInWord < _words.Length
            && (_words[number / BitsInWord] & Bit(number)) != 0;
    }

    /// <summary>These and another one.</summary>
    public BoundLocals With(Local local)
    {
        if (_words is null)
        {
            return this;
        }

        if (!_numbers.TryGetValue(local, out int number))
        {
            number = _numbers.Count;
            _numbers.Add(local, number);
        }

        var words = new ulong[Math.Max(_words.Length, (number / BitsInWord) + 1)];
        _words.CopyTo(words, 0);
        words[number / BitsInWord] |= Bit(number);
        return new BoundLocals(_numbers, words);
    }

    /// <summary>These without those whose scope ends.</summary>
    public BoundLocals Without(IEnumerable<Local> locals)
    {
        if (_words is null)
        {
            return this;
        }

        var words = (ulong[])_words.Clone();
        foreach (Local local in locals)
        {
            if (_numbers.TryGetValue(local, out int number) && number / BitsInWord < words.Length)
            {
                words[number / BitsInWord] &= ~Bit(number);
            }
        }

        return new BoundLocals(_numbers, words);
    }

    /// <summary>What is bound where control comes from two places.</summary>
    public BoundLocals Meet(BoundLocals other)
    {
        if (_words is null)
        {
            return other;
        }

        if (other._words is null || ReferenceEquals(_words, other._words))
        {
            return this;
        }

        var words = new ulong[Math.Min(_words.Length, other._words.Length)];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = _words[i] & other._words[i];
        }

        return new BoundLocals(_numbers, words);
    }

    /// <summary>What is left of these at the end of a scope that began with others.</summary>
    public BoundLocals Leave(BoundLocals outer) => _words is null ? this : outer;

    private static ulong Bit(int number) => 1UL << (number % BitsInWord);
}
