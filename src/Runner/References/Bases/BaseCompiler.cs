using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PerfGate.Core.Files;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Has the kernels of an exported tree compiled by the project's own build, with its compiler and flags: the runner and the tasks
/// meet through a process and files only.
/// </summary>
/// <param name="response">The response file for <c>dotnet msbuild</c> that the build wrote, absolute.</param>
/// <param name="device"><c>cuda</c> or <c>host</c>: what the candidate was compiled for.</param>
internal sealed partial class BaseCompiler(string response, string device) : IBaseCompiler
{
    /// <inheritdoc/>
    public async Task<CompiledBase> CompileAsync(
        string root, ImmutableArray<string> manifests, ImmutableArray<string> cases, string output, CancellationToken cancellation)
    {
        if (!File.Exists(response))
            return CompiledBase.Failed($"the build's settings, {response}, are not there");
        Directory.CreateDirectory(output);
        var (exit, lines) = await BuildAsync(
            [
                "msbuild", "@" + response, $"-p:PerfGateDevice={device}", $"-p:PerfGateBaseRoot={Escaped(root)}",
                $"-p:PerfGateBaseManifests={string.Join("%3B", manifests.Select(m => Escaped(Escaped(m))))}", $"-p:PerfGateBaseOutput={Escaped(output)}",
                $"-p:PerfGateBaseFilter={Escaped(Filter(cases))}",
            ],
            cancellation).ConfigureAwait(false);
        if (exit != 0)
            return CompiledBase.Failed(WhatFailed(lines, root));
        var plan = JsonFile.Read(Path.Combine(output, "plan.json"), PerfGateJson.Default.CompilePlan, "plan.schema.json");
        return new(new(root, manifests, Path.Combine(output, "kernels.json")), plan.Cases, null);
    }

    private static async Task<(int Exit, List<string> Lines)> BuildAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new(DotNet(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        var lines = new List<string>();
        process.OutputDataReceived += (_, e) => Keep(lines, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(lines, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, lines);
    }

    private static void Keep(List<string> lines, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (lines)
            lines.Add(line.Trim());
    }

    // The build that started this process says which dotnet it is; a perfgate started by hand may itself be run by one.
    private static string DotNet() =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";

    // What separates and ends values of MSBuild's, by its own escapes.
    private static string Escaped(string value) => value
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal)
        .Replace("@", "%40", StringComparison.Ordinal);

    // A comma parts the alternatives of a filter, and axes within a name.
    private static string Filter(ImmutableArray<string> cases) =>
        string.Join(';', cases.Select(c => c.Replace(',', '?').Replace(';', '?')));

    private static string WhatFailed(List<string> lines, string root)
    {
        var error = lines.FirstOrDefault(l => ErrorLine().IsMatch(l)) ?? (lines.Count > 0 ? lines[^1] : "the build said nothing");
        // Not as an error of its own: it is the reason of something else, and a log that it is quoted in must not fail by it.
        error = ErrorLine().Replace(error, ", error", 1);
        return ProjectSuffix().Replace(error, "").Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    [GeneratedRegex(@":\s*(fatal )?error\b")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"\s*\[[^\]]*proj\]$")]
    private static partial Regex ProjectSuffix();
}
