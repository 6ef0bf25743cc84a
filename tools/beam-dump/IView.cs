using System.Text;
using System.Text.Json;

namespace Mochi.BeamDump;

/// <summary>One way to look at a file.</summary>
internal interface IView
{
    /// <summary>Appends the view as text, every line with its end.</summary>
    void WriteText(StringBuilder text, BeamInput input);

    /// <summary>Writes the view's properties into the object of the file.</summary>
    void WriteJson(Utf8JsonWriter json, BeamInput input);
}
