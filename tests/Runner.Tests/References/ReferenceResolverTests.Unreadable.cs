using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;
using PerfGate.Runner.Commands;
using PerfGate.Runner.References;

namespace PerfGate.Runner.Tests.References;

// Repositories of a kind that libgit2 does not read.
public sealed partial class ReferenceResolverTests
{
    [Theory]
    [InlineData("relativeWorktrees", "true")]
    [InlineData("refStorage", "reftable")]
    public void A_repository_with_an_extension_that_cannot_be_read_stops_no_one_who_compares_with_nothing(
        string extension,
        string value
    )
    {
        _made.Commit("a", "1");
        _made.Git("config", "core.repositoryformatversion", "1");
        _made.Git("config", $"extensions.{extension}", value);

        AssertUnreadable(_made.Root, extension, "Use a clone without it");
    }

    [Fact]
    public void A_repository_of_another_object_format_is_named_as_one()
    {
        using var folder = new TemporaryFolder();
        _made.Git("init", "--quiet", "--object-format=sha256", folder.Root);

        AssertUnreadable(folder.Root, "object format", "Use a clone with SHA-1");
    }

    // The advice is followed: no comparison, and no base named.
    private static void AssertUnreadable(string root, string why, string remedy)
    {
        var refused = Assert.Throws<PerfGateException>(() => Resolve(root)).Diagnostics[0];
        Assert.Equal("PG4012", refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(
            $"{remedy}; or measure without a comparison, with PerfGateReference=none and no base named.",
            refused.Message,
            StringComparison.Ordinal
        );

        var reference = Resolve(root, r => r with { Choice = ReferenceChoice.None });
        Assert.Equal(ReferenceKind.None, reference.Description.Kind);
        Assert.Contains(why, Assert.Single(reference.Warnings), StringComparison.OrdinalIgnoreCase);
        Assert.Null(ReferenceSource.StateOf(root, Path.Combine(root, "baselines")));
        Assert.Equal(
            "PG4012",
            Refused(() => Resolve(root, r => r with { Choice = ReferenceChoice.None, Base = "main" }))
        );
    }
}
