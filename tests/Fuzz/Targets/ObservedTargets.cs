using System.Text;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Benchmarks;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Fuzz.Targets;

/// <summary>What the injected library writes about a process of a command, and commands as texts.</summary>
internal static class ObservedTargets
{
    private const string Whole =
        "V 2 7\nM 01-9 9 1\nN 0 _Z1kPf\nD 0 k(float*)\nR 1 forward\nO 1 0 1\nR 2 inner\nO 2 1 2\n"
        + "K 100 150 0 7 4x1x1 256x1x1 0 0 2 0\nS 160 165 0 7 64 1 0\nC 170 190 0 7 4096 1 0 1\n"
        + "K 200 250 0 7 4x1x1 256x1x1 0 0 0 0\nT 2\nE 4 0\n";

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "observed")).FullName;
        yield return new(
            "records",
            60,
            [Encoding.UTF8.GetBytes(Whole)],
            new TextMutator(
                "\n",
                " ",
                "K 1 2 0 7 1x1x1 1x1x1 0 0 0 0\n",
                "O 3 2 1\n",
                "E 5 0\n",
                "X y\n",
                "V 2",
                "0",
                "-",
                "18446744073709551615"
            ).Mutate,
            input => Records(input, folder)
        );
    }

    private static void Records(byte[] input, string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "7-0.records"), input);
        _ = CommandText.Split(Encoding.UTF8.GetString(input));
        try
        {
            var processes = ObservedProcess.All(folder);
            var samples = ObservedSamples.Of(
                processes,
                new()
                {
                    Work = MeasuredWork.Kernels,
                    Kernels = ["*"],
                    Launches = 1,
                    Range = input.Length % 2 == 0 ? null : "*",
                }
            );
            _ = ObservedCode.Of(processes, samples, folder);
            if (samples.Nanoseconds.Any(s => !(s >= 1)))
                throw new InvalidOperationException("a sample that is no time");
        }
        catch (ObservationException e)
        {
            throw Refusals.Told(e.Message);
        }
    }
}
