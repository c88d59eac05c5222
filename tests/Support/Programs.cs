using System.Diagnostics;

namespace PerfGate.Tests.Support;

/// <summary>Runs other programs.</summary>
public static class Programs
{
    /// <summary>Starts a program whose output is read.</summary>
    /// <param name="program">Its path, or its name where it is on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder that it runs in; null for the present one.</param>
    /// <param name="variables">
    /// Variables of its environment that differ from those of this process; null for one that it does not have.
    /// </param>
    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IEnumerable<KeyValuePair<string, string?>>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (folder is not null)
            start.WorkingDirectory = folder;
        foreach (var (name, value) in variables ?? [])
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <inheritdoc cref="Start"/>
    public static async Task<ProgramResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IEnumerable<KeyValuePair<string, string?>>? variables = null,
        CancellationToken stop = default)
    {
        using var process = Start(program, arguments, folder, variables);
        return await process.ResultAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Runs a program to its end, and waits for it.</summary>
    /// <inheritdoc cref="Start"/>
    public static ProgramResult Run(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        IEnumerable<KeyValuePair<string, string?>>? variables = null) =>
        RunAsync(program, arguments, folder, variables).GetAwaiter().GetResult();

    /// <summary>Waits for a program that <see cref="Start"/> started.</summary>
    /// <param name="process">The program.</param>
    /// <param name="stop">Gives up waiting.</param>
    public static async Task<ProgramResult> ResultAsync(this Process process, CancellationToken stop = default)
    {
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop).ConfigureAwait(false);
        return new(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
    }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">0 if it succeeded.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Error">What it wrote to its standard error.</param>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, one after the other.</summary>
    public string Text => Output + Error;
}
