using PerfGate.Tasks.Compiling;

namespace PerfGate.Tasks.Tests.Compiling;

public sealed class IncludeScanTests
{
    [Theory]
    [InlineData("#include \"a.h\"", "a.h", true)]
    [InlineData("# /* one */ /* two */ include /**/ <a.h>", "a.h", false)]
    [InlineData("int x; /* in a comment: #include \"a.h\" */", "a.h", true)]
    [InlineData("%:include \"a.h\"", "a.h", true)]
    [InlineData("#inc\\\nlude \"a.h\"", "a.h", true)]
    [InlineData("#if __has_include(<a.h>)", "a.h", false)]
    public void A_name_that_the_preprocessor_looks_for_is_found(string text, string name, bool quoted) =>
        Assert.Equal(new Lookup(name, quoted), Assert.Single(IncludeScan.Of(text).Lookups));

    [Fact]
    public void An_include_by_a_macro_behind_comments_is_a_computed_one() =>
        Assert.True(IncludeScan.Of("#include /* a */ /* b */ HEADER").HasComputedInclude);

    // Found by fuzzing: dividing the comments in every way took 2^n steps.
    [Fact]
    public void Comments_in_a_row_that_no_include_follows_are_read_once()
    {
        var comments = string.Concat(Enumerable.Repeat("/* a */", 2_000));

        var scan = IncludeScan.Of($"#{comments}\n#include {comments}\n#{comments}include \"a.h\"");

        Assert.Equal("a.h", Assert.Single(scan.Lookups).Name);
        Assert.True(scan.HasComputedInclude);
    }
}
