using PerfGate.Core.Kernels;

namespace PerfGate.Core.Tests.Kernels;

public sealed class KernelSourceScannerTests
{
    // Each < was followed to the end of the text, which took minutes.
    [Theory(Timeout = 30_000)]
    [InlineData("<")]
    [InlineData("a <")]
    [InlineData("a < (")]
    public async Task Very_many_brackets_that_nothing_closes_are_read_at_once(string bracket)
    {
        var text = "__global__ void " + string.Concat(Enumerable.Repeat(bracket, 100_000));

        Assert.Empty(await Task.Run(() => KernelSourceScanner.Scan(text), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_kernel_is_found_with_its_line_and_its_parameters()
    {
        var kernel = Assert.Single(
            KernelSourceScanner.Scan("int a;\n\n__global__ void scale(float* x, int n) { x[n] = 1; }\n")
        );

        // What a kernel may write is compared by its values: a record compares an array by the object.
        Assert.Equal([true, true], kernel.MayWrite);
        Assert.Equal(new("scale", 3, 2) { MayWrite = kernel.MayWrite, Parameters = kernel.Parameters }, kernel);
    }

    [Theory]
    [InlineData("__global__ void __launch_bounds__(256, 2) k(int a) {}")]
    [InlineData("__global__ __launch_bounds__(256) void k(int a) {}")]
    [InlineData("__launch_bounds__(256) __global__ void k(int a) {}")]
    [InlineData("static __global__ void k(int a) {}")]
    [InlineData("void __global__ k(int a) {}")]
    [InlineData("__global__ static inline void k(int a) {}")]
    [InlineData("__global__ void MY_BOUNDS(128) k(int a) {}")]
    [InlineData("[[maybe_unused]] __global__ void k(int a) {}")]
    [InlineData("__global__ __attribute__((noinline)) void k(int a) {}")]
    [InlineData("__global__ void __cluster_dims__(2, 1, 1) __launch_bounds__(128) k(int a) {}")]
    [InlineData("__global__ void k(Pair<int, float> a) {}")]
    [InlineData("__global__ void k(int (*a)[4]) {}")]
    [InlineData("__global__ void /* (b, c) */ k( // (d, e)\nint a) {}")]
    [InlineData("__global__ \\\nvoid k(int a) {}")]
    public void Attributes_and_layout_do_not_hide_a_kernel(string source)
    {
        var kernel = Assert.Single(KernelSourceScanner.Scan(source));

        Assert.Equal(("k", 1, 1), (kernel.Name, kernel.Line, kernel.ParameterCount));
    }

    [Theory]
    [InlineData("// __global__ void k() {}")]
    [InlineData("/* __global__\n void k() {} */")]
    [InlineData("// a \\\n __global__ void k() {}")]
    [InlineData("const char* s = \"__global__ void k() {}\";")]
    [InlineData("const char* s = R\"x(\n__global__ void k() {}\n)\" )x\";")]
    [InlineData("#define KERNEL __global__ void k() {}")]
    [InlineData("#define KERNEL \\\n __global__ void k() {}")]
    [InlineData("#if 0\n__global__ void k() {}\n#endif")]
    [InlineData("#if 1\n#else\n#if 0\n#if X\n#endif\n__global__ void k() {}\n#endif\n#endif")]
    [InlineData("__global__ void k(int a);")]
    [InlineData("template __global__ void k<float>(float*);")]
    public void What_defines_no_kernel_is_not_one(string source) => Assert.Empty(KernelSourceScanner.Scan(source));

    [Fact]
    public void The_other_side_of_a_disabled_region_counts() =>
        Assert.Equal(
            "b",
            Assert
                .Single(
                    KernelSourceScanner.Scan("#if 0\n__global__ void a() {}\n#else\n__global__ void b() {}\n#endif")
                )
                .Name
        );

    [Fact]
    public void The_line_is_the_one_of_the_keyword_even_after_joined_lines()
    {
        const string source = "#define A \\\n  1\n/* two\n lines */\ntemplate <int N>\n__global__\nvoid\nk() {}\n";

        Assert.Equal(6, Assert.Single(KernelSourceScanner.Scan(source)).Line);
    }

    [Theory]
    [InlineData("__global__ void k() {}", 0)]
    [InlineData("__global__ void k(void) {}", 0)]
    [InlineData("__global__ void k(float* __restrict__ x, Pair<int, int> p, int (*f)(int, int)) {}", 3)]
    public void Parameters_are_counted_at_their_own_depth(string source, int count) =>
        Assert.Equal(count, Assert.Single(KernelSourceScanner.Scan(source)).ParameterCount);

    [Fact]
    public void Namespaces_are_followed()
    {
        const string source = """
            namespace a::b { namespace { __global__ void inner() { if (1) { } } } struct S { int x; }; __global__ void middle() {} }
            __global__ void outer() {}
            """;

        Assert.Equal(["a::b::(anonymous)", "a::b", ""], KernelSourceScanner.Scan(source).Select(k => k.Namespace));
    }

    [Theory]
    [InlineData("extern \"C\" __global__ void k() {}", true)]
    [InlineData("extern \"C\" { int f() { return 0; } __global__ void k() {} }", true)]
    [InlineData("extern \"C\" { } __global__ void k() {}", false)]
    public void C_linkage_is_seen(string source, bool expected) =>
        Assert.Equal(expected, Assert.Single(KernelSourceScanner.Scan(source)).IsExternC);

    [Fact]
    public void A_template_is_told_from_a_plain_kernel()
    {
        var kernels = KernelSourceScanner.Scan(
            "template <class T, int N = (1 > 0)> __global__ void t(T* x) {}\n__global__ void p() {}"
        );

        Assert.Equal([("t", true), ("p", false)], kernels.Select(k => (k.Name, k.IsTemplate)));
    }

    [Fact]
    public void A_digit_separator_is_not_a_quote() =>
        Assert.Single(KernelSourceScanner.Scan("int a = 1'000'000;\n__global__ void k() {}\nint b = 1'0;"));

    [Theory]
    [InlineData("extern __shared__ float tile[];", "float", "tile")]
    [InlineData("extern __shared__ __align__(16) unsigned char raw[];", "unsigned char", "raw")]
    [InlineData("__shared__ extern double2 pairs[];", "double2", "pairs")]
    [InlineData("extern __shared__ alignas(16) ns::T<int> x[];", "ns :: T < int >", "x")]
    public void An_array_of_dynamic_shared_memory_is_found(string declaration, string type, string name)
    {
        var array = Assert.Single(
            KernelSourceScanner.ScanDynamicShared($"__global__ void k() {{\n {declaration}\n }}")
        );

        Assert.Equal(new DynamicSharedArray(type, name, "", 2) { IsLocal = true }, array);
    }

    [Theory]
    [InlineData("__shared__ float tile[32];")]
    [InlineData("extern int x[];")]
    [InlineData("extern __shared__ float tile[32];")]
    [InlineData("// extern __shared__ float tile[];")]
    public void Other_arrays_are_not_dynamic_shared_memory(string source) =>
        Assert.Empty(KernelSourceScanner.ScanDynamicShared(source));

    [Fact]
    public void The_same_array_in_two_kernels_is_one() =>
        Assert.Single(
            KernelSourceScanner.ScanDynamicShared(
                "__global__ void a() { extern __shared__ float s[]; }\n__global__ void b() { extern __shared__ float "
                    + "s[]; }"
            )
        );

    [Fact]
    public void Included_files_are_listed_with_how_they_are_looked_for() =>
        Assert.Equal(
            [new("a.cuh", true, 1), new("b/c.h", true, 2), new("d.h", false, 3)],
            KernelSourceScanner.ScanIncludes(
                "#include \"a.cuh\"\n# include \"b/c.h\" // \"x\"\n#include <d.h>\n// #include \"e.h\"\n"
            )
        );

    // A buffer that may be written is restored before each launch; one that is not must not change.
    [Theory]
    [InlineData("const float* x, float* y, int n", new[] { false, true, true })]
    [InlineData("float const* __restrict__ x, float* __restrict__ y", new[] { false, true })]
    [InlineData("const float* const x, float* const y", new[] { false, true })]
    [InlineData("const float x[], float y[4]", new[] { false, true })]
    [InlineData("vec<const float>* x, const vec<int, 3>* y, const span<float> z", new[] { true, false, true })]
    [InlineData("input_pointer x", new[] { true })]
    [InlineData("const __grid_constant__ params p", new[] { true })]
    public void A_parameter_tells_whether_the_kernel_may_write_through_it(string parameters, bool[] mayWrite) =>
        Assert.Equal(
            mayWrite,
            Assert.Single(KernelSourceScanner.Scan($"__global__ void k({parameters}) {{ }}")).MayWrite
        );

    // Found by fuzzing: each word was followed to the end of a file that has no end of a declaration.
    [Theory]
    [InlineData("__shared__ ")]
    [InlineData("extern __shared__ float x[ ")]
    [InlineData("__global__ ")]
    [InlineData("__global__ k<")]
    [InlineData("__global__ k(")]
    [InlineData("k(")]
    [InlineData("k(x")]
    [InlineData("#if 1\n")]
    [InlineData("namespace a ")]
    [InlineData("namespace a { ")]
    public async Task A_source_that_repeats_itself_and_ends_nothing_is_read_within_two_minutes(string piece)
    {
        var source = string.Concat(Enumerable.Repeat(piece, 262_144 / piece.Length));

        var reading = Task.Run(
            () =>
            {
                KernelSourceScanner.Scan(source);
                KernelSourceScanner.ScanDynamicShared(source);
                KernelSourceScanner.ScanIncludes(source);
                return KernelSourceScanner.FindFunction(source, "k");
            },
            TestContext.Current.CancellationToken
        );

        Assert.Null(await reading.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("int k(int (*f)(int), int a[2]) { }", 1)]
    [InlineData("int k(int);\nint k(int) { }", 2)]
    [InlineData("int a = k(k(1), 2);\n\nvoid k() { } }", 3)]
    [InlineData("int k(int", null)]
    public void A_function_is_found_where_its_body_follows(string source, int? line) =>
        Assert.Equal(line, KernelSourceScanner.FindFunction(source, "k"));

    // Found by fuzzing: the names of 20,000 namespaces inside one another took 800 MB.
    [Fact]
    public void The_name_of_namespaces_inside_one_another_has_a_limit()
    {
        var source = string.Concat(Enumerable.Repeat("namespace a { ", 20_000)) + "__global__ void k() { }";

        Assert.InRange(Assert.Single(KernelSourceScanner.Scan(source)).Namespace!.Length, 4_096, 4_200);
    }
}
