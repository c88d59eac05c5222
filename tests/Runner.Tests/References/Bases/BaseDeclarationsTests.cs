using PerfGate.Core.Judgement;
using PerfGate.Runner.References.Bases;
using PerfGate.Runner.Tests.Benchmarks;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References.Bases;

public sealed class BaseDeclarationsTests : IDisposable
{
    private const string Other = "kernels/other.bench.json";

    private readonly TemporaryRepository _made = new();

    public BaseDeclarationsTests()
    {
        _made.Write("kernels/softmax.cu", "__global__ void softmax_rows(const float* x, float* y, int n)\n{\n}\n");
        _made.Write("kernels/softmax.ref.cpp", "void softmax_reference(const double* x, double* y, int m, int n) {}");
        _made.Write(
            Other,
            ManifestFolder.Good.Replace("\"name\": \"softmax\"", "\"name\": \"other\"", StringComparison.Ordinal)
        );
    }

    public void Dispose() => _made.Dispose();

    private DeclaredCases Declared(
        string commit,
        string? filter = null,
        string? root = null,
        params string[] manifests
    ) =>
        new BaseDeclarations(
            root ?? _made.Root,
            [
                .. (manifests.Length > 0 ? manifests : [ManifestFolder.Manifest]).Select(m =>
                    Path.Combine(root ?? _made.Root, m)
                ),
            ],
            _made.Beside("cache")
        ).Of(commit, ManifestFolder.Host, filter);

    private BaseCase[] Of(string commit, string? filter = null) => [.. Declared(commit, filter).Cases];

    [Fact]
    public void A_manifest_that_was_taken_out_since_is_still_declared_by_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        File.Delete(_made.PathOf(Other));

