using System.Globalization;
using System.Text.Json;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Backfill;

/// <summary>How a backfill keeps what it knows. All of it has an end from its beginning on: what an operator discards, or a version leaves behind, is swept.</summary>
internal static class BackfillRecords
{
    /// <summary>The kind of a page.</summary>
    public const string Page = "backfill_page";

    public static RecordKind<BackfillProgress> Progress { get; } = new(
        "backfill",
        BackfillJson.Default.BackfillProgress,
        static progress => progress.Id,
        static (progress, record) => record with { Team = progress.Team, EndedAt = progress.EndedAt ?? progress.Until });

    public static RecordKind<OldQuestion> Question { get; } = new(
        "backfill_question",
        BackfillJson.Default.OldQuestion,
        static question => question.Id,
        static (question, record) => record with { Team = question.Team, EndedAt = question.AskedAt });

    public static StoredRecord ToRecord(this BackfillProgress progress) => Progress.Store(progress);

    public static StoredRecord ToRecord(this OldQuestion question) => Question.Store(question);

    public static RecordKey PageKey(ItemId backfill, int number) => new(Page, string.Create(CultureInfo.InvariantCulture, $"{backfill}/{number}"));

    public static StoredRecord ToRecord(this MissedPage page, BackfillProgress progress, int number) =>
        PageKey(progress.Id, number).With(JsonSerializer.Serialize(page, BackfillJson.Default.MissedPage)) with { Team = progress.Team, EndedAt = progress.Until };

    /// <summary>What was found in the channel that is being read, the oldest first.</summary>
    public static async ValueTask<IReadOnlyList<MissedMessage>> GetFoundAsync(this IRecordReader records, BackfillProgress progress, int pages, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<long, MissedMessage>();
        for (var number = 0; number < pages; number++)
        {
            if (await records.GetValueAsync(PageKey(progress.Id, number), cancellationToken) is not { } value)
                continue;
            foreach (var message in JsonSerializer.Deserialize(value, BackfillJson.Default.MissedPage)!.Messages)
                found[message.OrderKey] = message;
        }

        return [.. found.Values];
    }
}
