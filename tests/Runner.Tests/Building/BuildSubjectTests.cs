using PerfGate.Core.Diagnostics;
using PerfGate.Runner.Building;

namespace PerfGate.Runner.Tests.Building;

/// <summary>What <c>perfgate gate</c> builds.</summary>
public sealed class BuildSubjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("kernels.csproj", "kernels.csproj")]
    [InlineData("a.csproj b.fsproj mine.slnx", "mine.slnx")]
    [InlineData("mine.sln part.slnf", "mine.sln")]
    [InlineData("kernels.csproj part.slnf notes.txt", "kernels.csproj")]
    public void A_folder_stands_for_its_solution_or_else_its_project(string files, string expected)
    {
        foreach (var file in files.Split(' '))
            _folder.Write(file, "");

        Assert.Equal(_folder.PathOf(expected), BuildSubject.At(_folder.Root).Path);
    }

    [Theory]
    [InlineData("part.slnf", true)]
    [InlineData("mine.SLN", true)]
    [InlineData("kernels.csproj", false)]
    public void A_file_stands_for_itself(string file, bool isSolution)
    {
        var subject = BuildSubject.At(_folder.Write(file, ""));

        Assert.Equal((_folder.PathOf(file), isSolution), (subject.Path, subject.IsSolution));
    }

    [Theory]
    [InlineData("readme.md", "PG1040", "perfgate init")]
    [InlineData("a.csproj b.csproj", "PG1041", "a.csproj, b.csproj")]
    [InlineData("a.sln b.slnx a.csproj", "PG1041", "a.sln, b.slnx")]
    public void What_cannot_be_told_is_asked_for(string files, string code, string named)
    {
        foreach (var file in files.Split(' '))
            _folder.Write(file, "");

        var error = Assert.Throws<PerfGateException>(() => BuildSubject.At(_folder.Root));

        var diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal((code, _folder.Root), (diagnostic.Code, diagnostic.Location?.File));
        Assert.Contains(named, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Fact]
    public void A_path_that_is_not_there_is_named() =>
        Assert.Equal(
            "PG1040",
            Assert.Throws<PerfGateException>(() => BuildSubject.At(_folder.PathOf("nothing"))).Diagnostics.Single().Code
        );

    public void Dispose() => _folder.Dispose();
}
