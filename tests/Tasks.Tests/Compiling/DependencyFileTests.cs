using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class DependencyFileTests
{
    [Theory]
    [InlineData("a.o: a.cu b.cuh\n", new[] { "a.cu", "b.cuh" })]
    [InlineData("a.o: a.cu \\\n  dir/b.cuh \\\r\n c.h\n", new[] { "a.cu", "dir/b.cuh", "c.h" })]
    [InlineData("out.cubin : a.cu \\\n    b.cuh", new[] { "a.cu", "b.cuh" })]
    [InlineData("a.o: with\\ space.cu cost$$.h hash\\#.h\n", new[] { "with space.cu", "cost$.h", "hash#.h" })]
    [InlineData("C:/o/a.o: C:/s/a.cu\n", new[] { "C:/s/a.cu" })]
    [InlineData("a.o: a.cu b.h\n\nb.h:\n", new[] { "a.cu", "b.h" })]
    [InlineData("", new string[0])]
    public void The_prerequisites_of_the_first_rule_are_read(string text, string[] expected) =>
        Assert.Equal(expected, DependencyFile.Parse(text));
}
