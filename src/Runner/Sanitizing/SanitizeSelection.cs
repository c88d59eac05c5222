using System.Collections.Immutable;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Sanitizing;

/// <summary>Chooses the cases that are sanitized: those whose machine code is not the reference's.</summary>
/// <param name="Reason">What they were compared with, or why all are run, as one sentence.</param>
/// <param name="Cases">The cases, each with the reason why it is not run.</param>
internal sealed record SanitizeSelection(string Reason, ImmutableArray<(BenchmarkCase Case, string? NotRun)> Cases)
{
    private const string Unchanged = "its machine code is byte-identical to the reference's";

    /// <summary>Chooses all that can run.</summary>
    /// <param name="cases">The cases that the filter left.</param>
    /// <param name="reason">Why all of them.</param>
    public static SanitizeSelection All(IEnumerable<BenchmarkCase> cases, string reason) =>
        new(reason, [.. cases.Select(c => (c, NotRun(c)))]);

    /// <summary>Compares with a reference. What the reference does not have is run.</summary>
    /// <param name="cases">The cases that the filter left.</param>
    /// <param name="blanks">Says what a case runs.</param>
    /// <param name="theirs">The code hashes of the reference, by case.</param>
    /// <param name="reason">What the reference is.</param>
    public static SanitizeSelection Changed(
        IEnumerable<BenchmarkCase> cases,
        Func<BenchmarkCase, MeasuredCase> blanks,
        IReadOnlyDictionary<string, string?> theirs,
        string reason
    ) => new(reason, [.. cases.Select(c => (c, NotRun(c) ?? (IsSame(blanks(c), theirs) ? Unchanged : null)))]);

    /// <summary>Compares with the reference that was resolved.</summary>
    /// <param name="cases">The cases that the filter left.</param>
    /// <param name="catalog">The compiled kernels.</param>
    /// <param name="device">The device.</param>
    /// <param name="root">Root of the repository, absolute.</param>
    /// <param name="resolved">The reference.</param>
    /// <param name="trial">Compiles the base's kernels, where the reference is the base commit.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<SanitizeSelection> AgainstAsync(
        ImmutableArray<BenchmarkCase> cases,
        KernelCatalog catalog,
        Devices.DeviceFacts device,
        string root,
        ResolvedReference resolved,
        IAccusedTrial trial,
        CancellationToken cancellation
    )
    {
        MeasuredCase Blank(BenchmarkCase c) => CasesBeforeMeasuring.Of(c, catalog, device.ComputeCapability, root);
        switch (resolved.Description.Kind)
        {
            case ReferenceKind.Baseline:
                return Changed(
                    cases,
                    Blank,
                    Hashes(resolved.Baseline!.Newest.Cases),
                    $"compared with {resolved.Description.Reason}"
                );
            case ReferenceKind.Base:
                var side = await trial
                    .PrepareAsync(
                        resolved,
                        [.. cases.Where(c => c.SkipReason is null).Select(c => c.Name)],
                        cancellation
                    )
                    .ConfigureAwait(false);
                if (side.Base is not { } theirs)
                    return All(cases, $"all cases, because {side.Reason}");
                var (suite, kernels) = (
                    ManifestLoader.Load(theirs.Manifests, device, theirs.Root),
                    KernelCatalog.Read(theirs.Kernels)
                );
                var hashes = Hashes(
                    suite
                        .Cases.Where(c => side.Cases.Contains(c.Name))
                        .Select(c => CasesBeforeMeasuring.Of(c, kernels, device.ComputeCapability, theirs.Root))
                );
                return Changed(cases, Blank, hashes, $"compared with {resolved.Description.Reason}");
            case ReferenceKind.None:
                return All(cases, $"all cases, because {resolved.Description.Reason}");
        }

        throw new ArgumentOutOfRangeException(nameof(resolved), resolved.Description.Kind, "no such kind of reference");
    }

    private static string? NotRun(BenchmarkCase benchmark) =>
        benchmark.SkipReason ?? (benchmark.Command is null ? null : "it is a command, which PerfGate does not launch");

    private static Dictionary<string, string?> Hashes(IEnumerable<MeasuredCase> cases) =>
        cases.ToDictionary(c => c.Name, c => c.CodeHash, StringComparer.Ordinal);

    private static bool IsSame(MeasuredCase blank, IReadOnlyDictionary<string, string?> theirs) =>
        blank.CodeHash is { } ours && theirs.TryGetValue(blank.Name, out var other) && other == ours;
}
