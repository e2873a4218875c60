using Holdfast.Simulator.Files;

namespace Holdfast.Simulator.World;

/// <summary>What a person posts, beyond bare text.</summary>
/// <param name="Text">The text in mrkdwn, as Slack's client sends it along with the blocks; may be empty where something else is posted.</param>
public sealed record UserPost(string Text)
{
    /// <summary>The thread it belongs to: the ts of any message in it. Default the channel itself.</summary>
    public string? ThreadTs { get; init; }

    /// <summary>The blocks as a JSON array; without any, those that Slack's client makes of the text.</summary>
    public string? Blocks { get; init; }

    /// <summary>The attachments as a JSON array.</summary>
    public string? Attachments { get; init; }

    /// <summary>The files it carries.</summary>
    public IReadOnlyList<SlackFile> Files { get; init; } = [];

    /// <summary>Whether a reply is also sent to the channel (<c>thread_broadcast</c>).</summary>
    public bool IsBroadcast { get; init; }
}
