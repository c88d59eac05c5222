using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>Resolves the command of a case and what of it is measured.</summary>
internal sealed partial class CommandResolver(CaseContext context)
{
    private const int MostRecords = 1_000_000;

    // What a first launch has to load, and the clocks of a GPU that was idle.
    private const int WarmUpOfKernels = 3;
    private const int WarmUpOfWallTime = 1;

    private readonly PlacedJson _command = context.Benchmark["command"]!;

    /// <summary>Why a device cannot observe a command, in one line; null where it can.</summary>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="device">The device.</param>
    public static string? SkipReason(PlacedJson benchmark, DeviceFacts device) =>
        device.Kind.RunsOnProcessor && WorkOf(benchmark["measure"]) != MeasuredWork.WallTime
            ? $"it measures GPU work, and this is the {device.Kind.Name} device; without the field measure its wall "
                + "time is taken"
            : null;

    /// <summary>The command; null where it has an error.</summary>
    public CommandSpec? Resolve()
    {
        var measure = Measure();
        var words = Words(_command.Kind == JsonValueKind.Object ? _command["run"]! : _command);
        var environment = (_command["environment"]?.Fields ?? [])
            .Select(f => (f.Name, Value: Text(f.Value)))
            .ToImmutableSortedDictionary(f => f.Name, f => f.Value ?? "", StringComparer.Ordinal);
        var folder = context.File.Resolve(Text(_command["folder"]) ?? ".");
        return words is not { IsEmpty: false } run || measure is null
            ? null
            : new(run, folder, context.File.Display(folder), environment, measure)
            {
                TimeoutSeconds = _command["timeout"]?.Number ?? 120,
                Needs = [.. context.Benchmark["requires"]?["command"]?.Items.Select(i => i.Text) ?? []],
            };
    }

    private ImmutableArray<string>? Words(PlacedJson run)
    {
        var shell = _command["shell"]?.Kind == JsonValueKind.True;
        if (run.Kind == JsonValueKind.Array)
        {
            if (shell)
                return Refuse(
                    _command["shell"]!,
                    "shell",
                    "a shell runs a text, and run is a list; write it as a text"
                );
            var words = run.Items.Select(Text).ToImmutableArray();
            return words.Contains(null) ? null
                : words[0]!.Length == 0 ? Refuse(run.Items[0], "command", "the name of the program is empty")
                : [.. words.Select(w => w!)];
        }

        if (Text(run) is not { } text)
            return null;
        if (shell)
            return OperatingSystem.IsWindows() ? ["cmd.exe", "/c", text] : ["/bin/sh", "-c", text];
        if (CommandText.Split(text) is not { } split)
            return Refuse(run, "command", "a quote is not closed");
        return split.IsEmpty || split[0].Length == 0 ? Refuse(run, "command", "it names no program") : split;
    }

    private ImmutableArray<string>? Refuse(PlacedJson at, string field, string why)
    {
        context.Evaluate.Refuse(at, field, why);
        return null;
    }

    // {N} is the value of an axis or a constant, {{ and }} are braces. Other braces, as in JSON, stay.
    private string? Text(PlacedJson? node)
    {
        if (node is null)
            return null;
        var unknown = false;
        var text = Placeholder()
            .Replace(
                node.Text,
                match =>
                {
                    if (!match.Groups[1].Success)
                        return match.Value[..1];
                    if (context.Evaluate.ValueOf(match.Groups[1].Value) is { } value)
                        return PointEvaluator.Text(value);
                    unknown = true;
                    context.Evaluate.Refuse(
                        node,
                        "command",
                        $"{match.Value} is no axis and no constant of this benchmark; write {{{match.Value}}} for the "
                            + $"text {match.Value}"
                    );
                    return match.Value;
                }
            );
        return unknown ? null : text;
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
        if (launches is not null && iterations is not null)
        {
            Refuse(
                node!["iterations"]!,
                "iterations",
                "launches says already how many records make a sample; state one of the two"
            );
            return null;
        }

        var named = node?["kernels"];
        ImmutableArray<string> kernels = work switch
        {
            MeasuredWork.WallTime => [],
            MeasuredWork.AllGpuWork => ["*"],
            MeasuredWork.Kernels => named!.Kind == JsonValueKind.String
                ? [named.Text]
                : [.. named.Items.Select(i => i.Text)],
        };
        if (
            kernels.FirstOrDefault(k => k == "!") is not null
            || (work == MeasuredWork.Kernels && kernels.All(k => k[0] == '!'))
        )
        {
            Refuse(named!, "kernels", "no pattern lets a kernel in; begin with \"*\" for all that no ! leaves out");
            return null;
        }

        return new()
        {
            Work = work,
            Kernels = kernels,
            Copies = work == MeasuredWork.AllGpuWork || node?["copies"]?.Kind == JsonValueKind.True,
            Memsets = work == MeasuredWork.AllGpuWork || node?["memsets"]?.Kind == JsonValueKind.True,
            Launches = iterations is null && work == MeasuredWork.Kernels ? launches ?? 1 : null,
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

    private int? Count(PlacedJson? measure, string field) =>
        measure?[field] is { } stated ? (int?)context.Evaluate.Whole(stated, field, 1, MostRecords) : null;

    [GeneratedRegex(@"\{\{|\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}
