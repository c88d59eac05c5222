using System.Globalization;

namespace PerfGate.Runner.Building;

/// <summary>How a command of perfgate ended that a build started.</summary>
/// <param name="Command">Its name.</param>
/// <param name="Exit">What it exited with.</param>
/// <param name="Output">The folder of results that it was given, absolute; empty for none.</param>
/// <param name="Project">The project that it was given, absolute; empty for none.</param>
internal sealed record CommandRecord(string Command, int Exit, string Output, string Project)
{
    /// <summary>Notes how this process ends, for the process that started the build.</summary>
    /// <param name="folder">The folder of such notes; null if nobody reads them.</param>
    /// <param name="arguments">This process's arguments.</param>
    /// <param name="exit">What it exits with.</param>
    public static void Write(string? folder, IReadOnlyList<string> arguments, int exit)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        var command = string.Join(' ', arguments.TakeWhile(a => !a.StartsWith('-')).Take(2));
        File.WriteAllLines(
            Path.Combine(folder, $"{Guid.NewGuid():N}.txt"),
            [command, exit.ToString(CultureInfo.InvariantCulture), PathOf("--output"), PathOf("--project")]
        );

        string PathOf(string option)
        {
            var at = arguments.ToList().IndexOf(option);
            return at >= 0 && at + 1 < arguments.Count ? Path.GetFullPath(arguments[at + 1]) : "";
        }
    }

    /// <summary>Reads the notes of a build that has ended, in the order of their folders.</summary>
    /// <param name="folder">The folder of the notes.</param>
    public static IReadOnlyList<CommandRecord> Read(string folder) =>
        [
            .. Directory
                .GetFiles(folder)
                .Select(File.ReadAllLines)
                .Where(l => l.Length == 4)
                .Select(l => new CommandRecord(l[0], int.Parse(l[1], CultureInfo.InvariantCulture), l[2], l[3]))
                .OrderBy(r => r.Output, StringComparer.Ordinal),
        ];
}
