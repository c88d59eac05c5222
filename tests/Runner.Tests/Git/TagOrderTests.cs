using PerfGate.Runner.Git;

namespace PerfGate.Runner.Tests.Git;

public sealed class TagOrderTests
{
    [Fact]
    public void Tags_are_ordered_as_versions() =>
        Assert.Equal(
            ["v1.9", "v1.10-rc.2", "v1.10-rc.10", "v1.10", "v1.10.1", "v2.0"],
            new[] { "v2.0", "v1.10.1", "v1.10-rc.10", "v1.10", "v1.9", "v1.10-rc.2" }.Order(TagOrder.Instance));
}
