using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>How wide a table may be.</summary>
internal static class TableWidth
{
    private const int InLogs = 160;

    /// <summary>
    /// Gives tables 160 columns where no terminal says how many it has: in a log or a pipe nobody sees them wrap.
    /// </summary>
    public static void Widen(IAnsiConsole console)
    {
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = InLogs;
    }
}
