using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public class BenchmarkFunctionTests
{
    [Fact]
    public void A_function_is_found_with_its_place_its_set_up_and_the_parameters_behind_the_call()
    {
        var function = Assert.Single(
            BenchmarkFunction.Scan(
                """
                // PERFGATE_BENCHMARK(not)(this)
                namespace a { namespace b {
                PERFGATE_SETUP(sum)(perfgate::SetUp& setup, const float* x, float* y, long long n) {}
                PERFGATE_BENCHMARK(sum)(perfgate::Call& call, const float* x, float* y, long long n)
                {
                }
                } }
                """
            )
        );

        Assert.Equal(("sum", 4, "a::b", 3), (function.Name, function.Line, function.Namespace, function.SetUpLine));
        Assert.Equal([false, true, true], function.MayWrite);
        Assert.Equal(
            [ParameterKind.Address, ParameterKind.Address, ParameterKind.Whole],
            function.Parameters.Select(p => p.Kind)
        );
    }

    [Theory]
    [InlineData("PERFGATE_BENCHMARK")]
    [InlineData("PERFGATE_BENCHMARK(")]
    [InlineData("PERFGATE_BENCHMARK(sum)")]
    [InlineData("PERFGATE_BENCHMARK(sum) { }")]
    [InlineData("PERFGATE_BENCHMARK(1)(perfgate::Call&) { }")]
    public void What_is_no_definition_is_no_function(string text) => Assert.Empty(BenchmarkFunction.Scan(text));

    [Theory]
    [InlineData("PERFGATE_BENCHMARK(f)(")]
    [InlineData("PERFGATE_BENCHMARK(f)()")]
    [InlineData("PERFGATE_BENCHMARK(f)(perfgate::Call& call) { }")]
    public void A_function_without_arguments_has_none(string text)
    {
        var function = Assert.Single(BenchmarkFunction.Scan(text));

        Assert.Equal(("f", 0, null), (function.Name, function.Parameters.Length, function.SetUpLine));
    }
}
