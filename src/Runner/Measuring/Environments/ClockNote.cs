using System.Text.Json;
using System.Text.Json.Serialization;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Measuring.Environments;

/// <summary>
/// The note on disk that says that a GPU's clocks are locked, and by whom: what remains when everybody was killed.
/// </summary>
/// <param name="Gpu">UUID.</param>
/// <param name="Process">The process that locked them.</param>
/// <param name="ProcessStartedAt">
/// When it started, so that a later process of the same number is not mistaken for it.
/// </param>
internal sealed record ClockNote(string Gpu, int Process, DateTimeOffset ProcessStartedAt)
{
    /// <summary>Whether the process that locked the clocks still runs.</summary>
    public bool IsHeld
    {
        get
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(Process);
                return (process.StartTime.ToUniversalTime() - ProcessStartedAt.UtcDateTime).Duration()
                    < TimeSpan.FromSeconds(2);
            }
            catch (Exception e)
                when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                return false;
            }
        }
    }

    /// <summary>The note of this process about a GPU.</summary>
    public static ClockNote Own(string gpu)
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return new(gpu, self.Id, self.StartTime.ToUniversalTime());
    }
}

/// <summary>The folder of <see cref="ClockNote"/>s, one file a GPU.</summary>
/// <param name="Folder">Absolute path; made when first written to.</param>
internal sealed record ClockNotes(string Folder)
{
    /// <summary>
    /// This user's folder: <c>perfgate/locked-clocks</c> below <c>XDG_STATE_HOME</c>, or below the user's local
    /// application data.
    /// </summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static ClockNotes OfUser(Func<string, string?> variable) =>
        new(
            Path.Combine(
                variable("XDG_STATE_HOME") is { Length: > 0 } state
                    ? state
                    : Environment.GetFolderPath(
                        Environment.SpecialFolder.LocalApplicationData,
                        Environment.SpecialFolderOption.DoNotVerify
                    ),
                "perfgate",
                "locked-clocks"
            )
        );

    /// <summary>The note about a GPU; null if there is none, or none that can be read.</summary>
    public ClockNote? Read(string gpu)
    {
        try
        {
            return JsonSerializer.Deserialize(
                InputFile.Bytes(PathOf(gpu), FileLimit.Note),
                ClockNoteJson.Default.ClockNote
            );
        }
        catch (Exception e) when (e is PerfGateException || ForeignFault.Is(e))
        {
            return null;
        }
    }

    /// <summary>Writes a note.</summary>
    /// <exception cref="Core.Diagnostics.PerfGateException">PG9001: it cannot be written.</exception>
    public void Write(ClockNote note) =>
        AtomicFile.Write(PathOf(note.Gpu), JsonSerializer.SerializeToUtf8Bytes(note, ClockNoteJson.Default.ClockNote));

    /// <summary>Removes the note about a GPU, if there is one.</summary>
    public void Remove(string gpu)
    {
        if (Directory.Exists(Folder))
            File.Delete(PathOf(gpu));
    }

    private string PathOf(string gpu) => Path.Combine(Folder, $"{gpu}.json");
}

/// <summary>The serialiser of <see cref="ClockNote"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(ClockNote))]
internal sealed partial class ClockNoteJson : JsonSerializerContext;
