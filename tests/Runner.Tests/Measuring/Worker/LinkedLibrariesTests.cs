using PerfGate.Runner.Measuring.Worker;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Measuring.Worker;

/// <summary>Which build of a library was loaded.</summary>
public sealed class LinkedLibrariesTests
{
    [Theory]
    [InlineData("/usr/local/cuda/lib64/libcublas.so.13.0.2.14", "libcublas.so.13.0.2.14")]
    [InlineData("/lib/libcublas-2.31.so", "libcublas-2.31.so")]
    [InlineData("/none/libcublas.so.13", "libcublas.so.13")]
    [InlineData("C:/cuda/bin/cublas64_13.dll", "cublas64_13.dll")]
    [InlineData("/lib/libcublasLt.so.13.0.2.14", null)]
    [InlineData("/lib/libnvcublas.so.13.0.2.14", null)]
    [InlineData("/lib/libcublas.so.old/notes", null)]
    public void A_library_is_told_by_the_name_of_its_file(string file, string? told) =>
        Assert.Equal(told, LinkedLibraries.Among(["cublas"], ["/bin/perfgate", file]).GetValueOrDefault("cublas"));

    [Theory]
    [InlineData("libtold.so", "libtold.so, 5 bytes")]
    [InlineData("libtold.so.13", "libtold.so.13, 5 bytes")]
    [InlineData("libtold.so.13.1", "libtold.so.13.1")]
    public void The_size_follows_a_name_without_a_version(string name, string told)
    {
        using var folder = new ManifestFolder();
        folder.Write(name, "12345");

        Assert.Equal(told, LinkedLibraries.Among(["told"], [Path.Combine(folder.Root, name)])["told"]);
    }

    [Fact]
    public void What_this_process_has_loaded_is_found_and_an_archive_is_left_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the C library has another name elsewhere");
        using var folder = new ManifestFolder();
        folder.Change("\"benchmarks\": [ {", "\"libraries\": [\"c\", \"cudart_static\"], \"benchmarks\": [ {");

        var found = Assert.Single(LinkedLibraries.Loaded(folder.Load().Cases));

        Assert.Equal("c", found.Key);
        Assert.StartsWith("libc", found.Value, StringComparison.Ordinal);
    }
}
