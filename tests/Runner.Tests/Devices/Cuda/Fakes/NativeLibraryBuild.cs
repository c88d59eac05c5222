namespace PerfGate.Runner.Tests.Devices.Cuda.Fakes;

/// <summary>Compiles the C++ of a fake library, once for a test run.</summary>
public sealed class NativeLibraryBuild : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-fakes-").FullName;

    /// <summary>Compiles a source beside the tests into a shared library.</summary>
    /// <param name="source">The C++ file's name in <c>Fakes</c>.</param>
    /// <param name="options">Further options of g++.</param>
    /// <returns>The library's path.</returns>
    public string Build(string source, params string[] options)
    {
        var library = Path.Combine(_folder, Path.ChangeExtension(source, ".so"));
        var compiled = Programs.Run(
            "g++",
            [
                "-std=c++17",
                "-O1",
                "-Wall",
                "-shared",
                "-fPIC",
                .. options,
                "-o",
                library,
                Path.Combine(AppContext.BaseDirectory, "Fakes", source),
                "-ldl",
            ]);
        Assert.True(compiled.ExitCode == 0, compiled.Text);
        return library;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
