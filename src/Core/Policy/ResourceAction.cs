namespace PerfGate.Core.Policy;

/// <summary>What a kernel does that needs more of a resource than before.</summary>
public enum ResourceAction
{
    /// <summary>Nothing; it is not looked at.</summary>
    Off,

    /// <summary>It warns.</summary>
    Warn,

    /// <summary>It fails.</summary>
    Fail,
}

/// <summary>A kernel that may need more of its resources: an entry of <c>perfgate.json</c>.</summary>
/// <param name="Kernel">The kernel's name, or a pattern with <c>*</c> and <c>?</c>.</param>
/// <param name="Reason">Why it is worth it.</param>
/// <param name="Expires">The last day on which it counts.</param>
public sealed record AcceptedResource(string Kernel, string Reason, DateOnly Expires)
{
    /// <summary>The entry that covers a kernel; null for none that still counts.</summary>
    /// <param name="policy">The policy with the entries.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="today">The day.</param>
    public static AcceptedResource? Covering(GatePolicy policy, string kernel, DateOnly today) =>
        policy.AcceptedResources.FirstOrDefault(a => today <= a.Expires && NamePattern.Fits(a.Kernel, kernel));
}
