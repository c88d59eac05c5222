using System.Collections.Concurrent;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// A worker's end of the two streams to its parent. On Linux and macOS they are moved away from the numbers 0
/// and 1, which kernels read and write too, before any module is loaded: what a kernel prints on its standard output
/// goes nowhere, and what it reads is at its end.
/// </summary>
internal sealed class WorkerChannel
{
    // Far from the numbers that files get.
    private const int FirstDescriptor = 200;

    private readonly BlockingCollection<string> _lines = [];
    private readonly Stream _output;
    private volatile bool _atWork;
    private string _token = "";

    private WorkerChannel(Stream input, Stream output)
    {
        _output = output;
        new Thread(() => Listen(input)) { IsBackground = true, Name = "parent watch" }.Start();
    }

    /// <summary>
    /// Takes the streams over, and begins a session of this process's own, so that it is ended with all it starts.
    /// </summary>
    public static WorkerChannel Open()
    {
        if (OperatingSystem.IsWindows())
            return new(Console.OpenStandardInput(), Console.OpenStandardOutput());
        _ = UnixCalls.BeginSession();
        UnixCalls.AdoptOrphans();
        var channel = new WorkerChannel(Moved(0, FileAccess.Read), Moved(1, FileAccess.Write));
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        _ = UnixCalls.Redirect((int)nothing.DangerousGetHandle(), 0);
        _ = UnixCalls.Redirect((int)nothing.DangerousGetHandle(), 1);
        OwnState.Remember();
        return channel;
    }

    /// <summary>The next line; null if the parent has no job for it, or is gone.</summary>
    public string? ReadLine() => _lines.TryTake(out var line, Timeout.Infinite) ? line : null;

    /// <summary>The job begins: from now on a parent that is gone ends this process in the midst of it.</summary>
    /// <param name="token">What lines to the parent begin with.</param>
    public void Begin(string token)
    {
        (_token, _atWork) = (token, true);
        KernelExit.Catch();
    }

    /// <summary>Ends this process and all processes that its kernels started.</summary>
    /// <param name="code">What it ends with.</param>
    public static int End(ExitCode code)
    {
        ProcessTree.Own?.End(Environment.ProcessId);
        if (!OperatingSystem.IsWindows())
            UnixCalls.ExitNow((int)code);
        return (int)code;
    }

    /// <summary>Says that a case begins.</summary>
    public void AtCase(string name)
    {
        // A line of its own, whatever a kernel has printed before where the stream could not be moved.
        _output.Write(Encoding.UTF8.GetBytes($"\n{WorkerLines.AtCase(_token, name)}\n"));
        _output.Flush();
    }

    private static FileStream Moved(int descriptor, FileAccess access)
    {
        var moved = UnixCalls.Duplicate(descriptor, FirstDescriptor);
        if (moved < 0)
            moved = UnixCalls.Duplicate(descriptor, 3);
        return new(new SafeFileHandle(moved, ownsHandle: true), access, bufferSize: 0);
    }

    // The parent holds the other end. It closes when the parent is gone, killed ones included, and a worker without its
    // parent would only heat the GPU.
    private void Listen(Stream input)
    {
        using (var reader = new StreamReader(input))
        {
            while (reader.ReadLine() is { } line)
                _lines.Add(line);
        }

        _lines.CompleteAdding();
        Environment.Exit(End(_atWork ? ExitCode.Environment : ExitCode.Passed));
    }
}
