using PerfGate.Core.Diagnostics;
using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class CompilerOutputTests
{
    private static readonly SourceLocation Source = new("kernels/a.cu");

    [Theory(Timeout = 30_000)]
    [InlineData("nvcc")]
    [InlineData("kernels/a.cu(31)")]
    [InlineData("")]
    public async Task A_line_of_very_many_blanks_is_read_at_once(string start)
    {
        var line = start + new string(' ', 500_000) + "x";

        var found = await Task.Run(
            () => new CompilerOutput(new("/repo")).Parse([line], Source),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(found);
    }

    [Fact(Timeout = 30_000)]
    public async Task Very_many_digits_are_no_report_of_ptxas() =>
        Assert.Empty(
            await Task.Run(() => PtxasReport.Parse([new string('7', 500_000)]), TestContext.Current.CancellationToken)
        );

    [Theory]
    [InlineData(
        "kernels/a.cu:7:41: error: 'z' was not declared in this scope",
        "kernels/a.cu(7,41): error PG1001: 'z' was not declared in this scope"
    )]
    [InlineData("/repo/kernels/a.cu:7:41: error: x", "kernels/a.cu(7,41): error PG1001: x")]
    [InlineData("/usr/include/x.h:9: error: x", "/usr/include/x.h(9): error PG1001: x")]
    [InlineData(
        "kernels/a.cu:1:10: fatal error: b.cuh: No such file or directory",
        "kernels/a.cu(1,10): error PG1001: b.cuh: No such file or directory"
    )]
    [InlineData(
        "kernels/a.cu:3:5: internal compiler error: Segmentation fault",
        "kernels/a.cu(3,5): error PG1001: Segmentation fault"
    )]
    [InlineData(
        "kernels/a.cu:3:5: warning: unused variable 'x' [-Wunused-variable]",
        "kernels/a.cu(3,5): warning PG1002: unused variable 'x' [-Wunused-variable]"
    )]
    [InlineData(
        "kernels/a.cu(31): error: identifier \"x\" is undefined",
        "kernels/a.cu(31): error PG1001: identifier \"x\" is undefined"
    )]
    [InlineData(
        "kernels/a.cu(31): error #20: identifier \"x\" is undefined",
        "kernels/a.cu(31): error PG1001: identifier \"x\" is undefined"
    )]
    [InlineData(
        "kernels/a.cu(31): warning #177-D: variable \"x\" was declared but never referenced",
        "kernels/a.cu(31): warning PG1002: variable \"x\" was declared but never referenced"
    )]
    [InlineData(
        "kernels/a.cu(31): catastrophic error: cannot open source file \"x\"",
        "kernels/a.cu(31): error PG1001: cannot open source file \"x\""
    )]
    [InlineData("ws@2 (x86)/a (1).cu:7:41: error: x", "ws@2 (x86)/a (1).cu(7,41): error PG1001: x")]
    [InlineData("ws@2 (x86)/a (1).cu(31): error: x", "ws@2 (x86)/a (1).cu(31): error PG1001: x")]
    [InlineData(
        "nvcc fatal   : Unsupported gpu architecture 'compute_10'",
        "kernels/a.cu: error PG1001: nvcc: Unsupported gpu architecture 'compute_10'"
    )]
    [InlineData(
        "nvcc error   : 'ptxas' died due to signal 11 (Invalid memory reference)",
        "kernels/a.cu: error PG1001: nvcc: 'ptxas' died due to signal 11 (Invalid memory reference)"
    )]
    [InlineData(
        "nvcc warning : The -std=c++17 flag is ignored",
        "kernels/a.cu: warning PG1002: nvcc: The -std=c++17 flag is ignored"
    )]
    [InlineData(
        "ptxas error   : Entry function '_Z1kPf' uses too much shared data (0x20000 bytes, 0xc000 max)",
        "kernels/a.cu: error PG1001: ptxas: Entry function '_Z1kPf' uses too much shared data (0x20000 bytes, 0xc000 "
            + "max)"
    )]
    [InlineData(
        "ptxas fatal   : Ptx assembly aborted due to errors",
        "kernels/a.cu: error PG1001: ptxas: Ptx assembly aborted due to errors"
    )]
    [InlineData(
        "ptxas /tmp/t.ptx, line 42; error   : Unknown symbol 'f'",
        "kernels/a.cu: error PG1001: ptxas: Unknown symbol 'f' (line 42 of the PTX)"
    )]
    [InlineData(
        "Error: Formal parameter space overflowed (4104 bytes required, max 4096 bytes allowed)",
        "kernels/a.cu: error PG1001: Formal parameter space overflowed (4104 bytes required, max 4096 bytes allowed)"
    )]
    [InlineData(
        "<command-line>:0:1: error: macro names must be identifiers",
        "kernels/a.cu: error PG1001: macro names must be identifiers"
    )]
    [InlineData(
        "<unnamed>: error: something of the code generator",
        "kernels/a.cu: error PG1001: something of the code generator"
    )]
    [InlineData(
        "g++: fatal error: Killed signal terminated program cc1plus",
        "kernels/a.cu: error PG1001: g++: Killed signal terminated program cc1plus"
    )]
    [InlineData(
        "cc1plus: error: unrecognized command-line option '-fx'",
        "kernels/a.cu: error PG1001: cc1plus: unrecognized command-line option '-fx'"
    )]
    [InlineData(
        "/usr/bin/ld: unit.cpp:(.text.f+0x5): undefined reference to `g()'",
        "kernels/a.cu: error PG1001: undefined reference to `g()'"
    )]
    [InlineData("sh: 1: cicc: not found", "kernels/a.cu: error PG1001: sh: cicc: not found")]
    public void A_compilers_words_become_a_diagnostic(string line, string expected) =>
        Assert.Equal(expected, Assert.Single(Parse(line)).ToString());

    [Theory]
    [InlineData("In file included from unit.cpp:1:")]
    [InlineData("kernels/a.cu: In function 'void k(float*)':")]
    [InlineData("kernels/a.cu:7:3: note: in instantiation")]
    [InlineData("    7 |     y[i] = error: z;")]
    [InlineData("    2 | #warning undefined reference to `nothing'")]
    [InlineData("      | x.cu:1:1: error: fake")]
    [InlineData("ptxas info    : Used 32 registers, 400 bytes cmem[0]")]
    [InlineData("    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads")]
    [InlineData("Remark: The warnings can be suppressed with \"-diag-suppress <warning-number>\"")]
    [InlineData("")]
    public void Other_lines_are_none(string line) => Assert.Empty(Parse(line));

    [Fact]
    public void A_count_of_errors_is_dropped_behind_the_errors() =>
        Assert.Equal(
            ["undefined reference to `g()'"],
            Parse("ld: x: undefined reference to `g()'", "collect2: error: ld returned 1 exit status")
                .Select(d => d.Message)
        );

    [Fact]
    public void A_count_of_errors_is_kept_when_it_is_all_there_is() =>
        Assert.Single(Parse("collect2: error: ld returned 1 exit status"));

    [Theory]
    [InlineData(
        "/usr/bin/ld: cannot find -lnosuch: No such file or directory",
        "ld: cannot find -lnosuch: No such file or directory. Install the library, or name its folder with -L in "
            + "PerfGateHostFlags or PerfGateNvccFlags."
    )]
    [InlineData(
        "/usr/bin/x86_64-linux-gnu-ld.bfd: a.o: relocation R_X86_64_32 can not be used when making a shared object",
        "ld: a.o: relocation R_X86_64_32 can not be used when making a shared object"
    )]
    public void What_the_linker_said_takes_the_place_of_a_count_of_errors(string line, string message) =>
        Assert.Equal(
            [message],
            Parse(
                    "/usr/bin/ld: a.o: in function `f':",
                    line,
                    "/usr/bin/ld: warning: a.o: missing .note.GNU-stack section",
                    "collect2: error: ld returned 1 exit status"
                )
                .Where(d => d.Severity == Severity.Error)
                .Select(d => d.Message)
        );

    [Fact]
    public void The_same_error_is_reported_once() => Assert.Single(Parse("a.cu:1:1: error: x", "a.cu:1:1: error: x"));

    [Fact]
    public void What_a_macro_of_PerfGates_headers_makes_is_wrong_where_it_is_used()
    {
        string[] lines =
        [
            "/package/include/perfgate/block.h:291:17: error: expected unqualified-id before '(' token",
            "  291 | #define gridDim (static_cast<const dim3&>(perfgate::current_block().built_ins.grid_size))",
            "/package/include/perfgate/other.h:7:2: note: in expansion of macro 'gridDim'",
            "/repo/kernels/b.cuh:7:19: note: in expansion of macro 'OTHER'",
            "/repo/kernels/b.cuh:9:1: error: x",
            "/package/include/perfgate/block.h:2:1: error: y",
            "/repo/kernels/c.cuh:3:4: error: z",
            "/repo/kernels/c.cuh:3:4: note: in expansion of macro 'Z'",
        ];

        var found = new CompilerOutput(new SourcePaths("/repo"), "/package/include").Parse(lines, Source);

        Assert.Equal(
            [
                "kernels/b.cuh(7,19)",
                "kernels/b.cuh(9,1)",
                "/package/include/perfgate/block.h(2,1)",
                "kernels/c.cuh(3,4)",
            ],
            found.Select(d => d.ToString()!.Split(": ")[0])
        );
    }


    private static IReadOnlyList<Diagnostic> Parse(params string[] lines) =>
        new CompilerOutput(new SourcePaths("/repo")).Parse(lines, Source);
}
