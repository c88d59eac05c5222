using PerfGate.Runner.Init;

namespace PerfGate.Runner.Tests.Init;

public sealed class CentralVersionsTests : IDisposable
{
    private const string On =
        "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>"
        + "</Project>";

    private readonly string _root = Directory.CreateTempSubdirectory("perfgate-central-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("Directory.Packages.props", On, true)]
    [InlineData("Directory.Build.props", On, true)]
    [InlineData("Other.props", On, false)]
    [InlineData("Directory.Packages.props", "<Project><!-- " + On + " --></Project>", false)]
    [InlineData("Directory.Packages.props", "<Project>", false)]
    public void A_folder_has_them_where_a_file_above_says_so(string name, string text, bool has)
    {
        File.WriteAllText(Path.Combine(_root, name), text);
        var folder = Directory.CreateDirectory(Path.Combine(_root, "gpu", "kernels")).FullName;

        Assert.Equal(has, CentralVersions.Apply(folder));
    }

    [Fact]
    public void Of_two_files_the_nearest_counts()
    {
        File.WriteAllText(Path.Combine(_root, "Directory.Packages.props"), On);
        var folder = Directory.CreateDirectory(Path.Combine(_root, "gpu")).FullName;
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");

        Assert.False(CentralVersions.Apply(folder));
    }

    [Theory]
    [InlineData(true, "VersionOverride")]
    [InlineData(false, "Version")]
    public void A_project_states_the_version_as_NuGet_takes_it(bool central, string attribute) =>
        Assert.Contains(
            $"<PackageReference Include=\"PerfGate\" {attribute}=\"1.2.3\" PrivateAssets=\"all\" />",
            ProjectFiles.Project(null, "1.2.3", central),
            StringComparison.Ordinal);
}
