using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>A program with its own <c>main()</c> under the gate: PerfGate launches no kernel of it.</summary>
[Collection("the machine")]
public sealed class ObservedCommandTests : IDisposable
{
    private const string Program = """
        #include <stdlib.h>
        #include <string.h>

        #define ROUNDS 1

        int main(int count, char** words)
        {
            volatile double sum = 0;
            const long n = atol(words[2]) * (strcmp(words[1], "slowed") == 0 ? ROUNDS : 1);
            for (long i = 0; i < n; ++i)
                sum += i;
            return count == 3 ? 0 : 1;
        }
        """;

    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task One_that_was_slowed_is_a_regression_and_the_same_one_passes()
    {
        _project.Policy("\"tolerance\": { \"host\": 0.6 }");
        _project.Replace(
            "kernels.csproj",
            "<CudaKernel Include=\"*.cu\" />",
            "<ObservedCommand Include=\"main.bench.json\" />"
        );
        _project.Write(
            "main.bench.json",
            """
            { "schemaVersion": 1, "benchmarks": [
              { "name": "slowed", "axes": { "N": [20000000] }, "command": ["./program", "slowed", "{N}"],
                "samples": 5 },
              { "name": "same", "axes": { "N": [20000000] }, "command": "./program same {N}",
                "samples": 5 } ] }
            """
        );
        _project.Write("main.c", Program);
        await CompileAsync();
        foreach (var file in Directory.GetFiles(_project.PathOf(""), "waves.*"))
            File.Delete(file);
        await _project.InitAsync("slower");
        _project.Replace("main.c", "ROUNDS 1", "ROUNDS 4");
        await CompileAsync();
        await _project.CommitAsync("slower");

        var built = await _project.TargetAsync("PerfGate", "PerfGateReference=base");

        Assert.NotEqual(0, built.ExitCode);
        var (slowed, same) = (Of("slowed/N=20000000"), Of("same/N=20000000"));
        Assert.True(slowed.Verdict == CaseVerdict.Regression, slowed.Reason);
        Assert.True(same.Verdict == CaseVerdict.Pass, same.Reason);
        Assert.EndsWith("(observed: wall time of a command)", same.Reason, StringComparison.Ordinal);
        Assert.Contains("main.bench.json(2", Assert.Single(built.Errors), StringComparison.Ordinal);
        Assert.Contains(
            "observed, not controlled: same/N=20000000, slowed/N=20000000",
            built.Output,
            StringComparison.Ordinal
        );
    }

    private CaseJudgement Of(string name) => _project.Verdict.Cases.Single(c => c.Name == name);

    private async Task CompileAsync()
    {
        var compiled = await Programs.RunAsync("gcc", ["-O1", "main.c", "-o", "program"], _project.PathOf(""));
        Assert.True(compiled.ExitCode == 0, compiled.Text);
    }
}
