using System.Diagnostics;

namespace PerfGate.Gate.Tests;

/// <summary>Workers that a test starts, in place of <c>perfgate run</c>.</summary>
internal static class WorkersByHand
{
    /// <summary>Runs a worker.</summary>
    /// <param name="project">The project that it runs in.</param>
    /// <param name="lines">What it is told.</param>
    /// <param name="hasJob">Whether the last line is a job file. Where it is not, its standard input ends.</param>
    /// <returns>The cases that it announced, in order.</returns>
    public static async Task<List<string>> WorkerAsync(this GateProject project, string lines, bool hasJob = true)
    {
        var (exit, output, error) = await RunAsync(project.PathOf(""), lines, hasJob);
        Assert.True(exit == 0, error);
        return
        [
            .. output
                .Split('\n')
                .Where(l => l.StartsWith("token case ", StringComparison.Ordinal))
                .Select(l => l["token case ".Length..].Trim()),
        ];
    }

    /// <summary>Runs a worker that cannot do its job.</summary>
    /// <param name="project">The project that it runs in.</param>
    /// <param name="job">The job file.</param>
    /// <returns>What it says to that.</returns>
    public static async Task<string> FailingWorkerAsync(this GateProject project, string job)
    {
        var (exit, _, error) = await RunAsync(project.PathOf(""), job, hasJob: true);
        Assert.NotEqual(0, exit);
        return error;
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(
        string folder,
        string lines,
        bool hasJob
    )
    {
        var start = new ProcessStartInfo("dotnet", [Checkout.Runner, "worker"])
        {
            // A worker leaves when its standard input ends.
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (first, last) = lines.LastIndexOf('\n') is var end and >= 0
            ? (lines[..(end + 1)], lines[(end + 1)..])
            : ("", lines);
        await process.StandardInput.WriteAsync(
            lines.Length == 0 ? "" : first + (hasJob ? $"job token {last}" : last) + "\n"
        );
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        if (!hasJob)
            process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
