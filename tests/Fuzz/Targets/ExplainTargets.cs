using System.Text;
using PerfGate.Core.Explaining;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels.Disassembly;
using PerfGate.Fuzz.Mutators;

namespace PerfGate.Fuzz.Targets;

/// <summary>What an explanation is made from: ncu's table, and what disassemblers print.</summary>
internal static class ExplainTargets
{
    private const string Table =
        "\"ID\",\"Kernel Name\",\"gpu__time_duration.sum\",\"smsp__inst_executed.sum\"\n"
        + "\"\",\"\",\"ns\",\"inst\"\n\"0\",\"k\",\"1,234\",\"5.5\"\n\"1\",\"k\",\"12 (3; 4)\",\"n/a\"\n";

    private const string Sass =
        "\t.section\t.text.k,\"ax\",@progbits\n.text.k:\n"
        + "        /*0000*/                   IADD3 R0, R0, 0x1, RZ ;\n.L_x_0:\n"
        + "        /*0010*/               @P0 BRA `(.L_x_0) ;\n        /*0020*/                   CALL `(f) ;\n";

    private const string Host =
        "0000000000000000 <k>:\n   0:\tmov    0x0(%rip),%rax        # 7 <k+0x7>\n"
        + "\t\t\t3: R_X86_64_PC32\ttable-0x4\n   7:\tjne    0 <k>\n   9:\tret\n";

    /// <summary>All of them.</summary>
    public static IEnumerable<FuzzTarget> All()
    {
        yield return new(
            "ncu",
            90,
            [Encoding.UTF8.GetBytes(Table)],
            new TextMutator("\"", ",", "\n", "==PROF== x\n", "n/a", "1e999", "-1", " (", "\"\"", "Kernel Name").Mutate,
            input => Counters(Utf8Text.Decode(input))
        );
        yield return new(
            "disassembly",
            90,
            [Encoding.UTF8.GetBytes(Sass), Encoding.UTF8.GetBytes(Host)],
            new TextMutator(
                "\n",
                ";",
                "/*0000*/",
                ".L_x_0:",
                "`(.L_x_0)",
                "`(k)",
                "@!P0 ",
                "R1",
                ":",
                "<k>",
                "call",
                "ret",
                "%rax",
                "0x0(%rip)",
                "R_X86_64_PC32",
                "NOP",
                "\t.section\t.text.f,"
            ).Mutate,
            input => Code(Utf8Text.Decode(input).Split('\n'))
        );
    }

    private static void Counters(string text)
    {
        var counted = KernelCounters.Of(NcuCsv.Read(text, "ncu.csv"), 1);
        foreach (var one in counted.Take(20))
            Explanation.Of(
                [new() { Name = one.Kernel, Counters = CounterPair.Of(counted[0], one) }],
                new() { Ratio = 1.1 }
            );
    }

    private static void Code(string[] lines)
    {
        foreach (var functions in new[] { SassListing.Read(lines), HostListing.Read(lines) })
        {
            foreach (var function in functions.Take(5))
                if (CodeListing.Reached(functions, function.Name) is { } code)
                    _ = CodeWords.Sentence(
                        "k",
                        CodeDifference.Of(CodeListing.Reached(functions, functions[0].Name)!, code)
                    );
        }
    }
}
