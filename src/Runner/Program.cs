using System.Globalization;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Building;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner;

/// <summary>The entry point: one command line, one exit code, and errors as one line each.</summary>
internal static class Program
{
    /// <summary>Runs perfgate.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        LastHandler.Install();
        LastHandler.Follow(args);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is [Supervision.Command, .. { Length: > 0 } program])
            return Supervision.Run(program);
        BuildEnvironment.Enter();
        var exit = await RunAsync(args).ConfigureAwait(false);
        CommandRecord.Write(BuildEnvironment.Records, args, exit);
        return exit;
    }

    private static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // A gate starts many workers, and each is ready sooner without the code that reads command lines.
            return args is [WorkerCommand.Name]
                ? WorkerCommand.Run()
                : await CommandLine.RunAsync(args).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nothing catches it after this.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (int)LastHandler.Tell(e, Console.Error);
        }
    }
}
