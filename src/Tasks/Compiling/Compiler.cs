using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>A compiler that was found, with what identifies it.</summary>
/// <param name="Path">The executable, absolute.</param>
/// <param name="Name"><c>nvcc</c>, <c>g++</c> or <c>clang++</c>.</param>
/// <param name="Version">Its version number.</param>
/// <param name="Identity">
/// A hash over its path and all that it says about its version: another compiler, another identity.
/// </param>
internal sealed partial record Compiler(string Path, string Name, string Version, string Identity)
{
    /// <summary>Finds the compiler of host code.</summary>
    /// <param name="runs">Runs it for its version.</param>
    /// <param name="chosen">A name or path that the user gave; empty for g++, then clang++.</param>
    /// <exception cref="PerfGateException">PG1006: there is none.</exception>
    public static Compiler FindHost(CompilerRuns runs, string? chosen)
    {
        string[] names = string.IsNullOrEmpty(chosen) ? ["g++", "clang++"] : [chosen];
        var path =
            names.Select(n => ToolSearch.Find(n)).FirstOrDefault(p => p is not null)
            ?? throw new PerfGateException(
                DiagnosticCatalog.HostCompilerMissing(string.Join(" and ", names)),
                ExitCode.Environment
            );
        return Identify(runs, path, HostVersion());
    }

    /// <summary>Finds nvcc.</summary>
    /// <param name="runs">Runs it for its version.</param>
    /// <param name="chosen">A name or path that the user gave; empty to search.</param>
    /// <exception cref="PerfGateException">PG1007: there is none.</exception>
    public static Compiler FindNvcc(CompilerRuns runs, string? chosen)
    {
        var toolkit =
            CudaToolkit.Find(Environment.GetEnvironmentVariable, chosen)
            ?? throw new PerfGateException(
                DiagnosticCatalog.NvccMissing(string.IsNullOrEmpty(chosen) ? $"nvcc in {CudaToolkit.Places}" : chosen),
                ExitCode.Environment
            );
        return Identify(runs, toolkit.Nvcc, NvccVersion());
    }

    /// <summary>The description for <c>kernels.json</c>.</summary>
    /// <param name="flags">The flags common to all modules.</param>
    public CompilerDescription Describe(IEnumerable<string> flags) => new(Name, Version, string.Join(' ', flags));

    private static Compiler Identify(CompilerRuns runs, string path, Regex version)
    {
        var arguments = new CommandLineBuilder();
        arguments.AppendSwitch("--version");
        var text = string.Join('\n', runs.Run(path, arguments).Lines);
        var name =
            text.Contains("clang", StringComparison.OrdinalIgnoreCase) ? "clang++"
            : text.Contains("nvcc", StringComparison.OrdinalIgnoreCase) ? "nvcc"
            : "g++";
        var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\n{text}")));
        return new(
            path,
            name,
            version.Match(text) is { Success: true } match ? match.Groups[1].Value : "unknown",
            identity
        );
    }

    // g++ (Debian 12.2.0-14) 12.2.0; clang version 16.0.6: what follows the brackets, and the first number, is the
    // version.
    [GeneratedRegex(@"^(?:\S*(?: \([^)]*\))? |.*version )(\d+(?:\.\d+)+)", RegexOptions.Multiline)]
    private static partial Regex HostVersion();

    // Cuda compilation tools, release 12.4, V12.4.131
    [GeneratedRegex(@"\bV(\d+(?:\.\d+)+)")]
    private static partial Regex NvccVersion();
}
