using System.Diagnostics;

namespace PerfGate.Core.Files.Locks;

/// <summary>
/// A lock between processes that says who holds it. It ends with its holder, <c>kill -9</c> included. A process that
/// was started by the holder, and has the token, counts as the holder too.
/// </summary>
public sealed class OwnedLock : IDisposable
{
    /// <summary>
    /// The variable that names the locks which the starting process holds, tokens separated by commas.
    /// </summary>
    public const string HeldVariable = "PERFGATE_HELD";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan SignedWithin = TimeSpan.FromSeconds(2);

    private readonly LockFile? _file;

    private OwnedLock(LockFile? file, string token, LockOwner? before) =>
        (_file, Token, Before) = (file, token, before);

    /// <summary>Names this hold of the lock, for processes that are started while it lasts.</summary>
    public string Token { get; }

    /// <summary>Who held the lock before; null where nobody did or it is unknown.</summary>
    public LockOwner? Before { get; }

    /// <summary>Takes a lock, and waits for it where another process holds it.</summary>
    /// <param name="path">The lock file, absolute; it stays when the lock is released.</param>
    /// <param name="me">Who takes it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="waiting">Told once, early in the wait, who holds the lock; null where that is unknown.</param>
    /// <param name="isShared">Whether other users take the same lock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock; null where <paramref name="patience"/> was not enough.</returns>
    /// <exception cref="IOException">The file cannot be locked.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static OwnedLock? Take(
        string path, LockOwner me, TimeSpan patience, Action<LockOwner?> waiting, bool isShared = false,
        CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var announced = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryTake(path, me, isShared) is { } taken)
                return taken;
            if (watch.Elapsed >= patience)
                return null;
            cancellation.WaitHandle.WaitOne(Pause);
            // A holder signs a moment after it has locked.
            if (announced || (HolderOf(path) is null && watch.Elapsed < SignedWithin))
                continue;
            announced = true;
            waiting(HolderOf(path));
        }
    }

    /// <summary>Takes a lock without waiting; null where another process holds it.</summary>
    /// <inheritdoc cref="Take"/>
    public static OwnedLock? TryTake(string path, LockOwner me, bool isShared = false)
    {
        while (true)
        {
            var before = LockFile.Read(path);
            // Who has no project leaves the folder to the project that it belongs to.
            var own = me with { Since = DateTimeOffset.UtcNow, Project = me.Project ?? before?.Project };
            if (LockFile.TryLock(path, isShared) is not { } file)
                return HeldByStarter(path);
            if (file.Sign(path, own))
                return new(file, own.Token, before);
            file.Dispose();
        }
    }

    /// <summary>What the lock file says of its holder, or of the last one where nobody holds the lock.</summary>
    /// <param name="path">The lock file.</param>
    public static LockOwner? HolderOf(string path) => LockFile.Read(path);

    /// <summary>The holder as a message names it.</summary>
    /// <inheritdoc cref="HolderOf"/>
    public static string NameOfHolder(string path) =>
        HolderOf(path)?.ToString() ?? "another gate, which left no record of itself";

    /// <summary>Processes that this process starts from now on count as holders.</summary>
    public void LendToChildren() =>
        Environment.SetEnvironmentVariable(HeldVariable, string.Join(',', Held().Append(Token).Distinct()));

    /// <summary>Releases the lock. One that belongs to the starting process stays held.</summary>
    public void Dispose() => _file?.Dispose();

    private static OwnedLock? HeldByStarter(string path) =>
        LockFile.Read(path) is { } holder && Held().Contains(holder.Token) ? new(null, holder.Token, holder) : null;

    private static string[] Held() =>
        (Environment.GetEnvironmentVariable(HeldVariable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
}
