namespace PerfGate.Core.Diagnostics;

// PG1030-PG1039 and PG2050-PG2059: who may use a folder or a device at the moment.
public static partial class DiagnosticCatalog
{
    /// <summary>The environment variable that names the folder for the locks of a machine.</summary>
    public const string LockFolderVariable = "PERFGATE_LOCKS";

    /// <summary>PG1030: two projects would write to one folder.</summary>
    public static Diagnostic FolderOfAnotherProject(string folder, string project, string other) => Error(
        "PG1030",
        $"this folder holds the results of the project {other}, and {project} would overwrite them. Give each project "
        + $"folders of its own: <PerfGateName>$(MSBuildProjectName)</PerfGateName> in Directory.Build.props does it "
        + $"for all. If {other} no longer uses this folder, run 'dotnet clean' on it, or delete the folder.",
        new(folder));

    /// <summary>PG1031: a project lies in a folder whose name the build tools change.</summary>
    public static Diagnostic FolderNameUnusable(string folder, string what) => Error(
        "PG1031",
        $"the path of this folder holds {what}, which MSBuild and the compilers do not pass on unchanged. Rename the "
        + $"folder, or check the repository out elsewhere.",
        new(folder));

    /// <summary>PG2050: another gate uses a folder, and did not end in time.</summary>
    public static Diagnostic FolderBusy(string folder, string holder, TimeSpan waited) => Error(
        "PG2050",
        $"another gate still uses this folder after {waited.TotalSeconds:0} s: {holder}. Wait for it to end, end that "
        + $"process, or raise PerfGateWait (--wait).",
        new(folder));

    /// <summary>PG2051: another gate measures on the device, and did not end in time.</summary>
    public static Diagnostic DeviceBusy(string device, string holder, TimeSpan waited) => Error(
        "PG2051",
        $"another gate still measures on {device} after {waited.TotalSeconds:0} s: {holder}. Wait for it to end, end "
        + $"that process, or raise PerfGateWait (--wait).");

    /// <summary>PG2052: the device cannot be locked.</summary>
    public static Diagnostic DeviceNotLocked(string device, string why) => Warning(
        "PG2052",
        $"{device} could not be locked: {why} Another gate may measure on it at the same time. Name a folder that "
        + $"every user may write to with the variable {LockFolderVariable}.");

    /// <summary>PG2053: a folder cannot be locked.</summary>
    public static Diagnostic FolderNotLocked(string folder, string why) => Error(
        "PG2053",
        $"the folder could not be locked against other gates: {why} Check that this user may write to it and that its "
        + $"file system has locks (flock).",
        new(folder));

    /// <summary>PG2054: whose baseline is meant is not known.</summary>
    public static Diagnostic BaselineOfAnotherProject(string path, string why) =>
        Error("PG2054", $"it is not known whose baseline in this file is meant: {why}", new(path));

    /// <summary>PG2055: there is no folder for this user's locks.</summary>
    public static Diagnostic NoLockFolder(string why) =>
        Error(
            "PG2055",
            $"no folder for lock files can be used: {why}. Set XDG_RUNTIME_DIR to a folder that only this user can "
                + $"write to."
        );

    /// <summary>PG2056: the user ended the wait for another gate.</summary>
    public static Diagnostic WaitCancelled() =>
        Error(
            "PG2056",
            "the measurement was cancelled while it waited for another gate. Nothing was measured. Run it again when "
                + "one has ended."
        );
}
