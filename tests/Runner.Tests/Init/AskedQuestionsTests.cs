using PerfGate.Core.Kernels.Outlines;
using PerfGate.Runner.Init;

namespace PerfGate.Runner.Tests.Init;

/// <summary>What <c>perfgate init</c> asks at a terminal, and what it makes of the answers.</summary>
public sealed class AskedQuestionsTests : IDisposable
{
    private const string Kernel = """
        __global__ void step(float* w, const float* lookup, float rate, int n)
        {
            int i = blockIdx.x * blockDim.x + threadIdx.x;
            if (i < n)
                w[i] -= rate * interpolate(lookup, i);
        }
        """;

    private readonly StringWriter _asked = new();

    public void Dispose() => _asked.Dispose();

    [Fact]
    public void Only_what_the_source_does_not_tell_is_asked()
    {
        var draft = Draft("0.25\nN / 2\n");

        Assert.Equal("step: the value of float rate [1]: step: how many elements lookup has [N]: ", _asked.ToString());
        Assert.Equal("{ \"f32\": 0.25 }", draft.Arguments[2]);
        Assert.Equal("N / 2", draft.Buffers[1].Count);
        Assert.Empty(draft.Guesses);
    }

    [Fact]
    public void An_empty_line_and_the_end_of_the_input_take_what_is_offered()
    {
        var draft = Draft("\n");

        Assert.Equal("{ \"f32\": 1 }", draft.Arguments[2]);
        Assert.Equal("N", draft.Buffers[1].Count);
    }

    [Fact]
    public void An_answer_that_cannot_be_used_is_asked_for_again_with_the_reason()
    {
        var draft = Draft("fast\n0.5\nM * 2\nN * 2\n");

        Assert.Contains("a number is needed, such as 0.5", _asked.ToString(), StringComparison.Ordinal);
        Assert.Contains("there is no axis M; there are N", _asked.ToString(), StringComparison.Ordinal);
        Assert.Equal(("{ \"f32\": 0.5 }", "N * 2"), (draft.Arguments[2], draft.Buffers[1].Count));
    }

    [Fact]
    public void Without_a_person_the_guesses_are_taken_and_named()
    {
        var draft = Drafter.Of(KernelOutlines.Read(Kernel)[0], new Guesses(), out _)!;

        Assert.Equal(
            ["rate is passed as 1", "lookup has as many elements as all axes together"],
            draft.Guesses.AsEnumerable()
        );
    }

    [Theory]
    [InlineData("\n\n", new[] { 1, 0 }, true)]
    [InlineData("s\n", new int[0], false)]
    [InlineData("\ns\n", new[] { 1 }, false)]
    [InlineData("", new int[0], false)]
    public async Task The_new_kernel_is_checked_until_it_is_right_or_its_author_stops(
        string typed,
        int[] exits,
        bool right
    )
    {
        var left = new Queue<int>(exits);

        await new FirstCheck(new StringReader(typed), _asked, left.Dequeue).RunAsync(
            "a.ref.cpp"
        );

        Assert.Empty(left);
        Assert.Contains("Fill in a.ref.cpp now", _asked.ToString(), StringComparison.Ordinal);
        Assert.Equal(right, _asked.ToString().Contains("/t:PerfGateBaseline", StringComparison.Ordinal));
    }

    private Draft Draft(string typed) =>
        Drafter.Of(KernelOutlines.Read(Kernel)[0], new AskedQuestions(new StringReader(typed), _asked), out _)!;
}
