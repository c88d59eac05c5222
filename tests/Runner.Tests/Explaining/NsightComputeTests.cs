using PerfGate.Core.Diagnostics;
using PerfGate.Core.Explaining;
using PerfGate.Runner.Explaining;

namespace PerfGate.Runner.Tests.Explaining;

/// <summary>How ncu is called and what is made of its answers, with a script in its place.</summary>
public sealed class NsightComputeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Launches_are_counted_and_the_clocks_stay_as_they_are()
    {
        var table = Path.Combine(Checkout.Root, "tests", "data", "explain", "fast.csv");

        var counted = await CountAsync($"cp '{table}' \"$log\"");

        Assert.Null(counted.Failure);
        Assert.Equal(26, counted.Launches.Length);
        Assert.Equal(12896, counted.Launches[0].Metrics[NcuMetrics.Time].Value);
        var call = await File.ReadAllTextAsync(_folder.PathOf("call"), TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "events --csv --page raw --print-units base --clock-control none ",
            call,
            StringComparison.Ordinal
        );
        Assert.Contains(" -k regex:^(one|_Z3twoPf)$ ", call, StringComparison.Ordinal);
        Assert.EndsWith("perfgate launch\n", call, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo '==ERROR== ERR_NVGPUCTRPERM - no permission' >> \"$log\"; exit 1", "only administrators")]
    [InlineData("echo '==ERROR== ERR_NVGPUCTRPERM - no permission'; exit 1", "only administrators")]
    [InlineData(
        "echo '==WARNING== No kernels were profiled.' > \"$log\"",
        "ncu counted no launch (exit code 0): ==WARNING== No kernels"
    )]
    [InlineData("echo out of memory >&2; exit 3", "ncu counted no launch (exit code 3): out of memory")]
    public async Task What_it_cannot_count_is_told(string body, string why)
    {
        var counted = await CountAsync(body);

        Assert.Empty(counted.Launches);
        Assert.Contains(why, counted.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_table_is_refused_with_file_and_line()
    {
        var refused = await Assert.ThrowsAsync<PerfGateException>(() =>
            CountAsync("printf '\"ID\",\"Kernel Name\"\\n\"\",\"\"\\n\"0\"\\n' > \"$log\"")
        );

        Assert.Equal(("PG2101", 3), (refused.Diagnostics[0].Code, refused.Diagnostics[0].Location!.Line));
    }

    [Fact]
    public void It_is_looked_for_beside_nvcc()
    {
        var ncu = Script("");
        _folder.Write("bin/nvcc", "");
        MakeExecutable(_folder.PathOf("bin/nvcc"));

        Assert.Equal(ncu, NsightCompute.Find(name => name == "CUDA_HOME" ? _folder.Root : null)?.Path);
        Assert.Null(NsightCompute.Find(_ => null));
    }

    private Task<CountedLaunches> CountAsync(string body) =>
        new NsightCompute(Script(body)).CountAsync(
            new(["perfgate", "launch"], ["one", "_Z3twoPf"]),
            _folder.PathOf("out/candidate.csv"),
            TestContext.Current.CancellationToken
        );

    private string Script(string body)
    {
        var path = _folder.Write(
            "bin/ncu",
            $"""
            #!/bin/bash
            echo "$PERFGATE_CLOCK $*" > '{_folder.PathOf("call")}'
            while [ $# -gt 0 ]; do [ "$1" = --log-file ] && log=$2; shift; done
            {body}
            """
        );
        MakeExecutable(path);
        return path;
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
