namespace PerfGate.Runner.Init;

/// <summary>What a folder of kernels needs besides manifests: a project that builds them, and what git ignores.</summary>
internal static class ProjectFiles
{
    private static readonly string[] Ignored = ["artifacts/", "bin/", "obj/"];

    /// <summary>The project.</summary>
    /// <param name="version">The version of the package PerfGate.</param>
    public static string Project(string version) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PerfGate" Version="{version}" PrivateAssets="all" />
                <CudaKernel Include="*.cu" />
              </ItemGroup>
            </Project>

            """;

    /// <summary>The lines that a file of ignored names has yet to get.</summary>
    /// <param name="text">Its text; empty where there is none.</param>
    /// <returns>The text to append; empty where nothing is missing.</returns>
    public static string MissingFrom(string text)
    {
        var known = text.Split('\n').Select(l => l.Trim().TrimStart('/').TrimEnd('/') + "/").ToHashSet(StringComparer.Ordinal);
        var missing = Ignored.Where(i => !known.Contains(i)).ToList();
        return missing.Count == 0 ? ""
            : (text.Length > 0 && !text.EndsWith('\n') ? "\n" : "") + string.Concat(missing.Select(m => m + "\n"));
    }
}
