using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

public sealed class WorkTreePathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Tree => At("tree");

    private string At(string path) => Path.Combine(_folder.Root, path);

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        Directory.CreateSymbolicLink(At(path), target);
    }

    [Theory]
    [InlineData("tree", "")]
    [InlineData("tree/kernels/a.cu", "kernels/a.cu")]
    [InlineData("tree/kernels/../b", "b")]
    [InlineData("elsewhere", null)]
    [InlineData("tree2/a", null)]
    public void A_path_is_relative_to_the_tree_and_need_not_exist(string path, string? relative)
    {
        Directory.CreateDirectory(Tree);
        Assert.Equal(relative, WorkTreePath.Relative(Tree, At(path)));
    }

    [Theory]
    [InlineData("to tree/kernels/new.cu", "kernels/new.cu")]
    [InlineData("to tree", "")]
    [InlineData("to kernels/new.cu", "kernels/new.cu")]
    [InlineData("to a link/new.cu", "kernels/new.cu")]
    [InlineData("above/tree/kernels", "kernels")]
    public void Where_a_path_enters_the_tree_is_found_through_links(string path, string relative)
    {
        Directory.CreateDirectory(At("tree/kernels"));
        Link("to tree", Tree);
        Link("to kernels", "tree/kernels");
        Link("to a link", "to kernels");
        Link("above", _folder.Root);
        Assert.Equal(relative, WorkTreePath.Relative(Tree, At(path)));
    }

    [Fact]
    public void A_tree_that_is_itself_named_by_a_link_is_the_same_tree()
    {
        Directory.CreateDirectory(At("tree/kernels"));
        Link("to tree", Tree);
        Assert.Equal("kernels", WorkTreePath.Relative(At("to tree"), At("tree/kernels")));
    }

    [Fact]
    public void A_link_inside_the_tree_is_part_of_the_path()
    {
        Directory.CreateDirectory(At("tree/real"));
        Link("tree/kernels", "real");
        Link("to tree", Tree);
        Assert.Equal("kernels/a.cu", WorkTreePath.Relative(Tree, At("tree/kernels/a.cu")));
        Assert.Equal("kernels/a.cu", WorkTreePath.Relative(Tree, At("to tree/kernels/a.cu")));
    }

    [Fact]
    public void Links_that_go_in_circles_lead_nowhere()
    {
        Directory.CreateDirectory(Tree);
        Link("one", "two");
        Link("two", "one");
        Assert.Null(WorkTreePath.Relative(Tree, At("one/a")));
    }

    [Theory]
    [InlineData(StringComparison.OrdinalIgnoreCase, "/Home/Dev/Repo/Kernels/A.cu", "Kernels/A.cu")]
    [InlineData(StringComparison.OrdinalIgnoreCase, "/HOME/DEV/REPO", "")]
    [InlineData(StringComparison.Ordinal, "/Home/Dev/Repo/Kernels/A.cu", null)]
    public void Names_are_compared_as_the_file_system_compares_them(
        StringComparison comparison,
        string path,
        string? relative
    ) => Assert.Equal(relative, WorkTreePath.Relative("/home/dev/repo", path, comparison));
}
