using System.Globalization;
using System.Security.Cryptography;
using PerfGate.Core.Devices;
using PerfGate.Core.Kernels;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>A kernel and a reference function that multiply by FACTOR, which comes from wherever a test puts
/// it.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly KernelFolder _folder = new();
    private readonly Dictionary<string, string?> _variables = [];

    private readonly bool _cuda;

    /// <summary>Writes the sources.</summary>
    /// <param name="compiler">The compiler of the kernel, by name or path.</param>
    /// <param name="cuda">Whether it is nvcc.</param>
    /// <param name="modules">1 for the kernel alone, 2 for the reference function too.</param>
    public KeyFolder(string compiler, bool cuda = false, int modules = 2)
    {
        _cuda = cuda;
        Driver = Compiler = ToolSearch.Find(compiler)!;
        Write("kernels/scale.cu", "#include <factor.h>\n" +
            "__global__ void scale(float* x, int n)\n{\n    x[n] *= FACTOR;\n}\n");
        Write("kernels/scale.ref.cpp", "#include <factor.h>\n" +
            "void scale_expected(double* x, int n)\n{\n    x[n] *= FACTOR;\n}\n");
        Factor("third", 2.5);
        var kernel = new PlannedModule("kernels/scale.cu", ModuleKind.Kernels, "", ["scale"]);
        var reference = new PlannedModule("kernels/scale.ref.cpp", ModuleKind.Expected, "", ["scale_expected"]);
        _folder.Plan(cuda ? DeviceKind.Cuda : DeviceKind.Host, modules == 1 ? [kernel] : [kernel, reference]);
    }

    /// <summary>The real compiler.</summary>
    public string Driver { get; }

    /// <summary>What the project names as its compiler.</summary>
    public string Compiler { get; set; }

    public string Flags { get; set; } = "";

    public List<string> IncludeDirectories { get; } = [];

    public string At(string path) => _folder.At(path);

    public void Write(string path, string text) => _folder.Write(path, text);

    public void Replace(string path, string from, string to) => _folder.Replace(path, from, to);

    public string Script(string path, string body) => _folder.Script(path, body);

    /// <summary>A script that stands in front of the compiler.</summary>
    public void Wrap(string body) => Compiler = Script("tools/cxx", body);

    public void Factor(string directory, double factor) =>
        Write($"{directory}/factor.h", string.Create(CultureInfo.InvariantCulture, $"#define FACTOR {factor}f\n"));

    /// <summary>Sets a variable of this process; its old value comes back in the end.</summary>
    public void Set(string variable, string? value)
    {
        _variables.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }

    /// <summary>Runs a tool in the folder.</summary>
    public void Run(string tool, params string[] arguments)
    {
        var result = Programs.Run(tool, arguments, _folder.Root);
        Assert.True(result.ExitCode == 0, result.Text);
    }

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.Delete(At(path));
        File.CreateSymbolicLink(At(path), target);
    }

    /// <summary>Compiles, and says how many modules were compiled.</summary>
    public int Build()
    {
        var engine = new RecordingEngine();
        using var task = _folder.Task(engine);
        (task.Nvcc, task.NvccFlags, task.Architectures) = (Compiler, Flags, "sm_90a");
        if (!_cuda)
            (task.HostCompiler, task.HostFlags) = (Compiler, Flags);
        task.IncludeDirectories = [.. IncludeDirectories.Select(d => new Microsoft.Build.Utilities.TaskItem(At(d)))];
        Assert.True(task.Execute(), string.Join('\n', engine.Errors));
        Messages = engine.Messages;
        return task.CompiledCount;
    }

    public IReadOnlyList<string> Messages { get; private set; } = [];

    /// <summary>The hash of every function, and of the content of every library.</summary>
    public IReadOnlyList<string> Outcome() =>
    [
        .. _folder.Compiled().Modules.SelectMany(m => m.Kernels).Select(k => $"{k.Name} {k.CodeHash}"),
        .. _folder.Compiled().Modules.Select(m => Path.GetFullPath(m.Binary, Path.GetDirectoryName(_folder.Output)!))
            .Select(b => $"{Path.GetFileName(b)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(b)))}"),
    ];

    /// <summary>Forgets what was compiled.</summary>
    public void Clean()
    {
        foreach (var directory in Directory.EnumerateDirectories(_folder.Intermediate))
            Directory.Delete(directory, recursive: true);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _variables)
            Environment.SetEnvironmentVariable(name, value);
        _folder.Dispose();
    }
}
