using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Benchmarks.Data;
using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class InputStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate-inputs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Drawing a million normal values takes longer than reading them, a pattern does not.
    [Theory]
    [InlineData(nameof(FillKind.Normal), 1 << 20, 1)]
    [InlineData(nameof(FillKind.Normal), 1 << 10, 0)]
    [InlineData(nameof(FillKind.Poison), 1 << 20, 0)]
    public void Only_what_takes_long_to_make_is_kept_on_disk(string fill, int count, int files)
    {
        var buffer = new BufferSpec("x", ElementType.F32, count, new(Enum.Parse<FillKind>(fill), 0, 1), 5);
        using (var kept = new KeptFiles(_folder))
            Assert.Equal(BufferData.Generate(buffer), new InputStore(kept).BytesOf(buffer).ToArray());
        Assert.Equal(files, Directory.GetFiles(_folder).Length);
    }
}
