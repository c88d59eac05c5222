using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PerfGate.Core.Files;

/// <summary>
/// How PerfGate's files are read. The generated readers set every init-only property, those that the text leaves out
/// too, and so lose the defaults that the records state (a policy of <c>{}</c> would have a confidence of 0).
/// Reflection sets only what is there. Writing stays with the generated code.
/// </summary>
internal static class DefaultsOnReading
{
    private static readonly JsonSerializerOptions Options =
        new(PerfGateJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The reader of a type of <see cref="PerfGateJson"/>.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>The reader of a type of <see cref="PerfGateJson"/>, or of another generated context.</summary>
    /// <param name="type">The generated one.</param>
    public static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> type)
    {
        var options = type.Options == PerfGateJson.Default.Options
            ? Options
            : new(type.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        return (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
    }
}
