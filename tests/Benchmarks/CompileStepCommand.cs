using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Tasks;
using PerfGate.Tasks.Tests;

namespace PerfGate.Benchmarks;

/// <summary>
/// <c>compile-step INCLUDE</c>: how long the compile step takes from nothing and where nothing changed, beside what
/// it would take to
/// preprocess every module instead, turn by turn in one run.
/// </summary>
internal static class CompileStepCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var include = new Argument<DirectoryInfo>("INCLUDE") { Description = "The directory of perfgate_host.h." };
        var modules = new Option<int>("--modules") { Description = "Modules.", DefaultValueFactory = _ => 25 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds.", DefaultValueFactory = _ => 7 };
        var compiler = new Option<string>("--compiler")
        {
            Description = "Its name or path.",
            DefaultValueFactory = _ => "g++",
        };
        var command = new Command("compile-step", "Times the compile step.") { include, modules, rounds, compiler };
        command.SetAction(parsed =>
            Measure(
                parsed.GetValue(include)!.FullName,
                parsed.GetValue(modules),
                parsed.GetValue(rounds),
                parsed.GetValue(compiler)!
            )
        );
        return command;
    }

    private static void Measure(string include, int modules, int rounds, string compiler)
    {
        var root = Directory.CreateTempSubdirectory("perfgate-compile-step-");
        try
        {
            var names = Enumerable
                .Range(0, modules)
                .Select(i => "k" + i.ToString(CultureInfo.InvariantCulture))
                .ToList();
            foreach (var name in names)
            {
                File.WriteAllText(
                    Path.Combine(root.FullName, name + ".cu"),
                    $"#include <vector>\n__global__ void {name}(float* x) {{ x[threadIdx.x] += sqrtf(x[0]); }}\n");
            }

            JsonFile.Write(
                Path.Combine(root.FullName, "plan.json"),
                new CompilePlan
                {
                    Device = DeviceKind.Host,
                    DeviceReason = "asked",
                    Cases = [],
                    Modules = [.. names.Select(n => new PlannedModule(n + ".cu", ModuleKind.Kernels, "", [n]))],
                },
                PerfGateJson.Default.CompilePlan);
            Print("from nothing", [Seconds(() => Build(root.FullName, include, compiler))]);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
            var (unchanged, processor, preprocessed) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                var before = Environment.CpuUsage.TotalTime;
                unchanged.Add(Seconds(() => Build(root.FullName, include, compiler)));
                processor.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
                preprocessed.Add(Seconds(() =>
                    Parallel.ForEach(names, parallel, n => Preprocess(root.FullName, include, compiler, n))));
            }

            Print("nothing changed", unchanged);
            Print("nothing changed, processor time of PerfGate itself", processor);
            Print("-E of every module", preprocessed);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static void Build(string root, string include, string compiler)
    {
        var engine = new RecordingEngine();
        using var task = new CompileKernels
        {
            BuildEngine = engine,
            Plan = Path.Combine(root, "plan.json"),
            Output = Path.Combine(root, "kernels.json"),
            IntermediateDirectory = Path.Combine(root, "obj"),
            RepositoryRoot = root,
            HostIncludeDirectory = include,
            HostCompiler = compiler,
        };
        if (!task.Execute())
            throw new InvalidOperationException(string.Join('\n', engine.Errors));
        Console.WriteLine(engine.Messages[^1]);
    }

    private static void Preprocess(string root, string include, string compiler, string name)
    {
        string[] arguments =
        [
            "-std=c++17", "-O3", "-fPIC", "-pthread", "-I", include, "-include", "perfgate_host.h",
            "-x", "c++", "-E", name + ".cu", "-o", name + ".ii",
        ];
        using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { WorkingDirectory = root })!;
        process.WaitForExit();
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Print(string what, List<double> seconds)
    {
        seconds.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: median {seconds[seconds.Count / 2]:F2} s, least {seconds[0]:F2} s, most {seconds[^1]:F2} s"));
    }
}
