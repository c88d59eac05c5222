namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>What is wrong with a manifest is told at its line, with its code.</summary>
public sealed class ManifestErrorTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Names that nothing declares.
    [InlineData("PG9103", 13, "\"softmax_rows\"", "\"sofmax_rows\"", "did you mean softmax_rows?")]
    [InlineData("PG9104", 19, "\"softmax_reference\"", "\"softmax_referenze\"", "softmax_referenze")]
    [InlineData(
        "PG9105",
        20,
        "[\"x\", \"y\", { \"i32\": \"M\" }",
        "[\"xx\", \"y\", { \"i32\": \"M\" }",
        "no buffer xx (did you mean x?)"
    )]
    [InlineData("PG9105", 18, "\"uses\": { \"x\"", "\"uses\": { \"z\"", "no buffer z")]
    [InlineData("PG9102", 3, "\"softmax.cu\"", "\"softmaks.cu\"", "kernels/softmaks.cu")]
    [InlineData("PG9102", 19, "\"softmax.ref.cpp\"", "\"softmax.cpp\"", "kernels/softmax.cpp")]
    // Expressions.
    [InlineData("PG9107", 22, "5 * M * N", "5 * m * N", "did you mean M?")]
    [InlineData("PG9106", 22, "5 * M * N", "5 * * N", "operand")]
    [InlineData("PG9106", 22, "5 * M * N", "if(M > N, 1, 2)", "no function if")]
    [InlineData("PG9106", 22, "5 * M * N", "M > N", "'>' is not arithmetic")]
    [InlineData("PG9106", 22, "5 * M * N", "'a' + 1", "is not arithmetic")]
    [InlineData("PG9106", 22, "5 * M * N", "min(M)", "min takes 2 to 8")]
    [InlineData("PG9108", 22, "5 * M * N", "M / (N - N)", "divides by zero (at N=256)")]
    [InlineData("PG9108", 22, "5 * M * N", "min(1, M % 0)", "divides by zero")]
    [InlineData("PG9108", 22, "5 * M * N", "pow2(5000)", "not finite")]
    [InlineData("PG9108", 22, "5 * M * N", "-5 * M", "work must be above 0")]
    [InlineData("PG9108", 16, "\"sharedMemory\": 0", "\"sharedMemory\": -1", "it must be from 0")]
    [InlineData("PG9108", 16, "\"sharedMemory\": 0", "\"sharedMemory\": \"device.l2\"", "does not report device.l2")]
    [InlineData("PG9108", 14, "[\"M\"]", "[\"M - 64\"]", "is 0, and")]
    [InlineData("PG9108", 14, "[\"M\"]", "[\"M / 3\"]", "not whole")]
    [InlineData("PG9108", 14, "[\"M\"]", "[1, 65536]", "from 1 to 65535")]
    [InlineData("PG9108", 15, "[\"THREADS\"]", "[1025]", "from 1 to 1024")]
    [InlineData("PG9109", 15, "[\"THREADS\"]", "[64, 32]", "2048 threads")]
    [InlineData("PG9108", 17, "\"y\", { \"i32\": \"N\" }", "\"y\", { \"i8\": \"N\" }", "outside the range of i8")]
    [InlineData("PG9108", 17, "\"y\", { \"i32\": \"N\" }", "\"y\", { \"i32\": \"N / 3\" }", "i32 is an integer type")]
    // Sizes and shapes.
    [InlineData(
        "PG9110",
        18,
        "\"uses\": { \"x\": \"M * N\" }",
        "\"uses\": { \"x\": \"M * N + 1\" }",
        "this launch uses 16385"
    )]
    [InlineData(
        "PG9114",
        17,
        "\"y\", { \"i32\": \"N\" }],",
        "\"y\"],",
        "the number of arguments is 2, and softmax_rows takes 3 (kernels/softmax.cu(2))"
    )]
    [InlineData("PG9111", 6, "[1024, 4096]", "[1024, 1024]", "the value 1024 of axis N", "cuda")]
    [InlineData(
        "PG9111",
        11,
        "{ \"name\": \"y\"",
        "{ \"name\": \"x\"",
        "the buffer x is declared already at kernels/softmax.bench.json(10,",
        "any"
    )]
    [InlineData("PG9111", 7, "\"THREADS\": 256", "\"THREADS\": 256, \"N\": 1", "the name N is declared already")]
    [InlineData("PG9115", 8, "\"axes\": { \"N\": [256", "\"axes\": { \"NN\": [256", "did you mean N?")]
    [InlineData("PG9115", 24, "\"TILE\"", "\"2TILE\"", "a macro is letters")]
    [InlineData("PG9108", 24, "\"float\"", "\"float;x\"", "cannot hold ;")]
    [InlineData("PG9115", 18, "\"uses\": { \"x\"", "\"uses\": { \"unused\"", "does not take this buffer", "unused")]
    // Checks.
    [InlineData("PG9116", 21, "\"relative\": 1e-5", "", "State relative, absolute or both")]
    [InlineData(
        "PG9117",
        19,
        "\"function\": \"softmax_reference\"",
        "\"benchmark\": \"softmax\"",
        "source belongs to a function"
    )]
    [InlineData("PG9117", 19, "\"source\": \"softmax.ref.cpp\",", "", "a function without its source")]
    [InlineData(
        "PG9117",
        19,
        "\"function\": \"softmax_reference\",",
        "\"function\": \"softmax_reference\", \"file\": \"x.bin\",",
        "function and file at once"
    )]
    // The file itself.
    [InlineData("PG9003", 14, "\"grid\"", "\"grid\": 1, \"gird\"", "did you mean grid?")]
    [InlineData("PG9003", 6, "[1024, 4096]", "[]", "at least 1 item")]
    [InlineData(
        "PG9003",
        10,
        "\"type\": \"f32\", \"count\": \"M * N\", \"fill\": { \"normal\"",
        "\"type\": \"float\", \"count\": \"M * N\", \"fill\": { \"normal\"",
        "not one of bf16"
    )]
    [InlineData("PG9003", 5, "\"name\": \"softmax\"", "\"name\": \"soft/max\"", "\"soft/max\" is not valid here")]
    [InlineData("PG9004", 2, "\"schemaVersion\": 1", "\"schemaVersion\": 2", "Update perfgate")]
    [InlineData("PG9101", 7, "\"M\": 4096", "\"M\": 4096, \"M\": 1", "the field M already appears at line 7")]
    [InlineData("PG9002", 7, "\"M\": 4096", "\"M\": 4096 4", "not JSON")]
    public void It_is_told_at_its_line(
        string code,
        int line,
        string old,
        string replacement,
        string says,
        string how = ""
    )
    {
        if (how == "unused")
        {
            _folder.Write(
                ManifestFolder.Manifest,
                ManifestFolder
                    .Good.Replace(old, replacement, StringComparison.Ordinal)
                    .Replace(
                        "\"buffers\": [",
                        "\"buffers\": [ { \"name\": \"unused\", \"type\": \"f32\", \"count\": \"M * N\" },",
                        StringComparison.Ordinal
                    )
            );
        }
        else
        {
            _folder.Change(old, replacement);
        }

        var errors = _folder.Errors(how == "cuda" ? ManifestFolder.Cuda : null);

        var error = how == "any" ? errors[0] : Assert.Single(errors);
        Assert.Equal((code, ManifestFolder.Manifest, line), (error.Code, error.Location!.File, error.Location.Line));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_benchmarks_name_that_is_too_long_to_publish_is_refused_at_its_line()
    {
        _folder.Change("\"name\": \"softmax\"", $"\"name\": \"{new string('n', 501)}\"");

        Assert.Equal(("PG9003", 5), (_folder.Error().Code, _folder.Error().Location!.Line));
        Assert.Contains("at most 500 characters", _folder.Error().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cases_name_that_its_axes_make_too_long_is_refused_at_the_benchmark()
    {
        _folder.Write(ManifestFolder.Manifest, ManifestFolder.Good
            .Replace("\"name\": \"softmax\"", $"\"name\": \"{new string('n', 500)}\"", StringComparison.Ordinal)
            .Replace("\"axes\": {", $"\"axes\": {{ \"{new string('a', 500)}\": [1],", StringComparison.Ordinal));

        Assert.Equal(("PG9108", 5), (_folder.Error().Code, _folder.Error().Location!.Line));
        Assert.Contains("at most 1000 are allowed", _folder.Error().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_not_json_at_all_is_refused()
    {
        _folder.Write(ManifestFolder.Manifest, "softmax: yes");

        Assert.Equal(("PG9002", 1), (_folder.Error().Code, _folder.Error().Location!.Line));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        _folder.Write(ManifestFolder.Manifest, "");

        Assert.Equal("PG9002", _folder.Error().Code);
    }

    [Fact]
    public void Every_missing_field_is_named()
    {
        _folder.Write(ManifestFolder.Manifest, "{}");

        Assert.Equal(
            [
                "benchmarks: a required field is missing.",
                "schemaVersion: a required field is missing.",
                "source: a required field is missing.",
            ],
            _folder.Errors().Select(e => e.Message).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_schema_version_that_is_a_text_is_refused()
    {
        _folder.Change("\"schemaVersion\": 1", "\"schemaVersion\": \"1\"");

        Assert.Equal(("PG9003", 2), (_folder.Error().Code, _folder.Error().Location!.Line));
    }

    [Fact]
    public void A_manifest_that_does_not_exist_is_refused() =>
        Assert.Equal("PG9001", Assert.Single(_folder.Errors(null, "kernels/none.bench.json")).Code);

    [Fact]
    public void The_column_of_an_unknown_name_is_its_own()
    {
        _folder.Change("5 * M * N", "5 * M * Q");

        var line = ManifestFolder.Good.Split('\n')[21];
        Assert.Equal(line.IndexOf("* N\"", StringComparison.Ordinal) + 3, _folder.Error().Location!.Column);
    }

    [Fact]
    public void Columns_count_characters_and_not_bytes()
    {
        _folder.Change("\"name\": \"softmax\"", "/* größer */ \"name\": \"softmax\", \"name\": \"b\"");

        Assert.Equal("    /* größer */ \"name\": \"softmax\", ".Length + 1, _folder.Error().Location!.Column);
    }

    [Fact]
    public void All_errors_of_all_manifests_are_told_at_once()
    {
        _folder.Change("5 * M * N", "5 * Q * N");
        _folder.Write("kernels/a.bench.json", "{");
        _folder.Write("kernels/b.bench.json", ManifestFolder.Good
            .Replace("\"name\": \"softmax\"", "\"name\": \"b\"", StringComparison.Ordinal)
            .Replace("[\"THREADS\"]", "[0]", StringComparison.Ordinal));

        Assert.Equal(
            [
                ("kernels/a.bench.json", "PG9002"),
                ("kernels/b.bench.json", "PG9108"),
                (ManifestFolder.Manifest, "PG9107"),
            ],
            _folder
                .Errors(null, "kernels/b.bench.json", ManifestFolder.Manifest, "kernels/a.bench.json")
                .Select(e => (e.Location!.File, e.Code))
        );
    }

    [Fact]
    public void A_constant_with_an_error_is_told_once_and_not_again_where_it_is_used()
    {
        _folder.Change("\"THREADS\": 256", "\"THREADS\": \"256 / 0\"");

        Assert.Equal(("PG9108", 7), (_folder.Error().Code, _folder.Error().Location!.Line));
    }

    [Fact]
    public void Two_benchmarks_of_one_name_are_refused()
    {
        _folder.Write("kernels/b.bench.json", ManifestFolder.Good);

        var error = Assert.Single(_folder.Errors(null, ManifestFolder.Manifest, "kernels/b.bench.json"));
        Assert.Equal(("PG9111", "kernels/b.bench.json"), (error.Code, error.Location!.File));
    }

    [Fact]
    public void A_kernel_that_only_a_comment_names_is_unknown()
    {
        _folder.Write("kernels/softmax.cu", "// softmax_rows is gone\n__global__ void other() {}\n");

        Assert.Equal("PG9103", _folder.Error().Code);
    }

    [Fact]
    public void Parentheses_without_end_are_refused_before_they_fill_the_stack()
    {
        _folder.Change("5 * M * N", new string('(', 400));

        Assert.Equal("PG9106", _folder.Error().Code);
    }

    [Fact]
    public void An_integer_input_must_state_what_it_holds()
    {
        _folder.Change(
            "\"type\": \"f32\", \"count\": \"M * N\", \"fill\": { \"normal\": { \"mean\": 0, \"deviation\": 1 } }",
            "\"type\": \"i32\", \"count\": \"M * N\""
        );

        Assert.Equal(("PG9108", 10), (_folder.Error().Code, _folder.Error().Location!.Line));
    }
}
