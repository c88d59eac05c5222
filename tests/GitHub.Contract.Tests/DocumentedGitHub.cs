using PerfGate.GitHub.Tests.Fakes;

namespace PerfGate.GitHub.Contract.Tests;

/// <summary>
/// A fake GitHub behind a server that lets through only what GitHub documents; one for all tests, as it takes seconds
/// to start.
/// </summary>
public sealed class DocumentedGitHub : IAsyncLifetime
{
    internal FakeGitHub Fake { get; private set; } = null!;

    internal ValidatingServer Contract { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Fake = await FakeGitHub.StartAsync();
        Contract = await ValidatingServer.StartAsync(Fake.Address);
        // Links of pages and uploads must lead through the validating server too.
        Fake.Repository.Address = Contract.Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (Contract is not null)
            await Contract.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
