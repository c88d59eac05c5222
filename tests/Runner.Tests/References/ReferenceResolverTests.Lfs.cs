using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.Tests.References;

// Files of the gate that Git LFS keeps: a commit holds a pointer, the work tree the file itself.
public sealed partial class ReferenceResolverTests
{
    private const string Pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 12345

        """;

    private const string ForACommit =
        "on the base's branch, take its path out of .gitattributes and commit the file itself.";

    [Theory]
    [InlineData(BaselinePath)]
    [InlineData("perfgate.json")]
    public void A_pointer_of_git_lfs_at_the_base_is_named_as_one_with_advice_that_works(string kept)
    {
        KeepInLfs(kept);
        _made.Write(BaselinePath, BaselineText.Of(100));
        _made.Commit("perfgate.json", Policy(floor: 10));
        BranchOff();
        Assert.Equal(Pointer.Trim(), _made.Git("show", $"main:{kept}"));
        Assert.DoesNotContain("git-lfs", File.ReadAllText(_made.PathOf(kept)), StringComparison.Ordinal);

        var refused = Assert.Throws<PerfGateException>(() => Resolve()).Diagnostics[0];

        Assert.Equal("PG9002", refused.Code);
        Assert.StartsWith(
            $"{kept} at main(1,1): error PG9002: this is a Git LFS pointer and not the file itself.",
            refused.ToString(),
            StringComparison.Ordinal
        );
        Assert.EndsWith(ForACommit, refused.Message, StringComparison.Ordinal);

        _made.Git("checkout", "--quiet", "main");
        File.Delete(_made.PathOf(".gitattributes"));
        _made.Git("rm", "--quiet", "--cached", "--", kept);
        _made.CommitAll();
        _made.Git("checkout", "--quiet", "-b", "after");
        _made.Commit("kernels/saxpy.cu", "slower");
        var reference = Resolve();
        Assert.Equal(ReferenceKind.Baseline, reference.Description.Kind);
        Assert.Equal((100, 10), (Time(reference), reference.Policy.AbsoluteFloorNs));
    }

    // As the filter of Git LFS does, which need not be installed: the commit gets the pointer.
    private void KeepInLfs(string path)
    {
        File.WriteAllText(_made.PathOf(".git/pointer"), Pointer);
        _made.Git("config", "filter.lfs.clean", "cat .git/pointer");
        _made.Write(".gitattributes", $"/{path} filter=lfs -text\n");
    }
}
