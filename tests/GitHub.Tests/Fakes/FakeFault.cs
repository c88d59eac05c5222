namespace PerfGate.GitHub.Tests.Fakes;

/// <summary>Something that goes wrong with some requests.</summary>
/// <param name="Hits">Which requests.</param>
/// <param name="Answer">What is answered.</param>
/// <param name="Times">How often; then it is over.</param>
/// <param name="AfterDoing">Whether the request is carried out all the same, and only its answer lost.</param>
internal sealed record FakeFault(Func<FakeRequest, bool> Hits, FakeAnswer Answer, int Times, bool AfterDoing)
{
    private int _left = Times;

    public bool Strikes(FakeRequest request) => Hits(request) && Interlocked.Decrement(ref _left) >= 0;
}
