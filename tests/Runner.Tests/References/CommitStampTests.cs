using PerfGate.Core.Measurements;
using PerfGate.Runner.References;
using PerfGate.Runner.Tests.Git;

namespace PerfGate.Runner.Tests.References;

public sealed class CommitStampTests : IDisposable
{
    private readonly TemporaryRepository _made = new();

    public void Dispose() => _made.Dispose();

    private GitState? Stamped(string? commit = null) =>
        CommitStamp.Apply(BaselineText.Measurement(100, commit), _made.Root, _made.PathOf("baselines")).Environment.Git;

    [Fact]
    public void A_measurement_at_a_tag_bears_it()
    {
        var commit = _made.Commit("a", "1");
        _made.Git("tag", "v1.0");
        Assert.Equal(new(commit, Dirty: false, "v1.0", "main"), Stamped());
    }

    [Fact]
    public void A_refreshed_baseline_does_not_cost_the_tag()
    {
        var commit = _made.Commit("baselines/x.json", "1");
        _made.Git("tag", "v1.0");
        _made.Write("baselines/x.json", "2 and longer");
        Assert.Equal("v1.0", Stamped(commit)!.Tag);
    }

    [Fact]
    public void Edited_kernels_are_not_the_tags()
    {
        var commit = _made.Commit("kernels/a.cu", "1");
        _made.Git("tag", "v1.0");
        _made.Write("kernels/a.cu", "2 and longer");
        Assert.Equal(new(commit, Dirty: true, null, "main"), Stamped());
    }

    [Fact]
    public void A_measurement_of_an_earlier_commit_bears_that_ones_tag()
    {
        var then = _made.Commit("a", "1");
        _made.Git("tag", "v1.0");
        _made.Commit("a", "2");
        _made.Git("tag", "v2.0");
        Assert.Equal("v1.0", Stamped(then)!.Tag);
    }

    [Fact]
    public void Outside_of_a_repository_there_is_nothing_to_stamp()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(CommitStamp.Apply(BaselineText.Measurement(100), folder.Root, folder.Root).Environment.Git);
    }

    // The kernels of another commit are as they were then, whatever is edited now.
    [Theory]
    [InlineData(false, "v1.0")]
    [InlineData(true, null)]
    public void Whether_the_kernels_of_an_earlier_commit_were_edited_is_what_was_recorded(bool dirty, string? tag)
    {
        var then = _made.Commit("kernels/a.cu", "1");
        _made.Git("tag", "v1.0");
        _made.Commit("kernels/a.cu", "2");
        _made.Write("kernels/a.cu", "3 and longer");
        var measured = BaselineText.Measurement(100, then);
        measured = measured with
        {
            Environment = measured.Environment with
            {
                Git = measured.Environment.Git! with { Dirty = dirty, Tag = null },
            },
        };
        var stamped = CommitStamp.Apply(measured, _made.Root, _made.PathOf("baselines")).Environment.Git!;

        Assert.Equal((dirty, tag), (stamped.Dirty, stamped.Tag));
    }

    // The root itself would hide every edit.
    [Fact]
    public void A_gate_that_writes_into_the_root_hides_no_edit()
    {
        var commit = _made.Commit("kernels/a.cu", "1");
        _made.Write("kernels/a.cu", "2 and longer");

        Assert.True(
            CommitStamp.Apply(BaselineText.Measurement(100, commit), _made.Root, _made.Root).Environment.Git!.Dirty);
    }
}
