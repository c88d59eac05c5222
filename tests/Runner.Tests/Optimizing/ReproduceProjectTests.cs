using System.Xml.Linq;
using PerfGate.Core.Devices;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Tests.Optimizing;

public sealed class ReproduceProjectTests : IDisposable
{
    private const string Hostile =
        "\"/><Exec Command=\"touch x\"/>$([System.IO.File]::ReadAllText('/x'));@(Compile)%(a)*?";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Texts_of_an_archive_are_nothing_but_texts()
    {
        var project = Written(null, Hostile);

        Assert.Empty(project.Descendants("Exec"));
        Assert.All(
            project
                .Descendants()
                .Where(e => !e.HasElements)
                .Select(e => e.Value)
                .Concat(project.Descendants().Attributes().Where(a => a.Name != "Condition").Select(a => a.Value)),
            v => Assert.DoesNotContain("$(", v, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            project.Descendants("PerfGateNvccFlags").Single().Value,
            c => c is '$' or '@' or ';' or '*'
        );
    }

    [Fact]
    public void The_targets_of_this_perfgate_are_used_where_they_are()
    {
        var parts = PerfGateParts.Find(Path.GetDirectoryName(Checkout.Runner)!);

        Assert.NotNull(parts);
        Assert.Equal(Checkout.Tasks, parts.Tasks);
        Assert.Equal(2, Written(parts, "-O3").Descendants("Import").Count());
        Assert.Empty(Written(parts, "-O3").Descendants("PackageReference"));
    }

    [Fact]
    public void The_tool_takes_them_from_the_package_of_its_version()
    {
        Assert.Null(PerfGateParts.Find(_folder.Root));

        var package = Assert.Single(Written(null, "-O3").Descendants("PackageReference"));
        Assert.Equal("1.2.3", package.Attribute("Version")!.Value);
    }

    [Fact]
    public void What_lies_above_the_folder_does_not_act()
    {
        var project = Written(null, "-O3");

        Assert.Equal("false", Assert.Single(project.Descendants("ManagePackageVersionsCentrally")).Value);
        Assert.True(File.Exists(Path.Combine(_folder.Root, "Directory.Build.props")));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "Directory.Build.targets")));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "Directory.Packages.props")));
    }

    private XDocument Written(PerfGateParts? parts, string text) =>
        XDocument.Load(
            new ReproduceProject(
                new()
                {
                    Device = DeviceKind.Host,
                    Runs = 4,
                    Manifests = ["kernels/a.bench.json", text],
                    Includes = [text],
                    NvccFlags = text,
                    HostFlags = text,
                },
                new()
                {
                    Candidate = text,
                    Baseline = "slow",
                    Device = "host-x",
                    MeasuredAt = DateTimeOffset.UnixEpoch,
                    FixedShape = "",
                    Confidence = 0.95,
                    Claims = [],
                },
                parts,
                "1.2.3"
            ).Write(_folder.Root, Path.Combine(_folder.Root, "out"), 4)
        );
}
