using System.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Environments;

namespace PerfGate.Runner.Measuring.Observing;

/// <summary>How a program of a manifest is started: as its users start it, without a shell.</summary>
internal static class ProgramStart
{
    /// <summary>How it is started, all streams redirected.</summary>
    /// <param name="program">The program.</param>
    /// <exception cref="ObservationException">There is no such folder, or no such program.</exception>
    public static ProcessStartInfo Of(ProgramSpec program)
    {
        if (!Directory.Exists(program.Folder))
            throw new ObservationException($"there is no folder {program.Folder}; correct folder in its command");
        var start = new ProcessStartInfo
        {
            WorkingDirectory = program.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        LockedEnvironment.Release(start);
        foreach (var (name, value) in program.Environment)
            start.Environment[name] = value;
        start.FileName = Found(program.Words[0], program.Folder, start.Environment["PATH"]);
        foreach (var argument in program.Words.Skip(1))
            start.ArgumentList.Add(argument);
        return start;
    }

    // Not by .NET's own rules, which would look beside this program first.
    private static string Found(string name, string folder, string? path)
    {
        if (Path.GetFileName(name) != name)
            return ExecutableFile.At(ForeignPath.Full(name, folder))
                ?? throw new ObservationException(
                    $"there is no program {name} in {folder}; build it first, by build in its command or by hand, or "
                        + "correct its command"
                );
        return (path ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(f => ExecutableFile.At(Path.Combine(f, name)))
                .FirstOrDefault(found => found is not null)
            ?? throw new ObservationException(
                $"there is no program {name} on the PATH; install it, or name it with its path, such as ./{name}"
            );
    }
}
