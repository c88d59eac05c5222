using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Tests.Measuring;

/// <summary>What a worker prints costs no memory. No other test runs beside, because all memory is counted.</summary>
[Collection("alone")]
public sealed class WorkerMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_worker_prints_costs_no_memory_however_long_its_lines_are()
    {
        var result = _folder.PathOf("result.json");
        // 100 MB without a line's end on each stream; as text twice as much.
        const string script =
            "say a; head -c 100000000 /dev/zero | tee /dev/stderr; echo >&2; echo the end >&2; exit 7";
        using var launcher = new WorkerProcess(
            ["/bin/bash", "-c", WorkerProcessTests.Prelude + script, "worker"],
            start => start.Environment["RESULT"] = result,
            TimeSpan.FromMinutes(1)
        );
        var before = GC.GetTotalAllocatedBytes();
        var exit = await launcher.RunAsync(
            Jobs.Any with { Result = result, Cases = ["a"] },
            _ => { },
            TestContext.Current.CancellationToken
        );

        Assert.Equal("a", exit.LastCase);
        Assert.EndsWith("the end", exit.Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 50_000_000);
    }

    [Fact]
    public async Task Of_many_lines_that_a_worker_prints_few_are_kept()
    {
        var result = _folder.PathOf("result.json");
        // 100 MB of lines on each stream. "b" comes behind them, while the worker lives.
        const string script =
            "say a; yes 'a line that a kernel prints' | head -c 100000000 | tee /dev/stderr; echo; say b; "
            + "echo the end >&2; exit 7";
        using var launcher = new WorkerProcess(
            ["/bin/bash", "-c", WorkerProcessTests.Prelude + script, "worker"],
            start => start.Environment["RESULT"] = result,
            TimeSpan.FromMinutes(1)
        );
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var held = long.MaxValue;
        var exit = await launcher.RunAsync(
            Jobs.Any with { Result = result, Cases = ["a", "b"] },
            name => held = name == "b" ? GC.GetTotalMemory(forceFullCollection: true) - before : held,
            TestContext.Current.CancellationToken
        );

        Assert.Equal("b", exit.LastCase);
        Assert.EndsWith("the end", exit.Reason, StringComparison.Ordinal);
        Assert.InRange(exit.Reason!.Length, 1, 1000);
        Assert.InRange(held, long.MinValue, 20_000_000);
    }
}

/// <summary>Tests beside which no other runs.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
