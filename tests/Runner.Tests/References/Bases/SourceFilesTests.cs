using PerfGate.Runner.References.Bases;

namespace PerfGate.Runner.Tests.References.Bases;

/// <summary>Which files of a base commit its kernels get.</summary>
public sealed class SourceFilesTests
{
    [Theory]
    [InlineData("values.bin", true)]
    [InlineData("tuned/nvidia-h200.json", true)]
    [InlineData("models/huge.bin", false)]
    [InlineData("models/shared.cuh", true)]
    public void Of_a_manifest_in_the_root_the_files_beside_it_and_the_tuned_values_go_along(string path, bool goes) =>
        Assert.Equal(goes, SourceFiles.Includes(path, [""]));

    [Theory]
    [InlineData("kernels/values.bin", true)]
    [InlineData("kernels/tables/values.bin", true)]
    [InlineData("kernels2/values.bin", false)]
    [InlineData("values.bin", false)]
    [InlineData("elsewhere/other.bench.json", true)]
    public void Of_a_manifest_in_a_folder_all_that_lies_below_the_folder_goes_along(string path, bool goes) =>
        Assert.Equal(goes, SourceFiles.Includes(path, ["kernels"]));
}
