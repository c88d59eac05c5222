using PerfGate.Core.Diagnostics;
using PerfGate.Core.Formats;

namespace PerfGate.Core.Tests.Baselines;

/// <summary>Files in a baseline's place that somebody or something has changed.</summary>
public sealed class DamagedBaselineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("perfgate baselines ").FullName;

    private string BaselinePath => BaselineFile.PathOf(_folder, Sample.Device);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\u001f\u008b\u0008\u0000 not text")]
    [InlineData("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n")]
    [InlineData("[1, 2, 3]")]
    [InlineData("null")]
    [InlineData("   ")]
    public void What_is_no_baseline_is_refused(string text)
    {
        File.WriteAllText(BaselinePath, text);

        Assert.Contains(Code(() => BaselineFile.Read(BaselinePath)), (string[])["PG9002", "PG9003"]);
    }

    [Fact]
    public void A_run_without_samples_is_refused()
    {
        var text = Written(Sample.Measurement());
        var begin = text.IndexOf("\"samples\": [", StringComparison.Ordinal);
        var end = text.IndexOf(']', begin);
        File.WriteAllText(BaselinePath, $"{text[..begin]}\"samples\": [{text[end..]}");

        Assert.Equal("PG9003", Code(() => BaselineFile.Read(BaselinePath)));
    }

    [Theory]
    [InlineData("1.7e308")]
    [InlineData("1e-300")]
    public void The_largest_and_the_smallest_times_are_read(string number)
    {
        var text = Written(Sample.Measurement());
        var begin = text.IndexOf("\"samples\": [", StringComparison.Ordinal) + "\"samples\": [".Length;
        var end = text.IndexOf(',', begin);
        File.WriteAllText(BaselinePath, $"{text[..begin]}{number}{text[end..]}");

        Assert.NotNull(BaselineFile.Read(BaselinePath));
    }

    [Fact]
    public void A_file_of_blanks_takes_little_memory_and_is_refused()
    {
        File.WriteAllText(BaselinePath, new string(' ', 20_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("PG9002", Code(() => BaselineFile.Read(BaselinePath)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public async Task Equal_refreshes_at_once_leave_one_whole_file_and_only_one_of_them_writes()
    {
        var wrote = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(
                () => BaselineFile.Update(
                    BaselinePath, _ => Sample.Baseline(Sample.Measurement(0, "v1")), TimeSpan.FromMinutes(1)),
                TestContext.Current.CancellationToken
            ))
        );

        Assert.Single(wrote, w => w);
        Assert.Equal("v1", BaselineFile.Read(BaselinePath)!.Newest.Environment.Git!.Tag);
        Assert.Equal([BaselinePath], Directory.GetFiles(_folder, "*.json*"));
    }

    private string Written(params PerfGate.Core.Measurements.Measurement[] measurements)
    {
        BaselineFile.Update(BaselinePath, _ => Sample.Baseline(measurements), TimeSpan.Zero);
        return File.ReadAllText(BaselinePath);
    }

    private static string Code(Action act) => Assert.Throws<PerfGateException>(act).Diagnostics[0].Code;
}
