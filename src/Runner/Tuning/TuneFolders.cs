namespace PerfGate.Runner.Tuning;

/// <summary>Where a tuning keeps what it compiles.</summary>
/// <param name="Work">The folder of the tuning of one benchmark, absolute.</param>
/// <param name="Cached">The folder of inputs, expected outputs and jobs, absolute; shared with the gate.</param>
internal sealed record TuneFolders(string Work, string Cached)
{
    /// <summary>Compiled modules, kept from batch to batch and from tuning to tuning.</summary>
    public string Modules => Path.Combine(Work, "modules");

    /// <summary>The variants that are tried now.</summary>
    public string Batch => Path.Combine(Work, "batch");

    /// <summary>The variants that are compiled while those are timed.</summary>
    public string Ahead => Path.Combine(Work, "ahead");

    /// <summary>The confirming trial.</summary>
    public string Confirm => Path.Combine(Work, "confirm");
}
