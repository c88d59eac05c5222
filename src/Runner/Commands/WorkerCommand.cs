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

namespace PerfGate.Runner.Commands;

/// <summary><c>perfgate worker</c>: one fresh process that takes one run. Started by <c>perfgate run</c>, not by people, and hidden.</summary>
internal static class WorkerCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("worker", "Takes one run in this process (started by perfgate run, which names the job file on its standard input).");
        command.Hidden = true;
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var locked = LockedEnvironment.Enter(Environment.GetEnvironmentVariable);
        // A parent that has no job for it, or is gone, closes the stream.
        if (Console.In.ReadLine() is not { } path)
            return (int)ExitCode.Passed;
        var begun = Process.GetCurrentProcess().StartTime;
        if (path.StartsWith(WorkerProcess.RehearsePrefix, StringComparison.Ordinal))
        {
            Rehearsal.Of(path[WorkerProcess.RehearsePrefix.Length..]);
            if (Console.In.ReadLine() is not { } real)
                return (int)ExitCode.Passed;
            (path, begun) = (real, DateTime.Now);
        }

        LeaveWithParent();
        var job = JsonSerializer.Deserialize(InputFile.Bytes(path, FileLimit.Note), MeasuringJson.Default.WorkerJob)!;
        if (job.Clock is { } clock)
            Environment.SetEnvironmentVariable(ClockChoices.Variable, clock);
        try
        {
            var result = new WorkerProgram(job, DeviceSelection.Open, Announce).Run(begun) with { Locked = locked, Nonce = job.Nonce };
            AtomicFile.Write(job.Result, JsonSerializer.SerializeToUtf8Bytes(result, MeasuringJson.Default.WorkerResult));
            return (int)ExitCode.Passed;
        }
        catch (DeviceException e)
        {
            Console.Error.WriteLine(e.Message);
            return (int)ExitCode.Environment;
        }
    }

    private static void Announce(string name)
    {
        Console.Out.WriteLine(WorkerProcess.CasePrefix + name);
        Console.Out.Flush();
    }

    // The parent holds the other end of standard input. It closes when the parent is gone, killed ones included, and a worker without
    // its parent would only heat the GPU.
    private static void LeaveWithParent() => new Thread(() =>
    {
        var buffer = new byte[1];
        using var input = Console.OpenStandardInput();
        while (input.Read(buffer) > 0)
        {
        }

        Environment.Exit((int)ExitCode.Environment);
    })
    { IsBackground = true, Name = "parent watch" }.Start();
}
