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

    [Theory]
    [InlineData("class T, int N")]
    [InlineData("class T, class Traits")]
    [InlineData("class T, class... Others")]
    [InlineData("class T, template <class> class F")]
    public void A_template_whose_arguments_nothing_tells_is_said_to_be_named_by_an_instance(string parameters)
    {
        var template = KernelOutlines.Read(
            $"template <{parameters}> __global__ void scale(T* y) {{ y[threadIdx.x] = 1; }}");

        Assert.Null(Drafter.Of(template[0], new Guesses(), out var whyNone));

        Assert.Contains("\"scale<float>\"", whyNone, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("typename T", "T", "", "<float>", "F32", true)]
    [InlineData("typename T", "T", "scale<double><<<1, 2>>>(x, y, n);", "<double>", "F64", false)]
    [InlineData("typename T", "T", "launch(scale<T>); launch(scale<unsigned int>);", "<unsigned int>", "U32", false)]
    [InlineData("typename T, int K", "T", "scale<Byte, WIDTH><<<1, 2>>>(x, y, n);", "<unsigned char, 4>", "U8", false)]
    [InlineData("int K, bool B = true", "float", "scale<4><<<1, 2>>>(x, y, n);", "<4, true>", "F32", false)]
    [InlineData("int K = 4", "float", "", "<4>", "F32", true)]
    [InlineData("typename T, typename Size", "T", "", "<float, int>", "F32", true, "Size")]
    public void A_template_is_drafted_as_an_instance_that_the_source_names_or_of_floats(
        string parameters, string type, string use, string instance, string element, bool isGuess,
        string size = "int")
    {
        var kernel = KernelOutlines.Read(
            $$"""
            #define WIDTH 4
            using Byte = unsigned char;
            template <{{parameters}}> __global__ void scale(const {{type}}* x, {{type}}* y, {{size}} n)
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < n)
                    y[i] = x[i];
            }
            void run(int n) { {{use}} }
            """
        )[0];

        var draft = Drafter.Of(kernel, new Guesses(), out _)!;

        Assert.Equal(instance, draft.Kernel.Instance);
        Assert.All(draft.Buffers, b => Assert.Equal(element, b.Type.ToString()));
        Assert.Equal(isGuess, draft.Guesses.Any(g => g.Contains(instance, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("#define VALUE float", "F32")]
    [InlineData("typedef double VALUE;", "F64")]
    [InlineData("using VALUE = unsigned long long;", "U64")]
    [InlineData("#define REAL VALUE\ntypedef REAL OTHER;\ntypedef short VALUE;", "I16")]
    public void Another_name_of_a_type_is_known(string definition, string element)
    {
        var text = definition + "\n__global__ void k(VALUE* y, int n) { if (threadIdx.x < n) y[threadIdx.x] = 1; }";

        var draft = Drafter.Of(KernelOutlines.Read(text)[0], new Guesses(), out _)!;

        Assert.Equal(element, draft.Buffers[0].Type.ToString());
    }

    [Theory]
    [InlineData("2048 * blockIdx.x + threadIdx.x", "THREADS", "ceil_div(N, 2048)")]
    [InlineData("blockIdx.x * 64 + (blockIdx.y * 64 + threadIdx.y)", "16 16", "ceil_div(N, 64) 1")]
    [InlineData(
        "blockIdx.x * blockDim.x + blockIdx.y * blockDim.y + blockIdx.z * blockDim.z", "8 8 8", "ceil_div(N, 8) 1 1")]
    public void A_block_has_no_more_than_1024_threads(string index, string block, string grid)
    {
        var kernel = KernelOutlines.Read($"__global__ void k(float* y) {{ int i = {index}; y[i] = 1; }}")[0];

        var draft = Drafter.Of(kernel, new Guesses(), out _)!;

        Assert.Equal((block, grid), (string.Join(' ', draft.Block), string.Join(' ', draft.Grid)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void All_axes_together_make_no_more_than_some_million_elements(int axes)
    {
        var sizes = Enumerable.Range(0, axes).Select(i => $"n{i}").ToList();
        var kernel = KernelOutlines.Read(
            $$"""
            __global__ void k(float* y, {{string.Join(", ", sizes.Select(s => $"int {s}"))}})
            {
                int i = blockIdx.x * blockDim.x + threadIdx.x;
                if (i < {{string.Join(" * ", sizes)}})
                    y[i] = 1;
            }
            """
        )[0];

        var draft = Drafter.Of(kernel, new Guesses(), out _)!;

        Assert.Equal(axes, draft.Axes.Length);
        Assert.InRange(draft.Axes.Aggregate(1L, (product, a) => product * a.Values[^1]), 2, 1 << 24);
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
