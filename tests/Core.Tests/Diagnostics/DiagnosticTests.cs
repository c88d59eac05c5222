using PerfGate.Core.Diagnostics;

namespace PerfGate.Core.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Fact]
    public void It_is_one_line_without_control_characters_whatever_it_quotes() =>
        Assert.Equal(
            "a b.json(3): error PG9003: x\\u001B[31m: y \\u0000z.",
            DiagnosticCatalog.DoesNotFitSchema(new("a\nb.json", 3), "x\u001b[31m", "y\r\n\0z.").ToString());
}
