using System.Globalization;
using Holdfast.Caching;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Runs;

/// <summary>How long a user's runs are kept: the user's own choice within the operator's bounds.</summary>
public sealed class RunRetention(IRecordReader records, IOptions<RunOptions> options, TimeProvider time)
{
    private static readonly TimeSpan[] Usual = [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    /// <summary>A choice made at another worker is known here after so long; one made here, at once.</summary>
    private readonly ExpiringCache<(string Team, string User), TimeSpan> _known = new(TimeSpan.FromSeconds(30), capacity: 10_000, time);

    /// <summary>Whether users choose at all.</summary>
    public bool IsChosen => options.Value.ChooseRetention;

    /// <summary>What a user can choose from.</summary>
    public IReadOnlyList<TimeSpan> Choices =>
        [.. Usual.Where(choice => choice <= options.Value.MaxRetention).Append(options.Value.Retention).Distinct().Order()];

    /// <summary>The shortest time that a user can choose.</summary>
    public TimeSpan Shortest => Usual[0] < Longest ? Usual[0] : Longest;

    /// <summary>The longest time that a user can choose.</summary>
    public TimeSpan Longest => options.Value.MaxRetention > options.Value.Retention ? options.Value.MaxRetention : options.Value.Retention;

    /// <summary>How long a user's runs are kept.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<TimeSpan> GetAsync(string team, string user, CancellationToken cancellationToken)
    {
        if (!IsChosen)
            return options.Value.Retention;
        if (_known.TryGet((team, user), out var known))
            return known;
        var value = await records.GetValueAsync(RunRecords.Retention(team, user), cancellationToken);
        var retention = Read(value) ?? options.Value.Retention;
        _known.Set((team, user), retention);
        return retention;
    }

    /// <summary>A user's choice among <see cref="Choices"/>, to be committed. Null when it is none of them.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="retention">How long.</param>
    public StoredRecord? Choose(string team, string user, TimeSpan retention) => IsChosen && Choices.Contains(retention) ? Change(team, user, retention) : null;

    /// <summary>A time that a user wants, to be committed. Null when it is out of bounds.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="retention">How long.</param>
    public StoredRecord? ChooseWithin(string team, string user, TimeSpan retention) => IsWithin(retention) ? Change(team, user, retention) : null;

    /// <summary>Whether it is neither shorter nor longer than a user can choose.</summary>
    /// <param name="retention">How long.</param>
    public bool IsWithin(TimeSpan retention) => IsChosen && retention >= Shortest && retention <= Longest;

    /// <summary>A choice was committed: it counts from now on.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    /// <param name="retention">How long.</param>
    public void Chosen(string team, string user, TimeSpan retention) => _known.Set((team, user), retention);

    /// <summary>What was last known of a user, without asking the store; null when nothing is.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The user.</param>
    public TimeSpan? Known(string team, string user) => _known.TryGetLast((team, user), out var known) ? known : null;

    private static StoredRecord Change(string team, string user, TimeSpan retention)
    {
        var seconds = ((long)retention.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return RunRecords.Retention(team, user).With(seconds) with { Team = team, User = user };
    }

    private TimeSpan? Read(string? value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 31_536_000
            ? TimeSpan.FromSeconds(Math.Min(seconds, (long)Longest.TotalSeconds))
            : null;
}
