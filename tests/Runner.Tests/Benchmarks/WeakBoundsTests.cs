namespace PerfGate.Runner.Tests.Benchmarks;

/// <summary>A relative bound of 1 and more is passed by zeros: told before a run.</summary>
public sealed class WeakBoundsTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{ \"relative\": 1 }", true)]
    [InlineData("{ \"relative\": 10 }", true)]
    [InlineData("{ \"relative\": 0.999 }", false)]
    [InlineData("{ \"relative\": 10, \"absolute\": 0.1 }", false)]
    [InlineData("{ \"absolute\": 10 }", false)]
    public void A_bound_that_zeros_pass_is_named(string bounds, bool named)
    {
        _folder.Change("{ \"relative\": 1e-5 }", bounds);

        var weak = _folder.Load().Cases[0].WeakBounds;

        Assert.Equal(named ? ["y"] : [], weak.Select(w => w.Output));
        Assert.All(weak, w => Assert.Equal(21, w.At.Line));
    }
}
