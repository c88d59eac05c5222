using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PerfGate.Core.Files;

/// <summary>
/// How PerfGate's files are read. The generated readers set every init-only property, those that the text leaves out
/// too, and so lose the defaults that the records state (a policy of <c>{}</c> would have a confidence of 0).
/// Reflection sets only what is there. Writing stays with the generated code.
/// </summary>
/// <remarks>
/// It is home-made because System.Text.Json has no setting for this. It can go once
/// <see href="https://github.com/dotnet/runtime/issues/84484"/> is closed.
/// </remarks>
internal static class DefaultsOnReading
{
    // Making the readers of a type costs milliseconds, so each context has one set of them.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Readers = [];

    /// <summary>The reader of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="options">The options of the generated context that the type belongs to.</param>
    public static JsonTypeInfo<T> Of<T>(JsonSerializerOptions options) =>
        (JsonTypeInfo<T>)Readers.GetValue(options, WithReflection).GetTypeInfo(typeof(T));

    private static JsonSerializerOptions WithReflection(JsonSerializerOptions options) =>
        new(options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
}
