using System.ComponentModel.DataAnnotations;

namespace Holdfast.Sqlite;

/// <summary>Where and how the embedded store keeps its data. Section <c>Storage</c>.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>The folder of the database file; made when it is missing. Default: <c>./data</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string Path { get; set; } = "./data";

    /// <summary>
    /// The most bytes of waiting payloads kept in memory; what waits beyond is read back when its turn comes. Default: 64 MiB.
    /// </summary>
    [Range(0, 64L * 1024 * 1024 * 1024)]
    public long CachedPayloadBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// The most messages that may wait. Past it no further one is accepted from Slack, which delivers it again; commands, clicks, approvals and
    /// timers are. Default: 1,000,000.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBacklog { get; set; } = 1_000_000;
}
