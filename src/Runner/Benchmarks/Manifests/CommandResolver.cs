using System.Collections.Immutable;
using System.Text.Json;
using PerfGate.Core.Devices;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the command of a case and what of it is measured.</summary>
internal sealed class CommandResolver(CaseContext context)
{
    private const int MostRecords = 1_000_000;

    // What a first launch has to load, and the clocks of a GPU that was idle.
    private const int WarmUpOfKernels = 3;
    private const int WarmUpOfWallTime = 1;

    private const double SecondsOfOne = 120;
    private const double SecondsOfBuild = 1800;

    private readonly PlacedJson _command = context.Benchmark["command"]!;

    /// <summary>Why a device cannot observe a command, in one line; null if it can.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="device">The device.</param>
    public static string? SkipReason(PlacedJson benchmark, DeviceFacts device) =>
        device.Kind.RunsOnProcessor && WorkOf(benchmark["measure"]) != MeasuredWork.WallTime
            ? $"it measures GPU work, and this is the {device.Kind.Name} device; without the field measure its wall "
                + "time is taken"
            : null;

    /// <summary>The command; null if it has an error.</summary>
    public CommandSpec? Resolve()
    {
        var measure = Measure();
        var programs = new ProgramResolver(context);
        var program = programs.Resolve(_command, "command", SecondsOfOne);
        var build = _command["build"] is { } stated
            ? programs.Resolve(stated, "build", SecondsOfBuild, program?.Folder)
            : null;
        return program is null || measure is null
            ? null
            : new(program.Words, program.Folder, program.FolderName, program.Environment, measure)
            {
                TimeoutSeconds = program.TimeoutSeconds,
                Cache = _command["cache"]?.Text,
                Needs = [.. context.Benchmark["requires"]?["command"]?.Items.Select(i => i.Text) ?? []],
                Build = build,
            };
    }

    private static MeasuredWork WorkOf(PlacedJson? measure) =>
        measure is null or { Kind: JsonValueKind.String, Text: "wall" } ? MeasuredWork.WallTime
        : measure.Kind == JsonValueKind.String ? MeasuredWork.AllGpuWork
        : MeasuredWork.Kernels;

    private MeasureSpec? Measure()
    {
        var node = context.Benchmark["measure"];
        var work = WorkOf(node);
        var (launches, iterations) = (Count(node, "launches"), Count(node, "iterations"));
        var range = node?["range"];
        if (Contradiction(node, range) is var (at, field, why))
        {
            context.Evaluate.Refuse(at, field, why);
            return null;
        }

        var kernels = Kernels(node?["kernels"], work);
        if (kernels is null)
            return null;
        return new()
        {
            Work = work,
            Kernels = kernels.Value,
            Range = range?.Text,
            Copies = work == MeasuredWork.AllGpuWork || node?["copies"]?.Kind == JsonValueKind.True,
            Memsets = work == MeasuredWork.AllGpuWork || node?["memsets"]?.Kind == JsonValueKind.True,
            Launches = iterations is null && range is null && work == MeasuredWork.Kernels ? launches ?? 1 : null,
            Iterations = work == MeasuredWork.AllGpuWork ? 1 : iterations,
            WarmUp =
                (int?)context.Benchmark["warmUp"]?.Number
                ?? work switch
                {
                    MeasuredWork.WallTime => WarmUpOfWallTime,
                    MeasuredWork.AllGpuWork => 0,
                    MeasuredWork.Kernels => WarmUpOfKernels,
                },
            Samples = (int?)context.Benchmark["samples"]?.Number,
        };
    }

    private static (PlacedJson At, string Field, string Why)? Contradiction(PlacedJson? measure, PlacedJson? range)
    {
        if (measure is not { Kind: JsonValueKind.Object })
            return null;
        if (range is null && measure["kernels"] is null)
            return (measure, "measure", "it names neither kernels nor a range; state one of them, or both");
        if (range is not null && (measure["launches"] ?? measure["iterations"]) is { } number)
            return (
                number,
                measure["launches"] is null ? "iterations" : "launches",
                "a range says already which records make a sample; take one of the two out"
            );
        return measure["launches"] is not null && measure["iterations"] is { } iterations
            ? (
                iterations,
                "iterations",
                "launches already says how many records make a sample; state one of the two"
            )
            : null;
    }

    // A range without patterns takes all kernels that were launched inside of it.
    private ImmutableArray<string>? Kernels(PlacedJson? named, MeasuredWork work)
    {
        ImmutableArray<string> kernels = work switch
        {
            MeasuredWork.WallTime => [],
            MeasuredWork.AllGpuWork => ["*"],
            MeasuredWork.Kernels => named is null ? ["*"]
            : named.Kind == JsonValueKind.String ? [named.Text]
            : [.. named.Items.Select(i => i.Text)],
        };
        if (!kernels.Contains("!") && (work != MeasuredWork.Kernels || kernels.Any(k => k[0] != '!')))
            return kernels;
        context.Evaluate.Refuse(
            named!,
            "kernels",
            "no pattern lets a kernel in; begin with \"*\" for all that no ! leaves out"
        );
        return null;
    }

    private int? Count(PlacedJson? measure, string field) =>
        measure?[field] is { } stated ? (int?)context.Evaluate.Whole(stated, field, 1, MostRecords) : null;
}
