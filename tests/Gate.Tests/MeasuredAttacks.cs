using PerfGate.Core.Judgement;
using PerfGate.Core.Measurements;

namespace PerfGate.Gate.Tests;

/// <summary>The kernels of <c>tests/adversarial</c> in a project of their own, measured once.</summary>
public sealed class MeasuredAttacks : IAsyncLifetime
{
    private readonly GateProject _project = new();
    private Measurement? _measurement;
    private Verdict? _verdict;

    public async ValueTask InitializeAsync()
    {
        foreach (var waves in Directory.GetFiles(_project.PathOf("."), "waves.*"))
            File.Delete(waves);
        // With cold caches: some of the attacks are on those.
        File.Delete(_project.PathOf("perfgate.json"));
        // Without what makes the folder a project of the repository.
        foreach (var file in Directory.GetFiles(Checkout.PathOf("tests/adversarial")))
        {
            if (Path.GetExtension(file) is not (".csproj" or ".props"))
                File.Copy(file, _project.PathOf(Path.GetFileName(file)));
        }

        var built = await _project.TargetAsync("PerfGate", "PerfGateReference=none", "PerfGateRuns=3");
        Assert.True(File.Exists(_project.Output("verdict.json")), built.Output);
        (_measurement, _verdict) = (_project.Measurement, _project.Verdict);
    }

    public ValueTask DisposeAsync()
    {
        _project.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The case of a benchmark.</summary>
    public MeasuredCase Case(string benchmark) => _measurement!.Cases.Single(c => c.Benchmark == benchmark);

    /// <summary>The verdict on a benchmark's case.</summary>
    public CaseVerdict VerdictOf(string benchmark) =>
        _verdict!.Cases.Single(c => c.Name == Case(benchmark).Name).Verdict;

    /// <summary>
    /// The shortest time of a benchmark over that of another one, of all processes: what a busy machine adds is in
    /// neither. Not a number, which is above and below nothing, where one of the two has no times.
    /// </summary>
    /// <param name="twin">The other one.</param>
    /// <param name="benchmark">The benchmark.</param>
    public double RatioTo(string twin, string benchmark) => Shortest(benchmark) / Shortest(twin);

    private double Shortest(string benchmark) =>
        Case(benchmark).Runs.SelectMany(r => r.Samples).DefaultIfEmpty(double.NaN).Min();
}
