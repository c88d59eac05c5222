namespace PerfGate.Architecture.Tests;

/// <summary>
/// The README shows the files of <c>samples/my_kernel</c> as they are. <c>Gate.Tests</c> runs the gate over them.
/// </summary>
public sealed class SamplePageTests
{
    [Theory]
    [InlineData("silu.cu")]
    [InlineData("silu.ref.cpp")]
    [InlineData("silu.bench.json")]
    [InlineData("my_kernel.csproj")]
    public void The_readme_shows_a_file_of_the_sample_whole(string file) =>
        Assert.Contains(
            $"\n{File.ReadAllText(GeneratedPage.PathOf($"samples/my_kernel/{file}"))}```\n",
            File.ReadAllText(GeneratedPage.PathOf("README.md")),
            StringComparison.Ordinal
        );
}
