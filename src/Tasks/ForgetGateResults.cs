using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;
using PerfGate.Core.Reports;

namespace PerfGate.Tasks;

/// <summary>Removes the results of an earlier gate, so that they do not read as those of this one.</summary>
public sealed class ForgetGateResults : Microsoft.Build.Utilities.Task
{
    /// <summary>The folder of the results.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The step that begins or has failed: what it and later steps wrote goes.</summary>
    [Required]
    public string Step { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() =>
        GateFolder.Try(Log, Output, () => GateOutput.Forget(Output, Enum.Parse<GateStep>(Step)));
}

/// <summary>Removes everything that the gate wrote, and nothing else. The folders must be held.</summary>
public sealed class CleanGateFolders : Microsoft.Build.Utilities.Task
{
    /// <summary>The folder of the results; it may hold other things too.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The folder of what is kept between builds, which is the gate's alone.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => GateFolder.Try(Log, Output, Clean);

    // The lock files last, and while they are held: who waits for one finds it gone and makes another.
    private void Clean()
    {
        GateOutput.Forget(Output, GateStep.Compile);
        GateOutput.ForgetTuning(Output);
        GateOutput.ForgetOptimizing(Output);
        File.Delete(Path.Combine(Output, FolderLocks.FileName));
        GateOutput.RemoveIfEmpty(Output);
        if (Directory.Exists(IntermediateDirectory))
            Directory.Delete(IntermediateDirectory, recursive: true);
    }
}

/// <summary>Turns what goes wrong with a gate's folder into an error of the build.</summary>
internal static class GateFolder
{
    /// <summary>Does something with a folder.</summary>
    /// <returns>Whether it went well.</returns>
    public static bool Try(Microsoft.Build.Utilities.TaskLoggingHelper log, string folder, Action action) =>
        BuildLog.Guard(
            log,
            () =>
            {
                try
                {
                    action();
                    return true;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    var why = $"the results of an earlier gate could not be removed: {e.Message}";
                    BuildLog.Write(log, DiagnosticCatalog.FileUnusable(folder, why));
                    return false;
                }
            }
        );
}
