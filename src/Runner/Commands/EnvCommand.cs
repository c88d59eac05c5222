using System.CommandLine;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate env</c>: what is locked, what would be, what is missing. Changes nothing.</summary>
internal static class EnvCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var device = SharedOptions.Device();
        var clocks = new Option<ClockPolicy>("--clocks")
        {
            Description = "observe or lock: what PerfGateClocks would be.",
        };
        var json = SharedOptions.Json();
        var command = new Command("env", "Prints what is locked, what would be, and what is missing.")
        {
            device,
            clocks,
            json,
        };
        command.SetAction(parsed =>
        {
            var inspection = new EnvironmentInspection(Environment.GetEnvironmentVariable, parsed.GetValue(clocks));
            var checklist = inspection.Look(parsed.GetValue(device)!);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(checklist, EnvironmentJson.Default.EnvironmentChecklist)
                : Print(checklist.Checks));
            return (int)(checklist.Device is null ? ExitCode.Environment : ExitCode.Passed);
        });
        return command;
    }

    private static string Print(IReadOnlyList<EnvironmentCheck> checks)
    {
        var width = checks.Max(c => c.Name.Length);
        var lines = checks.GroupBy(c => c.Group).SelectMany(group => group
            .Select(c => $"  {Mark(c.State)} {c.Name.PadRight(width)}  {c.Detail}")
            .Prepend(group.Key));
        return string.Join(Environment.NewLine, lines);
    }

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Ok => "[ok]     ",
        CheckState.Lock => "[lock]   ",
        CheckState.Watch => "[watch]  ",
        CheckState.Warn => "[warn]   ",
        CheckState.Missing => "[MISSING]",
    };
}
