using System.Diagnostics;
using System.Globalization;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>Locked clocks are unlocked however the process that holds them ends. The NVML is a fake one.</summary>
public sealed class KilledClockHolderTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeNvml _nvml = new(build.Library);
    private readonly List<int> _started = [];

    public void Dispose()
    {
        // They write into the folder that goes now.
        Eventually(() => _started.All(HasEnded));
        _nvml.Dispose();
    }

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
    public void When_the_watchdog_is_killed_too_a_run_warns_and_restore_unlocks_the_clocks()
    {
        using var holder = Hold();
        foreach (var child in Children(holder.Id))
            Signal("KILL", child);
        Signal("KILL", holder.Id);
        holder.WaitForExit();
        Assert.True(_nvml.IsLocked());
        using (var session = GpuSession.Of(FakeNvml.Uuid, ClockPolicy.Observe, _nvml.Variable))
            Assert.StartsWith("PG2038: ", Assert.Single(session.Warnings), StringComparison.Ordinal);

        using var restore = Perfgate("clocks", "restore", "--gpu", FakeNvml.Uuid);
        restore.WaitForExit();
        Assert.False(_nvml.IsLocked());
    }

    // Ctrl-C reaches both, and the watchdog has to outlive its parent.
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public void A_signal_to_the_watchdog_does_not_end_it_before_the_holder(string signal)
    {
        using var holder = Hold();
        var watchdog = Assert.Single(Children(holder.Id));
        Signal(signal, watchdog);
        Eventually(() => !IsPending(watchdog));
        Signal("KILL", holder.Id);
        Eventually(() => !_nvml.IsLocked());
        Eventually(() => HasEnded(watchdog));
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

    [Theory]
    [InlineData("watchdog")]
    [InlineData("holder")]
    public void One_that_is_killed_alone_leaves_nothing_and_the_next_holder_locks_the_clocks(string victim)
    {
        for (var time = 1; time <= Times; time++)
        {
            using var holder = Hold();
            var children = Children(holder.Id);
            foreach (var process in victim == "watchdog" ? children : [holder.Id])
                Signal("KILL", process);
            if (victim == "watchdog")
            {
                Eventually(() => children.All(HasEnded));
                Assert.True(_nvml.IsLocked());
                Signal("TERM", holder.Id);
            }

            var watch = Stopwatch.StartNew();
            Eventually(() => children.Append(holder.Id).All(HasEnded));
            Eventually(() => !_nvml.IsLocked() && !File.Exists(Note));
            Record($"KILL  {victim, -13} holding     {time, 3} {watch.Elapsed.TotalSeconds, 6:0.0} s");
        }

        using var next = Hold();
        Signal("TERM", next.Id);
        Eventually(() => !_nvml.IsLocked());
    }

    // tests/kill-tree.sh asks for more.
    private static int Times =>
        int.TryParse(Environment.GetEnvironmentVariable("PERFGATE_KILLS"), out var times) ? times : 1;

    private string Note => Path.Combine(_nvml.State, "perfgate", "locked-clocks", $"{FakeNvml.Uuid}.json");

    private Process Hold()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "sends POSIX signals");
        var holder = Perfgate("clocks", "hold", "--gpu", FakeNvml.Uuid);
        var line = holder.StandardOutput.ReadLine();
        Assert.True(line?.StartsWith("locked:", StringComparison.Ordinal), line ?? holder.StandardError.ReadToEnd());
        _started.AddRange([holder.Id, .. Children(holder.Id)]);
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

    private static void Record(string line)
    {
        if (Environment.GetEnvironmentVariable("PERFGATE_KILL_TABLE") is { Length: > 0 } table)
            File.AppendAllLines(table, [line]);
    }

    // One that nobody has asked for its exit code stays in the table of processes.
    private static bool HasEnded(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    // Whether a signal to the process waits to be delivered.
    private static bool IsPending(int process) =>
        !HasEnded(process)
        && File.ReadLines($"/proc/{process}/status")
            .Single(line => line.StartsWith("ShdPnd:", StringComparison.Ordinal))
            .AsSpan("ShdPnd:".Length)
            .Trim()
            .ContainsAnyExcept('0');

    private static List<int> Children(int process) =>
        [
            .. Directory
                .GetDirectories($"/proc/{process}/task")
                .SelectMany(task => ChildrenOf(task).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];

    // A thread may have ended since it was listed.
    private static string ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children"));
        }
        catch (IOException)
        {
            return "";
        }
    }

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
