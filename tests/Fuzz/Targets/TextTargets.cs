using System.Collections.Immutable;
using System.Text;
using PerfGate.Core.Files;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Core.Kernels.Elf;
using PerfGate.Core.Tests.Kernels;
using PerfGate.Fuzz.Mutators;
using PerfGate.Runner.Commands;
using PerfGate.Runner.Sanitizing;
using PerfGate.Tasks.Compiling;
using PerfGate.Tasks.Running;

namespace PerfGate.Fuzz.Targets;

/// <summary>Sources, what compilers and other tools print, object files and samples.</summary>
internal static class TextTargets
{
    private static readonly string[] Cpp =
    [
        "__global__",
        "__shared__",
        "extern",
        "template",
        "<",
        ">",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ";",
        ",",
        "void",
        "float",
        "*",
        "&",
        "const",
        "#if 0\n",
        "#if x\n",
        "#else\n",
        "#endif\n",
        "#include \"a\"\n",
        "#include <b>\n",
        "#define X \\\n",
        "\\\n",
        "//",
        "/*",
        "*/",
        "\"",
        "'",
        "R\"(",
        ")\"",
        "::",
        "namespace",
        "\"C\"",
        "__launch_bounds__(256)",
        "k",
        "\n",
        " ",
        "saxpy",
        "static",
        "inline",
        "=",
        "__has_include(\"a\")",
        "__DATE__",
        "\\",
        "\0",
        "\r\n",
    ];

    private static readonly string[] Compilers =
    [
        "a.cu(3): error: x\n",
        "a.cu:3:5: warning: x\n",
        "nvcc fatal : x\n",
        "ptxas info    : Compiling entry function '_Z1kPf' for 'sm_90'\n",
        "ptxas info    : Used 32 registers, 360 bytes cmem[0]\n",
        "ptxas info    : Function properties for _Z1kPf\n",
        "    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads\n",
        "undefined reference to `g'\n",
        "a.o: a.cu b.h \\\n c.h\n",
        "#$ _SPACE_= \n",
        "#$ PATH=/bin:$PATH\n",
        "#$ \"/usr/bin/g++\" -E -x c++ \"a b.cu\" @rsp -o x\n",
        "#include <...> search starts here:\n",
        " /usr/include\n",
        "End of search list.\n",
        "ignoring nonexistent directory \"/x\"\n",
        " \"/usr/lib/cc1plus\" \"-D\" \"X=1\" \"-I\" \"/y\"\n",
        "x.cu(3): error PG3001: y\n",
        ":",
        "(",
        ")",
        "error",
        "\"",
        "'",
        "\\",
        "$",
        "99999999999",
        "========= COMPUTE-SANITIZER\n",
        "========= Invalid __global__ read of size 4 bytes\n",
        "=========     at k(float*)+0x90 in a.cu:12\n",
        "========= ERROR SUMMARY: 1 error\n",
        "\n",
        " ",
    ];

