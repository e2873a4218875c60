namespace Holdfast.Sqlite.Reading;

/// <summary>Which rows are of a workspace: their conversation begins with it, and <c>0</c> is what comes after <c>/</c>.</summary>
internal static class ConversationRange
{
    /// <summary>The condition; the workspace is the first parameter.</summary>
    public const string OfTeam = "conversation > $1 || '/' AND conversation < $1 || '0'";
}
