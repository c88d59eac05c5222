using System.Diagnostics;
using System.Runtime.InteropServices;
using PerfGate.Runner.Devices.Cuda.Nvml;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// A child process that unlocks the clocks when its parent is gone, however it went: it waits for the end of its
/// standard input, which the kernel closes with the parent. Only a farewell before that sends it home with nothing
/// done.
/// </summary>
internal sealed class ClockWatchdog : IDisposable
{
    private const string Ready = "ready";
    private const string Farewell = "released";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private ClockWatchdog(Process process) => _process = process;

    /// <summary>Starts the watchdog, and waits until it is ready.</summary>
    /// <param name="gpu">The GPU; the watchdog reaches it through the same library.</param>
    /// <param name="notes">Where notes are kept.</param>
    /// <returns>The watchdog; null if it does not come up, in which case nothing may be locked.</returns>
    public static ClockWatchdog? Start(NvmlGpu gpu, ClockNotes notes)
    {
        var start = OwnProgram.Start("clocks", "watchdog", "--gpu", gpu.Uuid, "--notes", notes.Folder);
        start.Environment[NvmlLibrary.Variable] = gpu.Library.Path;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var process = Process.Start(start);
        if (process is null)
            return null;
        var line = process.StandardOutput.ReadLineAsync();
        if (line.Wait(Patience) && line.Result == Ready)
            return new(process);
        process.StandardInput.Close();
        process.Dispose();
        return null;
    }

    /// <summary>The watchdog's own life.</summary>
    /// <param name="restore">Unlocks the clocks.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="output">Its standard output.</param>
    public static void Watch(Action restore, TextReader input, TextWriter output)
    {
        // Ctrl-C and a closed terminal reach the whole process group; the watchdog has to outlive its parent.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => c.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => c.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, c => c.Cancel = true);
        output.WriteLine(Ready);
        output.Flush();
        if (input.ReadLine() != Farewell)
            restore();
    }

    /// <summary>Says farewell: the clocks are unlocked, nothing is left to do.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine(Farewell);
            _process.StandardInput.Close();
            _process.WaitForExit(Patience);
        }
        catch (IOException)
        {
            // It was killed meanwhile; the clocks are unlocked all the same.
        }

        _process.Dispose();
    }
}
