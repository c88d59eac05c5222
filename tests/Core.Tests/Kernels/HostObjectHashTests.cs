using System.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Tests.Kernels;

public sealed class HostObjectHashTests : IDisposable
{
    private const string Source = """
        #include <cmath>
        static const float table[4] = { 1, 2, 3, 4 };
        __attribute__((noinline)) static float shape(float x) { return std::sqrt(x) * 1.25f; }
        extern "C" void first(float* x, int n) { for (int i = 0; i < n; i++) x[i] = shape(x[i]) + table[i & 3]; }
        extern "C" const char* second(int n) { return n == 1 ? "one thing" : n == 2 ? "two things" : "many things"; }
        extern "C" double third(double x) { return x * 3.5; }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("perfgate-hash-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Comments_and_moved_lines_change_no_hash()
    {
        var edited =
            "// a comment\n\n\n"
            + Source.Replace("{ return x * 3.5", "{ /* why */\n return x * 3.5", StringComparison.Ordinal);

        Assert.Equal(Hashes(Source), Hashes(edited));
    }

    [Fact]
    public void Debug_information_and_the_files_place_change_no_hash()
    {
        var elsewhere = _directory.CreateSubdirectory("elsewhere").FullName;

        Assert.Equal(Hashes(Source), Hashes(Source, elsewhere, "-g"));
    }

    [Theory]
    [InlineData("1.25f", "1.26f", "first")]
    [InlineData("{ 1, 2, 3, 4 }", "{ 1, 2, 3, 5 }", "first")]
    [InlineData("+ table", "- table", "first")]
    [InlineData("two things", "two thingz", "second")]
    [InlineData("two things", "a longer text than before", "second")]
    [InlineData("3.5", "3.25", "third")]
    [InlineData("x * 3.5", "x * 3.5 + 1", "third")]
    public void A_change_moves_the_hash_of_the_function_that_it_reaches_and_no_other(
        string from,
        string to,
        string changed
    )
    {
        var before = Hashes(Source);
        var after = Hashes(Source.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal([changed], before.Keys.Where(k => before[k] != after[k]));
    }

    [Fact]
    public void Renaming_what_is_called_changes_no_hash() =>
        Assert.Equal(Hashes(Source), Hashes(Source.Replace("shape", "form", StringComparison.Ordinal)));

    [Fact]
    public void Calling_another_library_function_changes_the_hash() =>
        Assert.NotEqual(
            Hashes("#include <cmath>\nextern \"C\" void first(float* x) { *x = sinf(*x); }", functions: "first"),
            Hashes("#include <cmath>\nextern \"C\" void first(float* x) { *x = cosf(*x); }", functions: "first")
        );

    private SortedDictionary<string, string> Hashes(
        string source,
        string? place = null,
        string flags = "",
        params string[] functions
    )
    {
        place ??= _directory.FullName;
        var file = Path.Combine(place, "unit.cpp");
        var compiled = Path.Combine(place, "unit.o");
        File.WriteAllText(file, source);
        using var compiler = Process.Start(new ProcessStartInfo(FindCompiler()!,
            $"-std=c++17 -O2 -fPIC -ffunction-sections -fdata-sections {flags} -c \"{file}\" -o \"{compiled}\""))!;
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
        var code = ElfObject.Read(File.ReadAllBytes(compiled));
        return new(
            (functions.Length > 0 ? functions : ["first", "second", "third"]).ToDictionary(
                f => f,
                f => KernelCodeHash.Compute(code, f)
            )
        );
    }

    private static string? FindCompiler() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(d => new[] { Path.Combine(d, "g++"), Path.Combine(d, "clang++") })
            .FirstOrDefault(File.Exists);
}
