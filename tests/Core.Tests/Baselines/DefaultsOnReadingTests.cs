using System.Text.Json;
using PerfGate.Core.Files;
using PerfGate.Core.Formats;
using PerfGate.Core.Policy;

namespace PerfGate.Core.Tests.Baselines;

public sealed class DefaultsOnReadingTests
{
    private static GatePolicy Read(string json) =>
        JsonSerializer.Deserialize(json, DefaultsOnReading.Of<GatePolicy>(PerfGateJson.Default.Options))!;

    private static string Text(GatePolicy policy) => JsonSerializer.Serialize(policy, PerfGateJson.Default.GatePolicy);

    [Fact]
    public void What_a_file_leaves_out_keeps_its_default() =>
        Assert.Equal(Text(new() { Runs = new() { Maximum = 7 } }), Text(Read("""{ "runs": { "maximum": 7 } }""")));

    [Fact]
    public void A_field_that_is_not_known_is_refused() =>
        Assert.Throws<JsonException>(() => Read("""{ "tolerence": 1 }"""));

    [Fact]
    public void An_enumeration_is_read_by_its_name() =>
        Assert.Equal(CacheState.Hot, Read("""{ "cache": "hot" }""").Cache);
}
