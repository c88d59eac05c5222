using System.Text;

namespace PerfGate.Runner.Tests.References.Bases;

/// <content>What leads out of the exported tree, or to other places in it.</content>
public sealed partial class BaseExportTests
{
    [Fact]
    public void A_symbolic_link_within_the_tree_is_exported_as_one()
    {
        _made.Write("common/real.cuh", "real");
        Directory.CreateDirectory(_made.PathOf("kernels"));
        File.CreateSymbolicLink(_made.PathOf("kernels/linked.cuh"), "../common/real.cuh");
        Assert.Equal("real", File.ReadAllText(Path.Combine(Export(_made.CommitAll()).Folder, "kernels/linked.cuh")));
    }

    [Theory]
    [InlineData("kernels/values.bin", "../tables/values.bin", "kernels/values.bin")]
    [InlineData("kernels/data", "../tables", "kernels/data/values.bin")]
    [InlineData("include", "common", "include/real.cuh")]
    [InlineData("kernels/absolute.cuh", "ROOT/common/real.cuh", "kernels/absolute.cuh")]
    public void What_a_symbolic_link_leads_to_goes_along(string link, string target, string file)
    {
        _made.Write("kernels/a.cu", "text");
        _made.Write("common/real.cuh", "real");
        _made.Write("tables/values.bin", "real");
        _made.Write("tables/unused.png", "big");
        Directory.CreateDirectory(Path.GetDirectoryName(_made.PathOf(link))!);
        File.CreateSymbolicLink(_made.PathOf(link), target.Replace("ROOT", _made.Root, StringComparison.Ordinal));
        var commit = _made.CommitAll();
        Directory.Delete(_made.PathOf("tables"), recursive: true);
        _made.Write("common/real.cuh", "changed since");

        var tree = Export(commit);

        Assert.Equal("real", File.ReadAllText(Path.Combine(tree.Folder, file)));
        Assert.Empty(tree.LeftOut);
    }

    [Fact]
    public void What_lies_beside_the_target_of_a_symbolic_link_stays_where_it_is()
    {
        _made.Write("kernels/a.cu", "text");
        _made.Write("tables/values.bin", "real");
        _made.Write("tables/unused.png", "big");
        File.CreateSymbolicLink(_made.PathOf("kernels/values.bin"), "../tables/values.bin");

        Assert.Equal(
            ["kernels/a.cu", "kernels/values.bin", "tables/values.bin"],
            FilesOf(Export(_made.CommitAll()))
        );
    }

    [Fact]
    public void A_symbolic_link_out_of_the_tree_is_not()
    {
        _made.Write("kernels/a.cu", "text");
        File.CreateSymbolicLink(_made.PathOf("kernels/secret.cuh"), "../../../../../../../etc/passwd");
        var tree = Export(_made.CommitAll());
        Assert.Equal(["kernels/a.cu"], FilesOf(tree));
        Assert.Contains("secret.cuh", Assert.Single(tree.LeftOut), StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbolic_link_out_of_the_tree_by_way_of_another_one_is_not()
    {
        _made.Write("kernels/a.cu", "text");
        _made.Write("kernels/other/b.cu", "text");
        _made.Write("kernels/x/y/z/c.cu", "text");
        File.CreateSymbolicLink(_made.PathOf("kernels/x/y/z/across"), "../../../other");
        // As it is spelt, this is kernels/x/secret. The parents of "across" are those of kernels/other.
        File.CreateSymbolicLink(_made.PathOf("kernels/secret.cuh"), "x/y/z/across/../../../secret");

        var tree = Export(_made.CommitAll());

        Assert.Equal("../../../other", new FileInfo(Path.Combine(tree.Folder, "kernels/x/y/z/across")).LinkTarget);
        Assert.Null(new FileInfo(Path.Combine(tree.Folder, "kernels/secret.cuh")).LinkTarget);
        Assert.Contains("kernels/secret.cuh", Assert.Single(tree.LeftOut), StringComparison.Ordinal);
    }

    // Git itself writes no such tree.
    [Fact]
    public void A_file_whose_path_leads_out_of_the_tree_is_left_out()
    {
        _made.Write("a.cu", "text");
        _made.Git("add", "a.cu");
        var file = Entry("100644", "a.cu", _made.Git("hash-object", "-w", "a.cu"));
        var outside = Tree(Entry("40000", "..", Tree(Entry("40000", "..", Tree(file)))));
        var tree = Tree(Entry("40000", "kernels", Tree([.. Entry("40000", "..", outside), .. file])));

        var exported = Export(_made.Git("commit-tree", "-m", "work", tree));

        Assert.Equal(["kernels/a.cu"], FilesOf(exported));
        Assert.Equal("kernels/../../../a.cu points out of the tree", Assert.Single(exported.LeftOut));
    }

    private string Tree(byte[] entries)
    {
        File.WriteAllBytes(_made.PathOf("tree"), entries);
        return _made.Git("hash-object", "-t", "tree", "-w", "--literally", "tree");
    }

    private static byte[] Entry(string mode, string name, string id) =>
        [.. Encoding.ASCII.GetBytes($"{mode} {name}\0"), .. Convert.FromHexString(id)];
}
