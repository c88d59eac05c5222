using System.Collections.Immutable;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Core.Prechecks;

namespace PerfGate.Core.Tests.Prechecks;

/// <summary>What kernels need more of than their base did.</summary>
public sealed class ResourceComparisonTests
{
    private static readonly DateOnly _today = new(2026, 11, 29);
    private static readonly LaunchedKernel _before = new("scale", "a", 32, 0, 0, 0);

    [Fact]
    public void A_spill_is_found_with_its_bytes_at_the_kernels_line()
    {
        var found = Assert.Single(Found(_before with { SpillBytes = 96 }));

        Assert.Equal((ResourceKind.Spills, 0, 96), (found.Kind, found.Before, found.Now));
        Assert.Equal("spills 96 bytes of registers, where it spilled none", found.Words);
        Assert.Equal(("scale.cu", 7), (found.Source!.File, found.Source.Line));
    }

    [Fact]
    public void Local_memory_is_found() =>
        Assert.Equal(ResourceKind.LocalMemory, Assert.Single(Found(_before with { LocalBytes = 400 })).Kind);

    [Fact]
    public void A_step_of_occupancy_is_found_and_its_cause_is_named()
    {
        var found = Assert.Single(Found(_before with { Registers = 40 }));

        Assert.Equal((ResourceKind.ResidentBlocks, 8, 6), (found.Kind, found.Before, found.Now));
        Assert.Contains("40 registers a thread instead of 32", found.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(32)]
    public void Registers_within_a_step_are_nothing(int registers) =>
        Assert.Empty(Found(_before with { Registers = registers }));

    [Fact]
    public void Less_of_everything_is_nothing() => Assert.Empty(ResourceComparison.Of(
        [Case("a", _before, _before with { SpillBytes = 8, LocalBytes = 8, Registers = 64 })], "9.0", new(), _today));

    [Fact]
    public void Shared_memory_that_costs_a_block_is_named() =>
        Assert.Contains(
            "65536 bytes of shared memory a block instead of 0",
            Assert.Single(Found(_before with { SharedBytes = 65536 })).Words,
            StringComparison.Ordinal);

    [Fact]
    public void A_kernel_of_several_cases_is_one_finding_the_worst() =>
        Assert.Equal(
            80,
            Assert.Single(ResourceComparison.Of(
                [Case("a", _before with { SpillBytes = 8 }), Case("b", _before with { SpillBytes = 80 })],
                "9.0", new(), _today)).Now);

    [Theory]
    [InlineData("sc*", "2026-11-29", true)]
    [InlineData("sc*", "2026-11-28", false)]
    [InlineData("other", "2026-11-29", false)]
    public void An_entry_accepts_what_it_names_until_its_day(string kernel, string expires, bool accepted)
    {
        var policy = new GatePolicy
        {
            AcceptedResources = [new(kernel, "worth it", DateOnly.Parse(expires, null))],
        };

        var found = Assert.Single(
            ResourceComparison.Of([Case("a", _before with { SpillBytes = 8 })], "9.0", policy, _today));

        Assert.Equal(accepted ? "worth it" : null, found.Accepted);
    }

    [Fact]
    public void The_host_device_has_no_such_resources() =>
        Assert.Empty(ResourceComparison.Of([Case("a", _before with { SpillBytes = 8 })], null, new(), _today));

    [Fact]
    public void A_finding_fails_only_by_policy_and_only_where_nobody_accepts_it()
    {
        var found = Found(_before with { SpillBytes = 8 });
        var report = new PrecheckReport { Reference = "r", Cases = [], Resources = found };

        Assert.False(report.Failed);
        Assert.True((report with { Action = ResourceAction.Fail }).Failed);
        Assert.False((report with
        {
            Action = ResourceAction.Fail,
            Resources = [found[0] with { Accepted = "worth it" }],
        }).Failed);
    }

    private static ImmutableArray<ResourceFinding> Found(LaunchedKernel now) =>
        ResourceComparison.Of([Case("a", now)], "9.0", new(), _today);

    private static MeasuredCase Case(string name, LaunchedKernel now, LaunchedKernel? before = null) => new()
    {
        Name = name,
        Benchmark = name,
        Status = CaseStatus.NotTimed,
        Source = new SourceLocation("scale.cu", 7),
        Kernels = [now],
        ReferenceKernels = [before ?? _before],
        Declaration = new()
        {
            Buffers = [],
            Launches = [new("scale", "64", "256", 0, "x")],
            Outputs = [],
            Expected = new() { Kind = ExpectedKind.Function, Name = "f" },
        },
    };
}
