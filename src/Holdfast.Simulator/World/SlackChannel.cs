namespace Holdfast.Simulator.World;

/// <summary>What kind of conversation a channel id stands for.</summary>
public enum ChannelKind
{
    /// <summary>A public channel (<c>C…</c>).</summary>
    Public,

    /// <summary>A private channel (<c>C…</c>, <c>is_private</c>).</summary>
    Private,

    /// <summary>A direct message of several people (<c>C…</c>, <c>is_mpim</c>).</summary>
    GroupMessage,

    /// <summary>A direct message between the bot and one user (<c>D…</c>).</summary>
    DirectMessage,
}

/// <summary>A conversation of the workspace; a snapshot of its facts at the time it was asked for.</summary>
/// <param name="Id">Such as <c>C0GENERAL</c> or <c>D0ADA</c>.</param>
/// <param name="Name">The name without the number sign; the user's id in a direct message, as Slack has it.</param>
/// <param name="Kind">Public, private, of several people or direct.</param>
/// <param name="Members">User ids of the members.</param>
public sealed record SlackChannel(string Id, string Name, ChannelKind Kind, IReadOnlyList<string> Members)
{
    /// <summary>The person on the other side of a direct message.</summary>
    public string? DirectMessageUser { get; init; }

    /// <summary>Whether people of another workspace are in it (<c>is_ext_shared</c>).</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether the channel was archived.</summary>
    public bool IsArchived { get; init; }
}
