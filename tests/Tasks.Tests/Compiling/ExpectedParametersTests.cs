using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>The compiler holds expected-output functions against what manifests pass to them.</summary>
public sealed class ExpectedParametersTests : IDisposable
{
    private static readonly PlannedCall Call = new(
        "sgd_expected",
        "sgd",
        "kernels/sgd.bench.json",
        [new("f64[]", "w", IsOutput: true), new("f64[]", "g"), new("i64[]", "at"), new("f32"), new("i32")]
    );

    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("double* w, const double* g, const std::int64_t* at, float rate, int n")]
    [InlineData("double* __restrict__ w, double* g, const long long* at, const float rate, unsigned n")]
    public void What_fits_compiles(string parameters)
    {
        Assert.True(Compile(parameters), string.Join('\n', _engine.Errors));
    }

    [Theory]
    [InlineData(
        "float* w, const double* g, const std::int64_t* at, float rate, int n",
        "parameter 1 of sgd_expected must be double* (the buffer w)"
    )]
    [InlineData(
        "double* w, const double* g, const int* at, float rate, int n",
        "parameter 3 of sgd_expected must be const std::int64_t* (the buffer at)"
    )]
    [InlineData(
        "double* w, const double* g, const std::int64_t* at, double rate, int n",
        "parameter 4 of sgd_expected must be float,"
    )]
    [InlineData(
        "double* w, const double* g, const std::int64_t* at, float rate, long n",
        "parameter 5 of sgd_expected must be std::int32_t,"
    )]
    [InlineData(
        "double* w, const double* g, const std::int64_t* at, int n, float rate",
        "parameter 4 of sgd_expected must be float,"
    )]
    [InlineData(
        "double* w, const double* g, const std::int64_t* at, float rate",
        "sgd_expected must have 5 parameters,"
    )]
    public void What_does_not_fit_is_an_error_at_the_functions_line(string parameters, string said)
    {
        Assert.False(Compile(parameters));

        var error = Assert.Single(_engine.Errors, e => e.Contains(said, StringComparison.Ordinal));
        Assert.Contains("kernels/sgd.ref.cpp(4", error, StringComparison.Ordinal);
        Assert.Contains(
            "as the benchmark sgd in kernels/sgd.bench.json passes its arguments. Write void sgd_expected(double* w, "
                + "const double* g, const std::int64_t* at, float, std::int32_t)",
            error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Host_code_that_calls_what_is_not_there_is_told_how_to_hide_it()
    {
        _folder.Write(
            "kernels/plain.cu",
            "__global__ void plain(float* x)\n{\n    x[0] += 1;\n}\nvoid start()\n{\n"
                + "    cudaGraphicsMapResources(1);\n}\n"
        );

        using var task = _folder.Task(_engine);
        Assert.False(task.Execute());

        var told = Assert.Single(
            _engine.Errors,
            e => e.Contains("Add the missing name to host.omit", StringComparison.Ordinal)
        );
        Assert.Contains("kernels/plain.cu(7", told, StringComparison.Ordinal);
    }

    private bool Compile(string parameters)
    {
        _folder.Write(
            "kernels/sgd.ref.cpp",
            $"#include <cstdint>\n\n// What sgd must compute.\nextern \"C\" void sgd_expected({parameters})\n{{\n}}\n"
        );
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/sgd.ref.cpp", ModuleKind.Expected, "", ["sgd_expected"]) { Calls = [Call] }
        );
        using var task = _folder.Task(_engine);
        task.HostIncludeDirectory = Checkout.PathOf("src/Tasks/build/host/include");
        return task.Execute();
    }
}
