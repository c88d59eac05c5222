namespace PerfGate.Gate.Tests.Init;

/// <summary>What the first gate measured is kept as the baseline, and nothing is measured twice.</summary>
[Collection("no times")]
public sealed class FirstVerdictTests : IDisposable
{
    private readonly GateProject _project = new();

    public FirstVerdictTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_first_gate_offers_its_measurement_as_the_baseline_and_the_second_compares_with_it()
    {
        var gate = await GateAsync();
        Assert.Contains("-p:PerfGateFromLast=true", gate.Output, StringComparison.Ordinal);

        var kept = await _project.PerfGateAsync("refresh", "--from-last", "-p:PerfGateDevice=host");

        Assert.True(kept.ExitCode == 0, kept.Output);
        Assert.DoesNotContain("run 1", kept.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_project.PathOf("baselines"), "host-*.json"));
        var second = await GateAsync();
        Assert.DoesNotContain("PG3008", second.Output, StringComparison.Ordinal);
        Assert.Contains("unchanged", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_fit_is_refused_with_the_reason()
    {
        var none = await FromLastAsync();
        Assert.Contains(none.Errors, e => e.Contains("error PG4023", StringComparison.Ordinal));

        await GateAsync();
        _project.Replace("waves.cu", "0.5f, 1.0f", "0.5f, 2.0f");
        var other = await FromLastAsync();

        Assert.Contains(
            other.Errors,
            e =>
                e.Contains("error PG4022", StringComparison.Ordinal)
                && e.Contains("has changed", StringComparison.Ordinal)
        );
        Assert.False(Directory.Exists(_project.PathOf("baselines")));
    }

    private Task<BuildResult> FromLastAsync() => _project.TargetAsync("PerfGateBaseline", "PerfGateFromLast=true");

    // Two runs are what is asked for, so that they are enough. Other tests may keep a case from having a steady run.
    private async Task<BuildResult> GateAsync()
    {
        var gate = await _project.TargetAsync("PerfGate", "PerfGateRuns=2");
        for (var repeated = 0; repeated < 3 && gate.Output.Contains("unstable", StringComparison.Ordinal); repeated++)
            gate = await _project.TargetAsync("PerfGate", "PerfGateRuns=2");
        Assert.True(gate.ExitCode == 0, gate.Output);
        return gate;
    }
}
