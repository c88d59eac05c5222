using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What the judge is asked, from the files of a measurement.</summary>
public sealed class JudgementFilesTests
{
    [Fact]
    public void What_the_branch_edits_is_told_before_what_the_command_line_loosens()
    {
        using var folder = new TemporaryFolder();
        var files = new GateFiles(folder.Root);
        JsonFile.Write(
            files.Measurement,
            new()
            {
                StartedAt = DateTimeOffset.UnixEpoch, WallSeconds = 1, Cases = [],
                Environment = PerfGate.Tests.Support.Environments.Of(DeviceKind.Host),
            },
            PerfGateJson.Default.Measurement);
        JsonFile.Write(
            files.Inputs,
            new()
            {
                Policy = new() { Tolerance = new() { Host = 0.05 } },
                Reference = new() { Kind = ReferenceKind.None, Reason = "test" },
                GateEdits = [new("baselines/host.json", "baselines/host.json was changed since main", Acts: true)],
                Day = new(2026, 1, 1),
            },
            PerfGateJson.Default.GateInputs);

        var asked = JudgementFiles.Input(files, policy => policy with { Tolerance = new() { Host = 0.9 } });

        Assert.Equal(["baselines/host.json", "PerfGateTolerance"], asked.GateEdits.Select(e => e.Subject));
        Assert.True(asked.AtEndOfBudget);
    }
}
