using System.Collections.Immutable;
using PerfGate.Core.Importing;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda;
using PerfGate.Runner.Devices.Host;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Importing;

/// <summary>Puts a measurement together from the result files of a suite.</summary>
internal static class ImportedMeasurement
{
    private const string NotRecorded = "not recorded";

    /// <summary>The measurement of one side, or of both in turns.</summary>
    /// <param name="files">The candidate's files.</param>
    /// <param name="request">The files, and how to read them.</param>
    /// <param name="git">The commit; null outside a repository.</param>
    public static Measurement Of(ImmutableArray<SuiteFile> files, ImportRequest request, GitState? git) =>
        new Measurement
        {
            StartedAt = files.Min(TakenAt),
            WallSeconds = 0,
            Interleaved = !request.Against.IsEmpty,
            Project = request.Project,
            Environment = Environment(files[0], request, git),
            Cases = request.Against.IsEmpty ? SuiteRuns.Cases(files) : SuiteRuns.InTurns(files, request.Against),
            Warnings = SuiteRuns.Warnings(files),
        }.Bounded();

    // nvbench and BenchmarkDotNet do not say when: then it is when the file was written.
    private static DateTimeOffset TakenAt(SuiteFile file) => file.Date ?? File.GetLastWriteTimeUtc(file.Path);

    private static MeasurementEnvironment Environment(SuiteFile file, ImportRequest request, GitState? git)
    {
        var traits = SuiteTraits.Of(file.Tool);
        var machine = EnvironmentRecord.ThisMachine();
        var model = request.Machine ?? file.Gpu?.Name ?? file.Processor ?? machine.Processor;
        return new()
        {
            Device = traits.Device,
            // A file of its own: these times are never compared with PerfGate's own of the same device.
            DeviceSlug = $"{traits.Clock}-{Slug(file, model)}",
            Clock = traits.ClockOf(request.Time),
            Cache = CaseSettings.CacheName(traits.Cache),
            ClockPolicy = "observe",
            Gpu = file.Gpu,
            Host = machine with
            {
                Processor = file.Gpu is null ? model : NotRecorded,
                LogicalProcessors = file.LogicalProcessors ?? machine.LogicalProcessors,
            },
            Compiler = new CompilerDescription(file.Runtime ?? NotRecorded, "0", ""),
            Git = git,
            PerfGateVersion = EnvironmentRecord.Version(),
        };
    }

    private static string Slug(SuiteFile file, string model) =>
        file.Gpu is null ? HostProcessor.Slug(model) : GpuFacts.Slug(model);
}
