using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>The parts of a gate on a <see cref="ManifestFolder"/> whose workers end as a test says.</summary>
internal static class ScriptedGate
{
    /// <summary>Nothing is compared.</summary>
    public static ResolvedReference Nothing { get; } = new()
    {
        Description = new() { Kind = ReferenceKind.None, Reason = "the test says so" },
        Policy = new(),
    };

    /// <summary>A worker that has done its job on the host device.</summary>
    /// <param name="job">The job.</param>
    /// <param name="nanoseconds">What a sample took.</param>
    public static WorkerExit Completed(WorkerJob job, double nanoseconds) =>
        new(
            WorkerOutcome.Completed,
            null,
            null,
            new()
            {
                DeviceName = "host",
                DeviceSlug = "host",
                DeviceMemoryBytes = 24_000_000_000,
                Clock = "host",
                Cases =
                [
                    .. job.Cases.Select(name => new CaseResult
                    {
                        Name = name,
                        Status = CaseStatus.Measured,
                        Samples =
                        [
                            .. Enumerable
                                .Range(0, 40)
                                .Select(i => nanoseconds * (1 + 0.001 * ((i * 7 + job.Run) % 11))),
                        ],
                    }),
                ],
            },
            1
        );

    /// <summary>The folder's kernels as compiled for the host device.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="code">A digit that stands for their machine code.</param>
    public static KernelCatalog Catalog(ManifestFolder folder, char code)
    {
        var kernels = Path.Combine(folder.Root, "kernels.json");
        JsonFile.Write(
            kernels,
            new CompiledKernels
            {
                Device = DeviceKind.Host,
                Compiler = new("g++", "12", ""),
                Modules =
                [
                    new()
                    {
                        Source = "kernels/softmax.cu",
                        Kind = ModuleKind.Kernels,
                        Defines = folder.Load().Cases[0].Defines,
                        Architecture = "host",
                        Binary = "softmax.so",
                        Kernels =
                        [
                            new()
                            {
                                Name = "softmax_rows",
                                Symbol = "softmax_rows",
                                Line = 2,
                                CodeHash = new(code, 64),
                            },
                        ],
                    },
                ],
            },
            PerfGateJson.Default.CompiledKernels
        );
        return KernelCatalog.Read(kernels);
    }

    /// <summary>A reference that the test chose.</summary>
    public sealed class Reference(ResolvedReference resolved) : IReferenceSource
    {
        public GitState? Git => null;

        public ResolvedReference Resolve(string deviceSlug) => resolved;
    }
}
