using System.Globalization;
using Holdfast.Caching;
using Holdfast.Inbound;
using Holdfast.Items;
using Holdfast.Storage;
using Microsoft.Extensions.Options;

namespace Holdfast.Welcome;

/// <summary>Knows who has met the app: one record for each person, which is made with the welcome itself and kept for good.</summary>
/// <param name="records">Where that is kept.</param>
/// <param name="options">Whether people are welcomed.</param>
/// <param name="time">The clock.</param>
public sealed class FirstContact(IRecordReader records, IOptions<WelcomeOptions> options, TimeProvider time)
{
    /// <summary>So long the home shows the introduction to who has met the app there.</summary>
    private static readonly TimeSpan IntroductionAtHome = TimeSpan.FromDays(1);

    /// <summary>Who has met the app stays somebody who has: of those who write often, only the first message costs a look.</summary>
    private readonly ExpiringCache<(string Team, string User), bool> _known = new(TimeSpan.FromDays(1), capacity: 50_000, time);

    /// <summary>What welcomes the writer of a direct message, beside the answer to it and in a lane of its own. Nothing for who was welcomed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public async ValueTask<IReadOnlyList<NewItem>> WelcomeAsync(LaneItem message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!options.Value.Enabled || message.Kind != InboundKinds.DirectMessage || message.Owner is not { } person || await IsKnownAsync(person.Team, person.User, cancellationToken))
            return [];
        return [WelcomeItem.Of(message, time)];
    }

    /// <summary>Whether the home shows the introduction, and the record of the meeting where this is the first one.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public async ValueTask<(bool IsIntroduced, IReadOnlyList<StoredRecord> Met)> AtHomeAsync(string team, string user, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return (false, []);
        if (await records.GetValueAsync(KeyOf(team, user), cancellationToken) is not { } met)
            return (true, [Met(team, user, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture))]);
        return (DateTimeOffset.TryParse(met, CultureInfo.InvariantCulture, out var at) && time.GetUtcNow() - at < IntroductionAtHome, []);
    }

    /// <summary>Whether somebody has met the app.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">The storage fails.</exception>
    public async ValueTask<bool> IsKnownAsync(string team, string user, CancellationToken cancellationToken)
    {
        if (_known.TryGet((team, user), out _))
            return true;
        if (await records.GetValueAsync(KeyOf(team, user), cancellationToken) is null)
            return false;
        _known.Set((team, user), value: true);
        return true;
    }

    /// <summary>That somebody is welcomed in a message, to be committed.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="user">The person.</param>
    internal static StoredRecord Welcomed(string team, string user) => Met(team, user, "message");

    /// <summary>What is kept is when they met the app at home, since it introduces itself there for a while.</summary>
    private static StoredRecord Met(string team, string user, string how) => KeyOf(team, user).With(how) with { Team = team, User = user };

    private static RecordKey KeyOf(string team, string user) => new(RecordKind, $"{team}/{user}");

    /// <summary>The kind of the records. It is stored: never rename it.</summary>
    public const string RecordKind = "welcome";
}
