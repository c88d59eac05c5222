using System.CommandLine;

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate refresh</c>: a new measurement for a project's baseline.</summary>
internal static class RefreshCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var project = new Option<string>("--project")
        {
            Description = "The project with the kernels, or its folder.",
            HelpName = "PROJECT",
            DefaultValueFactory = _ => Directory.GetCurrentDirectory(),
        };
        var device = new Option<string?>("--device") { Description = "auto, cuda or host." };
        var last = new Option<bool>("--from-last")
        {
            Description = "Measure nothing: keep what the last gate measured, where it is fit and of the same kernels.",
        };
        var command = new Command(
            "refresh",
            "Measures a project's kernels and adds the measurement to the device's baseline."
        )
        {
            project,
            device,
            last,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ProjectBuild.RunAsync(
                    parsed.GetValue(project)!,
                    "PerfGateBaseline",
                    new Dictionary<string, string?>
                    {
                        ["PerfGateDevice"] = parsed.GetValue(device),
                        ["PerfGateFromLast"] = parsed.GetValue(last) ? "true" : null,
                    },
                    cancellation
                )
        );
        return command;
    }
}
