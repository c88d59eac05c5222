using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Measuring.Environments;
using PerfGate.Runner.Tests.Devices.Cuda.Fakes;

namespace PerfGate.Runner.Tests.Devices.Cuda;

/// <summary>Locking clocks, within one process. Never on a real GPU: the NVML is a fake one.</summary>
public sealed class ClockLockTests(FakeNvmlBuild build) : IClassFixture<FakeNvmlBuild>, IDisposable
{
    private readonly FakeNvml _nvml = new(build.Library);

    private ClockNotes Notes => ClockNotes.OfUser(_nvml.Variable);

    public void Dispose() => _nvml.Dispose();

    [Fact]
    public void Observing_calls_nothing_that_changes_the_GPU()
    {
        Assert.Null(ClockLock.Take(ClockPolicy.Observe, _nvml.Gpu(), Notes));
        Assert.Empty(_nvml.Calls());
    }

    [Fact]
    public void What_changes_the_GPU_cannot_even_be_made_while_observing() =>
        Assert.Throws<ArgumentException>(() => new NvmlClockControl(ClockPolicy.Observe, _nvml.Gpu()));

    [Fact]
    public void A_GPU_that_answers_to_another_UUID_is_not_locked()
    {
        _nvml.Behave("any_uuid=yes");
        var other = NvmlLibrary.Load(_nvml.Variable).Gpu("GPU-ffffffff-0000-0000-0000-000000000000");
        Assert.Throws<NvmlException>(() => new NvmlClockControl(ClockPolicy.Lock, other));
    }

    [Fact]
    public void Both_clocks_are_locked_and_unlocked()
    {
        using (ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes))
            Assert.Equal(["lock graphics 1632", "lock memory 6251"], _nvml.Calls());
        Assert.Equal(["unlock graphics 0", "unlock memory 0"], _nvml.Calls().Skip(2));
    }

    [Fact]
    public void The_clocks_in_force_are_read_back()
    {
        using var held = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes)!;
        Assert.Equal((1632u, (uint?)6251u), (held.GraphicsMhz, held.MemoryMhz));
    }

    [Fact]
    public void Clocks_that_need_a_moment_to_settle_are_waited_for()
    {
        _nvml.Behave("settles_after=3");
        using var held = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes)!;
        Assert.Equal((1632u, (uint?)6251u), (held.GraphicsMhz, held.MemoryMhz));
    }

    // Clocks come in steps of 15 MHz.
    [Fact]
    public void A_clock_one_step_from_what_was_asked_for_is_locked()
    {
        _nvml.Behave("below_lock=15");
        using var held = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes)!;
        Assert.Equal((1617u, (uint?)6236u), (held.GraphicsMhz, held.MemoryMhz));
    }

    [Fact]
    public void A_GPU_whose_memory_clock_is_fixed_is_locked_without_it()
    {
        _nvml.Behave("refuse=memory");
        using var held = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes)!;
        Assert.Null(held.MemoryMhz);
    }

    [Fact]
    public void A_lock_that_does_not_show_in_the_clocks_is_undone_and_an_error()
    {
        _nvml.Behave("ignore_lock=yes");
        var error = Assert.Throws<PerfGateException>(() => ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes));
        Assert.Equal("PG2037", error.Diagnostics[0].Code);
        Assert.False(_nvml.IsLocked());
    }

    [Fact]
    public void Without_the_right_the_error_names_the_right()
    {
        _nvml.Behave("refuse=permission");
        var error = Assert.Throws<PerfGateException>(() => ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes));
        Assert.Equal(("PG2035", ExitCode.Environment), (error.Diagnostics[0].Code, error.ExitCode));
        Assert.Contains("CAP_SYS_ADMIN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_lock_leaves_no_note()
    {
        _nvml.Behave("refuse=permission");
        Assert.Throws<PerfGateException>(() => ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes));
        Assert.Null(Notes.Read(FakeNvml.Uuid));
    }

    [Fact]
    public void While_the_clocks_are_locked_a_note_says_so()
    {
        using (ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes))
            Assert.True(Notes.Read(FakeNvml.Uuid)!.IsHeld);
        Assert.Null(Notes.Read(FakeNvml.Uuid));
    }

    // Another process may have got its number since. The system rounds the time at which a process started.
    [Theory]
    [InlineData(-1.5, true)]
    [InlineData(1.5, true)]
    [InlineData(2.5, false)]
    public void A_note_is_held_by_the_process_that_started_within_two_seconds_of_its_time(double seconds, bool held)
    {
        var own = ClockNote.Own(FakeNvml.Uuid);
        Assert.Equal(held, (own with { ProcessStartedAt = own.ProcessStartedAt.AddSeconds(seconds) }).IsHeld);
    }

    [Fact]
    public void Two_processes_do_not_lock_one_GPU()
    {
        using var first = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes);
        var error = Assert.Throws<PerfGateException>(() => ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes));
        Assert.Equal("PG2036", error.Diagnostics[0].Code);
    }

    // Whoever locks the clocks waits for that word.
    [Fact]
    public void A_watchdog_is_heard_before_it_waits_for_the_end_and_unlocks_at_one_without_a_farewell()
    {
        using var output = new MemoryStream();
        using var writer = new StreamWriter(output);
        var (heard, unlocked) = (0L, 0);

        ClockWatchdog.Watch(() => unlocked++, new Asked(() => heard = output.Length), writer);

        Assert.True(heard > 0);
        Assert.Equal(1, unlocked);
    }

    [Fact]
    public void The_next_lock_first_undoes_what_a_killed_process_left()
    {
        Notes.Write(new(FakeNvml.Uuid, int.MaxValue, DateTimeOffset.UnixEpoch));
        using var held = ClockLock.Take(ClockPolicy.Lock, _nvml.Gpu(), Notes);
        Assert.Equal("unlock graphics 0", _nvml.Calls()[0]);
    }

    [Fact]
    public void What_a_killed_process_left_is_undone_once_and_its_note_is_gone()
    {
        Notes.Write(new(FakeNvml.Uuid, int.MaxValue, DateTimeOffset.UnixEpoch));
        var control = new NvmlClockControl(ClockPolicy.Lock, _nvml.Gpu());

        Assert.True(ClockLock.Recover(control, _nvml.Gpu(), Notes));
        Assert.Null(Notes.Read(FakeNvml.Uuid));
        Assert.False(ClockLock.Recover(control, _nvml.Gpu(), Notes));
    }

    /// <summary>Input that ends when it is first read.</summary>
    private sealed class Asked(Action asked) : TextReader
    {
        public override string? ReadLine()
        {
            asked();
            return null;
        }
    }
}
