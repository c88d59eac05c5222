using System.Text;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>The text of a macro, which a manifest states, is a text for the compiler.</summary>
public sealed class MacroTextTests : IDisposable
{
    private const string Need = "needs g++ or clang++ on the PATH";

    private readonly KernelFolder _folder = new();
    private readonly RecordingEngine _engine = new();

    public static bool HasCompiler => HostCompileTests.HasCompiler;

    public void Dispose() => _folder.Dispose();

    [Theory(SkipUnless = nameof(HasCompiler), Skip = Need)]
    [InlineData("$(touch planted)")]
    [InlineData("`touch planted`")]
    [InlineData("1 -fplugin=planted.so")]
    [InlineData("1 -o planted")]
    [InlineData("@planted.rsp")]
    [InlineData("1 > planted")]
    [InlineData("1 && touch planted")]
    [InlineData("1 | touch planted")]
    [InlineData("*")]
    [InlineData("%PATH%")]
    public void The_text_of_a_macro_is_one_argument_and_nothing_runs_it(string text)
    {
        _folder.Write(
            "kernels/plain.cu",
            "#define TEXT(x) TEXT_OF(x)\n#define TEXT_OF(x) #x\n"
                + "__global__ void plain(float* x)\n{\n    x[0] += TEXT(PLANTED)[static_cast<int>(x[0])];\n}\n"
        );
        _folder.Plan(
            DeviceKind.Host,
            new PlannedModule("kernels/plain.cu", ModuleKind.Kernels, $"PLANTED={text}", ["plain"])
        );

        var task = _folder.Task(_engine);
        Assert.True(task.Execute(), string.Join('\n', _engine.Errors));

        var binary = Directory.EnumerateFiles(_folder.Intermediate, "plain.so", SearchOption.AllDirectories).Single();
        Assert.Contains(text, File.ReadAllText(binary, Encoding.Latin1), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Root, "planted*", SearchOption.AllDirectories));
        Assert.False(File.Exists("planted"));
    }
}
