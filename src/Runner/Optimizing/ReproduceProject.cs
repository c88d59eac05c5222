using System.Collections.Immutable;
using System.Security;
using System.Text;
using PerfGate.Core.Claims;
using PerfGate.Core.Files;

namespace PerfGate.Runner.Optimizing;

/// <summary>The project that compiles and measures what an archive holds. It is made here: no file of the archive is
/// given to MSBuild.</summary>
/// <param name="contents">How it is compiled.</param>
/// <param name="claims">What is claimed.</param>
/// <param name="parts">The targets of this perfgate; null to take them from the package.</param>
/// <param name="version">The version of this perfgate.</param>
internal sealed class ReproduceProject(
    ArtifactContents contents,
    SpeedClaims claims,
    PerfGateParts? parts,
    string version
)
{
    /// <summary>The project's name in the folder of what was unpacked.</summary>
    public const string FileName = "reproduce.csproj";

    // What lies above the folder is somebody else's.
    private static readonly ImmutableArray<string> Shields =
    [
        "Directory.Build.props",
        "Directory.Build.targets",
        "Directory.Packages.props",
    ];

    /// <summary>Writes the project.</summary>
    /// <param name="folder">The folder of what was unpacked, absolute.</param>
    /// <param name="output">Where the measurement goes, absolute.</param>
    /// <param name="runs">How many processes measure it.</param>
    /// <returns>The project's file.</returns>
    public string Write(string folder, string output, int runs)
    {
        foreach (var shield in Shields)
            AtomicFile.Write(Path.Combine(folder, shield), "<Project />\n"u8);
        var path = Path.Combine(folder, FileName);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Text(folder, output, runs)));
        return path;
    }

    private string Text(string folder, string output, int runs)
    {
        var sources = Path.Combine(folder, ArtifactContents.Sources);
        IEnumerable<(string Name, string? Value)> properties =
        [
            ("TargetFramework", "net10.0"),
            ("UsePerfGate", "true"),
            ("EnableDefaultItems", "false"),
            ("PerfGateRepositoryRoot", sources),
            ("PerfGateConfiguration", Path.Combine(sources, "perfgate.json")),
            ("PerfGateOutput", output),
            ("PerfGateReference", "none"),
            ("PerfGateRuns", FormattableString.Invariant($"{runs}")),
            ("PerfGateFilter", $"{claims.Candidate};{claims.Baseline}"),
            ("PerfGateNvccFlags", contents.NvccFlags),
            ("PerfGateHostFlags", contents.HostFlags),
            ("PerfGateRunner", parts?.Runner),
            ("PerfGateTasksAssembly", parts?.Tasks),
        ];
        var text = new StringBuilder("<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n");
        foreach (var (name, value) in properties.Where(p => p.Value is not null))
            text.Append($"    <{name} Condition=\"'$({name})' == ''\">{Escaped(value!)}</{name}>\n");
        // The folder may be one of a repository whose projects may state no versions.
        text.Append("    <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>\n");
        text.Append("  </PropertyGroup>\n  <ItemGroup>\n");
        // The target wants a source; the manifest beside it names the one that is compiled.
        foreach (var manifest in contents.Manifests.Select(m => Path.Combine(sources, m)))
            text.Append($"    <CudaKernel Include=\"{Escaped(manifest)}\" Manifest=\"{Escaped(manifest)}\" />\n");
        foreach (var include in contents.Includes.Select(i => Path.Combine(sources, i)))
            text.Append($"    <PerfGateIncludeDirectory Include=\"{Escaped(include)}\" />\n");
        if (parts is null)
            text.Append($"    <PackageReference Include=\"PerfGate\" Version=\"{Escaped(version)}\" />\n");
        text.Append("  </ItemGroup>\n");
        if (parts is not null)
        {
            text.Append($"  <Import Project=\"{Escaped(Path.Combine(parts.Targets, "PerfGate.props"))}\" />\n");
            text.Append($"  <Import Project=\"{Escaped(Path.Combine(parts.Targets, "PerfGate.targets"))}\" />\n");
        }

        return text.Append("</Project>\n").ToString();
    }

    // A text of the archive is a text: it is no property, no item, no list and no markup.
    private static string Escaped(string value) =>
        SecurityElement.Escape(
            value
                .Replace("%", "%25", StringComparison.Ordinal)
                .Replace("$", "%24", StringComparison.Ordinal)
                .Replace("@", "%40", StringComparison.Ordinal)
                .Replace(";", "%3B", StringComparison.Ordinal)
                .Replace("*", "%2A", StringComparison.Ordinal)
                .Replace("?", "%3F", StringComparison.Ordinal)
                .Replace("(", "%28", StringComparison.Ordinal)
                .Replace("'", "%27", StringComparison.Ordinal)
        );
}
