using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>Checks against other benchmarks and files.</summary>
public sealed class CheckReferenceTests : IDisposable
{
    private const string Other = "kernels/other.bench.json";
    private const string Function =
        "\"source\": \"softmax.ref.cpp\", \"function\": \"softmax_reference\",\n      \"arguments\": [\"x\", \"y\", { "
            + "\"i32\": \"M\" }, { \"i32\": \"N\" }],";

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_case_is_linked_to_the_case_at_the_same_coordinates()
    {
        WriteOther("\"benchmark\": \"softmax\",");

        var cases = _folder.Load(null, Other, ManifestFolder.Manifest).Cases;

        Assert.Equal("softmax/N=512", cases.Single(c => c.Name == "other/N=512").Check.Benchmark);
    }

    [Fact]
    public void An_unknown_benchmark_is_told_with_the_nearest_name()
    {
        WriteOther("\"benchmark\": \"sofmax\",");

        var error = Assert.Single(_folder.Errors(null, Other, ManifestFolder.Manifest));

        Assert.Equal(("PG9112", 19), (error.Code, error.Location!.Line));
        Assert.Contains("did you mean softmax?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coordinates_that_the_other_benchmark_lacks_are_told()
    {
        WriteOther("\"benchmark\": \"softmax\",", ("[256, 512]", "[256, 300]"));

        Assert.Contains(
            "other/N=300",
            Assert.Single(_folder.Errors(null, Other, ManifestFolder.Manifest)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Inputs_that_differ_are_told()
    {
        WriteOther("\"benchmark\": \"softmax\",", ("\"deviation\": 1", "\"deviation\": 2"));

        Assert.Contains(
            "the input x",
            Assert.Single(_folder.Errors(null, Other, ManifestFolder.Manifest)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_circle_is_told_once_with_its_way()
    {
        WriteOther("\"benchmark\": \"softmax\",");
        _folder.Write(
            ManifestFolder.Manifest,
            Good().Replace(Function, "\"benchmark\": \"other\",", StringComparison.Ordinal)
        );

        var error = Assert.Single(_folder.Errors(null, Other, ManifestFolder.Manifest));

        Assert.Equal("PG9113", error.Code);
        Assert.Contains("other -> softmax -> other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_benchmark_checked_against_itself_is_a_circle()
    {
        _folder.Write(
            ManifestFolder.Manifest,
            Good().Replace(Function, "\"benchmark\": \"softmax\",", StringComparison.Ordinal)
        );

        Assert.Equal("PG9113", _folder.Error().Code);
    }

    [Fact]
    public void A_case_whose_reference_is_skipped_is_skipped_and_says_so()
    {
        WriteOther("\"benchmark\": \"softmax\",");
        _folder.Change("\"memory\": \"1e6\"", "\"device\": \"cuda\"");

        var other = _folder.Load(null, Other, ManifestFolder.Manifest).Cases.First(c => c.Benchmark == "other");

        Assert.Equal(
            "it is checked against softmax/N=256, which is skipped: it requires a cuda device, and this is host",
            other.SkipReason
        );
    }

    [Fact]
    public void A_file_of_values_is_found_by_the_coordinates()
    {
        File.WriteAllBytes(Path.Combine(_folder.Root, "kernels/y-256.bin"), new byte[64 * 256 * 4]);
        File.WriteAllBytes(Path.Combine(_folder.Root, "kernels/y-512.bin"), new byte[64 * 512 * 4]);
        _folder.Write(
            ManifestFolder.Manifest,
            Good().Replace(Function, "\"file\": \"y-{N}.bin\",", StringComparison.Ordinal)
        );

        Assert.Equal(Path.Combine(_folder.Root, "kernels/y-512.bin"), _folder.Load().Cases[1].Check.File);
    }

    [Theory]
    [InlineData(false, "PG9102")]
    [InlineData(true, "PG9110")]
    public void A_file_of_values_that_is_missing_or_of_another_size_is_told(bool exists, string code)
    {
        if (exists)
            File.WriteAllBytes(Path.Combine(_folder.Root, "kernels/y.bin"), new byte[7]);
        _folder.Write(
            ManifestFolder.Manifest,
            Good().Replace(Function, "\"file\": \"y.bin\",", StringComparison.Ordinal)
        );

        Assert.Equal((code, 19), (_folder.Error().Code, _folder.Error().Location!.Line));
    }

    [Fact]
    public void Integer_outputs_compare_exactly_by_default()
    {
        _folder.Write(
            ManifestFolder.Manifest,
            Good()
                .Replace(
                    "{ \"name\": \"y\", \"type\": \"f32\"",
                    "{ \"name\": \"y\", \"type\": \"i32\"",
                    StringComparison.Ordinal
                )
                .Replace("\"relative\": 1e-5", "", StringComparison.Ordinal)
        );

        Assert.Equal(new OutputTolerance("y", null, 0), Assert.Single(_folder.Load().Cases[0].Check.Outputs));
    }

    private static string Good()
    {
        var text = ManifestFolder.Good.ReplaceLineEndings("\n");
        Assert.Contains(Function, text, StringComparison.Ordinal);
        return text;
    }

    private void WriteOther(string check, params (string Old, string New)[] changes)
    {
        var text = Good().Replace(Function, check, StringComparison.Ordinal)
            .Replace("\"name\": \"softmax\"", "\"name\": \"other\"", StringComparison.Ordinal);
        _folder.Write(Other, changes.Aggregate(text, (t, c) => t.Replace(c.Old, c.New, StringComparison.Ordinal)));
    }
}
