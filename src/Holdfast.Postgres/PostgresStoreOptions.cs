using System.ComponentModel.DataAnnotations;
using Holdfast.Postgres.Addresses;

namespace Holdfast.Postgres;

/// <summary>Which database keeps the data, for any number of workers. Section <c>Database</c>.</summary>
public sealed class PostgresStoreOptions
{
    /// <summary>
    /// The database: <c>postgres://user:password@host:port/database?sslmode=require</c>, libpq's pairs (<c>host=... dbname=...</c>), or Npgsql's form
    /// (<c>Host=...;Database=...</c>). Also set by <c>DATABASE_URL</c>. Without one the embedded store is used. No default.
    /// </summary>
    /// <remarks>Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS</remarks>
    [DatabaseAddress]
    public string? Url { get; set; }

    /// <summary>The schema that holds the tables, made when it is missing. Default: <c>holdfast</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    [RegularExpression("^[a-z_][a-z0-9_]{0,50}$", ErrorMessage = "Database:Schema is made of lower-case letters, digits and underscores, and begins with no digit.")]
    public string Schema { get; set; } = "holdfast";

    /// <summary>The most connections of one worker. Default: 20. All workers together must stay below the server's <c>max_connections</c>.</summary>
    [Range(6, 1_000)]
    public int MaxConnections { get; set; } = 20;

    /// <summary>
    /// The most messages that may wait. Past it no further one is accepted from Slack, which delivers it again; commands, clicks, approvals and
    /// timers are. Default: 1,000,000.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxBacklog { get; set; } = 1_000_000;
}
