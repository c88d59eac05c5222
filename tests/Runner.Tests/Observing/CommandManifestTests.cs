using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Devices;
using PerfGate.Runner.Tests.Benchmarks;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>What a manifest says of a command, and what is refused.</summary>
public sealed class CommandManifestTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_command_is_a_case_at_each_point_of_its_axes()
    {
        var cases = Load(
            """
            "axes": { "N": [1024, 4096] }, "constants": { "M": "2 * N" },
            "command": { "run": ["python3", "b.py", "--n={N}", "{M}", "{{N}}", "{ \"a\": 1 }"], "folder": "x",
              "environment": { "SIZE": "{N}" }, "timeout": 5 },
            "measure": { "kernels": ["softmax*", "!*fill*"], "iterations": 30 }, "warmUp": 2, "samples": 9
            """,
            ManifestFolder.Cuda
        );

        Assert.Equal(["work/N=1024", "work/N=4096"], cases.Select(c => c.Name));
        var command = cases[1].Command!;
        Assert.Equal(["python3", "b.py", "--n=4096", "8192", "{N}", "{ \"a\": 1 }"], command.Words);
        Assert.Equal(("kernels/x", 5.0), (command.FolderName, command.TimeoutSeconds));
        Assert.Equal(Path.Combine(_folder.Root, "kernels", "x"), command.Folder);
        Assert.Equal("4096", command.Environment["SIZE"]);
        Assert.Equal(
            "kernels softmax* !*fill*, 30 samples a process, without the first 2, at most 9",
            command.Measure.FullWords
        );
        Assert.Null(cases[1].SkipReason);
    }

    [Fact]
    public void A_range_takes_all_kernels_unless_it_names_some()
    {
        MeasureSpec Of(string measure) =>
            Load($"\"command\": [\"a\"], \"measure\": {measure}", ManifestFolder.Cuda).Single().Command!.Measure;

        var all = Of("{ \"range\": \"forward\", \"copies\": true }");
        Assert.Equal("range forward, kernels * and copies, without the first 3", all.FullWords);
        Assert.Equal(("forward", null, null), (all.Range, all.Launches, all.Iterations));
        Assert.Equal(["gemm*"], Of("{ \"range\": \"forward\", \"kernels\": \"gemm*\" }").Kernels);
    }

    [Fact]
    public void Its_declaration_says_what_runs_and_that_nothing_is_checked()
    {
        var declared = CaseDeclarations.Of(
            Load("\"command\": { \"run\": \"./a 'b c'\", \"environment\": { \"X\": \"1 2\" } }").Single(),
            _folder.Root
        );

        Assert.Equal(
            new DeclaredCommand("./a 'b c'", "kernels", "wall time, without the first 1", "'X=1 2'"),
            declared.Command
        );
        Assert.Equal(ExpectedKind.Nothing, declared.Expected.Kind);
    }

    [Fact]
    public void A_build_is_a_program_of_its_own_that_runs_in_the_commands_folder_unless_it_says_otherwise()
    {
        const string Axes = "\"axes\": { \"N\": [4] }, ";
        BuildSpecIs(
            Axes + "\"command\": { \"run\": \"./a\", \"folder\": \"x\", \"build\": \"make N={N}\" }",
            "kernels/x",
            1800
        );
        BuildSpecIs(
            Axes
                + "\"command\": { \"run\": \"./a\", \"folder\": \"x\", \"build\": { \"run\": [\"make\", \"N={N}\"], "
                + "\"folder\": \".\", \"timeout\": 9, \"environment\": { \"CXX\": \"g++\" } } }",
            "kernels",
            9
        );
        Assert.Null(Load("\"command\": { \"run\": \"./a\" }").Single().Command!.Build);
    }

    private void BuildSpecIs(string fields, string folder, double seconds)
    {
        var command = Load(fields).Single().Command!;
        var build = command.Build!;
        Assert.Equal(
            ("make N=4", folder, seconds, "kernels/x"),
            (build.Text, build.FolderName, build.TimeoutSeconds, command.FolderName)
        );
        Assert.Equal(
            folder == "kernels" ? "make N=4 in kernels with CXX=g++" : "make N=4 in kernels/x",
            CaseDeclarations.Of(Load(fields).Single(), _folder.Root).Command!.Build
        );
    }

    [Fact]
    public void Files_that_it_writes_are_outputs_with_bounds_and_part_of_its_declaration()
    {
        _folder.Write("kernels/e4.bin", "12345678");
        _folder.Write("kernels/e.txt", "1\n");
        var work = Load(
                """
                "axes": { "N": [4] }, "command": { "run": "./a", "folder": "x" }, "check": { "files": [
                  { "path": "o/{N}.bin", "expected": "e{N}.bin", "type": "f32", "relative": 1e-5 },
                  { "path": "o.i", "expected": "e4.bin", "type": "i16" },
                  { "path": "o.txt", "expected": "e.txt", "type": "text" } ] }
                """
            )
            .Single();

        Assert.Equal(
            [new("o/4.bin", 1e-5, null), new("o.i", null, 0), new("o.txt", null, null)],
            work.Check.Outputs
        );
        Assert.Equal(
            new OutputFile(
                "o/4.bin",
                Path.Combine(_folder.Root, "kernels", "x", "o", "4.bin"),
                Path.Combine(_folder.Root, "kernels", "e4.bin"),
                OutputForm.Elements,
                ElementType.F32
            ),
            work.Check.Files[0]
        );
        var declared = CaseDeclarations.Of(work, _folder.Root);
        Assert.Equal(ExpectedKind.File, declared.Expected.Kind);
        Assert.Equal("kernels/e4.bin, kernels/e.txt", declared.Expected.Name);
        Assert.Equal(
            [("o/4.bin", "f32", 2L), ("o.i", "i16", 4), ("o.txt", "bytes of text", 2)],
            declared.Buffers.Select(b => (b.Name, b.Type, b.Count))
        );
    }

    [Theory]
    [InlineData("\"../o\"", "\"e.bin\"", "\"bytes\"", "path: ../o lies outside of the command's folder kernels; ")]
    [InlineData("\"e.bin\"", "\"e.bin\"", "\"bytes\"", "path: e.bin is a file of expected values, and would be")]
    [InlineData("\"o\"", "\"none\"", "\"bytes\"", "there is no file kernels/none. ")]
    [InlineData("\"o\"", "\"e.bin\"", "\"f64\"", "expected: kernels/e.bin has 6 bytes, which are no elements of")]
    [InlineData("\"o\"", "\"e.bin\"", "\"f16\"", "the check of o allows any error. ")]
    [InlineData("\"o\"", "\"e.bin\"", "\"text\", \"absolute\": 1", "absolute: text is compared exactly; take it out")]
    [InlineData("\"o{K}\"", "\"e.bin\"", "\"bytes\"", "path: {K} is no axis and no constant of this benchmark;")]
    public void A_file_that_cannot_be_checked_is_named_with_why(string path, string expected, string type, string said)
    {
        _folder.Write("kernels/e.bin", "123456");
        Write(
            "\"command\": [\"a\"], \"check\": { \"files\": [ "
                + $"{{ \"path\": {path}, \"expected\": {expected}, \"type\": {type} }} ] }}"
        );

        var error = _folder.Error();

        Assert.Equal((2, "kernels/softmax.bench.json"), (error.Location!.Line, error.Location.File));
        Assert.StartsWith(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shell_runs_a_text_only_where_it_is_asked_for()
    {
        Assert.Equal(["a", "|", "b"], Load("\"command\": \"a | b\"").Single().Command!.Words);
        Assert.Equal(
            ["/bin/sh", "-c", "a | b"],
            Load("\"command\": { \"run\": \"a | b\", \"shell\": true }").Single().Command!.Words
        );
    }

    [Fact]
    public void Without_a_GPU_its_wall_time_is_measured_and_GPU_work_is_skipped_by_name()
    {
        Assert.Null(Load("\"command\": [\"a\"]").Single().SkipReason);
        Assert.Equal(
            "it measures GPU work, and this is the host device; without the field measure its wall time is taken",
            Load("\"command\": [\"a\"], \"measure\": \"gpu\"").Single().SkipReason
        );
        Assert.Null(Load("\"command\": [\"a\"], \"measure\": \"gpu\"", ManifestFolder.Cuda).Single().SkipReason);
    }

    [Theory]
    [InlineData("\"command\": \"  \"", "PG9108", "command: it names no program.")]
    [InlineData("\"command\": \"a 'b\"", "PG9108", "command: a quote is not closed.")]
    [InlineData("\"command\": [\"\"]", "PG9108", "command: the name of the program is empty.")]
    [InlineData(
        "\"command\": [\"a\", \"{K}\"]",
        "PG9108",
        "command: {K} is no axis and no constant of this benchmark; write {{K}} for the text {K}."
    )]
    [InlineData(
        "\"command\": { \"run\": [\"a\"], \"shell\": true }",
        "PG9108",
        "shell: a shell runs a text, and run is a list; write it as a text."
    )]
    [InlineData(
        "\"command\": { \"run\": \"a\", \"build\": \"make {K}\" }",
        "PG9108",
        "build: {K} is no axis and no constant of this benchmark; write {{K}} for the text {K}."
    )]
    [InlineData("\"command\": { \"run\": \"a\", \"build\": \"'make\" }", "PG9108", "build: a quote is not closed.")]
    [InlineData(
        "\"command\": [\"a\"], \"measure\": { \"kernels\": \"!b\" }",
        "PG9108",
        "kernels: no pattern lets a kernel in; begin with \"*\" for all that no ! leaves out."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"measure\": { \"kernels\": \"b\", \"launches\": 2, \"iterations\": 3 }",
        "PG9108",
        "iterations: launches already says how many records make a sample; state one of the two."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"measure\": { \"copies\": true }",
        "PG9108",
        "measure: it names neither kernels nor a range; state one of them, or both."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"measure\": { \"range\": \"b\", \"iterations\": 3 }",
        "PG9108",
        "iterations: a range says already which records make a sample; take one of the two out."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"measure\": { \"kernels\": \"b\", \"launches\": 0 }",
        "PG9108",
        "launches: the number is 0, and it must be from 1 to 1000000."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"defines\": {}",
        "PG9003",
        "benchmarks[0].defines: the benchmark observes a command, which has none. Take out one of the two."
    )]
    [InlineData(
        "\"command\": [\"a\"], \"check\": {}",
        "PG9003",
        "benchmarks[0].check.files: a required field is missing."
    )]
    [InlineData("\"command\": []", "PG9003", "benchmarks[0].command: at least 1 item is needed.")]
    [InlineData("\"command\": [\"a\"], \"measure\": \"cpu\"", "PG9003", null)]
    public void A_fault_is_named_with_its_place(string fields, string code, string? message)
    {
        Write(fields);

        var error = _folder.Error();

        Assert.Equal((code, 2, "kernels/softmax.bench.json"), (error.Code, error.Location!.Line, error.Location.File));
        if (message is not null)
            Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("warmUp", "\"tolerance\": 0.02", "\"warmUp\": 3")]
    [InlineData("requires.command", "\"memory\": \"1e6\"", "\"command\": [\"true\"]")]
    public void What_belongs_to_commands_is_refused_of_kernels(string field, string old, string text)
    {
        _folder.Change(old, text);

        Assert.Equal($"benchmarks[0].{field}: only a benchmark with a command has it.", _folder.Error().Message);
    }

    [Fact]
    public void The_example_of_the_page_and_those_of_the_repository_are_manifests()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs/observed-commands.md"));
        var begin = page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        _folder.Write(ManifestFolder.Manifest, page[begin..page.IndexOf("```", begin, StringComparison.Ordinal)]);

        Assert.Equal(["softmax/N=1024", "softmax/N=4096"], _folder.Load(ManifestFolder.Cuda).Cases.Select(c => c.Name));
        var observed = Checkout.PathOf("kernels/observed");
        var suite = ManifestLoader.Load(
            Directory.GetFiles(observed, "*.bench.json"),
            ManifestFolder.Cuda,
            Checkout.Root
        );
        Assert.Equal(18, suite.Cases.Count(c => c is { SkipReason: null, Command: not null }));
        Assert.All(
            suite.Cases,
            c => Assert.True(File.Exists(Path.Combine(observed, c.Command!.Words[1])), c.Command.Text)
        );
    }

    private BenchmarkCase[] Load(string fields, DeviceFacts? device = null)
    {
        Write(fields);
        return [.. _folder.Load(device).Cases];
    }

    private void Write(string fields) =>
        _folder.Write(
            ManifestFolder.Manifest,
            $$"""
            { "schemaVersion": 1, "benchmarks": [ {
              "name": "work", {{fields.ReplaceLineEndings(" ")}} } ] }
            """
        );
}
