using System.Globalization;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Files.Locks;

/// <summary>
/// The folders that one gate works in, held against other gates from its first step to its last. A folder of results
/// belongs to one project, also while nobody holds it.
/// </summary>
public sealed class FolderLocks : IDisposable
{
    /// <summary>The lock file in a folder.</summary>
    public const string FileName = ".perfgate.lock";

    private readonly List<OwnedLock> _locks = [];

    private FolderLocks(string token) => Token = token;

    /// <summary>Names this hold, for processes that are started while it lasts.</summary>
    public string Token { get; }

    /// <summary>Takes the folders, and waits for those that another gate works in.</summary>
    /// <param name="folders">The folders, absolute. They are made where they are not there.</param>
    /// <param name="results">The one of them that holds the results of a project; null for none.</param>
    /// <param name="project">The project file, absolute; null if none is known.</param>
    /// <param name="command">What the folders are taken for, such as <c>perfgate run</c>.</param>
    /// <param name="patience">How long to wait for each.</param>
    /// <param name="say">Called with whom this gate waits for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="PerfGateException">
    /// PG1030: the folder of results is another project's. PG2050: a folder was not free in time. PG2053: a folder
    /// cannot be locked.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static FolderLocks Take(
        IEnumerable<string> folders, string? results, string? project, string command, TimeSpan patience,
        Action<string> say, CancellationToken cancellation = default)
    {
        // Two gates that share several folders must not each wait for what the other one holds.
        string[] ordered = [.. folders.Select(Plain).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var me = LockOwner.Me(command, Directory.GetCurrentDirectory());
        var taken = new FolderLocks(me.Token);
        try
        {
            foreach (var folder in ordered)
            {
                var owner = results is not null && Plain(results) == folder && project is not null
                    ? me with { Folder = folder, Project = Path.GetRelativePath(folder, project) }
                    : me with { Folder = folder };
                taken._locks.Add(Take(folder, owner, patience, say, cancellation));
            }

            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Processes that this process starts from now on count as holders.</summary>
    public void LendToChildren()
    {
        foreach (var held in _locks)
            held.LendToChildren();
    }

    /// <summary>Releases the folders.</summary>
    public void Dispose()
    {
        foreach (var held in Enumerable.Reverse(_locks))
            held.Dispose();
        _locks.Clear();
    }

    private static string Plain(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private static OwnedLock Take(
        string folder, LockOwner me, TimeSpan patience, Action<string> say, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            RequireOwn(folder, me, OwnedLock.HolderOf(path));
            var taken = OwnedLock.Take(
                path, me, patience, _ => say(Waiting(folder, path, patience)), cancellation: cancellation)
                ?? throw new PerfGateException(
                    DiagnosticCatalog.FolderBusy(folder, OwnedLock.NameOfHolder(path), patience), ExitCode.Environment);
            try
            {
                RequireOwn(folder, me, taken.Before);
                return taken;
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PerfGateException(DiagnosticCatalog.FolderNotLocked(folder, e.Message), ExitCode.Environment, e);
        }
    }

    // A project that is gone owns nothing any more.
    private static void RequireOwn(string folder, LockOwner me, LockOwner? last)
    {
        if (me.Project is not { } mine || last?.Project is not { } other || mine == other)
            return;
        var (own, theirs) = (Path.GetFullPath(mine, folder), Path.GetFullPath(other, folder));
        if (File.Exists(theirs))
            throw new PerfGateException(DiagnosticCatalog.FolderOfAnotherProject(folder, own, theirs), ExitCode.Usage);
    }

    private static string Waiting(string folder, string path, TimeSpan patience) => string.Create(
        CultureInfo.InvariantCulture,
        $"Waiting for {OwnedLock.NameOfHolder(path)}: it uses {folder} (for at most "
        + $"{patience.TotalSeconds:0} s, PerfGateWait)");
}

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

    /// <summary>A setting in seconds; null if it makes no sense.</summary>
    public static TimeSpan? Of(double seconds) => seconds is >= 0 and <= Longest ? TimeSpan.FromSeconds(seconds) : null;
}
