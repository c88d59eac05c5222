using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;

namespace PerfGate.Tasks.Compiling;

/// <summary>Which architectures to compile for.</summary>
internal static partial class GpuArchitectures
{
    /// <summary>Reads <c>PerfGateArchitectures</c>.</summary>
    /// <param name="wanted"><c>native</c> or names such as <c>sm_89;sm_90a</c>.</param>
    /// <param name="elsewhere">
    /// Compute capability that <c>native</c> stands for where the GPU is on another machine; null for this machine's.
    /// </param>
    /// <param name="runs">Asks the driver.</param>
    /// <param name="nvcc">The compiler, beside which a tool lies that can be asked too.</param>
    /// <exception cref="PerfGateException">PG1008, PG1009: a name is misspelt, or the GPU cannot be asked.</exception>
    public static IReadOnlyList<string> Resolve(string wanted, string? elsewhere, CompilerRuns runs, Compiler nvcc)
    {
        var names = wanted.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
            names = ["native"];
        return
        [
            .. names
                .SelectMany(n =>
                    n == "native"
                        ? elsewhere is null
                            ? Native(runs, nvcc)
                            : Named(elsewhere)
                        : Name().IsMatch(n)
                            ? [n]
                            : throw new PerfGateException(DiagnosticCatalog.ArchitectureMisspelt(n), ExitCode.Usage)
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The architecture of a compute capability such as <c>9.0</c>: with the features that only that chip has, from 9.0
    /// on.
    /// </summary>
    public static string OfComputeCapability(int major, int minor) =>
        string.Create(CultureInfo.InvariantCulture, $"sm_{major}{minor}{(major >= 9 ? "a" : "")}");

    private static List<string> Named(string capability) =>
        capability.Split('.') is [var major, var minor]
            ?
            [
                OfComputeCapability(
                    int.Parse(major, CultureInfo.InvariantCulture),
                    int.Parse(minor, CultureInfo.InvariantCulture)
                ),
            ]
            : [];

    private static List<string> Native(CompilerRuns runs, Compiler nvcc)
    {
        var why = new List<string>();
        foreach (var (tool, arguments) in Queries(nvcc))
        {
            if (ToolSearch.Find(tool) is not { } path)
            {
                why.Add($"{Path.GetFileName(tool)} was not found");
                continue;
            }

            var builder = new CommandLineBuilder();
            builder.AppendTextUnquoted(arguments);
            var result = runs.Run(path, builder);
            var found = Capability()
                .Matches(string.Join('\n', result.Lines))
                .Select(m => OfComputeCapability(Int(m.Groups["major"]), Int(m.Groups["minor"])))
                .ToList();
            if (result.ExitCode == 0 && found.Count > 0)
                return found;
            why.Add(
                $"{Path.GetFileName(tool)} exited with {result.ExitCode} and said "
                    + $"'{string.Join(' ', result.Lines).Trim()}'"
            );
        }

        throw new PerfGateException(
            DiagnosticCatalog.ArchitectureUnknown(string.Join("; ", why)),
            ExitCode.Environment
        );
    }

    // nvcc's own -arch=native asks the second; it prints 90 where nvidia-smi prints 9.0.
    private static (string Tool, string Arguments)[] Queries(Compiler nvcc) =>
        [
            ("nvidia-smi", "--query-gpu=compute_cap --format=csv,noheader"),
            (Path.Combine(Path.GetDirectoryName(nvcc.Path)!, "__nvcc_device_query"), ""),
        ];

    private static int Int(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^sm_\d{2,3}[af]?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\d.])(?<major>\d{1,2})\.?(?<minor>\d)(?![\d.])")]
    private static partial Regex Capability();
}
