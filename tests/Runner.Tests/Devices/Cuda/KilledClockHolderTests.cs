using System.Diagnostics;
using System.Globalization;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>Locked clocks are unlocked however the process that holds them ends. The NVML is a fake one.</summary>
public sealed class KilledClockHolderTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeNvml _nvml = new(build.Library);

    public void Dispose() => _nvml.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("KILL")]
    public void A_signal_to_the_holder_unlocks_the_clocks(string signal)
    {
        using var holder = Hold();
        Signal(signal, holder.Id);
        Eventually(() => !_nvml.IsLocked());
        Eventually(() => !File.Exists(Note));
    }

    [Fact]
    public void When_the_watchdog_is_killed_too_restore_unlocks_the_clocks()
    {
        using var holder = Hold();
        foreach (var child in Children(holder.Id))
            Signal("KILL", child);
        Signal("KILL", holder.Id);
        holder.WaitForExit();
        Assert.True(_nvml.IsLocked());

        using var restore = Perfgate("clocks", "restore", "--gpu", FakeNvml.Uuid);
        restore.WaitForExit();
        Assert.False(_nvml.IsLocked());
    }

    [Fact]
    public void A_holder_that_ends_leaves_no_watchdog_behind()
    {
        using var holder = Hold();
        var children = Children(holder.Id);
        Signal("TERM", holder.Id);
        Assert.NotEmpty(children);
        Eventually(() => children.All(c => !Directory.Exists($"/proc/{c}")));
    }

    private string Note => Path.Combine(_nvml.State, "perfgate", "locked-clocks", $"{FakeNvml.Uuid}.json");

    private Process Hold()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends POSIX signals");
        var holder = Perfgate("clocks", "hold", "--gpu", FakeNvml.Uuid);
        var line = holder.StandardOutput.ReadLine();
        Assert.True(line?.StartsWith("locked:", StringComparison.Ordinal), line ?? holder.StandardError.ReadToEnd());
        return holder;
    }

    private Process Perfgate(params string[] arguments)
    {
        // Whoever runs the tests may ignore signals, a background job's interrupt for one, and a child would inherit
        // that.
        var start = new ProcessStartInfo(
            "env",
            [
                "--default-signal=INT,HUP,TERM",
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "perfgate.dll"),
                .. arguments,
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[NvmlLibrary.Variable] = _nvml.Library;
        start.Environment["XDG_STATE_HOME"] = _nvml.State;
        return Process.Start(start)!;
    }

    private static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static List<int> Children(int process) =>
        [
            .. Directory
                .GetDirectories($"/proc/{process}/task")
                .SelectMany(task =>
                    File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                )
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];

    private static void Eventually(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "it did not come about");
            Thread.Sleep(20);
        }
    }
}
