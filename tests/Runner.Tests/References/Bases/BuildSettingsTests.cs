using PerfGate.Core.Diagnostics;
using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tests.References.Bases;

/// <summary>What a build left for compiling the kernels of other commits.</summary>
public sealed class BuildSettingsTests : IDisposable
{
    private const string Response = "project/obj/perfgate/base.rsp";
    private const string Manifests = "project/obj/perfgate/manifests.txt";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_found_below_the_root_with_the_manifests_that_were_built()
    {
        _folder.Write(Response, "");
        _folder.Write(Manifests, "/a.bench.json\n/b.bench.json\n");

        var found = BuildSettings.Find(_folder.Root, response: null);

        Assert.Equal(_folder.PathOf(Response), found.Response);
        Assert.Equal(["/a.bench.json", "/b.bench.json"], found.Manifests);
        Assert.Equal(found.Response, BuildSettings.Find(_folder.Root, Response).Response);
        Assert.Equal(found.Response, BuildSettings.TryFind(_folder.Root));
    }

    [Theory]
    [InlineData(Response)]
    [InlineData(Manifests)]
    public void Either_file_alone_is_no_settings(string file)
    {
        _folder.Write(file, "");

        AssertMissing(null);
        AssertMissing(Response);
        Assert.Null(BuildSettings.TryFind(_folder.Root));
    }

    [Fact]
    public void Of_two_builds_neither_is_chosen()
    {
        foreach (var file in new[] { Response, Manifests })
        {
            _folder.Write(file, "");
            _folder.Write($"other/{file}", "");
        }

        AssertMissing(null);
    }

    private void AssertMissing(string? response)
    {
        var error = Assert.Throws<PerfGateException>(() => BuildSettings.Find(_folder.Root, response));

        Assert.Equal(("PG4019", ExitCode.Usage), (error.Diagnostics[0].Code, error.ExitCode));
    }
}
