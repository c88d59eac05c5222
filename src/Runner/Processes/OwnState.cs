namespace PerfGate.Runner.Processes;

/// <summary>
/// What a kernel may change for the whole process, and what then harms others: which permissions new files do not get,
/// and the standard streams. A file without permissions cannot be read by its own user. Where a standard stream is
/// closed, the next file that is opened takes its number, and what is printed goes into it.
/// </summary>
internal static class OwnState
{
    // Far from the numbers that files get.
    private const int FirstDescriptor = 200;

    private const uint OthersMayNothing = 0b000_111_111;

    private static uint? _mask;
    private static int[] _streams = [];

    /// <summary>Remembers it, before any kernel runs. On Windows nothing is remembered.</summary>
    public static void Remember()
    {
        if (OperatingSystem.IsWindows())
            return;
        // The mask can be read by setting it only.
        _mask = UnixCalls.SetMask(OthersMayNothing);
        _streams = [.. Enumerable.Range(0, 3).Select(stream => UnixCalls.Duplicate(stream, FirstDescriptor))];
        Restore();
    }

    /// <summary>Puts it back to what was remembered; does nothing where nothing was.</summary>
    public static void Restore()
    {
        if (_mask is not { } mask)
            return;
        _ = UnixCalls.SetMask(mask);
        for (var stream = 0; stream < _streams.Length; stream++)
        {
            if (_streams[stream] >= 0 && !UnixCalls.IsOpen(stream))
                _ = UnixCalls.Redirect(_streams[stream], stream);
        }
    }
}
