using PerfGate.Runner.Devices.Cuda.Nvml;

namespace PerfGate.Runner.Tests.Devices.Cuda.Fakes;

/// <summary>
/// A fake NVML of one test's own: a copy of the library in a folder that holds what it is told and what it was asked.
/// </summary>
internal sealed class FakeNvml : IDisposable
{
    public const string Uuid = "GPU-00112233-4455-6677-8899-aabbccddeeff";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("perfgate-nvml-");
    private NvmlLibrary? _library;

    public FakeNvml(string library) => File.Copy(library, Library);

    public string Folder => _folder.FullName;

    public string Library => Path.Combine(_folder.FullName, "libfake-nvml.so");

    /// <summary>Where processes of this test keep their notes.</summary>
    public string State => Path.Combine(_folder.FullName, "state");

    public string? Variable(string name) => name switch
    {
        NvmlLibrary.Variable => Library,
        "XDG_STATE_HOME" => State,
        _ => null,
    };

    public NvmlGpu Gpu() => (_library ??= NvmlLibrary.Load(Variable)).Gpu(Uuid);

    public void Behave(params string[] lines)
    {
        var temporary = Path.Combine(Folder, "behaviour.new");
        File.WriteAllLines(temporary, lines);
        File.Move(temporary, Path.Combine(Folder, "behaviour"), overwrite: true);
    }

    /// <summary>
    /// Waits until a watch has looked at the GPU as it is now, and has taken note of it: however busy the machine is.
    /// </summary>
    public async Task LookedAtAsync(CancellationToken cancellation)
    {
        // The look after this moment sees it; the one after that is made once it is noted.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var enough = Looks + 2;
        while (Looks < enough)
            await Task.Delay(5, patience.Token);
    }

    private long Looks => new FileInfo(Path.Combine(Folder, "looks")) is { Exists: true } file ? file.Length : 0;

    /// <summary>The calls that could have changed a GPU, in order.</summary>
    public IReadOnlyList<string> Calls() =>
        File.Exists(Path.Combine(Folder, "calls")) ? File.ReadAllLines(Path.Combine(Folder, "calls")) : [];

    public bool IsLocked() =>
        File.Exists(Path.Combine(Folder, "locked"))
        && File.ReadAllText(Path.Combine(Folder, "locked")).Trim() is not ("0 0" or "");

    public void Dispose()
    {
        _library?.Dispose();
        _folder.Delete(recursive: true);
    }
}
