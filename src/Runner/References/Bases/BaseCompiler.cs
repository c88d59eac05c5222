using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Text;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Processes;

namespace PerfGate.Runner.References.Bases;

/// <summary>
/// Has the kernels of an exported tree compiled by the project's own build, with its compiler and flags: the runner and
/// the tasks meet through a process and files only.
/// </summary>
/// <param name="response">The response file for <c>dotnet msbuild</c> that the build wrote, absolute.</param>
/// <param name="device">What the candidate was compiled for.</param>
/// <param name="limit">How long that build may take; half an hour where null.</param>
internal sealed partial class BaseCompiler(string response, DeviceKind device, TimeSpan? limit = null) : IBaseCompiler
{
    /// <summary>
    /// The device as baselines name it, where it is not on this machine; null for one of the device's kind here.
    /// </summary>
    public string? Elsewhere { get; init; }

    /// <summary>Further properties of that build, each <c>NAME=VALUE</c>.</summary>
    public ImmutableArray<string> Properties { get; init; } = [];

    private const int LongestReason = 600;

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(30);

    /// <inheritdoc/>
    public async Task<CompiledBase> CompileAsync(
        string root,
        ImmutableArray<string> manifests,
        ImmutableArray<string> cases,
        string output,
        CancellationToken cancellation
    )
    {
        if (!File.Exists(response))
            return CompiledBase.Failed($"the build's settings, {response}, are not there");
        Directory.CreateDirectory(output);
        string[] arguments =
        [
            "msbuild",
            "@" + response,
            $"-p:PerfGateDevice={Elsewhere ?? device.Name}",
            $"-p:PerfGateBaseRoot={Escaped(root)}",
            $"-p:PerfGateBaseManifests={string.Join("%3B", manifests.Select(m => Escaped(Escaped(m))))}",
            $"-p:PerfGateBaseOutput={Escaped(output)}",
            $"-p:PerfGateBaseFilter={Escaped(CaseFilter.Exactly(cases))}",
            .. Properties.Select(p => $"-p:{Escaped(p)}"),
        ];
        var start = new ProcessStartInfo(DotNetProgram.Path, arguments);
        // A build in a server would go on when this one is ended.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        ChildExit exit;
        try
        {
            exit = await ChildProcess
                .RunAsync(start, limit ?? DefaultLimit, supervised: true, cancellation)
                .ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return CompiledBase.Failed($"{start.FileName} does not start: {e.Message}");
        }

        if (exit.Code is null)
            return CompiledBase.Failed(
                $"its kernels were not compiled within {(limit ?? DefaultLimit).TotalMinutes:0.#} minutes, and that "
                    + $"build was ended"
            );
        if (exit.Code != 0)
            return CompiledBase.Failed(
                WhatFailed([.. exit.Lines.Select(l => l.Trim()).Where(l => l.Length > 0)], exit.Code.Value, root)
            );
        var plan = JsonFile.Read(
            Path.Combine(output, "plan.json"),
            PerfGateJson.Default.CompilePlan,
            "plan.schema.json"
        );
        return new(new(root, manifests, Path.Combine(output, "kernels.json")), plan.Cases, null);
    }

    // What separates and ends values of MSBuild's, by its own escapes.
    private static string Escaped(string value) => value
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal)
        .Replace("$", "%24", StringComparison.Ordinal)
        .Replace("@", "%40", StringComparison.Ordinal);

    private static string WhatFailed(List<string> lines, int code, string root)
    {
        var error = lines.FirstOrDefault(l => ErrorLine().IsMatch(l))
            ?? $"that build ended with exit code {code} and gave no "
                + $"error{(lines.Count > 0 ? $"; its last line: {lines[^1]}" : "")}";
        // Not as an error of its own: it is the reason of something else, and a log that it is quoted in must not fail
        // by it.
        error = ErrorLine().Replace(error, ", error", 1);
        return PlainText.LogLine(
            ProjectSuffix()
                .Replace(error, "")
                .Replace(root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal),
            LongestReason
        );
    }

    [GeneratedRegex(@":\s*(fatal )?error\b")]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"\s*\[[^\]]*proj\]$")]
    private static partial Regex ProjectSuffix();
}
