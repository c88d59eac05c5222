using System.Diagnostics;
using System.Globalization;

namespace PerfGate.Gate.Tests;

/// <summary>
/// Whichever process of a gate is killed, the others end with it, and the next gate passes. <c>tests/kill-tree.sh</c>
/// does it many times and prints a table.
/// </summary>
[Collection("processes")]
public sealed class OrphanTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Between two looks at the processes. A look reads files of each of them: looking all the time takes a core from
    // the gate that is looked at.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private const string CompiledBases = "obj/perfgate/measuring/base";

    private readonly GateProject _project = new();

    public OrphanTests() => _project.MeasureBesideOthers();

    private static int Times =>
        int.TryParse(Environment.GetEnvironmentVariable("PERFGATE_KILLS"), out var times) ? times : 1;

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("KILL", "dotnet build", false)]
    [InlineData("TERM", "dotnet build", false)]
    [InlineData("HUP", "dotnet build", false)]
    [InlineData("KILL", "perfgate", false)]
    [InlineData("KILL", "worker", false)]
    [InlineData("KILL", "dotnet build", true)]
    [InlineData("KILL", "perfgate", true)]
    [InlineData("KILL", "supervisor", true)]
    [InlineData("KILL", "base build", true)]
    public async Task A_process_of_the_gate_that_is_killed_leaves_nothing_and_the_next_gate_passes(
        string signal,
        string victim,
        bool whileBaseBuilds
    )
    {
        if (whileBaseBuilds)
            await CommitAsync();
        for (var time = 1; time <= Times; time++)
        {
            using var gate = _project.Start([
                "build",
                "--no-restore",
                "-t:PerfGate",
                "-tl:off",
                "-p:PerfGateDevice=host",
                "-p:PerfGateRuns=40",
                .. whileBaseBuilds
                    ? (string[])["-p:PerfGateReference=base", "-p:PerfGateBase=main"]
                    : ["-p:PerfGateReference=none"],
            ]);
            await UntilAsync(
                () => Find(gate.Id, whileBaseBuilds ? "base build" : "worker at work") is not null,
                "the gate is not at it"
            );
            var killed = Find(gate.Id, victim)!.Value;

            using (var kill = Process.Start("kill", ["-s", signal, killed.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            // The death of these is survived; the others are to be gone when theirs is known.
            if (victim is "worker" or "supervisor" or "base build")
            {
                await UntilAsync(() => ProcessTable.Of(killed) is null, "the victim lives");
                gate.Kill();
                watch.Restart();
            }

            await UntilAsync(() => Left(gate.Id).Count == 0, "something is left");
            await NoteAsync(
                $"{signal, -5} {victim, -13} {(whileBaseBuilds ? "base build" : "measuring"), -11} {time, 3} "
                    + $"{watch.Elapsed.TotalSeconds, 6:0.0} s"
            );
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        }

        var next = await _project.TargetAsync("PerfGate", "PerfGateRuns=2", "PerfGateReference=none");
        Assert.True(next.ExitCode == 0, next.Output);
    }

    private async Task CommitAsync()
    {
        // A base that is compiled already is not compiled again.
        if (Directory.Exists(_project.PathOf(CompiledBases)))
            Directory.Delete(_project.PathOf(CompiledBases), recursive: true);
        await _project.InitAsync("feature");
        _project.Replace("waves.cu", "fmaf(v, 0.5f, 1.0f)", "fmaf(0.5f, v, 1.0f)");
        await _project.CommitAsync("feature");
    }

    // The processes that run in the project's folder, or name it.
    private List<RunningProcess> Left(int gate) =>
        [
            .. ProcessTable
                .All()
                .Where(p =>
                    p.Id == gate
                    || p.Folder.StartsWith(_project.PathOf(""), StringComparison.Ordinal)
                    || p.Command.Contains(_project.PathOf(""), StringComparison.Ordinal)
                ),
        ];

    private int? Find(int gate, string what) =>
        what switch
        {
            "dotnet build" => gate,
            "perfgate" => Only(p => p.Command.Contains("perfgate.dll run ", StringComparison.Ordinal)),
            "worker" => Only(p => p.Command.EndsWith("perfgate.dll worker", StringComparison.Ordinal)),
            "worker at work" => File.Exists(_project.PathOf("obj/perfgate/measuring/run-1-0.job.json"))
                ? Find(gate, "worker")
                : null,
            "supervisor" => Only(p => p.Command.Contains("perfgate.dll supervise ", StringComparison.Ordinal)),
            _ => Only(p =>
                p.Command.Contains(" msbuild @", StringComparison.Ordinal)
                && !p.Command.Contains(" supervise ", StringComparison.Ordinal)
            ),
        };

    private int? Only(Func<RunningProcess, bool> fits) => Left(-1).Where(fits).Select(p => (int?)p.Id).FirstOrDefault();

    private static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var watch = Stopwatch.StartNew(); !condition();)
        {
            Assert.True(watch.Elapsed < Limit, otherwise);
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    private static async Task NoteAsync(string line)
    {
        if (Environment.GetEnvironmentVariable("PERFGATE_KILL_TABLE") is { Length: > 0 } table)
            await File.AppendAllLinesAsync(table, [line], TestContext.Current.CancellationToken);
    }
}
