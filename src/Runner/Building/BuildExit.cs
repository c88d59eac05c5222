using PerfGate.Core.Diagnostics;
using PerfGate.Core.Judgement;

namespace PerfGate.Runner.Building;

/// <summary>What a command that builds exits with.</summary>
internal static class BuildExit
{
    /// <summary>The worst verdict, or else what a command of the build failed with.</summary>
    /// <param name="exit">What <c>dotnet build</c> exited with: it tells 0 from 1 only.</param>
    /// <param name="commands">The commands of perfgate that the build ran.</param>
    /// <param name="outcomes">The outcomes of the verdicts.</param>
    public static ExitCode Of(int exit, IEnumerable<CommandRecord> commands, IEnumerable<Outcome> outcomes)
    {
        if (exit == 0)
            return ExitCode.Passed;
        // A command that failed before the verdict says more than the verdicts of other projects.
        var failed = commands.FirstOrDefault(c => c.Exit != 0 && c.Command != "judge");
        if (failed is not null)
            return (ExitCode)failed.Exit;
        var worst = outcomes.DefaultIfEmpty(Outcome.Pass).Max();
        // The compiler refused a kernel, or the project itself does not build.
        return OverallOutcome.Exit(worst) is var code and not ExitCode.Passed ? code : ExitCode.Usage;
    }
}