        Assert.Equal(["other/N=256", "other/N=512", "softmax/N=256", "softmax/N=512"], Of(commit).Select(c => c.Name));
    }

    [Fact]
    public void A_manifest_that_a_sparse_checkout_leaves_out_was_not_taken_out()
    {
        foreach (var file in new[] { Other, "kernels/softmax.cu", "kernels/softmax.ref.cpp" })
        {
            _made.Write(
                file.Replace("kernels/", "left out/", StringComparison.Ordinal),
                File.ReadAllText(_made.PathOf(file))
            );
        }

        File.Delete(_made.PathOf(Other));
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        var both = Declared(commit, null, null, ManifestFolder.Manifest, "left out/other.bench.json");
        Assert.Contains("other/N=256", both.Cases.Select(c => c.Name));

        _made.Git("sparse-checkout", "set", "kernels");

        Assert.False(Directory.Exists(_made.PathOf("left out")));
        Assert.Equal(["softmax/N=256", "softmax/N=512"], Of(commit).Select(c => c.Name));
    }

    [Fact]
    public void A_manifest_that_the_project_does_not_list_is_none_of_its_cases() =>
        Assert.Equal(
            ["softmax/N=256", "softmax/N=512"],
            Of(_made.Commit(ManifestFolder.Manifest, ManifestFolder.Good)).Select(c => c.Name)
        );

    [Fact]
    public void Tolerances_are_those_of_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good.Replace("0.02", "0.5", StringComparison.Ordinal));

        Assert.All(Of(commit), c => Assert.Equal(0.02, c.Tolerance));
    }

    [Fact]
    public void What_each_case_declares_is_that_of_the_base()
    {
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good.Replace("1e-5", "10", StringComparison.Ordinal));

        Assert.All(Of(commit), c => Assert.Equal(1e-5, c.Declaration!.Outputs.Single().Relative));
        Assert.All(Of(commit), c => Assert.Equal("kernels/softmax.ref.cpp", c.Declaration!.Expected.Source));
    }

    [Fact]
    public void What_the_filter_leaves_out_is_not_asked_for() =>
        Assert.Equal(
            ["softmax/N=512"],
            Of(_made.Commit(ManifestFolder.Manifest, ManifestFolder.Good), "*N=512").Select(c => c.Name)
        );

    [Fact]
    public void A_case_that_the_device_cannot_run_is_not_asked_for() =>
        Assert.Empty(
            Of(
                _made.Commit(
                    ManifestFolder.Manifest,
                    ManifestFolder.Good.Replace("\"memory\": \"1e6\"", "\"memory\": \"1e18\"", StringComparison.Ordinal)
                )
            )
        );

    [Fact]
    public void A_base_whose_manifests_are_refused_stops_nothing_and_it_is_told()
    {
        var declared = Declared(_made.Commit(ManifestFolder.Manifest, "{ }"));

        Assert.Empty(declared.Cases);
        Assert.Contains(
            "kernels/softmax.bench.json declares at the base",
            Assert.Single(declared.Unknown),
            StringComparison.Ordinal
        );
        Assert.Contains("kernels/softmax.bench.json(1,1), PG9003", declared.Unknown[0], StringComparison.Ordinal);
        Assert.True(declared.HasManifests);
    }

    [Theory]
    [InlineData("{ }")]
    [InlineData("no JSON")]
    [InlineData("M * Q")]
    public void A_manifest_that_does_not_read_takes_only_its_own_cases_along(string text)
    {
        var other = File.ReadAllText(_made.PathOf(Other));
        _made.Write(Other, text == "M * Q" ? other.Replace("5 * M * N", text, StringComparison.Ordinal) : text);
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        _made.Write(Other, other);

        var declared = Declared(commit, null, null, ManifestFolder.Manifest, Other);

        Assert.Equal(["softmax/N=256", "softmax/N=512"], declared.Cases.Select(c => c.Name));
        Assert.Contains(
            $"What {Other} declares at the base",
            Assert.Single(declared.Unknown),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("softmax/N=256;brand_new", "softmax/N=256")]
    [InlineData("brand_new", "")]
    public void An_alternative_of_the_filter_that_fits_nothing_at_the_base_does_not_take_the_others_along(
        string filter,
        string names
    )
    {
        var declared = Declared(_made.Commit(ManifestFolder.Manifest, ManifestFolder.Good), filter);

        Assert.Equal(names, string.Join(' ', declared.Cases.Select(c => c.Name)));
        Assert.Empty(declared.Unknown);
        Assert.True(declared.HasManifests);
    }

    [Fact]
    public void A_base_without_any_manifest_is_known_to_declare_nothing()
    {
        File.Delete(_made.PathOf(Other));
        var commit = _made.CommitAll();
        _made.Write(ManifestFolder.Manifest, ManifestFolder.Good);

        var declared = Declared(commit);

        Assert.Empty(declared.Cases);
        Assert.Empty(declared.Unknown);
        Assert.False(declared.HasManifests);
    }

    [Fact]
    public void A_commit_that_cannot_be_read_is_not_known_rather_than_empty()
    {
        _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);

        var declared = Declared(new string('a', 40));

        Assert.Contains(
            "What the base declares is not known",
            Assert.Single(declared.Unknown),
            StringComparison.Ordinal
        );
        Assert.True(declared.HasManifests);
    }

    [Fact]
    public void A_manifest_that_moved_to_another_folder_is_still_declared_where_it_was()
    {
        File.Delete(_made.PathOf(Other));
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        Directory.Move(_made.PathOf("kernels"), _made.PathOf("gpu"));

        var declared = Declared(commit, null, null, "gpu/softmax.bench.json");

        Assert.Equal(["softmax/N=256", "softmax/N=512"], declared.Cases.Select(c => c.Name));
        // The sources beside it are no manifests.
        Assert.Empty(declared.Unknown);
    }

    [Fact]
    public void A_manifest_that_is_gone_from_elsewhere_is_declared_although_another_project_has_one_in_the_folder()
    {
        _made.Write("old/lost.bench.json", File.ReadAllText(_made.PathOf(Other)).Replace("other", "lost"));
        foreach (var source in (string[])["softmax.cu", "softmax.ref.cpp"])
            _made.Write($"old/{source}", File.ReadAllText(_made.PathOf($"kernels/{source}")));
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        File.Delete(_made.PathOf("old/lost.bench.json"));

        Assert.Equal(["lost/N=256", "lost/N=512", "softmax/N=256", "softmax/N=512"], Of(commit).Select(c => c.Name));
    }

    [Fact]
    public void With_other_projects_below_the_root_a_manifest_that_is_gone_from_elsewhere_is_named()
    {
        _made.Write("a/lost.bench.json", ManifestFolder.Good);
        var commit = _made.Commit("b/other.bench.json", ManifestFolder.Good);
        File.Delete(_made.PathOf("a/lost.bench.json"));

        var declared = Declared(commit, null, null, "kernels/other.bench.json");

        Assert.Equal(["other/N=256", "other/N=512"], declared.Cases.Select(c => c.Name));
        Assert.Contains("a/lost.bench.json of the base", Assert.Single(declared.Unknown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the project")]
    [InlineData("a folder above it")]
    [InlineData("the folder of the manifests, in git")]
    [InlineData("the folder of the manifests, unknown to git")]
    [InlineData("the manifest's folder is a link since")]
    public void Through_a_symbolic_link_the_same_cases_are_declared(string linked)
    {
        File.Delete(_made.PathOf(Other));
        if (linked.EndsWith("in git", StringComparison.Ordinal))
            Directory.CreateSymbolicLink(_made.PathOf("linked"), "kernels");
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);
        var (root, manifest) = (_made.Root, ManifestFolder.Manifest);
        switch (linked)
        {
            case "the project":
                root = Directory.CreateSymbolicLink(_made.Beside("to the project"), _made.Root).FullName;
                break;
            case "a folder above it":
                root = Path.Combine(
                    Directory.CreateSymbolicLink(_made.Beside("to above"), Path.GetDirectoryName(_made.Root)!).FullName,
                    Path.GetFileName(_made.Root)
                );
                break;
            case "the folder of the manifests, in git":
                manifest = "linked/softmax.bench.json";
                break;
            case "the folder of the manifests, unknown to git":
                Directory.CreateSymbolicLink(_made.PathOf("linked"), _made.PathOf("kernels"));
                manifest = "linked/softmax.bench.json";
                break;
            default:
                Directory.Move(_made.PathOf("kernels"), _made.PathOf("real"));
                Directory.CreateSymbolicLink(_made.PathOf("kernels"), "real");
                _made.CommitAll();
                break;
        }

        var declared = Declared(commit, null, root, manifest);

        Assert.Equal(["softmax/N=256", "softmax/N=512"], declared.Cases.Select(c => c.Name));
        Assert.Empty(declared.Unknown);
    }

    [Fact]
    public void A_source_that_is_a_link_to_elsewhere_in_the_tree_is_found_at_the_base()
    {
        File.Delete(_made.PathOf(Other));
        Directory.CreateDirectory(_made.PathOf("shared"));
        File.Move(_made.PathOf("kernels/softmax.cu"), _made.PathOf("shared/softmax.cu"));
        File.CreateSymbolicLink(_made.PathOf("kernels/softmax.cu"), "../shared/softmax.cu");
        var commit = _made.Commit(ManifestFolder.Manifest, ManifestFolder.Good);

        var declared = Declared(commit);

        Assert.Equal(2, declared.Cases.Length);
        Assert.Empty(declared.Unknown);
    }
}
