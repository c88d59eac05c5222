using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>Filtering a suite and planning what to compile for it.</summary>
public sealed class SuiteTests
{
    private static readonly BenchmarkSuite Suite = new(
        ManifestFolder.Host,
        [
            Case("gemm/M=64,N=64"),
            Case("gemm/M=64,N=128"),
            Case("softmax/N=256", defines: "TILE=8"),
            Case("softmax/N=512", defines: "TILE=16"),
            Case("softmax_online/N=512", against: "softmax/N=512"),
            Case("wgmma", skip: "it requires a cuda device, and this is host"),
        ],
        []);

    [Theory]
    [InlineData("softmax/*", "softmax/N=256 softmax/N=512")]
    [InlineData("softmax", "softmax/N=256 softmax/N=512")]
    [InlineData("*N=?56", "softmax/N=256")]
    [InlineData("gemm/M=64,N=64", "gemm/M=64,N=64")]
    [InlineData("gemm/M=64,N=64, softmax/N=256; wgmma", "gemm/M=64,N=64 softmax/N=256 wgmma")]
    [InlineData("wgmma,softmax", "softmax/N=256 softmax/N=512 wgmma")]
    public void A_filter_keeps_what_matches_in_the_order_of_the_manifests(string filter, string names) =>
        Assert.Equal(names, string.Join(' ', CaseFilter.Apply(Suite, filter).Cases.Select(c => c.Name)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_filter_keeps_all(string? filter) => Assert.Same(Suite, CaseFilter.Apply(Suite, filter));

    [Fact]
    public void A_filter_that_matches_nothing_lists_near_names()
    {
        var refused = Assert.Throws<PerfGateException>(() => CaseFilter.Apply(Suite, "gemm/M=64,N=64;sofmax/*"));

        Assert.Equal(("PG9118", ExitCode.Usage), (refused.Diagnostics[0].Code, refused.ExitCode));
        Assert.Contains("softmax/N=256, softmax/N=512", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wgmma", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_kept_case_is_checked_against_comes_along_to_the_side()
    {
        var filtered = CaseFilter.Apply(Suite, "softmax_online");

        Assert.Equal("softmax_online/N=512", Assert.Single(filtered.Cases).Name);
        Assert.Equal("softmax/N=512", Assert.Single(filtered.ExpectedOnly).Name);
    }

    [Fact]
    public void A_plan_names_each_source_once_per_set_of_macros()
    {
        var modules = CompilePlanner.Plan(CaseFilter.Apply(Suite, "gemm,softmax")).Modules;

        Assert.Equal(
            [
                ("gemm.cu", ModuleKind.Kernels, "", "gemm_kernel"),
                ("gemm.ref.cpp", ModuleKind.Expected, "", "gemm_reference"),
                ("softmax.cu", ModuleKind.Kernels, "TILE=16", "softmax_kernel"),
                ("softmax.cu", ModuleKind.Kernels, "TILE=8", "softmax_kernel"),
                ("softmax.ref.cpp", ModuleKind.Expected, "", "softmax_reference"),
            ],
            modules.Select(m => (m.Source, m.Kind, m.Defines, Assert.Single(m.Functions))));
    }

    [Fact]
    public void A_plan_asks_for_what_references_need() =>
        Assert.Contains(
            CompilePlanner.Plan(CaseFilter.Apply(Suite, "softmax_online")).Modules,
            m => m.Source == "softmax.ref.cpp"
        );

    [Fact]
    public void A_plan_asks_for_nothing_that_is_skipped()
    {
        var plan = CompilePlanner.Plan(Suite);

        Assert.DoesNotContain(plan.Modules, m => m.Source == "wgmma.cu");
        Assert.DoesNotContain("wgmma", plan.Cases);
    }

    private static BenchmarkCase Case(string name, string? against = null, string? skip = null, string defines = "")
    {
        var benchmark = name.Split('/')[0];
        ImmutableArray<OutputTolerance> outputs = [new("y", 1e-5, null)];
        return new()
        {
            Name = name,
            Benchmark = benchmark,
            DeclaredAt = new("all.bench.json", 1),
            Source = $"{benchmark}.cu",
            Defines = defines,
            Buffers = [new("y", ElementType.F32, 8, new(FillKind.Poison), 1)],
            Launches = [new($"{benchmark}_kernel", [1], [32], 0, [new("y", ElementType.F32, 0)])],
            Check = against is null
                ? new(new($"{benchmark}.ref.cpp", $"{benchmark}_reference", []), null, null, outputs)
                : new(null, against, null, outputs),
            SkipReason = skip,
        };
    }
}
