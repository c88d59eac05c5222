using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Processes;

/// <summary>What the build that started this process passed to it (<see cref="RunnerEnvironment"/>).</summary>
internal static class BuildEnvironment
{
    private static string? _word;

    /// <summary>The folder in which this process notes how it ended; null for none.</summary>
    public static string? Records { get; private set; }

    /// <summary>How many columns the terminal has that the build's log goes to; null if nobody said.</summary>
    public static int? Columns { get; private set; }

    /// <summary>Takes these variables out of the environment, and begins to watch over the build's process.</summary>
    public static void Enter()
    {
        _word = Take(RunnerEnvironment.Diagnostics);
        Records = Take(RunnerEnvironment.Records);
        Columns = int.TryParse(
            Take(RunnerEnvironment.Columns),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var columns
        )
            ? columns
            : null;
        if (
            int.TryParse(
                Take(RunnerEnvironment.Parent),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var parent
            )
        )
            ParentWatch.Begin(parent);
    }

    /// <summary>Prints a diagnostic, as the build knows it from other lines.</summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="output">Where to; null for the standard error stream.</param>
    public static void Print(Diagnostic diagnostic, TextWriter? output = null) =>
        (output ?? Console.Error).WriteLine(RunnerEnvironment.Line(_word, diagnostic));

    private static string? Take(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return value;
    }
}
