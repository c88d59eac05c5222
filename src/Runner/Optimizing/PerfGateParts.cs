namespace PerfGate.Runner.Optimizing;

/// <summary>Where the targets and tasks of this very perfgate lie: in its package, or in a clone.</summary>
/// <param name="Targets">The folder with <c>PerfGate.props</c> and <c>PerfGate.targets</c>.</param>
/// <param name="Tasks">The assembly with the tasks.</param>
/// <param name="Runner">This program.</param>
internal sealed record PerfGateParts(string Targets, string Tasks, string Runner)
{
    private const string TasksName = "PerfGate.Tasks.dll";
    private const string TargetsName = "PerfGate.targets";
    private const string RunnerName = "perfgate.dll";

    /// <summary>Finds them; null for the tool, which has neither.</summary>
    /// <param name="home">The folder of this program.</param>
    public static PerfGateParts? Find(string home)
    {
        var runner = Path.Combine(home, RunnerName);
        // In the package the runner lies in tools/net10.0/any, and its tasks beside it.
        var package = Path.GetFullPath(Path.Combine(home, "..", "..", "..", "build"));
        if (File.Exists(Path.Combine(package, TargetsName)) && File.Exists(Path.Combine(home, TasksName)))
            return new(package, Path.Combine(home, TasksName), runner);
        // In a clone it lies in src/Runner/bin/CONFIGURATION/net10.0.
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(home));
        var source = folder.Parent?.Parent?.Parent?.Parent?.FullName;
        if (source is null || folder.Parent is not { } configuration)
            return null;
        var targets = Path.Combine(source, "Tasks", "build");
        var tasks = Path.Combine(source, "Tasks", "bin", configuration.Name, folder.Name, TasksName);
        return File.Exists(Path.Combine(targets, TargetsName)) && File.Exists(tasks)
            ? new(targets, tasks, runner)
            : null;
    }
}
