using System.Text.Json.Nodes;

namespace PerfGate.Gate.Tests;

/// <summary>A worker that samples its cases in rounds, as on a GPU, here with kernels of the host device.</summary>
[Collection("processes")]
public sealed class WorkerRoundsTests(WorkerRoundsTests.Gate gate) : IClassFixture<WorkerRoundsTests.Gate>
{
    private const int Rounds = 6;

    private static readonly string JobFile = Path.Combine("obj", "perfgate", "measuring", "run-0-0.job.json");

    private readonly GateProject _project = gate.Project;

    [Fact]
    public async Task A_worker_goes_round_through_its_cases_and_gives_each_one_result()
    {
        var (announced, results) = await TakeAsync(_project);

        // As many visits as the case's length allows.
        var visits = announced.CountBy(name => name).ToDictionary();
        Assert.Equal(results.Select(r => (string)r!["name"]!).Order(), visits.Keys.Order());
        Assert.All(visits.Values, count => Assert.InRange(count, 2, Rounds));
        // At every moment the cases that are due in all rounds are at most one visit apart.
        var always = visits.Where(v => v.Value == Rounds).Select(v => v.Key).ToArray();
        Assert.True(always.Length >= 2, string.Join(", ", visits));
        Assert.All(Enumerable.Range(1, announced.Count), length =>
        {
            var soFar = always.Select(name => announced.Take(length).Count(n => n == name)).ToArray();
            Assert.InRange(soFar.Max() - soFar.Min(), 0, 1);
        });
        Assert.All(results, result => Assert.Equal("Measured", (string)result!["status"]!));
        // At least three samples a visit, which is what long kernels get.
        Assert.All(
            results,
            result =>
                Assert.True(
                    result!["samples"]!.AsArray().Count >= 3 * visits[(string)result["name"]!],
                    result["name"]!.ToString()
                )
        );
    }

    [Fact]
    public async Task An_output_that_turns_wrong_is_seen_after_a_timed_launch()
    {
        // Right for its first launches, wrong for good once it has run a few dozen times. It counts in the environment
        // of the process: variables of its own are put back before each launch.
        using var wearing = new GateProject();
        wearing.MeasureBesideOthers();
        wearing.Replace(
            "waves.cu", "extern \"C\" __global__ void rising(",
            """
            #include <cstdlib>
            #include <cstring>

            static bool worn()
            {
                const char* counted = std::getenv("RISING_LAUNCHES");
                const int launches = counted ? (int)std::strlen(counted) : 0;
                char next[64] = {};
                std::memset(next, 'x', launches < 60 ? launches + 1 : 60);
                setenv("RISING_LAUNCHES", next, 1);
                return launches > 40;
            }

            extern "C" __global__ void rising(
            """.TrimEnd());
        wearing.Replace(
            "waves.cu", "v = fmaf(v, 0.5f, 1.0f);", "v = fmaf(v, 0.5f, 1.0f);\n    if (i == 0 && worn()) v = 7.0f;");
        await GateAsync(wearing);

        var (_, results) = await TakeAsync(wearing);

        var rising = results.Single(r => ((string)r!["name"]!).StartsWith("rising", StringComparison.Ordinal))!;
        Assert.Equal("Incorrect", (string)rising["status"]!);
        Assert.Contains("output y is wrong after a timed launch", (string)rising["reason"]!, StringComparison.Ordinal);
        Assert.Equal(
            "Measured",
            (string)
                results.Single(r => ((string)r!["name"]!).StartsWith("falling", StringComparison.Ordinal))!["status"]!
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData(".of-nothing")]
    public async Task A_worker_that_was_up_before_its_job_does_the_same(string wrong)
    {
        var path = await JobAsync(_project);
        var announced = await _project.WorkerAsync(path);
        var result = Result(_project);
        File.Delete(result);

        var again = await _project.WorkerAsync($"rehearse {path}{wrong}\n{path}");

        Assert.Equal(announced.Distinct().Order(), again.Distinct().Order());
        Assert.All(
            JsonNode.Parse(await File.ReadAllTextAsync(result, TestContext.Current.CancellationToken))![
                "cases"
            ]!.AsArray(),
            r => Assert.Equal("Measured", (string)r!["status"]!)
        );
    }

    // A name that no clock has shows, without a GPU too, that the job's is the one that is taken.
    [Fact]
    public async Task A_worker_takes_the_clock_of_its_job()
    {
        var path = await JobAsync(_project);
        var job = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;
        (job["device"], job["clock"]) = ("cuda", "sundial");
        await File.WriteAllTextAsync(path, job.ToJsonString(), TestContext.Current.CancellationToken);

        Assert.Contains(
            "PERFGATE_CLOCK names 'sundial'",
            await _project.FailingWorkerAsync(path),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("rehearse nothing.json")]
    public async Task A_worker_that_waits_leaves_with_its_parent(string told) =>
        Assert.Empty(await _project.WorkerAsync(told, hasJob: false));

    private static async Task<(List<string> Announced, JsonArray Results)> TakeAsync(GateProject project)
    {
        var announced = await project.WorkerAsync(await JobAsync(project));

        return (announced, JsonNode.Parse(await File.ReadAllTextAsync(Result(project)))!["cases"]!.AsArray());
    }

    // The job of a gate's first run, with rounds as on a GPU, in a file of its own.
    private static async Task<string> JobAsync(GateProject project)
    {
        var job = JsonNode.Parse(await File.ReadAllTextAsync(project.PathOf(JobFile)))!;
        job["sampling"]!["visits"] = Rounds;
        job["sampling"]!["visitsSeconds"] = 1;
        job["result"] = Result(project);
        var path = project.PathOf(JobFile) + ".rounds";
        await File.WriteAllTextAsync(path, job.ToJsonString());
        return path;
    }

    private static string Result(GateProject project) => project.PathOf("rounds.json");

    private static Task<BuildResult> GateAsync(GateProject project) =>
        project.TargetAsync("PerfGate", "PerfGateRuns=2");

    /// <summary>One gate, whose job all tests take.</summary>
    public sealed class Gate : IAsyncLifetime
    {
        public GateProject Project { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Project.MeasureBesideOthers();
            var built = await GateAsync(Project);
            Assert.True(built.ExitCode == 0, built.Output);
        }

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
