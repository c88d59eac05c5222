using System.Globalization;
using Microsoft.Build.Framework;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files.Locks;

namespace PerfGate.Tasks;

/// <summary>
/// Takes the folders of a gate for this build, and waits for another gate that works in them. They are held until
/// <see cref="ReleaseGateFolders"/>, or until the build ends, however it ends.
/// </summary>
public sealed class TakeGateFolders : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The folder of the results.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The folder of what is kept between builds.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The project file.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>
    /// Names the flow of targets that the folders are taken for; a flow that holds them already goes on.
    /// </summary>
    [Required]
    public string Flow { get; set; } = "";

    /// <summary>How many seconds to wait.</summary>
    public string? Wait { get; set; }

    /// <summary>Names the hold, for the commands of the flow.</summary>
    [Output]
    public string Held { get; private set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, () =>
    {
        if (HeldFolders.Of(BuildEngine, Flow) is not { } locks)
        {
            locks = FolderLocks.Take(
                [Output, IntermediateDirectory], Output, Project, "dotnet build", Patience(),
                line => Log.LogMessage(MessageImportance.High, "{0}", $"PerfGate: {line}"), _cancellation.Token);
            HeldFolders.Keep(BuildEngine, Flow, locks);
        }

        Held = locks.Token;
        return true;
    });

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private TimeSpan Patience()
    {
        if (string.IsNullOrEmpty(Wait))
            return GateWait.Default;
        return double.TryParse(Wait, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && GateWait.Of(seconds) is { } wait
            ? wait
            : throw new PerfGateException(
                DiagnosticCatalog.BadOption("PerfGateWait", Wait, GateWait.Expected), ExitCode.Usage);
    }
}

/// <summary>Releases the folders that <see cref="TakeGateFolders"/> took.</summary>
public sealed class ReleaseGateFolders : Microsoft.Build.Utilities.Task
{
    /// <summary>The flow of targets that they were taken for; one that holds none releases none.</summary>
    public string? Flow { get; set; }

    /// <inheritdoc/>
    public override bool Execute() => BuildLog.Guard(Log, () =>
    {
        HeldFolders.Release(BuildEngine, Flow ?? "");
        return true;
    });
}

/// <summary>What a build holds. MSBuild disposes of it at the build's end.</summary>
internal static class HeldFolders
{
    private const RegisteredTaskObjectLifetime Lifetime = RegisteredTaskObjectLifetime.Build;

    /// <summary>What a flow holds; null if it holds nothing.</summary>
    public static FolderLocks? Of(IBuildEngine engine, string flow) =>
        (engine as IBuildEngine4)?.GetRegisteredTaskObject(Key(flow), Lifetime) as FolderLocks;

    /// <summary>Keeps what a flow has taken.</summary>
    public static void Keep(IBuildEngine engine, string flow, FolderLocks locks) =>
        ((IBuildEngine4)engine).RegisterTaskObject(Key(flow), locks, Lifetime, allowEarlyCollection: false);

    /// <summary>Releases what a flow holds.</summary>
    public static void Release(IBuildEngine engine, string flow) =>
        ((engine as IBuildEngine4)?.UnregisterTaskObject(Key(flow), Lifetime) as FolderLocks)?.Dispose();

    private static string Key(string flow) => $"PerfGate folders of {flow}";
}
