using PerfGate.Core.Devices;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Tests;

/// <summary>A repository in a temporary directory, with one kernel, one header and one reference function.</summary>
internal sealed class KernelFolder : IDisposable
{
    // As much of the host runtime as an export needs; the real one is tested where it is used.
    private const string HostHeader = """
        #pragma once
        #define __global__
        #define __device__
        #define __shared__ thread_local
        #define PERFGATE_EXPORT_KERNEL(k) extern "C" __attribute__((visibility("default"))) void* perfgate_launch_##k() { return (void*)&k; }
        #define PERFGATE_EXPORT_KERNEL_AS(s, n, ...) extern "C" __attribute__((visibility("default"))) void* perfgate_launch_##s() { return (void*)(__VA_ARGS__); }
        namespace perfgate { template <class T> T* dynamic_shared() { static T bytes[64]; return bytes; } }
        #define PERFGATE_DYNAMIC_SHARED(type, name) thread_local type name[64];
        """;

    private const string ExpectedHeader = """
        #pragma once
        #define PERFGATE_EXPORT_EXPECTED(f) \
            extern "C" __attribute__((visibility("default"))) void* perfgate_expected_##f() { return (void*)&f; }
        """;

    // The blank is on purpose: paths have them.
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("perfgate tasks ");

    public KernelFolder()
    {
        Write("include/perfgate_host.h", HostHeader);
        Write("include/perfgate_expected.h", ExpectedHeader);
        Write("include/perfgate/left_out.h", "");
        Write("kernels/scale.cuh", "#pragma once\n__device__ inline float factor() { return 2.5f; }\n");
        Write(
            "kernels/scale.cu",
            "#include \"scale.cuh\"\n\n__global__ void scale(float* x, int n)\n{\n    x[n] *= factor();\n}\n"
        );
        Write("kernels/plain.cu", "__global__ void plain(float* x)\n{\n    x[0] += 1;\n}\n");
        Write("kernels/scale.ref.cpp", "void scale_expected(double* x, int n)\n{\n    x[n] *= 2.5;\n}\n");
        Plan(DeviceKind.Host);
    }

    public string Root => _directory.FullName;

    public string Output => At("artifacts/perfgate/kernels.json");

    public string Intermediate => At("kernels/obj/perfgate");

    public string At(string path) => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void Replace(string path, string from, string to) =>
        Write(path, File.ReadAllText(At(path)).Replace(from, to, StringComparison.Ordinal));

    /// <summary>Writes an executable shell script.</summary>
    public string Script(string path, string body)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("the stand-ins for tools are shell scripts");
        Write(path, "#!/bin/sh\n" + body);
        File.SetUnixFileMode(At(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return At(path);
    }

    public void Plan(DeviceKind device, params PlannedModule[] modules) =>
        JsonFile.Write(
            At("kernels/obj/perfgate/plan.json"),
            new CompilePlan
            {
                Device = device,
                DeviceReason = "the test says so",
                Cases = [],
                Modules =
                    modules.Length > 0
                        ? [.. modules]
                        :
                        [
                            new("kernels/plain.cu", ModuleKind.Kernels, "", ["plain"]),
                            new("kernels/scale.cu", ModuleKind.Kernels, "", ["scale"]),
                            new("kernels/scale.ref.cpp", ModuleKind.Expected, "", ["scale_expected"]),
                        ],
            },
            PerfGateJson.Default.CompilePlan
        );

    public CompileKernels Task(RecordingEngine engine) =>
        new()
        {
            BuildEngine = engine,
            Plan = At("kernels/obj/perfgate/plan.json"),
            Output = Output,
            IntermediateDirectory = Intermediate,
            RepositoryRoot = Root,
            HostIncludeDirectory = At("include"),
        };

    public CompiledKernels Compiled() =>
        JsonFile.Read(Output, PerfGateJson.Default.CompiledKernels, "kernels.schema.json");

    public CompiledKernel Kernel(string name) =>
        Compiled().Modules.SelectMany(m => m.Kernels).Single(k => k.Name == name);

    /// <summary>Every file below the root with its time, so that a rewrite shows.</summary>
    public IReadOnlyDictionary<string, DateTime> Times() =>
        _directory
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .ToDictionary(f => f.FullName, f => f.LastWriteTimeUtc);

    public void Dispose() => _directory.Delete(recursive: true);
}
