using System.Collections.Immutable;
using PerfGate.Core.Baselines;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;

namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>Measurements for the judge, so that what is published was judged and not written by hand.</summary>
internal static class Measured
{
    public static readonly DateOnly Today = new(2026, 1, 15);

    /// <summary>What a case declares: a kernel, its data, and how its output is checked.</summary>
    public static CaseDeclaration Declaration { get; } =
        new()
        {
            Buffers = [new("x", "f32", 4096, "normal(0, 1)"), new("y", "f32", 4096, "poison")],
            Launches = [new("silu", "32", "128", 0, "x, y, i32 4096")],
            Outputs = [new("y", 1e-5)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "silu_ref",
                Source = "kernels/silu.ref.cpp",
                Arguments = "x, y, i32 4096",
                Digest = "d1",
                CodeHash = "c1",
            },
        };

    /// <summary>A case of given times, ns; ten runs that differ by a thousandth.</summary>
    public static MeasuredCase Case(
        string name,
        double ns,
        string code,
        double? reference = null,
        CaseDeclaration? declaration = null
    ) =>
        new()
        {
            Name = name,
            Benchmark = name.Split('/')[0],
            Status = CaseStatus.Measured,
            CodeHash = code,
            ReferenceCodeHash = reference is null ? null : "old",
            Source = new SourceLocation("kernels/silu.cu", 31),
            Declaration = declaration,
            ReferenceDeclaration = reference is null ? null : declaration,
            Runs =
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(run => new CaseRun
                    {
                        Run = run,
                        Samples = Samples(ns, run),
                        ReferenceSamples = reference is { } r ? Samples(r, run) : null,
                    }),
            ],
        };

    public static Measurement Of(params MeasuredCase[] cases) =>
        GateResults.Measurement(GateResults.Head) with
        {
            Cases = [.. cases.OrderBy(c => c.Name, StringComparer.Ordinal)],
        };

    public static JudgementInput Input(Measurement candidate, Measurement reference, GatePolicy? policy = null) =>
        new()
        {
            Candidate = candidate,
            Reference = new Baseline { Device = "host-test", Measurements = [reference] },
            Policy = policy ?? new(),
            ReferenceDescription = new() { Kind = ReferenceKind.Baseline, Reason = "the device's baseline" },
            Today = Today,
            Expected = new() { InCi = true, Because = "this is a pull request to 'main' (GITHUB_BASE_REF)" },
            AtEndOfBudget = true,
        };

    private static ImmutableArray<double> Samples(double ns, int run) =>
        [.. Enumerable.Range(0, 40).Select(i => ns * (1 + (0.0005 * Math.Sin((7 * run) + i + (ns / 100)))))];
}
