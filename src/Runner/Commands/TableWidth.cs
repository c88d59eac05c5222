using PerfGate.Runner.Processes;
using Spectre.Console;

namespace PerfGate.Runner.Commands;

/// <summary>Fits a console to what reads it: a terminal, or a log.</summary>
internal static class TableWidth
{
    private const int InLogs = 160;

    // MSBuild indents what a task says.
    private const int Indent = 2;
    private const int Narrowest = 60;

    /// <summary>
    /// Gives tables 160 columns and no colours where the output is not a terminal. Nobody sees a log wrap, and a log is
    /// searched and compared as text: no colour codes there, on a build server that could show them either. A log that
    /// <c>perfgate gate</c> shows on a terminal has that terminal's width.
    /// </summary>
    public static void Fit(IAnsiConsole console)
    {
        if (console.Profile.Out.IsTerminal)
            return;
        console.Profile.Width = BuildEnvironment.Columns is { } columns
            ? Math.Max(Narrowest, columns - Indent)
            : InLogs;
        console.Profile.Capabilities.Ansi = false;
        console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }
}
