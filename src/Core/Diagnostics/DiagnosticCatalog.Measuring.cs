namespace PerfGate.Core.Diagnostics;

// PG2xxx: device, environment, measuring.
public static partial class DiagnosticCatalog
{
    /// <summary>PG2001: no worker could describe the device.</summary>
    public static Diagnostic DeviceUnusable(string device, string why) =>
        Error("PG2001", $"the {device} device cannot be used: {why} Run 'perfgate env' to see what is missing.");

    /// <summary>PG2002: there is nothing to measure, because nothing was compiled.</summary>
    public static Diagnostic NothingCompiled(string path) =>
        Error(
            "PG2002",
            "there are no compiled kernels here. Build the target PerfGateCompile first, or PerfGate, which compiles, "
                + "measures and judges; where the kernels "
                + "were compiled on another machine, bring this file and those that it names.",
            new(path)
        );

    /// <summary>PG2003: a compiled module is missing, or is not the one of the list of compiled kernels.</summary>
    public static Diagnostic ModuleOfAnotherBuild(string binary, string kernels) =>
        Error(
            "PG2003",
            $"this is not the module that {kernels} names: it is missing, or another build wrote or changed it since. "
                + "Compile again (the target PerfGateCompile), and keep the files of one build together.",
            new(binary)
        );

    /// <summary>PG2041: the measurement was cancelled.</summary>
    public static Diagnostic Cancelled(string measurement) =>
        Error(
            "PG2041",
            $"the measurement was cancelled, so nothing is judged. What was measured until then, if anything, is in "
                + $"{measurement}. Run it again to get a verdict."
        );

    /// <summary>PG2042: the worker that prepares the device was killed, or could not be started.</summary>
    public static Diagnostic PreparationKilled(string why) =>
        Error(
            "PG2042",
            $"the measurement could not begin: {why}. Free memory, or raise the limits of this machine, and repeat it."
        );

    // PG203x-PG206x: cuda

    /// <summary>PG2030: a device kind that does not exist.</summary>
    /// <param name="asked">The device.</param>
    /// <param name="baseline">The file that is not there, where a baseline may stand for a device; else null.</param>
    public static Diagnostic UnknownDeviceKind(string asked, string? baseline = null) =>
        Error(
            "PG2030",
            $"there is no device '{asked}'. Set PerfGateDevice (--device) to auto, cuda or host."
                + (baseline is null ? "" : $" A baseline may name a device too, but there is no {baseline}.")
        );

    /// <summary>PG2031: the cuda device cannot be had.</summary>
    public static Diagnostic NoGpu(string why) =>
        Error(
            "PG2031",
            $"{why} The cuda device needs an NVIDIA GPU with its driver, and the CUDA toolkit; without them use "
                + $"PerfGateDevice=host."
        );

    /// <summary>PG2032: the GPU that was named is not visible.</summary>
    public static Diagnostic GpuNotVisible(string by, string asked, IReadOnlyCollection<string> visible) =>
        Error(
            "PG2032",
            $"{by} names {asked}, and this process sees "
                + $"{(visible.Count == 0 ? "no GPU" : string.Join(", ", visible))}. "
                + "Give the index or the UUID of a visible one; CUDA_VISIBLE_DEVICES decides which are."
        );

    /// <summary>PG2033: a clock that does not exist.</summary>
    public static Diagnostic UnknownClock(string asked) =>
        Error(
            "PG2033",
            $"PERFGATE_CLOCK names '{asked}', which is not a clock. Set it to auto, cupti or events, or leave it unset."
        );

    /// <summary>PG2034: a worker does not run in the environment that was set for it.</summary>
    public static Diagnostic EnvironmentNotLocked(string what) =>
        Error(
            "PG2034",
            $"a worker did not keep the environment that was locked for it: {what}. Look for a wrapper of the dotnet "
                + $"host that sets these, or for a control group that limits the processors."
        );

    /// <summary>PG2035: the clocks were to be locked without the right to.</summary>
    public static Diagnostic NoRightToLock(string why) =>
        Error(
            "PG2035",
            $"PerfGateClocks=lock needs the right to set a GPU's clocks, which is root's (CAP_SYS_ADMIN; on Windows an "
                + $"administrator's): {why}. "
                + "Run as root, as the GPU runner's service does, or measure with PerfGateClocks=observe."
        );

    /// <summary>PG2036: another perfgate holds the clocks.</summary>
    public static Diagnostic ClocksHeld(string gpu, int process) =>
        Error(
            "PG2036",
            $"perfgate process {process} holds the clocks of {gpu} locked. Wait for it to end: two measurements on one "
                + $"GPU disturb each other."
        );

    /// <summary>PG2037: the clocks cannot be locked, for another reason than rights.</summary>
    public static Diagnostic ClocksNotLocked(string why) =>
        Error(
            "PG2037",
            $"the clocks could not be locked: {why}. Nothing is left locked; measure with PerfGateClocks=observe."
        );

    /// <summary>PG2038: a killed perfgate left the clocks locked, and this run may not touch them.</summary>
    public static Diagnostic ClocksLeftLocked(string gpu) =>
        Warning(
            "PG2038",
            $"a perfgate that was killed left the clocks of {gpu} locked. Run 'perfgate clocks restore' to unlock them."
        );

    /// <summary>PG2039: a case could not be launched for a profiler.</summary>
    public static Diagnostic NotLaunched(string name, string why) =>
        Error("PG2039", $"{name} could not be launched: {why}. Run the gate on it first: it says more.");
}
