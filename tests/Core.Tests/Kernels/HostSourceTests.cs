using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public sealed class HostSourceTests
{
    [Theory]
    [InlineData("__global__ void k(int n) { }")]
    [InlineData("int f(int a) { return a << 2 >> 1; }\n// k<<<1, 2>>>(3)\nconst char* s = \"k<<<1, 2>>>(3)\";")]
    [InlineData("extern __shared__ float tile[];\n__global__ void k() { tile[0] = 1; }")]
    public void A_source_without_host_code_needs_no_copy(string source) => Assert.Null(Copy(source));

    [Fact]
    public void A_launch_becomes_a_call_and_keeps_its_lines()
    {
        var copy = Copy(
            "void f(float* x)\n{\n    ns::k<2, T><<<dim3(1, 2),\n        32 >> 1>>>\n        (x, 3);\n    g();\n}\n"
        )!;

        Assert.Contains(
            "perfgate::Configuration(dim3(1, 2),\n        32 >> 1), \"ns::k<2, T>\"",
            copy,
            StringComparison.Ordinal
        );
        Assert.Contains("ns::k<2, T>(perfgate_given...)", copy, StringComparison.Ordinal);
        Assert.Contains("[&] { ns::k<2, T>(x, 3); }", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("<<<", copy, StringComparison.Ordinal);
        Assert.Equal("    g();", copy.Split('\n')[5]);
    }

    [Theory]
    [InlineData("(*pick(3))<<<1, 2>>>(x)", "(*pick(3))")]
    [InlineData("::k<<<1, 2>>>(x)", "::k")]
    [InlineData("table[i].k<<<1, 2>>>(x)", "table[i].k")]
    [InlineData("this->k<<<1, 2>>>(x)", "this->k")]
    [InlineData("T::template k<4><<<1, 2>>>(x)", "T::template k<4>")]
    [InlineData("if (a < b) k<<<1, 2>>>(x)", "k")]
    [InlineData("k<4> << <1, 2 >> > (x)", "k<4>")]
    public void The_kernel_of_a_launch_may_be_any_expression(string launch, string kernel) =>
        Assert.Contains($"[&] {{ {kernel}(x); }}", Copy($"void f() {{ {launch}; }}")!, StringComparison.Ordinal);

    [Fact]
    public void A_launch_in_a_macro_is_replaced_too()
    {
        var copy = Copy("#define RUN(K, ...) \\\n    K<<<grid, \\\n        32>>>(__VA_ARGS__)\nint after;\n")!;

        Assert.Contains("perfgate::Configuration(grid, \\\n        32)", copy, StringComparison.Ordinal);
        Assert.Equal("int after;", copy.Split('\n')[3]);
    }

    [Theory]
    [InlineData(
        "extern __shared__ __align__(16) unsigned char raw[];",
        "unsigned char * const raw = perfgate::dynamic_shared<unsigned char>();"
    )]
    [InlineData(
        "extern __shared__ float tile[][32];",
        "float (* const tile)[32] = perfgate::dynamic_shared<float[32]>();"
    )]
    public void Dynamic_shared_memory_in_a_function_becomes_a_pointer(string declaration, string replacement) =>
        Assert.Contains(
            replacement,
            Copy($"template <class T> __global__ void k() {{ {declaration} }}")!,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_body_of_main_is_left_out_and_its_lines_are_not()
    {
        var copy = Copy(
            "int main(int c, char** v)\n{\n    cublasCreate(&h);\n#ifdef A\n    b();\n#endif\n}\nint after;"
        )!;

        Assert.DoesNotContain("cublas", copy, StringComparison.Ordinal);
        Assert.Equal("int after;", copy.Split('\n')[7]);
    }

    [Fact]
    public void A_main_whose_conditions_reach_beyond_it_stays() =>
        Assert.Null(Copy("#ifdef A\nint main()\n{\n#else\nint other()\n{\n#endif\n    b();\n}\n"));

    [Fact]
    public void Includes_are_replaced_as_told()
    {
        var copy = HostSource.Copy(
            "#include <cublas_v2.h>\n#include \"a.cuh\"\n#include <math.h>\n",
            i =>
                i.Name switch
                {
                    "cublas_v2.h" => "",
                    "a.cuh" => "/copies/1-a.cuh",
                    _ => null,
                }
        );

        Assert.Equal("\n#include \"/copies/1-a.cuh\"\n#include <math.h>\n", copy);
    }

    [Theory]
    [InlineData("void f() { dim3 blockDim(8), g; k<<<g, blockDim>>>(1); }", "perfgate_blockDim(8)", "dim3 blockDim")]
    [InlineData("void f(dim3 g, const dim3 gridDim) { h(gridDim.x); }", "h(perfgate_gridDim.x)", "h(gridDim")]
    [InlineData("void f() { dim3 blockDim(1, 2), gridDim; gridDim.x = 3; }", "perfgate_gridDim.x = 3", " gridDim")]
    [InlineData(
        "__global__ void k(int* x) { x[0] = blockDim.x; }\nvoid f() { auto blockDim = 3; }",
        "x[0] = blockDim.x",
        "auto blockDim"
    )]
    [InlineData("void f(const dim3& gridDim, dim3 *blockDim) { h(gridDim.x); }", "h(perfgate_gridDim.x)", "&gridDim")]
    [InlineData("struct S { dim3 gridDim; };\nvoid f(S& s) { s.gridDim.x = 3; }", "s.perfgate_gridDim.x", " gridDim")]
    [InlineData("void f(C* c) { c->gridDim = 3; }", "c->perfgate_gridDim = 3", "->gridDim")]
    public void A_variable_may_have_the_name_of_a_built_in(string source, string has, string lacks)
    {
        var copy = Copy(source)!;

        Assert.Contains(has, copy, StringComparison.Ordinal);
        Assert.DoesNotContain(lacks, copy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alignment_comes_before_shared_memory() =>
        Assert.Equal(
            "void k() { alignas(alignof(float4)) __shared__ float a[4]; }",
            Copy("void k() { __shared__ alignas(alignof(float4)) float a[4]; }")
        );

    [Theory]
    [InlineData("__global__ void k(int* x);", " void k(int* x);")]
    [InlineData("extern \"C\" __global__ void k(int);\n__global__ void m() { }",
        "extern \"C\"  void k(int);\n__global__ void m() { }")]
    [InlineData("template <class T>\n__global__ void k(T* x);", "template <class T>\n void k(T* x);")]
    public void A_kernel_that_another_file_defines_is_a_function(string source, string copy) =>
        Assert.Equal(copy, Copy(source));

    [Theory]
    [InlineData("__global__ void k(int* x);\n__global__ void k(int* x) { x[0] = 1; }")]
    [InlineData("struct S { friend __global__ void k(int); };\nnamespace n { __global__ void k(int) { } }")]
    public void A_kernel_that_is_declared_before_it_is_defined_stays_one(string source) => Assert.Null(Copy(source));

    [Theory]
    [InlineData("__global__ void k(int* x) { x[0] = f(3, blockDim.x) * blockDim.y; }")]
    [InlineData("__device__ int f() { return blockDim.x; }")]
    [InlineData("__device__ int f(int n) { return n & blockIdx.x & n * blockDim.x; }")]
    public void Built_ins_keep_their_names(string source) => Assert.Null(Copy(source));

    [Theory]
    [InlineData("torch::Tensor f(torch::Tensor x)\n{ return x; }\nint g();", ";\n\nint g();")]
    [InlineData("cublasHandle_t handle;\nint g();", ";\nint g();")]
    [InlineData("template <class T = cublasHandle_t> struct S { T t; } s;\nint g();", ";\nint g();")]
    [InlineData("S::S() : a{cublasX}, b{2} { }\nint g();", ";\nint g();")]
    [InlineData("struct A { int a; };\nPYBIND11_MODULE(n, m) {\n}\nint g();", "struct A { int a; };\n;\n\nint g();")]
    [InlineData("PYBIND_ONE(a)\n__global__ void k();", ";\n void k();")]
    [InlineData("namespace n { int a[] = {1}; torch::T b; }\nint g();", "namespace n { int a[] = {1}; ; }\nint g();")]
    [InlineData("extern \"C\" { int a(); int b(at::T); }", "extern \"C\" { int a(); ; }")]
    public void Declarations_that_name_what_is_omitted_are_left_out(string source, string copy) =>
        Assert.Equal(copy, HostSource.Copy(source, _ => null, ["torch", "at", "cublas*", "PYBIND*"]));

    [Theory]
    [InlineData("namespace torch { int a; }\nint cublas;\n// torch\nint x = sizeof \"torch\";")]
    [InlineData("#if A\nint f(torch::T) {\n#else\nint f() {\n#endif\nreturn 1; }")]
    public void Nothing_else_is_left_out(string source) =>
        Assert.Null(HostSource.Copy(source, _ => null, ["torch", "cublas_*"]));

    [Theory]
    [InlineData("k<<<(")]
    [InlineData("k<<<1>>>(")]
    [InlineData("main(){")]
    [InlineData("main(){}")]
    [InlineData("a::b<c>::")]
    [InlineData("extern __shared__ int a[")]
    public async Task A_source_that_repeats_a_beginning_takes_no_time(string beginning)
    {
        var text = string.Concat(Enumerable.Repeat(beginning, 100_000)) + "k<<<1, 2>>>(3);";
        Assert.NotEqual("", await Task.Run(() => Copy(text), TestContext.Current.CancellationToken));
    }

    private static string? Copy(string source) => HostSource.Copy(source, _ => null, ["torch"]);
}
