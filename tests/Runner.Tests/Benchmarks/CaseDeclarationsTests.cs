using PerfGate.Core.Measurements;
using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>What files keep of a manifest.</summary>
public sealed class CaseDeclarationsTests : IDisposable
{
    private readonly ManifestFolder _made = new();

    public void Dispose() => _made.Dispose();

    private CaseDeclaration Declared => CaseDeclarations.Of(_made.Load().Cases[0], _made.Root);

    [Fact]
    public void Everything_that_decides_problem_launch_and_check_is_in_it()
    {
        var declared = Declared;

        Assert.Equal(
            [new DeclaredBuffer("x", "f32", 16384, "normal(0, 1)"), new DeclaredBuffer("y", "f32", 16384, "poison")],
            declared.Buffers
        );
        Assert.Equal([new DeclaredLaunch("softmax_rows", "64", "256", 0, "x, y, i32 256")], declared.Launches);
        Assert.Equal([new DeclaredOutput("y", 1e-5)], declared.Outputs);
        Assert.Equal(
            ("ELEMENT=float;TILE=32", 81920.0, 131072.0, 1.0),
            (declared.Defines, declared.Flops, declared.Bytes, declared.Seed)
        );
        Assert.Equal(
            (ExpectedKind.Function, "softmax_reference", "kernels/softmax.ref.cpp", "x, y, i32 64, i32 256"),
            (declared.Expected.Kind, declared.Expected.Name, declared.Expected.Source, declared.Expected.Arguments));
    }

    [Theory]
    [InlineData(
        "/* said twice */ void softmax_reference(const double* x,\n    double* y, int m, int n) {} // and once more",
        true
    )]
    [InlineData("void softmax_reference(const double* x, double* y, int m, int n) { y[0] = 1; }", false)]
    public void A_comment_in_the_source_is_no_change_and_code_is(string source, bool same)
    {
        var before = Declared.Expected.Digest;

        _made.Write("kernels/softmax.ref.cpp", source);

        Assert.Equal(same, before == Declared.Expected.Digest);
    }

    [Fact]
    public void What_a_source_includes_in_quotes_counts()
    {
        _made.Write("kernels/scale.h", "const double scale = 1;");
        _made.Write(
            "kernels/softmax.ref.cpp",
            "#include \"scale.h\"\nvoid softmax_reference(const double* x, double* y, int m, int n) {}"
        );
        var before = Declared.Expected.Digest;

        _made.Write("kernels/scale.h", "const double scale = 2;");

        Assert.NotEqual(before, Declared.Expected.Digest);
    }

    [Fact]
    public void A_file_of_values_is_known_by_its_bytes()
    {
        _made.Change(
            "\"source\": \"softmax.ref.cpp\", \"function\": \"softmax_reference\",\n      \"arguments\": [\"x\", "
                + "\"y\", { \"i32\": \"M\" }, { \"i32\": \"N\" }],",
            "\"file\": \"values_{N}.bin\",");
        _made.Write("kernels/values_512.bin", new string('0', 4 * 64 * 512));
        _made.Write("kernels/values_256.bin", new string('0', 4 * 64 * 256));
        var before = Declared.Expected;
        _made.Write("kernels/values_256.bin", new string('1', 4 * 64 * 256));
        File.SetLastWriteTimeUtc(Path.Combine(_made.Root, "kernels/values_256.bin"), DateTime.UnixEpoch);

        Assert.Equal((ExpectedKind.File, "kernels/values_256.bin"), (before.Kind, before.Name));
        Assert.NotEqual(before.Digest, Declared.Expected.Digest);
    }
}
