namespace PerfGate.Gate.Tests;

/// <summary>
/// A build in a process that stays is the build of a process of its own, and leaves nothing for the next.
/// </summary>
[Collection("no times")]
public sealed class WarmBuildTests : IDisposable
{
    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_build_passes_to_perfgate_and_prints_what_it_does_in_a_process_of_its_own()
    {
        // perfgate list repeats what reaches it, and refuses it.
        const string Filter = "PerfGateFilter=no \"such\" case or 'that'";

        var own = await _project.MSBuildAsync("PerfGate", Filter);
        var warm = await _project.TargetAsync("PerfGate", Filter);

        Assert.Contains("such", Assert.Single(own.Errors), StringComparison.Ordinal);
        Assert.Equal((own.ExitCode, own.Output.Trim()), (warm.ExitCode, warm.Output.Trim()));
    }

    [Fact]
    public async Task A_variable_is_there_for_its_own_command_alone()
    {
        _project.Environment["PERFGATE_VERBOSE"] = "1";
        var traced = await _project.WarmPerfGateAsync("judge");
        _project.Environment.Clear();
        var plain = await _project.WarmPerfGateAsync("judge");

        Assert.Contains("   at PerfGate.", traced.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at PerfGate.", plain.Output, StringComparison.Ordinal);
    }
}
