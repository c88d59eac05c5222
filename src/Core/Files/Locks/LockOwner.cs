using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Text;

namespace PerfGate.Core.Files.Locks;

/// <summary>Who holds a lock, as the lock file tells it to those who wait.</summary>
/// <param name="Process">The process number.</param>
/// <param name="Since">When the lock was taken, UTC.</param>
/// <param name="User">The user that the process runs as.</param>
/// <param name="Command">What it does, such as <c>perfgate run</c>.</param>
/// <param name="Folder">The folder that it works in, absolute.</param>
/// <param name="Token">Names this one hold of the lock: 32 hexadecimal digits.</param>
/// <param name="Project">
/// The project file that it works for, relative to the folder that is locked, so that a copy of a tree is not taken for
/// another project; null where there is none.
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

    /// <summary>Reads a record; null where there is none that can be read.</summary>
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
