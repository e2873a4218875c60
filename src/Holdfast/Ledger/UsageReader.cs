using Holdfast.Admission;
using Holdfast.Storage;

namespace Holdfast.Ledger;

/// <summary>Reads the book: what was added up, and what is not yet.</summary>
/// <param name="records">Where it is kept.</param>
/// <param name="time">Says which day it is.</param>
public sealed class UsageReader(IRecordReader records, TimeProvider time)
{
    /// <summary>The most of a day that is read for a report.</summary>
    private const int MaxLines = 100_000;

    /// <summary>The most entries that are not added up and are read; they stand there for a minute.</summary>
    private const int MaxOpen = 50_000;

    /// <summary>It is read again when it was added up in between.</summary>
    private const int Tries = 5;

    /// <summary>What somebody has used today; of everybody together where nobody is named.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person; empty for everybody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<UsageAmount> TodayAsync(string team, string user, CancellationToken cancellationToken)
    {
        var today = UsageRecords.DayOf(time.GetUtcNow());
        return (await SumAsync(team, user, today, today, cancellationToken)).Amount;
    }

    /// <summary>What everybody has used today, and how many entries had to be read one by one for that.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal ValueTask<(UsageAmount Amount, int Entries)> TodayOfAllAsync(string team, CancellationToken cancellationToken)
    {
        var today = UsageRecords.DayOf(time.GetUtcNow());
        return SumAsync(team, user: "", today, today, cancellationToken);
    }

    /// <summary>What somebody has used in this month.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person; empty for everybody.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<UsageAmount> MonthAsync(string team, string user, CancellationToken cancellationToken)
    {
        var today = UsageRecords.DayOf(time.GetUtcNow());
        return (await SumAsync(team, user, new DateOnly(today.Year, today.Month, 1), today, cancellationToken)).Amount;
    }

    /// <summary>When the day ends.</summary>
    public DateTimeOffset EndOfToday => UsageRecords.EndOf(UsageRecords.DayOf(time.GetUtcNow()));

    /// <summary>What was used in the last days, today being one of them.</summary>
    /// <param name="team">The workspace; null for all.</param>
    /// <param name="days">How many days.</param>
    /// <param name="by">What is told apart.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line that used most is the first; days in their order.</returns>
    public async ValueTask<IReadOnlyList<UsageRow>> ReportAsync(string? team, int days, UsageBy by, CancellationToken cancellationToken)
    {
        var today = UsageRecords.DayOf(time.GetUtcNow());
        var first = today.AddDays(1 - days);
        var sums = await SteadyAsync(async () =>
        {
            var sums = new Dictionary<string, UsageAmount>(StringComparer.Ordinal);
            for (var day = first; day <= today; day = day.AddDays(1))
            {
                foreach (var line in (await records.FindRecordsAsync(UsageRecords.Lines(day, team), MaxLines, cancellationToken)).Select(UsageRecords.ReadLine))
                    Add(sums, line.Of, line.Amount);
            }

            foreach (var entry in await OpenAsync(team, user: null, cancellationToken))
            {
                if (entry.Of.Day >= first && entry.Of.Day <= today)
                    Add(sums, entry.Of, entry.Amount);
            }

            return sums;
        }, cancellationToken);
        var rows = sums.Select(sum => new UsageRow(sum.Key, sum.Value));
        return by == UsageBy.Day
            ? [.. rows.OrderBy(row => row.Name, StringComparer.Ordinal)]
            : [.. rows.OrderByDescending(row => row.Amount.CostMicros).ThenByDescending(row => row.Amount.InputTokens + row.Amount.OutputTokens).ThenByDescending(row => row.Amount.Messages).ThenBy(row => row.Name, StringComparer.Ordinal)];

        void Add(Dictionary<string, UsageAmount> sums, UsageKey of, UsageAmount amount)
        {
            var name = NameOf(of, by);
            sums[name] = sums.TryGetValue(name, out var before) ? before + amount : amount;
        }
    }

    private static string NameOf(UsageKey of, UsageBy by) => by switch
    {
        UsageBy.User => of.User,
        UsageBy.Model => of.Model,
        UsageBy.Channel => of.Channel,
        _ => of.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    private ValueTask<(UsageAmount Amount, int Entries)> SumAsync(string team, string user, DateOnly from, DateOnly to, CancellationToken cancellationToken) => SteadyAsync(async () =>
    {
        var sum = new UsageAmount();
        for (var day = from; day <= to; day = day.AddDays(1))
            sum += await records.DayAsync(day, team, user, cancellationToken);
        var open = await OpenAsync(team, user.Length == 0 ? null : user, cancellationToken);
        foreach (var entry in open)
        {
            if (entry.Of.Day >= from && entry.Of.Day <= to)
                sum += entry.Amount;
        }

        return (sum, open.Count);
    }, cancellationToken);

    private ValueTask<IReadOnlyList<UsageEntry>> OpenAsync(string? team, string? user, CancellationToken cancellationToken) =>
        records.FindAsync(UsageRecords.Entries, UsageRecords.Open(team, user), MaxOpen, cancellationToken);

    /// <summary>What was read in one piece: an entry that moved into its day in between would be missing, or there twice.</summary>
    private async ValueTask<T> SteadyAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var before = await records.GetValueAsync(UsageRecords.AddedUp, cancellationToken);
        for (var tries = 1; ; tries++)
        {
            var value = await read();
            var after = await records.GetValueAsync(UsageRecords.AddedUp, cancellationToken);
            if (after == before || tries == Tries)
                return value;
            before = after;
        }
    }
}

/// <summary>What is told apart in a report.</summary>
public enum UsageBy
{
    /// <summary>People.</summary>
    User = 1,

    /// <summary>Models.</summary>
    Model = 2,

    /// <summary>Channels and direct messages.</summary>
    Channel = 3,

    /// <summary>Days, of UTC.</summary>
    Day = 4,
}

/// <summary>A row of a report.</summary>
/// <param name="Name">Who or what: an id of Slack's, a model's name or a day. Empty for what was no model's.</param>
/// <param name="Amount">What it comes to.</param>
public sealed record UsageRow(string Name, UsageAmount Amount);
