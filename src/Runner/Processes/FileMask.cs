namespace PerfGate.Runner.Processes;

/// <summary>
/// Which permissions the files of this process do not get. A kernel may change that for the whole process, and what it
/// then writes may be closed to its own user.
/// </summary>
internal static class FileMask
{
    private const uint OthersMayNothing = 0b000_111_111;

    private static uint? _own;

    /// <summary>Remembers the present mask, before any kernel runs. On Windows there is none.</summary>
    public static void Remember()
    {
        if (OperatingSystem.IsWindows())
            return;
        // It can be read by setting it only.
        _own = UnixCalls.SetMask(OthersMayNothing);
        Restore();
    }

    /// <summary>Puts the mask back to what was remembered; does nothing where nothing was.</summary>
    public static void Restore()
    {
        if (_own is { } mask)
            _ = UnixCalls.SetMask(mask);
    }
}
