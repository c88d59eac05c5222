using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PerfGate.Package.Tests;

/// <summary>What is in the packages.</summary>
public sealed partial class ContentTests(Packages packages)
{
    private const int Megabyte = 1024 * 1024;

    public static TheoryData<string> Ids() => ["PerfGate", "PerfGate.Tool"];

    [Fact]
    public void Exactly_the_packages_that_are_meant_are_packed() =>
        Assert.Equal(
            [
                $"PerfGate.{Packages.Version}.nupkg",
                $"PerfGate.{Packages.Version}.snupkg",
                $"PerfGate.Tool.{Packages.Version}.nupkg",
                $"PerfGate.Tool.{Packages.Version}.snupkg",
            ],
            Directory.GetFiles(packages.Feed).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_is_small_and_says_what_it_is(string id)
    {
        Assert.True(new FileInfo(packages.PathOf(id)).Length < 12 * Megabyte);
        using var package = ZipFile.OpenRead(packages.PathOf(id));
        var metadata = XDocument.Parse(Text(package, $"{id}.nuspec")).Root!.Elements().Single();
        string? Value(string name) => metadata.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;
        var repository = metadata.Elements().Single(e => e.Name.LocalName == "repository");

        Assert.Equal(id, Value("id"));
        Assert.Equal(Packages.Version, Value("version"));
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("icon.png", Value("icon"));
        Assert.Equal("README.md", Value("readme"));
        Assert.Equal(id == "PerfGate" ? "true" : null, Value("developmentDependency"));
        Assert.Null(Value("dependencies"));
        Assert.StartsWith(Packages.Repository, (string?)repository.Attribute("url"), StringComparison.Ordinal);
        Assert.Equal(packages.Commit, (string?)repository.Attribute("commit"));
        Assert.Contains(package.Entries, e => e.FullName == "icon.png");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_readme_has_absolute_links_alone(string id)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(id));

        var links = Link().Matches(Text(package, "README.md")).Select(m => m.Groups[1].Value).ToArray();

        Assert.Contains($"{Packages.Repository}/blob/{packages.Commit}/docs/statistics.md", links);
        Assert.All(links, l => Assert.Matches("^(https://|#)", l));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nothing_is_there_twice_and_nothing_that_may_not_be_passed_on(string id)
    {
        using var package = ZipFile.OpenRead(packages.PathOf(id));
        var libraries = package.Entries.Select(e => e.FullName).Where(n => Library().IsMatch(n)).ToArray();

        Assert.NotEmpty(libraries);
        Assert.DoesNotContain(
            libraries
                .Where(n => !n.Contains("/runtimes/", StringComparison.Ordinal))
                .GroupBy(n => Path.GetFileName(n), StringComparer.OrdinalIgnoreCase),
            copies => copies.Count() > 1
        );
        // GPLv3, the SDK's own.
        Assert.DoesNotContain(libraries, n => n.Contains("ManagedCuda", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(libraries, n => n.Contains("Microsoft.Build", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(
            ["linux-arm64", "linux-x64", "win-x64"],
            libraries
                .Where(n => n.Contains("/runtimes/", StringComparison.Ordinal))
                .Select(n => n.Split('/')[4])
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void The_tasks_find_beside_them_what_they_need()
    {
        using var package = ZipFile.OpenRead(packages.PathOf("PerfGate"));
        const string Folder = "tools/net10.0/any/";
        using var dependencies = JsonDocument.Parse(Text(package, Folder + "PerfGate.Tasks.deps.json"));
        var needed = dependencies
            .RootElement.GetProperty("targets")
            .EnumerateObject()
            .Single()
            .Value.EnumerateObject()
            .Where(l => l.Value.TryGetProperty("runtime", out _))
            .SelectMany(l => l.Value.GetProperty("runtime").EnumerateObject().Select(f => Path.GetFileName(f.Name)))
            .ToArray();

        Assert.Contains("PerfGate.Core.dll", needed);
        Assert.All(needed, file => Assert.NotNull(package.GetEntry(Folder + file)));
    }

    [Fact]
    public void Targets_headers_canaries_and_schemas_are_there()
    {
        using var package = ZipFile.OpenRead(packages.PathOf("PerfGate"));
        var names = package.Entries.Select(e => e.FullName).ToHashSet(StringComparer.Ordinal);
        string[] expected =
        [
            .. FilesOf("src/Tasks/build", "build"),
            .. FilesOf("src/Tasks/buildTransitive", "buildTransitive"),
            .. FilesOf("src/Tasks/buildMultiTargeting", "buildMultiTargeting"),
            .. FilesOf("baselines/schema", "schemas"),
        ];

        Assert.Contains("build/host/include/cuda_fp16.h", expected);
        Assert.All(expected, file => Assert.Contains(file, names));
    }

    [Theory]
    [InlineData("PerfGate", "perfgate.dll")]
    [InlineData("PerfGate", "PerfGate.Core.dll")]
    [InlineData("PerfGate", "PerfGate.Tasks.dll")]
    [InlineData("PerfGate.Tool", "perfgate.dll")]
    public void The_symbols_of_an_assembly_lead_to_its_source(string id, string assembly)
    {
        var folder = "tools/net10.0/any/";
        using var package = ZipFile.OpenRead(packages.PathOf(id));
        using var symbols = ZipFile.OpenRead(packages.PathOf(id, "snupkg"));
        var pdb = Bytes(symbols, folder + Path.ChangeExtension(assembly, ".pdb"));
        using var image = new PEReader(new MemoryStream(Bytes(package, folder + assembly)));

        Assert.Contains(
            $"https://raw.githubusercontent.com/owner/PerfGate/{packages.Commit}/*",
            Encoding.UTF8.GetString(pdb),
            StringComparison.Ordinal
        );
        Assert.Contains(image.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public void The_tool_is_the_command_perfgate()
    {
        using var package = ZipFile.OpenRead(packages.PathOf("PerfGate.Tool"));
        var settings = XDocument.Parse(Text(package, "tools/net10.0/any/DotnetToolSettings.xml"));

        Assert.Equal(["perfgate"], settings.Descendants("Command").Select(c => (string)c.Attribute("Name")!));
    }

    private static IEnumerable<string> FilesOf(string folder, string place) =>
        Directory
            .GetFiles(Checkout.PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(f => $"{place}/{Path.GetRelativePath(Checkout.PathOf(folder), f).Replace('\\', '/')}");

    private static string Text(ZipArchive package, string name) =>
        Encoding.UTF8.GetString(Bytes(package, name)).TrimStart('\uFEFF');

    private static byte[] Bytes(ZipArchive package, string name)
    {
        using var stream = package.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\.(dll|so)$")]
    private static partial Regex Library();
}
