using System.Collections.Immutable;
using PerfGate.Runner.Measuring.Observing;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>What is believed of a file of records, which a foreign process wrote.</summary>
public sealed class ObservedProcessTests : IDisposable
{
    private const string Whole = """
        V 2 77
        M 0123-9 9 1
        N 0 _Z5scalePfi
        D 0 scale(float*, int)
        R 4 forward
        O 7 0 4
        R 5 an inner one
        O 8 7 5
        K 100 150 0 7 4x1x1 256x1x1 1024 0 8 0
        S 160 165 0 7 64 0 7
        C 170 190 0 7 4096 1 0 0
        M 0123-9 9 1
        T 9
        E 3 0
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_file_gives_its_records_names_and_modules()
    {
        var read = Assert.Single(Read(Whole));

        Assert.Equal([ObservedKind.Kernel, ObservedKind.Memset, ObservedKind.Copy], read.Records.Select(r => r.Kind));
        var kernel = read.Records[0];
        Assert.Equal((100UL, 150UL, "4x1x1 256x1x1 1024"), (kernel.Start, kernel.End, kernel.Shape));
        Assert.Equal(("_Z5scalePfi", "scale(float*, int)"), (kernel.Name!.Symbol, kernel.Name.Demangled));
        Assert.Equal([new ObservedModule("0123-9", true)], read.Modules);
    }

    [Fact]
    public void Work_is_inside_of_the_ranges_of_its_thread_and_of_the_process()
    {
        var read = Assert.Single(Read(Whole));

        Assert.Equal(9, read.Begun);
        Assert.Equal(
            ["an inner one", "forward", "-"],
            read.Records.Select(r => r.RangeOf("an*")?.Name ?? r.RangeOf("f*")?.Name ?? "-")
        );
        // The outermost one, where several fit.
        Assert.Equal("forward", read.Records[0].RangeOf("*")!.Name);
    }

    [Theory]
    [InlineData("E 3 0", "", "end early, so some are lost")]
    [InlineData("E 3 0", "E 3 2", "CUPTI lost 2 records of its process 77")]
    [InlineData("E 3 0", "E 4 0", "wrote 4 records and 3 were read")]
    [InlineData("E 3 0", "X cuptiSubscribe: no\nE 3 0", "CUPTI refused to record its process 77: cuptiSubscribe: no")]
    [InlineData("K 100 150", "K 0 150", "without its time")]
    [InlineData("K 100 150", "K 200 150", "without its time")]
    [InlineData("V 2 77", "V 1 77", "line 1 of the records of its process 77 is damaged")]
    [InlineData("K 100 150", "K 100 -1", "line 9 of")]
    [InlineData(" 1024 0", " 1024 1", "line 9 of")]
    [InlineData(" 8 0", " 9 0", "line 9 of")]
    [InlineData("O 8 7 5", "O 8 8 5", "line 8 of")]
    [InlineData("O 8 7 5", "O 8 7 6", "line 8 of")]
    [InlineData("R 5 an", "R 4 an", "line 7 of")]
    [InlineData("T 9", "T -1", "line 13 of")]
    [InlineData("D 0 scale", "D 9 scale", "line 4 of")]
    [InlineData("N 0 _Z5scalePfi", "N 0 ", "line 3 of")]
    [InlineData("M 0123-9 9 1\nN", "M ../../x 9 1\nN", "line 2 of")]
    [InlineData("E 3 0", "E 3 0\nS 160 165 0 7 64 0 0", "line 15 of")]
    public void Anything_else_is_an_error_and_never_a_number(string part, string other, string said)
    {
        var text = Whole.ReplaceLineEndings("\n");
        Assert.Contains(part, text, StringComparison.Ordinal);

        var refused = Assert.Throws<ObservationException>(() =>
            Read(text.Replace(part, other, StringComparison.Ordinal))
        );

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    private ImmutableArray<ObservedProcess> Read(string text)
    {
        _folder.Write("77-0.records", text.TrimEnd('\n') + "\n");
        return ObservedProcess.All(_folder.Root);
    }
}
