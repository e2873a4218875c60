namespace Holdfast.Postgres.Sql;

/// <summary>A database, or what its address names, that cannot be used before somebody has changed something. The message is the end of a sentence.</summary>
internal sealed class NotUsableException(string message, Exception? inner = null) : Exception(message, inner);
