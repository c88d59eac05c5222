using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class PtxasReportTests
{
    private static readonly string[] Output =
    [
        "ptxas info    : 0 bytes gmem, 16 bytes cmem[3]",
        "ptxas info    : Compiling entry function '_Z1aPf' for 'sm_90a'",
        "ptxas info    : Function properties for _Z1aPf",
        "    40 bytes stack frame, 24 bytes spill stores, 28 bytes spill loads",
        "ptxas info    : Used 255 registers, used 1 barriers, 4096 bytes smem, 400 bytes cmem[0]",
        "ptxas info    : Compile time = 3.456 ms",
        "ptxas info    : Function properties for _Z6calledf",
        "    8 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads",
        "ptxas info    : Compiling entry function 'b' for 'sm_90a'",
        "ptxas info    : Function properties for b",
        "    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads",
        "ptxas info    : Used 10 registers, 360 bytes cmem[0]",
    ];

    [Fact]
    public void Resources_are_read_per_kernel()
    {
        var reports = PtxasReport.Parse(Output);

        Assert.Equal(new PtxasReport(255, 4096, 40, 24, 28), reports["_Z1aPf"]);
        Assert.Equal(new PtxasReport(10, 0, 0, 0, 0), reports["b"]);
    }

    [Fact]
    public void A_called_functions_stack_is_not_its_callers() =>
        Assert.Equal(8, PtxasReport.Parse(Output)["_Z6calledf"].LocalBytes);
}
