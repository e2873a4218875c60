using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Slack;

namespace Holdfast.Backfill;

/// <summary>How far the reading of what was missed in an outage has come. It changes with each step, in the step's commit.</summary>
internal sealed record BackfillProgress
{
    /// <summary>The kind of group messages, in Slack's words.</summary>
    public const string GroupMessages = "mpim";

    private const int MaxLeftOut = 20;

    /// <summary>The id of the order.</summary>
    public required ItemId Id { get; init; }

    public required string Team { get; init; }

    /// <summary>When Slack could last reach the server before.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>When it could again.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only messages after this one are looked at.</summary>
    public required string Oldest { get; init; }

    /// <summary>Only messages before this one are.</summary>
    public required string Latest { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The conversations that the app took part in before the outage, and until when: in these what mentions nobody is for it as well.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> Active { get; init; }

    /// <summary>The kinds of channels that have not been listed.</summary>
    public IReadOnlyList<string> Types { get; init; } = ["im", "public_channel", "private_channel", GroupMessages];

    /// <summary>Where the next page of the list begins.</summary>
    public string? ListCursor { get; init; }

    /// <summary>The channels that are to be read.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];

    /// <summary>The channel that is being read; null between two.</summary>
    public ChannelProgress? Current { get; init; }

    public int ChannelsFound { get; init; }

    public int ChannelsRead { get; init; }

    public int ThreadsRead { get; init; }

    /// <summary>Messages that were found, whether known or not.</summary>
    public int Found { get; init; }

    public int TakenIn { get; init; }

    /// <summary>Messages about which somebody was asked first.</summary>
    public int AskedAbout { get; init; }

    /// <summary>What was left out, and why, for people.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The same, with something more that was left out.</summary>
    public BackfillProgress Leaving(string what) =>
        LeftOut.Contains(what) || LeftOut.Count >= MaxLeftOut ? this : this with { LeftOut = [.. LeftOut, what] };

    [JsonIgnore]
    public TeamId TeamId => new(Team);

    [JsonIgnore]
    public SlackTs After => new(Oldest);

    [JsonIgnore]
    public SlackTs Before => new(Latest);
}

/// <summary>How far the reading of a channel has come.</summary>
/// <param name="Channel">Which.</param>
internal sealed record ChannelProgress(string Channel)
{
    [JsonIgnore]
    public ChannelId Id => new(Channel);

    /// <summary>Where the next page of its history begins.</summary>
    public string? HistoryCursor { get; init; }

    public bool IsHistoryRead { get; init; }

    /// <summary>The threads whose replies are to be read, the first of them the one that is being read.</summary>
    public IReadOnlyList<string> Threads { get; init; } = [];

    /// <summary>Where the next page of the first thread begins.</summary>
    public string? ThreadCursor { get; init; }

    /// <summary>Threads in which the app was called: from there on what mentions nobody is for it as well.</summary>
    public IReadOnlyList<string> CalledIn { get; init; } = [];

    /// <summary>The order keys of the messages that were found in it. What they say are records of their own until it is read to its end: Slack gives the newest first.</summary>
    public IReadOnlyList<long> Found { get; init; } = [];

    /// <summary>The order key of the first message of the last conversation of it that was dealt with; 0 before the first.</summary>
    public long DealtWith { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackfillProgress))]
[JsonSerializable(typeof(MissedMessage))]
[JsonSerializable(typeof(OldQuestion))]
internal sealed partial class BackfillJson : JsonSerializerContext;
