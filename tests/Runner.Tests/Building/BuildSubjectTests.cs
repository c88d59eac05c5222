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

    [Theory]
    [InlineData("nothing", "there is no such file or folder")]
    [InlineData("nothing.csproj", "there is no such file or folder")]
    [InlineData("silu.cu", "neither a project nor a solution")]
    [InlineData("silu.bench.json", "neither a project nor a solution")]
    public void A_path_that_is_no_project_is_named_with_what_it_is_instead(string name, string what)
    {
        _folder.Write("silu.cu", "");
        _folder.Write("silu.bench.json", "");

        var error = Assert.Throws<PerfGateException>(() => BuildSubject.At(_folder.PathOf(name)));

        var diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal(("PG1040", _folder.PathOf(name)), (diagnostic.Code, diagnostic.Location?.File));
        Assert.Contains(what, diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
