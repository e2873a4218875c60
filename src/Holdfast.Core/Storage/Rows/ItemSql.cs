namespace Holdfast.Storage.Rows;

/// <summary>The columns that <c>item</c> and <c>dead_letter</c> share.</summary>
public static class ItemSql
{
    /// <summary>The columns, in the order in which a row is read.</summary>
    public const string Columns = $"{BeforePayload}, payload, {AfterPayload}";

    /// <summary>Those before the payload, which lists leave out: it may be megabytes, and nobody reads it there.</summary>
    public const string BeforePayload = "sequence, id, queue, lane, order_key, kind";

    /// <summary>Those after the payload.</summary>
    public const string AfterPayload = """dedupe_key, enqueued_at, attempt, in_doubt, trace, team, "user" """;

    /// <summary>How many columns <see cref="Columns"/> names: further ones of a query come after.</summary>
    public const int Count = 14;
}
