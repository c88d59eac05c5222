using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Fuzz.Targets;

namespace PerfGate.Fuzz;

/// <summary>
/// Feeds every reader of PerfGate changed inputs and reports what crashes, hangs or fills the memory.
/// </summary>
internal static class Program
{
    private const long MostMemory = 500_000_000;

    /// <summary>Runs it. It exits with 1 where anything was found.</summary>
    public static int Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var inputs = new Option<long>("--inputs")
        {
            Description = "How many inputs, all targets together.",
            DefaultValueFactory = _ => 100_000,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same inputs.",
            DefaultValueFactory = _ => 1,
        };
        var only = new Option<string[]>("--target")
        {
            Description = "Only these targets.",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder for inputs that crash or hang.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz"),
        };
        var deadline = new Option<double>("--deadline")
        {
            Description = "Seconds that one input may take.",
            DefaultValueFactory = _ => 10,
        };
        var file = new Option<string?>("--input")
        {
            Description = "Read this one input, with --target, and print what it throws.",
        };
        var root = new RootCommand("Fuzzes the readers of PerfGate.") { inputs, seed, only, output, deadline, file };
        root.SetAction(parsed =>
        {
            using var scratch = new Scratch();
            var targets = Targets(scratch.Folder)
                .Where(t => parsed.GetValue(only) is not { Length: > 0 } names || names.Contains(t.Name))
                .ToList();
            if (parsed.GetValue(file) is { } path)
            {
                targets.ForEach(t => t.Read(File.ReadAllBytes(path)));
                return 0;
            }

            return Run(
                targets,
                parsed.GetValue(inputs),
                parsed.GetValue(seed),
                parsed.GetValue(output)!,
                TimeSpan.FromSeconds(parsed.GetValue(deadline))
            );
        });
        return root.Parse(args).Invoke();
    }

    private static IEnumerable<FuzzTarget> Targets(string scratch) =>
        [
            .. ManifestTargets.All(scratch),
            .. JsonTargets.All(scratch),
            .. SuiteTargets.All(scratch),
            .. ObservedTargets.All(scratch),
            .. GitHubTargets.All(scratch),
            .. PublicationTargets.All(scratch),
            .. RecordTargets.All(scratch),
            .. TextTargets.All(scratch),
            .. ExplainTargets.All(),
        ];

    private static int Run(List<FuzzTarget> targets, long inputs, int seed, string output, TimeSpan deadline)
    {
        var watch = Stopwatch.StartNew();
        var weight = targets.Sum(t => t.Weight);
        var runs = targets.Select(t => new TargetRun(t, seed)).ToList();
        using var guard = new Guard(runs, output, deadline);
        Parallel.ForEach(
            runs.OrderByDescending(r => r.Target.Weight),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount) },
            run => run.Run(Math.Max(1, inputs * run.Target.Weight / weight))
        );

        Console.WriteLine($"{"target", -14} {"inputs", 9} {"accepted", 9} {"crashes", 7} {"longest", 9}");
        foreach (var run in runs)
            Console.WriteLine(
                $"{run.Target.Name, -14} {run.Inputs, 9} {run.Accepted, 9} {run.Crashes.Count, 7} "
                    + $"{run.Longest.TotalSeconds, 7:0.00} s"
            );
        var crashes = runs.SelectMany(r => r.Crashes).ToList();
        foreach (var crash in crashes)
            Console.WriteLine($"crash: {crash.Target}: {crash.Cause} ({crash.Write(output)})");
        Console.WriteLine(
            $"{runs.Sum(r => r.Inputs)} inputs, {crashes.Count} crashes, longest "
                + $"{runs.Max(r => r.Longest).TotalSeconds:0.00} s, "
            + $"peak memory {guard.PeakBytes / 1_000_000} MB, {watch.Elapsed.TotalSeconds:0} s, seed {seed}");
        if (guard.PeakBytes > MostMemory)
            Console.WriteLine($"more than {MostMemory / 1_000_000} MB of memory");
        if (guard.TellSlow())
            return Guard.HangExitCode;
        return crashes.Count > 0 || guard.PeakBytes > MostMemory ? 1 : 0;
    }
}
