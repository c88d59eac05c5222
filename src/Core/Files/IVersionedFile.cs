namespace PerfGate.Core.Files;

/// <summary>A JSON file of PerfGate's: it names its schema and the version of it.</summary>
public interface IVersionedFile
{
    /// <summary>The schema, as an editor resolves it.</summary>
    string Schema { get; }

    /// <summary>The version of the schema that the file was written for; a newer one is refused.</summary>
    int SchemaVersion { get; }
}
