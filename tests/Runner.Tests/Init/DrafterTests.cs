using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Init;

namespace PerfGate.Runner.Tests.Init;

/// <summary>What <c>perfgate init</c> makes of kernels as public code has them.</summary>
public sealed class DrafterTests
{
    [Theory]
    [InlineData("float4", "F32", "4 * N")]
    [InlineData("uchar3", "U8", "3 * N")]
    [InlineData("uint2", "U32", "2 * N")]
    [InlineData("half2", "F16", "2 * N")]
    [InlineData("longlong2", "I64", "2 * N")]
    [InlineData("float", "F32", "N")]
    public void An_array_of_short_vectors_is_a_buffer_of_their_numbers(string type, string element, string count)
    {
        var draft = Drafter.Of(Outline($"const {type}* x, {type}* y, int n"), new Guesses(), out _)!;

        Assert.All(draft.Buffers, b => Assert.Equal((element, count), (b.Type.ToString(), b.Count)));
    }

    [Theory]
    [InlineData("float** x, float* y, int n", "x is a table of addresses")]
    [InlineData("const void* x, float* y, int n", "what is in x (void*). In a manifest a buffer of any type")]
    [InlineData("const Atom* x, float* y, int n", "what is in x (Atom*). In a manifest a buffer of any type")]
    [InlineData("Sizes x, float* y, int n", "what is in x (Sizes). A manifest passes a struct field by field")]
    [InlineData("float4 x, float* y, int n", "what is in x (float4). A manifest passes a struct field by field")]
    public void A_parameter_that_it_knows_nothing_of_is_named_with_what_to_do(string parameters, string why)
    {
        Assert.Null(Drafter.Of(Outline(parameters), new Guesses(), out var whyNone));

        Assert.Contains(why, whyNone, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_is_said_to_be_named_by_an_instance()
    {
        var template = KernelOutlines.Read("template <class T> __global__ void scale(T* y) { y[threadIdx.x] = 0; }");

        Assert.Null(Drafter.Of(template[0], new Guesses(), out var whyNone));

        Assert.Contains("\"scale<float>\"", whyNone, StringComparison.Ordinal);
    }

    // 65535 blocks are the most in y.
    [Fact]
    public void Only_the_first_dimension_of_a_grid_covers_what_nothing_bounds()
    {
        const string Product = """
            __global__ void product(const float* a, float* c, int lda, int ldc, int k)
            {
                int m = blockIdx.x * blockDim.x + threadIdx.x;
                int n = blockIdx.y * blockDim.y + threadIdx.y;
                float sum = 0;
                for (int i = 0; i < k; i++)
                    sum += a[m + i * lda];
                c[m + n * ldc] = sum;
            }
            """;

        var draft = Drafter.Of(KernelOutlines.Read(Product)[0], new Guesses(), out _)!;

        Assert.Equal("1", draft.Grid[1]);
        Assert.Contains("the grid has one block in y, because nothing says how many there are", draft.Guesses);
    }

    // Each of 200 variables follows from thirty others: 30^7 ways to follow the last one.
    [Fact]
    public void Variables_that_follow_from_many_others_are_each_followed_once()
    {
        var variables = Enumerable
            .Range(30, 200)
            .Select(i => $"int v{i} = {string.Join(" + ", Enumerable.Range(i - 30, 30).Select(j => $"v{j}"))};");

        var outline = KernelOutlines.Read(
            $$"""
            __global__ void k(const float* x, float* y, int n)
            {
                int v0 = blockIdx.x * n;
                {{string.Join('\n', variables)}}
                y[v229] = x[v228] + x[v227];
            }
            """
        )[0];

        Assert.True(outline.Parameters[0].Extent!.IsOne);
    }

    private static KernelOutline Outline(string parameters) =>
        KernelOutlines.Read(
            $$"""
            __global__ void k({{parameters}})
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n)
                    y[i] = f(x[i]);
            }
            """
        )[0];
}
