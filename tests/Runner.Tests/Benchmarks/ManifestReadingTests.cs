using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>Whatever is named as a manifest or a source is read within bounds or refused at its line.</summary>
public sealed class ManifestReadingTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"seed\":1e999,", "PG9002")]
    [InlineData("{\"seed\":1e999}", "PG9003")]
    [InlineData("", "PG9002")]
    [InlineData("{", "PG9002")]
    [InlineData("null", "PG9003")]
    [InlineData("[[[[]]]]", "PG9003")]
    [InlineData("{\"benchmarks\":[{\"name\":\"\\ud800\"}]}", "PG9002")]
    [InlineData("{\"\\udfff\":1}", "PG9002")]
    [InlineData("{ // 3\" wide\n \"benchmarks\": 1 }", "PG9003")]
    [InlineData("{\"source\":\"a\\u0000b\",\"benchmarks\":[]}", "PG9003")]
    [InlineData("{\"benchmarks\":{},\"benchmarks\":[],\"source\":[],\"seed\":\"x\"}", "PG9003")]
    public void A_text_that_is_no_manifest_is_refused_as_what_it_is(string text, string code)
    {
        _folder.Write(ManifestFolder.Manifest, text);

        var errors = _folder.Errors();
        Assert.Contains(errors, e => e.Code == code);
        Assert.All(errors, e => Assert.Equal(ManifestFolder.Manifest, e.Location!.File));
    }

    [Fact]
    public void A_byte_that_is_not_utf_8_is_told_at_its_place()
    {
        File.WriteAllBytes(
            Path.Combine(_folder.Root, ManifestFolder.Manifest),
            [.. "{\n \"source\": \"a"u8, 0xFF, .. "\" }"u8]
        );

        Assert.Equal(
            ("PG9002", 2, 14),
            (_folder.Error().Code, _folder.Error().Location!.Line, _folder.Error().Location!.Column)
        );
    }

    [Fact]
    public void A_manifest_in_utf_16_is_read()
    {
        File.WriteAllText(Path.Combine(_folder.Root, ManifestFolder.Manifest), ManifestFolder.Good, Encoding.Unicode);

        Assert.Equal(2, _folder.Load().Cases.Length);
    }

    [Fact]
    public void A_manifest_that_is_a_folder_a_pipe_or_too_large_is_refused()
    {
        _folder.Write("a.bench.json/x", "");
        _folder.Write("large.bench.json", new string(' ', 16_000_001));

        Assert.Equal("PG9015", _folder.Errors(null, "a.bench.json")[0].Code);
        Assert.Equal("PG9014", _folder.Errors(null, "large.bench.json")[0].Code);
        if (OperatingSystem.IsLinux())
            Assert.Equal("PG9015", _folder.Errors(null, Pipe("p.bench.json"))[0].Code);
    }

    [Theory]
    [InlineData("\"source\": \"softmax.cu\"", "/dev/zero", 3)]
    [InlineData("\"source\": \"softmax.ref.cpp\"", "/dev/zero", 19)]
    [InlineData("\"source\": \"softmax.cu\"", "../pipe", 3)]
    [InlineData("\"source\": \"softmax.ref.cpp\"", "../pipe", 19)]
    public void A_source_that_is_a_device_or_a_pipe_is_refused_at_the_line_that_names_it(
        string field,
        string path,
        int line
    )
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices and pipes of Linux");
        Pipe("pipe");
        _folder.Change(field, $"\"source\": \"{path}\"");

        var error = _folder.Error();
        Assert.Equal(("PG9015", line), (error.Code, error.Location!.Line));
    }

    [Fact]
    public void An_include_that_is_a_device_is_refused_and_a_folder_of_that_name_is_passed_by()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices of Linux");
        const string Kernel = "__global__ void softmax_rows(const float* x, float* y, int n) {}\n";
        _folder.Write("kernels/math/x", "");
        _folder.Write("kernels/softmax.cu", "#include \"math\"\n#include \"gone.h\"\n" + Kernel);
        Assert.NotEmpty(_folder.Load().Cases);

        _folder.Write("kernels/softmax.cu", "#include \"/dev/zero\"\n" + Kernel);
        Assert.Equal(("PG9015", 3), (_folder.Error().Code, _folder.Error().Location!.Line));
    }

    [Fact]
    public void A_chain_of_ten_thousand_includes_is_followed()
    {
        for (var i = 0; i < 10_000; i++)
            _folder.Write($"kernels/{i}.h", $"#include \"{i + 1}.h\"\n");
        _folder.Write("kernels/10000.h", "__global__ void softmax_rows(const float* x, float* y, int n) {}\n");
        _folder.Write("kernels/softmax.cu", "#include \"0.h\"\n");

        Assert.NotEmpty(_folder.Load().Cases);
    }

    [Fact]
    public void Cases_are_capped_in_sum_and_told_once()
    {
        var values = string.Join(", ", Enumerable.Range(1, 1000));
        var one = ManifestFolder
            .Good[
                ManifestFolder.Good.IndexOf(
                    "{\n    \"name\"",
                    StringComparison.Ordinal
                )..ManifestFolder.Good.LastIndexOf(']')
            ]
            .Replace("\"N\": [256, 512]", $"\"N\": [{values}]", StringComparison.Ordinal);
        var many = string.Join(
            ",\n",
            Enumerable
                .Range(0, 100)
                .Select(i => one.Replace("\"name\": \"softmax\"", $"\"name\": \"s{i}\"", StringComparison.Ordinal))
        );
        _folder.Write(
            ManifestFolder.Manifest,
            $$"""{ "schemaVersion": 1, "source": "softmax.cu", "benchmarks": [ {{many}} ] }"""
        );

        var error = _folder.Error();
        Assert.Equal("PG9017", error.Code);
        Assert.Contains("Give the axes fewer values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_too_long_is_called_too_long()
    {
        _folder.Change(
            "\"count\": \"M * N\", \"fill\": \"poison\"",
            $"\"count\": \"{new string('1', 501)}\", \"fill\": \"poison\""
        );
        Assert.Contains(
            "the text is too long: at most 500 characters",
            _folder.Error().Message,
            StringComparison.Ordinal
        );

        _folder.Change("\"ELEMENT\": \"float\"", $"\"ELEMENT\": \"{new string('x', 501)}\"");
        Assert.Contains(
            "the text is too long: at most 500 characters",
            _folder.Error().Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Thousands_of_errors_are_told_by_the_first_hundreds_and_counted()
    {
        var buffers = string.Join(
            ", ",
            Enumerable
                .Range(0, 2_000)
                .Select(i =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{{ \"name\": \"b{i}\", \"type\": \"f32\", \"count\": \"Q\" }}"
                    )
                )
        );
        _folder.Change("\"buffers\": [", $"\"buffers\": [ {buffers}, ");

        var errors = _folder.Errors();
        Assert.Equal((200, "PG9020"), (errors.Count, errors[^1].Code));
        Assert.Contains("1801 more errors", errors[^1].Message, StringComparison.Ordinal);
    }

    // A line that holds all of a large file is read as fast as many lines.
    [Fact]
    public void A_large_manifest_on_one_line_is_read_at_once()
    {
        _folder.Write(ManifestFolder.Manifest, $"{{\"x\": [{string.Join(",", Enumerable.Repeat("[1]", 400_000))}]}}");
        var watch = Stopwatch.StartNew();

        _folder.Errors();

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"{watch.Elapsed}");
    }

    private string Pipe(string name)
    {
        using var make = Process.Start("mkfifo", Path.Combine(_folder.Root, name));
        make.WaitForExit();
        return name;
    }
}
