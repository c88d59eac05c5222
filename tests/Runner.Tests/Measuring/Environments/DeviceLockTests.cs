using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Tests.Measuring.Environments;

// A held lock is lent to children by a variable, and a worker that waits has the variables of its start.
[Collection("variables of this process")]
public sealed class DeviceLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-device-").FullName;
    private readonly List<string> _said = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Who_comes_second_waits_with_the_name_of_the_first_and_then_gives_up()
    {
        // No child of this process may count as a holder: the variable is restored.
        using var restore = new HeldVariable();
        using var first = Take("perfgate run");
        restore.Dispose();

        var error = Assert.Throws<PerfGateException>(() => Take("perfgate bisect"));

        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Matches(
            @"PG2051: another gate still measures on this machine's processors after 0 s: "
                + @"perfgate run \(pid \d+, user ",
            error.Message
        );
        Assert.Matches(
            @"^Waiting for perfgate run \(pid \d+, user .+\) in .+: it measures on this machine's processors",
            Assert.Single(_said)
        );
    }

    [Fact]
    public void A_process_that_the_holder_started_need_not_wait()
    {
        using var restore = new HeldVariable();
        using var first = Take("perfgate sanitize");

        using var child = Take("perfgate launch");

        Assert.NotNull(child);
        Assert.Empty(_said);
    }

    [Fact]
    public void Once_the_first_is_through_the_next_one_measures()
    {
        using var restore = new HeldVariable();
        Take("perfgate run")!.Dispose();
        restore.Dispose();

        using var next = Take("perfgate run");

        Assert.NotNull(next);
        Assert.Empty(_said);
    }

    [Fact]
    public void A_machine_that_gives_no_lock_is_measured_with_a_warning()
    {
        using var restore = new HeldVariable();
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        var none = DeviceLock.Of(DeviceKind.Host, _ => Path.Combine(_folder, "file", "below"))
            .Take("perfgate run", TimeSpan.Zero, _said.Add, CancellationToken.None);

        Assert.Null(none);
        Assert.Contains(
            "warning PG2052: this machine's processors could not be locked",
            Assert.Single(_said),
            StringComparison.Ordinal
        );
    }

    private PerfGate.Core.Files.Locks.OwnedLock? Take(string command) =>
        DeviceLock.Of(DeviceKind.Host, name => name == "PERFGATE_LOCKS" ? _folder : null)
            .Take(command, TimeSpan.FromMilliseconds(200), _said.Add, CancellationToken.None);

    private sealed class HeldVariable : IDisposable
    {
        private readonly string? _before = Environment.GetEnvironmentVariable("PERFGATE_HELD");

        public void Dispose() => Environment.SetEnvironmentVariable("PERFGATE_HELD", _before);
    }
}
