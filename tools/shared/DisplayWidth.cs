using System.Text;

namespace Mochi.CommandLine;

/// <summary>How many columns of a terminal a code point takes, near enough to put a caret under it.</summary>
internal static class DisplayWidth
{
    /// <summary>0 for combining marks, 2 for wide East Asian characters and emoji, else 1.</summary>
    public static int Of(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        <= 0x36F or 0x200B or 0x200C or 0x200D or (>= 0x20D0 and <= 0x20FF) or (>= 0xFE00 and <= 0xFE0F) => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60)
            or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F900 and <= 0x1F9FF)
            or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
