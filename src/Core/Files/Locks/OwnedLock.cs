using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Text;

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

    // Somebody who removes the file just then makes one more necessary.
    private const int MostTries = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan SignedWithin = TimeSpan.FromSeconds(2);

    private readonly LockFile? _file;

    private OwnedLock(LockFile? file, string token, LockOwner? before) =>
        (_file, Token, Before) = (file, token, before);

    /// <summary>Names this hold of the lock, for processes that are started while it lasts.</summary>
    public string Token { get; }

    /// <summary>Who held the lock before; null if nobody did or it is unknown.</summary>
    public LockOwner? Before { get; }

    /// <summary>Takes a lock, and waits for it where another process holds it.</summary>
    /// <param name="path">The lock file, absolute; it stays when the lock is released.</param>
    /// <param name="me">Who takes it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="waiting">Called once, early in the wait, who holds the lock; null if that is unknown.</param>
    /// <param name="isShared">Whether other users take the same lock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock; null if <paramref name="patience"/> was not enough.</returns>
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

    /// <summary>Takes a lock without waiting; null if another process holds it.</summary>
    /// <inheritdoc cref="Take"/>
    public static OwnedLock? TryTake(string path, LockOwner me, bool isShared = false)
    {
        for (var tries = 0; tries < MostTries; tries++)
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

        throw new IOException($"{path} does not keep what is written to it.");
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

/// <summary>Who holds a lock, as the lock file tells it to those who wait.</summary>
/// <param name="Process">The process number.</param>
/// <param name="Since">When the lock was taken, UTC.</param>
/// <param name="User">The user that the process runs as.</param>
/// <param name="Command">What it does, such as <c>perfgate run</c>.</param>
/// <param name="Folder">The folder that it works in, absolute.</param>
/// <param name="Token">Names this one hold of the lock: 32 hexadecimal digits.</param>
/// <param name="Project">
/// The project file that it works for, relative to the folder that is locked, so that a copy of a tree is not taken for
/// another project; null if there is none.
/// </param>
public sealed record LockOwner(
    int Process, DateTimeOffset Since, string User, string Command, string Folder, string Token, string? Project = null)
{
    // What another user wrote into a lock file may be anything.
    private const int LongestText = 300;

    /// <summary>This process, now.</summary>
    /// <param name="command">What it does.</param>
    /// <param name="folder">The folder that it works in.</param>
    public static LockOwner Me(string command, string folder) => new(
        Environment.ProcessId, DateTimeOffset.UtcNow, Environment.UserName, command, folder,
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>
    /// As a message names it: <c>perfgate run (pid 42, user ann) in /src/kernels, since 2026-11-28 20:15:00Z</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Inert(Command)} (pid {Process}, user {Inert(User)}) in {Inert(Folder)}, since {Since.ToUniversalTime():u}");

    /// <summary>The record as a lock file holds it.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, LockOwnerJson.Default.LockOwner);

    /// <summary>Reads a record; null if there is none that can be read.</summary>
    internal static LockOwner? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, LockOwnerJson.Default.LockOwner);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Inert(string text) => PlainText.Message(text, LongestText);
}

/// <summary>The serialiser of <see cref="LockOwner"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LockOwner))]
internal sealed partial class LockOwnerJson : JsonSerializerContext;
