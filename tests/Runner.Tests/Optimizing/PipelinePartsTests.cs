using PerfGate.Core.Devices;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Measurements;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Optimizing;

namespace PerfGate.Runner.Tests.Optimizing;

public sealed class PipelinePartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("S=1", "two")]
    [InlineData("S=2", "one")]
    [InlineData("S=3", "one")]
    public void The_baseline_is_the_fastest_at_the_fixed_shape(string shape, string expected)
    {
        var measured = Measured(
            ("one/S=1", 100),
            ("two/S=1", 90),
            ("one/S=2", 100),
            ("two/S=2", 110),
            ("one/S=3", 500)
        );

        Assert.Equal(expected, BaselineChoice.Fastest(measured, ["one", "two"], shape));
    }

    [Fact]
    public void A_baseline_that_was_not_measured_has_no_time() =>
        Assert.Null(BaselineChoice.TimeOf(Measured(("one/S=1", 100)), "two", "S=1"));

    [Fact]
    public void Flags_are_read_from_what_the_build_wrote()
    {
        var response = Path.Combine(_folder.Root, "base.rsp");
        File.WriteAllLines(
            response,
            [
                "\"/p/kernels.csproj\"",
                "\"-p:PerfGateNvccFlags=-O3 -DX=1%253B2\"",
                "\"-p:PerfGateHostFlags=-include %2522a b%2522\"",
            ]
        );

        Assert.Equal(new BuildFlags("-O3 -DX=1;2", "-include \"a b\""), BuildFlags.Of(response));
        Assert.Equal(new BuildFlags(null, null), BuildFlags.Of(Path.Combine(_folder.Root, "none")));
    }

    [Theory]
    [InlineData(1.3, ExitCode.Passed)]
    [InlineData(1.5, ExitCode.Passed)]
    [InlineData(1.1, ExitCode.Regression)]
    [InlineData(null, ExitCode.Incorrect)]
    public void A_reproduction_exits_by_what_it_found(double? found, ExitCode expected) =>
        Assert.Equal(
            expected,
            ReproduceCommand.Exit(
                new()
                {
                    Candidate = "fast",
                    Baseline = "slow",
                    ClaimedOn = "x",
                    FoundOn = "x",
                    MeasuredAt = DateTimeOffset.UnixEpoch,
                    Claims =
                    [
                        new()
                        {
                            Shape = "S=1",
                            Claimed = 1.3,
                            ClaimedInterval = [1.2, 1.4],
                            Found = found,
                            Within = found is > 1.2 and < 1.4,
                        },
                    ],
                }
            )
        );

    [Theory]
    [InlineData("optimize", "Name two benchmarks")]
    [InlineData("optimize --candidate a", "Name two benchmarks")]
    [InlineData("report --publication --candidate a", "--publication needs two benchmarks")]
    [InlineData("reproduce", "'ARCHIVE' missing")]
    [InlineData("reproduce a.zip --runs 1", "at least 2 runs")]
    public void A_command_line_that_lacks_something_says_what(string line, string words)
    {
        var arguments = line.Split(' ');

        var errors = CommandLine.For(arguments).Parse(arguments).Errors;

        Assert.Contains(errors, e => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
    }

    private static Measurement Measured(params (string Name, double Ns)[] cases) =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            WallSeconds = 1,
            Environment = Environments.Of(DeviceKind.Host),
            Cases =
            [
                .. cases.Select(c => new MeasuredCase
                {
                    Name = c.Name,
                    Benchmark = c.Name.Split('/')[0],
                    Status = CaseStatus.Measured,
                    Runs =
                    [
                        .. Enumerable
                            .Range(0, 3)
                            .Select(i => new CaseRun { Run = i, Samples = [c.Ns, c.Ns, c.Ns + i] }),
                    ],
                }),
            ],
        };
}
