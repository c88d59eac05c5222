namespace PerfGate.Runner.Init;

/// <summary>What a folder of kernels needs besides manifests: a project, and what git ignores.</summary>
internal static class ProjectFiles
{
    private static readonly string[] Ignored = ["artifacts/", "bin/", "obj/"];

    /// <summary>The project. It takes PerfGate from the clone that built this program, or as a package.</summary>
    /// <param name="clone">The clone's <see cref="CloneProps"/>; null if there is none.</param>
    /// <param name="version">The version of the package PerfGate.</param>
    /// <param name="central">Whether NuGet takes versions from a file for all projects and refuses others.</param>
    public static string Project(string? clone, string version, bool central)
    {
        var attribute = central ? "VersionOverride" : "Version";
        var package = $"""

                <PackageReference Include="PerfGate" {attribute}="{version}" PrivateAssets="all" />
            """;
        var import = $"""

              <Import Project="{clone}" />
            """;
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>{(clone is null ? package : "")}
                <CudaKernel Include="*.cu" />
              </ItemGroup>{(clone is null ? "" : import)}
            </Project>

            """;
    }

    /// <summary>The folder that the schemas are copied to, for editors.</summary>
    public const string SchemaFolder = ".perfgate";

    /// <summary>
    /// <c>Directory.Build.rsp</c>: without .NET's terminal logger, which hides what the gate prints.
    /// </summary>
    public const string BuildOptions = "-terminalLogger:off\n";

    /// <summary>The policy, which changes nothing yet.</summary>
    public static string Policy =>
        $$"""
            {
              "$schema": "{{SchemaFolder}}/perfgate.schema.json",
              "schemaVersion": 1
            }

            """;

    /// <summary>The file by which projects use the clone that holds this program; null outside of one.</summary>
    /// <param name="program">The folder of this program.</param>
    public static string? CloneProps(string program) =>
        Nearest(program, Path.Combine("samples", "PerfGate.Clone.props"));

    /// <summary>A file of a folder, or of the nearest folder above it that has one; null if there is none.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="name">The file's path from the folder that has it.</param>
    public static string? Nearest(string folder, string name)
    {
        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (Path.Combine(above.FullName, name) is var file && File.Exists(file))
                return file;
        }

        return null;
    }

    /// <summary>The lines that a file of ignored names has yet to get.</summary>
    /// <param name="text">Its text; empty if there is none.</param>
    /// <returns>The text to append; empty if nothing is missing.</returns>
    public static string MissingFrom(string text)
    {
        var known = text.Split('\n')
            .Select(l => l.Trim().TrimStart('/').TrimEnd('/') + "/")
            .ToHashSet(StringComparer.Ordinal);
        var missing = Ignored.Where(i => !known.Contains(i)).ToList();
        return missing.Count == 0
            ? ""
            : (text.Length > 0 && !text.EndsWith('\n') ? "\n" : "") + string.Concat(missing.Select(m => m + "\n"));
    }
}
