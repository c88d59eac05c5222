using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Benchmarks;

public sealed class CaseIdentityTests : IDisposable
{
    private static readonly string[] Code = [new('a', 64)];

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_a_sha_256() => Assert.Matches("^[0-9a-f]{64}$", CaseIdentity.Hash(_folder.Load().Cases[0], Code));

    [Theory]
    [InlineData("\"relative\": 1e-5", "\"relative\": 1e-3")]
    [InlineData("5 * M * N", "6 * M * N")]
    [InlineData("\"tolerance\": 0.02", "\"tolerance\": 0.5")]
    [InlineData("\"name\": \"softmax\"", "\"name\": \"renamed\"")]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"M\", 1, 1]")]
    [InlineData("\"memory\": \"1e6\"", "\"memory\": \"1e5\"")]
    public void What_does_not_run_does_not_enter(string old, string replacement)
    {
        var before = CaseIdentity.Hash(_folder.Load().Cases[0], Code);
        _folder.Change(old, replacement);

        Assert.Equal(before, CaseIdentity.Hash(_folder.Load().Cases[0], Code));
    }

    [Theory]
    [InlineData("\"grid\": [\"M\"]", "\"grid\": [\"M - 1\"]")]
    [InlineData("\"block\": [\"THREADS\"]", "\"block\": [128]")]
    [InlineData("\"sharedMemory\": 0", "\"sharedMemory\": 4")]
    [InlineData("\"i32\": \"N\" }],", "\"i32\": \"N - 1\" }],")]
    [InlineData(
        "\"arguments\": [\"x\", \"y\", { \"i32\": \"N\" }]",
        "\"arguments\": [\"y\", \"x\", { \"i32\": \"N\" }]"
    )]
    [InlineData("\"deviation\": 1", "\"deviation\": 2")]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 1, \"seed\": 2")]
    [InlineData("\"count\": \"M * N\", \"fill\": \"poison\"", "\"count\": \"M * N + 1\", \"fill\": \"poison\"")]
    [InlineData(
        "\"type\": \"f32\", \"count\": \"M * N\", \"fill\": \"poison\"",
        "\"type\": \"f16\", \"count\": \"M * N\", \"fill\": \"poison\""
    )]
    public void What_runs_enters(string old, string replacement)
    {
        var before = CaseIdentity.Hash(_folder.Load().Cases[0], Code);
        _folder.Change(old, replacement);

        Assert.NotEqual(before, CaseIdentity.Hash(_folder.Load().Cases[0], Code));
    }

    [Fact]
    public void The_machine_code_enters() =>
        Assert.NotEqual(
            CaseIdentity.Hash(_folder.Load().Cases[0], Code),
            CaseIdentity.Hash(_folder.Load().Cases[0], [new('b', 64)])
        );
}
