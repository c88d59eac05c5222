namespace PerfGate.Core.Files.Locks;

/// <summary>How long a gate waits for another one: <c>PerfGateWait</c>, <c>--wait</c>.</summary>
public static class GateWait
{
    /// <summary>What is expected of a setting, as the end of an error.</summary>
    public const string Expected = "a number of seconds from 0 to 1,000,000 was expected.";

    private const double Longest = 1_000_000;

    /// <summary>
    /// Where nothing else is set: an hour, longer than one measurement takes with the default budget.
    /// </summary>
    public static TimeSpan Default { get; } = TimeSpan.FromHours(1);

    /// <summary>A setting in seconds; null where it makes no sense.</summary>
    public static TimeSpan? Of(double seconds) => seconds is >= 0 and <= Longest ? TimeSpan.FromSeconds(seconds) : null;
}
