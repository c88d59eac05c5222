using System.CommandLine;
using System.Text.Json;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Devices;
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
        var job = new Argument<string>("job") { Description = "The job file, as perfgate run writes it." };
        var command = new Command("worker", "Takes one run in this process (started by perfgate run).") { job };
        command.Hidden = true;
        command.SetAction(parsed => Run(parsed.GetValue(job)!));
        return command;
    }

    private static int Run(string path)
    {
        LeaveWithParent();
        var locked = LockedEnvironment.Enter(Environment.GetEnvironmentVariable);
        var job = JsonSerializer.Deserialize(File.ReadAllBytes(path), MeasuringJson.Default.WorkerJob)!;
        try
        {
            var result = new WorkerProgram(job, DeviceSelection.Open, Announce).Run() with { Locked = locked };
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
