using Mochi.BeamAsm.Ir;

namespace Mochi.BeamAsm.Text;

/// <summary>
/// Tells apart things of one function that share a name: the first one that is asked for keeps the name, the next ones
/// get numbers.
/// </summary>
internal sealed class MirNames<T>
    where T : class
{
    private readonly Dictionary<T, string> _texts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The text that names the thing.</summary>
    public string this[T thing, string name]
    {
        get
        {
            if (!_texts.TryGetValue(thing, out var text))
            {
                var count = _counts.GetValueOrDefault(name);
                _counts[name] = count + 1;
                text = MirSyntax.Name(name, count, isLoop: thing is LoopLabel);
                _texts.Add(thing, text);
            }

            return text;
        }
    }
}
