using System.Diagnostics;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;

namespace PerfGate.Core.Tests.Kernels;

public sealed class HostObjectHashTests : IDisposable
{
    // No header: reading <cmath> takes the compiler ten times as long as these functions.
    private const string Source = """
        static const float table[4] = { 1, 2, 3, 4 };
        __attribute__((noinline)) static float shape(float x) { return __builtin_sqrtf(x) * 1.25f; }
        extern "C" void first(float* x, int n) { for (int i = 0; i < n; i++) x[i] = shape(x[i]) + table[i & 3]; }
        extern "C" const char* second(int n) { return n == 1 ? "one thing" : n == 2 ? "two things" : "many things"; }
        extern "C" double third(double x) { return x * 3.5; }
        """;

    // The same for every test, so it is compiled once.
    private static readonly Lazy<SortedDictionary<string, string>> _ofSource = new(() =>
    {
        using var folder = new TemporaryFolder();
        return Hashes(Source, folder.Root);
    });

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("perfgate-hash-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Comments_and_moved_lines_change_no_hash()
    {
        var edited =
            "// a comment\n\n\n"
            + Source.Replace("{ return x * 3.5", "{ /* why */\n return x * 3.5", StringComparison.Ordinal);

        Assert.Equal(_ofSource.Value, Hashes(edited));
    }

    [Fact]
    public void Debug_information_and_the_files_place_change_no_hash()
    {
        var elsewhere = _directory.CreateSubdirectory("elsewhere").FullName;

        Assert.Equal(_ofSource.Value, Hashes(Source, elsewhere, "-g"));
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
        var before = _ofSource.Value;
        var after = Hashes(Source.Replace(from, to, StringComparison.Ordinal));

        Assert.Equal([changed], before.Keys.Where(k => before[k] != after[k]));
    }

    // What the compiler cannot know is computed when the library is loaded.
    private const string Initialised = """
        extern "C" double strtod(const char*, char**);
        static double scale() { return strtod("2", nullptr); }
        static double rounds = strtod("512", nullptr) * scale();
        static double other = strtod("3", nullptr);
        extern "C" double first(double x) { return x * rounds; }
        extern "C" double second(double x) { return x + 1; }
        """;

    [Theory]
    [InlineData("512")]
    [InlineData("return strtod(\"2\"")]
    public void What_gives_a_variable_its_value_when_the_library_is_loaded_counts_for_who_reads_it(string value)
    {
        var before = Hashes(Initialised, _directory.FullName, functions: ["first", "second"]);
        var edited = Initialised.Replace(
            value, value.Replace("2", "4", StringComparison.Ordinal), StringComparison.Ordinal);
        var after = Hashes(edited, _directory.FullName, functions: ["first", "second"]);

        Assert.Equal(["first"], before.Keys.Where(k => before[k] != after[k]));
    }

    [Fact]
    public void Renaming_what_is_called_changes_no_hash() =>
        Assert.Equal(_ofSource.Value, Hashes(Source.Replace("shape", "form", StringComparison.Ordinal)));

    [Fact]
    public void Calling_another_library_function_changes_the_hash() =>
        Assert.NotEqual(
            Hashes(Calling("sinf"), _directory.FullName, functions: "first"),
            Hashes(Calling("cosf"), _directory.FullName, functions: "first")
        );

    private static string Calling(string function) =>
        $"extern \"C\" {{ float sinf(float), cosf(float); }}\n"
        + $"extern \"C\" void first(float* x) {{ *x = {function}(*x); }}";

    private SortedDictionary<string, string> Hashes(string source) => Hashes(source, _directory.FullName);

    private static SortedDictionary<string, string> Hashes(
        string source,
        string place,
        string flags = "",
        params string[] functions
    )
    {
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
