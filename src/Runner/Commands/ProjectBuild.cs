using System.Diagnostics;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Runner.Commands;

/// <summary>
/// Builds a target of a user's project. Without .NET's terminal logger, which hides what the gate prints.
/// </summary>
internal static class ProjectBuild
{
    private static readonly string[] Endings = [".csproj", ".fsproj", ".vbproj"];

    /// <summary>Runs <c>dotnet build</c>, which prints to this process's streams.</summary>
    /// <param name="project">The project, or a folder that holds one.</param>
    /// <param name="target">The target.</param>
    /// <param name="properties">Its properties; those without a value are left out.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What it exited with.</returns>
    /// <exception cref="PerfGateException">PG9152: there is no one project.</exception>
    public static async Task<int> RunAsync(
        string project,
        string target,
        IReadOnlyDictionary<string, string?> properties,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet",
            [
                "build",
                ProjectOf(project),
                "-nologo",
                "-tl:off",
                "-v:m",
                "-clp:NoSummary",
                $"-t:{target}",
                .. properties.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"-p:{p.Key}={Escaped(p.Value!)}"),
            ]
        );
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whoever interrupts a terminal interrupts both; it puts back what it locked and ends by itself.
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        return process.ExitCode;
    }

    /// <summary>The project that a path names.</summary>
    /// <param name="path">A project, or a folder.</param>
    /// <exception cref="PerfGateException">PG9152: a folder holds no project, or several.</exception>
    public static string ProjectOf(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string[] found = [.. Directory.GetFiles(path).Where(f => Endings.Contains(Path.GetExtension(f)))];
        return found is [var one]
            ? one
            : throw new PerfGateException(
                DiagnosticCatalog.NoOneProject(path, found.Select(f => Path.GetFileName(f))),
                ExitCode.Usage
            );
    }

    // What MSBuild would take apart: a list of cases is one value.
    private static string Escaped(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace(",", "%2C", StringComparison.Ordinal);
}
