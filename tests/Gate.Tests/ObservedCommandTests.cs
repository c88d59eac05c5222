using PerfGate.Core.Judgement;

namespace PerfGate.Gate.Tests;

/// <summary>A program with its own <c>main()</c> under the gate: PerfGate launches no kernel of it.</summary>
[Collection("the machine")]
public sealed class ObservedCommandTests : IDisposable
{
    private const string Program = """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        #define ROUNDS 1

        int main(int count, char** words)
        {
            volatile double sum = 0;
            const long n = atol(words[2]) * (strcmp(words[1], "slowed") == 0 ? ROUNDS : 1);
            for (long i = 0; i < n; ++i)
                sum += i;
            FILE* file = fopen(words[1], "w");
            fprintf(file, "%.0f\n", sum);
            fclose(file);
            return count == 3 ? 0 : 1;
        }
        """;

    private readonly GateProject _project = new();

    public void Dispose() => _project.Dispose();

    // Neither side has the program: each builds its own, the base in its export.
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
              { "name": "slowed", "axes": { "N": [8000000] }, "samples": 5,
                "command": { "run": ["./program", "slowed", "{N}"], "build": "make -f program.make" } },
              { "name": "same", "axes": { "N": [8000000] }, "samples": 5,
                "command": { "run": "./program same {N}", "build": "make -f program.make" },
                "check": { "files": [ { "path": "same", "expected": "sum.txt", "type": "text" } ] } } ] }
            """
        );
        _project.Write("main.c", Program);
        _project.Write("sum.txt", "31999996000000\n");
        _project.Write("program.make", "program: main.c\n\tgcc -O1 main.c -o program\n");
        foreach (var file in Directory.GetFiles(_project.PathOf(""), "waves.*"))
            File.Delete(file);
        await _project.InitAsync("slower");
        _project.Replace("main.c", "ROUNDS 1", "ROUNDS 4");
        await _project.CommitAsync("slower");

        var built = await _project.TargetAsync("PerfGate", "PerfGateReference=base");

        Assert.NotEqual(0, built.ExitCode);
        var (slowed, same) = (Of("slowed/N=8000000"), Of("same/N=8000000"));
        Assert.True(slowed.Verdict == CaseVerdict.Regression, slowed.Reason);
        Assert.True(same.Verdict == CaseVerdict.Pass, same.Reason);
        Assert.EndsWith("(observed: wall time of a command)", same.Reason, StringComparison.Ordinal);
        Assert.Contains("main.bench.json(2", Assert.Single(built.Errors), StringComparison.Ordinal);
        Assert.Contains(
            "observed, not controlled: same/N=8000000, slowed/N=8000000",
            built.Output,
            StringComparison.Ordinal
        );
    }

    private CaseJudgement Of(string name) => _project.Verdict.Cases.Single(c => c.Name == name);
}
