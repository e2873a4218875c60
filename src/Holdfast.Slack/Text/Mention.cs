using System.Text.Json.Serialization;

namespace Holdfast.Slack.Text;

/// <summary>What a text names by an id, whose name only Slack can tell. The numbers are stored: never renumber, only add.</summary>
public enum MentionKind
{
    /// <summary>A person or a bot.</summary>
    User = 1,

    /// <summary>A channel.</summary>
    Channel = 2,

    /// <summary>A user group.</summary>
    Group = 3,
}

/// <summary>A place in a text that stands for somebody or something: readable as it is, and better with the name.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Slack's id of it.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">How many characters it has there.</param>
public readonly record struct Mention(MentionKind Kind, string Id, int Start, int Length)
{
    /// <summary>The sign before a name: <c>#</c> for a channel, <c>@</c> for anybody else.</summary>
    [JsonIgnore]
    public char Sign => Kind == MentionKind.Channel ? '#' : '@';
}
