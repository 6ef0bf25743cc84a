namespace Mochi.BeamAsm.Text;

/// <summary>Text that is no Erlang term.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="position">Index of the character at fault.</param>
internal sealed class ErlangTextException(string message, int position) : Exception(message)
{
    /// <summary>Index of the character at fault.</summary>
    public int Position { get; } = position;
}
