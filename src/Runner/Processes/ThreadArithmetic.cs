using System.Runtime.InteropServices;

namespace PerfGate.Runner.Processes;

/// <summary>
/// How the processor rounds, and whether it takes tiny numbers for zero: settings of each thread, which new threads
/// inherit. Foreign code may leave others behind (<c>fesetround</c>, or a library linked with <c>-ffast-math</c>), and
/// inputs that are made afterwards would differ from those that were made before.
/// </summary>
internal static unsafe class ThreadArithmetic
{
    // More than any system's fenv_t.
    private const int EnvironmentBytes = 256;

    private static readonly string[] Libraries = ["libm.so.6", "libc.so", "libSystem.dylib"];

    private static readonly byte* Own = (byte*)NativeMemory.AllocZeroed(EnvironmentBytes);

    private static readonly delegate* unmanaged[Cdecl]<byte*, int> Set = Remember();

    /// <summary>
    /// Puts the calling thread's settings back to what they were in whoever asked first. Does nothing where the system
    /// has no such call.
    /// </summary>
    public static void Restore()
    {
        if (Set != null)
            _ = Set(Own);
    }

    private static delegate* unmanaged[Cdecl]<byte*, int> Remember()
    {
        foreach (var library in Libraries)
        {
            if (
                NativeLibrary.TryLoad(library, out var handle)
                && NativeLibrary.TryGetExport(handle, "fegetenv", out var get)
                && NativeLibrary.TryGetExport(handle, "fesetenv", out var set)
                && ((delegate* unmanaged[Cdecl]<byte*, int>)get)(Own) == 0
            )
                return (delegate* unmanaged[Cdecl]<byte*, int>)set;
        }

        return null;
    }
}
