namespace PerfGate.Runner.Measuring;

/// <summary>The files that the steps pass on, by their names in the output folder.</summary>
/// <param name="Folder">The output folder.</param>
internal sealed record GateFiles(string Folder)
{
    /// <summary>The candidate's measurement.</summary>
    public string Measurement => Path.Combine(Folder, "measurement.json");

    /// <summary>The reference that it is judged against: a baseline file.</summary>
    public string Reference => Path.Combine(Folder, "reference.json");

    /// <summary>Policy, reference description and edits, as resolved when it was measured.</summary>
    public string Inputs => Path.Combine(Folder, "inputs.json");

    /// <summary>The accused cases, measured again in fresh runs.</summary>
    public string Remeasured => Path.Combine(Folder, "remeasured.json");

    /// <summary>The accused cases, alternating with the base's kernels.</summary>
    public string Trial => Path.Combine(Folder, "trial.json");

    /// <summary>The verdict.</summary>
    public string Verdict => Path.Combine(Folder, "verdict.json");
}
