namespace PerfGate.Runner.Tests.Observing;

/// <content>The toolkit and the program that are observed.</content>
public sealed partial class ObservedRunTests
{
    /// <summary>A folder that looks like a CUDA toolkit, with a program that looks like one that uses it.</summary>
    public sealed class Toolkit : IDisposable
    {
        private static string Fakes => Checkout.PathOf("tests/Runner.Tests/Observing/Fakes");

        public Toolkit()
        {
            foreach (var file in Directory.EnumerateFiles(Fakes))
                Folder.Write(Place(Path.GetFileName(file)), File.ReadAllText(file));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Folder.PathOf("bin/nvcc"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
            const string Code = "extern \"C\" int softmax_kernel(int x) { return x * 3; }\n";
            Folder.Write("kernel.cpp", Code);
            Folder.Write("comment.cpp", "// A comment more.\n\n" + Code);
            Folder.Write("other.cpp", Code.Replace('3', '5'));
            Directory.CreateDirectory(Folder.PathOf("lib64"));
            Compile("-shared", "-fPIC", "-Iinclude", "fake_cupti.cpp", "-o", "lib64/libcupti.so");
            Compile("program.cpp", "-Iinclude", "-Llib64", "-lcupti", "-ldl", "-pthread", "-o", "program");
            foreach (var name in (string[])["kernel", "comment", "other"])
                Compile("-c", "-g", "-ffunction-sections", "-fdata-sections", $"{name}.cpp", "-o", $"{name}.o");
        }

        internal TemporaryFolder Folder { get; } = new("perfgate-toolkit-");

        public string? Variable(string name) => name == "PERFGATE_NVCC" ? Folder.PathOf("bin/nvcc") : null;

        public void Dispose() => Folder.Dispose();

        private static string Place(string file) =>
            file == "nvcc" ? "bin/nvcc"
            : file.EndsWith(".h", StringComparison.Ordinal) ? $"include/{file}"
            : file;

        private void Compile(params string[] arguments)
        {
            var ended = Programs.Run("g++", ["-std=c++17", "-O1", "-Wall", .. arguments], Folder.Root);
            Assert.True(ended.ExitCode == 0, ended.Text);
        }
    }
}
