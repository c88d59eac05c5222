using System.Reflection;
using System.Runtime.InteropServices;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.Measuring.Worker;

/// <summary>
/// Tells a call of <c>exit</c> in a kernel, or in a library that it uses, from a crash. What is registered to run then
/// would tear down the runtime under the feet of its other threads.
/// </summary>
internal static class KernelExit
{
    /// <summary>
    /// From now on <c>exit</c> ends the process at once with <see cref="WorkerExitCodes.CalledExit"/>. The process
    /// itself has to end by <see cref="UnixCalls.ExitNow"/> then. Called on the thread that runs the kernels, which
    /// must not end before the process. On Windows nothing changes.
    /// </summary>
    public static unsafe void Catch()
    {
        if (OperatingSystem.IsWindows())
            return;
        var library = NativeLibrary.Load(UnixCalls.Library, Assembly.GetExecutingAssembly(), null);
        // The C library's own function: a managed one cannot run when the thread that calls it is being torn down.
        if (!NativeLibrary.TryGetExport(library, "_exit", out var exit))
            return;
        var end = (delegate* unmanaged<void*, void>)exit;
        Register(library, "__cxa_atexit", end);
        // What a thread has registered for its own end comes before that, and the runtime has something there.
        Register(library, "__cxa_thread_atexit_impl", end);
    }

    private static unsafe void Register(nint library, string how, delegate* unmanaged<void*, void> end)
    {
        if (NativeLibrary.TryGetExport(library, how, out var register))
            _ = ((delegate* unmanaged<delegate* unmanaged<void*, void>, void*, void*, int>)register)(
                end,
                (void*)WorkerExitCodes.CalledExit,
                null
            );
    }
}
