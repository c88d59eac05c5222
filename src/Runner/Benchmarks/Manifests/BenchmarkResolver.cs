using System.Collections.Immutable;
using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks.Expressions;
using PerfGate.Runner.Devices;

namespace PerfGate.Runner.Benchmarks.Manifests;

/// <summary>
/// Turns the benchmarks of a manifest into cases: one per point of the axes, every expression evaluated.
/// </summary>
internal sealed class BenchmarkResolver(
    ManifestFile file, DeviceFacts device, SourceCatalog sources, CaseBudget budget, ManifestErrors errors)
{
    private readonly ExpressionCache _expressions = new();

    /// <summary>The cases of all benchmarks, in order; those with an error are left out.</summary>
    public IEnumerable<ResolvedCase> Resolve()
    {
        if (file.Root["source"] is not { } source)
            return file.Root["benchmarks"]!.Items.SelectMany(b => Cases(b, tuning: null));
        var path = file.Resolve(source.Text);
        var read = sources.Read(path);
        if (read is null)
            errors.Add(DiagnosticCatalog.NamedFileMissing(source.At, file.Display(path)));
        else
            errors.AddUnreadable(source.At, read.Faults, file);
        var tuning = new TuneResolver(file, device, read, errors);
        return file.Root["benchmarks"]!.Items.SelectMany(b => Cases(b, tuning));
    }

    private IEnumerable<ResolvedCase> Cases(PlacedJson benchmark, TuneResolver? tuning)
    {
        var axes = new AxisReader(benchmark, device.Kind, errors);
        var constants = axes.Constants();
        var points = axes.Points(budget);
        var tune = benchmark["command"] is null ? tuning?.Resolve(benchmark, points, constants) : null;
        return points.Select(point => Case(benchmark, point, constants, tune)).OfType<ResolvedCase>();
    }

    private ResolvedCase? Case(
        PlacedJson benchmark,
        ImmutableArray<AxisValue> point,
        ImmutableArray<PlacedField> constants,
        TuneUse? tune
    )
    {
        var name = benchmark["name"]!.Text;
        var caseName = point.IsEmpty ? name : $"{name}/{string.Join(",", point)}";
        if (caseName.Length > RecordedText.MaximumName)
        {
            errors.Add(
                DiagnosticCatalog.BadValue(
                    benchmark["name"]!.At,
                    "name",
                    $"with its axes the case's name has {caseName.Length} characters, and at most "
                        + $"{RecordedText.MaximumName} are allowed; shorten the names of the benchmark or of its axes"
                )
            );
            return null;
        }

        var evaluate = new PointEvaluator(point, device, _expressions, errors);
        foreach (var value in (tune?.Values ?? []).Concat(constants))
            evaluate.Define(value.Name, value.Value);
        if (tune is not null)
            CheckConstraints(tune, evaluate);
        var context = new CaseContext(file, benchmark, point, evaluate, sources);
        var skip = RequirementReader.SkipReason(context, device);
        if (skip is not null)
            evaluate.AssumeUntold();
        if (benchmark["command"] is not null)
            return Command(context, caseName, point, skip ?? CommandResolver.SkipReason(benchmark, device));
        var buffers = new BufferResolver(context).Resolve();
        var launches = new LaunchResolver(context, buffers).Resolve();
        var defines = new DefineResolver(context).Resolve();
        var (flops, bytes) = (Work(context, "flops"), Work(context, "bytes"));
        if (new CheckResolver(context, buffers).Resolve() is not { } check)
            return null;
        return new(
            new BenchmarkCase
            {
                Name = caseName,
                Benchmark = name,
                Role = benchmark["role"]?.Text == "canary" ? CaseRole.Canary : CaseRole.Case,
                DeclaredAt = benchmark["name"]!.At,
                Source = file.Display(file.Resolve(file.Root["source"]!.Text)),
                Seed = file.Seed,
                Libraries = [.. file.Root["libraries"]?.Items.Select(l => l.Text) ?? []],
                Defines = defines,
                Guard = OfHost(benchmark, "guard"),
                Omit = OfHost(benchmark, "omit"),
                Buffers = [.. buffers, .. FunctionLaunch.Scratch(launches)],
                Launches = launches,
                Unfilled = UnfilledBuffers.Of(context, buffers, launches),
                UnsetConstants = UnsetConstantsOf(context),
                WeakBounds = WeakBounds.Of(benchmark),
                Check = check,
                Flops = flops,
                Bytes = bytes,
                Tolerance = benchmark["tolerance"]?.Number,
                SkipReason = skip,
                Tune = tune,
            },
            point,
            benchmark["check"]!);
    }

    // Its machine code is known when it has run; nothing of it is compiled here.
    private static ResolvedCase? Command(
        CaseContext context, string name, ImmutableArray<AxisValue> point, string? skip)
    {
        var benchmark = context.Benchmark;
        var (flops, bytes) = (Work(context, "flops"), Work(context, "bytes"));
        return
            new CommandResolver(context).Resolve() is not { } command
            || new FileCheckResolver(context, command).Resolve() is not { } check
            ? null
            : new(
                new BenchmarkCase
                {
                    Name = name,
                    Benchmark = benchmark["name"]!.Text,
                    DeclaredAt = benchmark["name"]!.At,
                    Source = context.File.Display(context.File.FullPath),
                    Defines = "",
                    Buffers = [],
                    Launches = [],
                    Check = check,
                    Command = command,
                    WeakBounds = WeakBounds.Of(benchmark),
                    Flops = flops,
                    Bytes = bytes,
                    Tolerance = benchmark["tolerance"]?.Number,
                    SkipReason = skip,
                },
                point,
                benchmark
            );
    }

    private static ImmutableArray<string> OfHost(PlacedJson benchmark, string field) =>
        [.. benchmark[DeviceKind.Host.Name]?[field]?.Items.Select(i => i.Text) ?? []];

    private static ImmutableArray<UnsetConstant> UnsetConstantsOf(CaseContext context)
    {
        var source = context.Sources.Read(context.File.Resolve(context.File.Root["source"]!.Text));
        var set = context.Benchmark["symbols"]?.Fields.Select(s => s.Name.Split("::")[^1]) ?? [];
        return source is null
            ? []
            :
            [
                .. RepeatedLaunches
                    .Written(context.Benchmark)
                    .Select(l => l["kernel"])
                    .OfType<PlacedJson>()
                    .SelectMany(k => source
                        .BareConstantsOf(KernelName.Parse(k.Text))
                        .Select(c => new UnsetConstant(
                            c.Constant.Name, new(context.File.Display(c.Path), c.Constant.Line), k.At)))
                    .Where(c => !set.Contains(c.Constant))
                    .DistinctBy(c => c.Constant),
            ];
    }

    // The values in use, if they are not of a tuned file: those were looked at already.
    private static void CheckConstraints(TuneUse tune, PointEvaluator evaluate)
    {
        foreach (var constraint in tune.Section.Constraints.Where(c => evaluate.Holds(c) == false))
            evaluate.Refuse(
                constraint,
                TuneReader.Constraints,
                $"\"{constraint.Text}\" does not hold for the first value of each parameter, which are what an untuned "
                    + $"build uses: {tune.Space.Describe(tune.Incumbent)}. Put values first that satisfy it"
            );
    }

    private static double? Work(CaseContext context, string field)
    {
        if (
            context.Benchmark["work"]?[field] is not { } stated
            || context.Evaluate.Number(stated, field) is not { } value
        )
            return null;
        return value > 0
            ? value
            : context.Evaluate.Refuse(stated, field, $"it is {PointEvaluator.Text(value)}, and work must be above 0");
    }
}

/// <summary>What the resolution of one case's parts looks things up in.</summary>
/// <param name="File">The manifest.</param>
/// <param name="Benchmark">The benchmark's object in it.</param>
/// <param name="Point">The case's coordinates.</param>
/// <param name="Evaluate">Evaluates at that point.</param>
/// <param name="Sources">The texts of the sources that manifests name.</param>
internal sealed record CaseContext(
    ManifestFile File,
    PlacedJson Benchmark,
    ImmutableArray<AxisValue> Point,
    PointEvaluator Evaluate,
    SourceCatalog Sources
)
{
    /// <summary>Where errors go.</summary>
    public ManifestErrors Errors => Evaluate.Errors;

    /// <summary>The name of a file at the case's point: <c>{N}</c> stands for the value of axis N.</summary>
    public string FileName(string named) =>
        Point.Aggregate(
            named,
            (text, axis) => text.Replace($"{{{axis.Axis}}}", PointEvaluator.Text(axis.Value), StringComparison.Ordinal)
        );

    /// <summary>The names of all declared buffers, the unusable ones included.</summary>
    public IEnumerable<string> BufferNames => Benchmark["buffers"]!.Items.Select(b => b["name"]!.Text);
}
