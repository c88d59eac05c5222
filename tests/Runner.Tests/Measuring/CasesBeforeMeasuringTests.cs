using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What is known of a trial's cases before they run.</summary>
public sealed class CasesBeforeMeasuringTests
{
    [Theory]
    [InlineData(CaseStatus.Measured, CaseStatus.Measured, "old", CaseStatus.Measured)]
    [InlineData(CaseStatus.Measured, CaseStatus.Measured, "new", CaseStatus.NotTimed)]
    [InlineData(CaseStatus.Measured, CaseStatus.Failed, "old", CaseStatus.Failed)]
    [InlineData(CaseStatus.Measured, CaseStatus.Skipped, "old", CaseStatus.Failed)]
    [InlineData(CaseStatus.Skipped, CaseStatus.Measured, "old", CaseStatus.Skipped)]
    [InlineData(CaseStatus.Skipped, CaseStatus.Skipped, "old", CaseStatus.Skipped)]
    [InlineData(CaseStatus.Skipped, CaseStatus.Measured, "new", CaseStatus.Skipped)]
    public void A_trial_needs_both_sides_and_code_that_differs(
        CaseStatus ours, CaseStatus theirs, string theirCode, CaseStatus both)
    {
        var trial = CasesBeforeMeasuring.Against(Blank(ours, "new"), Blank(theirs, theirCode));

        Assert.Equal((both, theirCode), (trial.Status, trial.ReferenceCodeHash));
    }

    [Fact]
    public void Code_that_nobody_knows_is_not_the_same_on_both_sides() =>
        Assert.Equal(
            CaseStatus.Measured,
            CasesBeforeMeasuring
                .Against(
                    Blank(CaseStatus.Measured, "") with { CodeHash = null },
                    Blank(CaseStatus.Measured, "") with { CodeHash = null })
                .Status);

    // What the compiler lays out, and what the launch asks for.
    [Theory]
    [InlineData(null, null)]
    [InlineData(100, 1124)]
    public void The_shared_memory_of_a_kernel_is_its_own_and_its_launchs(int? own, int? all)
    {
        using var folder = new ManifestFolder();
        folder.Change("\"sharedMemory\": 0", "\"sharedMemory\": 1024");
        var compiled = ScriptedGate.Catalog(folder, '0').Compiled;
        var path = Path.Combine(folder.Root, "shared.json");
        JsonFile.Write(
            path,
            compiled with
            {
                Modules =
                [
                    .. compiled.Modules.Select(m => m with
                    {
                        Kernels = [.. m.Kernels.Select(k => k with { SharedBytes = own })],
                    }),
                ],
            },
            PerfGateJson.Default.CompiledKernels);

        var blank = CasesBeforeMeasuring.Of(folder.Load().Cases[0], KernelCatalog.Read(path), null, folder.Root);

        Assert.Equal(all, Assert.Single(blank.Kernels).SharedBytes);
    }

    [Fact]
    public void Why_the_bases_side_cannot_be_run_is_said() =>
        Assert.Equal(
            "the base's side cannot be run: no GPU",
            CasesBeforeMeasuring
                .Against(
                    Blank(CaseStatus.Measured, "new"),
                    Blank(CaseStatus.Skipped, "old") with
                    {
                        Reason = "no GPU",
                    }
                )
                .Reason
        );

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(8, null, 8)]
    [InlineData(null, 4, 4)]
    [InlineData(8, 4, 12)]
    public void The_spilled_bytes_of_a_kernel_are_those_that_it_stores_and_those_that_it_loads(
        int? stored, int? loaded, int? spilled)
    {
        using var folder = new ManifestFolder();
        folder.Change("[256, 512]", "[256]");
        var compiled = ScriptedGate.Catalog(folder, '0').Compiled;
        var path = Path.Combine(folder.Root, "spilling.json");
        JsonFile.Write(
            path,
            compiled with { Modules = [.. compiled.Modules.Select(Spilling)] },
            PerfGateJson.Default.CompiledKernels
        );

        var blank = CasesBeforeMeasuring.Of(folder.Load().Cases[0], KernelCatalog.Read(path), null, folder.Root);

        Assert.Equal(spilled, Assert.Single(blank.Kernels).SpillBytes);

        CompiledModule Spilling(CompiledModule module) => module with
        {
            Kernels = [.. module.Kernels.Select(k => k with { SpillStoreBytes = stored, SpillLoadBytes = loaded })],
        };
    }

    // It was resolved for a device that it does not run on.
    [Fact]
    public void A_case_that_is_skipped_here_says_why_and_nothing_of_its_kernels()
    {
        using var folder = new ManifestFolder();
        var benchmark = folder.Load().Cases[0] with { SkipReason = "it needs tensor cores" };

        var blank = CasesBeforeMeasuring.Of(benchmark, ScriptedGate.Catalog(folder, '0'), null, folder.Root);

        Assert.Equal((CaseStatus.Skipped, "it needs tensor cores"), (blank.Status, blank.Reason));
        Assert.Equal((benchmark.Name, null, null), (blank.Name, blank.Declaration, blank.CodeHash));
    }

    private static MeasuredCase Blank(CaseStatus status, string code) =>
        new()
        {
            Name = "a",
            Benchmark = "a",
            Status = status,
            CodeHash = code,
        };

    [Theory]
    [InlineData("8.9", "its kernels were not compiled for this device (8.9)")]
    [InlineData(null, "its kernels were not compiled for this device (host)")]
    public void A_case_whose_kernels_were_not_compiled_says_for_what(string? computeCapability, string said)
    {
        using var folder = new ManifestFolder();
        var catalog = ScriptedGate.Catalog(folder, '0');
        var benchmark = folder.Load().Cases[0];
        var other = benchmark with { Launches = [benchmark.Launches[0] with { Kernel = "another" }] };

        var blank = CasesBeforeMeasuring.Of(other, catalog, computeCapability, folder.Root);

        Assert.Equal((CaseStatus.Failed, said), (blank.Status, blank.Reason));
    }
}
