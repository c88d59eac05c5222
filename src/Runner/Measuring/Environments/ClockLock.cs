using System.Globalization;
using System.Runtime.InteropServices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Policy;
using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// A GPU's graphics and memory clocks, locked from <see cref="Take"/> to <see cref="Dispose"/>. Unlocked on every way
/// out: disposal, the process's exit, Ctrl-C and its like by this class; <c>kill -9</c> of this process by
/// <see cref="ClockWatchdog"/>; of both, by the next <see cref="Take"/> or <c>perfgate clocks restore</c>, out of
/// <see cref="ClockNote"/>. A worker that dies changes nothing: it holds no lock.
/// </summary>
internal sealed class ClockLock : IDisposable
{
    // Four fifths of the highest clock: low enough that neither power nor heat pulls it down further.
    private const double ShareOfMaximum = 0.8;

    // One step of a clock is 7.5 or 15 MHz: a locked clock may be rounded to a step.
    private const uint StepMhz = 15;
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(3);

    private readonly NvmlClockControl _control;
    private readonly ClockWatchdog _watchdog;
    private readonly ClockNotes _notes;
    private readonly string _gpu;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Lock _lock = new();
    private bool _touched;
    private bool _released;

    private ClockLock(NvmlClockControl control, ClockWatchdog watchdog, ClockNotes notes, string gpu)
    {
        _control = control;
        _watchdog = watchdog;
        _notes = notes;
        _gpu = gpu;
    }

    /// <summary>The graphics clock, MHz, as read back.</summary>
    public uint GraphicsMhz { get; private set; }

    /// <summary>The memory clock, MHz, as read back; null if this GPU's cannot be locked.</summary>
    public uint? MemoryMhz { get; private set; }

    /// <summary>Locks the clocks where the policy says so.</summary>
    /// <param name="policy">
    /// Under <see cref="ClockPolicy.Observe"/> nothing is touched, nor anything loaded that could.
    /// </param>
    /// <param name="gpu">The GPU.</param>
    /// <param name="notes">Where notes are kept.</param>
    /// <returns>The lock; null under <see cref="ClockPolicy.Observe"/>.</returns>
    /// <exception cref="PerfGateException">
    /// PG2035-PG2037: no right to, held by another process, not supported, or not in force.
    /// </exception>
    public static ClockLock? Take(ClockPolicy policy, NvmlGpu gpu, ClockNotes notes)
    {
        if (policy != ClockPolicy.Lock)
            return null;
        try
        {
            var control = new NvmlClockControl(policy, gpu);
            Recover(control, gpu, notes);
            var (graphics, memory) = Targets(gpu);
            var watchdog =
                ClockWatchdog.Start(gpu, notes)
                ?? throw Failure(
                    DiagnosticCatalog.ClocksNotLocked(
                        "the watchdog that would unlock them did not start, so nothing was locked"
                    )
                );
            var held = new ClockLock(control, watchdog, notes, gpu.Uuid);
            try
            {
                held.Engage(gpu, graphics, memory);
                return held;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (NvmlException e)
        {
            throw Failure(
                e.Result == NvmlException.NoPermission
                    ? DiagnosticCatalog.NoRightToLock(e.Message)
                    : DiagnosticCatalog.ClocksNotLocked(e.Message)
            );
        }
    }

    /// <summary>Unlocks what a killed perfgate left locked.</summary>
    /// <returns>Whether there was a note of it.</returns>
    /// <exception cref="PerfGateException">PG2036: its perfgate still runs.</exception>
    public static bool Recover(NvmlClockControl control, NvmlGpu gpu, ClockNotes notes)
    {
        if (notes.Read(gpu.Uuid) is not { } note)
            return false;
        if (note.IsHeld)
            throw Failure(DiagnosticCatalog.ClocksHeld(gpu.Uuid, note.Process));
        control.Reset();
        notes.Remove(gpu.Uuid);
        return true;
    }

    /// <summary>Unlocks the clocks; once, from whichever thread comes first.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_released)
                return;
            _released = true;
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            foreach (var signal in _signals)
                signal.Dispose();

            // In this order: while the clocks are locked there is a note, and someone who watches. Where unlocking is
            // refused, both stay.
            if (_touched)
                _control.Reset();
            _notes.Remove(_gpu);
            _watchdog.Dispose();
        }
    }

    private static (uint Graphics, uint Memory) Targets(NvmlGpu gpu) =>
        gpu.MaxClock(NvmlClock.Graphics) is { } graphics && gpu.MaxClock(NvmlClock.Memory) is { } memory
            ? ((uint)(graphics * ShareOfMaximum), memory)
            : throw Failure(DiagnosticCatalog.ClocksNotLocked("this GPU does not report its highest clocks"));

    private static PerfGateException Failure(Diagnostic diagnostic) => new(diagnostic, ExitCode.Environment);

    private static uint? Settled(NvmlGpu gpu, NvmlClock clock, uint target)
    {
        var deadline = Environment.TickCount64 + (long)SettlingTime.TotalMilliseconds;
        while (true)
        {
            var now = gpu.Clock(clock);
            if (now is { } mhz && Math.Max(mhz, target) - Math.Min(mhz, target) <= StepMhz)
                return mhz;
            if (Environment.TickCount64 > deadline)
                return null;
            Thread.Sleep(20);
        }
    }

    private void Engage(NvmlGpu gpu, uint graphics, uint memory)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        foreach (
            var signal in (PosixSignal[])
                [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT]
        )
            _signals.Add(PosixSignalRegistration.Create(signal, _ => Task.Run(Dispose).Wait(SettlingTime)));
        _notes.Write(ClockNote.Own(_gpu));
        _control.LockGraphics(graphics);
        _touched = true;
        var memoryLocked = _control.LockMemory(memory);
        GraphicsMhz =
            Settled(gpu, NvmlClock.Multiprocessor, graphics)
            ?? throw NotInForce("graphics", graphics, gpu.Clock(NvmlClock.Multiprocessor));
        if (memoryLocked)
            MemoryMhz =
                Settled(gpu, NvmlClock.Memory, memory)
                ?? throw NotInForce("memory", memory, gpu.Clock(NvmlClock.Memory));
    }

    private static PerfGateException NotInForce(string clock, uint target, uint? now) =>
        Failure(
            DiagnosticCatalog.ClocksNotLocked(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the {clock} clock was locked at {target} MHz and reads {now} MHz"
                )
            )
        );

    private void OnExit(object? sender, EventArgs e) => Dispose();
}
