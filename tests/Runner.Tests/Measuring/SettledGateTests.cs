using PerfGate.Core.Baselines;
using PerfGate.Core.Devices;
using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;
using PerfGate.Core.Policy;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>Which cases need runs, and how many at first, where the reference's machine code is known.</summary>
public sealed class SettledGateTests
{
    private static readonly MeasuredCase Same = Blank("a", "code");
    private static readonly MeasuredCase Changed = Blank("a", "other");
    private static readonly MeasuredCase Canary = Blank("canary", "any") with { Role = CaseRole.Canary };

    [Fact]
    public void Two_runs_come_first_where_every_case_has_the_references_machine_code_or_is_skipped()
    {
        var gate = Gate(new(), baseline: true);
        var skipped = Blank("b", "new") with { Status = CaseStatus.Skipped };

        Assert.Equal(2, gate.FirstRuns([Same, Canary, skipped]));
        Assert.Equal(5, gate.FirstRuns([Same, Blank("b", "new")]));
        Assert.Equal(5, gate.FirstRuns([Changed]));
    }

    [Fact]
    public void Without_a_baseline_nothing_is_known_to_be_the_same() =>
        Assert.Equal(5, Gate(new(), baseline: false).FirstRuns([Same]));

    [Fact]
    public void A_case_whose_code_is_not_known_is_not_known_to_be_the_same() =>
        Assert.Equal(5, Gate(new(), baseline: true).FirstRuns([Blank("a", null)]));

    [Fact]
    public void Unchanged_cases_are_not_timed_where_the_policy_says_so_and_canaries_always_are()
    {
        var gate = Gate(new() { MeasureUnchanged = false }, baseline: true);

        Assert.Equal(CaseStatus.NotTimed, gate.Untimed(Same).Status);
        Assert.Equal(CaseStatus.Measured, gate.Untimed(Changed).Status);
        Assert.Equal(CaseStatus.Measured, gate.Untimed(Canary).Status);
        Assert.Equal(CaseStatus.Failed, gate.Untimed(Same with { Status = CaseStatus.Failed }).Status);
        Assert.Equal(CaseStatus.Measured, Gate(new(), baseline: true).Untimed(Same).Status);
    }

    private static MeasuredCase Blank(string name, string? code) =>
        new()
        {
            Name = name,
            Benchmark = name,
            Status = CaseStatus.Measured,
            CodeHash = code,
        };

    private static SettledGate Gate(GatePolicy policy, bool baseline)
    {
        ReferenceDescription description = new()
        {
            Kind = baseline ? ReferenceKind.Baseline : ReferenceKind.None,
            Reason = "test",
        };
        Measurement then = new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = PerfGate.Tests.Support.Environments.Of(DeviceKind.Host),
            Cases = [Same, Canary],
        };
        return new(
            new() { DeviceName = "host", DeviceSlug = "host", DeviceMemoryBytes = 1, Clock = "host" },
            policy,
            new() { Policy = policy, Reference = description, Day = new(2026, 1, 1) },
            new()
            {
                Description = description,
                Policy = policy,
                Baseline = baseline ? new Baseline { Device = "host", Measurements = [then] } : null,
            },
            [],
            []
        );
    }

    [Fact]
    public void A_canary_that_the_reference_does_not_have_keeps_no_case_from_being_unchanged() =>
        Assert.Equal(2, Gate(new(), baseline: true).FirstRuns([Same, Canary with { Name = "canary2" }]));

    [Fact]
    public void What_the_base_commit_declares_of_a_case_counts_before_what_the_baseline_measured()
    {
        static CaseDeclaration Declared(double flops) => new()
        {
            Flops = flops,
            Buffers = [],
            Launches = [],
            Outputs = [],
            Expected = new() { Kind = ExpectedKind.Nothing, Name = "" },
        };
        var gate = Gate(new(), baseline: true);
        var then = gate.Resolved.Baseline!.Newest;
        gate = gate with
        {
            Resolved = gate.Resolved with
            {
                Baseline = new()
                {
                    Device = "host",
                    Measurements = [then with { Cases = [Same with { Declaration = Declared(1) }] }],
                },
            },
        };
        var based = new SettledGate(
            gate.Device, gate.Policy, gate.Inputs with { BaseCases = [new("a") { Declaration = Declared(2) }] },
            gate.Resolved, [], []);
        var old = new SettledGate(gate.Device, gate.Policy, gate.Inputs, gate.Resolved, [], []);

        Assert.Equal((2, 1), (based.Declared("a")!.Flops, old.Declared("a")!.Flops));
        Assert.Null(old.Declared("b"));
    }
}
