using PerfGate.Runner.Benchmarks;

namespace PerfGate.Runner.Tests.Observing;

/// <summary>Commands as texts.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("python3 bench.py --n 4", "python3|bench.py|--n|4")]
    [InlineData("  a   b\t", "a|b")]
    [InlineData("a 'b c' \"d 'e'\" f\\ g", "a|b c|d 'e'|f g")]
    [InlineData("a ''", "a|")]
    [InlineData("a 'b\\' c", "a|b\\|c")]
    [InlineData("a \"b\\\"c\"", "a|b\"c")]
    [InlineData("echo $HOME ; rm * | cat", "echo|$HOME|;|rm|*|||cat")]
    public void A_text_is_split_as_a_shell_does_and_nothing_is_expanded(string text, string words) =>
        Assert.Equal(words, string.Join('|', CommandText.Split(text)!.Value));

    [Theory]
    [InlineData("a 'b")]
    [InlineData("a \"b")]
    public void An_open_quote_is_told(string text) => Assert.Null(CommandText.Split(text));

    [Fact]
    public void Words_are_put_together_so_that_they_split_again()
    {
        string[] words = ["./a b", "it's", "", "$x", "plain-1.0", "\"q\"", "new\nline"];
        Assert.Equal(words, CommandText.Split(CommandText.Joined(words)));
        Assert.Equal("python3 a.py '$x'", CommandText.Joined(["python3", "a.py", "$x"]));
    }
}
