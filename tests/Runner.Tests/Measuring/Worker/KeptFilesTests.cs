using PerfGate.Runner.Measuring.Worker;

namespace PerfGate.Runner.Tests.Measuring.Worker;

public sealed class KeptFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("perfgate-kept-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_several_threads_ask_for_is_made_once()
    {
        using var kept = new KeptFiles(folder);
        var made = 0;
        using var together = new Barrier(4);
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                return kept.Get("input", "x", 3, () =>
                {
                    Interlocked.Increment(ref made);
                    return [1, 2, 3];
                }).ToArray();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));

        Assert.All(await Task.WhenAll(asking), bytes => Assert.Equal([1, 2, 3], bytes));
        Assert.Equal(1, made);
    }

    [Fact]
    public void What_is_kept_with_another_length_is_made_again()
    {
        using (var first = new KeptFiles(folder))
            _ = first.Get("input", "x", 3, () => [1, 2, 3]);
        using var second = new KeptFiles(folder);
        Assert.Equal([4, 5], second.Get("input", "x", 2, () => [4, 5]).ToArray());
        using var third = new KeptFiles(folder);
        Assert.Equal([4, 5], third.Get("input", "x", 2, () => throw new InvalidOperationException("it is there")).ToArray());
    }

    [Fact]
    public void What_one_measurement_keeps_for_itself_is_gone_when_the_next_one_begins()
    {
        using (var first = new KeptFiles(folder))
        {
            first.Keep("input", "x", [1, 2], passing: true);
            first.Keep("input", "x", [3, 4]);
            Assert.Equal([1, 2], first.Get("input", "x", 2, () => [], passing: true).ToArray());
        }

        using var next = new KeptFiles(folder);
        next.Forget();
        Assert.False(next.Has("input", "x", 2, passing: true));
        Assert.True(next.Has("input", "x", 2));
    }
}
