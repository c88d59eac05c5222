using PerfGate.Core.Judgement;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>What could not be read of the base reaches whoever reads the verdict.</summary>
public sealed class UnknownBaseTests
{
    private const string Line = "kernels/gone.bench.json at main cannot be read, so a case that it had is not missed";

    [Fact]
    public void It_is_a_warning_of_the_verdict_and_of_the_build()
    {
        var inputs = new GateInputs
        {
            Policy = new GatePolicy(),
            Reference = new() { Kind = ReferenceKind.None, Reason = "nothing was asked for" },
            Day = Given.Today,
            BaseUnknown = [Line],
        };

        var verdict = Judge.Decide(inputs.Asked(Given.Measurement(), null));

        Assert.Contains(Line, verdict.Warnings);
        Assert.Contains(
            VerdictDiagnostics.Of(verdict),
            d => d.Code == "PG3006" && d.Message.Contains("gone.bench.json", StringComparison.Ordinal)
        );
    }
}
