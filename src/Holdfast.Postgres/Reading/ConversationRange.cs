namespace Holdfast.Postgres.Reading;

/// <summary>Which rows are of a workspace: their conversation begins with it. Not by order: what comes before what depends on the database's collation.</summary>
internal static class ConversationRange
{
    /// <summary>The condition; the workspace is the first parameter.</summary>
    public const string OfTeam = "starts_with(conversation, $1 || '/')";
}
