using System.Security.Cryptography;
using System.Text;
using Holdfast.Postgres.Sql;

namespace Holdfast.Postgres.Writing;

/// <summary>Dedupe keys as they stand in the database.</summary>
internal static class DedupeKey
{
    /// <summary>An index takes no more than 2,704 bytes; a key is made from what others send, and has no such limit.</summary>
    private const int MaxLength = 600;

    /// <summary>The key; a long one by its hash.</summary>
    public static string Of(string key) => PostgresValues.Clean(
        key.Length <= MaxLength ? key : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
}
