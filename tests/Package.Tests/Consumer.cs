namespace PerfGate.Package.Tests;

/// <summary>A user's repository outside of PerfGate's, with kernels that use the packages.</summary>
/// <param name="packages">The packages.</param>
internal sealed class Consumer(Packages packages) : IDisposable
{
    // Times decide nothing here: two runs of a small case.
    public static readonly string[] Briefly = ["-p:PerfGateRuns=2", "-p:PerfGateDevice=host"];

    private readonly TemporaryFolder _folder = new("perfgate user ");

    public string Root => _folder.Root;

    /// <summary>The installed command.</summary>
    public string Tool => packages.Tool;

    public string PathOf(string path) => _folder.PathOf(path);

    public string Write(string path, string text) => _folder.Write(path, text);

    /// <summary>Writes a kernel with its manifest and its function of expected outputs.</summary>
    /// <param name="folder">The folder, from the root.</param>
    /// <param name="name">The kernel's name, which is its case's too.</param>
    public void Kernel(string folder, string name)
    {
        foreach (var file in Directory.GetFiles(Checkout.PathOf("samples/my_kernel"), "silu.*"))
        {
            var text = File.ReadAllText(file)
                .Replace("silu", name, StringComparison.Ordinal)
                .Replace("[65536, 1048576]", "[4096]", StringComparison.Ordinal);
            Write(Path.Combine(folder, name + Path.GetFileName(file)["silu".Length..]), text);
        }

        // Overwriting the caches before each sample takes longer than this kernel does. With the widest tolerance a
        // busy machine throws no run away.
        Write(
            Path.Combine(folder, "perfgate.json"),
            """{ "schemaVersion": 1, "cache": "hot", "tolerance": { "host": 10 } }"""
        );
    }

    /// <summary>Writes a project.</summary>
    /// <param name="path">Its path from the root.</param>
    /// <param name="items">Its items.</param>
    /// <param name="properties">Its properties besides the framework.</param>
    /// <param name="framework">What says for which frameworks it builds.</param>
    public void Project(
        string path,
        string items,
        string properties = "",
        string framework = "<TargetFramework>net10.0</TargetFramework>"
    ) =>
        Write(
            path,
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{framework}{properties}</PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """
        );

    /// <summary>The item that takes the package, and the kernels beside the project.</summary>
    public static string PackageAndKernels =>
        $"""<PackageReference Include="PerfGate" Version="{Packages.Version}" PrivateAssets="all" />{Kernels}""";

    public static string Kernels => """<CudaKernel Include="*.cu" />""";

    /// <summary>Runs <c>dotnet</c> at the root.</summary>
    public Task<ProgramResult> DotNetAsync(params string[] arguments) => RunAsync("dotnet", "", arguments);

    /// <summary>Runs the installed command in a folder.</summary>
    public Task<ProgramResult> ToolAsync(string folder, params string[] arguments) => RunAsync(Tool, folder, arguments);

    /// <summary>Runs a program in a folder, from the root.</summary>
    public Task<ProgramResult> RunAsync(string program, string folder, params string[] arguments)
    {
        // What dotnet leaves in the temporary folder goes with this one, and devices are locked for this one alone.
        // Kernels are compiled quickly: nobody asks how fast they are.
        var own = Directory.CreateDirectory(PathOf(".test")).FullName;
        return Programs.RunAsync(
            program,
            arguments,
            PathOf(folder),
            [
                .. packages.Variables,
                new("TMPDIR", own),
                new("PERFGATE_LOCKS", own),
                new("PerfGateHostFlags", "-O1"),
            ],
            TestContext.Current.CancellationToken
        );
    }

    public void Dispose() => _folder.Dispose();
}