    /// <summary>All of them.</summary>
    /// <param name="scratch">A folder for files.</param>
    public static IEnumerable<FuzzTarget> All(string scratch)
    {
        var seeds = Path.Combine(AppContext.BaseDirectory, "seeds");
        yield return new(
            "source",
            150,
            [.. Directory.GetFiles(seeds, "*.cu").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)],
            new TextMutator(Cpp).Mutate,
            Source
        );
        yield return new(
            "compiler",
            150,
            [.. Compilers.Where(c => c.EndsWith('\n')).Select(Encoding.UTF8.GetBytes)],
            new TextMutator(Compilers).Mutate,
            input => Compiler(Utf8Text.Decode(input), scratch)
        );
        yield return new("object", 120, [Cubin(), Object()], ByteMutator.Mutate, ObjectFile);
        yield return new(
            "samples",
            90,
            [
                .. new[] { "1 2 3\n4 5 6\n7 8 9\n2 3 4\n5 6 7\n", "10.5, 11.5\n12.5\n", "1e3\t2e3\n3e3\n" }.Select(
                    Encoding.UTF8.GetBytes
                ),
            ],
            new TextMutator(
                " ",
                ",",
                "\n",
                "\t",
                "1",
                "0.5",
                "1e308",
                "1e-320",
                "1,5",
                "-1",
                "NaN",
                "\r",
                ";",
                "\ufeff",
                "100 101 102\n"
            ).Mutate,
            Samples
        );
    }

    private static void Source(byte[] input)
    {
        var text = Utf8Text.Decode(input);
        KernelSourceScanner.Scan(text);
        KernelSourceScanner.ScanDynamicShared(text);
        KernelSourceScanner.ScanIncludes(text);
        KernelSourceScanner.FindFunction(text, "k");
        KernelSourceScanner.ScanConstants(text);
        HostSource.Copy(text, i => i.IsQuoted ? "" : null, ["a*", "float"]);
        KernelName.Parse(text).IsDemangled(text);
        SourceDigest.Of([text]);
        _ = IncludeScan.Of(text).LiteralsOfDirectives().Count();
    }

    private static void Compiler(string text, string scratch)
    {
        var lines = text.Split('\n');
        new CompilerOutput(new(scratch)).Parse(lines, new("a.cu"));
        PtxasReport.Parse(lines);
        DependencyFile.Parse(text);
        _ = new DriverCommands(lines, new(scratch)).Commands.Count;
        SanitizerOutput.Parse(lines);
        foreach (var line in lines.Take(200))
        {
            _ = DiagnosticLine.Parse(line)?.ToString();
            CommandWords.Join(CommandWords.Split(line));
        }
    }

    private static void ObjectFile(byte[] input)
    {
        try
        {
            var read = ElfObject.Read(input);
            KernelSymbols.Find(read, KernelName.Parse("k"), new("k", 1, 0));
            KernelSymbols.FindVariables(read.Symbols, "k");
            foreach (var symbol in read.Symbols.Where(s => s.Section != 0).Take(50))
                KernelCodeHash.Compute(read, symbol.Name);
        }
        catch (ElfFormatException e)
        {
            throw Refusals.Told(e.Message);
        }
    }

    private static void Samples(byte[] input)
    {
        var runs = SampleFile.Parse("input", Utf8Text.Decode(input));
        ImmutableArray<ImmutableArray<double>> fixedRuns =
        [
            [100, 101, 102],
            [101, 102, 103],
            [100, 100, 101],
            [99, 100, 101],
            [101, 101, 102],
        ];
        if (runs.Length >= 2)
            SampleComparison.Of(runs, fixedRuns, 0.01);
        var bySample = runs.SelectMany(r => r).Select(s => ImmutableArray.Create(s)).Take(1_000).ToImmutableArray();
        if (bySample.Length >= 2)
            SampleComparison.Of(fixedRuns, bySample, 0.01, sampleIsRun: true);
    }

    private static byte[] Cubin()
    {
        var image = new ElfImage();
        var kernel = image.Kernel("_Z1kPf", [1, 2, 3, 4, 5, 6, 7, 8]);
        image.Kernel("_Z1lPf", [8, 7, 6, 5]);
        image.Section(".nv.info", [4, 0x2f, 8, 0, 1, 0, 0, 0, 32, 0, 0, 0]);
        image.Section(".nv.info._Z1kPf", [4, 0x17, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
        image.Relocate(1, 4, kernel);
        return image.Build();
    }

    private static byte[] Object()
    {
        var image = new ElfImage(machine: 62);
        var text = image.Section(".text.k", [1, 2, 3, 4, 5, 6, 7, 8], ElfImage.Executable);
        var strings = image.Section(".rodata.str1.1", "one\0two\0"u8.ToArray(), flags: 0x32, entrySize: 1);
        image.Symbol("k", text);
        image.Relocate(text, 2, image.Symbol("s", strings, value: 4, type: 1));
        return image.Build();
    }
}
