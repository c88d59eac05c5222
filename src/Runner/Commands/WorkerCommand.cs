using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Commands;

/// <summary>
/// <c>perfgate worker</c>: one fresh process that takes one run. Started by <c>perfgate run</c>, not by people, and
/// hidden.
/// </summary>
internal static class WorkerCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "worker";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command(
            Name,
            "Takes one run in this process (started by perfgate run, which names the job file on its standard input)."
        );
        command.Hidden = true;
        command.SetAction(_ => Run());
        return command;
    }

    /// <summary>Takes the run that standard input names.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static int Run()
    {
        var channel = WorkerChannel.Open();
        var locked = LockedEnvironment.Enter(Environment.GetEnvironmentVariable);
        if (channel.ReadLine() is not { } line)
            return (int)ExitCode.Passed;
        var begun = Process.GetCurrentProcess().StartTime;
        if (WorkerLines.ReadRehearsal(line) is { } like)
        {
            Rehearsal.Of(like);
            if (channel.ReadLine() is not { } real)
                return (int)ExitCode.Passed;
            (line, begun) = (real, DateTime.Now);
        }

        if (WorkerLines.ReadJob(line) is not var (token, path))
            throw new InvalidOperationException($"this is not a job: {line}");
        channel.Begin(token);
        try
        {
            Run(path, channel, locked, begun);
            return WorkerChannel.End(ExitCode.Passed);
        }
        catch (DeviceException e)
        {
            Console.Error.WriteLine(e.Message);
            return WorkerChannel.End(ExitCode.Environment);
        }
        catch (PerfGateException e)
        {
            foreach (var diagnostic in e.Diagnostics)
                Console.Error.WriteLine(diagnostic);
            return WorkerChannel.End(e.ExitCode);
        }
    }

    private static void Run(
        string path,
        WorkerChannel channel,
        ImmutableSortedDictionary<string, string> locked,
        DateTime begun
    )
    {
        var job = JsonSerializer.Deserialize(InputFile.Bytes(path, FileLimit.Note), MeasuringJson.Default.WorkerJob)!;
        if (job.Clock is { } clock)
            Environment.SetEnvironmentVariable(ClockChoices.Variable, clock);
        var result = new WorkerProgram(job, DeviceSelection.Open, channel.AtCase).Run(begun) with
        {
            Locked = locked,
            Nonce = job.Nonce,
        };
        OwnState.Restore();
        AtomicFile.Write(job.Result, JsonSerializer.SerializeToUtf8Bytes(result, MeasuringJson.Default.WorkerResult));
    }
}
