using System.Globalization;
using System.Text;

namespace Mochi.BeamAsm.Verification;

/// <summary>What registers held at some place; put into words only when somebody reads them.</summary>
internal sealed class RegisterFile
{
    private readonly MachineState _state;
    private string? _text;

    private RegisterFile(MachineState state) => _state = state;

    /// <summary>What they hold now.</summary>
    public static RegisterFile? Of(MachineState? state)
    {
        if (state is null)
        {
            return null;
        }

        var copy = new MachineState();
        copy.CopyFrom(state);
        return new RegisterFile(copy);
    }

    /// <summary>A line for each register.</summary>
    public override string ToString() => _text ??= Describe(_state);

    private static string Describe(MachineState state)
    {
        var text = new StringBuilder();
        for (var index = 0; index < state.RegisterCount; index++)
        {
            if (state.Register(index) is >= 0 and var value)
            {
                text.Append(CultureInfo.InvariantCulture, $"x{index} = {state.TypeOf(value)}\n");
            }
        }

        for (var index = 0; index < state.SlotCount; index++)
        {
            var slot = state.Slot(index);
            var content = slot.HasValue ? state.TypeOf(slot.Value).ToString()
                : slot.Tag is { } tag ? tag.IsTry ? "tag of a try" : "tag of a catch"
                : slot.IsInitialized ? "cleared" : "not initialised";
            text.Append(CultureInfo.InvariantCulture, $"y{index} = {content}\n");
        }

        return text.ToString();
    }
}
