namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>
/// Manifests that no hand wrote, and sources that are not there: an error at a place, and nothing else.
/// </summary>
public sealed class HostileManifestTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_source_that_Git_LFS_did_not_fetch_says_how_to_get_it()
    {
        _folder.Write(
            "kernels/softmax.cu",
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
        );

        var error = _folder.Error();

        Assert.Equal(("PG1019", 3), (error.Code, error.Location!.Line));
        Assert.Contains("kernels/softmax.cu: this is a Git LFS pointer", error.Message, StringComparison.Ordinal);
        Assert.Contains("git lfs pull", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"M * N\", \"fill\": { \"normal\"", "1e300, \"fill\": { \"normal\"")]
    [InlineData("\"M * N\", \"fill\": { \"normal\"", "9223372036854775808, \"fill\": { \"normal\"")]
    [InlineData("\"M * N\", \"fill\": { \"normal\"", "\"pow2(1023) * 4\", \"fill\": { \"normal\"")]
    [InlineData("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"seed\": -1,")]
    [InlineData("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"seed\": 18446744073709551616,")]
    [InlineData("\"schemaVersion\": 1,", "\"schemaVersion\": 1, \"seed\": 1e999,")]
    [InlineData("\"softmax.cu\"", "\"../../../../../../../../etc/passwd\"")]
    [InlineData("\"softmax.cu\"", "\"/dev/zero\"")]
    [InlineData("\"softmax_rows\"", "\"../../etc/passwd\"")]
    [InlineData("\"softmax_rows\"", "\"softmax_rows; rm -rf x\"")]
    [InlineData("\"softmax_rows\"", "\"$(touch x)\"")]
    [InlineData("\"softmax_rows\"", "\"\\u0000\"")]
    public void Numbers_beyond_any_size_and_names_of_other_things_are_errors(string old, string replacement)
    {
        _folder.Change(old, replacement);

        Assert.All(_folder.Errors(), e => Assert.NotNull(e.Location));
    }

    [Fact]
    public void A_manifest_that_is_nested_beyond_measure_is_an_error()
    {
        const int Depth = 100_000;
        _folder.Change("\"tolerance\": 0.02", $"\"tolerance\": {new string('[', Depth)}{new string(']', Depth)}");

        Assert.StartsWith("PG90", _folder.Error().Code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";")]
    [InlineData("\\\"")]
    [InlineData("\\\\")]
    [InlineData("\\n")]
    public void The_text_of_a_macro_cannot_end_its_argument(string escaped)
    {
        _folder.Change("\"ELEMENT\": \"float\"", $"\"ELEMENT\": \"float{escaped}\"");

        var error = _folder.Error();

        Assert.Equal("PG9108", error.Code);
        Assert.Contains("a macro's text cannot hold", error.Message, StringComparison.Ordinal);
    }
}
