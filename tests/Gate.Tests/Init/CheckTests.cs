namespace PerfGate.Gate.Tests.Init;

/// <summary><c>perfgate check</c>: whether kernels are right, without a time.</summary>
[Collection("no times")]
public sealed class CheckTests : IDisposable
{
    private readonly GateProject _project = new();

    public CheckTests() => _project.MeasureBesideOthers();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Right_kernels_pass_and_nothing_else_is_compiled_measured_or_written()
    {
        var result = await _project.PerfGateAsync("check", "-p:PerfGateDevice=host");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Contains("Checked on host, not timed:", result.Output, StringComparison.Ordinal);
        Assert.Contains(" 0 wrong.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("run 1", result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_project.Output("kernels.json")));
        Assert.False(File.Exists(_project.Output("measurement.json")));
    }

    [Fact]
    public async Task A_wrong_kernel_and_one_that_crashes_are_errors_at_their_lines_and_the_others_are_checked()
    {
        Add("right", "y[i] = 2 * x[i];");
        Add("wrong", "y[i] = 3 * x[i];");
        Add("crashes", "y[i] = i == 0 ? *(volatile float*)8 : x[i];");

        var result = await _project.TargetAsync("PerfGateCheck", "PerfGateFilter=right%3Bwrong%3Bcrashes");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(
            "right: right (y: relative error 0e+0 of at most 1e-6)",
            result.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            result.Errors,
            e =>
                e.StartsWith(
                    "wrong.cu(1): error PG3002: wrong is incorrect: output y is wrong",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            result.Errors,
            e =>
                e.StartsWith("crashes.cu(1): error PG3002: crashes is incorrect:", StringComparison.Ordinal)
                && e.Contains("SIGSEGV", StringComparison.Ordinal)
        );
        Assert.Contains("1 right, 2 wrong", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expected_output_function_of_other_types_is_an_error_at_its_line()
    {
        Add("right", "y[i] = 2 * x[i];");
        _project.Replace("right.ref.cpp", "double* y", "float* y");

        var result = await _project.TargetAsync("PerfGateCheck", "PerfGateFilter=right");

        Assert.Contains(
            result.Errors,
            e =>
                e.StartsWith("right.ref.cpp(2", StringComparison.Ordinal)
                && e.Contains("parameter 2 of right_expected must be double* (the buffer y)", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_check_before_a_gate_leaves_the_gates_results_alone()
    {
        Directory.CreateDirectory(_project.PathOf("artifacts/perfgate"));
        _project.Write("artifacts/perfgate/verdict.json", "{}");
        Add("right", "y[i] = 2 * x[i];");

        var result = await _project.TargetAsync("PerfGateCheck", "PerfGateFilter=right");

        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal(
            "{}",
            await File.ReadAllTextAsync(_project.Output("verdict.json"), TestContext.Current.CancellationToken)
        );
    }

    private void Add(string name, string statement)
    {
        _project.Write(
            $"{name}.cu",
            $"__global__ void {name}(const float* x, float* y)\n{{\n    int i = threadIdx.x;\n    {statement}\n}}\n"
        );
        _project.Write(
            $"{name}.ref.cpp",
            $"// What {name} must compute.\nextern \"C\" void {name}_expected(const double* x, double* y)\n"
                + "{\n    for (int i = 0; i < 64; i++)\n        y[i] = 2 * x[i];\n}\n"
        );
        _project.Write(
            $"{name}.bench.json",
            $$"""
            { "schemaVersion": 1, "source": "{{name}}.cu", "benchmarks": [ {
              "name": "{{name}}",
              "buffers": [ { "name": "x", "type": "f32", "count": 64 }, { "name": "y", "type": "f32", "count": 64 } ],
              "launches": [ { "kernel": "{{name}}", "grid": 1, "block": 64, "arguments": ["x", "y"] } ],
              "check": { "source": "{{name}}.ref.cpp", "function": "{{name}}_expected", "arguments": ["x", "y"],
                "outputs": { "y": { "relative": 1e-6 } } } } ] }
            """
        );
    }
}
