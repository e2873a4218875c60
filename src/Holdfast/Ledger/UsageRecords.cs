using System.Globalization;
using System.Text.Json;
using Holdfast.Admission;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Storage;

namespace Holdfast.Ledger;

/// <summary>How the book is kept and found. No words of anybody's are in it.</summary>
internal static class UsageRecords
{
    /// <summary>The kind of a day of one person in one channel with one model.</summary>
    public const string LineKind = "usage_line";

    /// <summary>The kind of a whole day of one person, or of everybody in a workspace.</summary>
    public const string DayKind = "usage_day";

    /// <summary>How far the book has been added up.</summary>
    public static RecordKey AddedUp { get; } = new("usage_added_up", "all");

    /// <summary>That, as it is kept.</summary>
    /// <param name="by">The item by which it was changed.</param>
    /// <param name="round">Which time by that item.</param>
    public static StoredRecord AddedUpBy(ItemId by, int round) => AddedUp.With(JsonSerializer.Serialize(new AddedUp(by, round), LedgerJson.Default.AddedUp));

    /// <summary>What has not been added up yet.</summary>
    public static RecordKind<UsageEntry> Entries { get; } = new("usage_entry", static () => LedgerJson.Default.UsageEntry, static entry => entry.Id, static (entry, record) => record with
    {
        Team = entry.Of.Team,
        User = entry.Of.User,
    });

    /// <summary>All of that, of everybody or of one person.</summary>
    /// <param name="team">The workspace; null for all.</param>
    /// <param name="user">The person in it; null for everybody.</param>
    public static RecordQuery Open(string? team = null, string? user = null) => new(Entries.Name) { Team = team, User = user, IsOpen = true };

    /// <summary>The lines of a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="team">The workspace; null for all.</param>
    public static RecordQuery Lines(DateOnly day, string? team) => new(LineKind) { Team = team, EndedFrom = EndOf(day), EndedBefore = EndOf(day.AddDays(1)) };

    /// <summary>The name of a line.</summary>
    public static RecordKey KeyOf(UsageKey of) => new(LineKind, string.Create(CultureInfo.InvariantCulture, $"{of.Day:yyyy-MM-dd}/{of.Team}/{of.User}/{of.Channel}/{of.Model}"));

    /// <summary>The name of a whole day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person; empty for everybody.</param>
    public static RecordKey KeyOf(DateOnly day, string team, string user) => new(DayKind, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}/{team}/{user}"));

    /// <summary>A line as it is kept.</summary>
    public static StoredRecord ToRecord(this UsageLine line) => KeyOf(line.Of).With(JsonSerializer.Serialize(line, LedgerJson.Default.UsageLine)) with
    {
        Team = line.Of.Team, User = line.Of.User, EndedAt = EndOf(line.Of.Day),
    };

    /// <summary>A whole day as it is kept.</summary>
    public static StoredRecord ToRecord(DateOnly day, string team, string user, UsageAmount amount) => KeyOf(day, team, user).With(JsonSerializer.Serialize(amount, LedgerJson.Default.UsageAmount)) with
    {
        Team = team, User = user, EndedAt = EndOf(day),
    };

    /// <summary>Reads a line.</summary>
    public static UsageLine ReadLine(StoredRecord record) =>
        JsonSerializer.Deserialize(record.Value!, LedgerJson.Default.UsageLine) ?? throw new JsonException("The line is empty.");

    /// <summary>What a line has come to; nothing where there is none.</summary>
    public static async ValueTask<UsageAmount> LineAsync(this IRecordReader records, UsageKey of, CancellationToken cancellationToken) =>
        await records.GetRecordAsync(KeyOf(of), cancellationToken) is { } kept ? ReadLine(kept).Amount : new UsageAmount();

    /// <summary>What a whole day has come to; nothing where there is none.</summary>
    public static async ValueTask<UsageAmount> DayAsync(this IRecordReader records, DateOnly day, string team, string user, CancellationToken cancellationToken) =>
        await records.GetValueAsync(KeyOf(day, team, user), cancellationToken) is { } value
            ? JsonSerializer.Deserialize(value, LedgerJson.Default.UsageAmount) ?? new UsageAmount()
            : new UsageAmount();

    /// <summary>The midnight at its end.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
