using System.Collections.Immutable;
using PerfGate.Core.Explaining;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Explaining;

/// <summary>
/// Explains cases: counts the launches of both sides, compares their machine code, and has it put in words.
/// </summary>
/// <param name="profiler">Counts launches; null if nothing can.</param>
/// <param name="noCounters">Why nothing can be counted, as the end of a sentence; null if it can.</param>
/// <param name="computeCapability">The GPU's; null on the host device.</param>
/// <param name="work">Folder for what the profiler writes, absolute.</param>
internal sealed class ExplainRun(NsightCompute? profiler, string? noCounters, string? computeCapability, string work)
{
    // Enough for a mean, and few enough for kernels of a tenth of a second.
    private const int Times = 3;

    // PerfGate's own kernels, which fill guard bands.
    private const string OwnKernels = "perfgate_";

    private readonly Disassembler _disassembler = new();
    private string? _noCounters = noCounters;

    /// <summary>Why nothing could be counted, as the end of a sentence; null if all was.</summary>
    public string? NoCounters => _noCounters;

    /// <summary>Explains one case.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="reference">The reference: the same case of another commit, or another case.</param>
    /// <param name="ratio">
    /// The candidate's time over the reference's, as it was measured; null if it was not.
    /// </param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ExplainedCase> OfAsync(
        ExplainSide candidate,
        ExplainSide reference,
        double? ratio,
        CancellationToken cancellation
    )
    {
        var (now, before) = (candidate.Measured(computeCapability), reference.Measured(computeCapability));
        var isOther = candidate.Case.Name != reference.Case.Name;
        var explained = new ExplainedCase
        {
            Name = candidate.Case.Name,
            Against = isOther ? reference.Case.Name : null,
            Source = now.Source,
            Sentences = [],
        };
        if (now.CodeHash is not null && now.CodeHash == before.CodeHash)
            return explained with { Sentences = [new(Explanation.Nothing, [])] };
        var launches = isOther ? [] : LaunchChanges.Of(now, before);
        var kernels = isOther ? [Whole(now, before)] : Differing(now, before, !launches.IsEmpty);
        if (kernels.IsEmpty)
            return explained with { Sentences = [new("Nothing but arguments or buffers differs.", [])] };
        kernels = await WithCountersAsync(candidate, reference, kernels, isOther, cancellation).ConfigureAwait(false);
        if (!isOther)
            kernels = await WithCodeAsync(candidate, reference, kernels, cancellation).ConfigureAwait(false);
        var (sentences, bounded) = Explanation.Of(
            kernels,
            new()
            {
                Ratio = ratio,
                NoCounters = _noCounters,
                OtherKernel = isOther,
                LaunchChanges = launches,
                ComputeCapability = computeCapability,
                Threads = k =>
                    candidate.Threads(k) > 0 && reference.Threads(k) > 0
                        ? (reference.Threads(k), candidate.Threads(k))
                        : null,
            }
        );
        return explained with { Sentences = sentences, Bounded = bounded, Kernels = kernels };
    }

    // Two benchmarks have kernels of different names: each side counts as one.
    private static ExplainedKernel Whole(MeasuredCase now, MeasuredCase before) =>
        new()
        {
            Name = now.Name,
            Reference = before.Kernels.Length == 1 ? before.Kernels[0] : null,
            Candidate = now.Kernels.Length == 1 ? now.Kernels[0] : null,
            NoCode = $"{now.Name} and {before.Name} are different kernels",
        };

    private static ImmutableArray<ExplainedKernel> Differing(MeasuredCase now, MeasuredCase before, bool all) =>
        [
            .. now
                .Kernels.Concat(before.Kernels)
                .Select(k => k.Name)
                .Distinct()
                .Select(name => new ExplainedKernel
                {
                    Name = name,
                    Reference = before.Kernels.FirstOrDefault(k => k.Name == name),
                    Candidate = now.Kernels.FirstOrDefault(k => k.Name == name),
                })
                .Where(k => all || k.Reference != k.Candidate),
        ];

    private async Task<ImmutableArray<ExplainedKernel>> WithCountersAsync(
        ExplainSide candidate,
        ExplainSide reference,
        ImmutableArray<ExplainedKernel> kernels,
        bool asOne,
        CancellationToken cancellation
    )
    {
        if (profiler is null)
            return kernels;
        var ours = await CountAsync(candidate, "candidate", cancellation).ConfigureAwait(false);
        if (ours.Failure is not null)
            return kernels;
        var theirs = await CountAsync(reference, "reference", cancellation).ConfigureAwait(false);
        if (theirs.Failure is not null)
            return kernels;
        // What functions launch has names that no manifest knows.
        if (asOne || candidate.Symbols(computeCapability).IsEmpty)
            return
            [
                kernels[0] with
                {
                    Counters = CounterPair.Of(
                        AsOne(reference, theirs.Launches, kernels[0]),
                        AsOne(candidate, ours.Launches, kernels[0])
                    ),
                },
            ];
        var (now, before) = (KernelCounters.Of(ours.Launches, Times), KernelCounters.Of(theirs.Launches, Times));
        return
        [
            .. kernels.Select(k =>
                k with
                {
                    Counters = CounterPair.Of(Named(before, reference, k.Name), Named(now, candidate, k.Name)),
                }
            ),
        ];
    }

    private async Task<CountedLaunches> CountAsync(ExplainSide side, string name, CancellationToken cancellation)
    {
        if (_noCounters is not null)
            return CountedLaunches.Failed(_noCounters);
        var command = side.Case.Command;
        var counted = command is { Measure.Work: MeasuredWork.WallTime }
            ? CountedLaunches.Failed("it is measured by wall time, which has no counters")
            : await profiler!
                .CountAsync(
                    command is null
                        ? new(LaunchOf(side), side.Symbols(computeCapability))
                        : CountedProgram.Of(command),
                    Path.Combine(work, "explain", $"{name}.csv"),
                    cancellation
                )
                .ConfigureAwait(false);
        if (command is not null)
            counted = CountedProgram.Checked(command, counted, side.Case.Name);
        // What fails for one case fails for the next.
        _noCounters = counted.Failure;
        return counted;
    }

    private ImmutableArray<string> LaunchOf(ExplainSide side) =>
        [
            .. WorkerProcess.ThisProgram.SkipLast(1),
            "launch",
            "--times",
            $"{Times}",
            "--kernels",
            side.Catalog.Path,
            "--case",
            side.Case.Name,
            "--root",
            side.Root,
            "--work",
            Path.Combine(work, "inputs"),
            .. side.Manifests,
        ];

    private KernelCounters? Named(ImmutableArray<KernelCounters> counted, ExplainSide side, string kernel) =>
        side.Find(kernel, computeCapability) is { } found
            ? counted.FirstOrDefault(c => c.Kernel == found.Kernel.Symbol)
            : null;

    private static KernelCounters? AsOne(
        ExplainSide side,
        ImmutableArray<NcuLaunch> launches,
        ExplainedKernel kernel
    ) =>
        side.Case.Command is { } command
            ? CountedProgram.AsOne(command, launches, kernel.Name)
            : KernelCounters
                .Of(
                    launches
                        .Where(l => !l.Kernel.StartsWith(OwnKernels, StringComparison.Ordinal))
                        .Select(l => l with { Kernel = kernel.Name }),
                    Times
                )
                .FirstOrDefault();

    private async Task<ImmutableArray<ExplainedKernel>> WithCodeAsync(
        ExplainSide candidate,
        ExplainSide reference,
        ImmutableArray<ExplainedKernel> kernels,
        CancellationToken cancellation
    )
    {
        var compared = ImmutableArray.CreateBuilder<ExplainedKernel>(kernels.Length);
        foreach (var kernel in kernels)
            compared.Add(
                kernel.Reference is null
                || kernel.Candidate is null
                || kernel.Reference.CodeHash == kernel.Candidate.CodeHash
                    ? kernel
                    : await CodeComparison
                        .OfAsync(_disassembler, candidate, reference, kernel, computeCapability, cancellation)
                        .ConfigureAwait(false)
            );
        return compared.ToImmutable();
    }
}

/// <summary>Compares the machine code of a kernel on both sides.</summary>
internal static class CodeComparison
{
    /// <summary>The kernel with the difference, or with the reason why there is none.</summary>
    /// <param name="disassembler">Prints machine code.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="computeCapability">The GPU's; null on the host device.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ExplainedKernel> OfAsync(
        Disassembler disassembler,
        ExplainSide candidate,
        ExplainSide reference,
        ExplainedKernel kernel,
        string? computeCapability,
        CancellationToken cancellation
    )
    {
        var now = await OneAsync(candidate).ConfigureAwait(false);
        var before = now.Failure is null ? await OneAsync(reference).ConfigureAwait(false) : now;
        return before.Failure is { } why
            ? kernel with
            {
                NoCode = why,
            }
            : kernel with
            {
                Code = CodeDifference.Of(before.Code!, now.Code!),
            };

        async Task<(CodeListing? Code, string? Failure)> OneAsync(ExplainSide side) =>
            side.Find(kernel.Name, computeCapability) is var (module, compiled)
                ? await disassembler.OfAsync(side.Catalog, module, compiled.Symbol, cancellation).ConfigureAwait(false)
                : (null, $"{kernel.Name} is a C++ function that launches kernels of its own");
    }
}
