using PerfGate.Core.Kernels;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>Where a toolkit keeps CUPTI, by which commands are observed, and what is said where it has none.</summary>
public sealed class CuptiPartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CuptiPartsTests() => _folder.Write("bin/nvcc", "");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("extras/CUPTI/include")]
    [InlineData("targets/x86_64-linux/include")]
    [InlineData("targets/sbsa-linux/include")]
    [InlineData("include")]
    public void The_header_is_found_in_each_place_that_toolkits_have(string include)
    {
        _folder.Write("lib64/libcupti.so.12", "");
        _folder.Write("lib64/libcupti.so.13", "");
        _folder.Write($"{include}/cupti.h", "");

        Assert.Equal(
            new CuptiParts(_folder.PathOf(include), _folder.PathOf("lib64/libcupti.so.12")), CuptiParts.Of(Toolkit));
    }

    [Fact]
    public void What_is_missing_is_named_with_the_package_that_has_it()
    {
        _folder.Write("lib64/libcupti.so.12", "");
        Assert.Equal(Lacks("cupti.h"), Refused());

        _folder.Write("include/cupti.h", "");
        File.Delete(_folder.PathOf("lib64/libcupti.so.12"));
        Assert.Equal(Lacks("libcupti.so"), Refused());
    }

    private CudaToolkit Toolkit => new(_folder.PathOf("bin/nvcc"), "the test");

    private string Refused() => Assert.Throws<ObservationException>(() => CuptiParts.Of(Toolkit)).Message;

    private string Lacks(string file) =>
        $"the toolkit at {_folder.Root} has no {file}; install its CUPTI package (cuda-cupti-dev)";
}
